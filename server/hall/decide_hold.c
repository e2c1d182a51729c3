/* Tickets that are put aside, and come back. */
#include <string.h>

#include "server/hall/decide.h"

static const char *const names[] = {
	[HOLD_PAPERS] = "papers",
	[HOLD_COUNTER] = "counter",
	[HOLD_UNTIL] = "until",
};

const char *
visit_hold_name(enum hold hold)
{
	return names[hold];
}

enum hold
visit_hold_of(const char *name)
{
	for (enum hold i = HOLD_PAPERS; name && i <= HOLD_UNTIL; i++) {
		if (strcmp(names[i], name) == 0)
			return i;
	}
	return HOLD_NONE;
}

enum refusal
decide_hold(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out)
{
	struct ticket *t = NULL;
	enum refusal refusal = decide_at_hand(h, r, now_ms, out, &t);
	enum hold hold = visit_hold_of(r->hold);

	if (decide_is_so(r, t, TICKET_HELD) && t->visit.hold == hold &&
	    t->visit.until_ms == r->until_ms)
		return decide_again(h, OUTCOME_TICKET, t, out);
	if (refusal)
		return refusal;
	out->detail = NULL;
	if (hold == HOLD_NONE ||
	    (hold == HOLD_UNTIL ? r->until_ms <= now_ms : r->until_ms != 0))
		return REFUSE_HOLD;
	decide_event(h, r, out, EVENT_HELD);
	decide_about(out, t);
	out->event.hold = visit_hold_name(hold);
	out->event.until_ms = r->until_ms;
	out->event.handled_ms = visit_handled_ms(t, now_ms);
	return REFUSE_NOT;
}

/* Where it waits again; its place is the one it was called from. */
static void
come_back(const struct ticket *t, struct event *e)
{
	e->credited_ms = t->credited_ms;
	if (t->visit.hold != HOLD_COUNTER)
		return;
	e->to_counter = t->counter;
	e->front = 1;
}

static bool
is_of(const struct hall *h, const struct group *g, const char *service)
{
	for (uint32_t i = 0; i < g->count; i++) {
		if (strcmp(h->board->services[g->service[i]].code, service) ==
		    0)
			return true;
	}
	return false;
}

static bool
takes(const struct hall *h, const struct counter *c, const char *service)
{
	for (uint32_t i = 0; i < c->groups_count; i++) {
		if (is_of(h, &c->groups[i], service))
			return true;
	}
	return false;
}

bool
visit_goes_on(
    const struct hall *h, const struct counter *c, const struct ticket *t)
{
	const char *next = visit_next(t);

	return next && takes(h, c, next);
}

enum refusal
decide_unhold(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out)
{
	struct counter *c = NULL;
	enum refusal refusal = r->counter
	    ? decide_held_by(h, r, now_ms, out, &c)
	    : REFUSE_NOT;
	const struct ticket *t = hall_ticket(h, r->id);

	if (refusal)
		return refusal;
	if (!t)
		return REFUSE_NOSUCHTICKET;
	if (t->state == TICKET_WAITING && t->visit.came == CAME_UNHELD)
		return decide_again(h, OUTCOME_TICKET, t, out);
	out->detail = ticket_state_name(t->state);
	if (t->state != TICKET_HELD)
		return REFUSE_BADSTATE;
	out->detail = t->service;
	if (c && strcmp(c->label, t->counter) != 0 &&
	    !takes(h, c, t->service) && !is_of(h, &c->help, t->service))
		return REFUSE_NOTTAKEN;
	decide_event(h, r, out, EVENT_UNHELD);
	decide_about(out, t);
	come_back(t, &out->event);
	return REFUSE_NOT;
}

bool
visit_tick(const struct hall *h, int64_t now_ms, struct event *out)
{
	const struct queue_node *first = queue_first(&h->until);

	if (!first || first->key.credited_ms > now_ms)
		return false;
	const struct ticket *t = hall_ticket(h, first->key.id);
	*out = (struct event){
		.type = EVENT_UNHELD,
		.seq = h->seq + 1,
		.t_ms = now_ms > h->last_ms ? now_ms : h->last_ms,
		.id = t->id,
		.number = t->number,
		.service = t->service,
		.class = t->class,
	};
	come_back(t, out);
	return true;
}
