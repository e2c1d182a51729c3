/* What requests of a counter should bring. */
#include <string.h>

#include "tests/sim/model_own.h"

static const char *const nowhere[] = { NULL };

static enum refusal
tell_counter(struct model_answer *a, const struct model_counter *c, bool event)
{
	a->type = OUTCOME_COUNTER;
	a->counter = c->label;
	a->state = c->state;
	a->clerk = c->clerk;
	a->event = event;
	return REFUSE_NOT;
}

/* --- Requests about a counter ------------------------------------------- */

enum refusal
model_hold(struct model *m, const struct request *r, int64_t now_ms)
{
	struct model_counter *c = model_counter(m, r->counter);

	if (!c)
		return REFUSE_NOSUCHCOUNTER;
	if (strcmp(c->state, "closed") == 0)
		return REFUSE_COUNTERCLOSED;
	if (strcmp(c->terminal, r->terminal) != 0)
		return REFUSE_COUNTERTAKEN;
	c->lease_ms = now_ms + (int64_t)m->layout->lease_s * 1000;
	return REFUSE_NOT;
}

enum refusal
ask_open(struct model *m, const struct request *r, int64_t now_ms,
    struct model_answer *a)
{
	struct model_counter *c = model_counter(m, r->counter);

	if (!c)
		return REFUSE_NOSUCHCOUNTER;
	if (model_layout_of(m, r->counter)->floating && !c->on)
		return REFUSE_COUNTEROFF;
	bool same = strcmp(c->terminal, r->terminal) == 0;
	if (strcmp(c->state, "closed") != 0 && !same && !c->lapsed &&
	    now_ms <= c->lease_ms)
		return REFUSE_COUNTERTAKEN;
	c->lease_ms = now_ms + (int64_t)m->layout->lease_s * 1000;
	if (strcmp(c->state, "open") == 0 && same && !c->lapsed &&
	    strcmp(c->clerk, r->clerk) == 0 && !r->rid)
		return tell_counter(a, c, false);
	c->state = "open";
	c->clerk = r->clerk;
	c->reason = "";
	return tell_counter(a, c, true);
}

enum refusal
ask_close(struct model *m, const struct request *r, int64_t now_ms,
    struct model_answer *a)
{
	struct model_counter *c = model_counter(m, r->counter);

	if (c && strcmp(c->state, "closed") == 0)
		return tell_counter(a, c, false);
	enum refusal refusal = model_hold(m, r, now_ms);
	if (refusal || !c)
		return refusal;
	if (c->ticket)
		return REFUSE_BADSTATE;
	c->state = "closed";
	tell_counter(a, c, true); /* says who it was that closed it */
	c->clerk = NULL;
	c->terminal = c->reason = "";
	c->lapsed = false;
	return REFUSE_NOT;
}

enum refusal
ask_switch(struct model *m, const struct request *r, int64_t now_ms,
    struct model_answer *a)
{
	struct model_counter *c = model_counter(m, r->counter);

	(void)now_ms;
	if (!c)
		return REFUSE_NOSUCHCOUNTER;
	if (!model_layout_of(m, r->counter)->floating)
		return REFUSE_BADSTATE;
	if (!r->on && c->ticket)
		return REFUSE_BADSTATE;
	if (c->on == r->on)
		return tell_counter(a, c, false);
	c->on = r->on;
	if (!c->on) {
		c->state = "closed";
		c->clerk = NULL;
		c->terminal = c->reason = "";
		c->lapsed = false;
	}
	tell_counter(a, c, true);
	a->clerk = NULL;
	return REFUSE_NOT;
}

enum refusal
ask_pause(struct model *m, const struct request *r, int64_t now_ms,
    struct model_answer *a)
{
	enum refusal refusal = model_hold(m, r, now_ms);

	if (refusal)
		return refusal;
	struct model_counter *c = model_counter(m, r->counter);
	c->state = "paused";
	c->reason = r->reason ? r->reason : "";
	return tell_counter(a, c, true);
}

enum refusal
ask_resume(struct model *m, const struct request *r, int64_t now_ms,
    struct model_answer *a)
{
	enum refusal refusal = model_hold(m, r, now_ms);

	if (refusal)
		return refusal;
	struct model_counter *c = model_counter(m, r->counter);
	bool is_so = strcmp(c->state, "open") == 0 && !c->lapsed;
	c->state = "open";
	c->reason = "";
	return tell_counter(a, c, !is_so);
}

