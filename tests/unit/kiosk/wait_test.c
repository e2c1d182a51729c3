/* About how long, in whole minutes, said no finer than it is known. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kiosk/wait.h"

static void
test_minutes(void **state)
{
	static const struct {
		int64_t low_s, high_s, low, high;
	} cases[] = {
		{ 0, 0, 0, 1 },
		{ 0, 61, 0, 2 },
		{ 59, 60, 0, 1 },
		{ 60, 61, 1, 2 },
		{ 600, 1200, 10, 20 },
		{ 599, 1201, 9, 25 },
		{ 1259, 1800, 20, 30 },
		{ 1320, 1501, 20, 30 },
		{ 3900, 3900, 64, 65 },
		{ 120, 120, 1, 2 },
	};
	(void)state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct wait_minutes w = wait_minutes(
		    cases[i].low_s * 1000, cases[i].high_s * 1000);
		assert_int_equal(w.low, cases[i].low);
		assert_int_equal(w.high, cases[i].high);
	}
}

static void
test_not_known(void **state)
{
	(void)state;
	assert_int_equal(wait_minutes(-1, -1).high, 0);
	assert_int_equal(wait_minutes(5000, 4000).high, 0);
}

/* Whatever the server says, the truth it knows lies in what is told. */
static void
test_holds_what_it_was_given(void **state)
{
	(void)state;
	for (int64_t low = 0; low < 9000; low += 7) {
		for (int64_t high = low; high < low + 5000; high += 131) {
			struct wait_minutes w = wait_minutes(
			    low * 1000, high * 1000);
			assert_true(w.low * 60 <= low);
			assert_true(w.high * 60 >= high);
			assert_true(w.low < w.high);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_minutes),
		cmocka_unit_test(test_not_known),
		cmocka_unit_test(test_holds_what_it_was_given),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
