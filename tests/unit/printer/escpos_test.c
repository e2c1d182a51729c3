/* Pictures and texts as receipt printers get them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kiosk/escpos.h"
#include "kiosk/printer/model.h"
#include "kiosk/raster.h"
#include "proto/buf.h"

#define STRIDE 80

static const struct escpos_paper wide = { .width = 576, .columns = 48 };

static struct raster
picture(int width, int height)
{
	struct raster r = { .width = width,
		.height = height,
		.stride = STRIDE,
		.bits = calloc((size_t)height, STRIDE) };

	assert_non_null(r.bits);
	return r;
}

static void
set_byte(struct raster *r, int row, int at, uint8_t byte)
{
	r->bits[row * r->stride + at] = byte;
}

static void
assert_bytes(const struct buf *out, const void *bytes, size_t n)
{
	assert_false(out->failed);
	assert_int_equal(out->len, n);
	assert_memory_equal(out->at, bytes, n);
}

static void
test_white_is_fed(void **state)
{
	struct raster r = picture(576, 300);
	struct buf out = { 0 };
	(void)state;

	escpos_raster(&out, &r, &wide);
	assert_bytes(&out, "\x1bJ\xff\x1bJ\x2d", 6);
	buf_release(&out);
	raster_release(&r);
	assert_null(r.bits);
}

static void
test_a_band_is_as_wide_as_its_ink(void **state)
{
	struct raster r = picture(576, 4);
	struct buf out = { 0 };
	(void)state;

	set_byte(&r, 1, 0, 0x80);
	set_byte(&r, 2, 1, 0x01);
	escpos_raster(&out, &r, &wide);
	assert_bytes(
	    &out, "\x1bJ\x01\x1dv0\0\x02\0\x02\0\x80\0\0\x01\x1bJ\x01", 18);
	buf_release(&out);
	raster_release(&r);
}

static void
test_what_is_beyond_the_paper_is_cropped(void **state)
{
	const struct escpos_paper narrow = { .width = 12 };
	struct raster r = picture(576, 1);
	struct buf out = { 0 };
	(void)state;

	memset(r.bits, 0xff, STRIDE);
	escpos_raster(&out, &r, &narrow);
	assert_bytes(&out, "\x1dv0\0\x02\0\x01\0\xff\xf0", 10);
	buf_release(&out);
	raster_release(&r);
}

/* The heights of all bands, which are COUNT. */
static int
bands(const struct buf *out, int heights[], int most)
{
	int count = 0;

	for (size_t at = 0; at < out->len;) {
		const uint8_t *b = (const uint8_t *)out->at + at;
		assert_memory_equal(b, "\x1dv0\0", 4);
		assert_true(count < most);
		heights[count++] = b[6];
		at += 8 + (size_t)b[4] * b[6];
	}
	return count;
}

static void
test_bands_are_low(void **state)
{
	struct raster r = picture(576, 50);
	struct buf out = { 0 };
	int heights[4] = { 0 };
	(void)state;

	memset(r.bits, 0xff, (size_t)50 * STRIDE);
	escpos_raster(&out, &r, &wide);
	assert_int_equal(bands(&out, heights, 4), 3);
	assert_int_equal(heights[0], ESCPOS_BAND_ROWS);
	assert_int_equal(heights[2], 2);
	buf_release(&out);
	raster_release(&r);
}

static void
test_no_picture_is_obeyed(void **state)
{
	struct raster r = picture(576, 2);
	struct buf out = { 0 };
	(void)state;

	set_byte(&r, 0, 70, 0x10); /* from one row to the next */
	set_byte(&r, 0, 71, 0x04);
	set_byte(&r, 1, 0, 0x01);
	set_byte(&r, 1, 10, 0x10);
	set_byte(&r, 1, 11, 0x14);
	set_byte(&r, 1, 12, 0x08);
	set_byte(&r, 1, 71, 0x01);
	escpos_raster(&out, &r, &wide);
	assert_false(escpos_interrupts((const uint8_t *)out.at, out.len));
	/* One dot more, and none less. */
	assert_int_equal(out.at[8 + 70], 0x18);
	assert_int_equal(out.at[8 + 71], 0x04);
	assert_int_equal(out.at[8 + 72 + 10], 0x18);
	assert_true(escpos_interrupts((const uint8_t *)"a\x10\x04\x01", 4));
	assert_false(escpos_interrupts((const uint8_t *)"\x10\x04", 2));
	buf_release(&out);
	raster_release(&r);
}

