#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdlib.h>
#include <string.h>

#include "transcript.h"

struct golden {
	const char *in;
	size_t len;
	const char *out;
};

#define GOLDEN(in, out)       \
 {                            \
  (in), sizeof(in) - 1, (out) \
 }

static const struct golden golden[] = {
	GOLDEN("+OK\r\n", "+OK ; "),
	GOLDEN("+\r\n", "+ ; "),
	GOLDEN("-GAP too old\r\n:7\r\n", "-GAP too old ; :7 ; "),
	GOLDEN(":-9223372036854775808\r\n", ":-9223372036854775808 ; "),
	GOLDEN(":9223372036854775807\r\n", ":9223372036854775807 ; "),
	GOLDEN("$3\r\na\r\n\r\n", "$a\\x0d\\x0a ; "),
	GOLDEN("$0\r\n\r\n", "$ ; "),
	GOLDEN("$-1\r\n*-1\r\n_\r\n", "_ ; _ ; _ ; "),
	GOLDEN("*0\r\n%0\r\n>0\r\n", "*0/1 ; %0/1 ; >0/1 ; "),
	GOLDEN("*2\r\n:1\r\n$1\r\na\r\n", "*2/3 :1 $a ; "),
	GOLDEN("%2\r\n$1\r\na\r\n:1\r\n$1\r\nb\r\n*2\r\n_\r\n:2\r\n",
	    "%2/7 $a :1 $b *2/3 _ :2 ; "),
	GOLDEN("*3\r\n*1\r\n*0\r\n*0\r\n*1\r\n*1\r\n:1\r\n",
	    "*3/7 *1/2 *0/1 *0/1 *1/3 *1/2 :1 ; "),
	GOLDEN(">3\r\n$7\r\nmessage\r\n$4\r\nhall\r\n$2\r\n{}\r\n+OK\r\n",
	    ">3/4 $message $hall ${} ; +OK ; "),
	GOLDEN("*1\r\n-ERR within\r\n", "*1/2 -ERR within ; "),
	/* Not whole yet. */
	GOLDEN("+OK", "?"),
	GOLDEN("+OK\r", "?"),
	GOLDEN("$3\r\nab", "?"),
	GOLDEN("*2\r\n:1\r\n", "?"),
	GOLDEN("%1\r\n:1\r\n", "?"),
	GOLDEN(":1234567", "?"),
	/* Deepest: eight, one within the other. */
	GOLDEN("*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n:1\r\n",
	    "*1/9 *1/8 *1/7 *1/6 *1/5 *1/4 *1/3 *1/2 :1 ; "),
	GOLDEN("*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n*1\r\n",
	    "!EDEPTH"),
	GOLDEN("*4095\r\n", "?"),
	GOLDEN("*4096\r\n", "!EDEPTH"),
	GOLDEN("%2047\r\n", "?"),
	GOLDEN("%2048\r\n", "!EDEPTH"),
	GOLDEN("*9223372036854775807\r\n", "!EDEPTH"),
	GOLDEN("%9223372036854775807\r\n", "!EDEPTH"),
	/* Mistakes. */
	GOLDEN("#t\r\n", "!ETYPE"),
	GOLDEN(",1.5\r\n", "!ETYPE"),
	GOLDEN("(1\r\n", "!ETYPE"),
	GOLDEN("|1\r\n", "!ETYPE"),
	GOLDEN("HTTP/1.1 400\r\n", "!ETYPE"),
	GOLDEN("\xff", "!ETYPE"),
	GOLDEN("*1\r\n>1\r\n", "!ETYPE"),
	GOLDEN("+OK\n", "!ETRAILER"),
	GOLDEN("+O\rK\r\n", "!ETRAILER"),
	GOLDEN(":1\n", "!ETRAILER"),
	GOLDEN(":\n", "!ETRAILER"),
	GOLDEN("$1\r\nab\r\n", "!ETRAILER"),
	GOLDEN("$1\r\na\rb", "!ETRAILER"),
	GOLDEN(":\r\n", "!ENUMBER"),
	GOLDEN(":+1\r\n", "!ENUMBER"),
	GOLDEN(":01\r\n", "!ENUMBER"),
	GOLDEN(":1 \r\n", "!ENUMBER"),
	GOLDEN(":9223372036854775808\r\n", "!ENUMBER"),
	GOLDEN(":1234567890123456789012345\r\n", "!ENUMBER"),
	GOLDEN("_1\r\n", "!ENUMBER"),
	GOLDEN("$-2\r\n", "!ENUMBER"),
	GOLDEN("*-2\r\n", "!ENUMBER"),
	GOLDEN("%-1\r\n", "!ENUMBER"),
	GOLDEN(">-1\r\n", "!ENUMBER"),
	GOLDEN("$?\r\n", "!ENUMBER"),
	GOLDEN("$4194304\r\n", "!ESIZE"),
	GOLDEN("$4194292\r\n", "?"),
	GOLDEN("$4194293\r\n", "!ESIZE"),
	GOLDEN("$9223372036854775807\r\n", "!ESIZE"),
	GOLDEN("", ""),
};

static void
check(const struct golden *g, const struct transcript_cuts *cuts)
{
	struct wire_slice in = { .at = g->in, .len = g->len };
	struct buf log = { 0 };

	transcript_replies(&log, &in, cuts);
	buf_putc(&log, '\0');
	assert_false(log.failed);
	assert_string_equal(log.at, g->out);
	buf_release(&log);
}

