/* What is said of the waits, by each way of estimating them. */
#include <stdio.h>
#include <string.h>

#include "bench/estimate_day.h"
#include "bench/tool.h"

#define AGAIN_MS (5 * MINUTE_MS) /* those who wait are asked for again */

static int
open_for(const struct day *d, uint32_t service)
{
	struct counter_view v;
	int count = 0;

	for (uint32_t i = 0; i < d->made.counters_count; i++) {
		hall_counter_view(d->hall, i, &v);
		count += clerk_takes(&d->made.counters[i], service) &&
		    strcmp(v.state, "open") == 0;
	}
	return count;
}

/* A counter is free for it: nobody would ask how long. */
static bool
finds_one_free(const struct day *d, uint32_t service)
{
	for (uint32_t i = 0; i < d->made.counters_count; i++) {
		if (clerk_takes(&d->made.counters[i], service) &&
		    d->clerks[i].idle)
			return true;
	}
	return false;
}

static void
guess_simply(const struct day *d, uint32_t service, struct asked *to)
{
	const struct simple *s = &d->simple[service];
	int open = open_for(d, service);
	int64_t ahead = hall_ahead(d->hall, to->id);
	double sum = 0;

	to->ahead = open == 0 || s->handled < 1
	    ? -1
	    : (double)ahead * s->handled_ms / s->handled / 1000 / open;
	for (int i = 0; i < DAY_LAST && i < s->calls; i++)
		sum += s->last_s[i];
	to->last = s->calls ? sum / (s->calls < DAY_LAST ? s->calls : DAY_LAST)
			    : -1;
}

void
ask_refresh(struct day *d)
{
	int64_t from_ns = tool_now_ns();

	waits_refresh(d->waits, d->hall, d->now_ms);
	while (waits_step(d->waits, d->hall)) {
	}
	int64_t took_ns = tool_now_ns() - from_ns;
	if (took_ns < 2000)
		return; /* still fresh */
	d->runs++;
	d->cost_ns += took_ns;
	if (took_ns > d->cost_max_ns)
		d->cost_max_ns = took_ns;
	if (waits_looks(d->waits) > d->most_looks)
		d->most_looks = waits_looks(d->waits);
}

static void
estimate(struct day *d, int64_t id, bool issue)
{
	struct asked *to = &d->asked[d->asked_count];
	struct estimate_wait wait;

	if (d->asked_count == DAY_ASKED)
		return;
	*to = (struct asked){ .id = id, .t_ms = d->now_ms, .issue = issue };
	to->low = to->mid = to->high = -1;
	guess_simply(d, day_service_of(d, id), to);
	if (waits_ticket(d->waits, d->hall, id, &wait)) {
		to->low = wait.low_s;
		to->mid = wait.mid_s;
		to->high = wait.high_s;
	}
	d->asked_count++;
}

void
ask_at_issue(struct day *d, int64_t id)
{
	uint32_t service = day_service_of(d, id);

	if (!finds_one_free(d, service))
		estimate(d, id, true);
}

void
ask_all(struct day *d, int64_t unused)
{
	struct ticket_view v;
	int64_t waiting = 0;

	(void)unused;
	day_plan(d, d->now_ms + AGAIN_MS, ASKED, 0);
	ask_refresh(d);
	for (int64_t id = 1; hall_ticket_view(d->hall, id, &v); id++) {
		if (strcmp(v.state, "waiting") != 0)
			continue;
		waiting++;
		if (!d->called_ms[id])
			estimate(d, id, false);
	}
	if (waiting > d->most_waiting)
		d->most_waiting = waiting;
}

void
ask_print(const struct day *d)
{
	for (size_t i = 0; i < d->asked_count; i++) {
		const struct asked *a = &d->asked[i];
		if (!d->called_ms[a->id])
			continue;
		(void)printf("%c %.0f %.0f %.0f %.0f %.0f %.0f\n",
		    a->issue ? 'i' : 'w',
		    (double)(d->called_ms[a->id] - a->t_ms) / 1000, a->low,
		    a->mid, a->high, a->ahead, a->last);
	}
	(void)printf("c %.0f %.0f %lld %llu\n",
	    d->runs ? (double)d->cost_ns / (double)d->runs / 1000 : 0,
	    (double)d->cost_max_ns / 1000, (long long)d->most_waiting,
	    (unsigned long long)d->most_looks);
}
