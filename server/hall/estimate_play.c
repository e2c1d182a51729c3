/* One round: the hall played forward until all who wait have been called. */
#include <assert.h>

#include "server/hall/estimate_own.h"

/* Draws of things that are no tickets. */
#define ID_COUNTER ((uint64_t)1 << 60)
#define ID_PAUSE   ((uint64_t)2 << 60)
#define ID_LATER   ((uint64_t)3 << 60)
#define ID_ARRIVAL ((uint64_t)4 << 60)

/*
 * The next hour goes quicker or slower than the last one let expect, and
 * slower by more, as clerks will leave for a while whom nobody knows of yet:
 * each round has a pace of its own, per mille, and the middle one's is the
 * last hour's. bench/estimate is what the figures here were found by.
 */
#define PACE_QUICK  650
#define PACE_MIDDLE 1000
#define PACE_SLOW   1500
/* A paused counter comes back within this, and half of the pause so far. */
#define AWAY_MS 1800000

struct round {
	struct estimate *e;
	const struct estimate_hall *hall;
	uint32_t number, pace;
	uint32_t ready; /* counters in the heap */
	uint32_t left;	/* tickets that some counter will call */
	uint32_t arrivals_left;
};

static uint64_t
draw_of(const struct round *r, uint64_t id)
{
	return draw(r->hall->seed, r->number, id);
}

static int64_t
paced(const struct round *r, uint32_t ms)
{
	return (int64_t)ms * r->pace / 1000;
}

/* --- The heap of counters, by when they are ready ----------------------- */

static bool
is_sooner(const struct ready *a, const struct ready *b)
{
	if (a->t_ms != b->t_ms)
		return a->t_ms < b->t_ms;
	return a->counter < b->counter;
}

/* Puts ONE where the entry AT was, or below it. */
static void
sift(struct round *r, uint32_t at, struct ready one)
{
	struct ready *heap = r->e->ready;

	for (;;) {
		uint32_t child = 2 * at + 1;
		if (child >= r->ready)
			break;
		if (child + 1 < r->ready &&
		    is_sooner(&heap[child + 1], &heap[child]))
			child++;
		if (!is_sooner(&heap[child], &one))
			break;
		heap[at] = heap[child];
		at = child;
	}
	heap[at] = one;
}

static void
drop_first(struct round *r)
{
	r->ready--;
	if (r->ready > 0)
		sift(r, 0, r->e->ready[r->ready]);
}

/* --- Lines --------------------------------------------------------------- */

/* Twice the mean gap at most: arrivals are uneven, but not by much. */
static void
next_arrival(struct round *r, uint32_t line)
{
	struct line_state *s = &r->e->lines[line];
	int64_t gap_ms = r->hall->lines[line].gap_ms;
	uint64_t id = ID_ARRIVAL + ((uint64_t)line << 32) + s->arrivals;

	s->arrivals++;
	if (gap_ms > ESTIMATE_MOST_MS)
		gap_ms = ESTIMATE_MOST_MS;
	s->arrival_ms += draw_below(draw_of(r, id), (uint32_t)gap_ms * 2) + 1;
}

static void
set_head(struct round *r, uint32_t line)
{
	const struct estimate_line *l = &r->hall->lines[line];
	const struct line_state *s = &r->e->lines[line];
	struct estimate_head *head = &r->e->heads[line];

	if (s->at < l->count) {
		head->key = r->hall->tickets[l->first + s->at].key;
		head->from_ms = r->hall->now_ms;
		return;
	}
	int64_t t_ms = s->asked ? s->arrival_ms : r->hall->now_ms;
	head->key.back = 1;
	head->key.credited_ms = t_ms - l->credit_ms;
	head->key.id = INT64_MAX;
	head->from_ms = !s->asked || (s->grows && r->arrivals_left) ? t_ms
								    : INT64_MAX;
}

static void
begin_lines(struct round *r)
{
	const struct estimate_hall *hall = r->hall;

	for (uint32_t i = 0; i < hall->lines_count; i++) {
		struct line_state *s = &r->e->lines[i];
		s->at = 0;
		s->asked = false;
		s->arrivals = 0;
		s->arrival_ms = hall->now_ms;
		s->grows = hall->lines[i].gap_ms > 0;
		if (s->served)
			r->left += hall->lines[i].count + 1;
		if (s->grows)
			next_arrival(r, i);
		set_head(r, i);
	}
}

