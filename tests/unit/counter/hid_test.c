/* A keyboard's reports: each key that goes down once. */
#include <linux/input-event-codes.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "counter/hid.h"

static size_t
take(struct hid *h, uint8_t a, uint8_t b, uint32_t out[HID_KEYS])
{
	const uint8_t report[HID_REPORT] = { 0, 0, a, b };

	return hid_take(h, report, sizeof(report), out);
}

static void
a_key_goes_down_once(void **state)
{
	struct hid h = { 0 };
	uint32_t out[HID_KEYS];
	(void)state;

	assert_int_equal(take(&h, 0x58, 0, out), 1);
	assert_int_equal(out[0], KEY_KPENTER);
	assert_int_equal(take(&h, 0x58, 0, out), 0); /* held */
	/* Another one beside it, and the first has moved. */
	assert_int_equal(take(&h, 0x59, 0x58, out), 1);
	assert_int_equal(out[0], KEY_KP1);
	assert_int_equal(take(&h, 0, 0, out), 0);
	assert_int_equal(take(&h, 0x62, 0x57, out), 2);
	assert_int_equal(out[0], KEY_KP0);
	assert_int_equal(out[1], KEY_KPPLUS);
}

static void
what_is_no_key_presses_none(void **state)
{
	const uint8_t too_many[HID_REPORT] = { 0, 0, 1, 1, 1, 1, 1, 1 };
	const uint8_t shorter[3] = { 0, 0, 0x58 };
	struct hid h = { 0 };
	uint32_t out[HID_KEYS];
	(void)state;

	assert_int_equal(take(&h, 0x58, 0, out), 1);
	assert_int_equal(hid_take(&h, too_many, sizeof(too_many), out), 0);
	assert_int_equal(take(&h, 0x58, 0, out), 0); /* it was not let go */
	assert_int_equal(hid_take(&h, shorter, sizeof(shorter), out), 0);
	assert_int_equal(take(&h, 0xFF, 0x02, out), 0);
	assert_int_equal(take(&h, 0x65, 0, out), 0); /* a key without code */
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_key_goes_down_once),
		cmocka_unit_test(what_is_no_key_presses_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
