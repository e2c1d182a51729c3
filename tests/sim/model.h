/*
 * What a hall should do, in the plainest way that can be right: arrays, scans
 * and words. It shares no code with the hall; it is slow and says so.
 *
 * Its strings are the layouts' and the requests': they must live as long
 * as it does.
 */
#ifndef HAO_TEST_MODEL_H
#define HAO_TEST_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/hall/layout.h"
#include "server/hall/outcome.h"
#include "server/hall/request.h"
#include "tests/sim/model_answer.h"
#include "tests/sim/model_booking.h"
#include "tests/sim/model_followup.h"
#include "tests/sim/model_staff.h"

#define MODEL_TICKETS 2048 /* a day */
#define MODEL_THINGS  16   /* services, counters */
#define MODEL_RIDS    8192 /* within a day */

struct model_ticket {
	int64_t appointed_ms; /* 0: it came without, or too late */
	int64_t id, issued_ms, credited_ms, called_ms, last_call_ms;
	int64_t calls, misses, matters;
	int64_t since_ms, hand_ms; /* waits here since; at hand since */
	int64_t handled_ms, until_ms;
	const char *hold; /* what it is held for, or NULL */
	const char *came; /* "passed", "unheld", or NULL */
	const char *steps[LAYOUT_STEPS_MAX + 1]; /* still to come, then NULL */
	bool kept;    /* held or passed on since its call */
	bool front;   /* put before everybody else */
	bool ranked;  /* of those whose class has rank, under ratio */
	int64_t tier; /* under strict, the lower the sooner */
	bool training;
	bool moved;	     /* stood elsewhere, or alone, once at least */
	const char *state;   /* "waiting" … "cancelled" */
	const char *service; /* where it waits, or waited last */
	const char *class;
	const char *counter; /* last called to, or NULL */
	const char *only;    /* waits for this counter alone, or NULL */
	const char *for_clerk;
	const char *printed, *clerk;
	const char *caller; /* the terminal that called it last, or NULL */
	int64_t rating;	    /* 0: none */
	const struct layout_service *origin; /* gave it its number */
	char number[OUTCOME_NUMBER];
};

struct model_counter {
	const char *label, *clerk, *terminal, *state, *reason, *works;
	bool lapsed, on;
	int64_t ticket, lease_ms, works_ms; /* at work since */
	struct model_call call;
};

/* Under ratio: how many of each kind the run under way has called. */
struct model_run {
	const char *service;
	uint32_t normals, ranked;
};

/*
 * What a service gave: the number that comes next, how many tickets in the
 * session that began when, and the end at which those who waited expired.
 */
struct model_range {
	const struct layout_service *of;
	uint32_t next, issued;
	int64_t session_ms, ended_ms;
};

struct model_rid {
	char user[MODEL_WORD], rid[MODEL_WORD];
	uint64_t args;
	int64_t t_ms;
	bool voided;
	struct model_answer answer;
};

struct model {
	const struct layout *layout; /* NULL before the first */
	int64_t seq, last_ms, day, next_id;
	size_t tickets_count, rids_count;
	struct model_counter counters[MODEL_THINGS]; /* as in the layout */
	struct model_range ranges[MODEL_THINGS];
	struct model_run runs[MODEL_THINGS]; /* of the layout's services */
	struct model_ticket tickets[MODEL_TICKETS];
	struct model_rid rids[MODEL_RIDS];
	struct model_staff staff;
	struct model_voice voices[MODEL_ZONES + 1]; /* the last is empty */
	size_t bookings_count;
	struct model_booking bookings[MODEL_BOOKINGS];
	size_t followups_count;
	struct model_followup followups[MODEL_FOLLOWUPS];
	char code[OUTCOME_APPOINTMENT]; /* for the next one booked */
};

/* All zero but for these is a new model. */
void model_init(struct model *m);
/* Asks, and does what was asked when it isn't refused. */
void model_ask(struct model *m, const struct request *r, int64_t now_ms,
    struct model_answer *a);
/* A new layout; false: refused, NUMBER is the ticket that is in the way. */
bool model_layout(struct model *m, const struct layout *layout, int64_t now_ms,
    const char **number);
void model_day(struct model *m, int64_t day, int64_t now_ms);
/* A session of the range's service has ended; who waited has expired. */
const struct model_range *model_session_end(struct model *m, int64_t now_ms);
/* The next counter whose lease has run out, now lapsed; or NULL. */
const char *model_tick(struct model *m, int64_t now_ms);

/* The next ticket whose hold is over, now waiting again; or NULL. */
const struct model_ticket *model_due(struct model *m, int64_t now_ms);

bool model_is(const struct model_ticket *t, const char *state);
bool model_is_open(const struct model_ticket *t);
struct model_ticket *model_ticket(struct model *m, int64_t id);
struct model_ticket *model_numbered(struct model *m, const char *number);
struct model_counter *model_counter(struct model *m, const char *label);
const struct layout_service *model_service(
    const struct layout *layout, const char *code);
int64_t model_credit_ms(const struct model *m, const char *class);
struct model_rid *model_rid(
    struct model *m, const char *user, const char *rid, int64_t now_ms);
/* Waiting tickets that stand before T in the same line. */
int64_t model_ahead(const struct model *m, const struct model_ticket *t);
/* The ticket that the counter should take next, or NULL. */
struct model_ticket *model_next(struct model *m, const char *label, int64_t t);
/* T waits from now on, where the rules put it. */
void model_stand(const struct model *m, struct model_ticket *t);
/* T, which waits, is called. */
void model_taken(struct model *m, const struct model_ticket *t);
const struct layout_class *model_class(
    const struct layout *layout, const char *code);
const struct layout_counter *model_layout_of(
    const struct model *m, const char *label);
/* The credited arrival that puts T, if it waits, behind the next N. */
int64_t model_behind(const struct model *m, const struct model_ticket *t,
    size_t n, int64_t now_ms);
/* Writes the next number of the service; false: used up. */
bool model_number(
    struct model *m, const struct layout_service *s, char out[OUTCOME_NUMBER]);

#endif
