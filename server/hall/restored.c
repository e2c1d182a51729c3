/*
 * A hall that was restored from a backup. What was issued after the backup is
 * not known any more, but people hold the paper: so as many ids and numbers
 * are skipped as may have been given. Each id skipped is a ticket that is over
 * already, because the ids of a day have no gaps.
 */
#include <assert.h>
#include <stdlib.h>

#include "server/hall/apply.h"

static struct ticket *
make_lost(void)
{
	size_t node_size = queue_node_size(1);
	struct ticket *t = calloc(1, sizeof(*t) + node_size);

	if (!t)
		return NULL;
	t->node = (struct queue_node *)(t + 1);
	t->node->levels = 1;
	return t;
}

void
restored_release(struct hall *h)
{
	for (size_t i = 0; i < h->lost_count; i++)
		free(h->lost[i]);
	free(h->lost);
	h->lost = NULL;
	h->lost_count = 0;
}

bool
restored_reserve(struct hall *h, const struct event *e)
{
	size_t count = e->count > 0 ? (size_t)e->count : 0;
	size_t cap = h->tickets_count + count;

	restored_release(h);
	if (cap > h->tickets_cap) {
		struct ticket **to = realloc(
		    h->tickets, cap * sizeof(struct ticket *));
		if (!to)
			return false;
		h->tickets = to;
		h->tickets_cap = cap;
	}
	h->lost = calloc(count + 1, sizeof(struct ticket *));
	while (h->lost && h->lost_count < count) {
		h->lost[h->lost_count] = make_lost();
		if (!h->lost[h->lost_count])
			return false;
		h->lost_count++;
	}
	return h->lost != NULL;
}

static void
lose_ticket(struct hall *h, struct ticket *t, const struct event *e)
{
	t->id = h->base + (int64_t)h->tickets_count;
	h->tickets[h->tickets_count++] = t;
	t->state = TICKET_EXPIRED;
	t->service = pool_find(&h->pool, h->board->services[0].code);
	t->class = pool_find(&h->pool, h->board->classes[0].code);
	t->back = 1;
	t->issued_ms = t->credited_ms = t->ended_ms = e->t_ms;
	t->watch.since_ms = e->t_ms;
}

void
apply_restored(struct hall *h, const struct event *e)
{
	struct board *b = h->board;

	if (!b || b->services_count == 0)
		return;
	for (size_t i = 0; i < h->lost_count; i++)
		lose_ticket(h, h->lost[i], e);
	for (uint32_t i = 0; i < b->services_count; i++) {
		struct service *s = &b->services[i];
		int64_t next = (int64_t)s->next + e->count;
		s->next = (uint32_t)(next > s->last ? s->last + 1 : next);
	}
	h->lost_count = 0;
	restored_release(h);
}
