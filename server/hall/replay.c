#include "server/hall/replay.h"

#include "server/hall/session.h"
#include "server/hall/slot.h"
#include "server/hall/state.h"

bool
hall_due(struct hall *h, int64_t now_ms, struct event *out)
{
	return session_tick(h, now_ms, out) || visit_tick(h, now_ms, out) ||
	    slot_tick(h, now_ms, out);
}

/* Whether it had been silent for long, nobody knows but the daemon itself. */
static bool
could_lapse(const struct hall *h, const struct event *is, struct event *out)
{
	const struct counter *c = h->board && is->counter
	    ? board_counter(h->board, is->counter)
	    : NULL;

	if (!c || c->state == COUNTER_CLOSED || c->lapsed)
		return false;
	*out = (struct event){
		.type = EVENT_LAPSED,
		.seq = h->seq + 1,
		.t_ms = is->t_ms > h->last_ms ? is->t_ms : h->last_ms,
		.counter = c->label,
	};
	return true;
}

bool
hall_could_bring(struct hall *h, const struct event *is, struct event *out)
{
	if (is->type == EVENT_LAPSED)
		return could_lapse(h, is, out);
	if (is->type == EVENT_ALERT)
		return alert_could_be(h, is, out);
	return hall_due(h, is->t_ms, out);
}

bool
hall_standing(const struct hall *h, int64_t id, struct standing *out)
{
	const struct ticket *t = hall_ticket(h, id);

	if (!t)
		return false;
	*out = (struct standing){
		.credited_ms = t->credited_ms,
		.for_counter = t->for_counter,
		.for_clerk = t->for_clerk,
		.front = t->back == 0,
	};
	return true;
}
