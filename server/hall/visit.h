/*
 * Visits that are not one call long: a ticket is held and waits again, or is
 * passed on from one service to the next. Shared by the files of this room.
 *
 * A ticket that was held or passed on keeps the times of its first call and
 * start; what it took at counters is summed, without what lies between.
 */
#ifndef HAO_VISIT_H
#define HAO_VISIT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/hall/outcome.h"

enum hold {
	HOLD_NONE,
	HOLD_PAPERS,  /* waits again for any counter, as it did before */
	HOLD_COUNTER, /* waits again for that counter alone, and first */
	HOLD_UNTIL,   /* as papers, and by itself at a time */
};

/* How a ticket came to wait. */
enum came {
	CAME_OTHERWISE,
	CAME_PASSED,
	CAME_UNHELD,
};

struct visit {
	int64_t since_ms;   /* it waits, or waited, since */
	int64_t hand_ms;    /* at hand since: the call, or the start */
	int64_t handled_ms; /* at counters, up to when it last left one */
	int64_t passed_ms;  /* at counters when it was last passed on */
	int64_t until_ms;
	int64_t rating;	    /* 0: nobody rated it */
	uint64_t caller;    /* hash of the terminal that called it last */
	const char **steps; /* further services; with the ticket's memory */
	uint32_t steps_count, step; /* reached of them */
	enum hold hold;
	enum came came;
	bool kept; /* held or passed on since it was first called */
};

struct board;
struct counter;
struct decision;
struct event;
struct hall;
struct request;
struct ticket;

/* NULL of HOLD_NONE, and back. */
const char *visit_hold_name(enum hold hold);
enum hold visit_hold_of(const char *name);

/* --- Steps: codes with commas between them; NULL: none ----------------- */

size_t visit_steps_count(const char *steps);
enum refusal visit_check_steps(
    const struct board *b, const char *steps, struct decision *out);
/* The service T goes on with; NULL: this is the last. */
const char *visit_next(const struct ticket *t);

/* --- Decisions --------------------------------------------------------- */

/* At counters so far, with the one it is at. */
int64_t visit_handled_ms(const struct ticket *t, int64_t now_ms);
/* Since when it can be called: an early check-in does not count. */
int64_t ticket_from_ms(const struct ticket *t);
/* How long it has waited at T_MS; nobody waits before the slot. */
int64_t visit_waited_at_ms(const struct ticket *t, int64_t t_ms);
/* How long T, which is called, had waited for it. */
int64_t visit_waited_ms(const struct ticket *t);
/* T, at hand, is served or passed on; R may say with how many matters. */
void visit_finish(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out, const struct ticket *t);
/* The call decided in OUT finishes what is at C's hand. */
void visit_after(struct hall *h, const struct counter *c, int64_t now_ms,
    struct decision *out);
/* C takes the service that T, at its hand, goes on with. */
bool visit_goes_on(
    const struct hall *h, const struct counter *c, const struct ticket *t);
/* The counter of R finishes what is at its hand and calls it for that. */
void visit_call_on(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out);
/* A hold whose time has come. */
bool visit_tick(const struct hall *h, int64_t now_ms, struct event *out);

/* --- Events made state ------------------------------------------------- */

void visit_issued(
    const struct hall *h, struct ticket *t, const struct event *e);
void visit_called(struct ticket *t, const struct event *e);
void visit_started(struct ticket *t, const struct event *e);
void visit_leave(struct hall *h, struct ticket *t);
void visit_apply_after(struct hall *h, const struct event *e);
void visit_passed(struct hall *h, const struct event *e);
void visit_held(struct hall *h, const struct event *e);
void visit_unheld(struct hall *h, const struct event *e);

#endif
