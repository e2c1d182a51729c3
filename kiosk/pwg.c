#include "kiosk/pwg.h"

#include <stdint.h>
#include <string.h>

#include "kiosk/raster.h"
#include "proto/buf.h"

#define HEADER_SIZE 1796
#define BLACK	    3 /* the colour space in which 1 is black */
#define RUN_MAX	    128
#define ROWS_MAX    256
#define POINTS	    72

/* Where the header's fields stand, in bytes. All others are 0. */
enum {
	AT_TYPE = 0,
	AT_DPI_ACROSS = 276,
	AT_DPI_DOWN = 280,
	AT_COPIES = 340,
	AT_PAGE_WIDTH_PT = 352,
	AT_PAGE_HEIGHT_PT = 356,
	AT_WIDTH = 372,
	AT_HEIGHT = 376,
	AT_BITS_PER_COLOUR = 384,
	AT_BITS_PER_DOT = 388,
	AT_ROW_BYTES = 392,
	AT_COLOUR_SPACE = 400,
	AT_COLOURS = 420,
	AT_PAGES = 452,
	AT_ACROSS_TRANSFORM = 456,
	AT_DOWN_TRANSFORM = 460,
};

static void
number_put(uint8_t *header, size_t at, int n)
{
	for (size_t i = 0; i < 4; i++)
		header[at + i] = (uint8_t)((uint32_t)n >> (24 - 8 * i));
}

static int
row_bytes(const struct raster *r)
{
	return (r->width + 7) / 8;
}

static void
header_put(struct buf *out, const struct raster *r, int pages, int dpi)
{
	uint8_t h[HEADER_SIZE] = { 0 };

	memcpy(h + AT_TYPE, "PwgRaster", sizeof("PwgRaster"));
	number_put(h, AT_DPI_ACROSS, dpi);
	number_put(h, AT_DPI_DOWN, dpi);
	number_put(h, AT_COPIES, 1);
	number_put(h, AT_PAGE_WIDTH_PT, r->width * POINTS / dpi);
	number_put(h, AT_PAGE_HEIGHT_PT, r->height * POINTS / dpi);
	number_put(h, AT_WIDTH, r->width);
	number_put(h, AT_HEIGHT, r->height);
	number_put(h, AT_BITS_PER_COLOUR, 1);
	number_put(h, AT_BITS_PER_DOT, 1);
	number_put(h, AT_ROW_BYTES, row_bytes(r));
	number_put(h, AT_COLOUR_SPACE, BLACK);
	number_put(h, AT_COLOURS, 1);
	number_put(h, AT_PAGES, pages);
	number_put(h, AT_ACROSS_TRANSFORM, 1);
	number_put(h, AT_DOWN_TRANSFORM, 1);
	buf_put(out, h, sizeof(h));
}

/* How many bytes from AT are the same, of N. */
static int
run(const uint8_t *at, int n)
{
	int same = 1;

	while (same < n && same < RUN_MAX && at[same] == at[0])
		same++;
	return same;
}

/* How many bytes from AT begin no run of two, of N. */
static int
unlike(const uint8_t *at, int n)
{
	int count = 1;

	while (count < n && count < RUN_MAX &&
	    (count + 1 == n || at[count] != at[count + 1]))
		count++;
	return count;
}

/* As PackBits does it: a run of N is N - 1, N unlike bytes are 257 - N. */
static void
row_put(struct buf *out, const uint8_t *row, int n)
{
	for (int at = 0; at < n;) {
		int same = run(row + at, n - at);
		if (same > 1 || at + 1 == n) {
			buf_putc(out, (char)(same - 1));
			buf_putc(out, (char)row[at]);
			at += same;
			continue;
		}
		int count = unlike(row + at, n - at);
		if (count == 1) {
			buf_putc(out, 0);
		} else {
			buf_putc(out, (char)(257 - count));
		}
		buf_put(out, row + at, (size_t)count);
		at += count;
	}
}

static const uint8_t *
row_of(const struct raster *r, int row)
{
	return r->bits + (size_t)row * (size_t)r->stride;
}

static void
page_put(struct buf *out, const struct raster *r)
{
	int bytes = row_bytes(r);

	for (int row = 0; row < r->height;) {
		int rows = 1;
		while (rows < ROWS_MAX && row + rows < r->height &&
		    memcmp(row_of(r, row), row_of(r, row + rows),
			(size_t)bytes) == 0)
			rows++;
		buf_putc(out, (char)(rows - 1));
		row_put(out, row_of(r, row), bytes);
		row += rows;
	}
}

void
pwg_document(struct buf *out, const struct raster *pages, size_t count, int dpi)
{
	buf_puts(out, "RaS2");
	for (size_t i = 0; i < count; i++) {
		header_put(out, &pages[i], (int)count, dpi);
		page_put(out, &pages[i]);
	}
}
