/* A service as the hall keeps it: its queue, its numbers and its sessions. */
#ifndef HAO_SERVICE_H
#define HAO_SERVICE_H

#include <stdbool.h>
#include <stdint.h>

#include "server/hall/booking.h"
#include "server/hall/handling.h"
#include "server/hall/hours.h"
#include "server/hall/layout.h"
#include "server/hall/queue.h"
#include "server/hall/tally.h"
#include "server/hall/watch.h"

struct service {
	const char *code;
	const char *steps; /* codes with commas; NULL: none */
	char prefix[LAYOUT_PREFIX_MAX + 1];
	uint32_t first, last;
	enum layout_used_up used_up;
	enum layout_policy policy;
	struct service_watch watch;
	struct tally tally;
	struct queue queue;
	struct queue ranked; /* under ratio: those whose class has rank */
	uint32_t ratio_ranked, ratio_normal;
	uint32_t normals, rankeds; /* called of the run under way */
	uint32_t next, lap;	   /* the ordinal to give; laps begun before */
	uint32_t *by_ordinal; /* id - base + 1 of its last ticket; 0: none */
	uint32_t by_ordinal_cap;
	struct hours *hours;
	struct hours_at at; /* as last looked up; no state */
	bool counts;	    /* tickets carry their session */
	bool expires;	    /* whoever waits when a session ends */
	uint32_t quota;	    /* tickets a session; 0: any number */
	int64_t session_ms; /* the session that the last ticket is of */
	uint32_t session_count;
	int64_t ended_ms; /* the end at which those who waited expired */
	struct handling handling;
	struct slot_rule slots;
};

#endif
