/* Servers that are down, refuse, talk nonsense, or say nothing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <string.h>

#include "fake.h"

static const struct link_config plain = { 0 };

static void
start(struct fake *f)
{
	fake_link(f, &plain);
	fake_greet(f, 0);
}

static void
servers_in_turn(void **state)
{
	struct fake *f = *state;

	fake_stop(&f->server[0]);
	fake_link(f, &plain);
	fake_await(f, "away ");
	fake_await(f, "Connection refused\n");
	fake_greet(f, 1);
	fake_cut(&f->server[1]);
	fake_await(f, "the server closed the connection\n");
	fake_await(f, "Connection refused\n");
	fake_greet(f, 1);
}

/* A reason is told once, however often it happens. */
static void
tells_news_only(void **state)
{
	struct fake *f = *state;
	char server[32];
	const struct link_config config = { .servers = server };

	(void)snprintf(
	    server, sizeof(server), "127.0.0.1:%u", f->server[0].port);
	fake_link(f, &config);
	for (int i = 0; i < 3; i++) {
		fake_await(f, "0> HELLO");
		fake_cut(&f->server[0]);
	}
	fake_await(f, "0> HELLO");
	f->seen = 0;
	fake_await(f, "away ");
	fake_without(f, "away ");
}

static void
hello_refused(void **state)
{
	struct fake *f = *state;

	fake_link(f, &plain);
	fake_await(f, "0> HELLO");
	fake_say(
	    &f->server[0], "-WRONGPASS who are\x01 you\r\n-NOAUTH not yet\r\n");
	fake_await(f, ": WRONGPASS who are? you\n");
	fake_without(f, "NOAUTH");
	fake_greet(f, 1);
}

static void
subscription_refused(void **state)
{
	struct fake *f = *state;

	fake_link(f, &plain);
	assert_true(link_subscribe(f->link, "calls:9"));
	fake_greet(f, 0);
	fake_say(&f->server[0], "-BADARG no such zone\r\n");
	fake_await(f, "calls:9 refused BADARG|no such zone\n");
	assert_int_equal(link_state(f->link), LINK_UP);
	/* The next connection asks once more. */
	fake_cut(&f->server[0]);
	fake_await(f, "1> SUBSCRIBE calls:9\n");
}

/* What will be there in a moment is no wrong name. */
static void
subscription_put_off(void **state)
{
	struct fake *f = *state;

	fake_link(f, &plain);
	assert_true(link_subscribe(f->link, "calls:9"));
	fake_greet(f, 0);
	fake_say(&f->server[0], "-UNAVAILABLE in a moment\r\n");
	fake_await(f, ": calls:9: UNAVAILABLE in a moment\n");
	fake_without(f, "refused");
	fake_await(f, "1> SUBSCRIBE calls:9\n");
}

/* A server that leaves may say why, though nobody asked. */
static void
last_words(void **state)
{
	struct fake *f = *state;

	start(f);
	fake_say(&f->server[0], "-UNAVAILABLE shutting down\r\n");
	fake_cut(&f->server[0]);
	fake_await(f, ": UNAVAILABLE shutting down\n");
	fake_greet(f, 1);
}

static void
garbage(void **state)
{
	static const char *const bytes[][2] = {
		{ "HTTP/1.1 400 Bad Request\r\n", "starts no value" },
		{ "$99999999\r\n", "too many bytes" },
		{ ":7\r\n", "answered what nobody asked" },
		{ "*9999\r\n", "too many values" },
		{ "$1\r\nab\r\n", "no line end" },
	};
	struct fake *f = *state;
	const size_t count = sizeof(bytes) / sizeof(*bytes);

	fake_link(f, &plain);
	for (size_t i = 0; i < count; i++) {
		fake_greet(f, (int)i % 2);
		fake_say(&f->server[i % 2], bytes[i][0]);
		fake_await(f, bytes[i][1]);
	}
}

/* What is no JSON ends the request as unknown, and the connection. */
static void
no_json(void **state)
{
	static const char *const bytes[] = {
		"$2\r\n{]\r\n",
		"*1\r\n:1\r\n",
		"%0\r\n",
		"+\xff\r\n",
	};
	struct fake *f = *state;
	const size_t count = sizeof(bytes) / sizeof(*bytes);

	fake_link(f, &plain);
	for (size_t i = 0; i < count; i++) {
		fake_greet(f, (int)i % 2);
		fake_ask(f, "a", "A");
		fake_await(f, "> A JSON\n");
		fake_say(&f->server[i % 2], bytes[i]);
		fake_await(f, "no JSON\na=UNKNOWN\n");
	}
}

static void
hello_by_a_stranger(void **state)
{
	struct fake *f = *state;

	fake_link(f, &plain);
	fake_await(f, "0> HELLO");
	fake_say(&f->server[0], "+hello yourself\r\n");
	fake_await(f, "answered HELLO with something else\n");
	fake_without(f, "up");
}

static void
silence_without_subscriptions(void **state)
{
	const struct link_config config = { .silence_ms = 200 };
	struct fake *f = *state;

	fake_link(f, &config);
	fake_greet(f, 0);
	for (int i = 0; i < 3; i++) {
		fake_await(f, "0> PING\n");
		fake_say(&f->server[0], "+PONG\r\n");
	}
	fake_without(f, "away");
	fake_await(f, "0> PING\n");
	size_t last = f->seen;
	fake_await(f, "the server fell silent\n");
	f->seen = last;
	fake_without(f, "0> PING");
	fake_greet(f, 1);
}

static void
silence_with_subscriptions(void **state)
{
	const struct link_config config = { .silence_ms = 200 };
	struct fake *f = *state;

	fake_link(f, &config);
	assert_true(link_subscribe(f->link, "hall"));
	fake_greet(f, 0);
	fake_await(f, "the server fell silent\n");
	f->seen = 0;
	fake_without(f, "PING");
}

static void
silent_at_hello(void **state)
{
	const struct link_config config = { .silence_ms = 200 };
	struct fake *f = *state;

	fake_link(f, &config);
	fake_await(f, "0> HELLO");
	fake_await(f, "no answer to HELLO\n");
	fake_await(f, "1> HELLO");
}

#define TEST(name) \
 cmocka_unit_test_setup_teardown(name, fake_setup, fake_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(servers_in_turn),
		TEST(tells_news_only),
		TEST(hello_refused),
		TEST(subscription_refused),
		TEST(subscription_put_off),
		TEST(last_words),
		TEST(garbage),
		TEST(no_json),
		TEST(hello_by_a_stranger),
		TEST(silence_without_subscriptions),
		TEST(silence_with_subscriptions),
		TEST(silent_at_hello),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
