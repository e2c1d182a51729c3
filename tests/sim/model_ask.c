/* What requests that need no counter should bring, and all of them. */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "tests/sim/model_own.h"

bool
model_is_one_of(const struct model_ticket *t, const char *const *states)
{
	for (; *states; states++) {
		if (model_is(t, *states))
			return true;
	}
	return false;
}

const char *const model_back_again[] = { "waiting", "missed", "held", NULL };

/* --- Answers ------------------------------------------------------------ */

void
model_tell(struct model_answer *a, enum outcome_type type,
    const struct model_ticket *t)
{
	a->type = type;
	if (!t)
		return;
	a->id = t->id;
	a->service = t->service;
	a->class = t->class;
	a->state = t->state;
	memcpy(a->number, t->number, sizeof(a->number));
}

/* A change to T by a request. */
enum refusal
model_done(struct model_answer *a, const struct request *r,
    const struct model_ticket *t)
{
	model_tell(a, OUTCOME_TICKET, t);
	a->event = true;
	a->counter = r->counter;
	return REFUSE_NOT;
}

/* T is model_already what the request would make of it. */
enum refusal
model_already(
    struct model_answer *a, const struct model_ticket *t, const char *at)
{
	model_tell(a, OUTCOME_TICKET, t);
	a->replayed = true;
	a->counter = at;
	return REFUSE_NOT;
}

/* --- Requests of a kiosk ------------------------------------------------ */

int64_t
model_from_ms(const struct model_ticket *t)
{
	return t->appointed_ms > t->issued_ms ? t->appointed_ms : t->issued_ms;
}

int64_t
model_arrival_ms(const struct model_ticket *t)
{
	return t->appointed_ms ? t->appointed_ms : t->issued_ms;
}

enum refusal
model_issue(struct model *m, const struct request *r,
    const struct model_ticket *like, int64_t now_ms, struct model_answer *a)
{
	const struct layout_service *s = model_service(
	    m->layout, like->service);
	struct model_ticket t = *like;

	if (r->clock_unsure)
		return REFUSE_CLOCK;
	if (m->tickets_count >= m->layout->tickets_max)
		return REFUSE_QUOTA;
	if (!model_number(m, s, t.number))
		return REFUSE_NUMBERSUSED;
	t.id = m->next_id++;
	t.issued_ms = now_ms;
	t.credited_ms = model_arrival_ms(&t) - model_credit_ms(m, t.class);
	t.since_ms = model_from_ms(&t);
	t.state = "waiting";
	t.origin = s;
	t.moved = t.only || t.for_clerk;
	t.training = m->staff.training;
	model_stand(m, &t);
	m->tickets[m->tickets_count++] = t;
	model_tell(a, OUTCOME_ISSUED, &t);
	a->event = true;
	a->day = m->day;
	a->issued_ms = now_ms;
	a->training = t.training;
	a->ahead = model_ahead(m, &m->tickets[m->tickets_count - 1]);
	return REFUSE_NOT;
}

enum refusal
ask_issue(struct model *m, const struct request *r, int64_t now_ms,
    struct model_answer *a)
{
	const struct layout *l = m->layout;
	const struct layout_service *s = model_service(l, r->service);
	const char *class = r->class ? NULL : l->classes[0].code;

	for (uint32_t i = 0; r->class && i < l->classes_count; i++) {
		if (strcmp(l->classes[i].code, r->class) == 0)
			class = l->classes[i].code;
	}
	if (!r->rid)
		return REFUSE_RIDREQUIRED;
	if (!s)
		return REFUSE_NOSUCHSERVICE;
	if (!class)
		return REFUSE_NOSUCHCLASS;
	if (model_class(l, class)->declared == LAYOUT_DECLARED_SUPERVISOR)
		return REFUSE_GRANTED;
	if (r->to_counter && !model_counter(m, r->to_counter))
		return REFUSE_NOSUCHCOUNTER;
	if (r->to_counter && r->to_clerk)
		return REFUSE_BADARG;
	struct model_ticket visit = { 0 };
	enum refusal refusal = model_steps(m, r, s, &visit);
	if (refusal)
		return refusal;
	if (r->clock_unsure)
		return REFUSE_CLOCK;
	refusal = model_refuses(m, s, now_ms);
	if (refusal)
		return refusal;
	struct model_ticket t = {
		.service = s->code,
		.class = class,
		.only = r->to_counter,
		.for_clerk = r->to_clerk,
		.matters = r->matters > 0 ? r->matters : 0,
	};
	memcpy(t.steps, visit.steps, sizeof(t.steps));
	refusal = model_issue(m, r, &t, now_ms, a);
	if (!refusal)
		model_count(m, s, now_ms);
	return refusal;
}

