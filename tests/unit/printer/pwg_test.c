/* PWG raster, read back by a reader of the test's own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kiosk/pwg.h"
#include "kiosk/raster.h"
#include "proto/buf.h"

#define HEADER 1796

static unsigned
number(const uint8_t *at)
{
	return (unsigned)at[0] << 24 | (unsigned)at[1] << 16 |
	    (unsigned)at[2] << 8 | at[3];
}

/* One line of BYTES; where it ends. */
static const uint8_t *
line(const uint8_t *at, uint8_t *to, int bytes)
{
	int have = 0;

	while (have < bytes) {
		int n = *at++;
		if (n < 128) {
			assert_true(have + n + 1 <= bytes);
			memset(to + have, *at++, (size_t)n + 1);
			have += n + 1;
		} else {
			n = 257 - n;
			assert_true(have + n <= bytes);
			memcpy(to + have, at, (size_t)n);
			at += n;
			have += n;
		}
	}
	return at;
}

static const uint8_t *
page(const uint8_t *at, const struct raster *want)
{
	uint8_t row[512];
	int bytes = (want->width + 7) / 8;

	assert_string_equal(at, "PwgRaster");
	assert_int_equal(number(at + 276), 203);
	assert_int_equal(number(at + 372), want->width);
	assert_int_equal(number(at + 376), want->height);
	assert_int_equal(number(at + 392), bytes);
	at += HEADER;
	for (int y = 0; y < want->height;) {
		int rows = *at++ + 1;
		at = line(at, row, bytes);
		for (; rows > 0; rows--, y++) {
			assert_true(y < want->height);
			assert_memory_equal(row,
			    want->bits + (ptrdiff_t)y * want->stride,
			    (size_t)bytes);
		}
	}
	return at;
}

static void
read_back(const struct raster *pages, size_t count)
{
	struct buf out = { 0 };

	pwg_document(&out, pages, count, 203);
	assert_false(out.failed);
	assert_memory_equal(out.at, "RaS2", 4);
	const uint8_t *at = (const uint8_t *)out.at + 4;
	for (size_t i = 0; i < count; i++) {
		assert_int_equal(number(at + 452), count);
		at = page(at, &pages[i]);
	}
	assert_ptr_equal(at, out.at + out.len);
	buf_release(&out);
}

static void
test_any_picture_comes_back(void **state)
{
	unsigned seed = 7;
	(void)state;

	for (int width = 1; width < 600; width += 37) {
		struct raster r[2] = { { width, 300, 80, calloc(300, 80) },
			{ width, 1, 80, calloc(1, 80) } };
		for (int i = 0; i < 300 * 80; i++) {
			seed = seed * 1103515245 + 12345;
			/* Runs, and bytes that are unlike. */
			unsigned same = (unsigned)i / 23;
			r[0].bits[i] = (uint8_t)((seed >> 16 & 3) != 0
				? same
				: seed >> 20);
		}
		read_back(r, 2);
		raster_release(&r[0]);
		raster_release(&r[1]);
	}
}

static void
test_white_is_short(void **state)
{
	struct raster r = { 576, 800, 72, calloc(800, 72) };
	struct buf out = { 0 };
	(void)state;

	read_back(&r, 1);
	pwg_document(&out, &r, 1, 203);
	assert_true(out.len < HEADER + 32);
	buf_release(&out);
	raster_release(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_any_picture_comes_back),
		cmocka_unit_test(test_white_is_short),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
