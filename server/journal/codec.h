/* Events as JSON and back. One table of fields serves both ways. */
#ifndef HAO_CODEC_H
#define HAO_CODEC_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/hall/event.h"

struct buf;

/*
 * The value that is about a person and kept apart from the event, which holds
 * its salted hash (BLAKE2b-128 of salt and value, in hex); NULL: none.
 */
const char *codec_personal(const struct event *event);
/* What is kept of it beside its salt: of a contact nothing. */
const char *codec_kept(const struct event *event);
/* The name of the field it is. */
const char *codec_personal_field(enum event_type type);
/* The salted hash in hex, as the event holds it. */
#define CODEC_SALTED 33
void codec_salted(
    char out[CODEC_SALTED], const char *value, const uint8_t salt[16]);
/*
 * Writes what is not 0 or NULL, but for type, seq, t and slot, which the row
 * has. Times are written as later than t, and not at all when they are t; a
 * time that a type does not use comes back as t.
 */
void codec_write(
    struct buf *out, const struct event *event, const uint8_t salt[16]);
/* The same with type, seq and t, as the opening state holds it. */
void codec_write_whole(struct buf *out, const struct event *event);

/*
 * Fills EVENT from OBJECT, whose strings it borrows; type, seq and t only if
 * they are there. False: a field of the wrong kind, or no such type. The
 * layout of EVENT_LAYOUT is left NULL: its raw text, is
 * the caller's to read.
 */
bool codec_read(struct event *event, const json_t *object);

#endif
