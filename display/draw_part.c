#include <math.h>

#include "display/draw.h"
#include "ui/catalogue.h"

#define ALONE 34   /* units: a smaller title has one language */
#define AIR   0.22 /* of a letter's size */

const struct theme_rgb draw_colours[DRAW_COLOURS] = {
	[DRAW_TOP] = { 11, 26, 51 },
	[DRAW_BOTTOM] = { 15, 38, 72 },
	[DRAW_BAND] = { 6, 15, 34 },
	[DRAW_PANEL] = { 21, 49, 91 },
	[DRAW_TILE] = { 36, 80, 140 },
	[DRAW_RULE] = { 52, 82, 126 },
	[DRAW_WHITE] = { 255, 255, 255 },
	[DRAW_SOFT] = { 184, 200, 226 },
	[DRAW_AMBER] = { 255, 201, 60 },
	[DRAW_GREEN] = { 111, 227, 160 },
	[DRAW_DARK] = { 12, 27, 51 },
	[DRAW_GREY] = { 63, 79, 107 },
	[DRAW_BLUE] = { 11, 92, 173 },
	[DRAW_RED] = { 180, 35, 24 },
};

const struct draw_pair draw_pairs[] = {
	{ DRAW_WHITE, DRAW_TOP },
	{ DRAW_WHITE, DRAW_BOTTOM },
	{ DRAW_SOFT, DRAW_BOTTOM },
	{ DRAW_WHITE, DRAW_BAND },
	{ DRAW_WHITE, DRAW_PANEL },
	{ DRAW_SOFT, DRAW_PANEL },
	{ DRAW_AMBER, DRAW_PANEL },
	{ DRAW_GREEN, DRAW_PANEL },
	{ DRAW_WHITE, DRAW_TILE },
	{ DRAW_DARK, DRAW_WHITE },
	{ DRAW_GREY, DRAW_WHITE },
	{ DRAW_BLUE, DRAW_WHITE },
	{ DRAW_DARK, DRAW_AMBER },
	{ DRAW_WHITE, DRAW_RED },
};
const size_t draw_pairs_count = sizeof(draw_pairs) / sizeof(draw_pairs[0]);

double
draw_text(struct draw *d, size_t i, const char *text, struct paint_box box,
    const struct draw_style *style)
{
	const struct paint_text t = {
		.text = text,
		.script = &d->scripts[i < d->scene->langs_count ? i : 0],
		.size = style->size * d->u,
		.size_min = style->least * d->u,
		.lines_max = style->lines > 0 ? style->lines : 1,
		.bold = style->bold,
		.across = style->across,
		.down = PAINT_CENTRE,
		.colour = draw_colours[style->colour],
	};

	if (*text == '\0')
		return 0;
	/* A line's own height has room for marks that nobody uses here. */
	if (t.lines_max == 1) {
		box.y -= t.size * AIR;
		box.h += 2 * t.size * AIR;
	}
	struct paint_fit fit = paint_text(d->paint, &t, box);
	if (!fit.whole)
		d->cut = text;
	return fit.w;
}

void
draw_title(struct draw *d, const char *id, struct paint_box box,
    const struct draw_style *style)
{
	struct draw_style soft = *style;
	bool end = style->across == PAINT_END;
	const struct scene *s = d->scene;

	soft.size *= 0.86;
	soft.bold = false;
	soft.colour = style->colour == DRAW_BLUE ? DRAW_GREY : DRAW_SOFT;
	/* From the end, the second stands there and the first before it. */
	size_t count = style->size < ALONE ? 1 : s->langs_count;
	for (size_t i = 0; i < count; i++) {
		size_t at = end ? count - 1 - i : i;
		double w = draw_text(
		    d, at, tr(s->langs[at], id), box, at == 0 ? style : &soft);
		w += 20 * d->u;
		box.w -= w;
		if (!end)
			box.x += w;
	}
}

void
draw_names(struct draw *d, const char names[SCENE_LANGS][SCENE_NAME],
    struct paint_box box, const struct draw_style *style)
{
	struct draw_style soft = *style;
	bool both = d->scene->langs_count > 1 && names[1][0] != '\0';
	struct paint_box first = box, second = box;

	soft.size *= 0.78;
	soft.least *= 0.9;
	soft.bold = false;
	soft.colour = style->colour == DRAW_DARK ? DRAW_GREY : DRAW_SOFT;
	if (both)
		first.h = box.h * 0.54;
	second.y += first.h;
	second.h -= first.h;
	(void)draw_text(d, 0, names[0], first, style);
	if (both)
		(void)draw_text(d, 1, names[1], second, &soft);
}

void
draw_round(struct draw *d, struct paint_box box, double radius,
    enum draw_colour colour)
{
	paint_round(d->paint, box, radius * d->u, draw_colours[colour],
	    (struct paint_edge){ 0 });
}

void
draw_rule(struct draw *d, double x, double y, double w)
{
	cairo_t *cr = paint_cairo(d->paint);

	paint_colour(d->paint, draw_colours[DRAW_RULE]);
	cairo_rectangle(cr, x, round(y), w, fmax(1, round(2 * d->u)));
	cairo_fill(cr);
}

/* As wide as the box, in the middle of its height. */
void
draw_arrow(struct draw *d, struct paint_box box, enum draw_colour colour)
{
	cairo_t *cr = paint_cairo(d->paint);
	double y = box.y + box.h / 2, head = box.w * 0.42;
	double right = box.x + box.w;

	cairo_set_line_width(cr, box.w * 0.13);
	cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
	cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
	paint_colour(d->paint, draw_colours[colour]);
	cairo_move_to(cr, box.x, y);
	cairo_line_to(cr, right, y);
	cairo_move_to(cr, right - head, y - head);
	cairo_line_to(cr, right, y);
	cairo_line_to(cr, right - head, y + head);
	cairo_stroke(cr);
}

struct paint_box
draw_inside(const struct draw *d, struct paint_box box, double units)
{
	double by = units * d->u;

	return (struct paint_box){ box.x + by, box.y + by, box.w - 2 * by,
		box.h - 2 * by };
}
