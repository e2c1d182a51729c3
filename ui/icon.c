#include "ui/icon.h"

#include <math.h>

#define GRID 24.0

static void
line(cairo_t *cr, double x1, double y1, double x2, double y2)
{
	cairo_move_to(cr, x1, y1);
	cairo_line_to(cr, x2, y2);
}

static void
circle(cairo_t *cr, double x, double y, double radius)
{
	cairo_new_sub_path(cr);
	cairo_arc(cr, x, y, radius, 0, 2 * M_PI);
}

static void
star(cairo_t *cr)
{
	for (int i = 0; i < 10; i++) {
		double radius = i % 2 == 0 ? 9.5 : 3.9;
		double turn = i * M_PI / 5 - M_PI / 2;
		cairo_line_to(
		    cr, 12 + radius * cos(turn), 12.6 + radius * sin(turn));
	}
	cairo_close_path(cr);
	cairo_fill(cr);
}

static void
contrast(cairo_t *cr)
{
	circle(cr, 12, 12, 9);
	cairo_stroke(cr);
	cairo_arc(cr, 12, 12, 9, -M_PI / 2, M_PI / 2);
	cairo_close_path(cr);
	cairo_fill(cr);
}

static void
letter(cairo_t *cr)
{
	cairo_set_line_width(cr, 2.8);
	line(cr, 4.5, 20.5, 12, 3.5);
	cairo_line_to(cr, 19.5, 20.5);
	line(cr, 7.5, 14.5, 16.5, 14.5);
	cairo_stroke(cr);
}

static void
speaker(cairo_t *cr)
{
	cairo_move_to(cr, 3, 9);
	cairo_line_to(cr, 7, 9);
	cairo_line_to(cr, 12, 4.5);
	cairo_line_to(cr, 12, 19.5);
	cairo_line_to(cr, 7, 15);
	cairo_line_to(cr, 3, 15);
	cairo_close_path(cr);
	cairo_fill(cr);
	cairo_arc(cr, 12, 12, 4.5, -0.8, 0.8);
	cairo_new_sub_path(cr);
	cairo_arc(cr, 12, 12, 8.5, -0.8, 0.8);
	cairo_stroke(cr);
}

/* Somebody below a line that comes down. */
static void
lower(cairo_t *cr)
{
	line(cr, 12, 3, 12, 13.5);
	line(cr, 7.5, 9.5, 12, 14);
	cairo_line_to(cr, 16.5, 9.5);
	line(cr, 4.5, 19.5, 19.5, 19.5);
	cairo_stroke(cr);
}

static void
calendar(cairo_t *cr)
{
	cairo_rectangle(cr, 3.5, 5.5, 17, 15);
	line(cr, 3.5, 10, 20.5, 10);
	line(cr, 8, 3, 8, 7);
	line(cr, 16, 3, 16, 7);
	line(cr, 8.5, 15, 11, 17.5);
	cairo_line_to(cr, 15.5, 13);
	cairo_stroke(cr);
}

static void
lens(cairo_t *cr)
{
	circle(cr, 10.5, 10.5, 6.5);
	line(cr, 15.5, 15.5, 20.5, 20.5);
	cairo_stroke(cr);
}

static void
person(cairo_t *cr)
{
	circle(cr, 12, 7.5, 4.5);
	cairo_fill(cr);
	cairo_arc(cr, 12, 22, 8.5, M_PI, 2 * M_PI);
	cairo_close_path(cr);
	cairo_fill(cr);
}

static void
forward(cairo_t *cr)
{
	line(cr, 8.5, 4.5, 16, 12);
	cairo_line_to(cr, 8.5, 19.5);
	cairo_stroke(cr);
}

static void
back(cairo_t *cr)
{
	line(cr, 15.5, 4.5, 8, 12);
	cairo_line_to(cr, 15.5, 19.5);
	cairo_stroke(cr);
}

static void
check(cairo_t *cr)
{
	cairo_set_line_width(cr, 2.8);
	line(cr, 5, 12.5, 10, 17.5);
	cairo_line_to(cr, 19, 7);
	cairo_stroke(cr);
}

