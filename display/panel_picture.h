/* A line of text as the bits of an LED panel, by the fonts of this machine. */
#ifndef HAO_PANEL_PICTURE_H
#define HAO_PANEL_PICTURE_H

#include "display/panel.h"

/* Letters that can be read from the hall, in pixels. */
#define PANEL_LEGIBLE_PX 14

/* All of TEXT can be read when it is drawn so. */
bool panel_picture_is_legible(
    uint16_t width, uint16_t height, const char *text);

/*
 * Draws TEXT as large as WIDTH x HEIGHT pixels take it, in as many lines as
 * that needs, into OUT. Returns the picture, whose rows are OUT's.
 */
struct panel_picture panel_picture_draw(
    struct buf *out, uint16_t width, uint16_t height, const char *text);

#endif
