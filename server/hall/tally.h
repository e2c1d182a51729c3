/*
 * What a service did on the business day so far: sums kept while events are
 * applied, so that whoever asks looks at no ticket. Practice is left out.
 */
#ifndef HAO_TALLY_H
#define HAO_TALLY_H

#include <stddef.h>
#include <stdint.h>

#define TALLY_RATINGS 5

struct event;
struct hall;
struct jsonw;

struct tally {
	int64_t issued, called, missed, abandoned; /* tickets */
	int64_t late;		 /* called, but not within the target */
	int64_t wait_ms;	 /* of those called, to their first call */
	int64_t served, matters; /* tickets that are done with */
	int64_t finished, handling_ms;	/* a service done: served, passed on */
	int64_t ratings[TALLY_RATINGS]; /* from 1 on */
};

/* Before E is applied. */
void tally_event(struct hall *h, const struct event *e);
void tally_day(struct hall *h);
void tally_dump(struct jsonw *w, const struct tally *y);

/* Of service I, borrowed until the next event. */
const struct tally *hall_tally(const struct hall *h, size_t i);
/* Who waits for it, wherever. */
int64_t hall_waiting(const struct hall *h, size_t i);

#endif
