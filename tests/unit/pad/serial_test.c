/* The serial pads' frames, byte for byte. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "pad/driver.h"
#include "proto/buf.h"

static const struct pad_driver *const driver = &pad_driver_serial;

static void
bytes_are(struct buf *b, const char *wanted, size_t len)
{
	assert_int_equal(b->len, len);
	assert_memory_equal(b->at, wanted, len);
	buf_release(b);
}

#define BYTES(text) text, sizeof(text) - 1

static void
test_what_the_host_sends(void **state)
{
	const struct pad_page page = { .waiting = 12, .number = 7 };
	const struct pad_page blank = { .waiting = -1, .number = -1 };
	struct buf b = { 0 };
	(void)state;

	driver->beep(&b, 1);
	bytes_are(&b, BYTES("\xFF\x68\x02\x02\x68\x01\x03\x04\x16"));
	driver->show(&b, 1, &page);
	bytes_are(&b,
	    BYTES("\xFF\x68\x08\x08\x68\x01\x02\x00\x01\x02\x00\x00\x07\x0D"
		  "\x16"));
	driver->show(&b, 5, &blank);
	bytes_are(&b,
	    BYTES("\xFF\x68\x08\x08\x68\x05\x02\x0A\x0A\x0A\x0A\x0A\x0A\x43"
		  "\x16"));
}

static void
test_only_three_digits_fit(void **state)
{
	const struct pad_page page = { .waiting = 1234, .number = 4321 };
	struct buf b = { 0 };
	(void)state;

	driver->show(&b, 0, &page);
	bytes_are(&b,
	    BYTES("\xFF\x68\x08\x08\x68\x00\x02\x09\x09\x09\x03\x02\x01\x23"
		  "\x16"));
}

static void
test_every_key(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
		enum pad_key key;
		int digits;
	} cases[] = {
		{ BYTES("\xFF\x68\x03\x03\x68\x01\x00\x0C\x0D\x16"), PAD_NEXT,
		    -1 },
		{ BYTES("\xFF\x68\x03\x03\x68\x01\x00\x0D\x0E\x16"), PAD_RECALL,
		    -1 },
		{ BYTES("\xFF\x68\x03\x03\x68\x01\x00\x0B\x0C\x16"),
		    PAD_ASK_RATING, -1 },
		{ BYTES("\xFF\x68\x03\x03\x68\x01\x00\x12\x13\x16"), PAD_PAUSE,
		    -1 },
		{ BYTES("\xFF\x68\x04\x04\x68\x01\x00\x02\x13\x16\x16"),
		    PAD_TRANSFER, 2 },
		{ BYTES("\xFF\x68\x04\x04\x68\x01\x00\x06\x0F\x16\x16"),
		    PAD_ABANDONED, 6 },
		{ BYTES("\xFF\x68\x04\x04\x68\x01\x00\x00\x0F\x10\x16"),
		    PAD_HOLD, 0 },
		{ BYTES("\xFF\x68\x04\x04\x68\x01\x00\x03\x0F\x13\x16"),
		    PAD_RESUME, 3 },
		{ BYTES("\xFF\x68\x03\x03\x68\x01\x11\x05\x17\x16"), PAD_RATING,
		    5 },
		{ BYTES("\xFF\x68\x04\x04\x68\x01\x00\x09\x0F\x19\x16"),
		    PAD_UNKNOWN, 9 },
		{ BYTES("\xFF\x68\x03\x03\x68\x01\x00\x0F\x10\x16"),
		    PAD_UNKNOWN, -1 },
		{ BYTES("\xFF\x68\x02\x02\x68\x01\x00\x01\x16"), PAD_UNKNOWN,
		    -1 },
	};
	struct pad_press p;
	struct buf b = { 0 };
	(void)state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		buf_put(&b, cases[i].bytes, cases[i].len);
		assert_true(driver->read(&b, &p));
		assert_int_equal(p.address, 1);
		assert_int_equal(p.key, cases[i].key);
		assert_int_equal(p.digits, cases[i].digits);
		assert_int_equal(b.len, 0);
	}
	buf_release(&b);
}

/* Leading noughts and all; fewer digits choose, more are none. */
static void
test_a_pin_is_digits_and_the_confirmation(void **state)
{
	static const struct {
		const char *bytes;
		size_t len;
		enum pad_key key;
		const char *pin;
	} cases[] = {
		{ BYTES("\xFF\x68\x07\x07\x68\x01\x00\x00\x00\x04\x02\x0F\x16"
			"\x16"),
		    PAD_PIN, "0042" },
		{ BYTES("\xFF\x68\x0B\x0B\x68\x01\x00\x09\x08\x07\x06\x05\x04"
			"\x03\x02\x0F\x3C\x16"),
		    PAD_PIN, "98765432" },
		{ BYTES("\xFF\x68\x06\x06\x68\x01\x00\x01\x02\x03\x0F\x16"
			"\x16"),
		    PAD_UNKNOWN, "" },
		{ BYTES("\xFF\x68\x0C\x0C\x68\x01\x00\x01\x01\x01\x01\x01\x01"
			"\x01\x01\x01\x0F\x19\x16"),
		    PAD_UNKNOWN, "" },
		{ BYTES("\xFF\x68\x07\x07\x68\x01\x00\x01\x0A\x01\x01\x0F\x1D"
			"\x16"),
		    PAD_UNKNOWN, "" },
	};
	struct pad_press p;
	struct buf b = { 0 };
	(void)state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		buf_put(&b, cases[i].bytes, cases[i].len);
		assert_true(driver->read(&b, &p));
		assert_int_equal(p.key, cases[i].key);
		assert_string_equal(p.pin, cases[i].pin);
	}
	buf_release(&b);
}

