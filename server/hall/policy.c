/*
 * Who is next. A counter's groups are emptied in their order; inside a group
 * the first by credited arrival is taken, across its services, each of which
 * puts forward its own first by its own policy. Tickets that wait for this
 * counter or its clerk alone stand with the first group. When nobody is left,
 * the counter helps where somebody has waited too long.
 *
 * Within one class and one service nobody is ever overtaken: all policies keep
 * the order of credited arrival there, which is the order of arrival. Across
 * classes overtaking is bounded, but for strict, which promises none:
 *
 * credit: a ticket is overtaken only by one whose credited arrival is earlier,
 *	so by arrivals within the credit of that one's class after its own.
 * ratio:  p of rank after q without. Between two calls of tickets without rank
 *	p of rank are called at most, once q of them were; so one with b others
 *	ahead waits for (b / q + 1) * p of rank at most, however many come.
 *	One of rank with a others ahead waits for (a / p + 1) * q without.
 */
#include "server/hall/policy.h"

#include "proto/jsonw.h"

/* --- Where a ticket stands -------------------------------------------- */

static int64_t
rank_of(const struct hall *h, const struct ticket *t)
{
	const struct class_rule *class = board_class(h->board, t->class);

	return class ? class->rank : 0;
}

void
place_of(const struct hall *h, const struct ticket *t, struct place *out)
{
	struct queue_key key = { t->back, 0, t->credited_ms, t->id };
	struct line *line = hall_line(h, t->for_clerk);

	*out = (struct place){ .key = key };
	if (t->for_counter || line) {
		out->queue = t->for_counter
		    ? &board_counter(h->board, t->for_counter)->queue
		    : &line->queue;
		return;
	}
	struct service *s = board_service(h->board, t->service);
	int64_t rank = rank_of(h, t);
	out->service = s;
	out->ranked = s->policy == LAYOUT_POLICY_RATIO && rank > 0;
	out->queue = out->ranked ? &s->ranked : &s->queue;
	if (s->policy == LAYOUT_POLICY_STRICT)
		out->key.tier = -rank;
}

/* Runs of a ratio as one kind of ticket sees them. */
struct runs {
	int64_t own, others; /* how long a run is */
	int64_t own_left;    /* of the run under way, if it is its own */
	int64_t others_left, waiting; /* if it is theirs; how many wait */
};

/* How many of the others are called before one with AHEAD before it. */
static int64_t
others_before(const struct runs *r, int64_t ahead)
{
	int64_t before = r->others_left;

	/* A run of its own kind, then a run of the others, and so on. */
	if (before > 0) {
		before += ahead / r->own * r->others;
	} else if (ahead >= r->own_left) {
		before = r->others * (1 + (ahead - r->own_left) / r->own);
	}
	return before < r->waiting ? before : r->waiting;
}

static int64_t
ranked_before(const struct service *s, int64_t ahead, int64_t waiting)
{
	int64_t p = s->ratio_ranked, q = s->ratio_normal;
	const struct runs r = { .own = q,
		.others = p,
		.own_left = q - s->normals,
		.others_left = s->normals >= q ? p - s->rankeds : 0,
		.waiting = waiting };

	return others_before(&r, ahead);
}

static int64_t
normals_before(const struct service *s, int64_t ahead, int64_t waiting)
{
	int64_t p = s->ratio_ranked, q = s->ratio_normal;
	const struct runs r = { .own = p,
		.others = q,
		.own_left = p - s->rankeds,
		.others_left = s->normals < q ? q - s->normals : 0,
		.waiting = waiting };

	return others_before(&r, ahead);
}

int64_t
place_ahead(const struct place *at)
{
	const struct service *s = at->service;
	const struct queue_key behind_front = { 1, INT64_MIN, INT64_MIN, 0 };
	int64_t own = queue_ahead(at->queue, &at->key);

	if (!s)
		return own;
	const struct queue *other = at->ranked ? &s->queue : &s->ranked;
	if (other->count == 0)
		return own;
	if (at->key.back == 0 || s->policy != LAYOUT_POLICY_RATIO)
		return own + queue_ahead(other, &at->key);
	int64_t front = queue_ahead(at->queue, &behind_front);
	int64_t other_front = queue_ahead(other, &behind_front);
	int64_t count = other->count - other_front;
	return own + other_front +
	    (at->ranked ? normals_before(s, own - front, count)
			: ranked_before(s, own - front, count));
}

void
policy_taken(const struct hall *h, const struct ticket *t)
{
	struct service *s = board_service(h->board, t->service);

	if (s->policy != LAYOUT_POLICY_RATIO || t->back == 0 ||
	    t->for_counter || t->for_clerk)
		return;
	if (!t->ranked) {
		s->normals += s->normals < s->ratio_normal;
	} else if (s->normals >= s->ratio_normal &&
	    ++s->rankeds >= s->ratio_ranked) {
		s->normals = s->rankeds = 0;
	}
}

