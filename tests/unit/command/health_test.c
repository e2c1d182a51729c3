/* When haod calls its disk low, full and well again. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "server/health.h"

static void
a_disk_has_two_lines(void **state)
{
	(void)state;
	assert_string_equal(health_disk(50, 100, "ok"), "ok");
	assert_string_equal(health_disk(10, 100, "ok"), "ok");
	assert_string_equal(health_disk(9, 100, "ok"), "low");
	assert_string_equal(health_disk(3, 100, "low"), "low");
	assert_string_equal(health_disk(2, 100, "ok"), "full");
	assert_string_equal(health_disk(0, 100, "low"), "full");
}

static void
it_does_not_swing(void **state)
{
	(void)state;
	assert_string_equal(health_disk(11, 100, "low"), "low");
	assert_string_equal(health_disk(11, 100, "full"), "low");
	assert_string_equal(health_disk(12, 100, "low"), "ok");
	assert_string_equal(health_disk(11, 100, "ok"), "ok");
}

static void
sizes_do_not_wrap(void **state)
{
	const uint64_t huge = UINT64_C(1) << 50; /* blocks of a disk to come */

	(void)state;
	assert_string_equal(health_disk(huge / 20, huge, "ok"), "low");
	assert_string_equal(health_disk(0, 0, "ok"), "ok");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_disk_has_two_lines),
		cmocka_unit_test(it_does_not_swing),
		cmocka_unit_test(sizes_do_not_wrap),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
