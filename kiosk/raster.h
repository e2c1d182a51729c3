/*
 * A picture of dots for a printer: black or not. Row by row from the top, each
 * of `stride` bytes; the leftmost dot is the highest bit; 1 is black.
 */
#ifndef HAO_RASTER_H
#define HAO_RASTER_H

#include <cairo.h>
#include <stdbool.h>
#include <stdint.h>

struct raster {
	int width, height, stride; /* dots, rows, bytes of a row */
	uint8_t *bits;		   /* owned; freed with raster_release */
};

/* All white. False, and empty: no memory. */
bool raster_init(struct raster *r, int width, int height)
    __attribute__((warn_unused_result));
void raster_release(struct raster *r);

bool raster_dot(const struct raster *r, int x, int y);

/* Takes over what is darker than half of SURFACE, which is RGB24. */
bool raster_take(struct raster *r, cairo_surface_t *surface)
    __attribute__((warn_unused_result));

#endif
