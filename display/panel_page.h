/* A text too long for an LED panel, cut into pages. Pure. */
#ifndef HAO_PANEL_PAGE_H
#define HAO_PANEL_PAGE_H

#include <stddef.h>

struct buf;

#define PANEL_PAGE_MS 4000 /* so long one stands */

/*
 * Puts page PAGE of TEXT, which is UTF-8, into OUT, ended by a zero byte, and
 * returns how many there are, one at least. A page takes COLUMNS: a letter of
 * ASCII is one wide, all else two. Words are kept whole where they can be.
 */
size_t panel_page(
    struct buf *out, const char *text, size_t columns, size_t page);

#endif
