/* Who stands where, and who should be next, by looking at everybody. */
#include <assert.h>
#include <string.h>

#include "tests/sim/model_own.h"

static bool
same(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

const struct layout_counter *
model_layout_of(const struct model *m, const char *label)
{
	for (uint32_t i = 0; i < m->layout->counters_count; i++) {
		if (same(m->layout->counters[i].label, label))
			return &m->layout->counters[i];
	}
	return NULL;
}

void
model_stand(const struct model *m, struct model_ticket *t)
{
	const struct layout_service *s = model_service(m->layout, t->service);
	const struct layout_class *class = model_class(m->layout, t->class);
	uint32_t rank = class ? class->rank : 0;
	bool alone = t->only || t->for_clerk;

	t->ranked = !alone && rank > 0 && s->policy == LAYOUT_POLICY_RATIO;
	t->tier = !alone && s->policy == LAYOUT_POLICY_STRICT ? -(int64_t)rank
							      : 0;
}

/* Fairness: the front, the tier, credited arrival, then the lower id. */
static bool
before(const struct model_ticket *a, const struct model_ticket *b, bool tiers)
{
	if (a->front != b->front)
		return a->front;
	if (tiers && a->tier != b->tier)
		return a->tier < b->tier;
	if (a->credited_ms != b->credited_ms)
		return a->credited_ms < b->credited_ms;
	return a->id < b->id;
}

static bool
in_one_line(const struct model_ticket *a, const struct model_ticket *b)
{
	if (a->only || b->only)
		return same(a->only, b->only);
	if (a->for_clerk || b->for_clerk)
		return same(a->for_clerk, b->for_clerk);
	return same(a->service, b->service);
}

static struct model_run *
run_of(struct model *m, const char *service)
{
	struct model_run *run = m->runs;

	while (!same(run->service, service))
		run++;
	return run;
}

static void
count(const struct layout_service *s, struct model_run *run, bool ranked)
{
	if (!ranked) {
		run->normals += run->normals < s->ratio_normal;
	} else if (run->normals >= s->ratio_normal &&
	    ++run->ranked >= s->ratio_ranked) {
		run->normals = run->ranked = 0;
	}
}

void
model_taken(struct model *m, const struct model_ticket *t)
{
	const struct layout_service *s = model_service(m->layout, t->service);

	if (s->policy == LAYOUT_POLICY_RATIO && !t->front && !t->only &&
	    !t->for_clerk)
		count(s, run_of(m, t->service), t->ranked);
}

/* The first of those of LINE that are not in GONE. */
static const struct model_ticket *
first_in_line(const struct model *m, const struct model_ticket *line,
    struct model_run run, const bool *gone)
{
	const struct model_ticket *best[2] = { NULL, NULL };
	const struct layout_service *s = model_service(
	    m->layout, line->service);

	for (size_t i = 0; i < m->tickets_count; i++) {
		const struct model_ticket *t = &m->tickets[i];
		if ((gone && gone[i]) || !model_is(t, "waiting") ||
		    !in_one_line(t, line))
			continue;
		const struct model_ticket **to = &best[t->ranked];
		if (!*to || before(t, *to, true))
			*to = t;
	}
	if (!best[0] || !best[1])
		return best[0] ? best[0] : best[1];
	if (best[0]->front || best[1]->front ||
	    s->policy != LAYOUT_POLICY_RATIO)
		return best[before(best[1], best[0], false)];
	return best[run.normals >= s->ratio_normal];
}

/* Everybody of the line is called, one after the other, until T is. */
int64_t
model_ahead(const struct model *m, const struct model_ticket *t)
{
	static bool gone[MODEL_TICKETS];
	const struct layout_service *s = model_service(m->layout, t->service);
	struct model_run run = { NULL, 0, 0 };
	int64_t ahead = 0;

	for (uint32_t i = 0; i < m->layout->services_count; i++) {
		if (same(m->runs[i].service, t->service))
			run = m->runs[i];
	}
	memset(gone, 0, sizeof(gone));
	for (const struct model_ticket *u;
	     (u = first_in_line(m, t, run, gone)) && u != t; ahead++) {
		gone[u - m->tickets] = true;
		if (s->policy == LAYOUT_POLICY_RATIO && !u->front && !u->only &&
		    !u->for_clerk)
			count(s, &run, u->ranked);
	}
	return ahead;
}

int64_t
model_behind(const struct model *m, const struct model_ticket *t, size_t n,
    int64_t now_ms)
{
	const struct model_ticket *line[MODEL_TICKETS] = { NULL };
	struct model_ticket there = *t;
	size_t all = 0;

	model_stand(m, &there);
	for (size_t i = 0; i < m->tickets_count; i++) {
		const struct model_ticket *u = &m->tickets[i];
		if (u->id == t->id || !model_is(u, "waiting") ||
		    !in_one_line(u, &there) || u->ranked != there.ranked)
			continue;
		size_t at = all++;
		for (; at > 0 && before(u, line[at - 1], true); at--)
			line[at] = line[at - 1];
		line[at] = u;
	}
	bool end = n >= all;
	const struct model_ticket *last = all ? line[end ? all - 1 : n - 1]
					      : NULL;
	if (last && !last->front) {
		int64_t at = last->credited_ms + (t->id < last->id);
		return end && at < now_ms ? now_ms : at;
	}
	return end ? now_ms : line[n]->credited_ms - (t->id > line[n]->id);
}

/* --- The counters' choice ------------------------------------------------ */

static struct model_ticket *
better(struct model_ticket *a, struct model_ticket *b)
{
	if (!a || !b)
		return a ? a : b;
	return before(b, a, false) ? b : a;
}

static struct model_ticket *
first_for(
    struct model *m, const char *service, const char *only, const char *clerk)
{
	struct model_ticket line = {
		.service = service, .only = only, .for_clerk = clerk
	};
	const struct model_ticket *t;

	/* Any service will do where the line is not of one. */
	if (!service)
		line.service = m->layout->services[0].code;
	t = first_in_line(m, &line, *run_of(m, line.service), NULL);
	return t ? &m->tickets[t - m->tickets] : NULL;
}

static struct model_ticket *
first_to_help(struct model *m, const struct layout_counter *c, int64_t now_ms)
{
	struct model_ticket *best = NULL;

	for (uint32_t i = 0; i < c->help_count; i++) {
		if (!model_service(m->layout, c->help[i]))
			continue;
		struct model_ticket *t = first_for(m, c->help[i], NULL, NULL);
		if (t &&
		    now_ms - t->since_ms >= (int64_t)c->help_after_min * 60000)
			best = better(best, t);
	}
	return best;
}

bool
model_takes(const struct model *m, const char *label, const char *service)
{
	const struct layout_counter *c = model_layout_of(m, label);

	assert(c);
	for (uint32_t g = 0; g < c->groups_count; g++) {
		for (uint32_t i = 0; i < c->groups[g].services_count; i++) {
			if (same(c->groups[g].services[i], service))
				return true;
		}
	}
	return false;
}

bool
model_helps(const struct model *m, const char *label, const char *service)
{
	const struct layout_counter *c = model_layout_of(m, label);

	assert(c);
	for (uint32_t i = 0; i < c->help_count; i++) {
		if (same(c->help[i], service))
			return true;
	}
	return false;
}

struct model_ticket *
model_next(struct model *m, const char *label, int64_t t)
{
	const struct layout_counter *c = model_layout_of(m, label);
	const char *clerk = model_counter(m, label)->clerk;
	struct model_ticket *best = better(
	    first_for(m, NULL, label, NULL), first_for(m, NULL, NULL, clerk));

	for (uint32_t g = 0; g < c->groups_count && (g == 0 || !best); g++) {
		for (uint32_t i = 0; i < c->groups[g].services_count; i++) {
			const char *code = c->groups[g].services[i];
			if (!model_service(m->layout, code))
				continue;
			best = better(best, first_for(m, code, NULL, NULL));
		}
	}
	return best ? best : first_to_help(m, c, t);
}
