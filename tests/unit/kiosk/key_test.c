/* What is a key, and what is none. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kiosk/key.h"

static void
test_keys(void **state)
{
	(void)state;
	assert_int_equal(key_read("12").service, 12);
	assert_int_equal(key_read("12").class, 1);
	assert_int_equal(key_read("2.3").service, 2);
	assert_int_equal(key_read("2.3").class, 3);
	assert_null(key_read("2.3").code);
	assert_string_equal(key_read("c k7qm-3xrp").code, "k7qm-3xrp");
	assert_string_equal(key_read("CK7QM3XRP").code, "K7QM3XRP");
	assert_null(key_read("c").code);
}

static void
test_no_keys(void **state)
{
	static const char *const none[] = { "", "0", "x", "-1", " 1", "1x",
		"1.", "1.0", ".2", "1.2.3", "1. 2", "99999999999999999999" };

	(void)state;
	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
		assert_int_equal(key_read(none[i]).service, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_no_keys),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
