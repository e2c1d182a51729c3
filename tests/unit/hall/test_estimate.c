/* Estimates: known answers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/hall/room.h"

static void
expect(const struct estimate_wait *w, int64_t wait_ms)
{
	assert_true(w->known);
	assert_int_equal(w->mid_s, wait_ms / 1000);
	assert_true(w->low_s <= w->mid_s && w->mid_s <= w->high_s);
	assert_true(wait_ms == 0 || w->low_s < w->high_s);
}

static void
one_after_another(void **state)
{
	(void)state;
	start(1, 1, 5 * MINUTE);
	waits(0, 4);
	opens(0, "0");
	run();
	for (uint32_t i = 0; i < 4; i++)
		expect(nth(0, i), MINUTE * 5 * i);
	expect(&room.lines_wait[0], 20 * MINUTE);
	stop();
}

static void
what_is_left_comes_first(void **state)
{
	(void)state;
	start(1, 1, 5 * MINUTE);
	waits(0, 2);
	struct estimate_counter *c = opens(0, "0");
	c->busy = true;
	c->busy_ms = 2 * MINUTE;
	run();
	expect(nth(0, 0), 3 * MINUTE);
	expect(nth(0, 1), 8 * MINUTE);
	stop();
}

/* Of those seen, only the longer ones can still be what it is. */
static void
what_is_left_is_of_longer_ones(void **state)
{
	(void)state;
	start(1, 1, 0);
	for (int i = 1; i <= ESTIMATE_RECENT; i++)
		estimate_note(&room.recent[0], i * MINUTE);
	waits(0, 1);
	struct estimate_counter *c = opens(0, "0");
	c->busy = true;
	for (int i = 0; i < ESTIMATE_RECENT; i++) {
		c->busy_ms = i * MINUTE + MINUTE / 2;
		run();
		assert_in_range(
		    nth(0, 0)->low_s, 15, (ESTIMATE_RECENT - i) * 60);
		assert_in_range(
		    nth(0, 0)->high_s, 30, (ESTIMATE_RECENT - i) * 90);
	}
	expect(nth(0, 0), MINUTE / 2);
	stop();
}

/* It has taken longer than any: still not for ever. */
static void
longer_than_all_seen(void **state)
{
	(void)state;
	start(1, 1, 5 * MINUTE);
	waits(0, 1);
	struct estimate_counter *c = opens(0, "0");
	c->busy = true;
	c->busy_ms = 60 * MINUTE;
	run();
	assert_true(nth(0, 0)->known);
	assert_in_range(nth(0, 0)->high_s, 1, 3600);
	c->busy_ms = INT64_MAX / 4;
	run();
	assert_false(nth(0, 0)->known);
	stop();
}

static void
counters_share_a_line(void **state)
{
	(void)state;
	start(1, 3, 6 * MINUTE);
	waits(0, 7);
	for (uint32_t i = 0; i < 3; i++)
		opens(i, "0");
	run();
	for (uint32_t i = 0; i < 7; i++)
		expect(nth(0, i), MINUTE * 6 * (i / 3));
	stop();
}

static void
a_group_comes_before_another(void **state)
{
	(void)state;
	start(3, 1, MINUTE);
	waits(2, 1);
	waits(1, 2);
	waits(0, 1);
	opens(0, "01/2");
	run();
	expect(nth(1, 0), 0);
	/* Between the two lines of a group, a tie: the lower id. */
	expect(nth(0, 0), 1 * MINUTE);
	expect(nth(1, 1), 2 * MINUTE);
	expect(nth(2, 0), 3 * MINUTE);
	expect(&room.lines_wait[0], 3 * MINUTE);
	expect(&room.lines_wait[2], 4 * MINUTE);
	stop();
}

