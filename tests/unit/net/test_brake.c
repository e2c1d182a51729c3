/* How fast one connection may go. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "server/net/brake.h"

/* How many of COUNT commands come at NOW_MS without a wait. */
static int
burst(struct brake *b, uint32_t per_second, int64_t now_ms, int count)
{
	int came = 0;

	while (came < count && brake_wait_ms(b, per_second, now_ms) == 0) {
		brake_count(b, per_second, now_ms);
		came++;
	}
	return came;
}

static void
a_second_of_them_at_once(void **state)
{
	(void)state;
	struct brake b = { 0 };

	assert_int_equal(burst(&b, 20, 5000, 100), 20);
	assert_int_equal(brake_wait_ms(&b, 20, 5000), 1);
	assert_int_equal(burst(&b, 20, 5001, 100), 1);
	/* Then at an even pace. */
	assert_int_equal(brake_wait_ms(&b, 20, 5001), 50);
	assert_int_equal(burst(&b, 20, 5050, 100), 0);
	assert_int_equal(burst(&b, 20, 5051, 100), 1);
	assert_int_equal(burst(&b, 20, 5551, 100), 10);
}

static void
a_rest_is_not_saved_up(void **state)
{
	(void)state;
	struct brake b = { 0 };

	assert_int_equal(burst(&b, 20, 5000, 100), 20);
	assert_int_equal(burst(&b, 20, 3600000, 100), 20);
}

static void
without_a_limit(void **state)
{
	(void)state;
	struct brake b = { 0 };

	assert_int_equal(burst(&b, 0, 5000, 100000), 100000);
	/* A limit that comes with a reload begins from then on. */
	assert_int_equal(burst(&b, 1, 5000, 100), 1);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_second_of_them_at_once),
		cmocka_unit_test(a_rest_is_not_saved_up),
		cmocka_unit_test(without_a_limit),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
