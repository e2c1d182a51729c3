#include "kiosk/slip.h"

#include <math.h>
#include <string.h>

#include "kiosk/raster.h"
#include "ui/catalogue.h"
#include "ui/paint.h"
#include "ui/qr.h"

#define HEIGHT_MAX 2400.0 /* of a paper: 30 cm */
#define DOTS_MM	   8.0	  /* 203 dpi */
#define CAPITALS   0.714  /* of a letter's size is its height */
#define NUMBER_MM  13.0	  /* DOMAIN.md: 12 at least */
#define LEAST	   20.0	  /* of a text, in dots */
#define LOGO_MM	   12.0
#define QR_MM	   26.0

/* Numbers are written so in every language. */
static const struct paint_script latin = { "en", "Noto Sans, sans-serif",
	false };
static const struct theme_rgb black = { 0, 0, 0 };

/* The paper as it grows. */
struct roll {
	struct paint *paint;
	struct paint_script script;
	const struct slip *s;
	double width, margin, y;
};

enum weight {
	PLAIN,
	BOLD,
};

/* One paragraph, as many lines as it takes. */
static void
put(struct roll *r, const char *text, double size, enum weight weight)
{
	struct paint_text t = { .text = text,
		.script = &r->script,
		.size = size,
		.size_min = LEAST,
		.lines_max = 12,
		.bold = weight == BOLD,
		.across = PAINT_CENTRE,
		.colour = black };
	struct paint_box box = { r->margin, r->y, r->width - 2 * r->margin,
		HEIGHT_MAX - r->y };

	if (*text == '\0' || box.h < size * 2)
		return;
	r->y += paint_text(r->paint, &t, box).h + 4;
}

static void
put_words(struct roll *r, const char *says, const char *name, const char *words)
{
	char text[512];

	if (*words == '\0')
		return;
	catalogue_fill(text, sizeof(text), says,
	    (const struct catalogue_value[]){
		{ name, words }, { NULL, NULL } });
	put(r, text, 28, PLAIN);
}

static void
space(struct roll *r, double mm)
{
	r->y += mm * DOTS_MM;
}

static void
rule(struct roll *r)
{
	cairo_t *cr = paint_cairo(r->paint);

	space(r, 1);
	cairo_rectangle(
	    cr, r->margin, floor(r->y), r->width - 2 * r->margin, 2);
	paint_colour(r->paint, black);
	cairo_fill(cr);
	space(r, 1.5);
}

static void
logo(struct roll *r)
{
	cairo_t *cr = paint_cairo(r->paint);

	if (r->s->logo == NULL)
		return;
	double w = cairo_image_surface_get_width(r->s->logo);
	double h = cairo_image_surface_get_height(r->s->logo);
	double scale = fmin(
	    LOGO_MM * DOTS_MM / h, (r->width - 2 * r->margin) / w);
	cairo_save(cr);
	cairo_translate(cr, (r->width - w * scale) / 2, r->y);
	cairo_scale(cr, scale, scale);
	cairo_set_source_surface(cr, r->s->logo, 0, 0);
	cairo_paint(cr);
	cairo_restore(cr);
	r->y += h * scale;
	space(r, 1.5);
}

/* Large enough for old eyes; smaller only where it does not fit. */
static void
number(struct roll *r)
{
	double size = NUMBER_MM * DOTS_MM / CAPITALS;
	struct paint_text t = { .text = r->s->number,
		.script = &latin,
		.size = size,
		.size_min = size / 2,
		.lines_max = 1,
		.bold = true,
		.across = PAINT_CENTRE,
		.colour = black };
	/* A letter's line is higher than its capitals: less room about it. */
	struct paint_box box = { r->margin, r->y - size * 0.16,
		r->width - 2 * r->margin, size * 1.5 };

	r->y += paint_text(r->paint, &t, box).size * 1.02;
}

static void
ahead(struct roll *r)
{
	const struct catalogue *c = r->s->catalogue;
	char n[CATALOGUE_NUMBER_SIZE];

	if (r->s->ahead == 0)
		put(r, tr(c, "Nobody is ahead of you"), 30, BOLD);
	if (r->s->ahead > 0) {
		char text[256];
		catalogue_fill(text, sizeof(text),
		    tr(c, "People ahead of you: {n}"),
		    (const struct catalogue_value[]){
			{ "n", catalogue_number(c, r->s->ahead, n) },
			{ NULL, NULL } });
		put(r, text, 30, BOLD);
	}
}