enum refusal
ask_lease(struct model *m, const struct request *r, int64_t now_ms,
    struct model_answer *a)
{
	enum refusal refusal = model_hold(m, r, now_ms);

	if (refusal)
		return refusal;
	struct model_counter *c = model_counter(m, r->counter);
	return tell_counter(a, c, c->lapsed);
}

/* --- Calls -------------------------------------------------------------- */

static int64_t
waited(const struct model_ticket *t)
{
	return t->hand_ms > t->since_ms ? t->hand_ms - t->since_ms : 0;
}

static enum refusal
call(struct model *m, struct model_counter *c, struct model_ticket *t,
    int64_t now_ms, struct model_answer *a)
{
	if (model_is(t, "waiting"))
		model_taken(m, t);
	t->state = "called";
	t->calls++;
	t->counter = c->label;
	t->clerk = c->clerk;
	t->caller = c->terminal;
	t->only = t->for_clerk = NULL;
	t->came = NULL;
	if (t->calls == 1)
		t->hand_ms = now_ms;
	if (!t->called_ms)
		model_first_call(m, t, now_ms);
	if (!t->called_ms || (t->calls == 1 && !t->kept))
		t->called_ms = now_ms;
	t->last_call_ms = now_ms;
	model_called_at(m, c, now_ms);
	c->ticket = t->id;
	c->state = "open";
	c->reason = "";
	model_tell(a, OUTCOME_CALL, t);
	a->event = true;
	a->counter = c->label;
	a->calls = t->calls;
	a->waited_ms = waited(t);
	return REFUSE_NOT;
}

enum refusal
ask_next(struct model *m, const struct request *r, int64_t now_ms,
    struct model_answer *a)
{
	enum refusal refusal = model_hold(m, r, now_ms);

	if (!r->rid)
		return REFUSE_RIDREQUIRED;
	if (refusal)
		return refusal;
	struct model_counter *c = model_counter(m, r->counter);
	struct model_ticket *t = model_next(m, r->counter, now_ms);
	a->type = OUTCOME_NIL;
	a->event = t || c->ticket || c->lapsed ||
	    strcmp(c->state, "paused") == 0;
	struct model_ticket *at_hand = model_ticket(m, c->ticket);
	if (!t && at_hand && at_hand->steps[0] &&
	    model_takes(m, c->label, at_hand->steps[0]))
		t = at_hand;
	model_finish(m, at_hand, now_ms, -1);
	if (t)
		return call(m, c, t, now_ms, a);
	c->state = "open";
	c->reason = "";
	return REFUSE_NOT;
}

enum refusal
ask_call(struct model *m, const struct request *r, int64_t now_ms,
    struct model_answer *a)
{
	enum refusal refusal = model_hold(m, r, now_ms);

	if (!r->rid)
		return REFUSE_RIDREQUIRED;
	if (refusal)
		return refusal;
	struct model_counter *c = model_counter(m, r->counter);
	struct model_ticket *t = model_numbered(m, r->number);
	if (!t)
		return REFUSE_NOSUCHTICKET;
	if (!model_is(t, "waiting") && !model_is(t, "missed"))
		return REFUSE_BADSTATE;
	model_finish(m, model_ticket(m, c->ticket), now_ms, -1);
	if (model_is(t, "missed"))
		t->calls = 0; /* another call, with recalls of its own */
	return call(m, c, t, now_ms, a);
}

enum refusal
ask_recall(struct model *m, const struct request *r, int64_t now_ms,
    struct model_answer *a)
{
	enum refusal refusal = model_hold(m, r, now_ms);

	if (!r->rid)
		return REFUSE_RIDREQUIRED;
	if (refusal)
		return refusal;
	struct model_counter *c = model_counter(m, r->counter);
	struct model_ticket *t = model_ticket(m, c->ticket);
	if (!model_is(t, "called"))
		return REFUSE_BADSTATE;
	if (now_ms - t->last_call_ms < 5000) {
		model_tell(a, OUTCOME_CALL, t);
		a->replayed = true;
		a->counter = c->label;
		a->calls = t->calls;
		a->waited_ms = waited(t);
		return REFUSE_NOT;
	}
	if (t->calls - 1 >= m->layout->recalls_max)
		return REFUSE_RECALLS;
	return call(m, c, t, now_ms, a);
}

/* --- Requests of a counter about a ticket ------------------------------- */

