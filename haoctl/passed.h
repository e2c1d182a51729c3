/*
 * Why a ticket that had come earlier was not the one that was called: the
 * first of the hall's rules that put it behind. Pure.
 */
#ifndef HAO_PASSED_H
#define HAO_PASSED_H

#include <jansson.h>
#include <stdbool.h>

#include "server/hall/hall.h"
#include "server/hall/replay.h"

struct layout;
struct layout_counter;

struct passed_ticket {
	struct ticket_view view;
	struct standing at;
};
/* False: today's hall has no such ticket. */
bool passed_ticket(
    const struct hall *hall, int64_t id, struct passed_ticket *out);

enum passed {
	PASSED_NAMED,	/* a clerk called the other by its number */
	PASSED_COUNTER, /* waits for another counter alone */
	PASSED_CLERK,	/* waits for another clerk alone */
	PASSED_TAKEN,	/* the counter does not take its service */
	PASSED_HELP,	/* the counter would only help there */
	PASSED_GROUP,	/* the counter empties another group before */
	PASSED_FRONT,	/* the other had been put before everybody */
	PASSED_RATIO,	/* it was the turn of the other kind */
	PASSED_RANK,	/* its class has a lower rank */
	PASSED_CREDIT,	/* its credited arrival is later */
	PASSED_BEHIND,	/* who stood before it was no better */
	PASSED_UNKNOWN, /* no rule says so: have the day audited */
	PASSED_RULES
};

struct passed_call {
	const struct layout *layout; /* in force */
	const char *counter, *clerk; /* who called */
	const json_t *why;	     /* as the call recorded it */
	const struct passed_ticket *called;
};

enum passed passed_why(
    const struct passed_call *call, const struct passed_ticket *other);

/*
 * The group of COUNTER that SERVICE is in, from 1; -1: it only helps there; 0:
 * it does not take it.
 */
int passed_group(const struct layout_counter *counter, const char *service);
/* NULL when there is none. */
const struct layout_counter *passed_counter(
    const struct layout *layout, const char *label);

#endif
