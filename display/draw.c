#include "display/draw.h"

#include <math.h>
#include <stdio.h>

#include "ui/catalogue.h"

#define MARGIN 48
#define BANDS  44

static uint8_t
between(int a, int b, int step)
{
	return (uint8_t)(a + (b - a) * step / (BANDS - 1));
}

/* Darker above: plain bands, as few as eight bits can tell, are quick. */
static void
draw_ground(struct draw *d, int width, int height)
{
	const struct theme_rgb *a = &draw_colours[DRAW_TOP];
	const struct theme_rgb *b = &draw_colours[DRAW_BOTTOM];
	cairo_t *cr = paint_cairo(d->paint);

	for (int i = 0; i < BANDS; i++) {
		int top = i * height / BANDS;
		int end = (i + 1) * height / BANDS;
		const struct theme_rgb colour = { between(a->r, b->r, i),
			between(a->g, b->g, i), between(a->b, b->b, i) };
		paint_colour(d->paint, colour);
		cairo_rectangle(cr, 0, top, width, end - top);
		cairo_fill(cr);
	}
}

/* --- The head ----------------------------------------------------------- */

static double
draw_clock(struct draw *d, struct paint_box box)
{
	const struct scene *s = d->scene;
	char text[CATALOGUE_NUMBER_SIZE], dates[SCENE_LANGS][SCENE_NAME];
	struct paint_box clock = box;
	double w = (d->upright ? 190 : 250) * d->u;

	clock.x += box.w - w;
	clock.w = w;
	(void)draw_text(d, 0,
	    catalogue_date(s->langs[0], "date.time", &s->now, text), clock,
	    &(struct draw_style){ .size = d->upright ? 72 : 96,
		.least = 50,
		.bold = true,
		.across = PAINT_END,
		.colour = DRAW_WHITE });
	dates[1][0] = '\0';
	for (size_t i = 0; i < s->langs_count; i++) {
		(void)snprintf(dates[i], SCENE_NAME, "%s",
		    catalogue_date(s->langs[i], "date.long", &s->now, text));
	}
	double side = (d->upright ? 300 : 420) * d->u;
	draw_names(d, (const char(*)[SCENE_NAME])dates,
	    (struct paint_box){
		clock.x - side - 30 * d->u, box.y, side, box.h },
	    &(struct draw_style){ .size = d->upright ? 30 : 36,
		.least = 18,
		.bold = true,
		.across = PAINT_END,
		.colour = DRAW_WHITE });
	return w + side + 50 * d->u;
}

/* What people should know of this screen: that it may be out of date. */
static void
draw_state(struct draw *d, struct paint_box box)
{
	const struct scene *s = d->scene;
	bool away = s->away[0] != '\0';
	char lines[SCENE_LANGS][SCENE_NAME] = { "", "" };

	if (!away && s->alarm[0] == '\0')
		return;
	for (size_t i = 0; i < s->langs_count; i++) {
		const struct catalogue_value values[] = { { "time", s->away },
			{ NULL, NULL } };
		(void)catalogue_fill(lines[i], SCENE_NAME,
		    tr(s->langs[i],
			away ? "No connection since {time}"
			     : "The voice is out of order"),
		    values);
	}
	draw_round(d, box, 18, DRAW_RED);
	draw_names(d, (const char(*)[SCENE_NAME])lines, draw_inside(d, box, 8),
	    &(struct draw_style){ .size = 32,
		.least = 16,
		.bold = true,
		.across = PAINT_CENTRE,
		.colour = DRAW_WHITE });
}

static void
draw_star(struct draw *d, struct paint_box box)
{
	cairo_t *cr = paint_cairo(d->paint);
	double x = box.x + box.w / 2, y = box.y + box.h / 2;

	draw_round(d, box, 16, DRAW_AMBER);
	paint_colour(d->paint, draw_colours[DRAW_DARK]);
	for (int i = 0; i < 10; i++) {
		double r = box.w * (i % 2 == 0 ? 0.28 : 0.115);
		double turn = M_PI * i / 5 - M_PI / 2;
		cairo_line_to(cr, x + r * cos(turn), y + r * sin(turn));
	}
	cairo_close_path(cr);
	cairo_fill(cr);
}

static void
draw_head(struct draw *d, struct paint_box box)
{
	double side = 72 * d->u, left = side + 24 * d->u;
	double right = draw_clock(d, box);
	double room = box.w - left - right;
	double state = d->upright ? 0 : fmin(500 * d->u, room * 0.46);

	draw_star(d,
	    (struct paint_box){
		box.x, box.y + (box.h - side) / 2, side, side });
	bool told = d->scene->away[0] != '\0' || d->scene->alarm[0] != '\0';
	draw_names(d, d->scene->hall,
	    (struct paint_box){
		box.x + left, box.y, told ? room - state : room, box.h },
	    &(struct draw_style){
		.size = 46, .least = 22, .bold = true, .colour = DRAW_WHITE });
	if (state > 0) {
		draw_state(d,
		    (struct paint_box){ box.x + left + room - state,
			box.y + 4 * d->u, state, box.h - 8 * d->u });
	}
}

