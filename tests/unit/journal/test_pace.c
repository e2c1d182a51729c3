/* When to commit, and what time it is: pure decisions. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "server/clock.h"
#include "server/journal/pace.h"
#include "server/zone.h"

static void
a_lone_client_never_waits(void **state)
{
	struct pace p = { 0 };

	(void)state;
	pace_committed(&p, 1000, 400, 450, 1);
	assert_int_equal(pace_linger_us(&p, 1001, 1), 0);
}

static void
many_are_waited_for_a_quarter_of_a_commit(void **state)
{
	struct pace p = { .commit_us = 400, .append_us = 400 };

	(void)state;
	pace_committed(&p, 1000, 400, 400, 50);
	assert_int_equal(pace_linger_us(&p, 1000, 20), 100);
	assert_int_equal(pace_linger_us(&p, 1060, 49), 40);
	assert_int_equal(pace_linger_us(&p, 1060, 50), 0);
	assert_int_equal(pace_linger_us(&p, 1100, 20), 0);
	p.commit_us = 1000000;
	assert_int_equal(pace_linger_us(&p, 1000, 20), PACE_LINGER_US_MAX);
}

static void
slow_disks_get_the_thread(void **state)
{
	struct pace p = { 0 };

	(void)state;
	assert_true(pace_is_quick(&p));
	for (int i = 0; i < 40; i++)
		pace_committed(&p, 0, 2000, 2000, 1);
	assert_false(pace_is_quick(&p));
	for (int i = 0; i < 40; i++)
		pace_committed(&p, 0, 100, 110, 1);
	assert_true(pace_is_quick(&p));
}

static void
many_rows_get_the_thread_and_no_linger(void **state)
{
	struct pace p = { 0 };

	(void)state;
	for (int i = 0; i < 40; i++)
		pace_committed(&p, 1000, 150, 300, 50);
	assert_true(pace_is_quick(&p));
	assert_true(pace_gathers(&p, 1, 20));
	assert_true(pace_linger_us(&p, 1000, 20) > 0);
	for (int i = 0; i < 40; i++)
		pace_committed(&p, 1000, 150, 900, 50);
	assert_false(pace_is_quick(&p));
	assert_false(pace_gathers(&p, 1, 20));
	assert_int_equal(pace_linger_us(&p, 1000, 20), 0);
}

static struct clock_reading
at(int64_t boot_ms, int64_t wall_ms)
{
	return (struct clock_reading){ boot_ms * 1000, wall_ms, false };
}

static void
hall_time_never_goes_back(void **state)
{
	struct clock_reading r = at(1000, 5000000);
	struct clock c;

	(void)state;
	clock_init(&c, &r, 6000000);
	assert_int_equal(c.now_ms, 6000000);
	int64_t before = c.now_ms;
	for (int i = 1; i < 100; i++) {
		r = at(1000 + i * 100, i % 2 ? 1000 : 9000000);
		clock_advance(&c, &r);
		assert_true(c.now_ms >= before);
		before = c.now_ms;
	}
}

static void
a_small_error_is_slewed(void **state)
{
	struct clock_reading r = at(0, 1000000);
	struct clock c;

	(void)state;
	clock_init(&c, &r, 0);
	r = at(1000, 1001000 + 500); /* half a second ahead */
	clock_advance(&c, &r);
	assert_int_equal(c.now_ms, 1001500);
	r = at(2000, 1002000); /* and back again */
	clock_advance(&c, &r);
	assert_int_equal(c.now_ms, 1002000);
}

static void
a_step_must_agree_for_ten_minutes(void **state)
{
	const int64_t far = 1000000 + 86400000;
	struct clock_reading r = at(0, 1000000);
	struct clock c;

	(void)state;
	clock_init(&c, &r, 0);
	assert_false(c.trusted);
	r = at(CLOCK_AGREE_MS, 1000000 + CLOCK_AGREE_MS);
	clock_advance(&c, &r);
	assert_true(c.trusted);
	r = at(CLOCK_AGREE_MS + 1000, far);
	clock_advance(&c, &r);
	assert_false(c.trusted);
	assert_true(c.now_ms < far);
	r = at(2 * CLOCK_AGREE_MS + 1000, far + CLOCK_AGREE_MS);
	clock_advance(&c, &r);
	assert_true(c.trusted);
	assert_int_equal(c.now_ms, far + CLOCK_AGREE_MS);
}

static void
a_technician_accepts_at_once(void **state)
{
	struct clock_reading r = at(0, 1000000);
	struct clock c;

	(void)state;
	clock_init(&c, &r, 0);
	r = at(1000, 1000000 + 86400000);
	clock_advance(&c, &r);
	assert_false(c.trusted);
	assert_int_equal(c.now_ms, 1001000);
	clock_accept(&c);
	assert_int_equal(c.now_ms, 1000000 + 86400000);
	r = at(1001, 1000001 + 86400000);
	clock_advance(&c, &r);
	assert_int_equal(c.now_ms, 1000001 + 86400000);
}

/* What is behind is no step, and hall time never goes back. */
static void
nothing_moves_when_it_is_behind(void **state)
{
	struct clock_reading r = at(0, 1000000 + 86400000);
	struct clock c;

	(void)state;
	clock_init(&c, &r, 0);
	r = at(1000, 1001000);
	clock_advance(&c, &r);
	int64_t before_ms = c.now_ms;
	clock_accept(&c);
	assert_int_equal(c.now_ms, before_ms);
}

static void
zones_come_from_tzdata(void **state)
{
	/* 2026-01-15 and 2026-07-15, 12:00 UTC. */
	const int64_t winter = 1768478400000, summer = 1784116800000;
	static const struct {
		const char *name;
		int32_t winter_s, summer_s;
	} cases[] = {
		{ "Asia/Shanghai", 28800, 28800 },
		{ "Europe/Berlin", 3600, 7200 },
		{ "America/New_York", -18000, -14400 },
		{ "Australia/Lord_Howe", 39600, 37800 },
	};

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct zone_table *zone = zone_load(cases[i].name, 2040);
		assert_non_null(zone);
		assert_int_equal(
		    zone_offset_s(zone, winter), cases[i].winter_s);
		assert_int_equal(
		    zone_offset_s(zone, summer), cases[i].summer_s);
		zone_free(zone);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_lone_client_never_waits),
		cmocka_unit_test(many_are_waited_for_a_quarter_of_a_commit),
		cmocka_unit_test(slow_disks_get_the_thread),
		cmocka_unit_test(many_rows_get_the_thread_and_no_linger),
		cmocka_unit_test(hall_time_never_goes_back),
		cmocka_unit_test(a_small_error_is_slewed),
		cmocka_unit_test(a_step_must_agree_for_ten_minutes),
		cmocka_unit_test(a_technician_accepts_at_once),
		cmocka_unit_test(nothing_moves_when_it_is_behind),
		cmocka_unit_test(zones_come_from_tzdata),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
