/* Where tickets stand, and which of them is next. */
#ifndef HAO_POLICY_H
#define HAO_POLICY_H

#include "server/hall/state.h"

/* Where a ticket stands, or would. */
struct place {
	struct service *service; /* NULL: with one counter or clerk */
	struct queue *queue;
	struct queue_key key;
	bool ranked;
};

/* Where T, if it waits, belongs by the rules in force. */
void place_of(const struct hall *h, const struct ticket *t, struct place *out);
/* How many are called before who stands AT a place, if nobody else comes. */
int64_t place_ahead(const struct place *at);
/*
 * The ticket COUNTER takes next; NULL when nobody waits for it. Writes into
 * h->why which heads it chose from, and by which rule.
 */
struct ticket *policy_next(
    struct hall *h, const struct counter *c, int64_t now_ms);
/* T, which waits, is called: the ratio's runs go on. */
void policy_taken(const struct hall *h, const struct ticket *t);

#endif
