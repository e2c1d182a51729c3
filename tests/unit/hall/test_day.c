/* Business days in four zones, around both changes of the year 2026. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "server/hall/day.h"

#define HOUR_MS ((int64_t)3600000)

static struct zone_change berlin_changes[] = { { 1774746000, 7200 },
	{ 1792890000, 3600 } };
static struct zone_change new_york_changes[] = { { 1772953200, -14400 },
	{ 1793512800, -18000 } };
static struct zone_change lord_howe_changes[] = { { 1775314800, 37800 },
	{ 1791041400, 39600 } };

static const struct zone_table shanghai = { 28800, 0, NULL };
static const struct zone_table berlin = { 3600, 2, berlin_changes };
static const struct zone_table new_york = { -18000, 2, new_york_changes };
static const struct zone_table lord_howe = { 39600, 2, lord_howe_changes };

/* Made with another implementation: Python's zoneinfo. */
static const struct {
	const struct zone_table *zone;
	int64_t starts_h, t_ms;
	const char *day;
} cases[] = {
	{ &shanghai, 0, 1780243199999, "2026-05-31" },
	{ &shanghai, 0, 1780243200000, "2026-06-01" },
	{ &shanghai, 0, 1780329599999, "2026-06-01" },
	{ &shanghai, 0, 1780329600000, "2026-06-02" },
	{ &shanghai, 4, 1780257599999, "2026-05-31" },
	{ &shanghai, 4, 1780257600000, "2026-06-01" },
	{ &shanghai, 4, 1780343999999, "2026-06-01" },
	{ &shanghai, 4, 1780344000000, "2026-06-02" },
	{ &shanghai, 2, 1780315199999, "2026-06-01" },
	{ &shanghai, 2, 1780315200000, "2026-06-01" },
	{ &shanghai, 3, 1780315199999, "2026-06-01" },
	{ &shanghai, 3, 1780315200000, "2026-06-01" },
	{ &berlin, 0, 1774738799999, "2026-03-28" },
	{ &berlin, 0, 1774738800000, "2026-03-29" },
	{ &berlin, 0, 1774821599999, "2026-03-29" },
	{ &berlin, 0, 1774821600000, "2026-03-30" },
	{ &berlin, 4, 1774749599999, "2026-03-28" },
	{ &berlin, 4, 1774749600000, "2026-03-29" },
	{ &berlin, 4, 1774835999999, "2026-03-29" },
	{ &berlin, 4, 1774836000000, "2026-03-30" },
	{ &berlin, 2, 1774745999999, "2026-03-28" },
	{ &berlin, 2, 1774746000000, "2026-03-29" },
	{ &berlin, 3, 1774745999999, "2026-03-28" },
	{ &berlin, 3, 1774746000000, "2026-03-29" },
	{ &berlin, 0, 1792879199999, "2026-10-24" },
	{ &berlin, 0, 1792879200000, "2026-10-25" },
	{ &berlin, 0, 1792969199999, "2026-10-25" },
	{ &berlin, 0, 1792969200000, "2026-10-26" },
	{ &berlin, 4, 1792897199999, "2026-10-24" },
	{ &berlin, 4, 1792897200000, "2026-10-25" },
	{ &berlin, 4, 1792983599999, "2026-10-25" },
	{ &berlin, 4, 1792983600000, "2026-10-26" },
	{ &berlin, 2, 1792889999999, "2026-10-25" },
	{ &berlin, 2, 1792890000000, "2026-10-25" },
	{ &berlin, 3, 1792889999999, "2026-10-24" },
	{ &berlin, 3, 1792890000000, "2026-10-24" },
	{ &new_york, 0, 1772945999999, "2026-03-07" },
	{ &new_york, 0, 1772946000000, "2026-03-08" },
	{ &new_york, 0, 1773028799999, "2026-03-08" },
	{ &new_york, 0, 1773028800000, "2026-03-09" },
	{ &new_york, 4, 1772956799999, "2026-03-07" },
	{ &new_york, 4, 1772956800000, "2026-03-08" },
	{ &new_york, 4, 1773043199999, "2026-03-08" },
	{ &new_york, 4, 1773043200000, "2026-03-09" },
	{ &new_york, 2, 1772953199999, "2026-03-07" },
	{ &new_york, 2, 1772953200000, "2026-03-08" },
	{ &new_york, 3, 1772953199999, "2026-03-07" },
	{ &new_york, 3, 1772953200000, "2026-03-08" },
	{ &new_york, 0, 1793505599999, "2026-10-31" },
	{ &new_york, 0, 1793505600000, "2026-11-01" },
	{ &new_york, 0, 1793595599999, "2026-11-01" },
	{ &new_york, 0, 1793595600000, "2026-11-02" },
	{ &new_york, 4, 1793523599999, "2026-10-31" },
	{ &new_york, 4, 1793523600000, "2026-11-01" },
	{ &new_york, 4, 1793609999999, "2026-11-01" },
	{ &new_york, 4, 1793610000000, "2026-11-02" },
	{ &new_york, 2, 1793512799999, "2026-10-31" },
	{ &new_york, 2, 1793512800000, "2026-10-31" },
	{ &new_york, 3, 1793512799999, "2026-10-31" },
	{ &new_york, 3, 1793512800000, "2026-10-31" },
	{ &lord_howe, 0, 1775307599999, "2026-04-04" },
	{ &lord_howe, 0, 1775307600000, "2026-04-05" },
	{ &lord_howe, 0, 1775395799999, "2026-04-05" },
	{ &lord_howe, 0, 1775395800000, "2026-04-06" },
	{ &lord_howe, 4, 1775323799999, "2026-04-04" },
	{ &lord_howe, 4, 1775323800000, "2026-04-05" },
	{ &lord_howe, 4, 1775410199999, "2026-04-05" },
	{ &lord_howe, 4, 1775410200000, "2026-04-06" },
	{ &lord_howe, 2, 1775314799999, "2026-04-04" },
	{ &lord_howe, 2, 1775314800000, "2026-04-04" },
	{ &lord_howe, 3, 1775314799999, "2026-04-04" },
	{ &lord_howe, 3, 1775314800000, "2026-04-04" },
	{ &lord_howe, 0, 1791034199999, "2026-10-03" },
	{ &lord_howe, 0, 1791034200000, "2026-10-04" },
	{ &lord_howe, 0, 1791118799999, "2026-10-04" },
	{ &lord_howe, 0, 1791118800000, "2026-10-05" },
	{ &lord_howe, 4, 1791046799999, "2026-10-03" },
	{ &lord_howe, 4, 1791046800000, "2026-10-04" },
	{ &lord_howe, 4, 1791133199999, "2026-10-04" },
	{ &lord_howe, 4, 1791133200000, "2026-10-05" },
	{ &lord_howe, 2, 1791041399999, "2026-10-03" },
	{ &lord_howe, 2, 1791041400000, "2026-10-04" },
	{ &lord_howe, 3, 1791041399999, "2026-10-03" },
	{ &lord_howe, 3, 1791041400000, "2026-10-03" },
};

