/*
 * The screen of a display: a window that draws its scene whenever that has
 * changed, when the minute turns and when a page does. Else it sleeps.
 */
#ifndef HAO_DISPLAY_SCREEN_H
#define HAO_DISPLAY_SCREEN_H

#include "display/scene.h"

struct event_base;
struct screen;

struct screen_config {
	struct display *display; /* borrowed */
	const char *langs;	 /* "zh,en"; NULL: the hall's first two */
	const char *layout;	 /* "calls", "list", "counters" */
	const char *counter;	 /* of a sign above one counter; or NULL */
	int width, height;	 /* of a window; 0: the whole screen */
	/* Calls came before people's eyes: the machine has to tell. */
	void (*seen)(void *ctx);
	void (*closed)(void *ctx);
	void *ctx;
};

/* Copies CONFIG. NULL, and said on stderr: there is no such layout, or no
 * memory. BASE NULL: for pictures alone. */
struct screen *screen_create(
    struct event_base *base, const struct screen_config *config);
void screen_destroy(struct screen *s);
/* False, and said on stderr: there is no display. */
bool screen_open(struct screen *s) __attribute__((warn_unused_result));

/* The display may have changed: draws it again if it has. */
void screen_refresh(struct screen *s);

/* All is there that a picture needs. */
bool screen_is_whole(const struct screen *s);
/* What it would show, as a PNG of that size; NULL: it was written. */
const char *screen_picture(
    struct screen *s, const char *size, const char *file);

#endif