/* --- The foot ----------------------------------------------------------- */

static void
draw_foot(struct draw *d, struct paint_box box)
{
	const struct scene *s = d->scene;
	bool notice = s->notice[0] != '\0';
	cairo_t *cr = paint_cairo(d->paint);
	struct paint_box in = { box.x + MARGIN * d->u, box.y,
		box.w - 2 * MARGIN * d->u, box.h };

	paint_colour(d->paint, draw_colours[notice ? DRAW_RED : DRAW_BAND]);
	cairo_rectangle(cr, box.x, box.y, box.w, box.h);
	cairo_fill(cr);
	paint_colour(d->paint, draw_colours[DRAW_AMBER]);
	cairo_rectangle(cr, box.x, box.y, box.w, fmax(1, 3 * d->u));
	cairo_fill(cr);
	if (s->moves && !notice)
		return;
	(void)draw_text(d, 0, notice ? s->notice : s->ticker, in,
	    &(struct draw_style){ .size = 42,
		.least = 20,
		.lines = 2,
		.bold = notice,
		.colour = DRAW_WHITE });
}

/* --- The whole ---------------------------------------------------------- */

/* Some of BOX lies in what is drawn. */
static bool
is_seen(const struct draw *d, struct paint_box box)
{
	const cairo_rectangle_list_t *clip = d->clip;
	bool all = clip->status != CAIRO_STATUS_SUCCESS;

	for (int i = 0; !all && i < clip->num_rectangles; i++) {
		const cairo_rectangle_t *r = &clip->rectangles[i];
		all = box.x < r->x + r->width && r->x < box.x + box.w &&
		    box.y < r->y + r->height && r->y < box.y + box.h;
	}
	return all && box.w > 0;
}

/* False: nothing of it is to be drawn. */
static bool
at_place(const struct draw *d, enum place place, struct paint_box *box)
{
	*box = place_box(d->scene, d->width, d->height, place);
	return is_seen(d, *box);
}

static void
draw_calls(struct draw *d)
{
	struct paint_box box;

	if (at_place(d, PLACE_ROWS, &box))
		draw_rows(d, box, 1);
	if (at_place(d, PLACE_WAITING, &box))
		draw_waiting(d, box);
	if (at_place(d, PLACE_CALL, &box))
		draw_tiles(d, box);
}

static void
draw_urgent(struct draw *d, int width, int height)
{
	cairo_t *cr = paint_cairo(d->paint);
	struct paint_box all = { 0, 0, width, height };
	struct paint_box in = draw_inside(d, all, 80);

	paint_colour(d->paint, draw_colours[DRAW_RED]);
	cairo_rectangle(cr, 0, 0, width, height);
	cairo_fill(cr);
	paint_ring(d->paint, draw_inside(d, all, 24), 40 * d->u,
	    (struct paint_edge){ 14 * d->u, draw_colours[DRAW_WHITE] });
	(void)draw_text(d, 0, d->scene->urgent, in,
	    &(struct draw_style){ .size = 240,
		.least = 30,
		.lines = 12,
		.bold = true,
		.across = PAINT_CENTRE,
		.colour = DRAW_WHITE });
}

static void
draw_body(struct draw *d)
{
	struct paint_box box;

	if (d->scene->layout == SCENE_CALLS) {
		draw_calls(d);
		return;
	}
	if (!at_place(d, PLACE_CALL, &box))
		return;
	switch (d->scene->layout) {
	case SCENE_CALLS:
		return;
	case SCENE_LIST:
		draw_rows(d, box, d->upright ? 1 : 2);
		return;
	case SCENE_ALL_COUNTERS:
		draw_counters(d, box);
		return;
	case SCENE_SIGN:
		draw_sign(d, box);
		return;
	}
}

static void
draw_all(struct draw *d)
{
	struct paint_box box;

	draw_ground(d, d->width, d->height);
	if (d->scene->urgent[0] != '\0') {
		draw_urgent(d, d->width, d->height);
		return;
	}
	if (at_place(d, PLACE_HEAD, &box))
		draw_head(d, box);
	if (at_place(d, PLACE_STATE, &box))
		draw_state(d, box);
	draw_body(d);
	if (at_place(d, PLACE_FOOT, &box))
		draw_foot(d, box);
}

const char *
draw_scene(cairo_t *cr, const struct scene *scene, int width, int height)
{
	struct draw d = { .scene = scene,
		.width = width,
		.height = height,
		.upright = height > width,
		.u = place_unit(width, height) };

	for (size_t i = 0; i < scene->langs_count && i < SCENE_LANGS; i++)
		d.scripts[i] = paint_script(scene->langs[i]);
	d.paint = paint_create(cr);
	if (d.paint == NULL)
		return NULL;
	d.clip = cairo_copy_clip_rectangle_list(cr);
	draw_all(&d);
	cairo_rectangle_list_destroy(d.clip);
	paint_destroy(d.paint);
	return d.cut;
}