static void
about_how_long(struct roll *r)
{
	const struct catalogue *c = r->s->catalogue;
	char low[CATALOGUE_NUMBER_SIZE], high[CATALOGUE_NUMBER_SIZE];
	char text[256];

	if (r->s->wait.high == 0)
		return;
	const char *id = r->s->wait.low > 0 ? "About {low} to {high} min"
					    : "At most {high} min";
	catalogue_fill(text, sizeof(text),
	    trn(c, id, id, (uint64_t)r->s->wait.high),
	    (const struct catalogue_value[]){
		{ "low", catalogue_number(c, r->s->wait.low, low) },
		{ "high", catalogue_number(c, r->s->wait.high, high) },
		{ NULL, NULL } });
	put(r, text, 30, BOLD);
}

/* For a phone, where there is a page for it. */
static void
status(struct roll *r)
{
	struct qr *q = qr_create(r->s->qr);
	double side = QR_MM * DOTS_MM;

	if (q == NULL)
		return;
	/* At least five dots a module, which any phone reads. */
	side = fmin(fmax(side, 5.0 * (qr_side(q) + 2 * QR_QUIET)), r->width);
	qr_paint(r->paint, q,
	    (struct paint_box){ (r->width - side) / 2, r->y, side, side });
	r->y += side;
	qr_destroy(q);
	put(r, tr(r->s->catalogue, "Scan to follow your turn"), 26, PLAIN);
}

/* What must not be taken for an ordinary ticket says so at once. */
static void
warnings(struct roll *r)
{
	const struct catalogue *c = r->s->catalogue;

	if (r->s->test)
		put(r, tr(c, "This is a test"), 36, BOLD);
	if (r->s->training)
		put(r, tr(c, "Practice only"), 36, BOLD);
	if (r->s->again)
		put(r, tr(c, "Printed again"), 36, BOLD);
}

/* How many there are in "1, 3". */
static uint64_t
labels(const char *counters)
{
	uint64_t count = 1;

	for (; *counters != '\0'; counters++)
		count += *counters == ',';
	return count;
}

static void
all(struct roll *r)
{
	const struct slip *s = r->s;
	const struct catalogue *c = s->catalogue;

	space(r, 1);
	logo(r);
	put(r, s->hall, 36, BOLD);
	rule(r);
	warnings(r);
	number(r);
	put(r, s->service, 38, BOLD);
	put_words(r,
	    trn(c, "Counter {counters}", "Counters {counters}",
		labels(s->counters)),
	    "counters", s->counters);
	ahead(r);
	about_how_long(r);
	rule(r);
	put_words(r, tr(c, "Taken {time}"), "time", s->time);
	put(r, tr(c, "Valid today only"), 28, PLAIN);
	put(r,
	    *s->missed_rule != '\0'
		? s->missed_rule
		: tr(c,
		      "If you miss your call, please ask at the service "
		      "desk"),
	    28, PLAIN);
	status(r);
	put(r, s->code, 28, BOLD);
	put(r, tr(c, "Please wait in the seating area and watch the screens"),
	    26, PLAIN);
	space(r, 2);
}

/* What was drawn down to its last row, as dots. */
static bool
cut(struct raster *to, cairo_surface_t *drawn, int height)
{
	cairo_surface_t *part = cairo_image_surface_create_for_data(
	    cairo_image_surface_get_data(drawn), CAIRO_FORMAT_RGB24,
	    cairo_image_surface_get_width(drawn), height,
	    cairo_image_surface_get_stride(drawn));
	bool well = cairo_surface_status(part) == CAIRO_STATUS_SUCCESS &&
	    raster_take(to, part);

	cairo_surface_destroy(part);
	return well;
}

bool
slip_draw(struct raster *to, const struct slip *s, int width)
{
	cairo_surface_t *surface = cairo_image_surface_create(
	    CAIRO_FORMAT_RGB24, width, (int)HEIGHT_MAX);
	cairo_t *cr = cairo_create(surface);
	struct roll r = { .paint = paint_create(cr),
		.script = paint_script(s->catalogue),
		.s = s,
		.width = width,
		.margin = 8 };
	bool well = r.paint != NULL &&
	    cairo_surface_status(surface) == CAIRO_STATUS_SUCCESS;

	cairo_set_source_rgb(cr, 1, 1, 1);
	cairo_paint(cr);
	if (well) {
		all(&r);
		cairo_surface_flush(surface);
		double height = fmin(ceil(r.y), HEIGHT_MAX);
		well = cut(to, surface, (int)height);
	}
	paint_destroy(r.paint);
	cairo_destroy(cr);
	cairo_surface_destroy(surface);
	return well;
}
