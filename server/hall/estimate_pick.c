/*
 * Who is next, as policy.c has it, but of lines in an array: estimates choose
 * some ten thousand times a second, and leave no record.
 */
#include "server/hall/estimate_own.h"

static bool
is_before(const struct head *a, const struct head *b)
{
	return queue_compare(&a->key, &b->key) < 0;
}

/* Tiers are of one service; between services arrival decides. */
bool
pick_is_better(const struct head *a, const struct head *b)
{
	struct queue_key x = a->key, y = b->key;

	x.tier = y.tier = 0;
	return queue_compare(&x, &y) < 0;
}

static const struct head *
first_by_ratio(const struct estimate_service *s,
    const struct service_state *run, const struct head *normal,
    const struct head *ranked)
{
	if (!normal || !ranked)
		return normal ? normal : ranked;
	if (normal->key.back == 0 || ranked->key.back == 0)
		return pick_is_better(ranked, normal) ? ranked : normal;
	return run->normals >= s->ratio_normal ? ranked : normal;
}

static const struct head *
first_of(struct estimate *e, const struct estimate_hall *hall, uint32_t service,
    int64_t t_ms)
{
	const struct estimate_service *s = &hall->services[service];
	const struct head *first = NULL, *ranked = NULL;
	bool ratio = s->policy == LAYOUT_POLICY_RATIO;

	e->looks += s->count;
	for (uint32_t i = s->first; i < s->first + s->count; i++) {
		const struct head *head = &e->heads[i];
		if (head->from_ms > t_ms)
			continue;
		if (ratio && hall->lines[i].ranked) {
			if (!ranked || is_before(head, ranked))
				ranked = head;
		} else if (!first || is_before(head, first)) {
			first = head;
		}
	}
	return first_by_ratio(s, &e->services[service], first, ranked);
}

static const struct head *
better(const struct head *a, const struct head *b)
{
	if (!a || !b)
		return a ? a : b;
	return pick_is_better(b, a) ? b : a;
}

static const struct head *
own_first(struct estimate *e, const struct estimate_counter *c, int64_t t_ms)
{
	const struct head *best = NULL;

	for (int i = 0; i < ESTIMATE_OWN; i++) {
		if (c->own[i] == ESTIMATE_NO_LINE)
			continue;
		const struct head *head = &e->heads[c->own[i]];
		if (head->from_ms <= t_ms)
			best = better(best, head);
	}
	return best;
}

static const struct head *
first_to_help(struct estimate *e, const struct estimate_hall *hall,
    const struct estimate_counter *c, int64_t t_ms)
{
	const struct head *best = NULL;

	for (uint32_t i = 0; i < c->help.count; i++) {
		const struct head *head = first_of(
		    e, hall, c->help.service[i], t_ms);
		if (head && t_ms - head->since_ms >= c->help_after_ms)
			best = better(best, head);
	}
	return best;
}

struct pick
pick_next(struct estimate *e, const struct estimate_hall *hall,
    const struct estimate_counter *c, int64_t t_ms)
{
	const struct head *best = own_first(e, c, t_ms);
	uint32_t group = 0;

	for (; group < c->groups_count; group++) {
		const struct estimate_group *g = &c->groups[group];
		for (uint32_t i = 0; i < g->count; i++) {
			best = better(
			    best, first_of(e, hall, g->service[i], t_ms));
		}
		if (best)
			break;
	}
	if (!best)
		best = first_to_help(e, hall, c, t_ms);
	return (struct pick){
		.line = best ? (uint32_t)(best - e->heads) : ESTIMATE_NO_LINE,
		.group = group,
	};
}

int64_t
pick_help_ms(struct estimate *e, const struct estimate_hall *hall,
    const struct estimate_counter *c, int64_t t_ms)
{
	int64_t soonest_ms = INT64_MAX;

	for (uint32_t i = 0; i < c->help.count; i++) {
		const struct head *head = first_of(
		    e, hall, c->help.service[i], t_ms);
		int64_t since_ms = head ? head->since_ms : INT64_MAX;
		/* One issued now would be helped, too. */
		if (e->services[c->help.service[i]].asks > 0 &&
		    t_ms < hall->now_ms + c->help_after_ms &&
		    hall->now_ms < since_ms)
			since_ms = hall->now_ms;
		if (since_ms < soonest_ms)
			soonest_ms = since_ms;
	}
	return soonest_ms == INT64_MAX ? INT64_MAX
				       : soonest_ms + c->help_after_ms;
}

void
pick_taken(struct estimate *e, const struct estimate_hall *hall, uint32_t line)
{
	const struct estimate_line *l = &hall->lines[line];
	const struct estimate_service *s = &hall->services[l->service];
	struct service_state *run = &e->services[l->service];

	if (s->policy != LAYOUT_POLICY_RATIO || e->heads[line].key.back == 0 ||
	    line < s->first || line >= s->first + s->count)
		return;
	if (!l->ranked) {
		run->normals += run->normals < s->ratio_normal;
	} else if (run->normals >= s->ratio_normal &&
	    ++run->rankeds >= s->ratio_ranked) {
		run->rankeds = run->normals = 0;
	}
}
