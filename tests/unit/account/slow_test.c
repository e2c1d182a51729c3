/* Guesses slowed by time: whom, how much, and whom not. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "server/account/slow.h"

static void
each_wrong_one_waits_twice_as_long(void **state)
{
	static struct slow s;
	int64_t due_ms = 1000, wait_ms = SLOW_MS_MIN;

	(void)state;
	assert_int_equal(slow_guess(&s, 7, 1000), 1000);
	for (int i = 0; i < 10; i++) {
		/* However soon it comes, it is looked at in its time. */
		due_ms += wait_ms;
		assert_int_equal(slow_guess(&s, 7, 1001), due_ms);
		wait_ms = 2 * wait_ms < SLOW_MS_MAX ? 2 * wait_ms : SLOW_MS_MAX;
	}
}

static void
others_wait_for_nothing(void **state)
{
	static struct slow s;

	(void)state;
	for (int i = 0; i < 100; i++)
		(void)slow_guess(&s, 7, 1000);
	/* The same set of the table, and another one. */
	assert_int_equal(slow_guess(&s, 7 + SLOW_SETS, 1000), 1000);
	assert_int_equal(slow_guess(&s, 8, 1000), 1000);
}

static void
the_right_one_is_forgotten_at_once(void **state)
{
	static struct slow s;

	(void)state;
	for (int i = 0; i < 5; i++)
		(void)slow_guess(&s, 7, 1000);
	slow_right(&s, 7);
	assert_int_equal(slow_guess(&s, 7, 1001), 1001);
}

static void
who_is_quiet_is_forgotten(void **state)
{
	static struct slow s;
	int64_t later_ms = SLOW_FORGET_MS + 100000;

	(void)state;
	for (int i = 0; i < 5; i++)
		(void)slow_guess(&s, 7, 1000);
	assert_int_equal(slow_guess(&s, 7, later_ms), later_ms);
	assert_int_equal(slow_guess(&s, 7, later_ms), later_ms + SLOW_MS_MIN);
}

static void
a_flood_of_names_pushes_out_the_quietest(void **state)
{
	static struct slow s;

	(void)state;
	for (int i = 0; i < 8; i++)
		(void)slow_guess(&s, 7, 1000);
	for (uint64_t i = 1; i < SLOW_WAYS; i++)
		(void)slow_guess(&s, 7 + i * SLOW_SETS, 1000 + (int64_t)i);
	(void)slow_guess(&s, 7 + SLOW_WAYS * SLOW_SETS, 2000);
	/* The one that was tried most still waits. */
	assert_true(slow_guess(&s, 7, 2000) > 2000);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(each_wrong_one_waits_twice_as_long),
		cmocka_unit_test(others_wait_for_nothing),
		cmocka_unit_test(the_right_one_is_forgotten_at_once),
		cmocka_unit_test(who_is_quiet_is_forgotten),
		cmocka_unit_test(a_flood_of_names_pushes_out_the_quietest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