static void
credit_goes_first(void **state)
{
	(void)state;
	start(2, 1, MINUTE);
	room.lines[1].credit_ms = 20 * MINUTE;
	waits(0, 3);
	waits(1, 2);
	opens(0, "01");
	run();
	expect(nth(1, 1), 1 * MINUTE);
	expect(nth(0, 0), 2 * MINUTE);
	expect(&room.lines_wait[1], 2 * MINUTE);
	expect(&room.lines_wait[0], 5 * MINUTE);
	stop();
}

/* Line 2 is the counter's own: of two services, each with its time. */
static void
who_waits_for_a_counter_alone(void **state)
{
	(void)state;
	start(2, 1, MINUTE);
	for (int i = 0; i < ESTIMATE_RECENT; i++)
		estimate_note(&room.recent[1], 7 * MINUTE);
	waits(2, 3);
	room.tickets[0].service = 1;
	opens(0, "0/1");
	run();
	expect(nth(2, 1), 7 * MINUTE);
	expect(nth(2, 2), 8 * MINUTE);
	expect(&room.lines_wait[1], 9 * MINUTE);
	stop();
}

/* Counter 1 has nobody of its own, and helps after ten minutes. */
static void
help_comes_after_a_while(void **state)
{
	static const uint32_t service = 0;
	static const uint32_t helped_s[] = { 0, 300, 540, 600, 840, 900 };

	(void)state;
	start(2, 2, 5 * MINUTE);
	waits(0, 6);
	opens(0, "0");
	struct estimate_counter *c = opens(1, "1");
	c->help = (struct estimate_group){ &service, 1 };
	c->help_after_ms = 10 * MINUTE;
	run();
	/* They have waited for a minute already. */
	for (uint32_t i = 0; i < 6; i++)
		assert_int_equal(nth(0, i)->mid_s, helped_s[i]);
	expect(&room.lines_wait[1], 0);
	/* Nobody else is there for them. */
	room.counters[0].serves = false;
	run();
	assert_int_equal(nth(0, 0)->mid_s, 540);
	assert_int_equal(room.lines_wait[0].mid_s, 2340);
	room.hall.tickets_count = room.lines[0].count = 0;
	run();
	assert_int_equal(room.lines_wait[0].mid_s, 600);
	stop();
}

static void
nobody_there(void **state)
{
	(void)state;
	start(2, 3, 5 * MINUTE);
	waits(1, 1);
	opens(0, "0");
	opens(1, "1")->serves = false;
	run();
	expect(&room.lines_wait[0], 0);
	assert_false(nth(1, 0)->known);
	assert_false(room.lines_wait[1].known);
	/* Back soon, it may be; but nobody can say so. */
	room.counters[1].away = true;
	run();
	assert_false(nth(1, 0)->known);
	expect(&room.lines_wait[0], 0);
	stop();
}

/* What is paused for the one line calls from it, and that says nothing. */
static void
some_wait_for_a_pause_to_end(void **state)
{
	(void)state;
	start(2, 2, 5 * MINUTE);
	waits(0, 30);
	waits(1, 30);
	opens(0, "0");
	opens(1, "1")->serves = false;
	room.counters[1].away = true;
	run();
	for (uint32_t i = 0; i < 30; i++) {
		expect(nth(0, i), MINUTE * 5 * i);
		assert_false(nth(1, i)->known);
	}
	stop();
}

/* One that will come back soon helps those who are served meanwhile. */
static void
a_pause_ends(void **state)
{
	uint32_t alone_s;

	(void)state;
	start(1, 2, 5 * MINUTE);
	waits(0, 30);
	opens(0, "0");
	opens(1, "0")->serves = false;
	run();
	alone_s = nth(0, 29)->mid_s;
	room.counters[1].away = true;
	room.counters[1].away_ms = 5 * MINUTE;
	run();
	assert_in_range(nth(0, 29)->mid_s, alone_s / 2, alone_s * 3 / 4);
	room.counters[1].away_ms = INT64_MAX / 4;
	run();
	assert_in_range(nth(0, 29)->mid_s, alone_s * 3 / 4, alone_s);
	stop();
}

