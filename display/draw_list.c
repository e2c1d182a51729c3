/* Who waits where, and every counter with its number. */
#include <math.h>
#include <stdio.h>
#include <string.h>

#include "display/draw.h"
#include "ui/catalogue.h"

#define MANY 10 /* so many wait: amber */

static void
draw_count(struct draw *d, const struct scene_service *s, struct paint_box box)
{
	double side = fmin(64 * d->u, box.h * 0.72);
	struct paint_box mark = { box.x, box.y + (box.h - side) / 2, side,
		side };
	double left = side + 20 * d->u, right = 130 * d->u;
	char waiting[24];

	draw_round(d, mark, 14, DRAW_TILE);
	(void)draw_text(d, 0, s->mark, mark,
	    &(struct draw_style){ .size = 38,
		.least = 18,
		.bold = true,
		.across = PAINT_CENTRE,
		.colour = DRAW_WHITE });
	draw_names(d, s->name,
	    (struct paint_box){
		box.x + left, box.y, box.w - left - right, box.h },
	    &(struct draw_style){
		.size = 36, .least = 18, .bold = true, .colour = DRAW_WHITE });
	(void)snprintf(waiting, sizeof(waiting), "%lld", s->waiting);
	(void)draw_text(d, 0, waiting,
	    (struct paint_box){ box.x + box.w - right, box.y, right, box.h },
	    &(struct draw_style){ .size = 66,
		.least = 30,
		.bold = true,
		.across = PAINT_END,
		.colour = s->waiting >= MANY ? DRAW_AMBER : DRAW_GREEN });
}

/* Small squares, the one of the page that stands there is lit. */
static void
draw_pages(struct draw *d, struct paint_box box)
{
	const struct scene *s = d->scene;
	double side = 16 * d->u, step = side * 2;

	for (size_t i = 0; s->pages > 1 && i < s->pages; i++) {
		struct paint_box dot = { box.x + box.w -
			    step * (double)(s->pages - i),
			box.y + (box.h - side) / 2, side, side };
		draw_round(d, dot, 8, i == s->page ? DRAW_AMBER : DRAW_TILE);
	}
}

void
draw_waiting(struct draw *d, struct paint_box box)
{
	const struct scene *s = d->scene;
	double head = 70 * d->u, gap = 44 * d->u;

	draw_round(d, box, 24, DRAW_PANEL);
	box = draw_inside(d, box, 24);
	box.x += 14 * d->u;
	box.w -= 28 * d->u;
	draw_title(d, "People waiting",
	    (struct paint_box){ box.x, box.y, box.w, head },
	    &(struct draw_style){
		.size = 42, .least = 22, .bold = true, .colour = DRAW_WHITE });
	draw_pages(d, (struct paint_box){ box.x, box.y, box.w, head });
	size_t columns = box.w > 700 * d->u ? 2 : 1;
	size_t rows = (s->services_count + columns - 1) / columns;
	rows = rows > 3 ? rows : 3;
	double w = (box.w - gap * (double)(columns - 1)) / (double)columns;
	double h = (box.h - head) / (double)rows;
	for (size_t i = 0; i < s->services_count; i++) {
		size_t row = i / columns;
		struct paint_box at = { box.x +
			    (double)(i % columns) * (w + gap),
			box.y + head + (double)row * h, w, h };
		if (i >= columns)
			draw_rule(d, at.x, at.y, at.w);
		draw_count(d, &s->services[i], at);
	}
}

/* --- Counters ----------------------------------------------------------- */

static bool
is_called_now(const struct scene *s, const struct scene_counter *c)
{
	for (size_t i = 0; i < s->tiles_count; i++) {
		const struct scene_call *t = &s->tiles[i];
		if (t->is_new && strcmp(t->counter, c->label) == 0)
			return true;
	}
	return false;
}

static void
draw_counter(
    struct draw *d, const struct scene_counter *c, struct paint_box box)
{
	bool is_new = is_called_now(d->scene, c);
	struct paint_box label = { box.x, box.y, box.w * 0.36, box.h };
	struct paint_box number = { box.x + label.w, box.y,
		box.w - label.w - 20 * d->u, box.h };
	const char *word = c->state == SCENE_PAUSED ? "Paused"
	    : c->state == SCENE_CLOSED		    ? "Closed"
						    : "Welcome";

