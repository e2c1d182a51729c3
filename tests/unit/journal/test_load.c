/* A hall comes back from its journal as it was, and no more is read. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

#include "server/journal/load.h"
#include "tests/unit/journal/file.h"
#include "tests/unit/journal/random_day.h"

#define HOUR_MS ((int64_t)3600 * 1000)

struct fixture {
	struct random_day day;
	struct file file;
	int64_t first, seen; /* events of today, as the last load saw them */
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
see(const struct event *e, const struct journal_row *row, void *ctx)
{
	struct fixture *f = ctx;

	assert_int_equal(e->seq, row->seq);
	if (f->seen++ == 0)
		f->first = e->seq;
}

static enum journal_error
load(struct fixture *f, struct hall **hall)
{
	f->first = f->seen = 0;
	*hall = hall_create();
	assert_non_null(*hall);
	return journal_load(f->file.j, *hall, random_day_layout, see, f);
}

/* What HALL says to USER's request when it comes once more. */
static void
write_request(struct hall *hall, int64_t now_ms, const char *user,
    const char *rid, struct buf *out)
{
	const struct request r = { .user = user, .rid = rid };
	struct decision d;

	hall_decide(hall, &r, now_ms, &d);
	const struct outcome *o = &d.outcome;
	/* The time of issue is said of an ISSUE alone. */
	const int64_t numbers[] = { (int64_t)d.refusal, (int64_t)o->type,
		o->seq, o->id, o->day, o->ahead, o->waited_ms, o->calls,
		o->type == OUTCOME_ISSUED ? o->issued_ms : 0 };
	const char *const words[] = { user, rid, o->number, o->service,
		o->class, o->counter, o->state, o->clerk };
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		buf_puts(out, words[i] ? words[i] : "-");
		buf_putc(out, ' ');
	}
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
		buf_put_int(out, numbers[i]);
		buf_putc(out, ' ');
	}
	buf_putc(out, '\n');
}

/* All that can be seen of HALL, now and at the next change of day. */
static void
write_all(struct hall *hall, const struct random_day *d, struct buf *out)
{
	char rid[24];

	/* Some were given up before they were made. */
	for (int64_t i = 1; i <= d->rids + 5; i++) {
		(void)snprintf(rid, sizeof(rid), "r%lld", (long long)i);
		write_request(hall, d->now_ms, "", rid, out);
		write_request(hall, d->now_ms, "desk", rid, out);
	}
	hall_dump(hall, out);
	assert_true(opening_write(hall, out));
}

/* Shows where they part. */
static void
assert_same_text(const char *a, const char *b)
{
	size_t at = 0;

	while (a[at] && a[at] == b[at])
		at++;
	size_t from = at > 60 ? at - 60 : 0;
	if (a[at] != b[at])
		fail_msg("%.120s\nbut loaded:\n%.120s", a + from, b + from);
}

