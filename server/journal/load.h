/* From what a journal holds to a hall. */
#ifndef HAO_LOAD_H
#define HAO_LOAD_H

#include <jansson.h>

#include "server/journal/journal.h"

struct hall;
struct layout;

/* The layout that RAW says; freed by the caller's own means after the load. */
typedef const struct layout *load_layout_fn(const char *raw, void *ctx);
/* Each event of today, once applied, with its payload. */
typedef void load_seen_fn(
    const struct event *event, const struct journal_row *row, void *ctx);

/*
 * Fills HALL, which must be new: the requests of the last day, the day's
 * opening state, the events since. Nothing older is read.
 */
enum journal_error journal_load(struct journal *j, struct hall *hall,
    load_layout_fn *layout, load_seen_fn *seen, void *ctx);

/* A day's opening state, and the event that brought it. */
struct load_opening {
	const struct buf *state;
	int64_t seq;
};
/* Fills HALL, which must be new, as it was when the day began. */
enum journal_error journal_load_opening(struct journal *j, struct hall *hall,
    const struct load_opening *from, load_layout_fn *layout, void *ctx);

/*
 * Fills in E, the event of ROW. It borrows its texts from what is returned, to
 * be given back by json_decref. NULL: it can't be read.
 */
json_t *load_event(const struct journal_row *row, struct event *e);

/* A day's opening state as text; false: out of memory. */
bool opening_write(const struct hall *hall, struct buf *out);

#endif
