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

static const struct golden known[] = {
	/* Arrays. */
	GOLDEN("*1\r\n$4\r\nPING\r\n", "[PING] "),
	GOLDEN("*2\r\n$4\r\nECHO\r\n$0\r\n\r\n", "[ECHO][] "),
	GOLDEN("*2\r\n$4\r\nECHO\r\n$4\r\n\r\n\0\n\r\n",
	    "[ECHO][\\x0d\\x0a\\x00\\x0a] "),
	GOLDEN("*1\r\n$4\r\nPING\r\n*1\r\n$4\r\nQUIT\r\n", "[PING] [QUIT] "),
	GOLDEN("*1\r\n$12\r\nTWELVELETTER\r\n", "[TWELVELETTER] "),
	GOLDEN("*0\r\n*1\r\n$1\r\na\r\n", "- [a] "),
	GOLDEN("*1\r\n$1\r\na\r", "?"),
	GOLDEN("*", "?"),
	GOLDEN("*1\r\n", "?"),
	GOLDEN("*1\r\n$", "?"),
	GOLDEN("*-1\r\n", "!ENUMBER"),
	GOLDEN("*+1\r\n", "!ENUMBER"),
	GOLDEN("*01\r\n", "!ENUMBER"),
	GOLDEN("*\r\n", "!ENUMBER"),
	GOLDEN("*1 \r\n", "!ENUMBER"),
	GOLDEN("*1\n", "!ETRAILER"),
	GOLDEN("*1\rx", "!ETRAILER"),
	GOLDEN("*64\r\n", "?"),
	GOLDEN("*65\r\n", "!EARGS"),
	GOLDEN("*99999999999999999999999\r\n", "!EARGS"),
	GOLDEN("*1\r\n:1\r\n", "!ETYPE"),
	GOLDEN("*1\r\n*1\r\n$1\r\na\r\n", "!ETYPE"),
	GOLDEN("*1\r\n$-1\r\n", "!ENUMBER"),
	GOLDEN("*1\r\n$x\r\n", "!ENUMBER"),
	GOLDEN("*1\r\n$16384\r\n", "!ESIZE"),
	GOLDEN("*1\r\n$16370\r\n", "?"),
	GOLDEN("*1\r\n$16371\r\n", "!ESIZE"),
	GOLDEN("*1\r\n$18446744073709551616\r\n", "!ESIZE"),
	GOLDEN("*1\r\n$1\r\nab\r\n", "!ETRAILER"),
	GOLDEN("*1\r\n$1\r\na\rb", "!ETRAILER"),
	GOLDEN("*1\r\n$1\r\na\n", "!ETRAILER"),
	/* Lines. */
	GOLDEN("PING\r\n", "[PING] "),
	GOLDEN("PING\n", "[PING] "),
	GOLDEN("\n\r\n  \t \nPING\n", "- - - [PING] "),
	GOLDEN("  a\t b  c \r\n", "[a][b][c] "),
	GOLDEN("PING", "?"),
	GOLDEN("PING\r", "?"),
	GOLDEN("a \"b c\" d\n", "[a][b c][d] "),
	GOLDEN("\"\\n\\r\\t\\b\\a\\\\\\\"\\x41\\xfF\\q\"\n",
	    "[\\x0a\\x0d\\x09\\x08\\x07\\x5c\"A\\xffq] "),
	GOLDEN("\"\\x4\" \"\\xg1\"\n", "[x4][xg1] "),
	GOLDEN("'a \\n \\' \"'\n", "[a \\x5cn ' \"] "),
	GOLDEN("\"\" ''\n", "[][] "),
	GOLDEN("a\"b c\"\n", "[ab c] "),
	GOLDEN("\"a\"b\n", "!EQUOTE"),
	GOLDEN("'a'b\n", "!EQUOTE"),
	GOLDEN("\"a\n", "!EQUOTE"),
	GOLDEN("'a\n", "!EQUOTE"),
	GOLDEN("\"a\\\n", "!EQUOTE"),
	GOLDEN("\"a\\\"\n", "!EQUOTE"),
	GOLDEN("PING\n*1\r\n$1\r\na\r\nPING\n", "[PING] [a] [PING] "),
	GOLDEN("\xe5\x8f\xb7\n", "[\\xe5\\x8f\\xb7] "),
	/* What is not ours. */
	GOLDEN("GET / HTTP/1.1\r\nHost: a\r\n\r\n", "!EFOREIGN"),
	GOLDEN("GET /x HTTP/2\r\n", "!EFOREIGN"),
	GOLDEN("OPTIONS * HTTP/1.0\n", "!EFOREIGN"),
	GOLDEN("POST /\r\n", "!EFOREIGN"),
	GOLDEN("post /\r\n", "!EFOREIGN"),
	GOLDEN("Host: a\r\n", "!EFOREIGN"),
	GOLDEN("HOST:a\r\n", "!EFOREIGN"),
	GOLDEN("PING\r\nPOST / HTTP/1.1\r\n", "[PING] !EFOREIGN"),
	GOLDEN("POSTER a\r\n", "[POSTER][a] "),
	GOLDEN("ECHO HTTP/1.1 a\r\n", "[ECHO][HTTP/1.1][a] "),
	GOLDEN("ECHO HTTP\r\n", "[ECHO][HTTP] "),
	GOLDEN("\x16\x03\x01\x02\x00\x01", "!EFOREIGN"),
	GOLDEN("\x16\x04", "!ETYPE"),
	GOLDEN("\x16", "?"),
	GOLDEN("\x01", "!ETYPE"),
	GOLDEN("\0", "!ETYPE"),
	GOLDEN("", ""),
};

