/*
 * Plays a generated day of a generated hall through the core, and prints for
 * each ticket how long it waited and what three ways of estimating had said:
 *
 *	estimate_day SHAPE COUNTERS SEED
 *
 *	WHEN waited low mid high ahead last	of a ticket, in seconds
 *	c mean_us max_us waiting looks		what the estimates cost
 *
 * WHEN is i at its issue, w while it waits. `ahead` is people ahead times the
 * mean handling time of the day, divided by the counters open for the
 * service; `last` the mean wait of the last ten called. -1: none.
 */
#include "bench/estimate_day.h"

#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "bench/tool.h"

#define OPENS_MS  (510 * MINUTE_MS) /* 08:30 */
#define LUNCH_MS  (690 * MINUTE_MS)
#define RELIEF_MS (45 * MINUTE_MS) /* then the other half goes */
#define BACK_MS	  (780 * MINUTE_MS)
#define ENDS_MS	  (990 * MINUTE_MS) /* 16:30: no more tickets */
#define LATE_MS	  (1200 * MINUTE_MS)
#define PRIORITY  0.1
#define RATE_MOST 2.0

static const char *const shapes[SHAPES] = { "steady", "morning", "bursts" };

void
day_fail(const char *say)
{
	(void)fprintf(stderr, "estimate_day: %s\n", say);
	exit(1);
}

/* --- What happens when --------------------------------------------------- */

void
day_plan(struct day *d, int64_t t_ms, enum moment what, int64_t of)
{
	size_t at = d->heap_count++;

	if (at >= DAY_TICKETS)
		day_fail("too much happens at once");
	for (; at > 0 && d->heap[(at - 1) / 2].t_ms > t_ms; at = (at - 1) / 2)
		d->heap[at] = d->heap[(at - 1) / 2];
	d->heap[at] = (struct moment_of){ t_ms, of, what };
}

static struct moment_of
soonest(struct day *d)
{
	struct moment_of first = d->heap[0], one = d->heap[--d->heap_count];
	size_t at = 0;

	for (size_t child; (child = 2 * at + 1) < d->heap_count; at = child) {
		if (child + 1 < d->heap_count &&
		    d->heap[child + 1].t_ms < d->heap[child].t_ms)
			child++;
		if (d->heap[child].t_ms >= one.t_ms)
			break;
		d->heap[at] = d->heap[child];
	}
	d->heap[at] = one;
	return first;
}

/* --- The core ------------------------------------------------------------ */

static void
apply(struct day *d, struct event *e)
{
	e->wall_ms = e->t_ms;
	if (!hall_reserve(d->hall, e))
		day_fail("out of memory");
	hall_apply(d->hall, e);
}

const char *
day_label(const struct day *d, int64_t counter)
{
	return d->made.layout_counters[counter].label;
}

/* The ticket's id, 0 for nil; what must not be refused is a failure. */
int64_t
day_ask(struct day *d, struct request r)
{
	struct decision out;
	char rid[24];

	(void)snprintf(rid, sizeof(rid), "r%lld", (long long)d->rids++);
	r.user = "";
	r.terminal = "pad";
	if (r.type == REQUEST_ISSUE || r.type == REQUEST_NEXT)
		r.rid = rid;
	hall_decide(d->hall, &r, d->now_ms, &out);
	if (out.refusal)
		day_fail(out.detail ? out.detail : "refused");
	int64_t id = out.outcome.type == OUTCOME_NIL ? 0 : out.outcome.id;
	if (out.has_event)
		apply(d, &out.event);
	return id;
}

static void
start(struct day *d)
{
	struct decision out;
	struct event e;

	d->hall = hall_create();
	d->waits = waits_create();
	if (!d->hall || !d->waits)
		day_fail("out of memory");
	hall_decide_layout(d->hall, &d->made.layout, "{}", 0, &out);
	apply(d, &out.event);
	hall_decide_day(d->hall, 0, 0, &e);
	apply(d, &e);
}

uint32_t
day_service_of(const struct day *d, int64_t id)
{
	struct ticket_view v;
	size_t i;

	if (!hall_ticket_view(d->hall, id, &v) ||
	    !hall_find_service(d->hall, v.service, &i))
		day_fail("a ticket is gone");
	return (uint32_t)i;
}

/* --- Citizens ------------------------------------------------------------ */

static uint32_t
some_service(struct day *d)
{
	double at = random_unit(&d->chance);
	uint32_t i = 0;

	for (; i + 1 < d->made.services_count; i++) {
		at -= d->made.services[i].share;
		if (at < 0)
			break;
	}
	return i;
}

static void
issue(struct day *d, int64_t unused)
{
	uint32_t service = some_service(d);
	bool first = random_unit(&d->chance) < PRIORITY;

	(void)unused;
	ask_refresh(d);
	int64_t id = day_ask(d,
	    (struct request){ .type = REQUEST_ISSUE,
		.service = d->made.layout_services[service].code,
		.class = first ? "priority" : "normal" });
	if (id >= DAY_TICKETS)
		day_fail("too many tickets");
	ask_at_issue(d, id);
	clerk_called_for(d, service);
}

