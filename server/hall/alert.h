/*
 * Alerts: a figure beyond its limit, told when it gets there and when it is
 * back. It is raised as soon as it reaches a limit, and falls only below four
 * fifths of it, so that one that swings about its limit is told once.
 *
 * All figures are looked at once a second at most, in hall_tick, each in
 * constant time.
 */
#ifndef HAO_ALERT_H
#define HAO_ALERT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ALERT_LOOK_MS 1000
#define ALERT_SAMPLE  20 /* tickets before a share means something */

enum alert_kind {
	ALERT_WAIT,	 /* ms; subject: a service */
	ALERT_TARGET,	 /* percent called late today; a service */
	ALERT_LOAD,	 /* waiting for each open counter */
	ALERT_CAPACITY,	 /* percent of the people there may be */
	ALERT_ABANDONED, /* percent of today's tickets */
	ALERT_BREAK,	 /* ms without one; a counter */
	ALERT_UNSHOWN,	 /* ms that no screen shows a call; a zone */
	ALERT_PRINTER,	 /* a device */
	ALERT_SOUND,
	ALERT_DISPLAY,
	ALERT_DISK,
	ALERT_CLOCK,
	ALERT_SECRETS,
	ALERT_KINDS
};

enum alert_level {
	ALERT_CLEARED,
	ALERT_WARN,
	ALERT_ALARM,
};

/* As it was last told. */
struct alert {
	enum alert_level level;
	int64_t since_ms, value, limit;
};

struct device;
struct event;
struct hall;
struct jsonw;

/* One figure that is watched. */
struct watched {
	enum alert_kind kind;
	const char *subject; /* NULL: the hall */
	const struct device *device;
	const char *number;  /* of the ticket it is about; or NULL */
	struct alert *alert; /* NULL: nothing there to watch */
	int64_t value, warn, alarm;
};
/* False: there are fewer than I + 1. */
bool alert_at(
    const struct hall *h, size_t i, int64_t now_ms, struct watched *out);
bool alert_tick(struct hall *h, int64_t now_ms, struct event *out);
/* The alert of IS's figure as it stands at IS's time; false: no change. */
bool alert_could_be(struct hall *h, const struct event *is, struct event *out);
void alert_apply(struct hall *h, const struct event *e);
void alert_dump(struct jsonw *w, const struct alert *a);
bool alert_opening(const struct hall *h,
    bool (*emit)(const struct event *event, void *ctx), void *ctx);

#endif
