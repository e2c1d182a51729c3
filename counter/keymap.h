/*
 * What the keys of a keypad mean: a key's name and what it presses on the
 * page, "KPPLUS r". Pure.
 */
#ifndef HAO_KEYMAP_H
#define HAO_KEYMAP_H

#include <jansson.h>
#include <stdint.h>

#define KEYMAP_CODES 256 /* of the kernel's input codes */

struct keymap {
	uint32_t press[KEYMAP_CODES]; /* 0: the key does nothing */
};

/* A numeric keypad: Enter calls the next, digits are matters. */
void keymap_init(struct keymap *m);

/*
 * Takes a line of a keymap file: a key, and a character, Enter, Escape, Up,
 * Down, Erase or None. Empty lines and what begins with # say nothing. NULL,
 * or what is wrong with it.
 */
const char *keymap_line(struct keymap *m, const char *line)
    __attribute__((warn_unused_result));
/* The same of each string of LINES; the first mistake is told of. */
const char *keymap_list(struct keymap *m, const json_t *lines)
    __attribute__((warn_unused_result));

#endif
