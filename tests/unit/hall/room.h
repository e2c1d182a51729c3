/* A hall that estimates are tried on, without the core around it. */
#ifndef HAO_TEST_HALL_ROOM_H
#define HAO_TEST_HALL_ROOM_H

#include "server/hall/estimate.h"

#define ROOM_SERVICES 32
#define ROOM_COUNTERS 120
#define MINUTE	      ((int64_t)60000)
#define NOW_MS	      ((int64_t)1780300800000)

/* A hall to be filled: a line for each service, then one for each counter. */
struct room {
	struct estimate_hall hall;
	struct estimate_service services[ROOM_SERVICES];
	struct estimate_recent recent[ROOM_SERVICES];
	struct estimate_ticket tickets[ESTIMATE_TICKETS + 1];
	struct estimate_line lines[ROOM_SERVICES + ROOM_COUNTERS];
	struct estimate_counter counters[ROOM_COUNTERS];
	struct estimate_group groups[ROOM_COUNTERS][2];
	uint32_t indexes[ROOM_COUNTERS][2][ROOM_SERVICES];
	struct estimate *estimate;
	struct estimate_wait tickets_wait[ESTIMATE_TICKETS + 1];
	struct estimate_wait lines_wait[ROOM_SERVICES + ROOM_COUNTERS];
};

extern struct room room;

/*
 * An empty room, in which every service has been handled in just so many
 * milliseconds; 0: in none as yet.
 */
void start(uint32_t services, uint32_t counters, int64_t handling_ms);
void stop(void);
/* An open counter; SERVICES such as "01/2": groups of them, by their digits. */
struct estimate_counter *opens(uint32_t i, const char *services);
/* COUNT more in LINE, the first a minute ago, one a millisecond. */
void waits(uint32_t line, uint32_t count);
void run(void);
/* The Ith of LINE. */
const struct estimate_wait *nth(uint32_t line, uint32_t i);

#endif
