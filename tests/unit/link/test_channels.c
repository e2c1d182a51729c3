/* The channels: what is delivered, each once and in order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "calls.h"

static void
in_order(void **state)
{
	struct fake *f = *state;
	struct fake_server *s = calls_start(f);

	calls_push(s, "call", "e", 6);
	calls_push(s, "counter", "e", 7);
	calls_push(s, "beat", "e", 7);
	calls_push(s, "call", "e", 8);
	fake_await(f, "calls:1 call 6\ncalls:1 counter 7\ncalls:1 call 8\n");
	fake_without(f, "0> ");
}

static void
each_once(void **state)
{
	struct fake *f = *state;
	struct fake_server *s = calls_start(f);

	calls_push(s, "call", "e", 6);
	calls_push(s, "call", "e", 6);
	calls_push(s, "call", "e", 4);
	calls_push(s, "snapshot", "e", 6);
	fake_push(s, "calls:1",
	    "{\"type\":\"call\",\"epoch\":\"e\",\"seq\":6,\"prev\":6}");
	calls_push(s, "call", "e", 7);
	fake_await(f, "calls:1 call 7\n");
	f->seen = 0;
	fake_await(f, "snapshot 5\ncalls:1 call 6\ncalls:1 call 7\n");
	fake_without(f, "0> ");
}

static void
gap(void **state)
{
	struct fake *f = *state;
	struct fake_server *s = calls_start(f);

	calls_push(s, "call", "e", 8);
	fake_await(f, "0> EVENTS SINCE e 5 CHANNEL calls:1 COUNT 100 JSON\n");
	/* What comes meanwhile is held back, and fetched in its turn. */
	calls_push(s, "call", "e", 9);
	fake_rest(f);
	fake_without(f, "calls:1");
	fake_without(f, "0> ");
	calls_events(s, "e", 6, 9);
	fake_await(f,
	    "calls:1 call 6\ncalls:1 call 7\ncalls:1 call 8\n"
	    "calls:1 call 9\n");
	calls_push(s, "call", "e", 10);
	fake_await(f, "calls:1 call 10\n");
	fake_without(f, "0> ");
}

static void
gap_answered_before(void **state)
{
	struct fake *f = *state;
	struct fake_server *s = calls_start(f);

	calls_push(s, "call", "e", 7);
	fake_await(f, "EVENTS SINCE e 5");
	calls_push(s, "call", "e", 8);
	calls_events(s, "e", 6, 7);
	fake_await(f, "calls:1 call 6\ncalls:1 call 7\n");
	fake_await(f, "EVENTS SINCE e 7");
	calls_events(s, "e", 8, 8);
	fake_await(f, "calls:1 call 8\n");
}

static void
lost_tail(void **state)
{
	struct fake *f = *state;
	struct fake_server *s = calls_start(f);

	calls_push(s, "beat", "e", 5);
	calls_push(s, "beat", "e", 6);
	fake_await(f, "0> EVENTS SINCE e 5 CHANNEL calls:1 COUNT 100 JSON\n");
	calls_events(s, "e", 6, 6);
	fake_await(f, "calls:1 call 6\n");
	fake_without(f, "beat");
}

static void
same_after_reconnect(void **state)
{
	struct fake *f = *state;

	(void)calls_start(f);
	struct fake_server *s = calls_restart(f);
	calls_push(s, "snapshot", "e", 5);
	calls_push(s, "call", "e", 6);
	fake_await(f, "calls:1 call 6\n");
	f->seen = 0;
	fake_await(f, "snapshot 5\n");
	fake_without(f, "snapshot");
	fake_without(f, "EVENTS");
}

/* Page by page, and live messages wait until all are there. */
static void
missed_while_away(void **state)
{
	struct fake *f = *state;

	(void)calls_start(f);
	struct fake_server *s = calls_restart(f);
	calls_push(s, "snapshot", "e", 205);
	calls_push(s, "call", "e", 206);
	fake_await(f, "1> EVENTS SINCE e 5 CHANNEL calls:1 COUNT 100 JSON\n");
	calls_events(s, "e", 6, 105);
	fake_await(f, "calls:1 call 6\ncalls:1 call 7\n");
	fake_await(f, "calls:1 call 105\n");
	fake_await(f, "1> EVENTS SINCE e 105");
	calls_events(s, "e", 106, 205);
	fake_await(f, "calls:1 call 106\n");
	fake_await(f, "calls:1 call 205\n");
	fake_await(f, "1> EVENTS SINCE e 205");
	calls_events(s, "e", 206, 206);
	fake_await(f, "calls:1 call 206\n");
	calls_push(s, "call", "e", 207);
	fake_await(f, "calls:1 call 207\n");
	fake_without(f, "1> ");
	f->seen = 0;
	fake_await(f, "snapshot 5\n");
	fake_without(f, "snapshot");
}

static void
too_old(void **state)
{
	struct fake *f = *state;

	(void)calls_start(f);
	struct fake_server *s = calls_restart(f);
	calls_push(s, "snapshot", "e", 99);
	fake_await(f, "1> EVENTS SINCE e 5");
	fake_say(s, "-GAP not kept\r\n");
	fake_await(f, "calls:1 snapshot 99\n");
	calls_push(s, "call", "e", 100);
	fake_await(f, "calls:1 call 100\n");
	fake_without(f, "1> ");
}