static void
days_are_the_zones(void **state)
{
	char text[DAY_TEXT];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		day_write(text,
		    day_at(cases[i].zone, cases[i].starts_h * HOUR_MS,
			cases[i].t_ms));
		assert_string_equal(text, cases[i].day);
	}
}

static void
offsets_change_at_their_second(void **state)
{
	(void)state;
	assert_int_equal(zone_offset_s(&shanghai, -1), 28800);
	assert_int_equal(zone_offset_s(&berlin, 1774745999999), 3600);
	assert_int_equal(zone_offset_s(&berlin, 1774746000000), 7200);
	assert_int_equal(zone_offset_s(&berlin, 1792889999999), 7200);
	assert_int_equal(zone_offset_s(&berlin, 1792890000000), 3600);
	assert_int_equal(zone_offset_s(&lord_howe, 1775314799999), 39600);
	assert_int_equal(zone_offset_s(&lord_howe, 1775314800000), 37800);
	assert_int_equal(
	    zone_offset_s(&new_york, (int64_t)-9999 * DAY_MS), -18000);
}

/* Minute by minute through a year: a day never comes twice. */
static void
never_back(void **state)
{
	const struct zone_table *zones[] = { &shanghai, &berlin, &new_york,
		&lord_howe };

	(void)state;
	for (int64_t i = 0; i < 96; i++) {
		int64_t last = INT64_MIN;
		for (int64_t t_ms = 1767225600000; t_ms < 1798761600000;
		     t_ms += HOUR_MS / 6) {
			int64_t day = day_at(
			    zones[i / 24], i % 24 * HOUR_MS, t_ms);
			assert_true(day == last || day == last + 1 ||
			    last == INT64_MIN);
			last = day;
		}
	}
}

static void
before_1970(void **state)
{
	const struct zone_table utc = { 0, 0, NULL };

	(void)state;
	assert_int_equal(day_at(&utc, 0, 0), 0);
	assert_int_equal(day_at(&utc, 0, -1), -1);
	assert_int_equal(day_at(&utc, 0, -DAY_MS), -1);
	assert_int_equal(day_at(&utc, 0, -DAY_MS - 1), -2);
	assert_int_equal(day_at(&utc, 4 * HOUR_MS, 4 * HOUR_MS - 1), -1);
	assert_int_equal(day_at(&shanghai, 0, -8 * HOUR_MS), 0);
	assert_int_equal(day_at(&shanghai, 0, -8 * HOUR_MS - 1), -1);
}

static void
a_clock_turns_once_that_day(void **state)
{
	const int64_t turn_ms = berlin_changes[0].from_s * 1000;

	(void)state;
	assert_int_equal(
	    zone_turn_ms(&berlin, turn_ms - 1, turn_ms + DAY_MS), turn_ms);
	assert_int_equal(zone_turn_ms(&berlin, turn_ms - 1, turn_ms), turn_ms);
	assert_int_equal(zone_turn_ms(&berlin, turn_ms - 2, turn_ms - 1), 0);
	assert_int_equal(zone_turn_ms(&berlin, turn_ms, turn_ms + DAY_MS), 0);
	assert_int_equal(zone_turn_ms(&shanghai, 0, turn_ms), 0);
}

static void
dates_are_written(void **state)
{
	static const struct {
		int64_t day;
		const char *text;
	} dates[] = { { 0, "1970-01-01" }, { -1, "1969-12-31" },
		{ 11016, "2000-02-29" }, { 20605, "2026-06-01" },
		{ 47540, "2100-02-28" }, { 47541, "2100-03-01" },
		{ -719468, "0000-03-01" }, { -25509, "1900-02-28" } };
	char text[DAY_TEXT];

	(void)state;
	for (size_t i = 0; i < sizeof(dates) / sizeof(*dates); i++) {
		day_write(text, dates[i].day);
		assert_string_equal(text, dates[i].text);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(days_are_the_zones),
		cmocka_unit_test(offsets_change_at_their_second),
		cmocka_unit_test(never_back),
		cmocka_unit_test(before_1970),
		cmocka_unit_test(a_clock_turns_once_that_day),
		cmocka_unit_test(dates_are_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
