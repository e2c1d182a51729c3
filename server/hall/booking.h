/*
 * Appointments, by their code, by their slot and in the order of time. A
 * code is eight letters and digits that are told apart when read aloud and
 * hard to guess: whoever knows it may check in, change or cancel.
 *
 * Those that are over (checked in, cancelled, not kept) stay until the day
 * closes, so that whoever asks is told what became of them.
 */
#ifndef HAO_BOOKING_H
#define HAO_BOOKING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/hall/hours.h"
#include "server/hall/queue.h"

/* The slots of a service: none when CAPACITY is 0. */
struct slot_rule {
	struct hours_span span[LAYOUT_SESSIONS_MAX];
	uint32_t spans, min, capacity;
};

/* What holds for all appointments of a hall. */
struct booking_rule {
	int64_t days, early_ms, late_ms;
	uint32_t max, class; /* the class's index */
	bool walk_in;	     /* who comes too late is taken as a walk-in */
};

#define BOOKING_CODE	  8 /* letters, of 5 bits each */
#define BOOKING_CODE_MASK (((uint64_t)1 << (5 * BOOKING_CODE)) - 1)

enum booking_state {
	BOOKING_BOOKED,
	BOOKING_CHECKED_IN,
	BOOKING_LATE, /* came too late, and was taken as a walk-in */
	BOOKING_NOSHOW,
	BOOKING_CANCELLED,
};

struct booking {
	struct booking *by_code, *by_slot; /* chains */
	const char *service, *lang;	   /* the pool's */
	int64_t appointed_ms, until_ms, ticket;
	uint64_t origin;
	enum booking_state state;
	char code[BOOKING_CODE + 1];
	struct queue_node *node; /* in the same block of memory */
};

struct booking_table {
	struct booking **code, **slot; /* as many buckets each */
	size_t buckets, count;
	struct queue open, done; /* what is booked; what is over */
	struct booking *spare;
	char made[BOOKING_CODE + 1]; /* the code decided on */
};

/* Of any case, with or without dashes; false: no code. */
bool booking_code_read(const char *text, uint64_t *value);
void booking_code_write(char out[BOOKING_CODE + 1], uint64_t value);
const char *booking_state_name(enum booking_state state);

/* NULL when there is none. */
struct booking *booking_find(const struct booking_table *t, const char *code);
/* The one that N is the node of; NULL of NULL. */
struct booking *booking_of_node(
    const struct booking_table *t, const struct queue_node *n);
/* How many have a place in that slot. */
uint32_t booking_count(
    const struct booking_table *t, const char *service, int64_t appointed_ms);
/* The one that a request has booked there; NULL: none. */
struct booking *booking_of(const struct booking_table *t, const char *service,
    int64_t appointed_ms, uint64_t origin);

/* Memory for one more, of about MOST; false: there is none. */
bool booking_reserve(struct booking_table *t, const char *code, size_t most)
    __attribute__((warn_unused_result));
/* Puts what was reserved in; the caller has filled in `spare`. */
void booking_put(struct booking_table *t);
void booking_move(struct booking_table *t, struct booking *b,
    int64_t appointed_ms, int64_t until_ms);
/* It is over, or over in another way. */
void booking_end(
    struct booking_table *t, struct booking *b, enum booking_state state);
/* Forgets all that are over. */
void booking_forget(struct booking_table *t);
void booking_release(struct booking_table *t);

/* The first in the order of time and code that is not before these. */
struct booking *booking_seek(
    const struct booking_table *t, int64_t appointed_ms, uint64_t from);

#endif
