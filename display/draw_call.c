/* Calls: large on white, and in rows. */
#include <math.h>
#include <string.h>

#include "display/draw.h"
#include "ui/catalogue.h"

/* The number, and the counter on amber. */
static void
draw_pair_of(
    struct draw *d, const struct scene_call *c, struct paint_box box, double k)
{
	bool wide = strlen(c->number) > 5 || strlen(c->counter) > 3;
	double split = box.w * (wide ? 0.54 : 0.6);
	struct paint_box amber = { box.x + split, box.y, box.w - split, box.h };
	struct paint_box number = { box.x, box.y, split - 24 * k * d->u,
		box.h };
	double arrow = fmin(amber.w * 0.28, amber.h * 0.46);
	struct paint_box at = { amber.x + 34 * k * d->u, amber.y, arrow,
		amber.h };
	struct paint_box label = { at.x + arrow + 26 * k * d->u, amber.y, 0,
		amber.h };

	label.w = amber.x + amber.w - 28 * k * d->u - label.x;
	draw_round(d, amber, 24 * k, DRAW_AMBER);
	draw_arrow(d, at, DRAW_DARK);
	(void)draw_text(d, 0, c->counter, label,
	    &(struct draw_style){ .size = 262 * k,
		.least = 40 * k,
		.bold = true,
		.across = PAINT_CENTRE,
		.colour = DRAW_DARK });
	(void)draw_text(d, 0, c->number, number,
	    &(struct draw_style){ .size = 262 * k,
		.least = 60 * k,
		.bold = true,
		.colour = DRAW_DARK });
}

static void
draw_heads(struct draw *d, struct paint_box box, double k)
{
	const struct draw_style style = { .size = 46 * k,
		.least = 16 * k,
		.bold = true,
		.colour = DRAW_BLUE };
	double split = box.w * 0.62;

	draw_title(d, "Now calling",
	    (struct paint_box){ box.x, box.y, split, box.h }, &style);
	draw_title(d, "Please go to counter",
	    (struct paint_box){ box.x + split, box.y, box.w - split, box.h },
	    &style);
}

static void
draw_service(
    struct draw *d, const struct scene_call *c, struct paint_box box, double k)
{
	struct draw_style style = { .size = 44 * k,
		.least = 22 * k,
		.bold = true,
		.colour = DRAW_DARK };
	struct paint_box rest = box;

	/* Not more than so much, that the second has room. */
	if (c->service[1][0] != '\0')
		box.w *= 0.5;
	double w = draw_text(d, 0, c->service[0], box, &style);
	w += w > 0 ? 24 * k * d->u : 0;
	rest.x += w;
	rest.w -= w;
	style.bold = false;
	style.colour = DRAW_GREY;
	style.size = 40 * k;
	(void)draw_text(d, 1, c->service[1], rest, &style);
}

/* K: its size against that of a call alone. */
static void
draw_tile(
    struct draw *d, const struct scene_call *c, struct paint_box box, double k)
{
	struct paint_box in = draw_inside(d, box, 30 * k);
	double head = 74 * k * d->u, foot = 74 * k * d->u;

	draw_round(d, box, 30 * k, DRAW_WHITE);
	if (c->is_new) {
		paint_ring(d->paint, box, 30 * k * d->u,
		    (struct paint_edge){
			14 * k * d->u, draw_colours[DRAW_AMBER] });
	}
	in.x += 20 * k * d->u;
	in.w -= 30 * k * d->u;
	draw_heads(d, (struct paint_box){ in.x, in.y, in.w, head }, k);
	draw_service(d, c,
	    (struct paint_box){ in.x, in.y + in.h - foot, in.w, foot }, k);
	in.y += head;
	in.h -= head + foot;
	draw_pair_of(d, c, in, k);
}

static void
draw_none(struct draw *d, struct paint_box box)
{
	struct paint_box half = box;

	draw_round(d, box, 30, DRAW_PANEL);
	half.h /= 2;
	for (size_t i = 0; i < d->scene->langs_count; i++) {
		const char *text = tr(d->scene->langs[i], "Welcome");
		(void)draw_text(d, i, text, half,
		    &(struct draw_style){ .size = i == 0 ? 120 : 80,
			.least = 30,
			.bold = i == 0,
			.across = PAINT_CENTRE,
			.colour = i == 0 ? DRAW_WHITE : DRAW_SOFT });
		half.y += half.h;
	}
}

