/*
 * A reply in the making: the same calls give RESP2, RESP3 or one JSON text,
 * as the client asked. Counts come first because RESP wants them first.
 */
#ifndef HAO_REPLY_H
#define HAO_REPLY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/buf.h"
#include "proto/jsonw.h"

struct reply {
	struct buf *out; /* borrowed */
	int proto;
	bool json;
	bool secret; /* it tells one: no copy stays */
	struct jsonw w;
	struct buf text; /* the JSON, until reply_done */
};

void reply_begin(struct reply *r, struct buf *out, int proto, bool json);
/* Puts the JSON, if that is what it is, and frees it. */
void reply_done(struct reply *r);

/* KEY is NULL outside a map. */
void reply_map(struct reply *r, const char *key, size_t pairs);
void reply_map_end(struct reply *r);
void reply_list(struct reply *r, const char *key, size_t count);
void reply_list_end(struct reply *r);
void reply_str(struct reply *r, const char *key, const char *s);
void reply_int(struct reply *r, const char *key, int64_t n);
void reply_id(struct reply *r, const char *key, int64_t id); /* as a text */
/* "2026-11-24" */
void reply_day(struct reply *r, const char *key, int64_t day);
void reply_nil(struct reply *r);
/* A JSON text as it stands: a bulk string in RESP. */
void reply_json(struct reply *r, const char *json, size_t len);

/* Whatever the form, an error is RESP's. */
void reply_error(struct reply *r, const char *word, const char *say);
void reply_ok(struct reply *r);

#endif
