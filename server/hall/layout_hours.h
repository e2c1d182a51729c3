/* The part of a layout that says when tickets are issued. */
#ifndef HAO_LAYOUT_HOURS_H
#define HAO_LAYOUT_HOURS_H

#include <stdint.h>

#include "server/hall/layout_text.h"

#define LAYOUT_SESSIONS_MAX  8	 /* a day */
#define LAYOUT_HOLIDAYS_MAX  128 /* and as many make-up days */
#define LAYOUT_OVERRIDES_MAX 256
#define LAYOUT_SLOTS_MAX     1000 /* appointments in one slot */

/* What happens to those who wait when a session ends. */
enum layout_session_end {
	LAYOUT_END_UNSET, /* a service: as the hall; the hall: as carry */
	LAYOUT_END_CARRY, /* they wait for the day's next session */
	LAYOUT_END_EXPIRE,
};

/* What becomes of who comes too late for an appointment. */
enum layout_late {
	LAYOUT_LATE_UNSET, /* without appointments */
	LAYOUT_LATE_WALK_IN,
	LAYOUT_LATE_REFUSE,
};

/* Weekdays that have the same sessions: "mon", "09:00-12:00". */
struct layout_hours {
	char **days;
	uint32_t days_count;
	char **sessions;
	uint32_t sessions_count;
};

/* Closed from one date ("2026-10-01") to another. */
struct layout_holiday {
	char *from, *until; /* NULL: that one date */
	struct layout_text name;
};

/* A make-up day: it has the hours of another weekday. */
struct layout_workday {
	char *date;
	char *as;
};

/* One date with sessions of its own, or none. */
struct layout_override {
	char *date;
	char **services; /* codes; none: all of them */
	uint32_t services_count;
	char **sessions;
	uint32_t sessions_count;
	char *approved_by, *reason;
};

#endif
