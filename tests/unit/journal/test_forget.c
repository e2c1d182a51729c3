/* What was forgotten is nowhere in the file, whatever was written about it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/journal/file.h"

#define WORDS	  450
#define ALL	  1000 /* more rows than there are */
#define FORGOTTEN 300
#define SIZE	  32

static int
start(void **state)
{
	return file_start(*state) ? 0 : -1;
}

static int
stop(void **state)
{
	return file_stop(*state) ? 0 : -1;
}

static void
append(struct file *f, const struct event *e)
{
	struct journal_batch b = { 0 };

	assert_true(batch_add(&b, e, NULL));
	assert_int_equal(f->j->ops->append(f->j, &b), JOURNAL_OK);
	batch_release(&b);
}

/* No two of them are alike. */
static void
word(char out[SIZE], int64_t seq)
{
	(void)snprintf(out, SIZE, "w%06lld: moved house", (long long)seq);
}

/* From FIRST on; each tells why a ticket was moved. */
static void
append_words(struct file *f, int64_t first, int64_t count)
{
	char reason[SIZE];

	for (int64_t seq = first; seq < first + count; seq++) {
		word(reason, seq);
		append(f,
		    &(struct event){ .type = EVENT_TRANSFERRED,
			.seq = seq,
			.t_ms = 1000 * seq,
			.wall_ms = 1000 * seq,
			.id = 1,
			.reason = reason });
	}
}

/* As haod does it: ordered by an event, then a few rows at a time. */
static void
forget(struct file *f, int64_t seq, int64_t mark)
{
	int64_t behind = 0;
	bool left = true;

	append(f,
	    &(struct event){ .type = EVENT_FORGOTTEN,
		.seq = seq,
		.t_ms = 1000 * seq,
		.wall_ms = 1000 * seq,
		.kind = "words",
		.hash = "00",
		.day = 1,
		.mark = mark });
	assert_int_equal(f->j->ops->project(f->j, ALL, &behind), JOURNAL_OK);
	assert_int_equal(behind, 0);
	while (left) {
		assert_int_equal(
		    f->j->ops->forget(f->j, ALL, &left), JOURNAL_OK);
	}
}

static char *
whole_file(const struct file *f, size_t *len)
{
	FILE *file = fopen(f->path, "rb");

	assert_non_null(file);
	assert_int_equal(fseek(file, 0, SEEK_END), 0);
	*len = (size_t)ftell(file);
	char *bytes = malloc(*len);
	assert_non_null(bytes);
	rewind(file);
	assert_int_equal(fread(bytes, 1, *len, file), *len);
	assert_int_equal(fclose(file), 0);
	return bytes;
}

/* How many of the words of these events its bytes have. */
static int64_t
count(const struct file *f, int64_t first, int64_t until)
{
	char reason[SIZE];
	size_t len;
	char *bytes = whole_file(f, &len);
	int64_t found = 0;

	for (int64_t seq = first; seq < until; seq++) {
		word(reason, seq);
		found += memmem(bytes, len, reason, strlen(reason)) != NULL;
	}
	free(bytes);
	return found;
}

/*
 * Words that stay lie beside them; and their pages were moved about when they
 * grew, after the journal had forgotten something before.
 */
static void
nothing_stays_between_the_rows(void **state)
{
	struct file *f = *state;
	const int64_t first = 3, mark = first + FORGOTTEN;

	assert_int_equal(file_open(f), JOURNAL_OK);
	append_words(f, 1, 1);
	forget(f, 2, 2);
	append_words(f, first, WORDS);
	forget(f, first + WORDS, mark);
	file_close(f);
	assert_int_equal(count(f, mark, first + WORDS), WORDS - FORGOTTEN);
	assert_int_equal(count(f, 1, 2), 0);
	assert_int_equal(count(f, first, mark), 0);
}

int
main(void)
{
	static struct file f;
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_prestate_setup_teardown(
		    nothing_stays_between_the_rows, start, stop, &f),
	};

	return cmocka_run_group_tests_name("forget", tests, NULL, NULL);
}