static void
comes_back(struct day *d, int64_t id)
{
	struct ticket_view v;

	if (!hall_ticket_view(d->hall, id, &v) ||
	    strcmp(v.state, "missed") != 0)
		return;
	day_ask(d, (struct request){ .type = REQUEST_RETURN, .id = id });
	clerk_called_for(d, day_service_of(d, id));
}

/* How many come, 1 being as many as all counters can take. */
static double
rate_at(const struct day *d, int64_t t_ms)
{
	bool lunch = t_ms > LUNCH_MS && t_ms < BACK_MS;
	double h = (double)t_ms / (60 * (double)MINUTE_MS);

	if (d->shape == STEADY)
		return lunch ? 0.6 : 0.95;
	if (d->shape == BURSTS)
		return lunch ? 0.4 : 0.65;
	if (h < 10.5)
		return 1.45;
	if (lunch)
		return 0.45;
	return h > 13.5 && h < 15 ? 1.1 : 0.7;
}

static void
arrives(struct day *d, int64_t unused)
{
	double gap_ms = -log(1 - random_unit(&d->chance)) /
	    (d->rate_ms * RATE_MOST);

	if (d->now_ms > ENDS_MS)
		return;
	day_plan(d, d->now_ms + (int64_t)gap_ms, ARRIVES, 0);
	if (random_unit(&d->chance) * RATE_MOST < rate_at(d, d->now_ms))
		issue(d, unused);
}

static void
crowd(struct day *d, int64_t t_ms, double each_counter)
{
	int count = (int)(each_counter * d->made.counters_count);

	for (int i = 0; i < count; i++) {
		day_plan(d, t_ms + (int64_t)(random_unit(&d->chance) * 180000),
		    CROWDS, 0);
	}
}

/* People at the door when it opens, and a bus now and then. */
static void
plan_crowds(struct day *d)
{
	if (d->shape != BURSTS)
		return;
	crowd(d, OPENS_MS - 2 * MINUTE_MS, 2);
	crowd(d, BACK_MS, 1.5);
	for (int i = 0; i < 5; i++) {
		double t_ms = random_from(
		    &d->chance, (double)OPENS_MS, (double)ENDS_MS);
		crowd(d, (int64_t)t_ms, 0.6);
	}
}

/* --- The day ------------------------------------------------------------- */

static void
plan_counters(struct day *d)
{
	for (uint32_t i = 0; i < d->made.counters_count; i++) {
		bool late = random_unit(&d->chance) < 0.1;
		double t_ms = (double)OPENS_MS +
		    random_from(&d->chance, -180000, 120000) +
		    (late ? 900000 : 0);
		day_plan(d, (int64_t)t_ms, OPENS, i);
		t_ms = (double)LUNCH_MS + (i % 2 ? (double)RELIEF_MS : 0) +
		    random_from(&d->chance, -240000, 240000);
		day_plan(d, (int64_t)t_ms, LUNCHES, i);
	}
}

static void (*const happens[MOMENTS])(struct day *d, int64_t of) = {
	[ARRIVES] = arrives,
	[CROWDS] = issue,
	[OPENS] = clerk_opens,
	[READY] = clerk_ready,
	[MISSES] = clerk_misses,
	[CALLS] = clerk_calls,
	[BREAKS] = clerk_breaks,
	[LUNCHES] = clerk_lunches,
	[RESUMES] = clerk_resumes,
	[RETURNS] = comes_back,
	[ASKED] = ask_all,
};

static void
play(struct day *d)
{
	d->rate_ms = d->made.counters_count / (d->made.mean_s * 1000 + 10000);
	plan_counters(d);
	plan_crowds(d);
	day_plan(d, OPENS_MS, ARRIVES, 0);
	day_plan(d, OPENS_MS, ASKED, 0);
	while (d->heap_count > 0 && d->heap[0].t_ms < LATE_MS) {
		struct moment_of one = soonest(d);
		d->now_ms = one.t_ms;
		happens[one.what](d, one.of);
	}
}

int
main(int argc, char **argv)
{
	struct day *d = calloc(1, sizeof(*d));

	if (!d || argc != 4) {
		free(d);
		day_fail("say estimate_day steady|morning|bursts COUNTERS"
			 " SEED");
	}
	while (d->shape < SHAPES && strcmp(argv[1], shapes[d->shape]) != 0)
		d->shape++;
	if (d->shape == SHAPES)
		day_fail("no such shape");
	d->chance.state = tool_number(argv[3], 1000000);
	made_hall_fill(&d->made, &d->chance,
	    (uint32_t)tool_number(argv[2], HALL_COUNTERS));
	start(d);
	play(d);
	ask_print(d);
	waits_destroy(d->waits);
	hall_destroy(d->hall);
	free(d);
	return 0;
}
