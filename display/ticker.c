#include "display/ticker.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define SIZE	42   /* units */
#define GAP	160  /* units between its end and its beginning */
#define SHRINKS 0.85 /* a little smaller it stands where it would move */
#define STEP	0.75 /* of its place that it slides on by, at most */

void
ticker_release(struct ticker *t)
{
	if (t->strip != NULL)
		cairo_surface_destroy(t->strip);
	t->strip = NULL;
}

static struct paint_text
text_of(const struct ticker *t, const struct paint_script *script)
{
	return (struct paint_text){
		.text = t->text,
		.script = script,
		.size = SIZE * t->u,
		.size_min = SIZE * t->u,
		.lines_max = 1,
		.down = PAINT_CENTRE,
		.colour = draw_colours[DRAW_WHITE],
	};
}

static double
width_of(const struct paint_text *text)
{
	cairo_surface_t *none = cairo_image_surface_create(
	    CAIRO_FORMAT_A8, 1, 1);
	cairo_t *cr = cairo_create(none);
	struct paint *p = paint_create(cr);
	double w = 0;

	if (p != NULL) {
		w = paint_measure(
		    p, text, (struct paint_box){ 0, 0, 30000, 1000 })
			.w;
	}
	paint_destroy(p);
	cairo_destroy(cr);
	cairo_surface_destroy(none);
	return w;
}

static void
make_strip(struct ticker *t, const struct paint_text *text, double w)
{
	t->width = (int)(w + GAP * t->u) + 1;
	t->height = (int)t->box.h + 1;
	t->strip = cairo_image_surface_create(
	    CAIRO_FORMAT_RGB24, t->width, t->height);
	t->steps = (int)(t->width / (STEP * t->box.w)) + 1;
	cairo_t *cr = cairo_create(t->strip);
	struct paint *p = paint_create(cr);
	struct paint_box all = { 0, 0, t->width, t->height };

	if (p != NULL) {
		paint_colour(p, draw_colours[DRAW_BAND]);
		cairo_paint(cr);
		(void)paint_text(p, text, all);
	}
	paint_destroy(p);
	cairo_destroy(cr);
}

void
ticker_set(struct ticker *t, const struct scene *scene, int width, int height)
{
	struct paint_box box = place_foot_text(width, height);
	const char *text = scene->notice[0] != '\0' ||
		scene->urgent[0] != '\0' || scene->layout == SCENE_SIGN
	    ? ""
	    : scene->ticker;

	if (strcmp(text, t->text) == 0 && t->screen_width == width &&
	    t->screen_height == height)
		return;
	t->screen_width = width;
	t->screen_height = height;
	ticker_release(t);
	t->box = box;
	t->u = place_unit(width, height);
	(void)snprintf(t->text, sizeof(t->text), "%s", text);
	const struct paint_script script = paint_script(scene->langs[0]);
	const struct paint_text line = text_of(t, &script);
	double w = *text != '\0' ? width_of(&line) : 0;
	if (w * SHRINKS > box.w)
		make_strip(t, &line, w);
}

/* Of a step's time, how much it has stood and slid by NOW_MS. */
static int64_t
in_step(int64_t now_ms)
{
	return now_ms % (TICKER_STAND_MS + TICKER_SLIDE_MS);
}

int64_t
ticker_stands_ms(int64_t now_ms)
{
	int64_t left_ms = TICKER_STAND_MS - in_step(now_ms);

	return left_ms > TICKER_FRAME_MS ? left_ms : TICKER_FRAME_MS;
}

/* It begins and ends to slide gently. */
static double
gone_at(const struct ticker *t, int64_t now_ms)
{
	int64_t slid_ms = in_step(now_ms) - TICKER_STAND_MS;
	int64_t step = now_ms / (TICKER_STAND_MS + TICKER_SLIDE_MS) % t->steps;
	double part = slid_ms > 0 ? (double)slid_ms / TICKER_SLIDE_MS : 0;

	return ((double)step + part * part * (3 - 2 * part)) * t->width /
	    t->steps;
}

void
ticker_draw(const struct ticker *t, cairo_t *cr, int64_t now_ms)
{
	if (t->strip == NULL)
		return;
	double gone = gone_at(t, now_ms);
	cairo_save(cr);
	cairo_rectangle(cr, t->box.x, t->box.y, t->box.w, t->box.h);
	cairo_clip(cr);
	int end = (int)(t->box.x + t->box.w);
	for (int x = (int)t->box.x - (int)gone; x < end; x += t->width) {
		cairo_set_source_surface(cr, t->strip, x, t->box.y);
		cairo_paint(cr);
	}
	cairo_restore(cr);
}
