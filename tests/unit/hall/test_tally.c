/* What a service did today, summed while it happens. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "server/hall/day.h"
#include "server/hall/tally.h"
#include "tests/unit/hall/fixture.h"

static const struct spec usual = { "a:A:1-999:refuse b:B:1-99:refuse",
	"1:a,b 2:b", "normal:0", 2, 2, 36000, 50, 4, 0, 0 };

static int
start(void **state)
{
	struct fixture *f = *state;

	fixture_start(f, &usual);
	f->hall->board->services[0].watch.target_ms = 10 * MINUTE_MS;
	opened(f, "1");
	return 0;
}

static int
stop(void **state)
{
	fixture_stop(*state);
	return 0;
}

static const struct tally *
tally(const struct fixture *f, size_t service)
{
	return hall_tally(f->hall, service);
}

static void
pass(struct fixture *f, int64_t minutes)
{
	f->now_ms += minutes * MINUTE_MS;
}

/* One waits 65 minutes, the other ten. */
static void
waits_are_to_the_first_call(void **state)
{
	struct fixture *f = *state;
	int64_t first = issued(f, "a", NULL);

	pass(f, 55);
	int64_t second = issued(f, "a", NULL);
	pass(f, 10);
	assert_int_equal(next(f, "1"), first);
	assert_int_equal(tally(f, 0)->wait_ms, 65 * MINUTE_MS);
	assert_int_equal(tally(f, 0)->late, 1);
	assert_int_equal(next(f, "1"), second);
	assert_int_equal(tally(f, 0)->wait_ms, 75 * MINUTE_MS);
	assert_int_equal(tally(f, 0)->late, 1);
	about(f, REQUEST_MISSED, "1", second);
	about(f, REQUEST_RETURN, NULL, second);
	pass(f, 100);
	assert_int_equal(next(f, "1"), second);
	assert_int_equal(tally(f, 0)->issued, 2);
	assert_int_equal(tally(f, 0)->called, 2);
	assert_int_equal(tally(f, 0)->wait_ms, 75 * MINUTE_MS);
}

static void
a_visit_of_two_steps_is_finished_twice(void **state)
{
	struct fixture *f = *state;
	const struct request r = {
		.type = REQUEST_ISSUE,
		.service = "a",
		.steps = "b",
	};

	assert_int_equal(ask(f, r), REFUSE_NOT);
	int64_t id = f->d.outcome.id;
	assert_int_equal(next(f, "1"), id);
	pass(f, 7);
	about(f, REQUEST_FINISH, "1", id);
	assert_int_equal(next(f, "1"), id);
	pass(f, 3);
	/* Nobody else waits: NEXT finishes it. */
	assert_int_equal(next(f, "1"), 0);
	assert_int_equal(tally(f, 0)->finished, 1);
	assert_int_equal(tally(f, 0)->served, 0);
	assert_int_equal(tally(f, 0)->handling_ms, 7 * MINUTE_MS);
	assert_int_equal(tally(f, 1)->finished, 1);
	assert_int_equal(tally(f, 1)->served, 1);
	assert_int_equal(tally(f, 1)->matters, 1);
	assert_int_equal(tally(f, 1)->handling_ms, 3 * MINUTE_MS);
}

static void
missed_once_is_missed_and_twice_abandoned(void **state)
{
	struct fixture *f = *state;
	int64_t id = issued(f, "a", NULL);

	for (int i = 0; i < 2; i++) {
		assert_int_equal(next(f, "1"), id);
		about(f, REQUEST_MISSED, "1", id);
		if (i == 0)
			about(f, REQUEST_RETURN, NULL, id);
	}
	assert_state(f, id, "abandoned");
	assert_int_equal(tally(f, 0)->missed, 1);
	assert_int_equal(tally(f, 0)->abandoned, 1);
}

static void
a_day_begins_with_nothing(void **state)
{
	struct fixture *f = *state;

	(void)issued(f, "a", NULL);
	assert_int_equal(hall_waiting(f->hall, 0), 1);
	assert_int_equal(fixture_layout(f, &usual), REFUSE_NOT);
	assert_int_equal(tally(f, 0)->issued, 1);
	pass(f, DAY_MS / MINUTE_MS);
	fixture_day(f, TODAY + 1);
	assert_int_equal(tally(f, 0)->issued, 0);
	assert_int_equal(hall_waiting(f->hall, 0), 0);
}

int
main(void)
{
	static struct fixture f;
#define CASE(fn) cmocka_unit_test_prestate_setup_teardown(fn, start, stop, &f)
	const struct CMUnitTest tests[] = {
		CASE(waits_are_to_the_first_call),
		CASE(a_visit_of_two_steps_is_finished_twice),
		CASE(missed_once_is_missed_and_twice_abandoned),
		CASE(a_day_begins_with_nothing),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
