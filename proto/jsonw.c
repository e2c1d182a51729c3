#include "proto/jsonw.h"

#include <string.h>

#include "proto/buf.h"

void
jsonw_init(struct jsonw *w, struct buf *out)
{
	w->out = out;
	w->comma = 0;
}

static void
separate(struct jsonw *w)
{
	if (w->comma)
		buf_putc(w->out, ',');
	w->comma = 1;
}

void
jsonw_open(struct jsonw *w, char bracket)
{
	separate(w);
	buf_putc(w->out, bracket);
	w->comma = 0;
}

void
jsonw_close(struct jsonw *w, char bracket)
{
	buf_putc(w->out, bracket);
	w->comma = 1;
}

/* How many bytes of UTF-8 start at S: 0 when they are no character. */
static size_t
utf8_len(const unsigned char *s, size_t n)
{
	size_t len = s[0] < 0x80 ? 1
	    : s[0] < 0xc2	 ? 0
	    : s[0] < 0xe0	 ? 2
	    : s[0] < 0xf0	 ? 3
	    : s[0] < 0xf5	 ? 4
				 : 0;

	if (len > n)
		return 0;
	for (size_t i = 1; i < len; i++) {
		if ((s[i] & 0xc0) != 0x80)
			return 0;
	}
	if (len == 3 &&
	    ((s[0] == 0xe0 && s[1] < 0xa0) || (s[0] == 0xed && s[1] > 0x9f)))
		return 0;
	if (len == 4 &&
	    ((s[0] == 0xf0 && s[1] < 0x90) || (s[0] == 0xf4 && s[1] > 0x8f)))
		return 0;
	return len;
}

static void
escape(struct buf *out, unsigned char c)
{
	static const char hex[] = "0123456789abcdef";

	buf_putc(out, '\\');
	if (c == '"' || c == '\\') {
		buf_putc(out, (char)c);
		return;
	}
	buf_puts(out, "u00");
	buf_putc(out, hex[c >> 4]);
	buf_putc(out, hex[c & 15]);
}

/* Plain: 0x20 to 0x7e but for the quote and the backslash. */
static size_t
plain_run(const unsigned char *s, size_t n)
{
	size_t i = 0;

	while (i < n && s[i] - 0x20u < 0x5f && s[i] != '"' && s[i] != '\\')
		i++;
	return i;
}

/* Room for N bytes beside a comma, quotes and a colon; NULL: none. */
static char *
open_room(struct jsonw *w, size_t n)
{
	if (!buf_reserve(w->out, n + 4))
		return NULL;
	char *to = w->out->at + w->out->len;
	if (w->comma)
		*to++ = ',';
	w->comma = 1;
	return to;
}

/* Writes S in quotes, as it is, and AFTER, unless it is 0. */
static void
put_plain(struct jsonw *w, const char *s, size_t n, char after)
{
	char *to = open_room(w, n);

	if (!to)
		return;
	*to++ = '"';
	memcpy(to, s, n);
	to += n;
	*to++ = '"';
	if (after)
		*to++ = after;
	w->out->len = (size_t)(to - w->out->at);
}

void
jsonw_strn(struct jsonw *w, const char *s, size_t n)
{
	const unsigned char *at = (const unsigned char *)s;
	size_t i = 0;

	if (plain_run(at, n) == n) {
		put_plain(w, s, n, 0);
		return;
	}
	separate(w);
	buf_putc(w->out, '"');
	while (i < n) {
		size_t run = i + plain_run(at + i, n - i);
		buf_put(w->out, s + i, run - i);
		if (run == n)
			break;
		size_t len = utf8_len(at + run, n - run);
		if (len > 1) {
			buf_put(w->out, s + run, len);
		} else if (len == 1) {
			escape(w->out, at[run]);
		} else {
			buf_puts(w->out, "\xef\xbf\xbd");
		}
		i = run + (len ? len : 1);
	}
	buf_putc(w->out, '"');
}

void
jsonw_str(struct jsonw *w, const char *s)
{
	jsonw_strn(w, s, strlen(s));
}

void
jsonw_key(struct jsonw *w, const char *key)
{
	put_plain(w, key, strlen(key), ':');
	w->comma = 0;
}

void
jsonw_int(struct jsonw *w, int64_t n)
{
	separate(w);
	buf_put_int(w->out, n);
}

void
jsonw_raw(struct jsonw *w, const char *json, size_t n)
{
	separate(w);
	buf_put(w->out, json, n);
}

void
jsonw_null(struct jsonw *w)
{
	jsonw_raw(w, "null", 4);
}

void
jsonw_pair_str(struct jsonw *w, const char *key, const char *s)
{
	jsonw_key(w, key);
	jsonw_str(w, s);
}

void
jsonw_pair_int(struct jsonw *w, const char *key, int64_t n)
{
	jsonw_key(w, key);
	jsonw_int(w, n);
}