static void
assert_comes_back(struct fixture *f)
{
	struct buf live = { 0 }, loaded = { 0 };
	struct hall *hall;

	assert_int_equal(load(f, &hall), JOURNAL_OK);
	write_all(f->day.hall, &f->day, &live);
	write_all(hall, &f->day, &loaded);
	assert_same_text(live.at, loaded.at);
	assert_int_equal(f->seen, hall_seq(f->day.hall) - f->day.opened);
	assert_true(f->seen == 0 || f->first == f->day.opened + 1);
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
a_changed_layout_comes_back(void **state)
{
	struct fixture *f = *state;

	for (int day = 0; day < 3; day++) {
		for (int i = 0; i < 3; i++) {
			random_day_change(&f->day);
			assert_comes_back(f);
			random_day_pass(&f->day, 150);
			assert_comes_back(f);
		}
		random_day_close(&f->day);
		assert_comes_back(f);
	}
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
ask(struct fixture *f, enum request_type type, const char *rid,
    const char *counter, const char *reason)
{
	const struct request r = {
		.type = type,
		.user = "",
		.rid = rid,
		.args = 7,
		.terminal = "pad",
		.counter = counter,
		.clerk = "007",
		.service = counter ? NULL : "a",
		.reason = reason,
	};

	random_day_ask(&f->day, &r);
}

/* Closed, open, paused; and the terminal gone or not. */
static void
counters_go_on_the_next_day(void **state)
{
	struct fixture *f = *state;

	random_day_change(&f->day); /* to four counters */
	ask(f, REQUEST_OPEN, "1", "1", NULL);
	ask(f, REQUEST_OPEN, "2", "2", NULL);
	ask(f, REQUEST_PAUSE, "3", "2", "lunch");
	random_day_lapse(&f->day);
	ask(f, REQUEST_OPEN, "4", "3", NULL);
	ask(f, REQUEST_PAUSE, "5", "3", "a \"quoted\" one");
	random_day_close(&f->day);
	assert_comes_back(f);
	random_day_pass(&f->day, 50);
	assert_comes_back(f);
}

static void
issue(struct fixture *f, const char *rid)
{
	ask(f, REQUEST_ISSUE, rid, NULL, NULL);
}

static void
requests_are_known_for_a_day_and_no_longer(void **state)
{
	struct fixture *f = *state;
	struct outcome out;
	struct hall *hall;

	issue(f, "too long ago");
	int64_t early_ms = f->day.now_ms;
	f->day.now_ms += 4 * HOUR_MS;
	issue(f, "a day ago");
	f->day.now_ms += 16 * HOUR_MS;
	issue(f, "yesterday");
	random_day_close(&f->day);
	f->day.now_ms += 4 * HOUR_MS;
	int64_t now_ms = f->day.now_ms;
	issue(f, "today");
	assert_int_equal(load(f, &hall), JOURNAL_OK);
	assert_true(hall_find_rid(hall, "", "today", now_ms, &out));
	assert_true(hall_find_rid(hall, "", "yesterday", now_ms, &out));
	assert_true(hall_find_rid(hall, "", "a day ago", now_ms, &out));
	assert_int_equal(out.id, 2);
	assert_string_equal(out.state, "expired");
	assert_false(hall_find_rid(hall, "x", "a day ago", now_ms, &out));
	/* Not even then: it was not read. */
	assert_false(hall_find_rid(hall, "", "too long ago", early_ms, &out));
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
	random_day_close(&f->day);
	random_day_pass(&f->day, 300);
	random_day_close(&f->day);
	random_day_pass(&f->day, 20);
	/* What is older than a day may be any nonsense. */
	tamper(f,
	    "UPDATE event SET payload = '{'"
	    " WHERE t < (SELECT max(t) FROM event) - 86400000;"
	    "UPDATE opening SET state = '{'"
	    " WHERE seq < (SELECT max(seq) FROM opening)");
	assert_comes_back(f);
	/* Nor is a projection looked at. */
	tamper(f, "DROP TABLE ticket; DROP TABLE desk");
	assert_comes_back(f);
}

static void
damage_to_what_is_read_is_said(void **state)
{
	static const char *const sql[] = {
		"UPDATE event SET payload = '{' WHERE seq = 20",
		"UPDATE event SET payload = '{\"id\":\"7\"}' WHERE seq = 20",
		"DELETE FROM event WHERE seq = 20",
	};
	struct fixture *f = *state;

	random_day_pass(&f->day, 100);
	for (size_t i = 0; i < sizeof(sql) / sizeof(*sql); i++) {
		assert_int_equal(load_only(f), JOURNAL_OK);
		tamper(f, "CREATE TABLE was AS SELECT * FROM event");
		tamper(f, sql[i]);
		assert_int_equal(load_only(f), JOURNAL_EDAMAGED);
		tamper(f,
		    "DELETE FROM event;"
		    "INSERT INTO event SELECT * FROM was; DROP TABLE was");
	}
}

static void
damage_to_a_request_of_yesterday_is_said(void **state)
{
	struct fixture *f = *state;

	issue(f, "yesterday");
	random_day_close(&f->day);
	assert_int_equal(load_only(f), JOURNAL_OK);
	tamper(f, "UPDATE event SET payload = '{' WHERE type = 'issued'");
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

	assert_int_equal(load_only(f), JOURNAL_OK);
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
		CASE(a_changed_layout_comes_back),
		CASE(every_kind_of_event_comes_back),
		CASE(counters_go_on_the_next_day),
		CASE(requests_are_known_for_a_day_and_no_longer),
		CASE(nothing_older_is_read),
		CASE(damage_to_what_is_read_is_said),
		CASE(damage_to_a_request_of_yesterday_is_said),
		CASE(an_opening_of_nonsense_is_damage),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
