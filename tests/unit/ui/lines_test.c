/* Lines from a pipe and from a plain file. */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <event2/event.h>

#include "ui/lines.h"

struct room {
	struct event_base *base;
	struct lines *lines;
};

static void
on_ready(void *ctx)
{
	struct room *r = ctx;

	(void)event_base_loopbreak(r->base);
}

static void
begin(struct room *r, int fd)
{
	struct event_config *config = event_config_new();

	assert_non_null(config);
	assert_int_equal(
	    event_config_require_features(config, EV_FEATURE_FDS), 0);
	r->base = event_base_new_with_config(config);
	event_config_free(config);
	assert_non_null(r->base);
	r->lines = lines_create(r->base, fd, on_ready, r);
	assert_non_null(r->lines);
}

static void
end(struct room *r)
{
	lines_destroy(r->lines);
	event_base_free(r->base);
}

static void
put(int fd, const char *text)
{
	size_t len = strlen(text);

	assert_int_equal(write(fd, text, len), (ssize_t)len);
}

/* Waits for the next line; NULL at the end. */
static const char *
next(struct room *r)
{
	for (;;) {
		const char *line = lines_take(r->lines);
		if (line != NULL || lines_ended(r->lines))
			return line;
		assert_int_equal(event_base_dispatch(r->base), 0);
	}
}

static void
test_pipe(void **state)
{
	int ends[2];
	struct room r;
	(void)state;

	assert_int_equal(pipe(ends), 0);
	begin(&r, ends[0]);
	put(ends[1], "one\n\nth");
	assert_string_equal(next(&r), "one");
	assert_string_equal(next(&r), "");
	assert_null(lines_take(r.lines));
	assert_false(lines_ended(r.lines));
	put(ends[1], "ree\r\nlast");
	assert_string_equal(next(&r), "three");
	assert_int_equal(close(ends[1]), 0);
	assert_string_equal(next(&r), "last");
	assert_null(next(&r));
	assert_true(lines_ended(r.lines));
	end(&r);
	assert_int_equal(close(ends[0]), 0);
}

static void
test_long_lines_are_cut(void **state)
{
	static char text[LINES_LINE_MAX + 102];
	int ends[2];
	struct room r;
	(void)state;

	assert_int_equal(pipe(ends), 0);
	memset(text, 'x', sizeof(text) - 2);
	text[sizeof(text) - 2] = '\n';
	put(ends[1], text);
	put(ends[1], "next\n");
	begin(&r, ends[0]);
	assert_int_equal(strlen(next(&r)), LINES_LINE_MAX);
	assert_string_equal(next(&r), "next");
	end(&r);
	assert_int_equal(close(ends[0]), 0);
	assert_int_equal(close(ends[1]), 0);
}

static void
test_plain_file(void **state)
{
	FILE *file = tmpfile();
	struct room r;
	(void)state;

	assert_non_null(file);
	assert_int_equal(fputs("1\n2\n", file) >= 0, 1);
	rewind(file);
	begin(&r, fileno(file));
	assert_string_equal(next(&r), "1");
	assert_string_equal(next(&r), "2");
	assert_null(next(&r));
	end(&r);
	assert_int_equal(fclose(file), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_pipe),
		cmocka_unit_test(test_long_lines_are_cut),
		cmocka_unit_test(test_plain_file),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
