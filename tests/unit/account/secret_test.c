/* Secrets, what they are compared with, and pairing codes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include "server/account/pairing.h"
#include "server/account/secret.h"

static void
a_devices_secret_is_its_own(void **state)
{
	char one[SECRET_TEXT], two[SECRET_TEXT], of_one[ACCOUNT_VERIFIER];

	(void)state;
	secret_make(one);
	secret_make(two);
	assert_int_equal(strlen(one), SECRET_TEXT - 1);
	assert_string_not_equal(one, two);
	secret_of_device(of_one, one);
	assert_null(strstr(of_one, one));
	assert_true(secret_is_devices(of_one, one));
	assert_false(secret_is_devices(of_one, two));
	assert_false(secret_is_devices(of_one, ""));
	assert_false(secret_is_devices(of_one, of_one));
	/* The journal has none: nobody comes in. */
	assert_false(secret_is_devices("", ""));
}

static void
a_persons_secret_costs_what_it_should(void **state)
{
	char verifier[ACCOUNT_VERIFIER];

	(void)state;
	assert_true(secret_of_person(verifier, "correct horse"));
	assert_non_null(strstr(verifier, "$argon2id$"));
	assert_non_null(strstr(verifier, "m=19456,t=2,p=1"));
	assert_true(secret_is_persons(verifier, "correct horse"));
	assert_false(secret_is_persons(verifier, "correct horsf"));
	assert_false(secret_is_persons(NULL, "correct horse"));
	assert_false(secret_is_persons("", ""));
	/* One of a device is none of a person. */
	secret_of_device(verifier, "correct horse");
	assert_false(secret_is_persons(verifier, "correct horse"));
}

static void
what_is_too_easy_is_said(void **state)
{
	static const char *const bad_pins[] = { "", "123", "123456789", "12a4",
		"12 4" };
	char most[SECRET_MAX + 2];

	(void)state;
	for (size_t i = 0; i < sizeof(bad_pins) / sizeof(*bad_pins); i++)
		assert_non_null(secret_flaw(ACCOUNT_CLERK, bad_pins[i]));
	assert_null(secret_flaw(ACCOUNT_CLERK, "1234"));
	assert_null(secret_flaw(ACCOUNT_CLERK, "12345678"));
	assert_non_null(secret_flaw(ACCOUNT_TECHNICIAN, "123456789"));
	assert_null(secret_flaw(ACCOUNT_TECHNICIAN, "1234567890"));
	memset(most, 'x', sizeof(most));
	most[SECRET_MAX] = '\0';
	assert_null(secret_flaw(ACCOUNT_MANAGER, most));
	most[SECRET_MAX] = 'x';
	most[SECRET_MAX + 1] = '\0';
	assert_non_null(secret_flaw(ACCOUNT_MANAGER, most));
}

static struct pairing
put(struct pairings *ps, const char *name, int64_t now_ms)
{
	struct pairing p = { .role = ACCOUNT_PAD, .by = "li" };

	memcpy(p.name, name, strlen(name) + 1);
	pairings_put(ps, &p, now_ms);
	return p;
}

static void
a_code_is_good_once_for_ten_minutes(void **state)
{
	static struct pairings ps;
	struct pairing p = put(&ps, "pad-1", 1000), out;
	char small[PAIRING_CODE];

	(void)state;
	assert_int_equal(strlen(p.code), 7);
	assert_int_equal(strspn(p.code, "23456789ABCDEFGHJKMNPQRTUVWXYZ"), 7);
	for (size_t i = 0; i < sizeof(small); i++) {
		small[i] = (char)(p.code[i] >= 'A' ? p.code[i] + 32
						   : p.code[i]);
	}
	assert_false(pairings_take(&ps, "", 1000, &out));
	assert_false(pairings_take(&ps, "2222222", 1000, &out));
	assert_true(pairings_take(&ps, small, 1000 + PAIRING_MS - 1, &out));
	assert_string_equal(out.name, "pad-1");
	assert_string_equal(out.by, "li");
	assert_int_equal(out.role, ACCOUNT_PAD);
	assert_false(pairings_take(&ps, p.code, 1000, &out));
	p = put(&ps, "pad-1", 1000);
	assert_false(pairings_take(&ps, p.code, 1000 + PAIRING_MS, &out));
}

static void
a_device_has_one_code(void **state)
{
	static struct pairings ps;
	struct pairing first = put(&ps, "pad-1", 1000), out;
	struct pairing second = put(&ps, "pad-1", 2000);

	(void)state;
	assert_false(pairings_take(&ps, first.code, 2000, &out));
	assert_true(pairings_take(&ps, second.code, 2000, &out));
}

static void
the_oldest_code_makes_room(void **state)
{
	static struct pairings ps;
	struct pairing first = put(&ps, "first", 1000), last, out;
	char name[8] = "pad-a";

	(void)state;
	for (int i = 0; i < PAIRINGS_MAX; i++) {
		name[4] = (char)('A' + i);
		last = put(&ps, name, 2000 + i);
	}
	assert_false(pairings_take(&ps, first.code, 3000, &out));
	assert_true(pairings_take(&ps, last.code, 3000, &out));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_devices_secret_is_its_own),
		cmocka_unit_test(a_persons_secret_costs_what_it_should),
		cmocka_unit_test(what_is_too_easy_is_said),
		cmocka_unit_test(a_code_is_good_once_for_ten_minutes),
		cmocka_unit_test(a_device_has_one_code),
		cmocka_unit_test(the_oldest_code_makes_room),
	};

	return sodium_init() < 0 ? 1
				 : cmocka_run_group_tests(tests, NULL, NULL);
}
