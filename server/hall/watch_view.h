/* What others read of what the staff sets and watches. */
#ifndef HAO_WATCH_VIEW_H
#define HAO_WATCH_VIEW_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct hall;

bool hall_in_training(const struct hall *h);

/* A text that the screens show; zone and service are NULL for all. */
struct notice_view {
	const char *kind; /* "pause" or "broadcast" */
	const char *zone, *service, *text;
	int64_t since_ms;
};

/* There are so many places for one; false: nothing stands at this one. */
size_t hall_notice_places(const struct hall *h);
bool hall_notice_view(const struct hall *h, size_t i, struct notice_view *out);
/* Whether ZONE's screens show the one at place I; NULL: all screens. */
bool hall_notice_in(const struct hall *h, size_t i, const char *zone);

bool hall_service_in(
    const struct hall *h, const char *service, const char *zone);

struct device_view {
	const char *name, *key, *state;
	int64_t since_ms;
};
size_t hall_devices(const struct hall *h);
void hall_device_view(const struct hall *h, size_t i, struct device_view *out);

/* LEVEL is NULL: nothing is raised there. */
struct alert_view {
	const char *kind, *subject, *level;
	const char *state;		/* of a device */
	const char *number;		/* of a ticket called in vain */
	int64_t value, limit, since_ms; /* the value is now's */
};
/* False: there are not so many places for one. */
bool hall_alert_view(
    const struct hall *h, size_t i, int64_t now_ms, struct alert_view *out);
/* One of the counter's groups has SERVICE. */
bool hall_counter_takes(
    const struct hall *h, const char *label, const char *service);
/* Whether it is the counter's own, or of a service that it takes. */
bool hall_alert_concerns(const struct hall *h, const char *label,
    const char *kind, const char *subject);

/*
 * The seq of the call of the counter at I, if it holds and ZONE's voice has
 * not spoken it; else 0.
 */
int64_t hall_unheard(const struct hall *h, const char *zone, size_t i);

/* The id of today's ticket with that number, its latest; 0: there is none. */
int64_t hall_find_number(const struct hall *h, const char *number);
/* The next ticket above ID that is not final; 0: there is none. */
int64_t hall_next_open(const struct hall *h, int64_t id);

/*
 * The missed and held tickets of the service of index I, the newest first:
 * the one after ID; 0: the first of them, and that there are no more.
 */
int64_t hall_next_aside(const struct hall *h, size_t i, int64_t id);

#endif
