/* The command line: what is read, and what is said of a mistake. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "proto/args/args.h"
#include "proto/buf.h"

struct options {
	const char *server;
	bool text, loud;
	int64_t count;
	struct args_list listen;
};

static const struct args_option rows[] = {
	{ 's', ARGS_TEXT, "server", "HOST:PORT", "the server",
	    offsetof(struct options, server) },
	{ 't', ARGS_FLAG, "text", NULL, "as text",
	    offsetof(struct options, text) },
	{ 'x', ARGS_FLAG, NULL, NULL, "loud", offsetof(struct options, loud) },
	{ 0, ARGS_NUMBER, "count", "N", "so many",
	    offsetof(struct options, count) },
	{ 'l', ARGS_LIST, "listen", "ADDR:PORT", "where",
	    offsetof(struct options, listen) },
};

static const struct args_program program = {
	.name = "prog",
	.operands = "WORD",
	.about = "Does things.",
	.options = rows,
	.options_count = sizeof(rows) / sizeof(rows[0]),
	.operands_max = 2,
};

struct room {
	struct options o;
	struct args_line line;
	char *argv[16];
	struct buf out;
};

/* Reads the words of up to 16 strings, ended by NULL. */
static enum args_result
read_words(struct room *r, const char *const *words)
{
	static char name[] = "prog";
	static char copies[16][40];

	*r = (struct room){ .line = { 1, r->argv } };
	r->argv[0] = name;
	for (; words[r->line.argc - 1] != NULL; r->line.argc++) {
		char *copy = copies[r->line.argc];
		strncpy(copy, words[r->line.argc - 1], sizeof(copies[0]) - 1);
		r->argv[r->line.argc] = copy;
	}
	return args_read(&program, &r->line, &r->o, &r->out);
}

#define READ(r, ...) read_words(r, (const char *const[]){ __VA_ARGS__, NULL })

static void
test_every_way(void **state)
{
	struct room r;
	(void)state;

	assert_int_equal(READ(&r, "-s", "h:1", "one", "--text", "--count=3",
			     "-l", "a", "--listen", "b", "two"),
	    ARGS_GO);
	assert_string_equal(r.o.server, "h:1");
	assert_true(r.o.text);
	assert_false(r.o.loud);
	assert_int_equal(r.o.count, 3);
	assert_int_equal(r.o.listen.count, 2);
	assert_string_equal(r.o.listen.at[1], "b");
	assert_int_equal(r.line.argc, 2);
	assert_string_equal(r.line.argv[0], "one");
	assert_string_equal(r.line.argv[1], "two");
	assert_int_equal(r.out.len, 0);
}

static void
test_short_ones_together(void **state)
{
	struct room r;
	(void)state;

	assert_int_equal(READ(&r, "-txsh:2"), ARGS_GO);
	assert_true(r.o.text && r.o.loud);
	assert_string_equal(r.o.server, "h:2");
	assert_int_equal(READ(&r, "--server=h:3", "--", "-t"), ARGS_GO);
	assert_string_equal(r.o.server, "h:3");
	assert_false(r.o.text);
	assert_string_equal(r.line.argv[0], "-t");
}

static void
wrong(struct room *r, enum args_result result, const char *say)
{
	assert_int_equal(result, ARGS_WRONG);
	buf_putc(&r->out, '\0');
	assert_string_equal(r->out.at, say);
	buf_release(&r->out);
}

static void
test_mistakes_say_what_to_change(void **state)
{
	struct room r;
	(void)state;

	wrong(&r, READ(&r, "--tex"),
	    "prog: unknown option '--tex'; see prog --help\n");
	wrong(&r, READ(&r, "-tq"),
	    "prog: unknown option '-tq'; see prog --help\n");
	wrong(&r, READ(&r, "--server"),
	    "prog: --server needs a value: HOST:PORT; see prog --help\n");
	wrong(&r, READ(&r, "--text=yes"),
	    "prog: --text takes no value: leave out yes; see prog --help\n");
	wrong(&r, READ(&r, "--count", "-3"),
	    "prog: --count needs a whole number from 0, not -3; "
	    "see prog --help\n");
	wrong(&r, READ(&r, "--count", "3x"),
	    "prog: --count needs a whole number from 0, not 3x; "
	    "see prog --help\n");
	wrong(&r, READ(&r, "a", "b", "c"),
	    "prog: leave out 'c'; see prog --help\n");
}

static void
test_help_and_version(void **state)
{
	struct room r;
	(void)state;

	assert_int_equal(READ(&r, "--help"), ARGS_SAID);
	buf_putc(&r.out, '\0');
	assert_non_null(strstr(r.out.at, "Usage: prog [OPTION]... WORD\n"));
	assert_non_null(
	    strstr(r.out.at, "  -s, --server HOST:PORT        the server\n"));
	assert_non_null(strstr(r.out.at, "      --version"));
	buf_release(&r.out);
	assert_int_equal(READ(&r, "--version"), ARGS_SAID);
	buf_putc(&r.out, '\0');
	assert_string_equal(r.out.at, "prog (hao) " HAO_VERSION "\n");
	buf_release(&r.out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_every_way),
		cmocka_unit_test(test_short_ones_together),
		cmocka_unit_test(test_mistakes_say_what_to_change),
		cmocka_unit_test(test_help_and_version),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
