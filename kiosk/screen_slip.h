/* The paper of the ticket that the screen has at hand. Pure but for fonts. */
#ifndef HAO_KIOSK_SCREEN_SLIP_H
#define HAO_KIOSK_SCREEN_SLIP_H

#include <stdbool.h>

#include "kiosk/raster.h"

struct screen;

/* False: no memory. */
bool screen_slip(const struct screen *s, int dots, struct raster *paper)
    __attribute__((warn_unused_result));

#endif
