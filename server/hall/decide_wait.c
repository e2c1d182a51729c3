/* Where a ticket waits again: after a miss, a return, a transfer, a grant. */
#include <string.h>

#include "server/hall/decide.h"
#include "server/hall/policy.h"

/*
 * A credited arrival that puts ID behind the next N who wait in Q, or behind
 * all of them. It is never earlier than promised: among arrivals of the same
 * millisecond it may be later.
 */
static int64_t
behind(const struct queue *q, int64_t n, int64_t now_ms, int64_t id)
{
	bool end = n >= q->count;
	const struct queue_node *last = queue_at(q, end ? q->count - 1 : n - 1);
	/* Who is the last already does not stand behind itself. */
	if (end && last && last->key.id == id)
		last = queue_at(q, q->count - 2);
	const struct queue_node *next = end ? NULL : queue_at(q, n);

	/* An appointment's credit may be later than now. */
	if (last && last->key.back) {
		int64_t at = last->key.credited_ms + (id < last->key.id);
		return end && at < now_ms ? now_ms : at;
	}
	/* All before it were put to the front. */
	return next ? next->key.credited_ms - (id > next->key.id) : now_ms;
}

static int64_t
behind_next(
    const struct hall *h, const struct ticket *t, int64_t n, int64_t now_ms)
{
	struct ticket again = *t;
	struct place at;

	again.for_counter = again.for_clerk = NULL;
	place_of(h, &again, &at);
	return behind(at.queue, n, now_ms, t->id);
}

int64_t
decide_arrival(const struct hall *h, const struct ticket *t, const char *class)
{
	const struct class_rule *rule = board_class(h->board, class);

	return (t->appointed_ms ? t->appointed_ms : t->issued_ms) -
	    (rule ? rule->credit_ms : 0);
}

enum refusal
decide_missed(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out)
{
	const struct board *b = h->board;
	struct ticket *t = NULL;
	enum refusal refusal = decide_at_hand(h, r, now_ms, out, &t);

	if (decide_is_so(r, t, TICKET_MISSED))
		return decide_again(h, OUTCOME_TICKET, t, out);
	if (decide_is_so(r, t, TICKET_ABANDONED) &&
	    (t->misses >= b->misses_max || b->after_miss == LAYOUT_MISS_VOID))
		return decide_again(h, OUTCOME_TICKET, t, out);
	if (t && t->misses > 0 && decide_is_so(r, t, TICKET_WAITING))
		return decide_again(h, OUTCOME_TICKET, t, out);
	if (refusal || !t)
		return refusal;
	if (t->state != TICKET_CALLED)
		return REFUSE_BADSTATE;
	bool last = t->misses + 1 >= b->misses_max ||
	    b->after_miss == LAYOUT_MISS_VOID;
	decide_event(h, r, out, last ? EVENT_ABANDONED : EVENT_MISSED);
	decide_about(out, t);
	out->event.misses = (int64_t)t->misses + 1;
	if (last || b->after_miss == LAYOUT_MISS_RETURN)
		return REFUSE_NOT;
	out->event.state = ticket_state_name(TICKET_WAITING);
	out->event.credited_ms = behind_next(h, t,
	    b->after_miss == LAYOUT_MISS_END ? INT64_MAX : b->after_miss_calls,
	    now_ms);
	return REFUSE_NOT;
}

/* It missed its turn: it stands behind all who wait now, or where said. */
enum refusal
decide_return(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out)
{
	const struct ticket *t = hall_ticket(h, r->id);

	if (!t)
		return REFUSE_NOSUCHTICKET;
	out->detail = ticket_state_name(t->state);
	if (t->state != TICKET_MISSED)
		return REFUSE_BADSTATE;
	decide_event(h, r, out, EVENT_RETURNED);
	decide_about(out, t);
	out->event.front = r->place == PLACE_FRONT;
	out->event.credited_ms = r->place == PLACE_LIFETIME ||
		r->place == PLACE_FRONT
	    ? decide_arrival(h, t, t->class)
	    : behind_next(h, t, INT64_MAX, now_ms);
	return REFUSE_NOT;
}

