/* Estimates from inside: what their files share. */
#ifndef HAO_ESTIMATE_OWN_H
#define HAO_ESTIMATE_OWN_H

#include "server/hall/estimate.h"

#define POOL_PRIOR 6

/* What the handling times of a service are drawn from, in ascending order. */
struct pool_of_times {
	uint32_t ms[ESTIMATE_RECENT + POOL_PRIOR];
	uint32_t count;
};

/* One draw of a round: of the thing ID there is only one. */
uint64_t draw(uint64_t seed, uint32_t round, uint64_t id);
/* N of the COUNT things below COUNT, by a draw. */
uint32_t draw_below(uint64_t drawn, uint32_t count);

/* Fills POOLS, one for each service of HALL. */
void draw_fill(const struct estimate_hall *hall, struct pool_of_times *pools);
uint32_t draw_time(const struct pool_of_times *p, uint64_t drawn);
/* What is left of a handling that has lasted BUSY_MS. */
uint32_t draw_rest(
    const struct pool_of_times *p, int64_t busy_ms, uint64_t drawn);

/* A line while it is played. */
struct line_state {
	uint32_t at; /* tickets called */
	bool served; /* some counter that serves takes it */
	bool asks;   /* a ticket issued now would still wait */
	bool grows;  /* later arrivals still matter */
	int64_t arrival_ms;
	uint32_t arrivals;
};

/* The first of a line. */
struct head {
	struct queue_key key;
	int64_t since_ms;
	int64_t from_ms; /* not there before; INT64_MAX: never */
};

struct service_state {
	uint32_t rankeds, normals; /* under ratio: called of this run */
	uint32_t asks;		   /* lines that do */
};

struct ready {
	int64_t t_ms;
	uint32_t counter;
};

struct estimate {
	struct pool_of_times *pools;
	struct service_state *services;
	struct line_state *lines;
	struct head *heads;
	struct ready *ready; /* a heap */
	uint32_t *waits;     /* for tickets, then lines: one a round */
	size_t pools_cap, services_cap, lines_cap, heads_cap, ready_cap,
	    waits_cap;
	const struct estimate_hall *hall; /* what is played; borrowed */
	uint32_t rounds, played;
	uint64_t looks;
};

/* A choice: the line, and the group that it was found in. */
struct pick {
	uint32_t line; /* ESTIMATE_NO_LINE: nobody waits for it */
	uint32_t group;
};

/* Whom the counter takes at T_MS, as policy_next() would have it. */
struct pick pick_next(struct estimate *e, const struct estimate_hall *hall,
    const struct estimate_counter *c, int64_t t_ms);
/* Whether A stands before B in a group, by credited arrival. */
bool pick_is_better(const struct head *a, const struct head *b);
/* When it would help next, if all stays as it is; INT64_MAX: not at all. */
int64_t pick_help_ms(struct estimate *e, const struct estimate_hall *hall,
    const struct estimate_counter *c, int64_t t_ms);
/* The first of LINE is called, as policy_taken() has it. */
void pick_taken(
    struct estimate *e, const struct estimate_hall *hall, uint32_t line);

/* Plays the round of that number and notes its waits. */
void play_round(
    struct estimate *e, const struct estimate_hall *hall, uint32_t number);

#endif
