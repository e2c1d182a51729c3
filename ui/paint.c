#include "ui/paint.h"

#include <math.h>
#include <pango/pangocairo.h>
#include <stdlib.h>

#include "ui/catalogue.h"

#define SHADOW_BOXES 6
/* Of a size, a line's letters; fonts of some scripts have more about them. */
#define LETTERS	    1.3
#define SHRINK	    0.94  /* from one size that is tried to the next */
#define RTL_SPACING 0.75F /* of a line of an Arabic font */

struct paint {
	cairo_t *cr;
	PangoContext *context;
	PangoLayout *layout;
};

struct paint_script
paint_script(const struct catalogue *c)
{
	return (struct paint_script){
		.lang = tr(c, "language.pango"),
		.fonts = tr(c, "language.fonts"),
		.rtl = catalogue_rtl(c),
	};
}

/* The same on every screen, whatever the desktop's settings are. */
static void
set_options(struct paint *p)
{
	cairo_font_options_t *options = cairo_font_options_create();

	cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY);
	cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
	cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
	pango_cairo_context_set_font_options(p->context, options);
	cairo_font_options_destroy(options);
	pango_context_set_round_glyph_positions(p->context, FALSE);
}

struct paint *
paint_create(cairo_t *cr)
{
	struct paint *p = calloc(1, sizeof(*p));

	if (p == NULL)
		return NULL;
	p->cr = cr;
	p->context = pango_cairo_create_context(cr);
	set_options(p);
	p->layout = pango_layout_new(p->context);
	return p;
}

void
paint_destroy(struct paint *p)
{
	if (p == NULL)
		return;
	g_object_unref(p->layout);
	g_object_unref(p->context);
	free(p);
}

cairo_t *
paint_cairo(struct paint *p)
{
	return p->cr;
}

void
paint_colour(struct paint *p, struct theme_rgb c)
{
	cairo_set_source_rgb(p->cr, c.r / 255.0, c.g / 255.0, c.b / 255.0);
}

static void
outline(cairo_t *cr, struct paint_box b, double radius)
{
	double right = b.x + b.w, bottom = b.y + b.h;

	radius = fmin(radius, fmin(b.w, b.h) / 2);
	cairo_new_sub_path(cr);
	cairo_arc(cr, right - radius, b.y + radius, radius, -M_PI / 2, 0);
	cairo_arc(cr, right - radius, bottom - radius, radius, 0, M_PI / 2);
	cairo_arc(cr, b.x + radius, bottom - radius, radius, M_PI / 2, M_PI);
	cairo_arc(cr, b.x + radius, b.y + radius, radius, M_PI, 3 * M_PI / 2);
	cairo_close_path(cr);
}

void
paint_ring(struct paint *p, struct paint_box box, double radius,
    struct paint_edge edge)
{
	double half = edge.width / 2;
	struct paint_box inner = { box.x + half, box.y + half,
		box.w - edge.width, box.h - edge.width };

	if (edge.width <= 0)
		return;
	outline(p->cr, inner, radius - half);
	paint_colour(p, edge.colour);
	cairo_set_line_width(p->cr, edge.width);
	cairo_stroke(p->cr);
}

void
paint_round(struct paint *p, struct paint_box box, double radius,
    struct theme_rgb fill, struct paint_edge edge)
{
	outline(p->cr, box, radius);
	paint_colour(p, fill);
	cairo_fill(p->cr);
	paint_ring(p, box, radius, edge);
}

/* Some faint boxes, each a little larger, make a soft edge. */
void
paint_shadow(struct paint *p, struct paint_box box, double radius, double depth)
{
	for (int i = SHADOW_BOXES; i > 0; i--) {
		double grown = depth * i / SHADOW_BOXES;
		struct paint_box larger = { box.x - grown / 2,
			box.y - grown / 4, box.w + grown, box.h + grown };
		outline(p->cr, larger, radius + grown / 2);
		cairo_set_source_rgba(p->cr, 0.06, 0.14, 0.25, 0.022);
		cairo_fill(p->cr);
	}
}

/* In a right-to-left context Pango's left is still the left. */
static PangoAlignment
alignment(const struct paint_text *t)
{
	bool left = (t->across == PAINT_START) != t->script->rtl;

	if (t->across == PAINT_CENTRE)
		return PANGO_ALIGN_CENTER;
	return left ? PANGO_ALIGN_LEFT : PANGO_ALIGN_RIGHT;
}

