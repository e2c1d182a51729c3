/*
 * A USB call pad that is a HID keyboard: read by evdev, and grabbed, so that
 * its keys reach this program alone, whatever window has the focus. Opened
 * again whenever it was unplugged. Lives in the caller's loop.
 */
#ifndef HAO_KEYPAD_H
#define HAO_KEYPAD_H

#include <stdbool.h>
#include <stdint.h>

#include "counter/keymap.h"

struct event_base;
struct keypad;

struct keypad_config {
	const char *path; /* /dev/input/by-id/…-event-kbd; borrowed */
	struct keymap map;
	void (*press)(uint32_t press, void *ctx);
	/* It is there now, or not: WHY; called when that changes. */
	void (*changed)(bool there, const char *why, void *ctx);
	void *ctx;
};

/* Copies CONFIG. NULL: out of memory. Opens it from the loop. */
struct keypad *keypad_create(
    struct event_base *base, const struct keypad_config *config);
void keypad_destroy(struct keypad *k);

#endif
