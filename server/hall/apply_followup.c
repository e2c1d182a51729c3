/* Ratings, complaints and what follows from them made state. */
#include <assert.h>

#include "server/hall/apply.h"

static void
open_followup(struct hall *h, const struct event *e)
{
	struct followup f = {
		.id = e->followup,
		.opened_ms = e->t_ms,
		.ticket = e->id,
		.rating = e->rating,
		.due = e->due,
		.service = pool_find(&h->pool, e->service),
		.counter = pool_find(&h->pool, e->counter),
		.clerk = pool_find(&h->pool, e->clerk),
	};

	apply_copy(f.number, sizeof(f.number), e->number);
	followup_put(&h->followups, &f);
}

/* A day begins with the follow-ups of tickets that are gone. */
void
apply_rated(struct hall *h, const struct event *e)
{
	struct ticket *t = hall_ticket(h, e->id);

	if (t)
		t->visit.rating = e->rating;
	if (e->followup)
		open_followup(h, e);
}

void
apply_complained(struct hall *h, const struct event *e)
{
	open_followup(h, e);
}

/* FOLLOWUP_OWNED and FOLLOWUP_CLOSED. */
void
apply_followup(struct hall *h, const struct event *e)
{
	struct followup *f = followup_find(&h->followups, e->followup);
	bool closed = e->type == EVENT_FOLLOWUP_CLOSED;

	assert(f);
	f->state = closed ? FOLLOWUP_CLOSED : FOLLOWUP_OWNED;
	if (!closed)
		f->owner = pool_find(&h->pool, e->owner);
}
