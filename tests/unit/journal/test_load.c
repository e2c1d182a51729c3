/* A hall comes back from its journal as it was, and no more is read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "server/journal/load.h"
#include "tests/unit/journal/file.h"
#include "tests/unit/journal/random_day.h"

struct fixture {
	struct file file;
	struct random_day day;
};

static int
start(void **state)
{
	struct fixture *f = *state;

	if (!file_start(&f->file) || file_open(&f->file))
		return -1;
	random_day_start(&f->day, f->file.j, 11);
	return 0;
}

static int
stop(void **state)
{
	struct fixture *f = *state;

	random_day_stop(&f->day);
	return file_stop(&f->file) ? 0 : -1;
}

static void
count(const struct event *e, const struct journal_row *row, void *ctx)
{
	const struct random_day *d = ctx;

	(void)row;
	/* Only today's events are seen. */
	assert_true(e->seq <= hall_seq(d->hall));
}

static enum journal_error
load(struct fixture *f, struct hall **hall)
{
	*hall = hall_create();
	assert_non_null(*hall);
	return journal_load(
	    f->file.j, *hall, random_day_layout, count, &f->day);
}

static void
assert_comes_back(struct fixture *f)
{
	struct buf live = { 0 }, loaded = { 0 };
	struct hall *hall;

	assert_int_equal(load(f, &hall), JOURNAL_OK);
	hall_forget(f->day.hall, hall_last_ms(f->day.hall), 1000000);
	hall_dump(f->day.hall, &live);
	hall_dump(hall, &loaded);
	assert_false(live.failed || loaded.failed);
	assert_true(live.len > 1000);
	assert_int_equal(live.len, loaded.len);
	assert_memory_equal(live.at, loaded.at, live.len);
	buf_release(&live);
	buf_release(&loaded);
	hall_destroy(hall);
}

static void
a_day_comes_back_to_the_byte(void **state)
{
	struct fixture *f = *state;

	for (int i = 0; i < 10; i++) {
		random_day_pass(&f->day, 150);
		assert_comes_back(f);
	}
	random_day_close(&f->day);
	assert_comes_back(f);
	random_day_pass(&f->day, 300);
	assert_comes_back(f);
}

static void
every_kind_of_event_comes_back(void **state)
{
	struct fixture *f = *state;

	for (int i = 0; i < 3; i++) {
		random_day_pass(&f->day, 1000);
		random_day_close(&f->day);
	}
	random_day_pass(&f->day, 500);
	for (enum event_type type = 0; type < EVENT_TYPES; type++) {
		if (f->day.events[type] == 0)
			fail_msg("no event %s", event_name(type));
	}
	assert_comes_back(f);
}

static void
requests_are_known_for_a_day_and_no_longer(void **state)
{
	struct fixture *f = *state;
	struct outcome out;
	struct hall *hall;

	(void)random_day_issue(&f->day, "long ago");
	f->day.now_ms += (int64_t)20 * 3600 * 1000;
	int64_t id = random_day_issue(&f->day, "yesterday");
	random_day_close(&f->day);
	f->day.now_ms += (int64_t)4 * 3600 * 1000;
	(void)random_day_issue(&f->day, "today");
	assert_int_equal(load(f, &hall), JOURNAL_OK);
	assert_true(hall_find_rid(hall, "", "yesterday", f->day.now_ms, &out));
	assert_int_equal(out.id, id);
	assert_true(hall_find_rid(hall, "", "today", f->day.now_ms, &out));
	assert_false(hall_find_rid(hall, "", "long ago", f->day.now_ms, &out));
	assert_false(
	    hall_find_rid(hall, "x", "yesterday", f->day.now_ms, &out));
	hall_destroy(hall);
}

static void
tamper(struct fixture *f, const char *sql)
{
	file_close(&f->file);
	file_sql(&f->file, sql);
	assert_int_equal(file_open(&f->file), JOURNAL_OK);
}

static enum journal_error
load_only(struct fixture *f)
{
	struct hall *hall;
	enum journal_error error = load(f, &hall);

	hall_destroy(hall);
	return error;
}

static void
nothing_older_is_read(void **state)
{
	struct fixture *f = *state;

	random_day_pass(&f->day, 300);
	for (int i = 0; i < 3; i++)
		random_day_close(&f->day);
	random_day_pass(&f->day, 20);
	/* Old rows may be any nonsense: they are not looked at. */
	tamper(f,
	    "UPDATE event SET payload = '{' WHERE seq < 200;"
	    "UPDATE opening SET state = '{'"
	    " WHERE seq < (SELECT max(seq) FROM opening)");
	assert_comes_back(f);
	/* Nor is a projection. */
	tamper(f, "DELETE FROM ticket; DELETE FROM desk");
	assert_comes_back(f);
	/* But for today's rows. */
	tamper(f,
	    "UPDATE event SET payload = '{'"
	    " WHERE seq = (SELECT max(seq) FROM event)");
	assert_int_equal(load_only(f), JOURNAL_EDAMAGED);
}

static void
a_gap_is_damage(void **state)
{
	struct fixture *f = *state;

	random_day_pass(&f->day, 100);
	assert_int_equal(load_only(f), JOURNAL_OK);
	tamper(f, "DELETE FROM event WHERE seq = 20");
	assert_int_equal(load_only(f), JOURNAL_EDAMAGED);
}

static void
an_opening_of_nonsense_is_damage(void **state)
{
	static const char *const sql[] = {
		"UPDATE opening SET state = ''",
		"UPDATE opening SET state = '{}'",
		"UPDATE opening SET state = '[7]'",
		"UPDATE opening SET state = '[{\"type\":\"none\"}]'",
		"UPDATE opening SET state = '[{\"type\":\"layout\"}]'",
	};
	struct fixture *f = *state;

	for (size_t i = 0; i < sizeof(sql) / sizeof(*sql); i++) {
		tamper(f, sql[i]);
		assert_int_equal(load_only(f), JOURNAL_EDAMAGED);
	}
}

int
main(void)
{
	static struct fixture f;
#define CASE(fn) cmocka_unit_test_prestate_setup_teardown(fn, start, stop, &f)
	const struct CMUnitTest tests[] = {
		CASE(a_day_comes_back_to_the_byte),
		CASE(every_kind_of_event_comes_back),
		CASE(requests_are_known_for_a_day_and_no_longer),
		CASE(nothing_older_is_read),
		CASE(a_gap_is_damage),
		CASE(an_opening_of_nonsense_is_damage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
