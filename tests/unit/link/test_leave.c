/* A channel that is left: nothing of it comes, until it is subscribed anew. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "calls.h"
#include "proto/limits.h"

static const struct link_config plain = { 0 };

static void
leave(struct fake *f)
{
	assert_true(link_unsubscribe(f->link, "calls:1"));
}

static void
confirm_leaving(struct fake_server *s)
{
	fake_say(s, ">3\r\n$11\r\nunsubscribe\r\n$7\r\ncalls:1\r\n:0\r\n");
}

static void
nothing_comes(void **state)
{
	struct fake *f = *state;
	struct fake_server *s = calls_start(f);

	leave(f);
	leave(f);
	calls_push(s, "call", "e", 6);
	fake_await(f, "0> UNSUBSCRIBE calls:1\n");
	confirm_leaving(s);
	fake_rest(f);
	fake_without(f, "calls:1");
	fake_without(f, "UNSUBSCRIBE");
	fake_without(f, "away");
	/* What is asked next gets its own answer. */
	fake_ask(f, "a", "A");
	fake_await(f, "0> A JSON\n");
	fake_bulk(s, "7");
	fake_await(f, "a=OK 7\n");
	fake_cut(s);
	fake_greet(f, 1);
	fake_rest(f);
	fake_without(f, "SUBSCRIBE");
}

static void
comes_again(void **state)
{
	struct fake *f = *state;
	struct fake_server *s = calls_start(f);

	leave(f);
	assert_true(link_subscribe(f->link, "calls:1"));
	fake_await(f, "0> UNSUBSCRIBE calls:1\n0> SUBSCRIBE calls:1\n");
	/* It can't be placed: what is to come begins with a snapshot. */
	calls_push(s, "call", "e", 6);
	confirm_leaving(s);
	calls_confirm(s);
	calls_push(s, "snapshot", "e", 6);
	fake_await(f, "calls:1 snapshot 6\n");
	calls_push(s, "call", "e", 7);
	fake_await(f, "calls:1 call 7\n");
	fake_without(f, "away");
}

/* Events that were asked for come after they are no longer wanted. */
static void
late_events(void **state)
{
	struct fake *f = *state;
	struct fake_server *s = calls_start(f);

	calls_push(s, "call", "e", 8);
	fake_await(f, "0> EVENTS SINCE e 5 CHANNEL calls:1");
	leave(f);
	calls_events(s, "e", 6, 8);
	fake_await(f, "0> UNSUBSCRIBE calls:1\n");
	confirm_leaving(s);
	fake_rest(f);
	fake_without(f, "calls:1 call");
	fake_without(f, "away");
}

static void
refused_too_late(void **state)
{
	struct fake *f = *state;

	fake_link(f, &plain);
	fake_greet(f, 0);
	assert_true(link_subscribe(f->link, "calls:1"));
	leave(f);
	fake_await(f, "0> UNSUBSCRIBE calls:1\n");
	fake_say(&f->server[0], "-BADARG no such zone\r\n");
	confirm_leaving(&f->server[0]);
	fake_rest(f);
	fake_without(f, "refused");
	fake_without(f, "away");
}

static void
left_while_away(void **state)
{
	struct fake *f = *state;

	fake_link(f, &plain);
	assert_true(link_subscribe(f->link, "calls:1"));
	leave(f);
	assert_true(link_unsubscribe(f->link, "hall"));
	fake_greet(f, 0);
	fake_rest(f);
	fake_without(f, "SUBSCRIBE");
}

static void
makes_room(void **state)
{
	struct fake *f = *state;
	char name[16];

	fake_link(f, &plain);
	for (int i = 0; i < LIMIT_SUBSCRIPTIONS; i++) {
		(void)snprintf(name, sizeof(name), "calls:%d", i);
		assert_true(link_subscribe(f->link, name));
	}
	assert_false(link_subscribe(f->link, "hall"));
	leave(f);
	assert_true(link_subscribe(f->link, "hall"));
	assert_false(link_subscribe(f->link, "calls:1"));
}

#define TEST(name) \
 cmocka_unit_test_setup_teardown(name, fake_setup, fake_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(nothing_comes),
		TEST(comes_again),
		TEST(late_events),
		TEST(refused_too_late),
		TEST(left_while_away),
		TEST(makes_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