/* Counter 1 is free for whoever comes to line 0. */
static void
the_idle_take_who_comes_later(void **state)
{
	(void)state;
	start(2, 2, 5 * MINUTE);
	waits(1, 4);
	room.lines[0].gap_ms = MINUTE;
	opens(0, "0/1");
	opens(1, "0");
	run();
	for (uint32_t i = 0; i < 4; i++)
		expect(nth(1, i), MINUTE * 5 * i);
	stop();
}

static void
the_target_is_believed_at_first(void **state)
{
	(void)state;
	start(1, 1, 0);
	waits(0, 20);
	opens(0, "0");
	run();
	assert_in_range(nth(0, 19)->mid_s, 19 * 500, 19 * 720);
	/* Then what is seen: half as long. */
	for (int i = 0; i < ESTIMATE_RECENT; i++)
		estimate_note(&room.recent[0], 5 * MINUTE);
	run();
	assert_int_equal(nth(0, 19)->mid_s, 19 * 300);
	stop();
}

/* A service that nobody came for goes by how the others do today. */
static void
a_slow_day_is_slow_for_all(void **state)
{
	(void)state;
	start(2, 1, 0);
	for (int i = 0; i < ESTIMATE_RECENT; i++)
		estimate_note(&room.recent[0], 20 * MINUTE);
	waits(1, 20);
	opens(0, "1");
	run();
	assert_in_range(nth(1, 19)->mid_s, 19 * 900, 19 * 1300);
	stop();
}

static void
only_the_last_ones_count(void **state)
{
	struct estimate_recent r = { 0 };

	(void)state;
	for (int i = 0; i < 3 * ESTIMATE_RECENT + 2; i++)
		estimate_note(&r, i);
	assert_int_equal(r.count, ESTIMATE_RECENT);
	for (int i = 0; i < ESTIMATE_RECENT; i++)
		assert_true(r.ms[i] >= 2 * ESTIMATE_RECENT + 2);
	estimate_note(&r, -5);
	estimate_note(&r, INT64_MAX);
	assert_int_equal(r.ms[2], 0);
	assert_int_equal(r.ms[3], ESTIMATE_MOST_MS);
}

static void
who_comes_later_may_overtake(void **state)
{
	uint32_t alone_s;

	(void)state;
	start(2, 1, 5 * MINUTE);
	waits(1, 4);
	room.lines[0].credit_ms = 60 * MINUTE;
	opens(0, "01");
	run();
	alone_s = nth(1, 3)->mid_s;
	room.lines[0].gap_ms = 10 * MINUTE;
	run();
	assert_in_range(nth(1, 3)->mid_s, alone_s + 300, 3 * alone_s);
	/* Those of one's own line never do. */
	room.lines[0].gap_ms = 0;
	room.lines[1].gap_ms = MINUTE;
	run();
	assert_int_equal(nth(1, 3)->mid_s, alone_s);
	/* When they come without end there is nothing to say. */
	room.lines[0].gap_ms = 1;
	run();
	assert_true(room.lines_wait[0].known);
	stop();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_after_another),
		cmocka_unit_test(what_is_left_comes_first),
		cmocka_unit_test(what_is_left_is_of_longer_ones),
		cmocka_unit_test(longer_than_all_seen),
		cmocka_unit_test(counters_share_a_line),
		cmocka_unit_test(a_group_comes_before_another),
		cmocka_unit_test(credit_goes_first),
		cmocka_unit_test(who_waits_for_a_counter_alone),
		cmocka_unit_test(help_comes_after_a_while),
		cmocka_unit_test(nobody_there),
		cmocka_unit_test(some_wait_for_a_pause_to_end),
		cmocka_unit_test(a_pause_ends),
		cmocka_unit_test(the_idle_take_who_comes_later),
		cmocka_unit_test(the_target_is_believed_at_first),
		cmocka_unit_test(a_slow_day_is_slow_for_all),
		cmocka_unit_test(only_the_last_ones_count),
		cmocka_unit_test(who_comes_later_may_overtake),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
