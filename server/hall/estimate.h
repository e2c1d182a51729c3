/*
 * About how long a ticket still waits, as a range.
 *
 * The hall is played forward some dozens of times, each time with handling
 * times drawn anew from those seen of late: counters become ready, and each
 * takes the ticket that the policy would give it. Of the moments at which a
 * ticket was called, the tenth, the middle and the ninetieth in a hundred
 * are its estimate. Those who come later and may overtake are played too.
 *
 * The draws depend on the seed, the round and the ticket's id alone: an
 * estimate moves with the hall and not by chance, and of two tickets in one
 * line the later one never gets the shorter wait.
 */
#ifndef HAO_ESTIMATE_H
#define HAO_ESTIMATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/hall/layout.h"
#include "server/hall/queue.h"

#define ESTIMATE_ROUNDS	 32	  /* fewer when many wait */
#define ESTIMATE_TICKETS 16384	  /* more waiting: no estimates */
#define ESTIMATE_MOST_MS 36000000 /* longer: no estimate */
#define ESTIMATE_RECENT	 48
#define ESTIMATE_NO_LINE UINT32_MAX

/* The last handling times of a service: how long each kept its counter. */
struct estimate_recent {
	uint32_t ms[ESTIMATE_RECENT];
	uint32_t count, next;
};

void estimate_note(struct estimate_recent *r, int64_t ms);

/* Its lines, one for each class, and how the next of them is chosen. */
struct estimate_service {
	const struct estimate_recent *recent;
	uint32_t target_ms; /* believed while few have been handled */
	uint32_t first, count;
	enum layout_policy policy;
	uint32_t ratio_ranked, ratio_normal;
	uint32_t rankeds, normals; /* called of the run under way */
};

struct estimate_ticket {
	struct queue_key key;
	int64_t since_ms;
	uint32_t service;
};

/*
 * Tickets none of which overtakes another: those of a service and a class, or
 * those that wait for one counter or one clerk alone.
 */
struct estimate_line {
	uint32_t first, count; /* in tickets[], in their order */
	uint32_t service;      /* of whoever comes later */
	int64_t credit_ms, tier;
	bool ranked;	/* under ratio: of those that have rank */
	int64_t gap_ms; /* between two arrivals; 0: nobody comes */
};

struct estimate_group {
	const uint32_t *service; /* indexes */
	uint32_t count;
};

#define ESTIMATE_OWN 2

struct estimate_counter {
	bool serves; /* open, and not paused */
	bool away;   /* paused, for away_ms so far: it may come back */
	bool busy;   /* with a ticket of `service`, for busy_ms so far */
	uint32_t service;
	int64_t busy_ms, away_ms;
	/* Lines for it and for its clerk alone, or ESTIMATE_NO_LINE. */
	uint32_t own[ESTIMATE_OWN];
	const struct estimate_group *groups;
	uint32_t groups_count;
	struct estimate_group help;
	int64_t help_after_ms;
};

/* What is played. All of it is the caller's. */
struct estimate_hall {
	int64_t now_ms;
	uint64_t seed;
	const struct estimate_service *services;
	const struct estimate_ticket *tickets;
	const struct estimate_line *lines;
	const struct estimate_counter *counters;
	uint32_t services_count, tickets_count, lines_count, counters_count;
};

struct estimate_wait {
	bool known; /* no counter serves it, or it is too far off: false */
	uint32_t low_s, mid_s, high_s;
};

struct estimate;

/* Its memory grows with the halls it has seen. NULL: out of memory. */
struct estimate *estimate_create(void);
void estimate_destroy(struct estimate *e);

/*
 * Begins with HALL, which stays as it is until the last step, but for the
 * handling times, which are read now. False: out of memory.
 */
bool estimate_begin(struct estimate *e, const struct estimate_hall *hall)
    __attribute__((warn_unused_result));
/* Plays once more what was begun; false: it has been played often enough. */
bool estimate_step(struct estimate *e);
/*
 * After the last step: TICKETS gets a wait for each ticket, LINES one for
 * each line: that of a ticket issued into it now.
 */
void estimate_read(struct estimate *e, struct estimate_wait *tickets,
    struct estimate_wait *lines);

/* All of that at once. False: out of memory. */
bool estimate_run(struct estimate *e, const struct estimate_hall *hall,
    struct estimate_wait *tickets, struct estimate_wait *lines)
    __attribute__((warn_unused_result));

/* How many heads of lines have been looked at since the begin: the cost. */
uint64_t estimate_looks(const struct estimate *e);

#endif