/* --- Who is first ----------------------------------------------------- */

static const struct queue_node *
better(const struct queue_node *a, const struct queue_node *b)
{
	if (!a || !b)
		return a ? a : b;
	struct queue_key x = a->key, y = b->key;
	/* Tiers are of one service; between services arrival decides. */
	x.tier = y.tier = 0;
	return queue_compare(&x, &y) <= 0 ? a : b;
}

static const struct queue_node *
first_of(const struct service *s)
{
	const struct queue_node *normal = queue_first(&s->queue);
	const struct queue_node *ranked = queue_first(&s->ranked);

	if (!normal || !ranked)
		return normal ? normal : ranked;
	if (normal->key.back != ranked->key.back ||
	    s->policy != LAYOUT_POLICY_RATIO || normal->key.back == 0)
		return better(normal, ranked);
	return s->normals >= s->ratio_normal ? ranked : normal;
}

static const char *
rule_of(const struct service *s)
{
	switch (s->policy) {
	case LAYOUT_POLICY_CREDIT:
		return "credit";
	case LAYOUT_POLICY_RATIO:
		return "ratio";
	case LAYOUT_POLICY_STRICT:
		return "strict";
	}
	return "";
}

/* The choice as it is being made, and the record of it. */
struct choice {
	const struct hall *h;
	const struct counter *counter;
	int64_t now_ms;
	struct jsonw w;
	const struct queue_node *best;
};

static void
look_at(struct choice *c, const struct queue_node *head, const char *whose)
{
	const struct ticket *t = head ? hall_ticket(c->h, head->key.id) : NULL;

	if (!t)
		return;
	jsonw_open(&c->w, '[');
	jsonw_str(&c->w, whose);
	jsonw_str(&c->w, t->number);
	jsonw_int(&c->w, head->key.credited_ms);
	jsonw_close(&c->w, ']');
	c->best = better(c->best, head);
}

static void
look_at_group(struct choice *c, uint32_t group)
{
	const struct counter *counter = c->counter;
	const struct line *line = hall_line(c->h, counter->clerk);

	if (group == 0) {
		look_at(c, queue_first(&counter->queue), counter->label);
		look_at(
		    c, line ? queue_first(&line->queue) : NULL, counter->clerk);
	}
	if (group >= counter->groups_count)
		return;
	const struct group *g = &counter->groups[group];
	for (uint32_t i = 0; i < g->count; i++) {
		const struct service *s = &c->h->board->services[g->service[i]];
		look_at(c, first_of(s), s->code);
	}
}

static void
look_where_to_help(struct choice *c)
{
	const struct group *g = &c->counter->help;

	for (uint32_t i = 0; i < g->count; i++) {
		const struct service *s = &c->h->board->services[g->service[i]];
		const struct queue_node *head = first_of(s);
		const struct ticket *t = head ? hall_ticket(c->h, head->key.id)
					      : NULL;
		if (t &&
		    c->now_ms - t->visit.since_ms >= c->counter->help_after_ms)
			look_at(c, head, s->code);
	}
}

static void
tell_rule(struct choice *c, uint32_t groups)
{
	const struct ticket *t = c->best ? hall_ticket(c->h, c->best->key.id)
					 : NULL;
	const struct service *s = t ? board_service(c->h->board, t->service)
				    : NULL;

	jsonw_pair_int(&c->w, "group", groups);
	if (!s)
		return;
	jsonw_pair_str(&c->w, "rule", rule_of(s));
	if (s->policy == LAYOUT_POLICY_RATIO) {
		jsonw_pair_int(&c->w, "normals", s->normals);
		jsonw_pair_int(&c->w, "ranked", s->rankeds);
	}
}

struct ticket *
policy_next(struct hall *h, const struct counter *counter, int64_t now_ms)
{
	struct choice c = { .h = h, .counter = counter, .now_ms = now_ms };
	uint32_t group = 0;

	buf_clear(&h->why);
	jsonw_init(&c.w, &h->why);
	jsonw_open(&c.w, '{');
	jsonw_key(&c.w, "heads");
	jsonw_open(&c.w, '[');
	/* Once even without groups: tickets may wait for it alone. */
	do {
		look_at_group(&c, group++);
	} while (!c.best && group < counter->groups_count);
	bool helps = !c.best;
	if (helps)
		look_where_to_help(&c);
	jsonw_close(&c.w, ']');
	if (helps && c.best)
		jsonw_pair_int(&c.w, "help", 1);
	tell_rule(&c, group);
	jsonw_close(&c.w, '}');
	buf_putc(&h->why, '\0');
	return c.best ? hall_ticket(h, c.best->key.id) : NULL;
}
