/*
 * What is asked of the hall by whoever plays a day again from its events. They
 * tell no leases and not when figures were looked at: so a silent terminal and
 * an alert can be asked about, but not expected.
 */
#ifndef HAO_REPLAY_H
#define HAO_REPLAY_H

#include <stdbool.h>
#include <stdint.h>

#include "server/hall/event.h"

struct hall;

/* A session's end, a held ticket's time or a no-show that NOW_MS is past. */
bool hall_due(struct hall *h, int64_t now_ms, struct event *out);

/*
 * Could time have brought IS at its own time? OUT is that event as it would
 * have been. False: nothing of the kind.
 */
bool hall_could_bring(
    struct hall *h, const struct event *is, struct event *out);

/* Where a ticket stands, or stood last. */
struct standing {
	int64_t credited_ms;
	const char *for_counter, *for_clerk; /* waits for it alone, or NULL */
	bool front;			     /* put before everybody else */
};
bool hall_standing(const struct hall *h, int64_t id, struct standing *out);

#endif
