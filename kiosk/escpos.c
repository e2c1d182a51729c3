#include "kiosk/escpos.h"

#include <iconv.h>
#include <string.h>

#include "kiosk/raster.h"
#include "proto/buf.h"

#define ESC 0x1b
#define GS  0x1d
#define FS  0x1c
#define DLE 0x10
#define EOT 0x04

#define FEED_MAX       255  /* of one ESC J */
#define LARGE_MAX      4    /* times as wide and high: 96 dots, 12 mm */
#define TEAR_LINES     5    /* from the head to the edge */
#define LINE_MAX_BYTES 2048 /* the rest of a line is left out */

static void
bytes_put(struct buf *out, const int *bytes, size_t n)
{
	for (size_t i = 0; i < n; i++)
		buf_putc(out, (char)bytes[i]);
}

#define PUT(out, ...)                           \
 bytes_put((out), (const int[]){ __VA_ARGS__ }, \
     sizeof((const int[]){ __VA_ARGS__ }) / sizeof(int))

void
escpos_begin(struct buf *out, const struct escpos_paper *p)
{
	PUT(out, ESC, '@');
	if (p->unit_dpi > 0 && p->unit_dpi <= 255)
		PUT(out, GS, 'P', p->unit_dpi, p->unit_dpi);
}

/* --- Pictures -----------------------------------------------------------*/

static int
bytes_of(int dots)
{
	return (dots + 7) / 8;
}

static const uint8_t *
row_of(const struct raster *r, int row)
{
	return r->bits + (size_t)row * (size_t)r->stride;
}

/* What is printed of a picture's rows. */
struct crop {
	const struct raster *raster;
	int bytes;	   /* of a row */
	uint8_t last_mask; /* dots of its last byte */
};

static struct crop
crop_to(const struct raster *r, int width)
{
	int dots = r->width < width ? r->width : width;
	int over = dots % 8;

	return (struct crop){
		.raster = r,
		.bytes = bytes_of(dots),
		.last_mask = (uint8_t)(over == 0 ? 0xff : 0xff00 >> over),
	};
}

static uint8_t
byte_of(const struct crop *c, int row, int at)
{
	uint8_t byte = row_of(c->raster, row)[at];

	return at == c->bytes - 1 ? byte & c->last_mask : byte;
}

/* Bytes of ROW up to its last black dot. */
static int
extent(const struct crop *c, int row)
{
	int n = c->bytes;

	while (n > 0 && byte_of(c, row, n - 1) == 0)
		n--;
	return n;
}

static void
feed(struct buf *out, int rows)
{
	for (int left = rows; left > 0; left -= FEED_MAX)
		PUT(out, ESC, 'J', left < FEED_MAX ? left : FEED_MAX);
}

/* DLE EOT, DLE ENQ and DLE DC4 work whatever they are in the middle of. */
static bool
is_obeyed_at_once(const uint8_t *at)
{
	bool asks = at[1] == EOT && at[2] >= 1 && at[2] <= 8;
	bool recovers = at[1] == 0x05 && at[2] <= 2;
	bool acts = at[1] == 0x14 && at[2] >= 1 && at[2] <= 8;

	return at[0] == DLE && (asks || recovers || acts);
}

bool
escpos_interrupts(const uint8_t *bytes, size_t n)
{
	for (size_t i = 0; i + 2 < n; i++) {
		if (is_obeyed_at_once(bytes + i))
			return true;
	}
	return false;
}

/* One dot more, beside the one that is there, and nothing is obeyed. */
static void
disarm(uint8_t *bytes, size_t n)
{
	for (size_t i = 0; i + 2 < n; i++) {
		if (is_obeyed_at_once(bytes + i))
			bytes[i] = DLE | DLE >> 1;
	}
}

/* Puts ROWS rows from TOP, BYTES wide. */
static void
band(struct buf *out, const struct crop *c, int top, int rows, int bytes)
{
	PUT(out, GS, 'v', '0', 0, bytes & 0xff, bytes >> 8, rows, 0);
	size_t start = out->len;

	for (int row = top; row < top + rows; row++) {
		for (int at = 0; at < bytes; at++)
			buf_putc(out, (char)byte_of(c, row, at));
	}
	if (!out->failed)
		disarm((uint8_t *)out->at + start, out->len - start);
}

/* Puts the rows from TOP that make one band; how many there were. */
static int
inked(struct buf *out, const struct crop *c, int top)
{
	int bytes = 0, rows = 0;

	while (rows < ESCPOS_BAND_ROWS && top + rows < c->raster->height) {
		int n = extent(c, top + rows);
		if (n == 0)
			break;
		bytes = n > bytes ? n : bytes;
		rows++;
	}
	band(out, c, top, rows, bytes);
	return rows;
}

