/* What others read of the hall. */
#include <string.h>

#include "server/hall/day.h"
#include "server/hall/policy.h"
#include "server/hall/state.h"

int64_t
hall_seq(const struct hall *h)
{
	return h->seq;
}

int64_t
hall_day(const struct hall *h)
{
	return h->day;
}

int64_t
hall_last_ms(const struct hall *h)
{
	return h->last_ms;
}

bool
hall_has_layout(const struct hall *h)
{
	return h->board != NULL;
}

int64_t
hall_day_at(const struct hall *h, const struct zone_table *zone, int64_t t_ms)
{
	return day_at(zone, h->board->day_starts_ms, t_ms);
}

size_t
hall_services(const struct hall *h)
{
	return h->board ? h->board->services_count : 0;
}

size_t
hall_counters(const struct hall *h)
{
	return h->board ? h->board->counters_count : 0;
}

/* The longest wait is the oldest one's, whoever is called next. */
void
hall_service_view(
    const struct hall *h, size_t i, int64_t now_ms, struct service_view *out)
{
	const struct service *s = &h->board->services[i];
	const struct ticket *oldest = s->watch.oldest;

	out->code = s->code;
	out->waiting = s->watch.waiting;
	out->longest_ms = 0;
	if (oldest && now_ms > oldest->visit.since_ms)
		out->longest_ms = now_ms - oldest->visit.since_ms;
}

bool
hall_find_service(const struct hall *h, const char *code, size_t *i)
{
	struct service *s = h->board ? board_service(h->board, code) : NULL;

	if (s)
		*i = (size_t)(s - h->board->services);
	return s != NULL;
}

void
hall_counter_view(const struct hall *h, size_t i, struct counter_view *out)
{
	const struct counter *c = &h->board->counters[i];
	const struct ticket *t = hall_ticket(h, c->ticket);

	*out = (struct counter_view){
		.label = c->label,
		.state = counter_state_name(c->state),
		.clerk = c->clerk,
		.terminal = c->terminal,
		.reason = c->reason[0] ? c->reason : NULL,
		.number = t ? t->number : NULL,
		.ticket = t ? t->id : 0,
		.lapsed = c->lapsed,
		.floating = c->floating,
		.on = c->on,
	};
}

bool
hall_find_counter(const struct hall *h, const char *label, size_t *i)
{
	struct counter *c = h->board ? board_counter(h->board, label) : NULL;

	if (c)
		*i = (size_t)(c - h->board->counters);
	return c != NULL;
}

const char *
hall_counter_zone(const struct hall *h, size_t i, size_t k)
{
	const struct counter *c = &h->board->counters[i];

	return k < c->zones_count ? c->zones[k] : NULL;
}

bool
hall_ticket_view(const struct hall *h, int64_t id, struct ticket_view *out)
{
	const struct ticket *t = hall_ticket(h, id);

	if (!t)
		return false;
	bool waits = t->state == TICKET_WAITING;
	*out = (struct ticket_view){
		.id = t->id,
		.day = h->day,
		.issued_ms = t->issued_ms,
		.appointed_ms = t->appointed_ms,
		.called_ms = t->called_ms,
		.started_ms = t->started_ms,
		.ended_ms = t->ended_ms,
		.calls = t->calls,
		.misses = t->misses,
		.matters = t->matters,
		.handled_ms = t->visit.handled_ms,
		.rating = t->visit.rating,
		.until_ms = t->visit.hold == HOLD_UNTIL ? t->visit.until_ms : 0,
		.steps = t->visit.steps,
		.steps_count = t->visit.steps_count,
		.step = t->visit.step,
		.hold = visit_hold_name(t->visit.hold),
		.number = t->number,
		.service = t->service,
		.class = t->class,
		.state = ticket_state_name(t->state),
		.counter = t->counter,
		.clerk = t->clerk,
		.for_counter = waits ? t->for_counter : NULL,
		.for_clerk = waits ? t->for_clerk : NULL,
		.lang = t->lang,
		.printed = t->printed,
		.since_ms = t->watch.since_ms,
		.training = t->watch.training,
		.final = ticket_is_final(t),
	};
	return true;
}

int64_t
hall_ahead(const struct hall *h, int64_t id)
{
	const struct ticket *t = hall_ticket(h, id);

	if (!t || t->state != TICKET_WAITING)
		return -1;
	struct place at = { .queue = hall_queue_of(h, t),
		.key = t->node->key,
		.ranked = t->ranked };
	if (!t->for_counter && !t->for_clerk)
		at.service = board_service(h->board, t->service);
	return place_ahead(&at);
}

bool
hall_find_rid(const struct hall *h, const char *user, const char *rid,
    int64_t now_ms, struct outcome *out)
{
	const struct rid *r = rid_find(&h->rids, user, rid, now_ms);

	if (!r || r->outcome.type != OUTCOME_ISSUED)
		return false;
	*out = r->outcome;
	const struct ticket *t = hall_ticket(h, out->id);
	out->state = ticket_state_name(t ? t->state : TICKET_EXPIRED);
	return true;
}
