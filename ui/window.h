/*
 * A window, or the whole screen, inside the caller's event_base: what it
 * shows is drawn by Cairo straight into its pixels, and fingers and keys come
 * out as plain actions. Runs on X11 and on the bare console (kmsdrm); on
 * SDL's dummy driver in tests.
 */
#ifndef HAO_WINDOW_H
#define HAO_WINDOW_H

#include <cairo.h>
#include <stdbool.h>
#include <stdint.h>

struct event_base;
struct window;

enum window_what {
	WINDOW_PRESS, /* a finger, or the mouse, came down */
	WINDOW_LIFT,
	WINDOW_KEY,
	WINDOW_TYPE, /* text was typed, by hand or by a scanner */
	WINDOW_CLOSE,
};

enum window_key {
	WINDOW_KEY_UP,
	WINDOW_KEY_DOWN,
	WINDOW_KEY_LEFT,
	WINDOW_KEY_RIGHT,
	WINDOW_KEY_NEXT, /* Tab, or + of a keypad */
	WINDOW_KEY_PREVIOUS,
	WINDOW_KEY_ENTER,
	WINDOW_KEY_BACK, /* Escape */
	WINDOW_KEY_ERASE,
};

#define WINDOW_TYPED_SIZE 32
#define WINDOW_MOUSE	  (-1) /* its finger */

struct window_action {
	enum window_what what;
	int64_t finger; /* which one, of a press and a lift */
	double x, y;	/* in pixels of the window */
	enum window_key key;
	bool keypad; /* a key of digits: the digit is typed as well */
	char typed[WINDOW_TYPED_SIZE];
};

struct window_config {
	const char *title;
	int width, height; /* of a window; 0: the whole screen */
	bool pointer;	   /* shows the mouse's arrow */
	/* Draws all of it, at most once a turn of the loop. */
	void (*draw)(void *ctx, cairo_t *cr, int width, int height);
	void (*action)(void *ctx, const struct window_action *action);
	void *ctx;
};

/* NULL, and said on stderr: there is no display. One at a time. */
struct window *window_create(
    struct event_base *base, const struct window_config *config);
void window_destroy(struct window *w);

/* What it shows has changed: it is drawn again before the loop sleeps. */
void window_refresh(struct window *w);
/* Pixels of a window. */
struct window_box {
	int x, y, width, height;
};
/*
 * The same, of a box alone, as far as it lies in the window: all else stays
 * as it was drawn, and draw's cairo_t is clipped to the boxes of its turn.
 */
void window_refresh_box(struct window *w, struct window_box box);

#endif