static void
warning(cairo_t *cr)
{
	cairo_move_to(cr, 12, 3.5);
	cairo_line_to(cr, 21.5, 20);
	cairo_line_to(cr, 2.5, 20);
	cairo_close_path(cr);
	line(cr, 12, 9.5, 12, 14);
	cairo_stroke(cr);
	circle(cr, 12, 17, 1.3);
	cairo_fill(cr);
}

static void
paper(cairo_t *cr)
{
	cairo_move_to(cr, 5.5, 3.5);
	cairo_line_to(cr, 18.5, 3.5);
	cairo_line_to(cr, 18.5, 20.5);
	for (int i = 1; i <= 6; i++) {
		cairo_line_to(
		    cr, 18.5 - i * 13.0 / 6, i % 2 == 0 ? 20.5 : 18.3);
	}
	cairo_close_path(cr);
	line(cr, 9, 8.5, 15, 8.5);
	line(cr, 9, 12.5, 15, 12.5);
	cairo_stroke(cr);
}

static void
erase(cairo_t *cr)
{
	cairo_move_to(cr, 8, 5);
	cairo_line_to(cr, 21, 5);
	cairo_line_to(cr, 21, 19);
	cairo_line_to(cr, 8, 19);
	cairo_line_to(cr, 2.5, 12);
	cairo_close_path(cr);
	line(cr, 11, 9, 17, 15);
	line(cr, 17, 9, 11, 15);
	cairo_stroke(cr);
}

/* SMILE from -1 to 1. */
static void
face(cairo_t *cr, double smile)
{
	double middle = 15.5 + 2.6 * smile, ends = 15.5 - 1.6 * smile;

	circle(cr, 12, 12, 9.5);
	cairo_move_to(cr, 7.5, ends);
	cairo_curve_to(cr, 9.5, middle, 14.5, middle, 16.5, ends);
	cairo_stroke(cr);
	circle(cr, 8.7, 9.5, 1.3);
	circle(cr, 15.3, 9.5, 1.3);
	cairo_fill(cr);
}

static void
face_1(cairo_t *cr)
{
	face(cr, -1);
}

static void
face_2(cairo_t *cr)
{
	face(cr, -0.5);
}

static void
face_3(cairo_t *cr)
{
	face(cr, 0);
}

static void
face_4(cairo_t *cr)
{
	face(cr, 0.5);
}

static void
face_5(cairo_t *cr)
{
	face(cr, 1);
}

static void (*const drawings[ICON_COUNT])(cairo_t *cr) = {
	[ICON_STAR] = star,
	[ICON_CONTRAST] = contrast,
	[ICON_LETTER] = letter,
	[ICON_SPEAKER] = speaker,
	[ICON_LOWER] = lower,
	[ICON_CALENDAR] = calendar,
	[ICON_LENS] = lens,
	[ICON_PERSON] = person,
	[ICON_FORWARD] = forward,
	[ICON_BACK] = back,
	[ICON_CHECK] = check,
	[ICON_WARNING] = warning,
	[ICON_PAPER] = paper,
	[ICON_ERASE] = erase,
	[ICON_FACE_1] = face_1,
	[ICON_FACE_2] = face_2,
	[ICON_FACE_3] = face_3,
	[ICON_FACE_4] = face_4,
	[ICON_FACE_5] = face_5,
};

void
icon_paint(struct paint *p, enum icon icon, struct paint_box box,
    struct theme_rgb colour)
{
	cairo_t *cr = paint_cairo(p);
	double side = fmin(box.w, box.h);

	if (drawings[icon] == NULL)
		return;
	cairo_save(cr);
	cairo_translate(
	    cr, box.x + (box.w - side) / 2, box.y + (box.h - side) / 2);
	cairo_scale(cr, side / GRID, side / GRID);
	cairo_set_line_width(cr, 2);
	cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
	cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
	paint_colour(p, colour);
	cairo_new_path(cr);
	drawings[icon](cr);
	cairo_restore(cr);
}
