#include "display/ticker.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

#define SIZE	42  /* units */
#define GAP	160 /* units between its end and its beginning */
#define UNITS_S 90  /* it moves a second: nobody has to hurry */

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
	struct paint_box box = draw_foot_box(width, height, &t->u);
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
	(void)snprintf(t->text, sizeof(t->text), "%s", text);
	const struct paint_script script = paint_script(scene->langs[0]);
	const struct paint_text line = text_of(t, &script);
	double w = *text != '\0' ? width_of(&line) : 0;
	if (w > box.w)
		make_strip(t, &line, w);
}

void
ticker_draw(const struct ticker *t, cairo_t *cr, int64_t now_ms)
{
	double gone = fmod((double)now_ms * UNITS_S * t->u / 1000, t->width);

	if (t->strip == NULL)
		return;
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
