/* What printers answer, bit by bit, and how devices are written. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "kiosk/printer/device.h"
#include "kiosk/printer/status.h"
#include "proto/buf.h"

static void
assert_reasons(const struct status *s, const char *want)
{
	struct buf out = { 0 };

	status_reasons(&out, s);
	buf_putc(&out, '\0');
	assert_string_equal(out.at, want);
	buf_release(&out);
}

static void
test_answers_to_questions(void **state)
{
	struct status s = { 0 };
	(void)state;

	assert_reasons(&s, "none");
	status_asked(&s, 1, 0x1a);
	assert_reasons(&s, "offline-report");
	status_asked(&s, 2, 0x16);
	assert_reasons(&s, "cover-open-error");
	status_asked(&s, 4, 0x7e);
	assert_reasons(&s, "media-empty-error,cover-open-error");
	assert_false(status_ready(&s));
	status_asked(&s, 1, 0x12);
	status_asked(&s, 2, 0x12);
	status_asked(&s, 4, 0x1e);
	assert_reasons(&s, "media-low-warning");
	assert_true(status_ready(&s));
	status_asked(&s, 2, 0x52);
	assert_reasons(&s, "media-low-warning,other-error");
}

static void
test_the_status_that_comes_by_itself(void **state)
{
	static const uint8_t bytes[] = { 0x38, 0x00, 0x0f, 0x00 };
	struct status_reader r = { 0 };
	struct status s = { 0 };
	(void)state;

	for (int i = 0; i < 3; i++) {
		assert_int_equal(status_take(&r, bytes[i], &s), STATUS_NOTHING);
	}
	assert_int_equal(status_take(&r, bytes[3], &s), STATUS_WATCHED);
	assert_reasons(&s, "media-empty-error,cover-open-error");
	assert_int_equal(status_take(&r, 0x00, &s), STATUS_PROOF);
	assert_int_equal(status_take(&r, 0x12, &s), STATUS_ASKED);
	/* XON and XOFF of a serial line are no answers. */
	assert_int_equal(status_take(&r, 0x11, &s), STATUS_NOTHING);
	assert_int_equal(status_take(&r, 0x13, &s), STATUS_NOTHING);
}

static void
test_a_broken_off_status(void **state)
{
	struct status_reader r = { 0 };
	struct status s = { 0 };
	(void)state;

	assert_int_equal(status_take(&r, 0x10, &s), STATUS_NOTHING);
	assert_int_equal(status_take(&r, 0x00, &s), STATUS_NOTHING);
	assert_int_equal(status_take(&r, 0x12, &s), STATUS_ASKED);
	assert_int_equal(status_take(&r, 0x0f, &s), STATUS_PROOF);
	assert_int_equal(status_take(&r, 0x01, &s), STATUS_NOTHING);
	assert_int_equal(status_take(&r, 0x04, &s), STATUS_NOTHING);
	assert_int_equal(status_take(&r, 0x20, &s), STATUS_NOTHING);
}

static void
test_usb_port(void **state)
{
	struct status s = { .cover_open = true, .offline = true };
	(void)state;

	status_port(&s, 0x18);
	assert_reasons(&s, "none");
	status_port(&s, 0x28);
	assert_reasons(&s, "media-empty-error");
	status_port(&s, 0x18);
	assert_reasons(&s, "none");
	status_port(&s, 0x08);
	assert_reasons(&s, "offline-report");
	status_port(&s, 0x00);
	assert_reasons(&s, "other-error");
}

static void
test_devices(void **state)
{
	struct device d;
	(void)state;

	assert_null(device_read("usb:Q0001", &d));
	assert_int_equal(d.kind, DEVICE_USB);
	assert_string_equal(d.text, "Q0001");
	assert_null(device_read("usb:", &d));
	assert_null(device_read("tcp:192.0.2.7:9100", &d));
	assert_string_equal(d.text, "192.0.2.7");
	assert_int_equal(d.port, 9100);
	assert_null(device_read("tcp:[::1]:9100", &d));
	assert_string_equal(d.text, "::1");
	assert_null(device_read("tty:/dev/ttyS0@9600", &d));
	assert_string_equal(d.text, "/dev/ttyS0");
	assert_int_equal(d.baud, 9600);
	assert_non_null(device_read("/dev/usb/lp0", &d));
	assert_non_null(device_read("tcp:192.0.2.7", &d));
	assert_non_null(device_read("tcp:192.0.2.7:0", &d));
	assert_non_null(device_read("tcp::9100", &d));
	assert_non_null(device_read("tcp:[]:9100", &d));
	assert_non_null(device_read("tcp:192.0.2.7:70000", &d));
	assert_non_null(device_read("tty:/dev/ttyS0", &d));
	assert_non_null(device_read("tty:/dev/ttyS0@fast", &d));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_answers_to_questions),
		cmocka_unit_test(test_the_status_that_comes_by_itself),
		cmocka_unit_test(test_a_broken_off_status),
		cmocka_unit_test(test_usb_port),
		cmocka_unit_test(test_devices),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
