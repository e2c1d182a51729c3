/* Events that end many who wait, wherever they do. */
#include <assert.h>
#include <string.h>

#include "server/hall/apply.h"

typedef bool meant_fn(const struct ticket *t, const struct event *e);

static void
end_in(struct hall *h, const struct queue *q, const struct event *e,
    enum ticket_state state, meant_fn *is_meant)
{
	for (struct queue_node *n = queue_first(q), *next; n; n = next) {
		struct ticket *t = hall_ticket(h, n->key.id);
		next = n->link[0].next;
		if (is_meant(t, e))
			ticket_end(h, t, state, e->t_ms);
	}
}

static void
end_all(struct hall *h, const struct event *e, enum ticket_state state,
    meant_fn *is_meant)
{
	const struct board *b = h->board;

	for (uint32_t i = 0; i < b->services_count; i++) {
		end_in(h, &b->services[i].queue, e, state, is_meant);
		end_in(h, &b->services[i].ranked, e, state, is_meant);
	}
	for (size_t i = 0; i < h->lines_count; i++)
		end_in(h, &h->lines[i].queue, e, state, is_meant);
	for (uint32_t i = 0; i < b->counters_count; i++)
		end_in(h, &b->counters[i].queue, e, state, is_meant);
}

static bool
came_before(const struct ticket *t, const struct event *e)
{
	return strcmp(t->service, e->service) == 0 &&
	    ticket_from_ms(t) < e->until_ms;
}

void
apply_session_ended(struct hall *h, const struct event *e)
{
	struct service *s = board_service(h->board, e->service);

	assert(s);
	s->ended_ms = e->until_ms;
	end_all(h, e, TICKET_EXPIRED, came_before);
}

static bool
is_cleared(const struct ticket *t, const struct event *e)
{
	return watch_names(e->services, t->service);
}

void
apply_hall_cleared(struct hall *h, const struct event *e)
{
	end_all(h, e, TICKET_CANCELLED, is_cleared);
}
