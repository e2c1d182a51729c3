/*
 * Writes compact JSON into a buf. The caller opens, names and closes; commas
 * come by themselves. Text must be UTF-8; quotes, backslashes and control
 * bytes are escaped, bytes that are not UTF-8 become U+FFFD.
 */
#ifndef HAO_JSONW_H
#define HAO_JSONW_H

#include <stddef.h>
#include <stdint.h>

struct buf;

struct jsonw {
	struct buf *out; /* borrowed */
	int comma;	 /* a value stands before, at this level */
};

void jsonw_init(struct jsonw *w, struct buf *out);
void jsonw_open(struct jsonw *w, char bracket);	 /* '{' or '[' */
void jsonw_close(struct jsonw *w, char bracket); /* '}' or ']' */
void jsonw_key(struct jsonw *w, const char *key);
void jsonw_str(struct jsonw *w, const char *s);
void jsonw_strn(struct jsonw *w, const char *s, size_t n);
void jsonw_int(struct jsonw *w, int64_t n);
void jsonw_raw(struct jsonw *w, const char *json, size_t n);
void jsonw_null(struct jsonw *w);

/* A key and its value at once. */
void jsonw_pair_str(struct jsonw *w, const char *key, const char *s);
void jsonw_pair_int(struct jsonw *w, const char *key, int64_t n);

#endif