/* The snapshot stands for what was missed, but not for what came after. */
static void
too_old_and_more(void **state)
{
	struct fake *f = *state;

	(void)calls_start(f);
	struct fake_server *s = calls_restart(f);
	calls_push(s, "snapshot", "e", 99);
	calls_push(s, "call", "e", 100);
	fake_await(f, "1> EVENTS SINCE e 5");
	fake_say(s, "-GAP not kept\r\n");
	fake_await(f, "calls:1 snapshot 99\n");
	fake_await(f, "1> EVENTS SINCE e 99");
	calls_events(s, "e", 100, 100);
	fake_await(f, "calls:1 call 100\n");
}

/* With no snapshot at hand, one is asked for. */
static void
too_old_while_up(void **state)
{
	struct fake *f = *state;
	struct fake_server *s = calls_start(f);

	calls_push(s, "call", "e", 50);
	fake_await(f, "0> EVENTS SINCE e 5");
	fake_say(s, "-GAP not kept\r\n");
	fake_await(f, "0> SUBSCRIBE calls:1\n");
	calls_push(s, "call", "e", 51);
	calls_confirm(s);
	calls_push(s, "snapshot", "e", 51);
	calls_push(s, "call", "e", 52);
	fake_await(f, "calls:1 snapshot 51\ncalls:1 call 52\n");
}

/* A server that answers with nothing new does not keep us asking. */
static void
nothing_missed(void **state)
{
	struct fake *f = *state;

	(void)calls_start(f);
	struct fake_server *s = calls_restart(f);
	calls_push(s, "snapshot", "e", 9);
	fake_await(f, "1> EVENTS SINCE e 5");
	calls_events(s, "e", 1, 5);
	fake_await(f, "calls:1 snapshot 9\n");
	fake_rest(f);
	fake_without(f, "1> ");
	f->seen = 0;
	fake_without(f, "calls:1 call");
}

static void
other_epoch(void **state)
{
	struct fake *f = *state;

	(void)calls_start(f);
	struct fake_server *s = calls_restart(f);
	calls_push(s, "snapshot", "new", 3);
	calls_push(s, "call", "new", 4);
	fake_await(f, "calls:1 snapshot 3\ncalls:1 call 4\n");
	fake_without(f, "1> ");
}

static void
other_epoch_while_up(void **state)
{
	struct fake *f = *state;
	struct fake_server *s = calls_start(f);

	calls_push(s, "call", "new", 6);
	fake_await(f, "0> SUBSCRIBE calls:1\n");
	calls_push(s, "snapshot", "new", 6);
	fake_await(f, "calls:1 snapshot 6\n");
	f->seen = 0;
	fake_without(f, "calls:1 call 6");
}

/* An answer about an epoch that has ended meanwhile is left alone. */
static void
stale_answer(void **state)
{
	struct fake *f = *state;
	struct fake_server *s = calls_start(f);

	calls_push(s, "call", "e", 9);
	fake_await(f, "EVENTS SINCE e 5");
	calls_push(s, "snapshot", "new", 20);
	fake_await(f, "calls:1 snapshot 20\n");
	calls_push(s, "call", "new", 22);
	calls_events(s, "e", 6, 9);
	fake_await(f, "0> EVENTS SINCE new 20");
	calls_events(s, "new", 21, 22);
	fake_await(f, "calls:1 call 21\ncalls:1 call 22\n");
	f->seen = 0;
	fake_without(f, "calls:1 call 6");
}

static void
behind(void **state)
{
	struct fake *f = *state;

	(void)calls_start(f);
	struct fake_server *s = calls_restart(f);
	calls_push(s, "snapshot", "e", 2);
	calls_push(s, "call", "e", 3);
	fake_await(f, "calls:1 snapshot 2\ncalls:1 call 3\n");
}

static void
cut_while_catching_up(void **state)
{
	struct fake *f = *state;
	struct fake_server *s = calls_start(f);

	calls_push(s, "call", "e", 8);
	fake_await(f, "EVENTS SINCE e 5");
	s = calls_restart(f);
	calls_push(s, "snapshot", "e", 8);
	fake_await(f, "1> EVENTS SINCE e 5");
	calls_events(s, "e", 6, 8);
	fake_await(f, "calls:1 call 6\ncalls:1 call 7\ncalls:1 call 8\n");
}

/* What was missed then is no longer looked for when it isn't there. */
static void
cut_and_set_back(void **state)
{
	struct fake *f = *state;
	struct fake_server *s = calls_start(f);

	calls_push(s, "call", "e", 8);
	fake_await(f, "EVENTS SINCE e 5");
	s = calls_restart(f);
	calls_push(s, "snapshot", "e", 5);
	calls_push(s, "call", "e", 6);
	calls_push(s, "call", "e", 7);
	fake_await(f, "calls:1 call 6\ncalls:1 call 7\n");
	fake_rest(f);
	fake_without(f, "1> ");
}

#define TEST(name) \
 cmocka_unit_test_setup_teardown(name, fake_setup, fake_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(in_order),
		TEST(each_once),
		TEST(gap),
		TEST(gap_answered_before),
		TEST(lost_tail),
		TEST(same_after_reconnect),
		TEST(missed_while_away),
		TEST(too_old),
		TEST(too_old_and_more),
		TEST(too_old_while_up),
		TEST(nothing_missed),
		TEST(other_epoch),
		TEST(other_epoch_while_up),
		TEST(stale_answer),
		TEST(behind),
		TEST(cut_while_catching_up),
		TEST(cut_and_set_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
