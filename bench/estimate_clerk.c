/* The clerks of a generated day. */
#include <math.h>

#include "bench/estimate_day.h"

#define MISSED	   0.06
#define COMES_BACK 0.5
#define SPREAD	   0.7 /* of the handling times, about their mean */
#define HOUR_MS	   3.6e6

static int64_t
after(struct day *d, double low_s, double high_s)
{
	return d->now_ms +
	    (int64_t)(1000 * random_from(&d->chance, low_s, high_s));
}

bool
clerk_takes(const struct made_counter *c, uint32_t service)
{
	for (uint32_t k = 0; k < HALL_GROUPS; k++) {
		for (uint32_t i = 0; i < c->count[k]; i++) {
			if (c->service[k][i] == service)
				return true;
		}
	}
	return false;
}

static double
handling_ms(struct day *d, int64_t counter, uint32_t service)
{
	const struct made_service *s = &d->made.services[service];
	double drift = 1 +
	    s->swing * sin((double)d->now_ms / HOUR_MS * 0.7 + s->phase);

	return s->mean_s * 1000 * drift * d->made.counters[counter].speed *
	    random_factor(&d->chance, SPREAD);
}

/* True: the clerk goes, or is gone. */
static bool
goes(struct day *d, int64_t counter)
{
	struct clerk *c = &d->clerks[counter];

	if (c->break_ms == 0)
		return false;
	c->idle = false;
	day_ask(d,
	    (struct request){ .type = REQUEST_PAUSE,
		.counter = day_label(d, counter),
		.reason = "break" });
	day_plan(d, d->now_ms + c->break_ms, RESUMES, counter);
	c->break_ms = 0;
	return true;
}

static void
calls_soon(struct day *d, int64_t counter, double low_s, double high_s)
{
	d->clerks[counter].idle = false;
	d->clerks[counter].calling = true;
	day_plan(d, after(d, low_s, high_s), CALLS, counter);
}

/* The ticket is at hand: it is handled, or nobody comes. */
static void
has_called(struct day *d, int64_t counter)
{
	int64_t id = d->clerks[counter].ticket;
	uint32_t service = day_service_of(d, id);
	struct simple *s = &d->simple[service];
	struct ticket_view v;

	if (!hall_ticket_view(d->hall, id, &v))
		day_fail("a ticket is gone");
	if (!d->called_ms[id]) {
		d->called_ms[id] = d->now_ms;
		s->last_s[s->calls++ % DAY_LAST] = (double)(d->now_ms -
						       v.issued_ms) /
		    1000;
	}
	d->taken_ms[id] = d->now_ms;
	if (random_unit(&d->chance) < MISSED) {
		day_plan(d, after(d, 50, 100), MISSES, counter);
		return;
	}
	double takes_ms = handling_ms(d, counter, service);
	day_plan(d, d->now_ms + (int64_t)takes_ms, READY, counter);
}

void
clerk_calls(struct day *d, int64_t counter)
{
	struct clerk *c = &d->clerks[counter];

	c->calling = false;
	c->ticket = day_ask(d,
	    (struct request){
		.type = REQUEST_NEXT, .counter = day_label(d, counter) });
	if (c->ticket) {
		has_called(d, counter);
		return;
	}
	c->idle = true;
	(void)goes(d, counter);
}

static void
leave(struct day *d, int64_t counter)
{
	d->clerks[counter].ticket = 0;
	if (!goes(d, counter))
		calls_soon(d, counter, 2, 20);
}

void
clerk_ready(struct day *d, int64_t counter)
{
	struct clerk *c = &d->clerks[counter];
	struct simple *s = &d->simple[day_service_of(d, c->ticket)];

	s->handled++;
	s->handled_ms += (double)(d->now_ms - d->taken_ms[c->ticket]);
	if (c->one_button && !c->break_ms) {
		clerk_calls(d, counter); /* NEXT finishes */
		return;
	}
	day_ask(d,
	    (struct request){ .type = REQUEST_FINISH,
		.counter = day_label(d, counter),
		.id = c->ticket,
		.matters = 1 });
	leave(d, counter);
}

void
clerk_misses(struct day *d, int64_t counter)
{
	int64_t id = d->clerks[counter].ticket;

	day_ask(d,
	    (struct request){ .type = REQUEST_MISSED,
		.counter = day_label(d, counter),
		.id = id });
	if (random_unit(&d->chance) < COMES_BACK)
		day_plan(d, after(d, 120, 900), RETURNS, id);
	leave(d, counter);
}

static void
wants_break(struct day *d, int64_t counter, int64_t much_ms)
{
	struct clerk *c = &d->clerks[counter];

	c->break_ms = much_ms;
	if (c->idle)
		(void)goes(d, counter);
}

/* A few minutes, once in about two hours. */
void
clerk_breaks(struct day *d, int64_t counter)
{
	wants_break(d, counter, after(d, 180, 480) - d->now_ms);
	day_plan(d, after(d, 4000, 10000), BREAKS, counter);
}

void
clerk_lunches(struct day *d, int64_t counter)
{
	wants_break(d, counter, after(d, 2400, 3000) - d->now_ms);
}

void
clerk_opens(struct day *d, int64_t counter)
{
	d->clerks[counter].one_button = random_unit(&d->chance) < 0.5;
	day_ask(d,
	    (struct request){ .type = REQUEST_OPEN,
		.counter = day_label(d, counter),
		.clerk = "007" });
	day_plan(d, after(d, 600, 10000), BREAKS, counter);
	calls_soon(d, counter, 2, 60);
}

void
clerk_resumes(struct day *d, int64_t counter)
{
	day_ask(d,
	    (struct request){
		.type = REQUEST_RESUME, .counter = day_label(d, counter) });
	calls_soon(d, counter, 1, 5);
}

void
clerk_called_for(struct day *d, uint32_t service)
{
	for (uint32_t i = 0; i < d->made.counters_count; i++) {
		if (d->clerks[i].idle &&
		    clerk_takes(&d->made.counters[i], service)) {
			calls_soon(d, i, 2, 10);
			return;
		}
	}
}
