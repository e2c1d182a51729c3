/*
 * Tickets that phones follow: a channel for each, there as long as anybody is
 * subscribed to it. What happens to the ticket is told at once; that fewer are
 * ahead once a second at most, however many are called in it.
 */
#ifndef HAO_FOLLOW_H
#define HAO_FOLLOW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/limits.h"
#include "server/hall/layout.h"
#include "server/hall/outcome.h"

#define FOLLOW_BUCKETS 1024

struct channel;
struct event;
struct feed;
struct jsonw;

/* What is told of a ticket. */
struct followed {
	int64_t id;
	int64_t ahead; /* -1: it does not wait */
	int64_t calls, rating;
	const char *state; /* for good: of the hall's words */
	bool final;
	char number[OUTCOME_NUMBER];
	char service[LAYOUT_CODE_MAX + 1];
	char counter[LAYOUT_CODE_MAX + 1]; /* "": none has it now */
};

struct follow {
	struct channel *bucket[FOLLOW_BUCKETS]; /* by ticket */
	size_t count;
	size_t at; /* the bucket to be looked at next; the last: none */
	int64_t looked_seq;
	bool beats; /* of this look: whoever has nothing new hears a beat */
};

void follow_init(struct follow *f);

/* The channel NAME of ticket ID; made if there is none. NULL: no memory. */
struct channel *follow_open(struct feed *f, const char *name, int64_t id);
/* Frees CH if nobody is subscribed and no message is on its way. */
void follow_settle(struct feed *f, struct channel *ch);

/* EVENT, just applied, is told in SLOT to those whose ticket it concerns. */
void follow_note(struct feed *f, const struct event *e, int slot);
/* Begins a look at all of them, with BEATS or when anything has happened. */
void follow_begin(struct feed *f, bool beats);
/* Some of a look that has begun; true: there are more. */
bool follow_step(struct feed *f);

/* The pairs of a snapshot of the ticket's channel, as the hall stands. */
void follow_put(
    const struct feed *f, struct jsonw *w, const struct channel *ch);

#endif
