/* The hours of a hall: which sessions, at which instants, and why. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "server/hall/day.h"
#include "server/hall/hours.h"
#include "tests/unit/hall/hours_zones.h"

#define MINUTE_MS ((int64_t)60000)
#define HOUR_MS	  (60 * MINUTE_MS)

/* --- A layout from literals --------------------------------------------- */

#define COUNT(list) ((uint32_t)(sizeof(list) / sizeof(*(list))))
#define W(text)	    ((char[]){ text })
#define WORDS(...)  ((char *[]){ __VA_ARGS__ })
#define LIST(...)   WORDS(__VA_ARGS__), COUNT(WORDS(__VA_ARGS__))

static struct layout_hours every_day[] = { { LIST(W("mon"), W("tue"), W("wed"),
						 W("thu"), W("fri"), W("sat"),
						 W("sun")),
    NULL, 0 } };
static struct layout_hours week[] = {
	{ LIST(W("mon"), W("tue"), W("wed"), W("thu"), W("fri")),
	    LIST(W("09:00-12:00"), W("13:00-17:00")) },
	{ LIST(W("sat")), LIST(W("09:30-11:30")) },
};

static struct hours_at
ask(const struct layout *l, const struct layout_service *s,
    const struct zone_table *zone, int64_t t_ms)
{
	struct hours *h = hours_create(l, s);
	struct hours_at at;

	assert_non_null(h);
	hours_at(h, zone, t_ms, &at);
	assert_true(at.from_ms <= t_ms && t_ms < at.until_ms);
	hours_destroy(h);
	return at;
}

/* 2026-06-01 is a Monday; Shanghai has one time all year. */
static int64_t
june(int64_t day, int64_t hour, int64_t minute)
{
	return (20605 + day - 1) * DAY_MS + (hour - 8) * HOUR_MS +
	    minute * MINUTE_MS;
}

/* --- Instants ----------------------------------------------------------- */

