/*
 * Who is next. A counter's groups are emptied in their order; inside a group
 * the first by credited arrival is taken, across its services. Tickets that
 * wait for this counter alone stand with the first group.
 */
#include "proto/jsonw.h"
#include "server/hall/state.h"

#define RULE_CREDIT "credit"

static void
note_head(struct jsonw *w, const struct hall *h, const struct queue_node *n)
{
	const struct ticket *t = hall_ticket(h, n->key.id);

	jsonw_open(w, '[');
	jsonw_str(w, t->for_counter ? t->for_counter : t->service);
	jsonw_str(w, t->number);
	jsonw_int(w, n->key.credited_ms);
	jsonw_close(w, ']');
}

static const struct queue_node *
better(const struct queue_node *a, const struct queue_node *b)
{
	if (!a || !b)
		return a ? a : b;
	return queue_compare(&a->key, &b->key) <= 0 ? a : b;
}

static const struct queue_node *
best_of_group(const struct hall *h, struct jsonw *w, const struct counter *c,
    uint32_t group)
{
	const struct group *g = &c->groups[group];
	const struct queue_node *best = NULL;

	if (group == 0 && queue_first(&c->queue)) {
		best = queue_first(&c->queue);
		note_head(w, h, best);
	}
	for (uint32_t i = 0; i < g->count; i++) {
		const struct queue_node *head = queue_first(
		    &h->board->services[g->service[i]].queue);
		if (head)
			note_head(w, h, head);
		best = better(best, head);
	}
	return best;
}

struct ticket *
policy_next(struct hall *h, const struct counter *c)
{
	const struct queue_node *best = NULL;
	struct jsonw w;
	uint32_t group = 0;

	buf_clear(&h->why);
	jsonw_init(&w, &h->why);
	jsonw_open(&w, '{');
	jsonw_pair_str(&w, "rule", RULE_CREDIT);
	jsonw_key(&w, "heads");
	jsonw_open(&w, '[');
	/* Once even without groups: tickets may wait for it alone. */
	do {
		best = best_of_group(h, &w, c, group++);
	} while (!best && group < c->groups_count);
	jsonw_close(&w, ']');
	jsonw_pair_int(&w, "group", group);
	jsonw_close(&w, '}');
	buf_putc(&h->why, '\0');
	return best ? hall_ticket(h, best->key.id) : NULL;
}
