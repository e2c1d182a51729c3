/* Pushes: which are messages, and which can't be. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "calls.h"

static const struct link_config plain = { 0 };

static void
ask_there(struct fake *f, const char *line)
{
	if (strcmp(line, "message") == 0) {
		f->hook = NULL;
		fake_ask(f, "a", "A");
		assert_true(link_subscribe(f->link, "hall"));
	}
}

/* A message that overtakes the first snapshot can't be placed. */
static void
before_the_snapshot(void **state)
{
	struct fake *f = *state;
	struct fake_server *s = &f->server[0];

	fake_link(f, &plain);
	assert_true(link_subscribe(f->link, "calls:1"));
	fake_await(f, "0> HELLO 3\n0> SUBSCRIBE calls:1\n");
	f->seen = 0;
	fake_greet(f, 0);
	calls_push(s, "call", "e", 5);
	calls_push(s, "beat", "e", 5);
	calls_push(s, "snapshot", "e", 5);
	fake_await(f, "calls:1 snapshot 5\n");
	fake_rest(f);
	fake_without(f, "0> ");
	f->seen = 0;
	fake_without(f, "calls:1 call");
}

static void
asks_from_message(void **state)
{
	struct fake *f = *state;
	struct fake_server *s = calls_start(f);

	f->hook = ask_there;
	calls_push(s, "call", "e", 6);
	calls_push(s, "call", "e", 7);
	fake_await(f, "calls:1 call 6\ncalls:1 call 7\n");
	fake_await(f, "0> A JSON\n0> SUBSCRIBE hall\n");
}

/* A reply in the same bytes as what made us ask is none to it. */
static void
answered_too_soon(void **state)
{
	struct fake *f = *state;
	struct fake_server *s = calls_start(f);
	struct buf b = { 0 };

	f->hook = ask_there;
	calls_json(&b, "call", "e", 6);
	buf_putc(&b, '\0');
	struct buf out = { 0 };
	wire_put_push(&out, 3, 3);
	wire_put_str(&out, "message");
	wire_put_str(&out, "calls:1");
	wire_put_str(&out, b.at);
	wire_put_int(&out, 7);
	buf_putc(&out, '\0');
	fake_say(s, out.at);
	buf_release(&b);
	buf_release(&out);
	fake_await(f, "answered what nobody asked\na=UNSENT\n");
}

static void
other_pushes(void **state)
{
	struct fake *f = *state;
	struct fake_server *s = calls_start(f);

	fake_push(s, "hall", "no json, and not ours");
	fake_say(s, ">0\r\n>1\r\n+message\r\n>2\r\n$10\r\ninvalidate\r\n_\r\n");
	fake_say(s, ">3\r\n$9\r\nsubscribe\r\n*1\r\n:1\r\n:1\r\n");
	fake_say(s, ">3\r\n$7\r\nunknown\r\n$7\r\ncalls:1\r\n*1\r\n:1\r\n");
	calls_push(s, "call", "e", 6);
	fake_await(f, "calls:1 call 6\n");
	fake_without(f, "away");
}

/* What can't be read cuts the connection, and is not delivered. */
static void
bad_messages(void **state)
{
	static const char *const json[] = {
		"{",
		"7",
		"[]",
		"{\"type\":\"call\",\"epoch\":\"e\"}",
		"{\"type\":\"call\",\"epoch\":\"e\",\"seq\":\"6\"}",
		"{\"type\":\"call\",\"epoch\":7,\"seq\":6}",
		"{\"type\":\"call\",\"seq\":6}",
		"{\"epoch\":\"e\",\"seq\":6}",
		"{\"type\":\"call\",\"epoch\":\"e\",\"seq\":-6}",
		"{\"type\":\"call\",\"epoch\":\"e\",\"seq\":6.5}",
	};
	struct fake *f = *state;
	const size_t count = sizeof(json) / sizeof(*json);

	fake_link(f, &plain);
	assert_true(link_subscribe(f->link, "calls:1"));
	for (size_t i = 0; i < count; i++) {
		fake_greet(f, (int)i % 2);
		calls_confirm(&f->server[i % 2]);
		fake_push(&f->server[i % 2], "calls:1", json[i]);
		fake_await(f, "sent a message that ");
	}
	f->seen = 0;
	fake_without(f, "calls:1 call");
}

/* An epoch of 65 bytes. */
static void
long_epoch(void **state)
{
	char epoch[66];
	struct fake *f = *state;
	struct fake_server *s = calls_start(f);

	memset(epoch, 'e', 65);
	epoch[65] = '\0';
	calls_push(s, "snapshot", epoch + 1, 9);
	fake_await(f, "calls:1 snapshot 9\n");
	calls_push(s, "snapshot", epoch, 10);
	fake_await(f, "sent a message that can't be read\n");
}

static void
bad_events(void **state)
{
	static const char *const json[] = { "{", "{}", "[7]", "[{}]" };
	struct fake *f = *state;
	struct fake_server *s = calls_start(f);

	for (size_t i = 0; i < 4; i++) {
		calls_push(s, "beat", "e", 9);
		calls_push(s, "snapshot", "e", 9);
		fake_await(f, "> EVENTS SINCE e 5");
		fake_bulk(s, json[i]);
		fake_await(f, ": sent ");
		s = &f->server[(i + 1) % 2];
		fake_greet(f, (int)(i + 1) % 2);
		calls_confirm(s);
	}
	fake_without(f, "calls:1 ");
}

#define TEST(name) \
 cmocka_unit_test_setup_teardown(name, fake_setup, fake_teardown)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		TEST(before_the_snapshot),
		TEST(asks_from_message),
		TEST(answered_too_soon),
		TEST(other_pushes),
		TEST(bad_messages),
		TEST(long_epoch),
		TEST(bad_events),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
