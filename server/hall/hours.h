/*
 * The hours of a service: when tickets are issued for it.
 *
 * A session lies within one business day, from day_starts_h to day_starts_h,
 * and belongs to the date of that day, by which the weekday, the holidays and
 * the overrides are looked up; so it may end after midnight. A time on the
 * wall means the first instant at which the zone's clock shows it or a later
 * one: a session that begins in the hour which summer time skips begins when
 * the clock is put forward, and one that begins in the hour which comes twice
 * begins the first time, and begins once.
 *
 * Without hours there is one session a day: the business day.
 */
#ifndef HAO_HOURS_H
#define HAO_HOURS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/hall/layout.h"

#define HOURS_DAY_MIN	 1440
#define HOURS_AHEAD_DAYS 366 /* how far the next opening is looked for */

struct zone_table;

/* Why tickets are issued, or not. */
enum hours_why {
	HOURS_OPEN,
	HOURS_BREAK,	/* before, between or after the day's sessions */
	HOURS_CUTOFF,	/* the session runs but ends too soon */
	HOURS_WEEKDAY,	/* no sessions on such a day */
	HOURS_HOLIDAY,	/* a holiday */
	HOURS_OVERRIDE, /* closed by an override */
};

/* For a sentence: "it is a holiday". */
const char *hours_why_text(enum hours_why why);

/* How it stands at an instant, and until when it stands so. */
struct hours_at {
	enum hours_why why;
	int64_t day;		/* the business day, as day_at */
	int64_t session_ms;	/* when the session began; 0: none runs */
	int64_t ends_ms;	/* when it ends; 0: none runs */
	int64_t last_ticket_ms; /* from then on no tickets; 0: none runs */
	int64_t opens_ms; /* next opening; 0: open, or not within a year */
	int64_t ended_ms; /* end of the day's last session that ended; 0 */
	int64_t from_ms;  /* all of this holds from here */
	int64_t until_ms; /* to here, this not included */
};

struct hours;

/*
 * The hours of SERVICE by LAYOUT, which has been checked. It keeps no pointer
 * to either. NULL: out of memory.
 */
struct hours *hours_create(
    const struct layout *layout, const struct layout_service *service);
void hours_destroy(struct hours *h);

/* Has it sessions of its own, or is it open whenever there is no holiday? */
bool hours_are_set(const struct hours *h);

/* Has that business day a session? */
bool hours_work(const struct hours *h, int64_t day);

void hours_at(const struct hours *h, const struct zone_table *zone,
    int64_t t_ms, struct hours_at *out);

/* Minutes of the local day; TO is above FROM, and past midnight above 1440. */
struct hours_span {
	int32_t from_min, to_min;
};

/* "09:00-12:00", "22:00-02:00", "08:30-24:00"; false: no such thing. */
bool hours_span_read(const char *text, struct hours_span *out);

/* 0 for "mon" to 6 for "sun"; HOURS_WEEK: none of them. */
#define HOURS_WEEK 7
uint32_t hours_weekday_read(const char *text);

#endif
