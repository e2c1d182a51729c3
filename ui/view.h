/*
 * What stands where on a screen: one list that is both drawn and asked which
 * target a finger is on. Pure. A layout adds items in units of its own, and
 * as for a language written from the left; view_finish makes pixels of them.
 */
#ifndef HAO_VIEW_H
#define HAO_VIEW_H

#include <stddef.h>

#include "ui/icon.h"
#include "ui/paint.h"

#define VIEW_ITEMS_MAX 320
#define VIEW_TEXT_MAX  16384

enum view_kind {
	VIEW_BOX,
	VIEW_TEXT,
	VIEW_ICON,
	VIEW_QR,    /* of `text` */
	VIEW_IMAGE, /* the layout's own, such as a logo */
};

/* Two-sided items need no more than a few of these. */
struct view_item {
	enum view_kind kind;
	struct paint_box box;
	/* A box: */
	enum theme_colour fill, edge;
	double radius, edge_width;
	bool hollow, shadow, focus; /* no fill; a soft edge; a ring about it */
	/* A box that is a target: */
	int action, arg;  /* the layout's own; action 0: no target */
	const char *name; /* what it is, for who can't see it */
	/* A text; its colour is `fill`, as that of an icon. */
	const char *text;
	const struct paint_script *script; /* NULL: the view's */
	double size, size_min;
	int lines_max;
	bool bold;
	enum paint_side across, down;
	enum icon icon;
	cairo_surface_t *image; /* borrowed */
};

struct view {
	struct view_item items[VIEW_ITEMS_MAX];
	size_t count;
	const struct theme *theme;
	struct paint_script script;
	char text[VIEW_TEXT_MAX];
	size_t text_used;
};

void view_init(struct view *v, const struct theme *theme,
    const struct paint_script *script);

/* Adds an item, all zero but for these; the pointer lives as the view does. */
struct view_item *view_add(
    struct view *v, enum view_kind kind, struct paint_box box);

/* A copy of TEXT that lives as the view does; "" when there is no room. */
const char *view_keep(struct view *v, const char *text);

/* Turns units into whole pixels; and mirrors it, WIDTH_PX being its width. */
void view_finish(struct view *v, double px, double width_px);

/* The target at a pixel, the topmost; NULL: none. */
const struct view_item *view_hit(const struct view *v, double x, double y);

/* How a text item is to be painted. */
struct paint_text view_paint_text(
    const struct view *v, const struct view_item *item);

/* Draws all of it. */
void view_paint(const struct view *v, cairo_t *cr);

#endif