static void
test_keys_are_echoed_and_ratings_answered(void **state)
{
	static const char key[] =
	    "\xFF\x68\x04\x04\x68\x01\x20\x06\x0F\x36\x16";
	static const char rating[] = "\xFF\x68\x03\x03\x68\x01\x11\x05\x17\x16";
	struct pad_press p;
	struct buf b = { 0 };
	(void)state;

	buf_put(&b, key, sizeof(key) - 1);
	assert_true(driver->read(&b, &p));
	driver->acknowledge(&b, &p);
	bytes_are(&b, BYTES(key));
	buf_put(&b, rating, sizeof(rating) - 1);
	assert_true(driver->read(&b, &p));
	driver->acknowledge(&b, &p);
	bytes_are(&b, BYTES("\xFF\x68\x02\x02\x68\x01\x01\x02\x16"));
}

/* Noise, halves and wrong sums: what is well comes through, byte by byte. */
static void
test_noise_is_left_out(void **state)
{
	static const char line[] =
	    "\x00\xFF\xFF\x68\x03\x03\x68\x02\x00\x0C\x0F\x16" /* wrong sum */
	    "\xFF\x68\x03\x04\x68\x02\x00\x0C\x0E\x16"	       /* two lengths */
	    "\xFF\x68\xFF\xFF\x68"			       /* too long */
	    "\xFF\x68\x03\x03\xFF\x68\x03\x03\x68\x02\x00\x0C\x0E\x16"
	    "\x16\x68\xFF\x68\x03\x03\x68\x07\x00\x0D\x14\x16\xFF\x68";
	struct pad_press p;
	struct buf b = { 0 };
	int seen = 0;
	(void)state;

	for (size_t i = 0; i < sizeof(line) - 1; i++) {
		buf_putc(&b, line[i]);
		if (!driver->read(&b, &p))
			continue;
		seen++;
		assert_int_equal(p.address, seen == 1 ? 2 : 7);
		assert_int_equal(p.key, seen == 1 ? PAD_NEXT : PAD_RECALL);
	}
	assert_int_equal(seen, 2);
	assert_int_equal(b.len, 2); /* what may begin another */
	buf_release(&b);
}

static void
test_drivers_have_names(void **state)
{
	(void)state;

	assert_ptr_equal(pad_driver_find("serial"), driver);
	assert_null(pad_driver_find("none"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_the_host_sends),
		cmocka_unit_test(test_only_three_digits_fit),
		cmocka_unit_test(test_every_key),
		cmocka_unit_test(test_a_pin_is_digits_and_the_confirmation),
		cmocka_unit_test(test_keys_are_echoed_and_ratings_answered),
		cmocka_unit_test(test_noise_is_left_out),
		cmocka_unit_test(test_drivers_have_names),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