/* Made with another implementation: Python's zoneinfo, minute by minute. */
static const struct {
	const struct zone_table *zone;
	const char *date, *session;
	int64_t from_s, to_s;
} cases[] = {
	{ &berlin, "2026-03-29", "00:30-12:00", 1774740600, 1774778400 },
	{ &berlin, "2026-03-29", "01:00-02:30", 1774742400, 1774746000 },
	{ &berlin, "2026-03-29", "02:00-02:15", 1774746000, 1774746000 },
	{ &berlin, "2026-03-29", "02:15-02:45", 1774746000, 1774746000 },
	{ &berlin, "2026-03-29", "02:30-04:00", 1774746000, 1774749600 },
	{ &berlin, "2026-03-29", "03:00-03:30", 1774746000, 1774747800 },
	{ &berlin, "2026-03-29", "09:00-12:00", 1774767600, 1774778400 },
	{ &berlin, "2026-03-29", "22:00-24:00", 1774814400, 1774821600 },
	{ &berlin, "2026-10-25", "00:30-12:00", 1792881000, 1792926000 },
	{ &berlin, "2026-10-25", "01:00-02:30", 1792882800, 1792888200 },
	{ &berlin, "2026-10-25", "02:00-02:15", 1792886400, 1792887300 },
	{ &berlin, "2026-10-25", "02:15-02:45", 1792887300, 1792889100 },
	{ &berlin, "2026-10-25", "02:30-04:00", 1792888200, 1792897200 },
	{ &berlin, "2026-10-25", "03:00-03:30", 1792893600, 1792895400 },
	{ &berlin, "2026-10-25", "09:00-12:00", 1792915200, 1792926000 },
	{ &berlin, "2026-10-25", "22:00-24:00", 1792962000, 1792969200 },
	{ &new_york, "2026-03-08", "00:30-12:00", 1772947800, 1772985600 },
	{ &new_york, "2026-03-08", "01:00-02:30", 1772949600, 1772953200 },
	{ &new_york, "2026-03-08", "02:00-02:15", 1772953200, 1772953200 },
	{ &new_york, "2026-03-08", "02:15-02:45", 1772953200, 1772953200 },
	{ &new_york, "2026-03-08", "02:30-04:00", 1772953200, 1772956800 },
	{ &new_york, "2026-03-08", "03:00-03:30", 1772953200, 1772955000 },
	{ &new_york, "2026-03-08", "09:00-12:00", 1772974800, 1772985600 },
	{ &new_york, "2026-03-08", "22:00-24:00", 1773021600, 1773028800 },
	{ &new_york, "2026-11-01", "00:30-12:00", 1793507400, 1793552400 },
	{ &new_york, "2026-11-01", "01:00-02:30", 1793509200, 1793518200 },
	{ &new_york, "2026-11-01", "02:00-02:15", 1793516400, 1793517300 },
	{ &new_york, "2026-11-01", "02:15-02:45", 1793517300, 1793519100 },
	{ &new_york, "2026-11-01", "02:30-04:00", 1793518200, 1793523600 },
	{ &new_york, "2026-11-01", "03:00-03:30", 1793520000, 1793521800 },
	{ &new_york, "2026-11-01", "09:00-12:00", 1793541600, 1793552400 },
	{ &new_york, "2026-11-01", "22:00-24:00", 1793588400, 1793595600 },
	{ &lord_howe, "2026-10-04", "00:30-12:00", 1791036000, 1791075600 },
	{ &lord_howe, "2026-10-04", "01:00-02:30", 1791037800, 1791041400 },
	{ &lord_howe, "2026-10-04", "02:00-02:15", 1791041400, 1791041400 },
	{ &lord_howe, "2026-10-04", "02:15-02:45", 1791041400, 1791042300 },
	{ &lord_howe, "2026-10-04", "02:30-04:00", 1791041400, 1791046800 },
	{ &lord_howe, "2026-10-04", "03:00-03:30", 1791043200, 1791045000 },
	{ &lord_howe, "2026-10-04", "09:00-12:00", 1791064800, 1791075600 },
	{ &lord_howe, "2026-10-04", "22:00-24:00", 1791111600, 1791118800 },
	{ &lord_howe, "2026-04-05", "00:30-12:00", 1775309400, 1775352600 },
	{ &lord_howe, "2026-04-05", "01:00-02:30", 1775311200, 1775318400 },
	{ &lord_howe, "2026-04-05", "02:00-02:15", 1775316600, 1775317500 },
	{ &lord_howe, "2026-04-05", "02:15-02:45", 1775317500, 1775319300 },
	{ &lord_howe, "2026-04-05", "02:30-04:00", 1775318400, 1775323800 },
	{ &lord_howe, "2026-04-05", "03:00-03:30", 1775320200, 1775322000 },
	{ &lord_howe, "2026-04-05", "09:00-12:00", 1775341800, 1775352600 },
	{ &lord_howe, "2026-04-05", "22:00-24:00", 1775388600, 1775395800 },
	{ &casablanca, "2026-03-22", "00:30-12:00", 1774139400, 1774177200 },
	{ &casablanca, "2026-03-22", "01:00-02:30", 1774141200, 1774144800 },
	{ &casablanca, "2026-03-22", "02:00-02:15", 1774144800, 1774144800 },
	{ &casablanca, "2026-03-22", "02:15-02:45", 1774144800, 1774144800 },
	{ &casablanca, "2026-03-22", "02:30-04:00", 1774144800, 1774148400 },
	{ &casablanca, "2026-03-22", "03:00-03:30", 1774144800, 1774146600 },
	{ &casablanca, "2026-03-22", "09:00-12:00", 1774166400, 1774177200 },
	{ &casablanca, "2026-03-22", "22:00-24:00", 1774213200, 1774220400 },
	{ &casablanca, "2026-02-15", "00:30-12:00", 1771111800, 1771156800 },
	{ &casablanca, "2026-02-15", "01:00-02:30", 1771113600, 1771119000 },
	{ &casablanca, "2026-02-15", "02:00-02:15", 1771117200, 1771118100 },
	{ &casablanca, "2026-02-15", "02:15-02:45", 1771118100, 1771119900 },
	{ &casablanca, "2026-02-15", "02:30-04:00", 1771119000, 1771128000 },
	{ &casablanca, "2026-02-15", "03:00-03:30", 1771124400, 1771126200 },
	{ &casablanca, "2026-02-15", "09:00-12:00", 1771146000, 1771156800 },
	{ &casablanca, "2026-02-15", "22:00-24:00", 1771192800, 1771200000 },
	{ &sao_paulo, "2018-11-04", "00:00-12:00", 1541300400, 1541340000 },
	{ &sao_paulo, "2018-11-04", "00:00-00:30", 1541300400, 1541300400 },
	{ &sao_paulo, "2018-11-04", "00:30-08:00", 1541300400, 1541325600 },
	{ &sao_paulo, "2018-11-04", "09:00-17:00", 1541329200, 1541358000 },
	{ &sao_paulo, "2018-11-04", "22:30-24:00", 1541377800, 1541383200 },
	{ &sao_paulo, "2018-11-04", "23:30-24:00", 1541381400, 1541383200 },
	{ &sao_paulo, "2018-02-17", "00:00-12:00", 1518832800, 1518876000 },
	{ &sao_paulo, "2018-02-17", "00:00-00:30", 1518832800, 1518834600 },
	{ &sao_paulo, "2018-02-17", "00:30-08:00", 1518834600, 1518861600 },
	{ &sao_paulo, "2018-02-17", "09:00-17:00", 1518865200, 1518894000 },
	{ &sao_paulo, "2018-02-17", "22:30-24:00", 1518913800, 1518922800 },
	{ &sao_paulo, "2018-02-17", "23:30-24:00", 1518917400, 1518922800 },
	{ &shanghai, "2026-10-08", "09:00-12:00", 1791421200, 1791432000 },
	{ &shanghai, "2026-10-08", "13:00-17:00", 1791435600, 1791450000 },
	{ &shanghai, "2026-10-08", "00:00-24:00", 1791388800, 1791475200 },
};

