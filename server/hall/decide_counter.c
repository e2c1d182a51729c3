/* Requests that a counter makes. Its terminal must hold it. */
#include <string.h>

#include "server/hall/decide.h"
#include "server/hall/policy.h"

#define RECALL_SAME_MS 5000 /* sooner, a recall is the call itself */

enum refusal
decide_held_by(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out, struct counter **counter)
{
	struct counter *c = board_counter(h->board, r->counter);

	out->detail = r->counter;
	if (!c)
		return REFUSE_NOSUCHCOUNTER;
	if (c->state == COUNTER_CLOSED)
		return REFUSE_COUNTERCLOSED;
	out->detail = c->terminal[0] ? c->terminal : "an unnamed terminal";
	if (strcmp(c->terminal, r->terminal) != 0)
		return REFUSE_COUNTERTAKEN;
	c->lease_until_ms = now_ms + h->board->lease_ms;
	out->detail = NULL;
	*counter = c;
	return REFUSE_NOT;
}

/* The counter's state as a reply, when nothing has to change. */
static void
answer_counter(struct hall *h, const struct counter *c, struct decision *out)
{
	out->outcome = (struct outcome){
		.type = OUTCOME_COUNTER,
		.seq = h->seq,
		.counter = c->label,
		.clerk = c->clerk,
		.state = counter_state_name(c->state),
	};
}

enum refusal
decide_open(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out)
{
	struct counter *c = board_counter(h->board, r->counter);

	out->detail = r->counter;
	if (!c)
		return REFUSE_NOSUCHCOUNTER;
	if (c->floating && !c->on)
		return REFUSE_COUNTEROFF;
	bool same = strcmp(c->terminal, r->terminal) == 0;
	out->detail = c->terminal[0] ? c->terminal : "an unnamed terminal";
	if (c->state != COUNTER_CLOSED && !same && !c->lapsed &&
	    now_ms <= c->lease_until_ms)
		return REFUSE_COUNTERTAKEN;
	c->lease_until_ms = now_ms + h->board->lease_ms;
	if (c->state == COUNTER_OPEN && same && !c->lapsed &&
	    strcmp(c->clerk, r->clerk) == 0 && !r->rid) {
		answer_counter(h, c, out);
		return REFUSE_NOT;
	}
	decide_event(h, r, out, EVENT_OPENED);
	out->event.clerk = r->clerk;
	return REFUSE_NOT;
}

/* CLOSE, PAUSE, RESUME and LEASE: one event, or none when it is so already. */
static enum refusal
change(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out, enum event_type type)
{
	struct counter *c;
	enum refusal refusal = decide_held_by(h, r, now_ms, out, &c);

	if (refusal)
		return refusal;
	out->detail = "called or serving";
	if (type == EVENT_CLOSED && c->ticket)
		return REFUSE_BADSTATE;
	if (type == EVENT_RESUMED && c->state == COUNTER_OPEN && !c->lapsed) {
		answer_counter(h, c, out);
		return REFUSE_NOT;
	}
	decide_event(h, r, out, type);
	out->event.clerk = c->clerk;
	return REFUSE_NOT;
}

enum refusal
decide_close(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out)
{
	const struct counter *c = board_counter(h->board, r->counter);

	if (c && c->state == COUNTER_CLOSED) {
		answer_counter(h, c, out);
		return REFUSE_NOT;
	}
	return change(h, r, now_ms, out, EVENT_CLOSED);
}

enum refusal
decide_pause(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out)
{
	return change(h, r, now_ms, out, EVENT_PAUSED);
}

enum refusal
decide_resume(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out)
{
	return change(h, r, now_ms, out, EVENT_RESUMED);
}

enum refusal
decide_lease(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out)
{
	struct counter *c;
	enum refusal refusal = decide_held_by(h, r, now_ms, out, &c);

	if (refusal)
		return refusal;
	answer_counter(h, c, out);
	if (!c->lapsed)
		return REFUSE_NOT;
	/* It had fallen silent; the same terminal takes it again. */
	decide_event(h, r, out,
	    c->state == COUNTER_PAUSED ? EVENT_PAUSED : EVENT_OPENED);
	out->event.clerk = c->clerk;
	out->event.reason = c->reason;
	return REFUSE_NOT;
}

/* A floating counter is put in service, or taken out of it. */
enum refusal
decide_switch(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out)
{
	const struct counter *c = board_counter(h->board, r->counter);

	(void)now_ms;
	out->detail = r->counter;
	if (!c)
		return REFUSE_NOSUCHCOUNTER;
	out->detail = "not a floating one";
	if (!c->floating)
		return REFUSE_BADSTATE;
	out->detail = "called or serving";
	if (!r->on && c->ticket)
		return REFUSE_BADSTATE;
	if (c->on == r->on) {
		answer_counter(h, c, out);
		return REFUSE_NOT;
	}
	decide_event(h, r, out, EVENT_SWITCHED);
	/* Whoever switches it does not hold it. */
	out->event.terminal = NULL;
	out->event.on = r->on;
	out->event.state = counter_state_name(
	    r->on ? c->state : COUNTER_CLOSED);
	return REFUSE_NOT;
}

