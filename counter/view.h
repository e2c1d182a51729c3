/* What the clerk reads: results, the status line, help. Pure. */
#ifndef HAO_COUNTER_VIEW_H
#define HAO_COUNTER_VIEW_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct buf;
struct key;

struct view {
	const char *lang, *label;
	const json_t *layout; /* NULL: codes stand for names */
};

/* The ticket at hand; `id` is empty when there is none. */
struct view_ticket {
	char id[64], number[24], service[32], class[32], state[16];
	int64_t waited_ms;			/* below 0 when not known */
	int64_t called_ms, started_ms, matters; /* 0 when not known */
	bool training;
};

/* What people call the service CODE. */
const char *view_service(const struct view *v, const char *code);
const char *view_class(const struct view *v, const char *code);

/* m:ss, from an hour on h:mm:ss. */
void view_duration(struct buf *out, int64_t ms);

/* "A012 户籍 normal waited 0:42", with nothing after it. */
void view_ticket(
    struct buf *out, const struct view *v, const struct view_ticket *t);

/* One line for the reply to KEY; REPLY is JSON null for nil. */
void view_result(struct buf *out, const struct view *v, const struct key *key,
    const json_t *reply);

/* The state of a counter or ticket in words; as it is when unknown. */
const char *view_state(const char *lang, const char *state);

/*
 * The alerts in HALL that concern the counter, a line of them behind "!";
 * nothing when there is none.
 */
void view_alerts(struct buf *out, const struct view *v, const json_t *hall);

/* One line: the counter, its ticket, who waits for it in HALL. */
void view_status(struct buf *out, const struct view *v,
    const struct view_ticket *t, const json_t *hall);

void view_help(struct buf *out, const char *lang);

#endif
