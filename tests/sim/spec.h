/*
 * Layouts from a few words, for tests of the hall alone:
 *
 *	services "a:A:1-12:wrap>b>c b:B:1-999:refuse:strict c:C:1-9:wrap:ratio"
 *		code, prefix, range, a policy, further steps; ratio is one
 *		after two
 *	counters "1:a,b/c 2:b^a 3: ~4:c"
 *		groups by /, codes by , help after a minute by ^, ~ floats
 *	classes	 "normal:0 priority:20 army:0:1 granted:9:2:supervisor"
 *		credit in minutes, a rank, who declares it
 *
 * and, put upon them, what a hall that is not always open has:
 *
 *	sessions "09:00-12:00 13:00-17:00"	    of every day
 *	quotas	 "a:5 b:1"			    tickets a session
 *
 * and what a hall that takes appointments has:
 *
 *	slots	 "a/09:00-12:00/15/2"		    minutes, capacity
 */
#ifndef HAO_TEST_SPEC_H
#define HAO_TEST_SPEC_H

#include "server/hall/layout.h"

#define SPEC_THINGS	8
#define SPEC_TEXT	512
#define SPEC_TARGET_MIN 10 /* of handling, each service's */
#define SPEC_ZONES	4

struct spec {
	const char *services, *counters, *classes;
	uint32_t misses_max, recalls_max, lease_s, tickets_max, day_starts_h;
	enum layout_after_miss after_miss;
	uint32_t after_miss_calls;
};

struct spec_hours {
	const char *sessions, *quotas; /* NULL: none */
	uint32_t last_ticket_min, capacity;
	enum layout_session_end at_session_end;
};

struct spec_slots {
	const char *slots;
	char *class; /* code */
	uint32_t book_days, bookings_max, early_min, late_min;
	enum layout_late late;
};

/* All in one piece: the layout points into what stands around it. */
struct spec_layout {
	struct layout layout;
	struct layout_service services[SPEC_THINGS];
	struct layout_class classes[SPEC_THINGS];
	struct layout_counter counters[SPEC_THINGS];
	struct layout_group groups[SPEC_THINGS][SPEC_THINGS];
	char *steps[SPEC_THINGS][SPEC_THINGS];
	char *codes[SPEC_THINGS][SPEC_THINGS][SPEC_THINGS];
	char *help[SPEC_THINGS][SPEC_THINGS];
	struct layout_hours hours;
	char days[7][4], *week[7], *sessions[SPEC_THINGS];
	char *slots[SPEC_THINGS];
	char text[6][SPEC_TEXT];
	char raw[8 * SPEC_TEXT]; /* JSON, another for every other spec */
	char zone[8], *zones[1];
	struct layout_zone all_zones[SPEC_ZONES];
	char *service_zones[SPEC_THINGS][SPEC_ZONES];
	char zones_text[SPEC_TEXT];
};

/* Freed with free(); NULL: out of memory. */
struct spec_layout *spec_make(const struct spec *spec);
void spec_set_hours(struct spec_layout *to, const struct spec_hours *hours);
void spec_set_slots(struct spec_layout *to, const struct spec_slots *slots);

#endif
