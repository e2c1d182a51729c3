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
			estimate_note(&room.services[i].recent,
			    (int64_t)chance(&s, 1200000));
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
		estimate_note(&room.services[0].recent, (i * i % 17) * MINUTE);
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

/* --- Another policy ------------------------------------------------------ */

static uint32_t
pick_the_last(const struct estimate_hall *hall,
    const struct estimate_head *head, uint32_t counter, int64_t t_ms)
{
	const struct estimate_group *g = hall->counters[counter].group;
	uint32_t last = ESTIMATE_NO_LINE;

	for (uint32_t i = 0; i < g->count; i++) {
		if (head[g->line[i]].from_ms <= t_ms)
			last = g->line[i];
	}
	return last;
}

static void
count_rounds(void *ctx)
{
	++*(uint32_t *)ctx;
}

static void
the_policy_is_asked(void **state)
{
	uint32_t rounds = 0;
	const struct estimate_policy policy = { pick_the_last, count_rounds,
		&rounds };

	(void)state;
	start(2, 1, MINUTE);
	waits(0, 1);
	waits(1, 2);
	opens(0, "01");
	room.hall.policy = &policy;
	run();
	assert_int_equal(rounds, ESTIMATE_ROUNDS);
	assert_int_equal(nth(1, 0)->mid_s, 0);
	assert_int_equal(nth(0, 0)->mid_s, 120);
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

static uint32_t
rounds_of(uint32_t tickets)
{
	uint32_t rounds = 0;
	struct estimate_policy policy = estimate_by_credit;

	start_large(tickets);
	policy.begin = count_rounds;
	policy.ctx = &rounds;
	room.hall.policy = &policy;
	run();
	assert_true(nth(7, 0)->known);
	assert_true(room.lines_wait[0].known);
	return rounds;
}

/* Later arrivals are as many as who wait: a look at each line for each. */
static void
the_cost_is_bounded(void **state)
{
	static const struct {
		uint32_t tickets, rounds;
	} cases[] = { { 80, ESTIMATE_ROUNDS }, { 1000, ESTIMATE_ROUNDS },
		{ 4000, 14 }, { ESTIMATE_TICKETS, 8 } };

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		assert_int_equal(rounds_of(cases[i].tickets), cases[i].rounds);
		assert_in_range(estimate_looks(room.estimate), 1,
		    cases[i].rounds * 8 *
			(2 * cases[i].tickets + 3 * 8 + ROOM_COUNTERS));
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
		cmocka_unit_test(the_policy_is_asked),
		cmocka_unit_test(the_cost_is_bounded),
		cmocka_unit_test(more_than_can_be_played),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
