#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <string.h>

#include "transcript.h"

static const struct transcript_cuts whole = { SIZE_MAX, SIZE_MAX };

static void
assert_bytes(struct buf *b, const char *expected)
{
	assert_false(b->failed);
	assert_int_equal(b->len, strlen(expected));
	assert_memory_equal(b->at, expected, b->len);
	buf_release(b);
}

static void
statuses(void **state)
{
	struct buf b = { 0 };

	(void)state;
	wire_put_status(&b, "OK");
	wire_put_status(&b, "");
	wire_put_status(&b, "a\r\nb");
	assert_bytes(&b, "+OK\r\n+\r\n+a  b\r\n");
}

/* What a client sent may be quoted in an error: it can't forge a reply. */
static void
errors(void **state)
{
	struct buf b = { 0 };

	(void)state;
	wire_put_error(&b, "BADARG", "no such\r\n+OK\r\nclass\n");
	wire_put_error(&b, "BADARG", "\x1b[2J\x7f\xe5\x8f\xb7");
	wire_put_error(&b, "GAP", "");
	wire_put_error(&b, "GAP", NULL);
	assert_bytes(&b,
	    "-BADARG no such  +OK  class \r\n"
	    "-BADARG  [2J \xe5\x8f\xb7\r\n-GAP\r\n-GAP\r\n");
}

static void
integers(void **state)
{
	struct buf b = { 0 };

	(void)state;
	wire_put_int(&b, 0);
	wire_put_int(&b, -1);
	wire_put_int(&b, INT64_MAX);
	wire_put_int(&b, INT64_MIN);
	assert_bytes(&b,
	    ":0\r\n:-1\r\n:9223372036854775807\r\n"
	    ":-9223372036854775808\r\n");
}

static void
bulks(void **state)
{
	struct buf b = { 0 };

	(void)state;
	wire_put_str(&b, "");
	wire_put_str(&b, "A012");
	wire_put_bulk(&b, "a\r\nbcd", 5);
	assert_bytes(&b, "$0\r\n\r\n$4\r\nA012\r\n$5\r\na\r\nbc\r\n");
}

static void
put_heads(struct buf *b, int proto)
{
	wire_put_nil(b, proto);
	wire_put_array(b, 12);
	wire_put_map(b, proto, 3);
	wire_put_push(b, proto, 3);
}

static void
protocols(void **state)
{
	struct buf b = { 0 };

	(void)state;
	put_heads(&b, 2);
	assert_bytes(&b, "$-1\r\n*12\r\n*6\r\n*3\r\n");
	put_heads(&b, 3);
	assert_bytes(&b, "_\r\n*12\r\n%3\r\n>3\r\n");
}

/* A reply of everything, written and read again. */
static void
put_all(struct buf *b, int proto)
{
	wire_put_map(b, proto, 2);
	wire_put_str(b, "list");
	wire_put_array(b, 2);
	wire_put_nil(b, proto);
	wire_put_int(b, -7);
	wire_put_str(b, "say");
	wire_put_status(b, "OK");
	wire_put_push(b, proto, 1);
	wire_put_bulk(b, "\0", 1);
	wire_put_error(b, "QUOTA", "full");
}

static void
round_trip(void **state)
{
	static const char *const read[] = {
		[2] = "*4/7 $list *2/3 _ :-7 $say +OK ; *1/2 $\\x00 ; "
		      "-QUOTA full ; ",
		[3] = "%2/7 $list *2/3 _ :-7 $say +OK ; >1/2 $\\x00 ; "
		      "-QUOTA full ; ",
	};

	(void)state;
	for (int proto = 2; proto <= 3; proto++) {
		struct buf b = { 0 }, log = { 0 };
		put_all(&b, proto);
		const struct wire_slice in = { .at = b.at, .len = b.len };
		transcript_replies(&log, &in, &whole);
		assert_bytes(&log, read[proto]);
		buf_release(&b);
	}
}

static void
commands(void **state)
{
	static const char *const argv[] = { "COUNTER", "PAUSE", "F10",
		"a \"break\"\r\n", "" };
	struct buf b = { 0 }, log = { 0 };

	(void)state;
	wire_put_command(&b, 5, argv);
	const struct wire_slice in = { .at = b.at, .len = b.len };
	transcript_commands(&log, &in, &whole, &wire_bounds_known);
	assert_bytes(&log, "[COUNTER][PAUSE][F10][a \"break\"\\x0d\\x0a][] ");
	buf_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(statuses),
		cmocka_unit_test(errors),
		cmocka_unit_test(integers),
		cmocka_unit_test(bulks),
		cmocka_unit_test(protocols),
		cmocka_unit_test(round_trip),
		cmocka_unit_test(commands),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