static void
sessions_are_instants(void **state)
{
	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		char text[16], *session = text;
		struct layout_hours hours = every_day[0];
		struct layout l = { .hours = &hours, .hours_count = 1 };
		struct layout_service s = { .code = W("a") };
		int64_t from_ms = cases[i].from_s * 1000;
		int64_t to_ms = cases[i].to_s * 1000, day;

		memcpy(text, cases[i].session, strlen(cases[i].session) + 1);
		hours.sessions = &session;
		hours.sessions_count = 1;
		assert_true(day_read(cases[i].date, &day));
		if (from_ms == to_ms) {
			struct hours_at at = ask(&l, &s, cases[i].zone, to_ms);
			assert_int_equal(at.session_ms, 0);
			continue;
		}
		struct hours_at before = ask(
		    &l, &s, cases[i].zone, from_ms - 1);
		struct hours_at first = ask(&l, &s, cases[i].zone, from_ms);
		struct hours_at last = ask(&l, &s, cases[i].zone, to_ms - 1);
		struct hours_at after = ask(&l, &s, cases[i].zone, to_ms);
		if (before.why != HOURS_OPEN)
			assert_int_equal(before.opens_ms, from_ms);
		assert_int_equal(first.why, HOURS_OPEN);
		assert_int_equal(first.session_ms, from_ms);
		assert_int_equal(first.ends_ms, to_ms);
		assert_int_equal(first.day, day);
		assert_int_equal(first.until_ms, to_ms);
		assert_int_equal(last.why, HOURS_OPEN);
		assert_int_equal(last.session_ms, from_ms);
		assert_int_not_equal(after.session_ms, from_ms);
		if (after.day == day)
			assert_int_equal(after.ended_ms, to_ms);
	}
}

static void
instants_are_the_first(void **state)
{
	(void)state;
	/* 02:30 on the wall: skipped in March, twice in October. */
	assert_int_equal(
	    zone_instant_ms(&berlin, 1774751400000), 1774746000000);
	assert_int_equal(
	    zone_instant_ms(&berlin, 1792895400000), 1792888200000);
	assert_int_equal(
	    zone_instant_ms(&berlin, 1792895399999), 1792888199999);
	assert_int_equal(zone_instant_ms(&shanghai, -1), -28800001);
	assert_int_equal(zone_instant_ms(&new_york, 0), 18000000);
}

/* --- Days --------------------------------------------------------------- */

static void
a_hall_without_hours_is_open(void **state)
{
	struct layout l = { .day_starts_h = 4 };
	struct layout_service s = { .code = W("a") };
	struct hours *h = hours_create(&l, &s);
	struct hours_at at = ask(&l, &s, &shanghai, june(1, 3, 59));

	(void)state;
	assert_non_null(h);
	assert_false(hours_are_set(h));
	hours_destroy(h);
	assert_int_equal(at.why, HOURS_OPEN);
	assert_int_equal(at.session_ms, june(0, 4, 0));
	assert_int_equal(at.ends_ms, june(1, 4, 0));
	assert_int_equal(at.last_ticket_ms, june(1, 4, 0));
	assert_int_equal(at.opens_ms, 0);
	at = ask(&l, &s, &shanghai, june(1, 4, 0));
	assert_int_equal(at.session_ms, june(1, 4, 0));
	assert_int_equal(at.day, 20605);
}

