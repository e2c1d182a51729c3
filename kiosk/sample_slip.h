/*
 * The test paper: whatever hall it is of, what stands on it is made up, and
 * it says that it is a test. Pure but for fonts.
 */
#ifndef HAO_KIOSK_SAMPLE_SLIP_H
#define HAO_KIOSK_SAMPLE_SLIP_H

#include <jansson.h>
#include <stdbool.h>
#include <time.h>

#include "kiosk/raster.h"

struct buf;

/* All borrowed. */
struct sample_slip {
	const char *lang;     /* the paper's; another than po/ has is en */
	const json_t *layout; /* in that language; NULL: a hall there is not */
	const struct tm *now;
};

/* False: no memory. */
bool sample_slip_draw(struct raster *paper, const struct sample_slip *s,
    int dots) __attribute__((warn_unused_result));
bool sample_slip_text(struct buf *paper, const struct sample_slip *s,
    int columns) __attribute__((warn_unused_result));

#endif
