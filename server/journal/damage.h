/*
 * What is wrong with a journal's file, found without changing it and beside a
 * running haod. What is said names the event, or SQLite's own words for a
 * page. Rows are read by few at a time; SQLite's own check of the pages is one
 * long read, during which haod's log grows by what is written meanwhile.
 */
#ifndef HAO_DAMAGE_H
#define HAO_DAMAGE_H

#include "server/journal/reader.h"

#define DAMAGE_SAID 20 /* findings that are told of a kind; then counted */

/* WHAT is wrong, as one line. */
typedef void damage_fn(const char *what, void *ctx);

/* Events that can be read and are what they were. */
struct damage_range {
	int64_t from, to;
};

#define DAMAGE_RANGES 64

struct damage {
	damage_fn *tell;
	void *ctx;
	int64_t found;				  /* things wrong so far */
	int64_t events;				  /* that were read */
	struct damage_range sound[DAMAGE_RANGES]; /* what can be saved */
	size_t sound_count;
};

/* One finding: counted, and told unless there were too many of its kind. */
void damage_say(struct damage *d, int64_t *of_kind, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

/* Pages, tables and indexes, by SQLite itself. */
void damage_pages(struct damage *d, struct reader *r);
/* Every event: chain, payload, number, the words kept beside it. */
void damage_events(struct damage *d, struct reader *r);
/* The tables beside the events: are they what the events make of them? */
void damage_tables(struct damage *d, struct reader *r);

#endif