void
escpos_raster(
    struct buf *out, const struct raster *r, const struct escpos_paper *p)
{
	struct crop c = crop_to(r, p->width);
	int row = 0;

	while (row < r->height) {
		int white = 0;
		while (row + white < r->height && extent(&c, row + white) == 0)
			white++;
		feed(out, white);
		row += white;
		if (row < r->height)
			row += inked(out, &c, row);
	}
}

/* --- Texts --------------------------------------------------------------*/

static const char *
charset_name(enum escpos_charset charset)
{
	switch (charset) {
	case ESCPOS_ASCII:
		return "ASCII";
	case ESCPOS_GB18030:
		return "GB18030";
	}
	return "";
}

/* The bytes that a character begun by LEAD takes. */
static size_t
utf8_length(uint8_t lead)
{
	if (lead < 0xc0)
		return 1;
	return lead < 0xe0 ? 2 : lead < 0xf0 ? 3 : 4;
}

/* One character from *FROM, which holds LEFT bytes of it and more. */
static void
convert(struct buf *out, iconv_t to, char **from, size_t *left)
{
	char bytes[8];
	char *at = bytes;
	size_t room = sizeof(bytes), whole = utf8_length((uint8_t) * *from);
	size_t n = whole < *left ? whole : *left;
	size_t rest = n;
	char *in = *from;

	if (iconv(to, &in, &rest, &at, &room) == (size_t)-1 || rest > 0) {
		buf_putc(out, '?');
	} else {
		buf_put(out, bytes, (size_t)(at - bytes));
	}
	(void)iconv(to, NULL, NULL, NULL, NULL);
	*from += n;
	*left -= n;
}

/* A character is as wide as the line's length allows, and always as high. */
static void
large(struct buf *out, size_t length, int columns)
{
	int wide = length == 0 ? 1 : columns / (int)length;

	wide = wide < 1 ? 1 : wide > LARGE_MAX ? LARGE_MAX : wide;
	PUT(out, ESC, 'a', 1, GS, '!', (wide - 1) << 4 | (LARGE_MAX - 1));
}

static void
line(struct buf *out, iconv_t to, const char *text, size_t bytes, int columns)
{
	bool is_large = bytes > 0 && *text == ESCPOS_LARGE;
	size_t left = is_large ? bytes - 1 : bytes;
	char copy[LINE_MAX_BYTES];
	char *from = copy;

	if (left >= sizeof(copy))
		left = sizeof(copy) - 1;
	memcpy(copy, text + (is_large ? 1 : 0), left);
	copy[left] = '\0';
	if (is_large)
		large(out, left, columns);
	while (left > 0) {
		/* Control bytes would steer the printer. */
		if ((uint8_t)*from < ' ' || *from == 0x7f)
			*from = '?';
		convert(out, to, &from, &left);
	}
	buf_putc(out, '\n');
	if (is_large)
		PUT(out, GS, '!', 0, ESC, 'a', 0);
}

bool
escpos_text(struct buf *out, const char *text, const struct escpos_paper *p)
{
	iconv_t to = iconv_open(charset_name(p->charset), "UTF-8");

	if ((intptr_t)to == -1)
		return false;
	if (p->charset == ESCPOS_GB18030)
		PUT(out, FS, '&');
	for (const char *at = text; *at != '\0';) {
		size_t bytes = strcspn(at, "\n");
		line(out, to, at, bytes, p->columns);
		at += bytes + (at[bytes] == '\n');
	}
	(void)iconv_close(to);
	return true;
}

/* --- The end, and what is asked -----------------------------------------*/

void
escpos_end(struct buf *out, const struct escpos_paper *p)
{
	switch (p->cut) {
	case ESCPOS_CUT_NONE:
		PUT(out, ESC, 'd', TEAR_LINES);
		break;
	case ESCPOS_CUT_PARTIAL:
		PUT(out, GS, 'V', 'B', 0);
		break;
	case ESCPOS_CUT_FULL:
		PUT(out, GS, 'V', 'A', 0);
		break;
	}
}

void
escpos_proof(struct buf *out)
{
	PUT(out, GS, 'r', 1);
}

void
escpos_ask(struct buf *out, int n)
{
	PUT(out, DLE, EOT, n);
}

void
escpos_watch(struct buf *out)
{
	/* On line or off, errors, paper. */
	PUT(out, GS, 'a', 0x0e);
}

void
escpos_recover(struct buf *out, const struct escpos_paper *p)
{
	int owed = ESCPOS_BAND_ROWS * bytes_of(p->width) + 8;

	/* NUL is white in a picture and nothing elsewhere. */
	for (int i = 0; i < owed; i++)
		buf_putc(out, '\0');
	escpos_begin(out, p);
	escpos_end(out, p);
}