static void
a_week_has_its_sessions(void **state)
{
	struct layout l = { .hours = week,
		.hours_count = 2,
		.day_starts_h = 4,
		.last_ticket_min = 15 };
	struct layout_service s = { .code = W("a") };
	struct hours_at at = ask(&l, &s, &shanghai, june(1, 8, 59));

	(void)state;
	assert_int_equal(at.why, HOURS_BREAK);
	assert_int_equal(at.session_ms, 0);
	assert_int_equal(at.ended_ms, 0);
	assert_int_equal(at.opens_ms, june(1, 9, 0));
	assert_int_equal(at.until_ms, june(1, 9, 0));
	at = ask(&l, &s, &shanghai, june(1, 11, 44));
	assert_int_equal(at.why, HOURS_OPEN);
	assert_int_equal(at.last_ticket_ms, june(1, 11, 45));
	assert_int_equal(at.until_ms, june(1, 11, 45));
	at = ask(&l, &s, &shanghai, june(1, 11, 45));
	assert_int_equal(at.why, HOURS_CUTOFF);
	assert_int_equal(at.session_ms, june(1, 9, 0));
	assert_int_equal(at.opens_ms, june(1, 13, 0));
	at = ask(&l, &s, &shanghai, june(1, 12, 0));
	assert_int_equal(at.why, HOURS_BREAK);
	assert_int_equal(at.ended_ms, june(1, 12, 0));
	at = ask(&l, &s, &shanghai, june(5, 17, 0));
	assert_int_equal(at.opens_ms, june(6, 9, 30));
	assert_int_equal(at.ended_ms, june(5, 17, 0));
	at = ask(&l, &s, &shanghai, june(7, 10, 0));
	assert_int_equal(at.why, HOURS_WEEKDAY);
	assert_int_equal(at.opens_ms, june(8, 9, 0));
	assert_int_equal(at.ended_ms, 0);
}

static void
a_service_may_have_its_own(void **state)
{
	struct layout_hours own[] = { { LIST(W("tue")),
	    LIST(W("18:00-02:00")) } };
	struct layout l = { .hours = week,
		.hours_count = 2,
		.day_starts_h = 4,
		.last_ticket_min = 15 };
	struct layout_service s = { .code = W("a"),
		.hours = own,
		.hours_count = 1,
		.last_ticket_min = 60 };
	struct hours_at at = ask(&l, &s, &shanghai, june(1, 10, 0));

	(void)state;
	assert_int_equal(at.why, HOURS_WEEKDAY);
	assert_int_equal(at.opens_ms, june(2, 18, 0));
	at = ask(&l, &s, &shanghai, june(3, 0, 59));
	assert_int_equal(at.why, HOURS_OPEN);
	assert_int_equal(at.day, 20606);
	assert_int_equal(at.session_ms, june(2, 18, 0));
	at = ask(&l, &s, &shanghai, june(3, 1, 0));
	assert_int_equal(at.why, HOURS_CUTOFF);
	assert_int_equal(at.ends_ms, june(3, 2, 0));
	assert_int_equal(at.opens_ms, june(9, 18, 0));
}

static struct layout_holiday holidays[] = { { W("2026-06-03"), W("2026-06-05"),
						{ { NULL } } },
	{ W("2026-06-08"), NULL, { { NULL } } } };
static struct layout_workday workdays[] = { { W("2026-06-07"), W("mon") } };
static struct layout_override overrides[] = {
	{ W("2026-06-02"), NULL, 0, LIST(W("10:00-11:00")), W("007"),
	    W("audit") },
	{ W("2026-06-02"), LIST(W("b"), W("c")), NULL, 0, W("007"),
	    W("no network") },
	{ W("2026-06-08"), NULL, 0, LIST(W("09:00-10:00")), W("007"),
	    W("urgent") },
};
static const struct layout odd_days = {
	.day_starts_h = 4,
	.hours = week,
	.hours_count = 2,
	.holidays = holidays,
	.holidays_count = 2,
	.workdays = workdays,
	.workdays_count = 1,
	.overrides = overrides,
	.overrides_count = 3,
};

static void
the_nearest_exception_counts(void **state)
{
	const struct layout_service a = { .code = W("a") },
				    b = { .code = W("b") };
	struct hours_at at = ask(&odd_days, &a, &shanghai, june(2, 10, 59));

	(void)state;
	assert_int_equal(at.why, HOURS_OPEN);
	at = ask(&odd_days, &a, &shanghai, june(2, 11, 0));
	assert_int_equal(at.why, HOURS_BREAK);
	assert_int_equal(at.opens_ms, june(6, 9, 30));
	at = ask(&odd_days, &b, &shanghai, june(2, 10, 30));
	assert_int_equal(at.why, HOURS_OVERRIDE);
	at = ask(&odd_days, &a, &shanghai, june(5, 23, 0));
	assert_int_equal(at.why, HOURS_HOLIDAY);
	at = ask(&odd_days, &a, &shanghai, june(7, 16, 59));
	assert_int_equal(at.why, HOURS_OPEN);
	at = ask(&odd_days, &b, &shanghai, june(8, 9, 30));
	assert_int_equal(at.why, HOURS_OPEN);
	at = ask(&odd_days, &b, &shanghai, june(8, 10, 0));
	assert_int_equal(at.opens_ms, june(9, 9, 0));
}