static const struct golden stranger[] = {
	GOLDEN("*10\r\n", "?"),
	GOLDEN("*11\r\n", "!EARGS"),
	GOLDEN("a b c d e f g h i j\n", "[a][b][c][d][e][f][g][h][i][j] "),
	GOLDEN("a b c d e f g h i j k\n", "!EARGS"),
	GOLDEN("*1\r\n$1024\r\n", "?"),
	GOLDEN("*1\r\n$1025\r\n", "!ESIZE"),
};

static void
check(const struct golden *g, const struct transcript_cuts *cuts,
    const struct wire_bounds *bounds)
{
	struct wire_slice in = { .at = g->in, .len = g->len };
	struct buf log = { 0 };

	transcript_commands(&log, &in, cuts, bounds);
	buf_putc(&log, '\0');
	assert_false(log.failed);
	assert_string_equal(log.at, g->out);
	buf_release(&log);
}

static void
check_all(
    const struct golden *g, size_t count, const struct wire_bounds *bounds)
{
	for (size_t i = 0; i < count; i++) {
		const struct transcript_cuts bytes = { 1, 1 };
		check(&g[i], &bytes, bounds);
		for (size_t cut = 1; cut <= g[i].len; cut++) {
			struct transcript_cuts halves = { cut, g[i].len };
			check(&g[i], &halves, bounds);
		}
	}
}

static void
known_clients(void **state)
{
	(void)state;
	check_all(known, sizeof(known) / sizeof(*known), &wire_bounds_known);
}

static void
strangers(void **state)
{
	(void)state;
	check_all(stranger, sizeof(stranger) / sizeof(*stranger),
	    &wire_bounds_stranger);
}

/* A line of N bytes and LF, cut everywhere near its end, or not at all. */
static enum wire_status
read_line(size_t n, size_t first, const struct wire_bounds *bounds)
{
	char *line = malloc(n + 1);
	struct wire_command c;

	assert_non_null(line);
	memset(line, 'a', n);
	line[n] = '\n';
	wire_command_reset(&c);
	enum wire_status status = wire_command_read(&c, line, first, bounds);
	if (status == WIRE_MORE)
		status = wire_command_read(&c, line, n + 1, bounds);
	free(line);
	return status;
}

static void
long_lines(void **state)
{
	const struct wire_bounds bounds = {
		.args = 4, .arg = 90, .command = 99
	};

	(void)state;
	for (size_t first = 1; first <= 90; first++) {
		assert_int_equal(read_line(90, first, &bounds), WIRE_OK);
		assert_int_equal(read_line(91, first, &bounds), WIRE_ESIZE);
		assert_int_equal(read_line(98, first, &bounds), WIRE_ESIZE);
		assert_int_equal(read_line(99, first, &bounds), WIRE_ESIZE);
		assert_int_equal(read_line(500, first, &bounds), WIRE_ESIZE);
	}
}

/* With no line end in sight, waiting has an end as well. */
static void
endless_line(void **state)
{
	char line[LIMIT_COMMAND];
	struct wire_command c;

	(void)state;
	memset(line, 'a', sizeof(line));
	wire_command_reset(&c);
	for (size_t len = 1; len < sizeof(line); len++) {
		assert_int_equal(
		    wire_command_read(&c, line, len, &wire_bounds_known),
		    WIRE_MORE);
		/* What was searched is not searched again. */
		assert_int_equal(c.scan, len);
	}
	line[sizeof(line) - 1] = '\n';
	assert_int_equal(
	    wire_command_read(&c, line, sizeof(line), &wire_bounds_known),
	    WIRE_OK);
	assert_int_equal(c.argv[0].len, LIMIT_COMMAND - 1);
	line[sizeof(line) - 1] = 'a';
	wire_command_reset(&c);
	assert_int_equal(
	    wire_command_read(&c, line, sizeof(line), &wire_bounds_known),
	    WIRE_MORE);
	assert_int_equal(c.scan, sizeof(line));
}

