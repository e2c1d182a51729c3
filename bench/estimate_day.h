/* A generated day: what its files share. */
#ifndef HAO_BENCH_ESTIMATE_DAY_H
#define HAO_BENCH_ESTIMATE_DAY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "bench/estimate_hall.h"
#include "server/hall/hall.h"
#include "server/hall/waits.h"

#define MINUTE_MS   ((int64_t)60000)
#define DAY_LAST    10 /* waits of the last ones called */
#define DAY_TICKETS 20000
#define DAY_ASKED   400000

enum shape {
	STEADY,
	MORNING,
	BURSTS,
	SHAPES
};

enum moment {
	ARRIVES, /* a citizen, as the day's rate has it */
	CROWDS,	 /* one more, with others */
	OPENS,	 /* counter `of` */
	READY,	 /* is done with its ticket */
	MISSES,
	CALLS,
	BREAKS, /* wants a short break as soon as it can */
	LUNCHES,
	RESUMES,
	RETURNS, /* ticket `of` */
	ASKED,	 /* all who wait are estimated */
	MOMENTS
};

struct moment_of {
	int64_t t_ms, of;
	enum moment what;
};

/* What each way of estimating said, in seconds; -1: nothing. */
struct asked {
	int64_t id, t_ms;
	bool issue;
	double low, mid, high, ahead, last;
};

struct clerk {
	bool idle, calling, one_button;
	int64_t break_ms, ticket;
};

/* What the simple estimates go by. */
struct simple {
	double handled_ms, handled;
	double last_s[DAY_LAST];
	int calls;
};

struct day {
	struct made_hall made;
	struct random chance;
	enum shape shape;
	struct hall *hall;
	struct waits *waits;
	int64_t now_ms, rids;
	double rate_ms; /* of arrivals, when all counters are just busy */
	struct clerk clerks[HALL_COUNTERS];
	struct simple simple[HALL_SERVICES];
	struct moment_of heap[DAY_TICKETS];
	size_t heap_count;
	int64_t called_ms[DAY_TICKETS], taken_ms[DAY_TICKETS];
	struct asked asked[DAY_ASKED];
	size_t asked_count;
	int64_t cost_ns, cost_max_ns, runs, most_waiting;
	uint64_t most_looks;
};

__attribute__((noreturn)) void day_fail(const char *say);
void day_plan(struct day *d, int64_t t_ms, enum moment what, int64_t of);
/* The ticket's id, 0 for nil; a refusal ends the program. */
int64_t day_ask(struct day *d, struct request r);
const char *day_label(const struct day *d, int64_t counter);
uint32_t day_service_of(const struct day *d, int64_t id);

/* Clerks. */
void clerk_opens(struct day *d, int64_t counter);
void clerk_calls(struct day *d, int64_t counter);
void clerk_ready(struct day *d, int64_t counter);
void clerk_misses(struct day *d, int64_t counter);
void clerk_breaks(struct day *d, int64_t counter);
void clerk_lunches(struct day *d, int64_t counter);
void clerk_resumes(struct day *d, int64_t counter);
/* Whoever is idle and takes the service calls. */
void clerk_called_for(struct day *d, uint32_t service);
bool clerk_takes(const struct made_counter *c, uint32_t service);

/* Asking how long. */
void ask_refresh(struct day *d);
void ask_at_issue(struct day *d, int64_t id);
void ask_all(struct day *d, int64_t unused);
void ask_print(const struct day *d);

#endif
