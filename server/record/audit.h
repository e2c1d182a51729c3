/*
 * An audit of one business day, from the journal alone. The day is played
 * again; before each event is applied, the core is asked what it would have
 * decided at that moment under the rules in force, and the event must be that
 * decision: type, ticket, number, place, counter, why. So a number given
 * twice, a call out of order or a figure altered shows, and so does a row
 * that the hash chain does not fit.
 *
 * What no event tells can't be audited: requests that were refused, how long
 * a terminal had been silent, and plain words that have been forgotten.
 */
#ifndef HAO_AUDIT_H
#define HAO_AUDIT_H

#include "server/record/play.h"

/* A thing that time brings is missing after so long with haod at work. */
#define AUDIT_OVERDUE_MS 600000

/* Who looks on: before and after each event that was found right. */
struct audit_watcher {
	void (*see)(const struct play *p, const struct event *event, void *ctx);
	void (*saw)(const struct play *p, const struct event *event, void *ctx);
	void *ctx;
};

struct audit {
	int64_t events;		    /* that were checked */
	int64_t wrong;		    /* seq of the first that differs; 0: none */
	struct buf say;		    /* what differs, ended by 0 */
	uint8_t head[JOURNAL_HASH]; /* of the last event before the day's end */
	int64_t head_seq;
};
void audit_release(struct audit *a);

/*
 * WATCHER may be NULL. Anything but JOURNAL_OK: the day could not be read, or
 * not to its end; head_seq is as far as it went, 0: nowhere.
 */
enum journal_error audit_day(struct reader *r, const struct reader_day *day,
    const struct play_rules *rules, const struct audit_watcher *watcher,
    struct audit *out);

#endif