/* Behind all who wait where the transfer leads. */
static int64_t
behind_all(const struct hall *h, struct ticket *there, const struct request *r,
    int64_t now_ms)
{
	struct place at;

	there->for_counter = r->to_counter;
	there->for_clerk = r->to_counter ? NULL : r->to_clerk;
	place_of(h, there, &at);
	/* A clerk nobody waits for has no line yet; place_of tells. */
	if (there->for_clerk && !hall_line(h, there->for_clerk))
		return now_ms;
	return behind(at.queue, INT64_MAX, now_ms, there->id);
}

static enum refusal
transfer_to(struct hall *h, const struct request *r, struct decision *out)
{
	const struct service *s = board_service(h->board, r->to_service);
	const struct counter *c = board_counter(h->board, r->to_counter);

	out->detail = r->to_service ? r->to_service : r->to_counter;
	if (r->to_service && !s)
		return REFUSE_NOSUCHSERVICE;
	if (r->to_counter && !c)
		return REFUSE_NOSUCHCOUNTER;
	out->event.to_service = s ? s->code : NULL;
	out->event.to_counter = c ? c->label : NULL;
	out->event.to_clerk = r->to_clerk;
	out->detail = NULL;
	if (c && r->to_clerk)
		return REFUSE_BADARG;
	return s || c || r->to_clerk ? REFUSE_NOT : REFUSE_BADARG;
}

/* Without a counter it is a supervisor's, of a ticket at no counter's hand. */
static enum refusal
to_transfer(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out, struct ticket **ticket)
{
	enum refusal refusal = REFUSE_BADSTATE;

	if (r->counter) {
		refusal = decide_at_hand(h, r, now_ms, out, ticket);
	} else if (!(*ticket = hall_ticket(h, r->id))) {
		refusal = REFUSE_NOSUCHTICKET;
	}
	const struct ticket *t = *ticket;
	bool waits = t &&
	    (t->state == TICKET_WAITING || t->state == TICKET_MISSED ||
		t->state == TICKET_HELD);
	if (refusal == REFUSE_BADSTATE && t && !r->counter)
		out->detail = ticket_state_name(t->state);
	return refusal == REFUSE_BADSTATE && waits ? REFUSE_NOT : refusal;
}

enum refusal
decide_transfer(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out)
{
	struct ticket *t = NULL;
	enum refusal refusal = to_transfer(h, r, now_ms, out, &t);

	if (!r->rid)
		return REFUSE_RIDREQUIRED;
	if (!t || refusal)
		return refusal;
	refusal = transfer_to(h, r, out);
	if (refusal)
		return refusal;
	decide_event(h, r, out, EVENT_TRANSFERRED);
	decide_about(out, t);
	out->event.handled_ms = visit_handled_ms(t, now_ms);
	struct ticket there = *t;
	if (out->event.to_service)
		there.service = out->event.to_service;
	if (r->place == PLACE_END) {
		out->event.credited_ms = behind_all(h, &there, r, now_ms);
	} else {
		out->event.front = r->place == PLACE_FRONT;
		out->event.credited_ms = decide_arrival(h, t, t->class);
	}
	return REFUSE_NOT;
}

/* Another class, granted by who may: its credit counts from the arrival. */
enum refusal
decide_class(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out)
{
	const struct ticket *t = hall_ticket(h, r->id);
	const struct class_rule *class = board_class(h->board, r->class);

	(void)now_ms;
	if (!t)
		return REFUSE_NOSUCHTICKET;
	out->detail = r->class;
	if (!class)
		return REFUSE_NOSUCHCLASS;
	if (strcmp(t->class, class->code) == 0)
		return decide_again(h, OUTCOME_TICKET, t, out);
	out->detail = ticket_state_name(t->state);
	if (t->state != TICKET_WAITING && t->state != TICKET_MISSED &&
	    t->state != TICKET_HELD)
		return REFUSE_BADSTATE;
	decide_event(h, r, out, EVENT_CLASSED);
	decide_about(out, t);
	out->event.was = t->class;
	out->event.class = class->code;
	out->event.credited_ms = decide_arrival(h, t, class->code);
	out->event.state = ticket_state_name(t->state);
	return REFUSE_NOT;
}
