/* A day played again: all that is right passes, all that is forged shows. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "server/hall/day.h"
#include "server/record/audit.h"
#include "tests/unit/journal/random_day.h"
#include "tests/unit/record/forge.h"

#define DAYS  3
#define SEEDS 5

struct fixture {
	struct random_day day;
	struct file file;
	struct audit audit;
	enum journal_error error;
	uint64_t seed;
	int64_t seen[EVENT_TYPES];
};

static int
start(void **state)
{
	struct fixture *f = *state;

	if (!file_start(&f->file) || file_open(&f->file))
		return -1;
	random_day_start(&f->day, f->file.j, f->seed ? f->seed : 5);
	return 0;
}

static int
stop(void **state)
{
	struct fixture *f = *state;

	audit_release(&f->audit);
	random_day_stop(&f->day);
	return file_stop(&f->file) ? 0 : -1;
}

static const struct zone_table *
utc(const struct layout *layout, void *ctx)
{
	static const struct zone_table zone = { 0 };

	(void)layout;
	(void)ctx;
	return &zone;
}

/* The audit of DAY, counted from the first one. */
static void
audit(struct fixture *f, int64_t day)
{
	const struct play_rules rules = { random_day_layout, utc, &f->day };
	struct reader *r = NULL;
	struct reader_day which;

	audit_release(&f->audit);
	assert_int_equal(
	    reader_open(f->file.name, &r, f->file.detail), JOURNAL_OK);
	assert_true(reader_day(r, RANDOM_TODAY + day, &which));
	f->error = audit_day(r, &which, &rules, NULL, &f->audit);
	reader_close(r);
}

static void
assert_right(struct fixture *f, int64_t day)
{
	audit(f, day);
	if (f->audit.wrong) {
		fail_msg("day %lld, event %lld: %s", (long long)day,
		    (long long)f->audit.wrong, f->audit.say.at);
	}
	assert_int_equal(f->error, JOURNAL_OK);
	assert_true(f->audit.events > 0);
}

static void
some_days(struct fixture *f)
{
	for (int i = 0; i < DAYS; i++) {
		random_day_pass(&f->day, 500);
		random_day_lapse(&f->day);
		random_day_change(&f->day);
		random_day_pass(&f->day, 400);
		random_day_close(&f->day);
	}
	random_day_pass(&f->day, 300);
	for (enum event_type type = 0; type < EVENT_TYPES; type++)
		f->seen[type] += f->day.events[type];
}

static void
what_was_decided_passes(void **state)
{
	struct fixture *f = *state;

	some_days(f);
	for (int64_t day = 0; day <= DAYS; day++)
		assert_right(f, day);
}

static void
every_kind_of_event_was_there(void **state)
{
	const struct fixture *f = *state;

	for (enum event_type type = 0; type < EVENT_TYPES; type++) {
		if (f->seen[type] == 0)
			fail_msg("no event %s", event_name(type));
	}
}

/* The audit of day 1, which some_days has changed by SQL, and says WHAT. */
static void
assert_differs(struct fixture *f, const char *sql, const char *what)
{
	forge(&f->file, sql);
	audit(f, 1);
	assert_int_equal(f->error, JOURNAL_OK);
	if (f->audit.wrong == 0)
		fail_msg("nothing differs after: %s", sql);
	if (!strstr(f->audit.say.at, what))
		fail_msg("after: %s\nsaid: %s", sql, f->audit.say.at);
}

#define DAY_1 " seq > (SELECT seq FROM opening LIMIT 1 OFFSET 1)"
#define FIRST(type, and)                                        \
 " WHERE seq = (SELECT min(seq) FROM event WHERE type = '" type \
 "' AND" DAY_1 and                                              \
     ")"
#define SET(value) "UPDATE event SET payload = json_set(payload, " value ")"

