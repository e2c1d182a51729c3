#include "proto/wire.h"

#include <string.h>

#include "proto/buf.h"

#define HEAD_MAX 24 /* a type, 20 digits with their sign, CR LF */

/* Writes a type, a number and a line end at TO; returns where they end. */
static char *
write_head(char *to, enum wire_type type, int64_t n)
{
	char digits[BUF_DIGITS], *end = digits + sizeof(digits);
	uint64_t u = n < 0 ? 0 - (uint64_t)n : (uint64_t)n;

	*to++ = (char)type;
	if (n < 0)
		*to++ = '-';
	if (u < 10) {
		*to++ = (char)('0' + u);
	} else {
		const char *at = buf_digits(end, u);
		memcpy(to, at, (size_t)(end - at));
		to += end - at;
	}
	*to++ = '\r';
	*to++ = '\n';
	return to;
}

static void
put_head(struct buf *out, enum wire_type type, int64_t n)
{
	if (!buf_reserve(out, HEAD_MAX))
		return;
	char *end = write_head(out->at + out->len, type, n);
	out->len = (size_t)(end - out->at);
}

/*
 * Text in a line of its own: a line end within it would end it early, and what
 * else commands a terminal would do so where somebody reads it.
 */
static void
put_text(struct buf *out, const char *s)
{
	static const char control[] = "\x01\x02\x03\x04\x05\x06\x07\x08\x09"
				      "\x0a\x0b\x0c\x0d\x0e\x0f\x10\x11\x12"
				      "\x13\x14\x15\x16\x17\x18\x19\x1a\x1b"
				      "\x1c\x1d\x1e\x1f\x7f";

	while (*s) {
		size_t run = strcspn(s, control);
		buf_put(out, s, run);
		s += run;
		if (*s) {
			buf_putc(out, ' ');
			s++;
		}
	}
}

void
wire_put_status(struct buf *out, const char *s)
{
	buf_putc(out, WIRE_STATUS);
	put_text(out, s);
	buf_put(out, "\r\n", 2);
}

void
wire_put_error(struct buf *out, const char *word, const char *say)
{
	buf_putc(out, WIRE_ERROR);
	put_text(out, word);
	if (say && *say) {
		buf_putc(out, ' ');
		put_text(out, say);
	}
	buf_put(out, "\r\n", 2);
}

void
wire_put_int(struct buf *out, int64_t n)
{
	put_head(out, WIRE_INT, n);
}

void
wire_put_bulk(struct buf *out, const char *bytes, size_t len)
{
	/* Every reply is made of these: one look for room, then straight on. */
	if (!buf_reserve(out, HEAD_MAX + len + 2))
		return;
	char *to = write_head(out->at + out->len, WIRE_BULK, (int64_t)len);
	if (len > 0)
		memcpy(to, bytes, len);
	to += len;
	*to++ = '\r';
	*to++ = '\n';
	out->len = (size_t)(to - out->at);
}

void
wire_put_str(struct buf *out, const char *s)
{
	wire_put_bulk(out, s, strlen(s));
}

void
wire_put_nil(struct buf *out, int proto)
{
	buf_puts(out, proto == 3 ? "_\r\n" : "$-1\r\n");
}

void
wire_put_array(struct buf *out, size_t count)
{
	put_head(out, WIRE_ARRAY, (int64_t)count);
}

void
wire_put_map(struct buf *out, int proto, size_t pairs)
{
	bool map = proto == 3;

	put_head(out, map ? WIRE_MAP : WIRE_ARRAY,
	    (int64_t)(map ? pairs : pairs * 2));
}

void
wire_put_push(struct buf *out, int proto, size_t count)
{
	put_head(out, proto == 3 ? WIRE_PUSH : WIRE_ARRAY, (int64_t)count);
}

void
wire_put_command(struct buf *out, size_t argc, const char *const *argv)
{
	wire_put_array(out, argc);
	for (size_t i = 0; i < argc; i++)
		wire_put_str(out, argv[i]);
}