enum refusal
model_find(struct model *m, const struct request *r, int64_t now_ms,
    const char *const *states, struct model_ticket **t)
{
	enum refusal refusal = model_hold(m, r, now_ms);

	if (refusal)
		return refusal;
	*t = model_ticket(m, r->id);
	if (!*t)
		return REFUSE_NOSUCHTICKET;
	bool here = model_counter(m, r->counter)->ticket == r->id;
	return here || model_is_one_of(*t, states) ? REFUSE_NOT
						   : REFUSE_BADSTATE;
}

bool
model_was_here(const struct request *r, const struct model_ticket *t)
{
	return t && t->counter && strcmp(t->counter, r->counter) == 0;
}

enum refusal
ask_start(struct model *m, const struct request *r, int64_t now_ms,
    struct model_answer *a)
{
	struct model_ticket *t = NULL;
	enum refusal refusal = model_find(m, r, now_ms, nowhere, &t);

	if (refusal)
		return refusal;
	if (model_is(t, "serving"))
		return model_already(a, t, t->counter);
	t->state = "serving";
	t->hand_ms = now_ms;
	return model_done(a, r, t);
}

enum refusal
ask_missed(struct model *m, const struct request *r, int64_t now_ms,
    struct model_answer *a)
{
	enum layout_after_miss rule = m->layout->after_miss;
	struct model_ticket *t = NULL;
	enum refusal refusal = model_find(m, r, now_ms, nowhere, &t);

	if (model_was_here(r, t) &&
	    (model_is(t, "missed") ||
		(model_is(t, "abandoned") &&
		    (t->misses >= m->layout->misses_max ||
			rule == LAYOUT_MISS_VOID)) ||
		(model_is(t, "waiting") && t->misses > 0)))
		return model_already(a, t, t->counter);
	if (refusal)
		return refusal;
	if (!model_is(t, "called"))
		return REFUSE_BADSTATE;
	int64_t handled_ms = t->handled_ms;
	model_let_go(m, t, now_ms);
	t->handled_ms = handled_ms; /* nobody came */
	t->misses++;
	bool last = t->misses >= m->layout->misses_max ||
	    rule == LAYOUT_MISS_VOID;
	t->state = last ? "abandoned" : "missed";
	if (!last && rule != LAYOUT_MISS_RETURN) {
		size_t n = rule == LAYOUT_MISS_END
		    ? MODEL_TICKETS
		    : m->layout->after_miss_calls;
		model_wait_again(m, t, model_behind(m, t, n, now_ms));
	}
	return model_done(a, r, t);
}

enum refusal
ask_abandoned(struct model *m, const struct request *r, int64_t now_ms,
    struct model_answer *a)
{
	struct model_ticket *t = NULL;
	enum refusal refusal = model_find(
	    m, r, now_ms, model_back_again + 1, &t);

	if (model_is(t, "abandoned") && model_was_here(r, t))
		return model_already(a, t, t->counter);
	if (refusal)
		return refusal;
	int64_t handled_ms = t->handled_ms;
	bool came = model_is(t, "serving");
	model_let_go(m, t, now_ms);
	if (!came)
		t->handled_ms = handled_ms;
	t->state = "abandoned";
	return model_done(a, r, t);
}

enum refusal
ask_transfer(struct model *m, const struct request *r, int64_t now_ms,
    struct model_answer *a)
{
	struct model_ticket *t = NULL;
	enum refusal refusal = model_find(m, r, now_ms, model_back_again, &t);

	if (!r->rid)
		return REFUSE_RIDREQUIRED;
	if (refusal)
		return refusal;
	const struct layout_service *s = model_service(
	    m->layout, r->to_service);
	const struct model_counter *c = model_counter(m, r->to_counter);
	if (r->to_service && !s)
		return REFUSE_NOSUCHSERVICE;
	if (r->to_counter && !c)
		return REFUSE_NOSUCHCOUNTER;
	if ((!s && !c && !r->to_clerk) || (c && r->to_clerk))
		return REFUSE_BADARG;
	model_let_go(m, t, now_ms);
	t->state = "moving";
	t->service = s ? s->code : t->service;
	t->only = c ? c->label : NULL;
	t->for_clerk = c ? NULL : r->to_clerk;
	model_wait_again(m, t,
	    r->place == PLACE_END
		? model_behind(m, t, MODEL_TICKETS, now_ms)
		: model_arrival_ms(t) - model_credit_ms(m, t->class));
	t->front = r->place == PLACE_FRONT;
	return model_done(a, r, t);
}
