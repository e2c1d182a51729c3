/*
 * Writes a paper for the tests to standard output: paper escpos ROWS, or
 * paper pwg ROWS. A frame with a diagonal, so that no row is another's like.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk/escpos.h"
#include "kiosk/pwg.h"
#include "kiosk/raster.h"
#include "proto/buf.h"

#define WIDTH  576
#define STRIDE (WIDTH / 8)

static bool
draw(struct raster *r, int rows)
{
	*r = (struct raster){ .width = WIDTH,
		.height = rows,
		.stride = STRIDE,
		.bits = calloc((size_t)rows, STRIDE) };
	if (r->bits == NULL)
		return false;
	for (int y = 0; y < rows; y++) {
		uint8_t *row = r->bits + (ptrdiff_t)y * STRIDE;
		int x = y % WIDTH;
		row[0] = 0x80;
		row[STRIDE - 1] = 0x01;
		row[x / 8] |= (uint8_t)(0x80 >> x % 8);
	}
	return true;
}

int
main(int argc, char **argv)
{
	const struct escpos_paper p = { .width = WIDTH,
		.cut = ESCPOS_CUT_PARTIAL };
	struct buf out = { 0 };
	struct raster r;

	if (argc != 3 || !draw(&r, (int)strtol(argv[2], NULL, 10)))
		return 2;
	if (strcmp(argv[1], "pwg") == 0) {
		pwg_document(&out, &r, 1, 203);
	} else {
		escpos_begin(&out, &p);
		escpos_raster(&out, &r, &p);
		escpos_end(&out, &p);
	}
	bool well = !out.failed &&
	    fwrite(out.at, 1, out.len, stdout) == out.len &&
	    fflush(stdout) == 0;
	buf_release(&out);
	raster_release(&r);
	return well ? 0 : 1;
}
