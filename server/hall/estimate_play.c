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
	uint32_t helps_left; /* looks at whether somebody wants help */
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

static struct queue_key
key_of(const struct estimate_line *l, int64_t t_ms)
{
	return (struct queue_key){ 1, l->tier, t_ms - l->credit_ms, INT64_MAX };
}

static void
set_head(struct round *r, uint32_t line)
{
	const struct estimate_line *l = &r->hall->lines[line];
	const struct line_state *s = &r->e->lines[line];
	struct head *head = &r->e->heads[line];

	if (s->at < l->count) {
		head->key = r->hall->tickets[l->first + s->at].key;
		head->since_ms = r->hall->tickets[l->first + s->at].since_ms;
		head->from_ms = r->hall->now_ms;
		return;
	}
	head->key = key_of(l, s->arrival_ms);
	head->since_ms = s->arrival_ms;
	head->from_ms = s->grows && r->arrivals_left ? s->arrival_ms
						     : INT64_MAX;
}

static void
begin_line(struct round *r, uint32_t line)
{
	const struct estimate_line *l = &r->hall->lines[line];
	struct line_state *s = &r->e->lines[line];

	*s = (struct line_state){
		.served = s->served,
		.arrival_ms = r->hall->now_ms,
		.grows = l->gap_ms > 0,
	};
	if (s->served)
		r->left += l->count;
	if (s->grows)
		next_arrival(r, line);
	set_head(r, line);
}

static void
begin_service(struct round *r, uint32_t service)
{
	const struct estimate_service *s = &r->hall->services[service];

	for (uint32_t i = s->first; i < s->first + s->count; i++)
		r->e->lines[i].asks = r->e->lines[i].served;
	bool asks = s->count > 0 && r->e->lines[s->first].served;
	r->left += asks ? s->count : 0;
	r->e->services[service] = (struct service_state){
		.rankeds = s->rankeds,
		.normals = s->normals,
		.asks = asks ? s->count : 0,
	};
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

	pick_taken(r->e, r->hall, line);
	if (s->at < l->count) {
		uint32_t row = l->first + s->at++;
		note(r, line, row, t_ms);
		id = (uint64_t)r->hall->tickets[row].key.id;
		service = r->hall->tickets[row].service;
	} else {
		if (r->arrivals_left > 0)
			r->arrivals_left--;
		id = ID_LATER + ((uint64_t)line << 32) + s->arrivals;
		next_arrival(r, line);
	}
	set_head(r, line);
	return paced(r, draw_time(&r->e->pools[service], draw_of(r, id)));
}

/* --- How long a ticket would wait that is issued now --------------------- */

/* Each asks for itself: none of them is there when another is looked at. */
static bool
is_next(struct round *r, uint32_t line, const struct estimate_counter *c,
    int64_t t_ms)
{
	struct head *head = &r->e->heads[line], kept = *head;

	head->key = key_of(&r->hall->lines[line], r->hall->now_ms);
	head->since_ms = head->from_ms = r->hall->now_ms;
	bool next = pick_next(r->e, r->hall, c, t_ms).line == line;
	*head = kept;
	return next;
}

/* All before it have been called, and it isn't plain that it must wait. */
static bool
may_be_next(const struct round *r, uint32_t line, const struct head *first)
{
	const struct estimate_line *l = &r->hall->lines[line];
	const struct line_state *s = &r->e->lines[line];
	struct head head = { .key = key_of(l, r->hall->now_ms) };

	if (!s->asks || s->at < l->count)
		return false;
	return !first ||
	    r->hall->services[l->service].policy != LAYOUT_POLICY_CREDIT ||
	    pick_is_better(&head, first);
}

/* FIRST is whom the counter takes from the group; NULL: nobody. */
static void
ask_group(struct round *r, struct ready one, const struct estimate_group *g,
    const struct head *first)
{
	const struct estimate_counter *c = &r->hall->counters[one.counter];

	for (uint32_t i = 0; i < g->count; i++) {
		const struct estimate_service *s =
		    &r->hall->services[g->service[i]];
		struct service_state *state = &r->e->services[g->service[i]];
		for (uint32_t k = s->first;
		     state->asks > 0 && k < s->first + s->count; k++) {
			if (!may_be_next(r, k, first) ||
			    !is_next(r, k, c, one.t_ms))
				continue;
			note(r, k, r->hall->tickets_count + k, one.t_ms);
			r->e->lines[k].asks = false;
			state->asks--;
		}
	}
}

static void
ask(struct round *r, struct ready one, struct pick pick)
{
	const struct estimate_counter *c = &r->hall->counters[one.counter];
	const struct head *first = pick.line == ESTIMATE_NO_LINE
	    ? NULL
	    : &r->e->heads[pick.line];

	for (uint32_t i = 0; i < c->groups_count && i <= pick.group; i++)
		ask_group(r, one, &c->groups[i], i < pick.group ? NULL : first);
	if (pick.group == c->groups_count)
		ask_group(r, one, &c->help, first);
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

/* What comes later to where a counter is free finds it and overtakes nobody. */
static void
stop_arrivals(struct round *r, const struct estimate_group *g)
{
	for (uint32_t i = 0; i < g->count; i++) {
		const struct estimate_service *s =
		    &r->hall->services[g->service[i]];
		for (uint32_t k = s->first; k < s->first + s->count; k++) {
			r->e->lines[k].grows = false;
			set_head(r, k);
		}
	}
}

/* Nobody waits for it, but it may help once others have waited too long. */
static void
rest(struct round *r, struct ready one)
{
	const struct estimate_counter *c = &r->hall->counters[one.counter];
	int64_t help_ms = pick_help_ms(r->e, r->hall, c, one.t_ms);

	for (uint32_t i = 0; i < c->groups_count; i++)
		stop_arrivals(r, &c->groups[i]);
	if (help_ms == INT64_MAX || r->helps_left == 0) {
		drop_first(r);
		return;
	}
	r->helps_left--;
	one.t_ms = help_ms;
	sift(r, 0, one);
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
	r.helps_left = hall->tickets_count + hall->counters_count;
	for (uint32_t i = 0; i < hall->lines_count; i++)
		begin_line(&r, i);
	for (uint32_t i = 0; i < hall->services_count; i++)
		begin_service(&r, i);
	begin_counters(&r);
	while (r.left > 0 && r.ready > 0) {
		struct ready one = e->ready[0];
		struct pick pick = pick_next(
		    e, hall, &hall->counters[one.counter], one.t_ms);
		ask(&r, one, pick);
		if (pick.line == ESTIMATE_NO_LINE) {
			rest(&r, one);
			continue;
		}
		one.t_ms += take(&r, pick.line, one.t_ms);
		sift(&r, 0, one);
	}
}
