/*
 * A hall's logo as its layout carries it: a small PNG file, in base64 behind
 * LOGO_PREFIX. What is too large to be drawn everywhere is refused before
 * anybody unpacks it. Pure.
 */
#ifndef HAO_LOGO_H
#define HAO_LOGO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buf;

#define LOGO_PREFIX    "data:image/png;base64,"
#define LOGO_BYTES_MAX 12288
#define LOGO_SIDE_MAX  1024 /* dots, across and down */

enum logo_error {
	LOGO_WELL,
	LOGO_LARGE,  /* more than LOGO_BYTES_MAX */
	LOGO_NO_PNG, /* it does not begin as a PNG file does */
	LOGO_SIDES,  /* a side has no dots, or more than LOGO_SIDE_MAX */
	LOGO_SPOILT, /* it is no text that logo_write wrote */
};

/* What is wrong, as the end of a sentence about it. */
const char *logo_strerror(enum logo_error error);

enum logo_error logo_check(const uint8_t *png, size_t size)
    __attribute__((warn_unused_result));

/* Puts a checked PNG as a layout has it. */
void logo_write(struct buf *out, const uint8_t *png, size_t size);

/* Is TEXT of a layout a logo, and not the name of a file? */
bool logo_is_written(const char *text);

/* The PNG, checked, that logo_write wrote as TEXT. */
enum logo_error logo_read(const char *text, uint8_t png[LOGO_BYTES_MAX],
    size_t *size) __attribute__((warn_unused_result));

#endif
