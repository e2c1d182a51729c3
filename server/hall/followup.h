/*
 * Follow-ups: what somebody sees to and answers for by a day. A rating of 1
 * or 2 opens one, and so does every complaint (投诉). One is named by the seq
 * of the event that opened it.
 *
 * One that is closed stays until the day closes, so that whoever asks is told
 * what became of it; what is not closed stays, whatever day it is. What a
 * complaint says, and what was done, is no state: the journal keeps it apart.
 */
#ifndef HAO_FOLLOWUP_H
#define HAO_FOLLOWUP_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/hall/outcome.h"

#define FOLLOWUPS_MAX	10000 /* kept at once */
#define FOLLOWUP_DAYS	15    /* working days until it is due */
#define FOLLOWUP_RATING 2     /* the best rating that opens one */

enum followup_state {
	FOLLOWUP_OPEN,	/* nobody sees to it yet */
	FOLLOWUP_OWNED, /* its owner does */
	FOLLOWUP_CLOSED,
};

struct followup {
	int64_t id, opened_ms, ticket;
	int64_t rating; /* 0: a complaint */
	int64_t due;	/* the business day by whose end it has to be closed */
	/* The pool's; counter and clerk NULL: nobody had called the ticket. */
	const char *service, *counter, *clerk;
	const char *owner; /* NULL while open */
	enum followup_state state;
	char number[OUTCOME_NUMBER];
};

/* In the order of their ids. */
struct followup_table {
	struct followup *at;
	size_t count, cap;
};

const char *followup_state_name(enum followup_state state);

/* NULL when there is none. */
struct followup *followup_find(const struct followup_table *t, int64_t id);
/* Memory for one more; false: there is none. */
bool followup_reserve(struct followup_table *t)
    __attribute__((warn_unused_result));
/* Puts F, of a higher id than all others, where memory was reserved. */
void followup_put(struct followup_table *t, const struct followup *f);
/* Forgets all that are closed. */
void followup_forget(struct followup_table *t);
void followup_release(struct followup_table *t);

#endif
