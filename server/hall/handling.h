/*
 * What estimates are made from, kept while events are applied: how long the
 * last tickets of a service kept their counters, and when the last ones came.
 * Each business day begins without; only the target is known then.
 */
#ifndef HAO_HANDLING_H
#define HAO_HANDLING_H

#include <stdint.h>

#include "server/hall/estimate.h"

#define HANDLING_ARRIVALS 32

struct arrival {
	int64_t t_ms;
	const char *class; /* the pool's */
};

struct handling {
	struct estimate_recent recent;
	uint32_t target_ms; /* of handling */
	struct arrival arrivals[HANDLING_ARRIVALS];
	uint32_t arrivals_count, arrivals_next;
};

/* The ticket that keeps a counter, or kept it last. */
struct at_hand {
	const char *service; /* NULL: none, or its time is noted already */
	int64_t from_ms, until_ms; /* until 0: it still does */
	int64_t paused_ms;	   /* since when; 0: since before today */
};

struct counter;
struct hall;
struct jsonw;
struct ticket;

void handling_arrived(struct hall *h, const struct ticket *t);
/* Mean time between arrivals of CLASS; 0: too few came to say. */
int64_t handling_gap(
    const struct handling *s, const char *class, int64_t now_ms);

/* T comes to C's hand, leaves it; C does something else instead. */
void handling_begin(
    struct hall *h, struct counter *c, const struct ticket *t, int64_t t_ms);
void handling_end(struct counter *c, int64_t t_ms);
void handling_break(struct hall *h, struct counter *c);
void handling_pause(struct hall *h, struct counter *c, int64_t t_ms);

/* A new day, and a new layout. */
void handling_forget(struct handling *s);
void handling_inherit(struct handling *to, const struct handling *from);

void handling_dump(struct jsonw *w, const struct handling *s);
void at_hand_dump(struct jsonw *w, const struct at_hand *a);

#endif
