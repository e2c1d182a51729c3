/*
 * The paper ticket as a picture, one layout for every width: what DOMAIN.md
 * lists, in its order, in the citizen's language. Pure but for the fonts.
 * Nothing on it says who the citizen is.
 */
#ifndef HAO_KIOSK_SLIP_H
#define HAO_KIOSK_SLIP_H

#include <cairo.h>
#include <stdbool.h>
#include <stdint.h>

#include "kiosk/wait.h"

struct catalogue;
struct raster;

#define SLIP_DOTS_80 576 /* 80 mm paper at 203 dpi */
#define SLIP_DOTS_58 384

/* All borrowed, none NULL but the logo; an empty text takes no room. */
struct slip {
	const struct catalogue *catalogue;
	cairo_surface_t *logo; /* NULL: none */
	const char *hall, *number, *service;
	const char *counters; /* labels, "1, 3" */
	int64_t ahead;	      /* people; below 0 when not known */
	struct wait_minutes wait;
	const char *time;	 /* as it is to be read, in the hall's zone */
	const char *missed_rule; /* of hall.yaml; "": the usual one */
	const char *qr;	  /* the address that the QR code says; "": none */
	const char *code; /* of its owner, for hands, in groups */
	bool training, again, test;
};

/* WIDTH dots wide and as high as it needs. False: no memory. */
bool slip_draw(struct raster *r, const struct slip *s, int width)
    __attribute__((warn_unused_result));

#endif
