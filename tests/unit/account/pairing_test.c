/* Pairing codes: seven letters, ten minutes, one use. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "server/account/pairing.h"

#define NOW_MS ((int64_t)5000)

static struct pairing
made(struct pairings *ps, const char *name, int64_t now_ms)
{
	struct pairing p = { .role = ACCOUNT_PAD };

	(void)snprintf(p.name, sizeof(p.name), "%s", name);
	pairings_put(ps, &p, now_ms);
	assert_int_equal(strlen(p.code), PAIRING_CODE - 1);
	return p;
}

static void
a_code_is_good_once(void **state)
{
	struct pairings ps = { 0 };
	struct pairing p = made(&ps, "pad-1", NOW_MS), got;

	(void)state;
	assert_true(pairings_take(&ps, p.code, NOW_MS, &got));
	assert_string_equal(got.name, "pad-1");
	assert_false(pairings_take(&ps, p.code, NOW_MS, &got));
	assert_false(pairings_take(&ps, "", NOW_MS, &got));
}

static void
a_code_is_good_for_ten_minutes(void **state)
{
	struct pairings ps = { 0 };
	struct pairing p = made(&ps, "pad-1", NOW_MS), got;

	(void)state;
	assert_false(pairings_take(&ps, p.code, NOW_MS + PAIRING_MS, &got));
	assert_true(pairings_take(&ps, p.code, NOW_MS + PAIRING_MS - 1, &got));
}

static void
another_code_of_the_name_takes_its_place(void **state)
{
	struct pairings ps = { 0 };
	struct pairing first = made(&ps, "pad-1", NOW_MS), got;
	struct pairing next = made(&ps, "pad-1", NOW_MS + 1);

	(void)state;
	assert_false(pairings_take(&ps, first.code, NOW_MS + 2, &got));
	assert_true(pairings_take(&ps, next.code, NOW_MS + 2, &got));
}

static void
the_one_that_ends_soonest_makes_room(void **state)
{
	struct pairings ps = { 0 };
	struct pairing first = made(&ps, "first", NOW_MS), second, got;
	char name[LIMIT_NAME + 1];

	(void)state;
	second = made(&ps, "second", NOW_MS + 1);
	for (int i = 2; i <= PAIRINGS_MAX; i++) {
		(void)snprintf(name, sizeof(name), "pad-%d", i);
		(void)made(&ps, name, NOW_MS + i);
	}
	assert_false(pairings_take(&ps, first.code, NOW_MS + 100, &got));
	assert_true(pairings_take(&ps, second.code, NOW_MS + 100, &got));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_code_is_good_once),
		cmocka_unit_test(a_code_is_good_for_ten_minutes),
		cmocka_unit_test(another_code_of_the_name_takes_its_place),
		cmocka_unit_test(the_one_that_ends_soonest_makes_room),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
