/* The large part of a screen: every call has its time there, in order. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "display/stage.h"

static void
call(struct stage *s, int seq, int64_t now_ms)
{
	const struct board_call c = { .seq = seq };

	stage_call(s, &c, now_ms);
}

/* The seqs that stand there: "3 4". */
static void
has(const struct stage *s, const char *should)
{
	char is[64] = "";

	for (size_t i = 0; i < s->count; i++) {
		size_t len = strlen(is);
		(void)snprintf(is + len, sizeof(is) - len, "%s%d",
		    i > 0 ? " " : "", (int)s->tiles[i].call.seq);
	}
	assert_string_equal(is, should);
}

static void
a_call_stands_at_once_and_stays(void **state)
{
	struct stage s;
	(void)state;

	stage_init(&s);
	stage_hold(&s, 3000);
	assert_int_equal(stage_deadline(&s), -1);
	call(&s, 1, 1000);
	has(&s, "1");
	assert_true(s.tiles[0].is_new);
	assert_int_equal(stage_deadline(&s), 1000 + STAGE_NEW_MS);
	assert_false(stage_time(&s, 4000));
	assert_true(stage_time(&s, 1000 + STAGE_NEW_MS));
	assert_false(s.tiles[0].is_new);
	has(&s, "1");
	assert_int_equal(stage_deadline(&s), -1);
	/* It had its time: the next takes its place. */
	call(&s, 2, 60000);
	has(&s, "2");
}

static void
calls_close_together_stand_side_by_side(void **state)
{
	struct stage s;
	(void)state;

	stage_init(&s);
	stage_hold(&s, 3000);
	call(&s, 1, 1000);
	call(&s, 2, 2000);
	call(&s, 3, 2500);
	has(&s, "1 2 3");
	assert_int_equal(stage_deadline(&s), 4000);
	assert_true(stage_time(&s, 4000));
	has(&s, "2 3");
	assert_true(stage_time(&s, 5000));
	has(&s, "3");
	/* The last one stays alone. */
	assert_int_equal(stage_deadline(&s), 2500 + STAGE_NEW_MS);
}

static void
what_was_before_makes_room_at_once(void **state)
{
	const struct board_call old = { .seq = 1 };
	struct stage s;
	(void)state;

	stage_init(&s);
	stage_hold(&s, 3000);
	stage_old_call(&s, &old, 1000);
	has(&s, "1");
	assert_false(s.tiles[0].is_new);
	call(&s, 2, 1001);
	has(&s, "2");
	stage_old_call(&s, &old, 1002);
	has(&s, "2");
	stage_clear(&s);
	has(&s, "");
}

/* Each of COUNT calls, one every EVERY_MS, stands HOLD_MS at least. */
static void
rush(int64_t count, int64_t every_ms)
{
	int64_t from_ms[100] = { 0 }, until_ms[100] = { 0 };
	int64_t hold_ms = 3000, now_ms = 1000;
	struct stage s;
	int64_t came = 0, first = 1;

	stage_init(&s);
	stage_hold(&s, hold_ms);
	for (; now_ms < 200000; now_ms += 10) {
		while (came < count && now_ms >= 1000 + came * every_ms)
			call(&s, (int)++came, now_ms);
		(void)stage_time(&s, now_ms);
		for (size_t i = 0; i < s.count; i++) {
			int64_t seq = s.tiles[i].call.seq;
			from_ms[seq] = from_ms[seq] ? from_ms[seq] : now_ms;
			until_ms[seq] = now_ms;
			/* In order. */
			assert_true(seq >= first);
			first = i == 0 ? seq : first;
		}
	}
	for (int64_t seq = 1; seq <= count; seq++) {
		assert_true(from_ms[seq] > 0);
		assert_true(until_ms[seq] - from_ms[seq] >= hold_ms - 10);
		assert_true(seq == 1 || from_ms[seq] >= from_ms[seq - 1]);
	}
	/* Four at a time: so long and no longer. */
	assert_true(
	    from_ms[count] <= 1000 + count * every_ms + count / 4 * 3100);
}

static void
in_a_rush_each_has_its_time(void **state)
{
	(void)state;
	rush(10, 0);
	rush(50, 200); /* fifty in ten seconds */
	rush(50, 0);
	rush(30, 900);
}

static void
those_that_wait_are_known(void **state)
{
	struct stage s;
	(void)state;

	stage_init(&s);
	stage_hold(&s, 3000);
	for (int i = 1; i <= 6; i++)
		call(&s, i, 1000);
	has(&s, "1 2 3 4");
	assert_true(stage_has(&s, 4));
	assert_false(stage_has(&s, 5));
	assert_true(stage_will_have(&s, 5));
	assert_false(stage_will_have(&s, 7));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_call_stands_at_once_and_stays),
		cmocka_unit_test(calls_close_together_stand_side_by_side),
		cmocka_unit_test(what_was_before_makes_room_at_once),
		cmocka_unit_test(in_a_rush_each_has_its_time),
		cmocka_unit_test(those_that_wait_are_known),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
