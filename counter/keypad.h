/*
 * A USB call pad that is a HID keyboard: its keys reach this program alone,
 * whatever window has the focus. Read by evdev and grabbed, or by libusb where
 * the kernel has no evdev. Opened again whenever it was unplugged. Lives in
 * the caller's loop.
 */
#ifndef HAO_KEYPAD_H
#define HAO_KEYPAD_H

#include <stdbool.h>
#include <stdint.h>

#include "counter/keymap.h"

struct event_base;
struct keypad;

struct keypad_config {
	/* /dev/input/by-id/…-event-kbd, or usb:VENDOR:PRODUCT; borrowed */
	const char *path;
	struct keymap map;
	void (*press)(uint32_t press, void *ctx);
	/* It is there now, or not: WHY; called when that changes. */
	void (*changed)(bool there, const char *why, void *ctx);
	void *ctx;
};

/* NULL: PATH is one; else what to write instead. */
const char *keypad_misuse(const char *path);
/* Copies CONFIG. NULL: out of memory, or no USB. Opens it from the loop. */
struct keypad *keypad_create(
    struct event_base *base, const struct keypad_config *config);
void keypad_destroy(struct keypad *k);

/* Its keys have other meanings from now on. */
void keypad_map(struct keypad *k, const struct keymap *map);

#endif
