/* Drawing a scene: what the files of draw*.c share. Pure, as ui/paint.h is. */
#ifndef HAO_DISPLAY_DRAW_H
#define HAO_DISPLAY_DRAW_H

#include "display/place.h"
#include "display/scene.h"
#include "ui/paint.h"

enum draw_colour {
	DRAW_TOP, /* the ground, from the top … */
	DRAW_BOTTOM,
	DRAW_BAND,  /* the ticker's */
	DRAW_PANEL, /* cards that wait */
	DRAW_TILE,  /* a letter's */
	DRAW_RULE,
	DRAW_WHITE,
	DRAW_SOFT, /* on the ground and on panels */
	DRAW_AMBER,
	DRAW_GREEN,
	DRAW_DARK, /* on white and on amber */
	DRAW_GREY, /* on white, what matters less */
	DRAW_BLUE, /* on white, headings */
	DRAW_RED,
	DRAW_COLOURS
};
extern const struct theme_rgb draw_colours[DRAW_COLOURS];

/* What may stand on what. */
struct draw_pair {
	enum draw_colour front, back;
};
extern const struct draw_pair draw_pairs[];
extern const size_t draw_pairs_count;

struct draw {
	struct paint *paint;
	const struct scene *scene;
	int width, height;
	cairo_rectangle_list_t *clip; /* what is drawn at all */
	struct paint_script scripts[SCENE_LANGS];
	double u; /* pixels of a unit: 1080 on the shorter side */
	bool upright;
	/* For tests: what a text that had to be cut was, the last one. */
	const char *cut;
};

/* How a text stands in its box. */
struct draw_style {
	double size, least; /* units; 0: no less */
	bool bold;
	enum paint_side across;
	enum draw_colour colour;
	int lines; /* 0: one */
};

/* TEXT in the scene's language I; returns how wide it came out. */
double draw_text(struct draw *d, size_t i, const char *text,
    struct paint_box box, const struct draw_style *style);
/* ID in both languages, the second one softer beside the first. */
void draw_title(struct draw *d, const char *id, struct paint_box box,
    const struct draw_style *style);
/* NAMES in both languages, the second below the first. */
void draw_names(struct draw *d, const char names[SCENE_LANGS][SCENE_NAME],
    struct paint_box box, const struct draw_style *style);
void draw_round(struct draw *d, struct paint_box box, double radius,
    enum draw_colour colour);
void draw_rule(struct draw *d, double x, double y, double w);
void draw_arrow(struct draw *d, struct paint_box box, enum draw_colour colour);

/* A box inside of BOX, so many units from its edges. */
struct paint_box draw_inside(
    const struct draw *d, struct paint_box box, double units);

void draw_tiles(struct draw *d, struct paint_box box);
void draw_rows(struct draw *d, struct paint_box box, size_t columns);
void draw_waiting(struct draw *d, struct paint_box box);
void draw_counters(struct draw *d, struct paint_box box);
void draw_sign(struct draw *d, struct paint_box box);

/*
 * Draws all of SCENE that lies in CR's clip. Returns a text that had to be
 * cut, borrowed from the scene or a catalogue; NULL: all of them are whole.
 */
const char *draw_scene(
    cairo_t *cr, const struct scene *scene, int width, int height);

#endif
