#include "ui/qr.h"

#include <math.h>
#include <qrencode.h>
#include <stdlib.h>

struct qr {
	QRcode *code;
};

struct qr *
qr_create(const char *text)
{
	struct qr *q = calloc(1, sizeof(*q));

	if (q == NULL)
		return NULL;
	/* M: read again with one part in seven soiled. */
	q->code = QRcode_encodeString8bit(text, 0, QR_ECLEVEL_M);
	if (q->code == NULL) {
		free(q);
		return NULL;
	}
	return q;
}

void
qr_destroy(struct qr *q)
{
	if (q == NULL)
		return;
	QRcode_free(q->code);
	free(q);
}

int
qr_side(const struct qr *q)
{
	return q->code->width;
}

bool
qr_dark(const struct qr *q, int x, int y)
{
	return (q->code->data[y * q->code->width + x] & 1) != 0;
}

static void
dark_modules(cairo_t *cr, const struct qr *q)
{
	int side = qr_side(q);

	for (int i = 0; i < side * side; i++) {
		int x = i % side, y = i / side;
		if (qr_dark(q, x, y))
			cairo_rectangle(cr, x + QR_QUIET, y + QR_QUIET, 1, 1);
	}
	cairo_set_source_rgb(cr, 0, 0, 0);
	cairo_fill(cr);
}

void
qr_paint(struct paint *p, const struct qr *q, struct paint_box box)
{
	cairo_t *cr = paint_cairo(p);
	int side = qr_side(q) + 2 * QR_QUIET;
	double module = floor(fmin(box.w, box.h) / side);

	cairo_save(cr);
	cairo_translate(cr, floor(box.x + (box.w - module * side) / 2),
	    floor(box.y + (box.h - module * side) / 2));
	cairo_scale(cr, module, module);
	cairo_rectangle(cr, 0, 0, side, side);
	cairo_set_source_rgb(cr, 1, 1, 1);
	cairo_fill(cr);
	dark_modules(cr, q);
	cairo_restore(cr);
}