static void
test_chinese_text(void **state)
{
	const struct escpos_paper p = { .columns = 32,
		.charset = ESCPOS_GB18030 };
	struct buf out = { 0 };
	(void)state;

	assert_true(escpos_text(&out, "号\n\nA\x1b", &p));
	assert_bytes(&out, "\x1c&\xba\xc5\n\nA?\n", 9);
	buf_release(&out);
}

static void
test_ascii_has_question_marks(void **state)
{
	const struct escpos_paper p = { .columns = 32 };
	struct buf out = { 0 };
	(void)state;

	assert_true(escpos_text(&out, "号é1\xff\n", &p));
	assert_bytes(&out, "??1?\n", 5);
	buf_release(&out);
}

static void
test_a_number_is_large(void **state)
{
	struct escpos_paper p = { .columns = 48 };
	struct buf out = { 0 };
	(void)state;

	assert_true(escpos_text(&out,
	    "\x0e"
	    "A012\n",
	    &p));
	assert_bytes(&out,
	    "\x1b"
	    "a\x01\x1d!\x33"
	    "A012\n\x1d!\0\x1b"
	    "a\0",
	    17);
	buf_clear(&out);
	p.columns = 12; /* three times as wide has no room */
	assert_true(escpos_text(&out,
	    "\x0e"
	    "A012",
	    &p));
	assert_memory_equal(out.at + 3, "\x1d!\x23", 3);
	buf_release(&out);
}

static void
test_beginning_and_end(void **state)
{
	struct escpos_paper p = { .unit_dpi = 203 };
	struct buf out = { 0 };
	(void)state;

	escpos_begin(&out, &p);
	assert_bytes(&out, "\x1b@\x1dP\xcb\xcb", 6);
	buf_clear(&out);
	p.cut = ESCPOS_CUT_PARTIAL;
	escpos_end(&out, &p);
	p.cut = ESCPOS_CUT_FULL;
	escpos_end(&out, &p);
	p.cut = ESCPOS_CUT_NONE;
	escpos_end(&out, &p);
	assert_bytes(&out,
	    "\x1dVB\0\x1dVA\0\x1b"
	    "d\x05",
	    11);
	buf_clear(&out);
	escpos_proof(&out);
	escpos_ask(&out, 4);
	assert_bytes(&out, "\x1dr\x01\x10\x04\x04", 6);
	buf_release(&out);
}

static void
test_recovery_outlasts_a_band(void **state)
{
	struct buf out = { 0 };
	size_t zeros = 0;
	(void)state;

	escpos_recover(&out, &wide);
	while (zeros < out.len && out.at[zeros] == '\0')
		zeros++;
	assert_true(zeros >= 8 + 72 * ESCPOS_BAND_ROWS);
	buf_release(&out);
}

static void
test_models(void **state)
{
	(void)state;

	assert_string_equal(model_find("EPSON-tm-t88")->name, "epson-tm-t88");
	assert_null(model_find("epson"));
	assert_string_equal(model_of_id("TM-T88VI")->name, "epson-tm-t88");
	assert_string_equal(model_of_id("TM-Q80")->name, "generic");
	assert_string_equal(model_of_id("")->name, "generic");
	for (size_t i = 0; model_at(i) != NULL; i++) {
		assert_true(model_at(i)->paper.width % 8 == 0);
		assert_non_null(model_at(i)->source);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_white_is_fed),
		cmocka_unit_test(test_a_band_is_as_wide_as_its_ink),
		cmocka_unit_test(test_what_is_beyond_the_paper_is_cropped),
		cmocka_unit_test(test_bands_are_low),
		cmocka_unit_test(test_no_picture_is_obeyed),
		cmocka_unit_test(test_chinese_text),
		cmocka_unit_test(test_ascii_has_question_marks),
		cmocka_unit_test(test_a_number_is_large),
		cmocka_unit_test(test_beginning_and_end),
		cmocka_unit_test(test_recovery_outlasts_a_band),
		cmocka_unit_test(test_models),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
