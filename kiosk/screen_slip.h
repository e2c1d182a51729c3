/* The paper of the ticket that the screen has at hand. Pure but for fonts. */
#ifndef HAO_KIOSK_SCREEN_SLIP_H
#define HAO_KIOSK_SCREEN_SLIP_H

#include <cairo.h>
#include <stdbool.h>

#include "kiosk/raster.h"

struct screen;

/* LOGO may be NULL. False: no memory. */
bool screen_slip(const struct screen *s, cairo_surface_t *logo, int dots,
    struct raster *paper) __attribute__((warn_unused_result));

#endif