	draw_round(d, box, 18, DRAW_PANEL);
	draw_round(
	    d, label, 18, c->state == SCENE_OPEN ? DRAW_AMBER : DRAW_TILE);
	(void)draw_text(d, 0, c->label, draw_inside(d, label, 8),
	    &(struct draw_style){ .size = fmin(92, box.h / d->u * 0.7),
		.least = 24,
		.bold = true,
		.across = PAINT_CENTRE,
		.colour = c->state == SCENE_OPEN ? DRAW_DARK : DRAW_WHITE });
	bool named = c->number[0] != '\0';
	(void)draw_text(d, 0, named ? c->number : tr(d->scene->langs[0], word),
	    number,
	    &(struct draw_style){
		.size = fmin(named ? 92 : 48, box.h / d->u * 0.7),
		.least = 20,
		.bold = named,
		.across = PAINT_END,
		.colour = named ? DRAW_WHITE : DRAW_SOFT });
	if (is_new) {
		paint_ring(d->paint, box, 18 * d->u,
		    (struct paint_edge){ 7 * d->u, draw_colours[DRAW_AMBER] });
	}
}

void
draw_counters(struct draw *d, struct paint_box box)
{
	const struct scene *s = d->scene;
	size_t columns = d->upright ? 2 : 4;
	size_t rows = (s->counters_count + columns - 1) / columns;
	double gap = 20 * d->u, foot = s->pages > 1 ? 40 * d->u : 0;

	rows = rows > 2 ? rows : 2;
	double w = (box.w - gap * (double)(columns - 1)) / (double)columns;
	double h = (box.h - foot - gap * (double)(rows - 1)) / (double)rows;
	for (size_t i = 0; i < s->counters_count; i++) {
		size_t row = i / columns;
		draw_counter(d, &s->counters[i],
		    (struct paint_box){
			box.x + (double)(i % columns) * (w + gap),
			box.y + (double)row * (h + gap), w, h });
	}
	draw_pages(
	    d, (struct paint_box){ box.x, box.y + box.h - foot, box.w, foot });
}

/* --- A sign above one counter ------------------------------------------- */

void
draw_sign(struct draw *d, struct paint_box box)
{
	const struct scene *s = d->scene;
	const struct scene_counter *c = &s->counters[0];
	bool is_new = s->tiles_count > 0 && s->tiles[0].is_new;
	bool named = c->number[0] != '\0';
	double left = fmin(box.h, box.w * 0.34);
	struct paint_box label = { box.x, box.y, left, box.h };
	struct paint_box rest = { box.x + left + 40 * d->u, box.y,
		box.w - left - 80 * d->u, box.h };
	const char *word = c->state == SCENE_PAUSED ? "Paused"
	    : c->state == SCENE_CLOSED		    ? "Closed"
						    : "Welcome";

	draw_round(d, box, 30, is_new ? DRAW_WHITE : DRAW_PANEL);
	draw_round(d, label, 30, DRAW_AMBER);
	(void)draw_text(d, 0, c->label, draw_inside(d, label, 30),
	    &(struct draw_style){ .size = 620,
		.least = 60,
		.bold = true,
		.across = PAINT_CENTRE,
		.colour = DRAW_DARK });
	if (is_new) {
		paint_ring(d->paint, box, 30 * d->u,
		    (struct paint_edge){ 22 * d->u, draw_colours[DRAW_AMBER] });
	}
	struct paint_box foot = { rest.x, rest.y + rest.h * 0.68, rest.w,
		rest.h * 0.26 };
	rest.h *= 0.7;
	char names[SCENE_LANGS][SCENE_NAME] = { "", "" };
	for (size_t i = 0; i < s->langs_count; i++) {
		(void)snprintf(
		    names[i], SCENE_NAME, "%s", tr(s->langs[i], word));
	}
	if (!named) {
		rest.h = box.h * 0.84;
		rest.y += box.h * 0.08;
		draw_names(d, (const char(*)[SCENE_NAME])names, rest,
		    &(struct draw_style){ .size = 250,
			.least = 60,
			.bold = true,
			.across = PAINT_CENTRE,
			.colour = DRAW_WHITE });
		return;
	}
	(void)draw_text(d, 0, c->number, rest,
	    &(struct draw_style){ .size = 460,
		.least = 60,
		.bold = true,
		.across = PAINT_CENTRE,
		.colour = is_new ? DRAW_DARK : DRAW_WHITE });
	draw_names(d, c->service, foot,
	    &(struct draw_style){ .size = 100,
		.least = 30,
		.bold = true,
		.across = PAINT_CENTRE,
		.colour = is_new ? DRAW_DARK : DRAW_WHITE });
}