static enum refusal
cancel_rid(struct model *m, const struct request *r, int64_t now_ms,
    struct model_answer *a)
{
	struct model_rid *known = model_rid(m, r->user, r->victim, now_ms);
	struct model_ticket *t = known ? model_ticket(m, known->answer.id)
				       : NULL;

	if (known && !known->voided && known->answer.type != OUTCOME_ISSUED)
		return REFUSE_RIDCONFLICT;
	if (model_is(t, "cancelled"))
		return model_already(a, t, NULL);
	if (known && known->voided) {
		*a = known->answer;
		a->replayed = true;
		a->event = false;
		if (a->type == OUTCOME_ISSUED)
			a->type = OUTCOME_TICKET;
		a->state = "cancelled";
		return REFUSE_NOT;
	}
	if (t && !model_is_one_of(t, model_back_again))
		return REFUSE_BADSTATE;
	if (!t) {
		a->type = OUTCOME_VOID;
		a->event = true;
		return REFUSE_NOT;
	}
	t->state = "cancelled";
	t->hold = NULL;
	known->voided = true;
	known->t_ms = now_ms;
	return model_done(a, r, t);
}

enum refusal
ask_cancel(struct model *m, const struct request *r, int64_t now_ms,
    struct model_answer *a)
{
	struct model_ticket *t = model_ticket(m, r->id);

	if (r->victim)
		return cancel_rid(m, r, now_ms, a);
	if (!t)
		return REFUSE_NOSUCHTICKET;
	if (model_is(t, "cancelled"))
		return model_already(a, t, NULL);
	if (!model_is_one_of(t, model_back_again))
		return REFUSE_BADSTATE;
	t->state = "cancelled";
	t->hold = NULL;
	return model_done(a, r, t);
}

enum refusal
ask_printed(struct model *m, const struct request *r, int64_t now_ms,
    struct model_answer *a)
{
	struct model_ticket *t = model_ticket(m, r->id);

	(void)now_ms;
	if (!t)
		return REFUSE_NOSUCHTICKET;
	t->printed = r->verdict;
	return model_done(a, r, t);
}

void
model_wait_again(struct model *m, struct model_ticket *t, int64_t credited_ms)
{
	t->state = "waiting";
	t->front = false;
	t->moved = true;
	t->calls = 0;
	t->kept = false;
	t->hold = t->came = NULL;
	t->credited_ms = credited_ms;
	model_stand(m, t);
}

enum refusal
ask_return(struct model *m, const struct request *r, int64_t now_ms,
    struct model_answer *a)
{
	struct model_ticket *t = model_ticket(m, r->id);

	if (!t)
		return REFUSE_NOSUCHTICKET;
	if (!model_is(t, "missed"))
		return REFUSE_BADSTATE;
	bool first = r->place == PLACE_LIFETIME || r->place == PLACE_FRONT;
	int64_t credited_ms = first
	    ? model_arrival_ms(t) - model_credit_ms(m, t->class)
	    : model_behind(m, t, MODEL_TICKETS, now_ms);
	model_wait_again(m, t, credited_ms);
	t->front = r->place == PLACE_FRONT;
	return model_done(a, r, t);
}

enum refusal
ask_class(struct model *m, const struct request *r, int64_t now_ms,
    struct model_answer *a)
{
	struct model_ticket *t = model_ticket(m, r->id);
	const struct layout_class *class = model_class(m->layout, r->class);

	(void)now_ms;
	if (!t)
		return REFUSE_NOSUCHTICKET;
	if (!class)
		return REFUSE_NOSUCHCLASS;
	const char *at = model_is(t, "cancelled") ? NULL : t->counter;
	if (strcmp(t->class, r->class) == 0)
		return model_already(a, t, at);
	if (!model_is_one_of(t, model_back_again))
		return REFUSE_BADSTATE;
	t->class = class->code;
	t->credited_ms = model_arrival_ms(t) - model_credit_ms(m, t->class);
	t->moved = true;
	t->came = NULL;
	if (model_is(t, "waiting"))
		model_stand(m, t);
	return model_done(a, r, t);
}

/* --- All of them -------------------------------------------------------- */

