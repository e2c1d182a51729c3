/*
 * A growing run of bytes. Out of memory sets `failed`, which stays: a writer
 * puts all it has and looks once, at the end.
 */
#ifndef HAO_BUF_H
#define HAO_BUF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

struct buf {
	char *at; /* owned; NULL while nothing was put */
	size_t len, cap;
	bool failed;
	bool secret; /* no copy stays when it moves, is cleared or released */
};

/* All zero is an empty buffer. Release leaves an empty one, as secret. */
void buf_release(struct buf *b);
void buf_clear(struct buf *b); /* keeps the memory; forgets `failed` */

/* Room for N more bytes; false, and failed, when there is none. */
bool buf_grow(struct buf *b, size_t n);
static inline bool
buf_reserve(struct buf *b, size_t n)
{
	return b->cap - b->len >= n || buf_grow(b, n);
}

static inline void
buf_put(struct buf *b, const void *bytes, size_t n)
{
	if (n == 0 || (b->cap - b->len < n && !buf_reserve(b, n)))
		return;
	memcpy(b->at + b->len, bytes, n);
	b->len += n;
}

static inline void
buf_putc(struct buf *b, char c)
{
	if (b->cap == b->len && !buf_reserve(b, 1))
		return;
	b->at[b->len++] = c;
}

static inline void
buf_puts(struct buf *b, const char *s)
{
	buf_put(b, s, strlen(s));
}

void buf_put_int(struct buf *b, int64_t n); /* decimal */

#define BUF_DIGITS 20 /* of the largest number; a sign goes before them */

/* Writes U in decimal, ending before END; returns where its digits begin. */
char *buf_digits(char *end, uint64_t u);

/* Drops the first N bytes, moving the rest to the front. */
void buf_drop(struct buf *b, size_t n);

#endif
