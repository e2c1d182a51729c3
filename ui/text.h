/*
 * Text for terminals and paper: how many columns UTF-8 takes (East Asian wide
 * characters take two), cut, padded, centred and wrapped. Pure. What is put
 * is cleaned: control bytes and what is not UTF-8 become a question mark, so
 * that no name can steer a terminal.
 */
#ifndef HAO_TEXT_H
#define HAO_TEXT_H

#include <stddef.h>
#include <stdint.h>

struct buf;

struct text_char {
	uint32_t code; /* '?' for what must not be shown */
	uint8_t bytes; /* 0 at the end of the text */
	uint8_t columns;
};

struct text_char text_char(const char *s);

/* Columns of S, once cleaned. */
int text_columns(const char *s);

void text_put(struct buf *out, const char *s);
void text_putn(struct buf *out, const char *s, size_t bytes);

enum text_side {
	TEXT_LEFT,
	TEXT_CENTRE,
	TEXT_RIGHT
};

/*
 * Puts exactly COLUMNS columns: S, cut where it is too long, and spaces.
 * TEXT_CENTRE leaves out the spaces after it.
 */
void text_field(
    struct buf *out, const char *s, int columns, enum text_side side);

/*
 * How many bytes of S make its first line of at most COLUMNS columns, at
 * least one character; `*next` is where the second line begins, after the
 * spaces between. Breaks at spaces and beside wide characters, but never
 * before a closing mark where that can be helped.
 */
size_t text_wrap(const char *s, int columns, const char **next);

#endif
