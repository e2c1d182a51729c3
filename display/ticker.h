/*
 * The line at a screen's foot, when it is too long to stand there: it is
 * drawn once, as a strip. It stands for as long as people need to read what
 * they see of it, and slides on by less than that, so that each word is once
 * seen whole.
 */
#ifndef HAO_TICKER_H
#define HAO_TICKER_H

#include <cairo.h>
#include <stdbool.h>
#include <stdint.h>

#include "display/draw.h"

#define TICKER_FRAME_MS 40
#define TICKER_STAND_MS 10000
#define TICKER_SLIDE_MS 1200
#define TICKER_TEXT	SCENE_TEXT

struct ticker {
	cairo_surface_t *strip; /* owned; NULL: the text fits, and stands */
	int width, height;	/* of the strip, in pixels */
	int steps;		/* until it has come round */
	int screen_width, screen_height;
	double u;	      /* pixels of a unit */
	struct paint_box box; /* where it moves */
	char text[TICKER_TEXT];
};

/* All zero is a ticker without a text. */
void ticker_release(struct ticker *t);
/* The foot of SCENE on a screen of that size; cheap when nothing changed. */
void ticker_set(
    struct ticker *t, const struct scene *scene, int width, int height);
/* Where it is at NOW_MS, over the foot that draw_scene left. */
void ticker_draw(const struct ticker *t, cairo_t *cr, int64_t now_ms);
/* How long it stands as it is at NOW_MS. */
int64_t ticker_stands_ms(int64_t now_ms);

#endif
