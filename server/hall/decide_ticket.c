/* Requests about a ticket that no counter has to make. */
#include <string.h>

#include "server/hall/decide.h"
#include "server/hall/number.h"
#include "server/hall/policy.h"
#include "server/hall/session.h"

/* Nothing of the request is wrong in itself. */
static enum refusal
check_words(const struct board *b, const struct request *r,
    const struct class_rule *class, struct decision *out)
{
	out->detail = r->class;
	if (!class)
		return REFUSE_NOSUCHCLASS;
	if (class->granted)
		return REFUSE_GRANTED;
	out->detail = r->to_counter;
	if (r->to_counter && !board_counter(b, r->to_counter))
		return REFUSE_NOSUCHCOUNTER;
	return r->to_counter && r->to_clerk ? REFUSE_BADARG : REFUSE_NOT;
}

/* Where the ticket of the event will stand. */
static int64_t
ahead_of(const struct hall *h, const struct event *e)
{
	const struct ticket t = { .id = e->id,
		.back = 1,
		.credited_ms = e->credited_ms,
		.service = e->service,
		.class = e->class,
		.for_counter = e->to_counter,
		.for_clerk = e->to_clerk };
	struct place at;

	place_of(h, &t, &at);
	/* Who waits alone for a clerk may be the first who ever did. */
	return e->to_clerk && !hall_line(h, e->to_clerk) ? 0 : place_ahead(&at);
}

enum refusal
decide_ticket(struct hall *h, const struct request *r,
    const struct newcomer *who, struct decision *out)
{
	const struct service *s = who->service;
	const char *steps = r->steps ? r->steps : s->steps;
	uint32_t ordinal, lap;

	out->detail = NULL;
	if (r->clock_unsure)
		return REFUSE_CLOCK;
	if (h->tickets_count >= h->board->tickets_max)
		return REFUSE_QUOTA;
	out->detail = s->code;
	if (!number_next(h, s, &ordinal, &lap))
		return REFUSE_NUMBERSUSED;

	decide_event(h, r, out, EVENT_ISSUED);
	struct event *e = &out->event;
	e->id = h->base + (int64_t)h->tickets_count;
	e->day = h->day;
	e->issued_ms = e->t_ms;
	e->credited_ms = who->t_ms - who->class->credit_ms;
	e->service = s->code;
	e->class = who->class->code;
	e->lang = r->lang;
	e->steps = steps && steps[0] ? steps : NULL;
	e->matters = r->matters > 0 ? r->matters : 0;
	e->slot = number_slot(h->day, s, ordinal, lap);
	number_write(out->number, s, ordinal);
	e->number = out->number;
	e->to_counter = r->to_counter;
	e->to_clerk = r->to_clerk;
	e->training = h->watch.training;
	e->ahead = ahead_of(h, e);
	return REFUSE_NOT;
}

enum refusal
decide_issue(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out)
{
	const struct board *b = h->board;
	struct service *s = board_service(b, r->service);
	const struct class_rule *class = r->class ? board_class(b, r->class)
						  : &b->classes[0];

	if (!r->rid)
		return REFUSE_RIDREQUIRED;
	out->detail = r->service;
	if (!s)
		return REFUSE_NOSUCHSERVICE;
	const char *steps = r->steps ? r->steps : s->steps;
	enum refusal refusal = check_words(b, r, class, out);
	if (!refusal)
		refusal = visit_check_steps(b, steps, out);
	if (refusal)
		return refusal;
	if (r->clock_unsure)
		return REFUSE_CLOCK;
	refusal = session_refuses(h, s, now_ms, out);
	const struct newcomer who = { s, class, now_ms };
	return refusal ? refusal : decide_ticket(h, r, &who, out);
}

static bool
may_cancel(const struct ticket *t)
{
	return t->state == TICKET_WAITING || t->state == TICKET_MISSED ||
	    t->state == TICKET_HELD;
}

/* The request was voided before, and no ticket of today is left of it. */
static enum refusal
voided(const struct outcome *known, struct decision *out)
{
	out->outcome = *known;
	out->outcome.replayed = true;
	if (known->type != OUTCOME_ISSUED)
		return REFUSE_NOT;
	out->outcome.type = OUTCOME_TICKET;
	out->outcome.state = ticket_state_name(TICKET_CANCELLED);
	return REFUSE_NOT;
}

static enum refusal
cancel_rid(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out)
{
	const struct rid *known = rid_find(
	    &h->rids, r->user, r->victim, now_ms);
	const struct ticket *t = known ? hall_ticket(h, known->outcome.id)
				       : NULL;

	if (known && !known->voided && known->outcome.type != OUTCOME_ISSUED)
		return REFUSE_RIDCONFLICT;
	if (t && t->state == TICKET_CANCELLED)
		return decide_again(h, OUTCOME_TICKET, t, out);
	if (known && known->voided)
		return voided(&known->outcome, out);
	out->detail = t ? ticket_state_name(t->state) : NULL;
	if (t && !may_cancel(t))
		return REFUSE_BADSTATE;
	decide_event(h, r, out, t ? EVENT_CANCELLED : EVENT_VOIDED);
	out->event.rid = t ? NULL : r->victim;
	out->event.victim = t ? r->victim : NULL;
	if (t)
		decide_about(out, t);
	return REFUSE_NOT;
}

enum refusal
decide_cancel(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out)
{
	if (r->victim)
		return cancel_rid(h, r, now_ms, out);
	const struct ticket *t = hall_ticket(h, r->id);
	if (!t)
		return REFUSE_NOSUCHTICKET;
	if (t->state == TICKET_CANCELLED)
		return decide_again(h, OUTCOME_TICKET, t, out);
	out->detail = ticket_state_name(t->state);
	if (!may_cancel(t))
		return REFUSE_BADSTATE;
	decide_event(h, r, out, EVENT_CANCELLED);
	decide_about(out, t);
	return REFUSE_NOT;
}

enum refusal
decide_printed(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out)
{
	const struct ticket *t = hall_ticket(h, r->id);

	(void)now_ms;
	if (!t)
		return REFUSE_NOSUCHTICKET;
	decide_event(h, r, out, EVENT_PRINTED);
	decide_about(out, t);
	out->event.verdict = r->verdict;
	if (r->again > 0) {
		out->event.again = 1;
		out->event.terminal = r->terminal;
	}
	out->event.state = ticket_state_name(t->state);
	return REFUSE_NOT;
}