static void
holidays_close_a_hall_without_hours(void **state)
{
	struct layout l = { .holidays = holidays, .holidays_count = 2 };
	struct layout_service s = { .code = W("a") };
	struct hours_at at = ask(&l, &s, &shanghai, june(5, 23, 59));

	(void)state;
	assert_int_equal(at.why, HOURS_HOLIDAY);
	assert_int_equal(at.opens_ms, june(6, 0, 0));
	assert_int_equal(at.from_ms, june(5, 0, 0));
}

static void
never_is_no_opening(void **state)
{
	struct layout l = { .hours = every_day, .hours_count = 1 };
	struct layout_service s = { .code = W("a") };
	struct hours_at at = ask(&l, &s, &shanghai, june(1, 10, 0));

	(void)state;
	assert_int_equal(at.why, HOURS_WEEKDAY);
	assert_int_equal(at.opens_ms, 0);
	/* A cut-off that eats all of a session leaves none of it. */
	l = (struct layout){
		.hours = week, .hours_count = 2, .last_ticket_min = 240
	};
	at = ask(&l, &s, &shanghai, june(1, 10, 0));
	assert_int_equal(at.why, HOURS_CUTOFF);
	assert_int_equal(at.opens_ms, 0);
}

/* --- Words -------------------------------------------------------------- */

static void
spans_are_read(void **state)
{
	static const struct {
		const char *text;
		int32_t from_min, to_min;
	} good[] = { { "09:00-12:30", 540, 750 }, { "00:00-24:00", 0, 1440 },
		{ "22:00-02:00", 1320, 1560 }, { "04:00-04:00", 240, 1680 } };
	static const char *const bad[] = { "", "9:00-12:00", "09:00-12:0",
		"09:00-12:000", "09:60-12:00", "24:00-02:00", "09:00-24:01",
		"09:00 12:00", "09:00-", "-09:00", "0a:00-12:00", "25:00-26:00",
		"09.00-12.00" };
	struct hours_span span;

	(void)state;
	for (size_t i = 0; i < COUNT(good); i++) {
		assert_true(hours_span_read(good[i].text, &span));
		assert_int_equal(span.from_min, good[i].from_min);
		assert_int_equal(span.to_min, good[i].to_min);
	}
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_false(hours_span_read(bad[i], &span));
	assert_int_equal(hours_weekday_read("mon"), 0);
	assert_int_equal(hours_weekday_read("sun"), 6);
	assert_int_equal(hours_weekday_read("Sun"), HOURS_WEEK);
}

static void
dates_are_read(void **state)
{
	static const char *const bad[] = { "", "2026-2-01", "2026-02-29",
		"2026-13-01", "2026-00-10", "2026-01-00", "2026-01-32",
		"2026-01-011", "2026/01/01", "26-01-01", "2026-01-0" };
	char text[DAY_TEXT];
	int64_t day;

	(void)state;
	for (size_t i = 0; i < COUNT(bad); i++)
		assert_false(day_read(bad[i], &day));
	for (int64_t d = -200000; d < 200000; d += 17) {
		day_write(text, d);
		assert_true(day_read(text, &day));
		assert_int_equal(day, d);
	}
}

static void
openings_are_written(void **state)
{
	char text[DAY_TEXT];

	(void)state;
	day_write_time(text, &shanghai, june(1, 9, 5));
	assert_string_equal(text, "06-01 09:05");
	day_write_time(text, &shanghai, june(1, 0, 0) - 1);
	assert_string_equal(text, "05-31 23:59");
	day_write_time(text, &new_york, 1793512800000);
	assert_string_equal(text, "11-01 01:00");
	for (enum hours_why why = HOURS_OPEN; why <= HOURS_OVERRIDE; why++)
		assert_int_not_equal(strlen(hours_why_text(why)), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sessions_are_instants),
		cmocka_unit_test(instants_are_the_first),
		cmocka_unit_test(a_hall_without_hours_is_open),
		cmocka_unit_test(a_week_has_its_sessions),
		cmocka_unit_test(a_service_may_have_its_own),
		cmocka_unit_test(the_nearest_exception_counts),
		cmocka_unit_test(holidays_close_a_hall_without_hours),
		cmocka_unit_test(never_is_no_opening),
		cmocka_unit_test(spans_are_read),
		cmocka_unit_test(dates_are_read),
		cmocka_unit_test(openings_are_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
