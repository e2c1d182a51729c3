/*
 * haod's own health, told as any device tells its own, under the name "haod":
 * the disk that its journal is on, whether the clock is looked after, and
 * whether secrets are guessed. So it is an event when it changes, an alert,
 * and on the supervisor's page.
 */
#ifndef HAO_HEALTH_H
#define HAO_HEALTH_H

#include <stdbool.h>
#include <stdint.h>

#define HEALTH_LOOK_MS	60000  /* between two looks; the first after one */
#define HEALTH_CLOCK_MS 900000 /* a start needs some minutes to get the time */
#define HEALTH_LOW	10     /* percent of the disk that is free: "low" … */
#define HEALTH_FULL	3      /* … "full" … */
#define HEALTH_WELL	12 /* … and "ok" again, so that it does not swing */

struct server;

struct health {
	int64_t looked_ms, synchronised_ms; /* by boot time; 0: not yet */
};

/*
 * What the disk is called with so much AVAILABLE of ALL, having been called
 * WAS. Pure.
 */
const char *health_disk(uint64_t available, uint64_t all, const char *was);

/*
 * At the start and once a second; looks when it is time, at secrets each time,
 * and tells what has changed since.
 */
void health_tick(struct health *h, struct server *s);

#endif
