#include "ui/view.h"

#include <assert.h>
#include <math.h>
#include <string.h>

#include "ui/qr.h"

#define SHADOW_SHARE 0.35 /* of the radius */
#define RING	     6.0  /* units: width of the focus, outside its box */

void
view_init(struct view *v, const struct theme *theme,
    const struct paint_script *script)
{
	v->count = 0;
	v->text_used = 0;
	v->theme = theme;
	v->script = *script;
}

struct view_item *
view_add(struct view *v, enum view_kind kind, struct paint_box box)
{
	assert(v->count < VIEW_ITEMS_MAX);
	struct view_item *item = &v->items[v->count++];

	*item = (struct view_item){ .kind = kind, .box = box };
	item->lines_max = 1;
	return item;
}

const char *
view_keep(struct view *v, const char *text)
{
	size_t size = strlen(text) + 1;

	if (size > VIEW_TEXT_MAX - v->text_used)
		return "";
	char *kept = memcpy(v->text + v->text_used, text, size);
	v->text_used += size;
	return kept;
}

/* Edges on whole pixels: neighbours stay neighbours. */
static struct paint_box
whole(struct paint_box b, double px)
{
	double x = round(b.x * px), y = round(b.y * px);

	return (struct paint_box){ x, y, round((b.x + b.w) * px) - x,
		round((b.y + b.h) * px) - y };
}

static enum icon
turned(enum icon icon)
{
	if (icon == ICON_FORWARD)
		return ICON_BACK;
	return icon == ICON_BACK ? ICON_FORWARD : icon;
}

void
view_finish(struct view *v, double px, double width_px)
{
	for (size_t i = 0; i < v->count; i++) {
		struct view_item *item = &v->items[i];
		item->box = whole(item->box, px);
		item->radius *= px;
		item->edge_width *= px;
		item->size *= px;
		item->size_min *= px;
		if (v->script.rtl) {
			item->box = paint_mirror(item->box, width_px);
			item->icon = turned(item->icon);
		}
	}
}

const struct view_item *
view_hit(const struct view *v, double x, double y)
{
	for (size_t i = v->count; i > 0; i--) {
		const struct view_item *item = &v->items[i - 1];
		const struct paint_box *b = &item->box;
		if (item->action != 0 && x >= b->x && x < b->x + b->w &&
		    y >= b->y && y < b->y + b->h)
			return item;
	}
	return NULL;
}

struct paint_text
view_paint_text(const struct view *v, const struct view_item *item)
{
	const struct paint_script *script = item->script != NULL ? item->script
								 : &v->script;
	enum paint_side across = item->across;

	/* A text in another direction still stands where the screen's do. */
	if (script->rtl != v->script.rtl && across != PAINT_CENTRE)
		across = across == PAINT_START ? PAINT_END : PAINT_START;
	return (struct paint_text){
		.text = item->text,
		.script = script,
		.size = item->size,
		.size_min = item->size_min,
		.lines_max = item->lines_max,
		.bold = item->bold,
		.across = across,
		.down = item->down,
		.colour = v->theme->colours[item->fill],
	};
}

static void
paint_box(const struct view *v, const struct view_item *item, struct paint *p)
{
	const struct theme *t = v->theme;
	struct paint_edge edge = { item->edge_width, t->colours[item->edge] };

	if (item->shadow && t->shadow) {
		paint_shadow(
		    p, item->box, item->radius, item->radius * SHADOW_SHARE);
	}
	if (item->hollow) {
		paint_ring(p, item->box, item->radius, edge);
	} else {
		paint_round(
		    p, item->box, item->radius, t->colours[item->fill], edge);
	}
	if (item->focus) {
		struct paint_box b = item->box;
		paint_ring(p,
		    (struct paint_box){ b.x - RING, b.y - RING, b.w + 2 * RING,
			b.h + 2 * RING },
		    item->radius + RING,
		    (struct paint_edge){ RING, t->colours[THEME_FOCUS] });
	}
}

static void
paint_qr(const struct view_item *item, struct paint *p)
{
	struct qr *q = qr_create(item->text);

	if (q != NULL)
		qr_paint(p, q, item->box);
	qr_destroy(q);
}

/* As large as it fits, in the middle. */
static void
paint_image(const struct view_item *item, struct paint *p)
{
	cairo_t *cr = paint_cairo(p);
	double w = cairo_image_surface_get_width(item->image);
	double h = cairo_image_surface_get_height(item->image);
	double scale = fmin(item->box.w / w, item->box.h / h);

	cairo_save(cr);
	cairo_translate(cr, item->box.x + (item->box.w - w * scale) / 2,
	    item->box.y + (item->box.h - h * scale) / 2);
	cairo_scale(cr, scale, scale);
	cairo_set_source_surface(cr, item->image, 0, 0);
	cairo_paint(cr);
	cairo_restore(cr);
}

static void
paint_item(const struct view *v, const struct view_item *item, struct paint *p)
{
	struct paint_text text;

	switch (item->kind) {
	case VIEW_BOX:
		paint_box(v, item, p);
		return;
	case VIEW_TEXT:
		text = view_paint_text(v, item);
		(void)paint_text(p, &text, item->box);
		return;
	case VIEW_ICON:
		icon_paint(
		    p, item->icon, item->box, v->theme->colours[item->fill]);
		return;
	case VIEW_QR:
		paint_qr(item, p);
		return;
	case VIEW_IMAGE:
		paint_image(item, p);
		return;
	}
}

void
view_paint(const struct view *v, cairo_t *cr)
{
	struct paint *p = paint_create(cr);

	if (p == NULL)
		return;
	paint_colour(p, v->theme->colours[THEME_GROUND]);
	cairo_paint(cr);
	for (size_t i = 0; i < v->count; i++)
		paint_item(v, &v->items[i], p);
	paint_destroy(p);
}