/* A line that only a paused counter takes has no estimates. */
static void
note(struct round *r, uint32_t line, uint32_t row, int64_t t_ms)
{
	int64_t wait_ms = t_ms - r->hall->now_ms;

	if (!r->e->lines[line].served)
		return;
	if (wait_ms > ESTIMATE_MOST_MS)
		wait_ms = ESTIMATE_MOST_MS;
	r->e->waits[(size_t)row * ESTIMATE_ROUNDS + r->number] = (uint32_t)
	    wait_ms;
	r->left--;
}

/* Takes the first of the line; how long it keeps its counter. */
static int64_t
take(struct round *r, uint32_t line, int64_t t_ms)
{
	const struct estimate_line *l = &r->hall->lines[line];
	struct line_state *s = &r->e->lines[line];
	uint32_t service = l->service;
	uint64_t id;

	if (s->at < l->count) {
		uint32_t row = l->first + s->at++;
		note(r, line, row, t_ms);
		id = (uint64_t)r->hall->tickets[row].key.id;
		service = r->hall->tickets[row].service;
	} else if (!s->asked) {
		/* It only asks how long; it keeps nobody. */
		note(r, line, r->hall->tickets_count + line, t_ms);
		s->asked = true;
		set_head(r, line);
		return 0;
	} else {
		if (r->arrivals_left > 0)
			r->arrivals_left--;
		id = ID_LATER + ((uint64_t)line << 32) + s->arrivals;
		next_arrival(r, line);
	}
	set_head(r, line);
	return paced(r, draw_time(&r->e->pools[service], draw_of(r, id)));
}

/* --- Counters ------------------------------------------------------------ */

/* The longer it has been away, the longer it stays away. */
static int64_t
away_for(const struct round *r, const struct estimate_counter *c, uint64_t id)
{
	int64_t most_ms = AWAY_MS + c->away_ms / 2;

	if (most_ms > ESTIMATE_MOST_MS)
		most_ms = ESTIMATE_MOST_MS;
	return draw_below(draw_of(r, id), (uint32_t)most_ms);
}

static void
begin_counters(struct round *r)
{
	const struct estimate_hall *hall = r->hall;
	uint32_t count = 0;

	for (uint32_t i = 0; i < hall->counters_count; i++) {
		const struct estimate_counter *c = &hall->counters[i];
		struct ready one = { hall->now_ms, i };
		if (!c->serves && !c->away)
			continue;
		if (c->away)
			one.t_ms += away_for(r, c, ID_PAUSE + i);
		if (c->busy) {
			one.t_ms += paced(r,
			    draw_rest(&r->e->pools[c->service], c->busy_ms,
				draw_of(r, ID_COUNTER + i)));
		}
		r->e->ready[count++] = one;
	}
	r->ready = count;
	for (uint32_t i = count / 2; i-- > 0;)
		sift(r, i, r->e->ready[i]);
}

static uint32_t
lines_of(const struct estimate_counter *c)
{
	uint32_t count = 0;

	for (uint32_t i = 0; i < c->groups_count; i++)
		count += c->group[i].count;
	return count;
}

/* Nobody waits for it: what comes later finds it, and overtakes nobody. */
static void
rest(struct round *r, const struct estimate_counter *c)
{
	for (uint32_t i = 0; i < c->groups_count; i++) {
		for (uint32_t k = 0; k < c->group[i].count; k++) {
			r->e->lines[c->group[i].line[k]].grows = false;
			set_head(r, c->group[i].line[k]);
		}
	}
	drop_first(r);
}

/* MIDDLE rounds are quicker than the middle one, and one fewer slower. */
static uint32_t
pace_of(uint32_t number, uint32_t middle)
{
	uint32_t slower = number - middle;

	if (number >= middle) {
		return PACE_MIDDLE +
		    (PACE_SLOW - PACE_MIDDLE) * slower / (middle - 1);
	}
	return PACE_QUICK + (PACE_MIDDLE - PACE_QUICK) * number / middle;
}

void
play_round(
    struct estimate *e, const struct estimate_hall *hall, uint32_t number)
{
	struct round r = { .e = e, .hall = hall, .number = number };

	r.pace = pace_of(number, e->rounds / 2);
	r.arrivals_left = hall->tickets_count + hall->lines_count;
	if (hall->policy->begin)
		hall->policy->begin(hall->policy->ctx);
	begin_lines(&r);
	begin_counters(&r);
	while (r.left > 0 && r.ready > 0) {
		struct ready one = e->ready[0];
		const struct estimate_counter *c = &hall->counters[one.counter];
		uint32_t line = hall->policy->pick(
		    hall, e->heads, one.counter, one.t_ms);
		e->looks += lines_of(c);
		if (line == ESTIMATE_NO_LINE) {
			rest(&r, c);
			continue;
		}
		one.t_ms += take(&r, line, one.t_ms);
		sift(&r, 0, one);
	}
}