static ask_fn *const asks[REQUEST_TYPES] = {
	[REQUEST_ISSUE] = ask_issue,
	[REQUEST_CANCEL] = ask_cancel,
	[REQUEST_PRINTED] = ask_printed,
	[REQUEST_OPEN] = ask_open,
	[REQUEST_CLOSE] = ask_close,
	[REQUEST_PAUSE] = ask_pause,
	[REQUEST_RESUME] = ask_resume,
	[REQUEST_LEASE] = ask_lease,
	[REQUEST_NEXT] = ask_next,
	[REQUEST_CALL] = ask_call,
	[REQUEST_RECALL] = ask_recall,
	[REQUEST_START] = ask_start,
	[REQUEST_FINISH] = ask_finish,
	[REQUEST_MISSED] = ask_missed,
	[REQUEST_ABANDONED] = ask_abandoned,
	[REQUEST_RETURN] = ask_return,
	[REQUEST_TRANSFER] = ask_transfer,
	[REQUEST_CLASS] = ask_class,
	[REQUEST_SWITCH] = ask_switch,
	[REQUEST_HOLD] = ask_hold,
	[REQUEST_UNHOLD] = ask_unhold,
	[REQUEST_HALL_PAUSE] = ask_hall_pause,
	[REQUEST_HALL_RESUME] = ask_hall_resume,
	[REQUEST_BROADCAST] = ask_broadcast,
	[REQUEST_CLEAR] = ask_clear,
	[REQUEST_TRAINING] = ask_training,
	[REQUEST_DEVICE] = ask_device,
	[REQUEST_SHOWN] = ask_shown,
	[REQUEST_HEARD] = ask_heard,
	[REQUEST_VOICE] = ask_voice,
	[REQUEST_BOOK] = ask_book,
	[REQUEST_CHANGE] = ask_change,
	[REQUEST_UNBOOK] = ask_unbook,
	[REQUEST_CHECKIN] = ask_checkin,
	[REQUEST_RATE] = ask_rate,
	[REQUEST_COMPLAIN] = ask_complain,
	[REQUEST_FOLLOWUP_OWN] = ask_followup_own,
	[REQUEST_FOLLOWUP_CLOSE] = ask_followup_close,
};

/* True: the same request came before, or another of the same id. */
static bool
settle(struct model *m, const struct request *r, int64_t now_ms,
    struct model_answer *a)
{
	const struct model_rid *known = r->rid
	    ? model_rid(m, r->user, r->rid, now_ms)
	    : NULL;

	if (!known)
		return false;
	*a = known->answer;
	a->replayed = true;
	a->event = false;
	if (known->voided && r->type == REQUEST_ISSUE) {
		a->refusal = REFUSE_RIDVOID;
	} else if (known->args != r->args) {
		a->refusal = REFUSE_RIDCONFLICT;
	}
	return true;
}

static void
remember(struct model *m, const struct request *r, int64_t now_ms,
    const struct model_answer *a)
{
	const char *rid = r->victim ? NULL : r->rid;

	if (a->type == OUTCOME_VOID)
		rid = r->victim;
	if (!rid)
		return;
	assert(m->rids_count < MODEL_RIDS);
	struct model_rid *to = &m->rids[m->rids_count++];
	*to = (struct model_rid){
		.args = r->args,
		.t_ms = now_ms,
		.voided = a->type == OUTCOME_VOID,
		.answer = *a,
	};
	(void)snprintf(to->user, sizeof(to->user), "%s", r->user);
	(void)snprintf(to->rid, sizeof(to->rid), "%s", rid);
}

void
model_ask(struct model *m, const struct request *r, int64_t now_ms,
    struct model_answer *a)
{
	*a = (struct model_answer){ .refusal = REFUSE_SERVICECLOSED };
	if (!m->layout || m->day < 0)
		return;
	if (now_ms < m->last_ms)
		now_ms = m->last_ms;
	a->refusal = REFUSE_NOT;
	if (settle(m, r, now_ms, a))
		return;
	a->refusal = asks[r->type](m, r, now_ms, a);
	if (!a->event)
		return;
	m->seq++;
	m->last_ms = now_ms;
	struct model_counter *c = model_counter(m, r->counter);
	if (c && r->type != REQUEST_SWITCH && strcmp(c->state, "closed") != 0) {
		c->terminal = r->terminal;
		c->lapsed = false;
	}
	model_works(m, now_ms);
	remember(m, r, now_ms, a);
}
