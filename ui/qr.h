/* A QR code of a text. Pure. */
#ifndef HAO_QR_H
#define HAO_QR_H

#include <stdbool.h>

#include "ui/paint.h"

#define QR_QUIET 4 /* modules of nothing that a reader wants about it */

struct qr;

/* NULL: TEXT is empty, too long for a code, or there is no memory. */
struct qr *qr_create(const char *text);
void qr_destroy(struct qr *q);

int qr_side(const struct qr *q); /* modules, without the quiet zone */
bool qr_dark(const struct qr *q, int x, int y);

/*
 * Draws it black on white with its quiet zone, as large as whole pixels a
 * module allow in BOX, in its middle.
 */
void qr_paint(struct paint *p, const struct qr *q, struct paint_box box);

#endif