/* An insider makes the chain anew: then the rules alone tell. */
static void
what_was_not_decided_is_found(void **state)
{
	static const struct {
		const char *sql, *says;
	} forgeries[] = {
		{ SET("'$.number', 'A999'") FIRST("issued", ""),
		    "issued: number is \"A999\" in the record, and" },
		{ SET("'$.credited', -3600000") FIRST("issued", ""),
		    "issued: credited is -3600000 in the record" },
		{ SET("'$.waited', 1") FIRST("called",
		      " AND payload ->>"
		      " 'waited' > 1"),
		    "called: waited is 1 in the record" },
		{ SET("'$.why.rule', 'number'") FIRST("called",
		      " AND payload ->> '$.why.rule' ="
		      " 'credit'"),
		    "called: " },
		{ SET("'$.handled', 1") FIRST("served", ""),
		    "served: handled is 1 in the record" },
		{ "UPDATE event SET payload = json_remove(payload,"
		  " '$.handled')" FIRST(
		      "served", " AND payload ->> 'handled' > 0"),
		    "served: handled is nothing in the record" },
		{ SET("'$.value', 99") FIRST("alert", ""),
		    "alert: value is 99 in the record" },
		{ "UPDATE event SET type = 'abandoned'" FIRST("served", ""),
		    "abandoned" },
		{ "UPDATE event SET t = t + 1" FIRST("served", ""),
		    "served: " },
		{ "UPDATE event SET slot = slot + 1000" FIRST("issued", ""),
		    "issued: its time or the number's place" },
		{ "UPDATE opening SET state ="
		  " replace(state, '\"zh\"', '\"en\"')"
		  " WHERE seq = (SELECT seq FROM opening LIMIT 1 OFFSET 2)",
		    "day_closed: the state that the next day begins with" },
	};
	struct fixture *f = *state;

	some_days(f);
	file_close(&f->file);
	/* From the end of the day on: each hides what stands behind it. */
	for (size_t i = 0; i < sizeof(forgeries) / sizeof(*forgeries); i++) {
		file_sql(&f->file,
		    "CREATE TABLE sound AS SELECT * FROM event;"
		    "CREATE TABLE good AS SELECT * FROM opening");
		assert_differs(f, forgeries[i].sql, forgeries[i].says);
		file_sql(&f->file,
		    "DELETE FROM event; INSERT INTO event SELECT * FROM sound;"
		    "DELETE FROM opening; INSERT INTO opening SELECT * FROM"
		    " good; DROP TABLE sound; DROP TABLE good");
		assert_right(f, 1);
	}
}

/* Gone without a trace in the chain: what comes after does not follow. */
static void
a_call_taken_out_is_found(void **state)
{
	struct fixture *f = *state;

	some_days(f);
	file_close(&f->file);
	file_sql(&f->file,
	    "CREATE TABLE gone AS SELECT seq FROM event" FIRST("called", ""));
	assert_differs(f,
	    "DELETE FROM event WHERE seq = (SELECT seq FROM gone);"
	    "UPDATE event SET seq = -seq + 1"
	    " WHERE seq > (SELECT seq FROM gone);"
	    "UPDATE event SET seq = -seq WHERE seq < 0;"
	    "UPDATE opening SET seq = seq - 1"
	    " WHERE seq > (SELECT seq FROM gone)",
	    "the rules in force");
}

static void
a_changed_row_breaks_the_chain(void **state)
{
	struct fixture *f = *state;

	some_days(f);
	file_close(&f->file);
	file_sql(&f->file, SET("'$.waited', 1") FIRST("called", ""));
	audit(f, 1);
	assert_true(f->audit.wrong > 0);
	assert_non_null(strstr(f->audit.say.at, "the hash chain breaks"));
}

int
main(void)
{
	static struct fixture f;
#define CASE(fn) cmocka_unit_test_prestate_setup_teardown(fn, start, stop, &f)
	const struct CMUnitTest days[] = {
		CASE(what_was_decided_passes),
	};
	const struct CMUnitTest tests[] = {
		CASE(every_kind_of_event_was_there),
		CASE(what_was_not_decided_is_found),
		CASE(a_call_taken_out_is_found),
		CASE(a_changed_row_breaks_the_chain),
	};
	int failed = 0;

	for (f.seed = 1; f.seed <= SEEDS; f.seed++)
		failed += cmocka_run_group_tests(days, NULL, NULL);
	return failed + cmocka_run_group_tests(tests, NULL, NULL);
}
