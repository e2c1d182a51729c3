/*
 * Keeping for so long and no longer, in the daemon. Once a business day, when
 * nothing else is to be done, the journal is asked whether it has anything
 * older than hall.yaml lets it keep; an event orders what is to be destroyed,
 * and the journal destroys it a few rows at a time. A daemon does it, and not
 * a technician's command with the daemon stopped: a limit that somebody has
 * to remember is not kept.
 */
#ifndef HAO_KEEPING_H
#define HAO_KEEPING_H

#include <stdbool.h>
#include <stdint.h>

#include "server/hall/keep.h"
#include "server/journal/journal.h"

struct server;

#define KEEPING_ROWS 500 /* of one transaction: some milliseconds */

struct keeping {
	int64_t today;		   /* when it was looked last */
	int64_t until[KEEP_KINDS]; /* days to look up to; INT64_MIN: not */
	struct journal_mark mark[KEEP_KINDS];
	bool left; /* there is more to destroy */
};

/* All is to be looked at anew, as at a start. */
void keeping_init(struct keeping *k);
/* In the loop: there is something to do, or to look for, today. */
bool keeping_wants(const struct keeping *k, const struct server *s);
/* In the loop, before the work. */
void keeping_begin(struct keeping *k, const struct server *s);
/* In the journal's thread, once all events are projected. */
enum journal_error keeping_work(struct keeping *k, struct journal *j);
/* In the loop, after it: orders what was found. False: out of memory. */
bool keeping_order(struct keeping *k, struct server *s)
    __attribute__((warn_unused_result));

#endif