static void
transcripts(void **state)
{
	const size_t count = sizeof(golden) / sizeof(*golden);

	(void)state;
	for (size_t i = 0; i < count; i++) {
		const struct transcript_cuts bytes = { 1, 1 };
		check(&golden[i], &bytes);
		for (size_t cut = 1; cut <= golden[i].len; cut++) {
			struct transcript_cuts halves = { cut, golden[i].len };
			check(&golden[i], &halves);
		}
	}
}

static int
setup(void **state)
{
	struct wire_reply *r = malloc(sizeof(*r));

	*state = r;
	if (!r)
		return -1;
	wire_reply_reset(r);
	return 0;
}

static int
teardown(void **state)
{
	free(*state);
	return 0;
}

static void
long_line(void **state)
{
	struct wire_reply *r = *state;
	char *line = malloc(LIMIT_REPLY);

	assert_non_null(line);
	memset(line, 'a', LIMIT_REPLY);
	line[0] = '+';
	for (size_t len = 2; len < LIMIT_REPLY; len = len * 3 / 2) {
		assert_int_equal(wire_reply_read(r, line, len), WIRE_MORE);
		/* What was searched is not searched again. */
		assert_int_equal(r->seen, len);
	}
	assert_int_equal(wire_reply_read(r, line, LIMIT_REPLY), WIRE_ESIZE);
	line[LIMIT_REPLY - 2] = '\r';
	line[LIMIT_REPLY - 1] = '\n';
	wire_reply_reset(r);
	assert_int_equal(wire_reply_read(r, line, LIMIT_REPLY), WIRE_OK);
	assert_int_equal(r->node[0].len, LIMIT_REPLY - 3);
	free(line);
}

/* Small arrays within one add up to more values than there is room for. */
static void
many_values(void **state)
{
	struct wire_reply *r = *state;
	struct buf b = { 0 };

	wire_put_array(&b, 2);
	for (int i = 0; i < 2; i++) {
		wire_put_array(&b, 2047);
		for (int j = 0; j < 2047; j++)
			wire_put_int(&b, j);
	}
	assert_false(b.failed);
	assert_int_equal(wire_reply_read(r, b.at, b.len), WIRE_EDEPTH);
	buf_release(&b);
}

/* The room was there for the inner array, and is then used up. */
static void
one_value_too_many(void **state)
{
	struct wire_reply *r = *state;
	struct buf b = { 0 };

	wire_put_array(&b, 4);
	wire_put_array(&b, LIMIT_NODES - 4);
	for (int j = 0; j < LIMIT_NODES - 2; j++)
		wire_put_int(&b, j);
	assert_false(b.failed);
	assert_int_equal(wire_reply_read(r, b.at, b.len), WIRE_EDEPTH);
	assert_int_equal(r->nodes, LIMIT_NODES);
	buf_release(&b);
}

static void
full_house(void **state)
{
	struct wire_reply *r = *state;
	struct buf b = { 0 };

	wire_put_array(&b, LIMIT_NODES - 1);
	for (int j = 0; j < LIMIT_NODES - 1; j++)
		wire_put_int(&b, j);
	assert_false(b.failed);
	assert_int_equal(wire_reply_read(r, b.at, b.len), WIRE_OK);
	assert_int_equal(r->nodes, LIMIT_NODES);
	assert_int_equal(r->used, b.len);
	buf_release(&b);
}

/* Text where a value is wanted must not be taken for the key. */
static void
put_sample(struct buf *b, int proto)
{
	wire_put_map(b, proto, 4);
	wire_put_str(b, "first");
	wire_put_str(b, "last");
	wire_put_str(b, "nested");
	wire_put_array(b, 3);
	wire_put_str(b, "last");
	wire_put_int(b, 1);
	wire_put_nil(b, proto);
	wire_put_str(b, "nothing");
	wire_put_nil(b, proto);
	wire_put_status(b, "last");
	wire_put_int(b, 42);
}

static void
get(void **state)
{
	struct wire_reply *r = *state;

	for (int proto = 2; proto <= 3; proto++) {
		struct buf b = { 0 };
		put_sample(&b, proto);
		wire_reply_reset(r);
		assert_int_equal(wire_reply_read(r, b.at, b.len), WIRE_OK);
		const struct wire_node *n = wire_reply_get(r, b.at, 0, "last");
		assert_non_null(n);
		assert_int_equal(n->integer, 42);
		n = wire_reply_get(r, b.at, 0, "nested");
		assert_non_null(n);
		assert_int_equal(n->count, 3);
		n = wire_reply_get(r, b.at, 0, "nothing");
		assert_non_null(n);
		assert_int_equal(n->type, WIRE_NIL);
		assert_null(wire_reply_get(r, b.at, 0, "las"));
		assert_null(wire_reply_get(r, b.at, 0, "lastly"));
		assert_null(wire_reply_get(r, b.at, 1, "first"));
		/* An array's odd last value is no key. */
		size_t nested = (size_t)(wire_reply_get(r, b.at, 0, "nested") -
		    r->node);
		n = wire_reply_get(r, b.at, nested, "last");
		assert_non_null(n);
		assert_int_equal(n->integer, 1);
		buf_release(&b);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(transcripts),
		cmocka_unit_test_setup_teardown(long_line, setup, teardown),
		cmocka_unit_test_setup_teardown(many_values, setup, teardown),
		cmocka_unit_test_setup_teardown(
		    one_value_too_many, setup, teardown),
		cmocka_unit_test_setup_teardown(full_house, setup, teardown),
		cmocka_unit_test_setup_teardown(get, setup, teardown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