static void
set_font(struct paint *p, const struct paint_text *t, double size)
{
	PangoFontDescription *font = pango_font_description_new();

	pango_font_description_set_family_static(font, t->script->fonts);
	pango_font_description_set_weight(
	    font, t->bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
	pango_font_description_set_absolute_size(font, size * PANGO_SCALE);
	pango_layout_set_font_description(p->layout, font);
	pango_font_description_free(font);
}

static void
set_text(struct paint *p, const struct paint_text *t, struct paint_box box)
{
	pango_context_set_language(
	    p->context, pango_language_from_string(t->script->lang));
	pango_context_set_base_dir(p->context,
	    t->script->rtl ? PANGO_DIRECTION_RTL : PANGO_DIRECTION_LTR);
	pango_layout_context_changed(p->layout);
	/* What begins with a number reads as its language does. */
	pango_layout_set_auto_dir(p->layout, FALSE);
	pango_layout_set_alignment(p->layout, alignment(t));
	pango_layout_set_width(p->layout, (int)(box.w * PANGO_SCALE));
	pango_layout_set_height(p->layout, -1);
	pango_layout_set_ellipsize(p->layout, PANGO_ELLIPSIZE_NONE);
	pango_layout_set_wrap(p->layout, PANGO_WRAP_WORD);
	/* The lines of Arabic fonts are half as high again as ours. */
	pango_layout_set_line_spacing(
	    p->layout, t->script->rtl ? RTL_SPACING : 0);
	pango_layout_set_text(p->layout, t->text, -1);
}

static struct paint_fit
measured(struct paint *p, const struct paint_text *t, struct paint_box box,
    double size)
{
	PangoRectangle logical;
	struct paint_fit fit = { 0 };

	pango_layout_get_extents(p->layout, NULL, &logical);
	fit.lines = pango_layout_get_line_count(p->layout);
	fit.w = (double)logical.width / PANGO_SCALE;
	fit.h = (double)logical.height / PANGO_SCALE;
	double slack = fmax(0, fit.h / fit.lines - size * LETTERS);
	fit.whole = fit.lines <= t->lines_max && fit.w <= box.w &&
	    fit.h - slack <= box.h && !pango_layout_is_ellipsized(p->layout);
	return fit;
}

/* At the least size what is too long loses its end. */
static struct paint_fit
cut(struct paint *p, const struct paint_text *t, struct paint_box box,
    double size)
{
	pango_layout_set_wrap(p->layout, PANGO_WRAP_WORD_CHAR);
	struct paint_fit fit = measured(p, t, box, size);

	if (fit.whole)
		return fit;
	int line_height = pango_layout_get_baseline(p->layout) * 5 / 4;
	int lines = (int)(box.h * PANGO_SCALE / (line_height + 1));
	lines = lines < t->lines_max ? lines : t->lines_max;
	pango_layout_set_ellipsize(p->layout, PANGO_ELLIPSIZE_END);
	pango_layout_set_height(p->layout, lines > 1 ? -lines : -1);
	fit = measured(p, t, box, size);
	fit.whole = false;
	return fit;
}

static struct paint_fit
fit_at(struct paint *p, const struct paint_text *t, struct paint_box box,
    double size)
{
	/* Whole pixels: each other size would be another font to load. */
	size = floor(size);
	set_font(p, t, size);
	struct paint_fit fit = measured(p, t, box, size);

	fit.size = size;
	return fit;
}

/*
 * The largest size that fits, of those that shrink step by step: halved
 * between one that does not and one that does.
 */
static struct paint_fit
shrunk(struct paint *p, const struct paint_text *t, struct paint_box box,
    double least)
{
	double steps = ceil(log(least / t->size) / log(SHRINK));
	int too_large = 0, small = (int)steps;
	struct paint_fit fit = fit_at(p, t, box, least);

	if (!fit.whole)
		return fit;
	while (small - too_large > 1) {
		int middle = (too_large + small) / 2;
		struct paint_fit at = fit_at(
		    p, t, box, t->size * pow(SHRINK, middle));
		if (at.whole) {
			fit = at;
			small = middle;
		} else {
			too_large = middle;
		}
	}
	set_font(p, t, fit.size);
	return fit;
}

struct paint_fit
paint_measure(struct paint *p, const struct paint_text *t, struct paint_box box)
{
	double least = t->size_min > 0 ? t->size_min : t->size;

	set_text(p, t, box);
	struct paint_fit fit = fit_at(p, t, box, t->size);
	if (!fit.whole && least < t->size)
		fit = shrunk(p, t, box, least);
	if (!fit.whole) {
		double size = fit.size;
		fit = cut(p, t, box, size);
		fit.size = size;
	}
	return fit;
}

static double
offset(enum paint_side side, double room)
{
	switch (side) {
	case PAINT_START:
		return 0;
	case PAINT_CENTRE:
		return room / 2;
	case PAINT_END:
		return room;
	}
	return 0;
}

struct paint_fit
paint_text(struct paint *p, const struct paint_text *t, struct paint_box box)
{
	struct paint_fit fit = paint_measure(p, t, box);

	paint_colour(p, t->colour);
	cairo_move_to(p->cr, box.x, box.y + offset(t->down, box.h - fit.h));
	pango_cairo_show_layout(p->cr, p->layout);
	return fit;
}

struct paint_box
paint_mirror(struct paint_box box, double width)
{
	box.x = width - box.x - box.w;
	return box;
}
