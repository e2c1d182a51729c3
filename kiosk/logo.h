/* The hall's logo as a picture, of what the layout carries. Pure. */
#ifndef HAO_KIOSK_LOGO_H
#define HAO_KIOSK_LOGO_H

#include <cairo.h>

/*
 * TEXT as proto/logo.h writes it. The caller destroys the picture. NULL: TEXT
 * is "", or no picture.
 */
cairo_surface_t *logo_picture(const char *text);

#endif
