/*
 * What a hall keeps for so long and no longer. That something is destroyed is
 * an event like any other; the journal does it afterwards, when there is time.
 */
#ifndef HAO_KEEP_H
#define HAO_KEEP_H

#include <stdint.h>

#include "server/hall/event.h"

struct hall;
struct layout;

enum keep_kind {
	KEEP_WORDS, /* plain words about people, kept beside events */
	KEEP_DAYS,  /* all of a day: events, tickets, appointments */
	KEEP_KINDS
};

#define KEEP_WORDS_DAYS 90 /* where the layout does not say */

const char *keep_name(enum keep_kind kind);
/* KEEP_KINDS when NAME is none. */
enum keep_kind keep_named(const char *name);
/* For how many days; 0: for ever. */
int64_t keep_days(const struct layout *layout, enum keep_kind kind);

/*
 * The event that has all of KIND destroyed which stands before MARK, an event
 * with HASH that began the last day before DAY is over.
 */
struct keep_order {
	enum keep_kind kind;
	int64_t mark, day;
	const char *hash;
};
void hall_decide_forgotten(const struct hall *h, const struct keep_order *order,
    int64_t now_ms, struct event *out);

#endif