/* One alone, two below each other, four in a square. */
void
draw_tiles(struct draw *d, struct paint_box box)
{
	const struct scene *s = d->scene;
	size_t columns = s->tiles_count > 2 && !d->upright ? 2 : 1;
	size_t rows = (s->tiles_count + columns - 1) / columns;
	double gap = 24 * d->u;

	if (s->tiles_count == 0) {
		draw_none(d, box);
		return;
	}
	double w = (box.w - gap * (double)(columns - 1)) / (double)columns;
	double h = (box.h - gap * (double)(rows - 1)) / (double)rows;
	/* In a card of 1130 x 436 units a call has its whole size. */
	double k = fmin(w / (1040 * d->u), h / (436 * d->u));
	for (size_t i = 0; i < s->tiles_count; i++) {
		size_t row_at = i / columns;
		double column = (double)(i % columns), row = (double)row_at;
		draw_tile(d, &s->tiles[i],
		    (struct paint_box){ box.x + column * (w + gap),
			box.y + row * (h + gap), w, h },
		    k);
	}
}

/* --- Rows --------------------------------------------------------------- */

static void
draw_row(struct draw *d, const struct scene_call *c, struct paint_box box)
{
	double size = fmin(104, box.h / d->u * 0.86);
	double arrow = fmin(box.w * 0.09, box.h * 0.5);
	struct draw_style style = {
		.size = size, .least = 30, .bold = true, .colour = DRAW_WHITE
	};

	if (c->is_new) {
		paint_ring(d->paint,
		    (struct paint_box){ box.x - 14 * d->u, box.y + 4 * d->u,
			box.w + 28 * d->u, box.h - 8 * d->u },
		    16 * d->u,
		    (struct paint_edge){ 5 * d->u, draw_colours[DRAW_AMBER] });
	}
	(void)draw_text(d, 0, c->number,
	    (struct paint_box){ box.x, box.y, box.w * 0.56, box.h }, &style);
	draw_arrow(d,
	    (struct paint_box){ box.x + box.w * 0.62, box.y, arrow, box.h },
	    DRAW_SOFT);
	style.across = PAINT_END;
	style.colour = DRAW_AMBER;
	(void)draw_text(d, 0, c->counter,
	    (struct paint_box){
		box.x + box.w * 0.73, box.y, box.w * 0.27, box.h },
	    &style);
}

static void
draw_column(struct draw *d, struct paint_box box, size_t from, size_t rows)
{
	const struct draw_style style = {
		.size = 42, .least = 22, .bold = true, .colour = DRAW_WHITE
	};
	struct draw_style end = style;
	double head = 84 * d->u, half = box.w / 2;

	end.across = PAINT_END;
	draw_title(d, "Called", (struct paint_box){ box.x, box.y, half, head },
	    &style);
	draw_title(d, "Counter",
	    (struct paint_box){ box.x + half, box.y, half, head }, &end);
	double h = (box.h - head) / (double)rows;
	for (size_t i = 0; i < rows; i++) {
		double y = box.y + head + (double)i * h;
		draw_rule(d, box.x, y, box.w);
		if (from + i >= d->scene->rows_count)
			continue;
		draw_row(d, &d->scene->rows[from + i],
		    (struct paint_box){ box.x, y, box.w, h });
	}
}

void
draw_rows(struct draw *d, struct paint_box box, size_t columns)
{
	struct paint_box in;
	double gap = 28 * d->u;

	box.w = (box.w - gap * (double)(columns - 1)) / (double)columns;
	for (size_t i = 0; i < columns; i++) {
		draw_round(d, box, 24, DRAW_PANEL);
		in = draw_inside(d, box, 36);
		in.y -= 16 * d->u;
		in.h += 32 * d->u;
		draw_column(d, in, i * 6, 6);
		box.x += box.w + gap;
	}
}
