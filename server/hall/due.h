/*
 * What time alone brings, for whoever plays a day again from its events. They
 * tell no leases and not when figures were looked at: so a silent terminal and
 * an alert can be asked about, but not expected.
 */
#ifndef HAO_DUE_H
#define HAO_DUE_H

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

#endif
