/* What others read of the follow-ups: those not closed, and today's closed. */
#ifndef HAO_FOLLOWUP_VIEW_H
#define HAO_FOLLOWUP_VIEW_H

#include <stdbool.h>
#include <stdint.h>

struct hall;

struct followup_view {
	int64_t id, opened_ms, ticket, rating; /* rating 0: a complaint */
	int64_t due;			       /* a business day */
	const char *kind;		       /* "rating" or "complaint" */
	const char *state, *number, *service;
	const char *counter, *clerk, *owner; /* may be NULL */
	bool overdue;
};

/* The first one above ID; false: there is none. */
bool hall_next_followup(
    const struct hall *h, int64_t id, struct followup_view *out);
/* False: no such follow-up. */
bool hall_followup_view(
    const struct hall *h, int64_t id, struct followup_view *out);

#endif