/* Whole arguments of an unfinished command are not read again either. */
static void
goes_on(void **state)
{
	char bytes[] = "*3\r\n$1\r\na\r\n$1\r\nb\r\n$1\r\nc\r\n";
	struct wire_command c;

	(void)state;
	wire_command_reset(&c);
	assert_int_equal(
	    wire_command_read(&c, bytes, 20, &wire_bounds_known), WIRE_MORE);
	assert_int_equal(c.argc, 2);
	assert_int_equal(c.scan, 18);
	memset(bytes, 'x', 18);
	bytes[0] = '*';
	assert_int_equal(
	    wire_command_read(&c, bytes, sizeof(bytes) - 1, &wire_bounds_known),
	    WIRE_OK);
	assert_int_equal(c.argc, 3);
	assert_int_equal(c.used, sizeof(bytes) - 1);
}

/* Nor is a line searched again: a line end put there is not seen. */
static void
goes_on_in_line(void **state)
{
	char line[] = "abcdefgh";
	struct wire_command c;

	(void)state;
	wire_command_reset(&c);
	assert_int_equal(
	    wire_command_read(&c, line, 4, &wire_bounds_known), WIRE_MORE);
	line[0] = '\n';
	line[1] = 'b';
	assert_int_equal(
	    wire_command_read(&c, line, 8, &wire_bounds_known), WIRE_MORE);
	assert_int_equal(c.scan, 8);
}

/* Bounds may shrink while half a line has come: RESET makes a stranger. */
static void
bounds_shrink(void **state)
{
	const struct wire_bounds narrow = { .args = 1, .arg = 2, .command = 4 };
	char line[] = "abcdefgh\n";
	struct wire_command c;

	(void)state;
	wire_command_reset(&c);
	assert_int_equal(
	    wire_command_read(&c, line, 8, &wire_bounds_known), WIRE_MORE);
	assert_int_equal(wire_command_read(&c, line, 9, &narrow), WIRE_ESIZE);
}

static void
words(void **state)
{
	const struct wire_slice next = { .at = "NeXtra", .len = 4 };
	const struct wire_slice none = { .at = "x", .len = 0 };

	(void)state;
	assert_true(wire_is(&next, "NEXT"));
	assert_true(wire_is(&next, "next"));
	assert_false(wire_is(&next, "NEX"));
	assert_false(wire_is(&next, "NEXTR"));
	assert_true(wire_is(&none, ""));
	assert_false(wire_is(&none, "x"));
	/* '@' and '`' differ by the same bit as 'A' and 'a'. */
	assert_false(wire_is(&(struct wire_slice){ .at = "@", .len = 1 }, "`"));
}

static bool
reads_as(const char *s, int64_t expected)
{
	const struct wire_slice arg = { .at = s, .len = strlen(s) };
	int64_t n = 0;

	return wire_int(&arg, &n) && n == expected;
}

static bool
is_number(const char *s)
{
	const struct wire_slice arg = { .at = s, .len = strlen(s) };
	int64_t n;

	return wire_int(&arg, &n);
}

static void
numbers(void **state)
{
	(void)state;
	assert_true(reads_as("0", 0));
	assert_true(reads_as("-1", -1));
	assert_true(reads_as("1792", 1792));
	assert_true(reads_as("9223372036854775807", INT64_MAX));
	assert_true(reads_as("-9223372036854775808", INT64_MIN));
	assert_false(is_number("9223372036854775808"));
	assert_false(is_number("-9223372036854775809"));
	assert_false(is_number("99999999999999999999"));
	assert_false(is_number(""));
	assert_false(is_number("-"));
	assert_false(is_number("-0"));
	assert_false(is_number("+1"));
	assert_false(is_number("01"));
	assert_false(is_number("-01"));
	assert_false(is_number(" 1"));
	assert_false(is_number("1 "));
	assert_false(is_number("1.0"));
	assert_false(is_number("0x1"));
	assert_false(is_number("--1"));
}

static void
sentences(void **state)
{
	(void)state;
	for (int i = WIRE_OK; i <= WIRE_EFOREIGN; i++) {
		const char *said = wire_strerror((enum wire_status)i);
		assert_string_not_equal(said, "unknown");
		for (int j = WIRE_OK; j < i; j++) {
			assert_string_not_equal(
			    said, wire_strerror((enum wire_status)j));
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(known_clients),
		cmocka_unit_test(strangers),
		cmocka_unit_test(long_lines),
		cmocka_unit_test(endless_line),
		cmocka_unit_test(goes_on),
		cmocka_unit_test(goes_on_in_line),
		cmocka_unit_test(bounds_shrink),
		cmocka_unit_test(words),
		cmocka_unit_test(numbers),
		cmocka_unit_test(sentences),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
