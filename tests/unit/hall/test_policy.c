/*
 * What each policy promises, over histories by chance: test_hall_policy
 * [histories]. Every history is a day of one service and one counter; at each
 * call the promise is held against all who wait. A seed says which it was.
 * Unless their number is said, they are ten times as many with HAO_LONG.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/hall/day.h"
#include "tests/unit/hall/fixture.h"

#define CLASSES 3
#define MOST	40 /* tickets of a history */

/* One after two under ratio: see spec.h. */
#define P 1
#define Q 2

static const char *const classes[CLASSES] = { "normal", "elderly", "army" };
static const int64_t credit_ms[CLASSES] = { 0, 5 * MINUTE_MS, 20 * MINUTE_MS };
static const int rank[CLASSES] = { 0, 1, 2 };

struct seen {
	int64_t arrived_ms, id;
	int class;
	bool waits;
	int ahead;  /* of its own kind, when it came */
	int others; /* called since, of the other kind */
};

struct history {
	enum layout_policy policy;
	uint64_t seed, rnd;
	struct hall *hall;
	int64_t now_ms, rids;
	struct seen seen[MOST];
	int count;
};

/* splitmix64: https://prng.di.unimi.it/splitmix64.c */
static uint64_t
chance(struct history *h, uint64_t below)
{
	uint64_t z = h->rnd += 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return (z ^ (z >> 31)) % below;
}

static void
broken(const struct history *h, const char *what)
{
	printf("policy %d seed %llu: %s\n", (int)h->policy,
	    (unsigned long long)h->seed, what);
	exit(1);
}

static void
happen(struct history *h, struct event *e)
{
	if (!hall_reserve(h->hall, e))
		broken(h, "no memory");
	hall_apply(h->hall, e);
}

static const struct outcome *
asked(struct history *h, struct request r, struct decision *d)
{
	char rid[24];

	(void)snprintf(rid, sizeof(rid), "r%lld", (long long)++h->rids);
	r.rid = rid;
	r.user = r.terminal = "";
	hall_decide(h->hall, &r, h->now_ms, d);
	if (d->refusal)
		broken(h, "refused");
	if (d->has_event)
		happen(h, &d->event);
	return &d->outcome;
}

static bool
is_ranked(const struct seen *s)
{
	return rank[s->class] > 0;
}

static void
arrive(struct history *h)
{
	struct seen *s = &h->seen[h->count];
	struct decision d;

	*s = (struct seen){ .class = (int)chance(h, CLASSES),
		.arrived_ms = h->now_ms,
		.waits = true };
	for (int i = 0; i < h->count; i++) {
		s->ahead += h->seen[i].waits &&
		    is_ranked(&h->seen[i]) == is_ranked(s);
	}
	h->count++;
	s->id = asked(h,
	    (struct request){ .type = REQUEST_ISSUE,
		.service = "a",
		.class = classes[s->class] },
	    &d)
		    ->id;
}

/* --- The promises ------------------------------------------------------- */

static void
credit_holds(
    const struct history *h, const struct seen *t, const struct seen *u)
{
	if (t->arrived_ms - u->arrived_ms >
	    credit_ms[t->class] - credit_ms[u->class])
		broken(h, "overtaken by more than the credit");
}

static void
strict_holds(
    const struct history *h, const struct seen *t, const struct seen *u)
{
	if (rank[u->class] > rank[t->class])
		broken(h, "called before a higher rank");
}

static void
ratio_holds(const struct history *h, const struct seen *t)
{
	int bound = is_ranked(t) ? (t->ahead / P + 1) * Q
				 : (t->ahead / Q + 1) * P;

	/* Elderly and army are one kind, by credited arrival among them. */
	if (t->class != 1 && t->others > bound)
		broken(h, "waited for more of the other kind than promised");
}

static void
compare(const struct history *h, const struct seen *t)
{
	if (h->policy == LAYOUT_POLICY_RATIO)
		ratio_holds(h, t);
	for (int i = 0; i < h->count; i++) {
		const struct seen *u = &h->seen[i];
		if (!u->waits)
			continue;
		if (u->class == t->class && u->id < t->id)
			broken(h, "overtaken within its class");
		if (h->policy == LAYOUT_POLICY_CREDIT && u->id < t->id)
			credit_holds(h, t, u);
		if (h->policy == LAYOUT_POLICY_STRICT)
			strict_holds(h, t, u);
	}
}

static bool
call_next(struct history *h)
{
	struct decision d;
	const struct outcome *o = asked(
	    h, (struct request){ .type = REQUEST_NEXT, .counter = "1" }, &d);
	struct seen *t = h->seen;

	if (o->type == OUTCOME_NIL)
		return false;
	while (t->id != o->id)
		t++;
	t->waits = false;
	compare(h, t);
	for (int i = 0; i < h->count; i++) {
		h->seen[i].others += h->seen[i].waits &&
		    is_ranked(&h->seen[i]) != is_ranked(t);
	}
	return true;
}

/* --- Histories ---------------------------------------------------------- */

static void
play(struct history *h, int64_t day)
{
	struct decision d;
	struct event e;
	int called = 0;

	h->rnd = h->seed;
	h->now_ms = MORNING_MS + (day - TODAY) * DAY_MS;
	h->count = 0;
	hall_forget(h->hall, h->now_ms, 10 * MOST);
	hall_decide_day(h->hall, day, h->now_ms, &e);
	happen(h, &e);
	(void)asked(h,
	    (struct request){
		.type = REQUEST_OPEN, .counter = "1", .clerk = "007" },
	    &d);
	while (h->count < MOST) {
		h->now_ms += (int64_t)chance(h, 4 * MINUTE_MS);
		if (chance(h, 100) < 60) {
			arrive(h);
		} else {
			called += call_next(h);
		}
	}
	/* Nobody starves: whoever waits is called in the end. */
	while (call_next(h))
		called++;
	if (called != MOST)
		broken(h, "somebody was never called");
}

static void
play_all(enum layout_policy policy, const char *services, int64_t histories)
{
	const struct spec spec = { services, "1:a",
		"normal:0 elderly:5:1 army:20:2", 3, 2, 36000, 1000, 4, 0, 0 };
	struct spec_layout *layout = spec_make(&spec);
	struct history h = { .policy = policy, .hall = hall_create() };
	struct decision d;

	if (!layout || !h.hall)
		broken(&h, "no memory");
	hall_decide_layout(
	    h.hall, &layout->layout, layout->raw, MORNING_MS, &d);
	happen(&h, &d.event);
	for (int64_t i = 0; i < histories; i++) {
		h.seed = (uint64_t)i + 1;
		play(&h, TODAY + i);
	}
	hall_destroy(h.hall);
	free(layout);
}

int
main(int argc, char **argv)
{
	int64_t histories = getenv("HAO_LONG") ? 50000 : 5000;

	if (argc > 1)
		histories = strtoll(argv[1], NULL, 10);
	play_all(LAYOUT_POLICY_CREDIT, "a:A:1-99:refuse", histories);
	play_all(LAYOUT_POLICY_STRICT, "a:A:1-99:refuse:strict", histories);
	play_all(LAYOUT_POLICY_RATIO, "a:A:1-99:refuse:ratio", histories);
	return 0;
}
