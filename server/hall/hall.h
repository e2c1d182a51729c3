/*
 * The hall: the pure core. It knows no clock, no socket and no file.
 *
 *	hall_decide(state, request, now) -> one event, or a refusal, or neither
 *	hall_reserve(state, event)	 -> memory for what the event adds
 *	hall_apply(state, event)	 -> the next state; it cannot fail
 *
 * State comes from events alone: the same events give the same state, to the
 * byte (hall_dump). The one exception is the leases of the terminals, which
 * live in memory and have a full term after a restart.
 */
#ifndef HAO_HALL_H
#define HAO_HALL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/hall/event.h"
#include "server/hall/outcome.h"
#include "server/hall/request.h"

struct buf;
struct hall;
struct zone_table;

/* NULL: out of memory. A hall without a layout refuses everything. */
struct hall *hall_create(void);
void hall_destroy(struct hall *h);

/* The hours' zone, borrowed until the next is set; NULL, as at first: UTC. */
void hall_set_zone(struct hall *h, const struct zone_table *zone);

/* What hall_decide found. Its strings live until the next apply. */
struct decision {
	enum refusal refusal;
	const char *detail; /* what the refusal is about; may be NULL */
	bool has_event;	    /* apply and store it before the reply */
	struct event event;
	struct outcome outcome;
	char number[OUTCOME_NUMBER]; /* storage of event.number */
};

/*
 * Decides REQUEST at hall time NOW_MS. Never changes the hall but for the
 * lease of the terminal that asks.
 */
void hall_decide(struct hall *h, const struct request *request, int64_t now_ms,
    struct decision *out);

/*
 * What time alone brings, as a session's end. Call it until it returns false,
 * storing and applying each event. The change of day is hall_decide_day's.
 */
bool hall_tick(struct hall *h, int64_t now_ms, struct event *out);

/* The event that begins business day DAY (days since 1970-01-01). */
void hall_decide_day(
    const struct hall *h, int64_t day, int64_t now_ms, struct event *out);
/*
 * The event that puts LAYOUT in force, RAW being its canonical form; refused,
 * with the ticket's number as detail, when it drops or renumbers something
 * that has open tickets.
 */
void hall_decide_layout(const struct hall *h, const struct layout *layout,
    const char *raw, int64_t now_ms, struct decision *out);

/* False: out of memory; nothing changed. */
bool hall_reserve(struct hall *h, const struct event *event)
    __attribute__((warn_unused_result));
void hall_apply(struct hall *h, const struct event *event);
/* Only the request of an event of an earlier day, its outcome kept. */
bool hall_reserve_request(struct hall *h, const struct event *event)
    __attribute__((warn_unused_result));
void hall_remember(struct hall *h, const struct event *event);

/* Gives every lease a full term from NOW_MS: after a start. */
void hall_renew_leases(struct hall *h, int64_t now_ms);

/* Forgets requests older than a day; at most LIMIT of them a call. */
void hall_forget(struct hall *h, int64_t now_ms, int limit);

/* --- What others read ------------------------------------------------- */

int64_t hall_seq(const struct hall *h);	    /* of the last event */
int64_t hall_day(const struct hall *h);	    /* -1: none yet */
int64_t hall_last_ms(const struct hall *h); /* time of the last event */
bool hall_has_layout(const struct hall *h);

/* Business day at T_MS in the hall's zone: changes at its set local hour. */
int64_t hall_day_at(
    const struct hall *h, const struct zone_table *zone, int64_t t_ms);
size_t hall_services(const struct hall *h);
size_t hall_counters(const struct hall *h);

struct service_view {
	const char *code;
	int64_t waiting, longest_ms; /* longest wait now */
};
void hall_service_view(
    const struct hall *h, size_t i, int64_t now_ms, struct service_view *out);
bool hall_find_service(const struct hall *h, const char *code, size_t *i);
/* Is a ticket issued now? OPENS_MS: when next by the hours; 0: unknown. */
bool hall_service_open(
    const struct hall *h, size_t i, int64_t now_ms, int64_t *opens_ms);

struct counter_view {
	const char *label, *state, *clerk, *terminal, *reason, *number;
	int64_t ticket; /* 0: none at hand */
	bool lapsed, floating, on;
};
void hall_counter_view(
    const struct hall *h, size_t i, struct counter_view *out);
bool hall_find_counter(const struct hall *h, const char *label, size_t *i);
/* The counter's zone of index K; NULL after the last one. */
const char *hall_counter_zone(const struct hall *h, size_t i, size_t k);

struct ticket_view {
	int64_t id, day, issued_ms, called_ms, started_ms, ended_ms;
	int64_t calls, misses, matters, handled_ms, until_ms, since_ms, rating;
	int64_t steps_count, step, appointed_ms; /* step: reached of them */
	const char *const *steps;
	const char *number, *service, *class, *state; /* the next may be NULL */
	const char *counter, *clerk, *lang, *printed, *hold;
	const char *for_counter, *for_clerk; /* waits for these alone */
	bool final, training;
};
bool hall_ticket_view(
    const struct hall *h, int64_t id, struct ticket_view *out);
/* How many are ahead; -1 when the ticket isn't waiting. */
int64_t hall_ahead(const struct hall *h, int64_t id);
/*
 * What USER's request RID issued, now or yesterday, with its state today;
 * false: it issued nothing.
 */
bool hall_find_rid(const struct hall *h, const char *user, const char *rid,
    int64_t now_ms, struct outcome *out);

/* --- For the journal and for tests ------------------------------------ */

/* The whole state, canonically. Equal states give equal bytes. */
void hall_dump(const struct hall *h, struct buf *out);
/*
 * The day's opening state as events of seq 0 that an empty hall can apply,
 * the last one carrying the seq. Calls EMIT for each; stops on false.
 */
bool hall_opening(const struct hall *h,
    bool (*emit)(const struct event *event, void *ctx), void *ctx);

#endif