static void
call(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out, const struct ticket *t)
{
	decide_event(h, r, out, EVENT_CALLED);
	decide_about(out, t);
	/* After a miss it is another call, with recalls of its own. */
	out->event.calls = t->state == TICKET_MISSED ? 1
						     : (int64_t)t->calls + 1;
	out->event.waited_ms = visit_waited_at_ms(t, now_ms);
	out->event.again = t->visit.kept;
}

enum refusal
decide_next(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out)
{
	struct counter *c;
	enum refusal refusal = decide_held_by(h, r, now_ms, out, &c);

	if (!r->rid)
		return REFUSE_RIDREQUIRED;
	if (refusal)
		return refusal;
	const struct ticket *t = policy_next(h, c, now_ms);
	const struct ticket *at_hand = hall_ticket(h, c->ticket);
	if (h->why.failed)
		return REFUSE_NOMEMORY;
	if (t) {
		call(h, r, now_ms, out, t);
		visit_after(h, c, now_ms, out);
		out->event.why = h->why.at;
	} else if (at_hand && visit_goes_on(h, c, at_hand)) {
		visit_call_on(h, r, now_ms, out);
	} else if (at_hand) {
		visit_finish(h, r, now_ms, out, at_hand);
		out->event.nil = 1;
	} else if (c->state == COUNTER_PAUSED || c->lapsed) {
		decide_event(h, r, out, EVENT_RESUMED);
		out->event.nil = 1;
	}
	return REFUSE_NOT;
}

enum refusal
decide_call(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out)
{
	struct counter *c;
	enum refusal refusal = decide_held_by(h, r, now_ms, out, &c);

	if (!r->rid)
		return REFUSE_RIDREQUIRED;
	if (refusal)
		return refusal;
	const struct ticket *t = hall_by_number(h, r->number);
	out->detail = r->number;
	if (!t)
		return REFUSE_NOSUCHTICKET;
	out->detail = ticket_state_name(t->state);
	if (t->state != TICKET_WAITING && t->state != TICKET_MISSED)
		return REFUSE_BADSTATE;
	call(h, r, now_ms, out, t);
	visit_after(h, c, now_ms, out);
	out->event.why = "{\"rule\":\"number\"}";
	return REFUSE_NOT;
}

enum refusal
decide_recall(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out)
{
	struct counter *c;
	enum refusal refusal = decide_held_by(h, r, now_ms, out, &c);

	if (!r->rid)
		return REFUSE_RIDREQUIRED;
	if (refusal)
		return refusal;
	const struct ticket *t = hall_ticket(h, c->ticket);
	out->detail = t ? ticket_state_name(t->state) : "idle";
	if (!t || t->state != TICKET_CALLED)
		return REFUSE_BADSTATE;
	if (now_ms - t->last_call_ms < RECALL_SAME_MS)
		return decide_again(h, OUTCOME_CALL, t, out);
	if (t->calls > h->board->recalls_max)
		return REFUSE_RECALLS;
	call(h, r, now_ms, out, t);
	out->event.waited_ms = visit_waited_ms(t);
	out->event.why = "{\"rule\":\"recall\"}";
	return REFUSE_NOT;
}

enum refusal
decide_at_hand(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out, struct ticket **ticket)
{
	struct counter *c;
	enum refusal refusal = decide_held_by(h, r, now_ms, out, &c);

	if (refusal)
		return refusal;
	struct ticket *t = hall_ticket(h, r->id);
	if (!t)
		return REFUSE_NOSUCHTICKET;
	out->detail = ticket_state_name(t->state);
	*ticket = t;
	return c->ticket == t->id ? REFUSE_NOT : REFUSE_BADSTATE;
}

bool
decide_is_so(
    const struct request *r, const struct ticket *t, enum ticket_state state)
{
	return t && t->state == state && t->counter &&
	    strcmp(t->counter, r->counter) == 0;
}

enum refusal
decide_start(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out)
{
	struct ticket *t = NULL;
	enum refusal refusal = decide_at_hand(h, r, now_ms, out, &t);

	if (decide_is_so(r, t, TICKET_SERVING))
		return decide_again(h, OUTCOME_TICKET, t, out);
	if (refusal)
		return refusal;
	decide_event(h, r, out, EVENT_STARTED);
	decide_about(out, t);
	return REFUSE_NOT;
}

enum refusal
decide_abandoned(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out)
{
	struct ticket *t = NULL;
	enum refusal refusal = decide_at_hand(h, r, now_ms, out, &t);

	if (decide_is_so(r, t, TICKET_ABANDONED))
		return decide_again(h, OUTCOME_TICKET, t, out);
	bool away = t && (t->state == TICKET_MISSED || t->state == TICKET_HELD);
	if (refusal && !away)
		return refusal;
	decide_event(h, r, out, EVENT_ABANDONED);
	decide_about(out, t);
	if (t->state != TICKET_CALLED)
		out->event.handled_ms = visit_handled_ms(t, now_ms);
	return REFUSE_NOT;
}
