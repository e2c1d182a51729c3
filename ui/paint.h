/*
 * Drawing by Cairo and Pango: boxes, lines, and text that shrinks until it
 * fits. Pure but for the memory of the fonts: no clock, window or file of
 * ours; the same calls draw the same bytes.
 */
#ifndef HAO_PAINT_H
#define HAO_PAINT_H

#include <cairo.h>
#include <stdbool.h>

#include "ui/theme.h"

struct catalogue;
struct paint;

struct paint_box {
	double x, y, w, h;
};

/* How a language is written: decides glyphs, fonts and direction. */
struct paint_script {
	const char *lang;  /* as Pango knows it: "zh-cn" */
	const char *fonts; /* families, with commas between */
	bool rtl;
};

/* By the catalogue's "language.pango" and "language.fonts". */
struct paint_script paint_script(const struct catalogue *c);

/* START is the side where the text's language begins to read. */
enum paint_side {
	PAINT_START,
	PAINT_CENTRE,
	PAINT_END,
};

struct paint_text {
	const char *text;
	const struct paint_script *script;
	double size, size_min; /* px: the first of them that fits is taken */
	int lines_max;
	bool bold;
	enum paint_side across;
	enum paint_side down; /* START is the top */
	struct theme_rgb colour;
};

struct paint_fit {
	double size;
	int lines;
	double w, h; /* of the text itself */
	bool whole;  /* false: it does not fit, and its end is left out */
};

/* Draws on CR, borrowed, which must outlive it. NULL: no memory. */
struct paint *paint_create(cairo_t *cr);
void paint_destroy(struct paint *p);
cairo_t *paint_cairo(struct paint *p);

struct paint_edge {
	double width; /* 0: none; drawn inside the box */
	struct theme_rgb colour;
};

void paint_colour(struct paint *p, struct theme_rgb colour);
void paint_round(struct paint *p, struct paint_box box, double radius,
    struct theme_rgb fill, struct paint_edge edge);
void paint_ring(struct paint *p, struct paint_box box, double radius,
    struct paint_edge edge); /* the edge alone */
void paint_shadow(
    struct paint *p, struct paint_box box, double radius, double depth);

struct paint_fit paint_measure(
    struct paint *p, const struct paint_text *t, struct paint_box box);
struct paint_fit paint_text(
    struct paint *p, const struct paint_text *t, struct paint_box box);

/* BOX on a screen WIDTH wide, seen in a mirror. */
struct paint_box paint_mirror(struct paint_box box, double width);

#endif
