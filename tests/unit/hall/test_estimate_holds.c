/* Estimates: what always holds, and what they cost. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/hall/room.h"

/* --- What always holds --------------------------------------------------- */

static uint64_t
chance(uint64_t *state, uint64_t below)
{
	*state = *state * 6364136223846793005u + 1442695040888963407u;
	return (*state >> 33) % below;
}

/* A hall by its seed: lines 0 to 8, every counter with one or two groups. */
static void
start_random(uint64_t seed)
{
	uint64_t s = seed * 77 + 5;

	start(9, 12, 0);
	for (uint32_t i = 0; i < 9; i++) {
		for (uint64_t k = chance(&s, 60); k > 0; k--) {
			estimate_note(
			    &room.recent[i], (int64_t)chance(&s, 1200000));
		}
		room.lines[i].credit_ms = (int64_t)chance(&s, 2) * 20 * MINUTE;
		room.lines[i].gap_ms = (int64_t)chance(&s, 300000);
		waits(i, (uint32_t)chance(&s, 30));
	}
	for (uint32_t i = 0; i < 12; i++) {
		char lines[] = "x/y";
		lines[0] = (char)('0' + chance(&s, 9));
		lines[2] = (char)('0' + chance(&s, 9));
		struct estimate_counter *c = opens(i, lines);
		c->serves = chance(&s, 5) > 0;
		c->away = !c->serves && chance(&s, 2);
		c->busy = chance(&s, 3) > 0;
		c->service = (uint32_t)chance(&s, 9);
		c->busy_ms = (int64_t)chance(&s, 900000);
	}
}

static void
not_sooner(const struct estimate_wait *a, const struct estimate_wait *b)
{
	assert_true(a->known || !b->known);
	if (!b->known)
		return;
	assert_true(a->low_s <= b->low_s);
	assert_true(a->mid_s <= b->mid_s);
	assert_true(a->high_s <= b->high_s);
	assert_true(b->low_s <= b->mid_s && b->mid_s <= b->high_s);
}

static void
not_sooner_in(uint32_t line)
{
	uint32_t count = room.lines[line].count;

	for (uint32_t i = 1; i < count; i++)
		not_sooner(nth(line, i - 1), nth(line, i));
	if (count > 0)
		not_sooner(nth(line, count - 1), &room.lines_wait[line]);
}

static void
nobody_behind_is_sooner(void **state)
{
	(void)state;
	for (uint64_t seed = 1; seed <= 40; seed++) {
		start_random(seed);
		run();
		for (uint32_t i = 0; i < 9; i++)
			not_sooner_in(i);
		stop();
	}
}

/* The ids stay, so that everybody's handling time does, too. */
static void
one_more_ahead_is_never_sooner(void **state)
{
	struct estimate_wait before[20];

	(void)state;
	start(1, 4, 0);
	for (int i = 0; i < 40; i++)
		estimate_note(&room.recent[0], (i * i % 17) * MINUTE);
	waits(0, 20);
	for (uint32_t i = 0; i < 3; i++)
		opens(i, "0");
	run();
	memcpy(before, room.tickets_wait, sizeof(before));
	memmove(room.tickets + 1, room.tickets, 20 * sizeof(*room.tickets));
	room.tickets[0].key.id = 900;
	room.tickets[0].key.credited_ms -= 1;
	room.hall.tickets_count = room.lines[0].count = 21;
	run();
	for (uint32_t i = 0; i < 20; i++)
		not_sooner(&before[i], nth(0, i + 1));
	stop();
}

static void
the_seed_decides(void **state)
{
	struct estimate_wait before[300];

	(void)state;
	start_random(3);
	assert_true(room.hall.tickets_count < 300);
	size_t size = room.hall.tickets_count * sizeof(*before);
	run();
	memcpy(before, room.tickets_wait, size);
	run();
	assert_memory_equal(before, room.tickets_wait, size);
	room.hall.seed++;
	run();
	assert_memory_not_equal(before, room.tickets_wait, size);
	stop();
}

/* --- Cost ---------------------------------------------------------------- */

static void
start_large(uint32_t tickets)
{
	start(8, ROOM_COUNTERS, 5 * MINUTE);
	for (uint32_t i = 0; i < 8; i++) {
		room.lines[i].gap_ms = 1;
		waits(i, tickets / 8);
	}
	for (uint32_t i = 0; i < ROOM_COUNTERS; i++)
		opens(i, i % 2 ? "01234567" : "01/234567");
}

/*
 * Each who waits is a call, and so is each of as many who come later; a call
 * is a look at every line of the counter.
 */
static void
the_cost_is_bounded(void **state)
{
	static const struct {
		uint32_t tickets, rounds;
	} cases[] = { { 80, ESTIMATE_ROUNDS }, { 1000, ESTIMATE_ROUNDS },
		{ 4000, 14 }, { ESTIMATE_TICKETS, 8 } };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		uint32_t tickets = cases[i].tickets, rounds = cases[i].rounds;
		start_large(tickets);
		run();
		assert_true(nth(7, 0)->known);
		assert_true(room.lines_wait[0].known);
		assert_in_range(estimate_looks(room.estimate),
		    rounds * 4 * tickets,
		    rounds * 8 * (2 * tickets + 3 * 8 + ROOM_COUNTERS));
		stop();
	}
}

static void
more_than_can_be_played(void **state)
{
	(void)state;
	start_large(ESTIMATE_TICKETS);
	room.tickets[room.hall.tickets_count++].key.id = 99999;
	room.lines[7].count++;
	run();
	assert_false(nth(0, 0)->known);
	assert_false(room.lines_wait[0].known);
	assert_int_equal(estimate_looks(room.estimate), 0);
	stop();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(nobody_behind_is_sooner),
		cmocka_unit_test(one_more_ahead_is_never_sooner),
		cmocka_unit_test(the_seed_decides),
		cmocka_unit_test(the_cost_is_bounded),
		cmocka_unit_test(more_than_can_be_played),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
