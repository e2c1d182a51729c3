#include "proto/buf.h"

#include <stdlib.h>
#include <string.h>

static void
wipe(struct buf *b)
{
	if (b->secret && b->at)
		explicit_bzero(b->at, b->cap);
}

void
buf_release(struct buf *b)
{
	wipe(b);
	free(b->at);
	*b = (struct buf){ .secret = b->secret };
}

void
buf_clear(struct buf *b)
{
	wipe(b);
	b->len = 0;
	b->failed = false;
}

/* As realloc, which would leave what moves where it was. */
static char *
move(struct buf *b, size_t cap)
{
	char *to = malloc(cap);

	if (!to || !b->at)
		return to;
	memcpy(to, b->at, b->len);
	wipe(b);
	free(b->at);
	return to;
}

static char *
resize(struct buf *b, size_t cap)
{
	return b->secret ? move(b, cap) : realloc(b->at, cap);
}

bool
buf_grow(struct buf *b, size_t n)
{
	size_t cap = b->cap ? b->cap : 128;
	while (cap - b->len < n) {
		if (cap > SIZE_MAX / 2)
			break;
		cap *= 2;
	}
	char *at = cap - b->len < n ? NULL : resize(b, cap);
	if (!at) {
		b->failed = true;
		return false;
	}
	b->at = at;
	b->cap = cap;
	return true;
}

/* By twos: most numbers are times, of thirteen digits, and each is divided. */
char *
buf_digits(char *end, uint64_t u)
{
	static const char pairs[] = "00010203040506070809"
				    "10111213141516171819"
				    "20212223242526272829"
				    "30313233343536373839"
				    "40414243444546474849"
				    "50515253545556575859"
				    "60616263646566676869"
				    "70717273747576777879"
				    "80818283848586878889"
				    "90919293949596979899";

	for (; u >= 100; u /= 100) {
		end -= 2;
		memcpy(end, pairs + u % 100 * 2, 2);
	}
	if (u < 10) {
		*--end = (char)('0' + u);
		return end;
	}
	end -= 2;
	memcpy(end, pairs + u * 2, 2);
	return end;
}

void
buf_put_int(struct buf *b, int64_t n)
{
	char digits[BUF_DIGITS], *end = digits + sizeof(digits);
	uint64_t u = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;
	const char *at = buf_digits(end, u);

	if (n < 0)
		buf_putc(b, '-');
	buf_put(b, at, (size_t)(end - at));
}

void
buf_drop(struct buf *b, size_t n)
{
	if (n == 0)
		return;
	memmove(b->at, b->at + n, b->len - n);
	b->len -= n;
}
