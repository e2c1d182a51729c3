/*
 * A serial line with call pads: opened again whenever it was lost, bytes made
 * presses by the driver. Lives in the caller's loop.
 */
#ifndef HAO_PAD_LINE_H
#define HAO_PAD_LINE_H

#include <stdbool.h>

#include "ui/serial.h"

struct buf;
struct event_base;
struct line;
struct pad_driver;
struct pad_press;

struct line_config {
	struct serial serial;
	const struct pad_driver *driver;
	void (*press)(const struct pad_press *press, void *ctx);
	/* It is open now, or lost: WHY, which is said once. */
	void (*changed)(bool open, const char *why, void *ctx);
	void *ctx;
};

/* Copies CONFIG. NULL: out of memory. Opens it from the loop. */
struct line *line_create(
    struct event_base *base, const struct line_config *config);
void line_destroy(struct line *l);

/* Sends and empties BYTES; they are lost while the line is. */
void line_write(struct line *l, struct buf *bytes);

#endif
