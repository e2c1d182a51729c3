/* A line of text as the bits of an LED panel, by the fonts of this machine. */
#ifndef HAO_PANEL_PICTURE_H
#define HAO_PANEL_PICTURE_H

#include "display/panel.h"

/*
 * Draws TEXT as large as WIDTH x HEIGHT pixels take it, in as many lines as
 * that needs, into OUT. Returns the picture, whose rows are OUT's.
 */
struct panel_picture panel_picture_draw(
    struct buf *out, uint16_t width, uint16_t height, const char *text);

#endif
