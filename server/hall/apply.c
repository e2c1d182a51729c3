/* Events made state. Nothing here can fail: hall_reserve came before. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "server/hall/apply.h"
#include "server/hall/number.h"
#include "server/hall/policy.h"
#include "server/hall/shown.h"
#include "server/hall/slot.h"

void
ticket_leave(struct hall *h, struct ticket *t, int64_t t_ms)
{
	visit_leave(h, t);
	if (t->state == TICKET_WAITING) {
		queue_remove(hall_queue_of(h, t), t->node);
		watch_leave(board_service(h->board, t->service), t);
		return;
	}
	if (t->state != TICKET_CALLED && t->state != TICKET_SERVING)
		return;
	struct counter *c = board_counter(h->board, t->counter);
	if (!c || c->ticket != t->id)
		return;
	c->ticket = 0;
	handling_end(c, t_ms);
}

void
ticket_wait(struct hall *h, struct ticket *t)
{
	struct place at;

	t->state = TICKET_WAITING;
	place_of(h, t, &at);
	t->ranked = at.ranked;
	t->node->key = at.key;
	queue_insert(at.queue, t->node);
	watch_wait(board_service(h->board, t->service), t);
}

void
ticket_end(
    struct hall *h, struct ticket *t, enum ticket_state state, int64_t t_ms)
{
	ticket_leave(h, t, t_ms);
	t->state = state;
	t->ended_ms = t_ms;
}

static void
apply_layout(struct hall *h, const struct event *e)
{
	struct board *old = h->board;

	assert(h->spare);
	h->board = h->spare;
	h->spare = NULL;
	board_inherit(h->board, old, e->t_ms);
	board_destroy(old);
}

static void
apply_day_closed(struct hall *h, const struct event *e)
{
	for (size_t i = 0; i < h->tickets_count; i++)
		free(h->tickets[i]);
	h->tickets_count = 0;
	h->until = (struct queue){ 0 };
	booking_forget(&h->bookings);
	followup_forget(&h->followups);
	h->base = e->id;
	h->day = e->day;
	h->board->lap_last = 0;
	watch_day(h, e->t_ms);
	tally_day(h);
	for (uint32_t i = 0; i < h->board->services_count; i++) {
		struct service *s = &h->board->services[i];
		s->queue = s->ranked = (struct queue){ 0 };
		s->normals = s->rankeds = 0;
		s->next = s->first;
		s->lap = 0;
		s->session_ms = s->ended_ms = 0;
		s->session_count = 0;
		handling_forget(&s->handling);
		if (s->by_ordinal) {
			memset(s->by_ordinal, 0,
			    s->by_ordinal_cap * sizeof(uint32_t));
		}
	}
	/* Names that nobody has would gather here, and are looked through. */
	h->lines_count = 0;
	for (uint32_t i = 0; i < h->board->counters_count; i++) {
		h->board->counters[i].queue = (struct queue){ 0 };
		h->board->counters[i].ticket = 0;
		h->board->counters[i].at_hand = (struct at_hand){ 0 };
	}
}

static void
count_session(struct service *s, const struct event *e)
{
	/* Those who come to an appointment are no part of its quota. */
	if (!e->session_ms || e->appointment)
		return;
	if (s->session_ms != e->session_ms)
		s->session_count = 0;
	s->session_ms = e->session_ms;
	s->session_count++;
}

static void
take_number(struct hall *h, const struct event *e)
{
	struct service *s = board_service(h->board, e->service);
	uint32_t ordinal, lap;

	if (s)
		count_session(s, e);
	if (!s || !number_of_slot(e->slot, s, &ordinal, &lap))
		return;
	assert(ordinal - s->first < s->by_ordinal_cap);
	s->by_ordinal[ordinal - s->first] = (uint32_t)(e->id - h->base + 1);
	s->next = ordinal + 1;
	s->lap = lap;
	if (h->board->lap_last < lap)
		h->board->lap_last = lap;
}

static void
apply_issued(struct hall *h, const struct event *e)
{
	struct ticket *t = h->spare_ticket;

	assert(t && h->tickets_count < h->tickets_cap);
	assert(e->id == h->base + (int64_t)h->tickets_count);
	h->spare_ticket = NULL;
	h->tickets[h->tickets_count++] = t;
	t->id = e->id;
	t->issued_ms = e->t_ms;
	t->credited_ms = e->credited_ms;
	t->back = 1;
	t->appointed_ms = e->appointed_ms;
	t->service = pool_find(&h->pool, e->service);
	t->class = pool_find(&h->pool, e->class);
	t->lang = pool_find(&h->pool, e->lang);
	t->for_counter = pool_find(&h->pool, e->to_counter);
	t->for_clerk = pool_find(&h->pool, e->to_clerk);
	t->watch.training = e->training;
	h->watch.issued += !e->training;
	apply_copy(t->number, sizeof(t->number), e->number);
	visit_issued(h, t, e);
	take_number(h, e);
	handling_arrived(h, t);
	ticket_wait(h, t);
	if (e->appointment)
		apply_checked_in(h, e);
}

static void
apply_called(struct hall *h, const struct event *e)
{
	struct ticket *t = hall_ticket(h, e->id);
	struct counter *c = board_counter(h->board, e->counter);

	assert(t && c);
	visit_apply_after(h, e);
	if (t->state == TICKET_WAITING)
		policy_taken(h, t);
	/* A recall is no other handling. */
	bool again = c->ticket == t->id;
	if (!again) {
		ticket_leave(h, t, e->t_ms);
		handling_begin(h, c, t, e->t_ms);
	}
	t->state = TICKET_CALLED;
	t->counter = c->label;
	t->clerk = c->clerk;
	t->for_counter = t->for_clerk = NULL;
	t->calls = (uint32_t)e->calls;
	t->last_call_ms = e->t_ms;
	if (!t->called_ms)
		watch_called(board_service(h->board, t->service), t, e->t_ms);
	visit_called(t, e);
	c->ticket = t->id;
	c->state = COUNTER_OPEN;
	c->reason[0] = '\0';
	watch_works(c, e->t_ms);
	shown_called(c, e);
}

static void
apply_started(struct hall *h, const struct event *e)
{
	struct ticket *t = hall_ticket(h, e->id);

	assert(t);
	t->state = TICKET_SERVING;
	visit_started(t, e);
}

static void
apply_served(struct hall *h, const struct event *e)
{
	struct ticket *t = hall_ticket(h, e->id);

	assert(t);
	if (!t->started_ms)
		t->started_ms = t->called_ms;
	t->matters = (uint32_t)e->matters;
	t->visit.handled_ms = e->handled_ms;
	ticket_end(h, t, TICKET_SERVED, e->t_ms);
	/* A NEXT resumes, whether or not somebody waits. */
	if (e->nil)
		apply_resumed(h, e);
}

static void
apply_passed(struct hall *h, const struct event *e)
{
	visit_passed(h, e);
	if (e->nil)
		apply_resumed(h, e);
}

static void
wait_again(struct hall *h, struct ticket *t, int64_t credited_ms)
{
	t->credited_ms = credited_ms;
	t->started_ms = 0;
	t->calls = 0;
	t->visit.kept = false;
	ticket_wait(h, t);
}

static void
apply_missed(struct hall *h, const struct event *e)
{
	struct ticket *t = hall_ticket(h, e->id);

	assert(t);
	ticket_leave(h, t, e->t_ms);
	t->state = TICKET_MISSED;
	t->misses = (uint32_t)e->misses;
	/* By the hall's rule it waits again by itself. */
	if (e->state) {
		t->back = 1;
		wait_again(h, t, e->credited_ms);
	} else {
		watch_aside(board_service(h->board, t->service), t);
	}
}

static void
apply_abandoned(struct hall *h, const struct event *e)
{
	struct ticket *t = hall_ticket(h, e->id);

	assert(t);
	if (e->misses)
		t->misses = (uint32_t)e->misses;
	if (e->handled_ms)
		t->visit.handled_ms = e->handled_ms;
	ticket_end(h, t, TICKET_ABANDONED, e->t_ms);
	watch_abandoned(h, t);
}

/* RETURNED and TRANSFERRED: it waits again. */
static void
apply_again(struct hall *h, const struct event *e)
{
	struct ticket *t = hall_ticket(h, e->id);

	assert(t);
	ticket_leave(h, t, e->t_ms);
	if (e->to_service)
		t->service = pool_find(&h->pool, e->to_service);
	t->for_counter = pool_find(&h->pool, e->to_counter);
	t->for_clerk = pool_find(&h->pool, e->to_clerk);
	t->back = !e->front;
	if (e->handled_ms)
		t->visit.handled_ms = e->handled_ms;
	wait_again(h, t, e->credited_ms);
}

static void
apply_classed(struct hall *h, const struct event *e)
{
	struct ticket *t = hall_ticket(h, e->id);
	bool waits = t && t->state == TICKET_WAITING;

	assert(t);
	if (waits)
		ticket_leave(h, t, e->t_ms);
	t->class = pool_find(&h->pool, e->class);
	t->credited_ms = e->credited_ms;
	if (waits)
		ticket_wait(h, t);
}

static void
apply_cancelled(struct hall *h, const struct event *e)
{
	struct ticket *t = hall_ticket(h, e->id);

	if (t)
		ticket_end(h, t, TICKET_CANCELLED, e->t_ms);
}

static void
apply_nothing(struct hall *h, const struct event *e)
{
	(void)h;
	(void)e;
}

static void
apply_printed(struct hall *h, const struct event *e)
{
	struct ticket *t = hall_ticket(h, e->id);

	assert(t);
	t->printed = pool_find(&h->pool, e->verdict);
}

static apply_fn *const appliers[EVENT_TYPES] = {
	[EVENT_LAYOUT] = apply_layout,
	[EVENT_DAY_CLOSED] = apply_day_closed,
	[EVENT_ISSUED] = apply_issued,
	[EVENT_CALLED] = apply_called,
	[EVENT_STARTED] = apply_started,
	[EVENT_SERVED] = apply_served,
	[EVENT_MISSED] = apply_missed,
	[EVENT_ABANDONED] = apply_abandoned,
	[EVENT_RETURNED] = apply_again,
	[EVENT_TRANSFERRED] = apply_again,
	[EVENT_CANCELLED] = apply_cancelled,
	[EVENT_VOIDED] = apply_nothing,
	[EVENT_PRINTED] = apply_printed,
	[EVENT_OPENED] = apply_opened,
	[EVENT_CLOSED] = apply_closed,
	[EVENT_PAUSED] = apply_paused,
	[EVENT_RESUMED] = apply_resumed,
	[EVENT_LAPSED] = apply_lapsed,
	[EVENT_CLASSED] = apply_classed,
	[EVENT_SWITCHED] = apply_switched,
	[EVENT_SESSION_ENDED] = apply_session_ended,
	[EVENT_HELD] = visit_held,
	[EVENT_UNHELD] = visit_unheld,
	[EVENT_PASSED] = apply_passed,
	[EVENT_HALL_PAUSED] = watch_apply_stop,
	[EVENT_HALL_RESUMED] = watch_apply_go,
	[EVENT_BROADCAST] = watch_apply_broadcast,
	[EVENT_HALL_CLEARED] = apply_hall_cleared,
	[EVENT_TRAINING] = watch_apply_training,
	[EVENT_DEVICE] = watch_apply_device,
	[EVENT_ALERT] = alert_apply,
	[EVENT_SHOWN] = shown_apply_shown,
	[EVENT_HEARD] = shown_apply_heard,
	[EVENT_BOOKED] = apply_booked,
	[EVENT_CHANGED] = apply_changed,
	[EVENT_UNBOOKED] = apply_unbooked,
	[EVENT_NOSHOW] = apply_noshow,
	[EVENT_RATED] = apply_rated,
	[EVENT_COMPLAINED] = apply_complained,
	[EVENT_FOLLOWUP_OWNED] = apply_followup,
	[EVENT_FOLLOWUP_CLOSED] = apply_followup,
	[EVENT_RESTORED] = apply_restored,
	[EVENT_FORGOTTEN] = apply_nothing,
	[EVENT_ACCOUNT_ADDED] = apply_account_added,
	[EVENT_ACCOUNT_DISABLED] = apply_account_state,
	[EVENT_ACCOUNT_ENABLED] = apply_account_state,
	[EVENT_ACCOUNT_SECRET] = apply_account_secret,
};

/* Any command of a terminal for its counter holds the lease again. */
static void
apply_terminal(struct hall *h, const struct event *e)
{
	struct counter *c = board_counter(h->board, e->counter);

	if (!c || !e->terminal || c->state == COUNTER_CLOSED)
		return;
	apply_copy(c->terminal, sizeof(c->terminal), e->terminal);
	c->lapsed = false;
	if (c->lease_until_ms < e->t_ms + h->board->lease_ms)
		c->lease_until_ms = e->t_ms + h->board->lease_ms;
}

/* The outcome's strings must outlive the event: take the pool's. */
static void
keep_outcome(const struct hall *h, const struct event *e, struct outcome *o)
{
	outcome_of(e, o);
	o->service = pool_find(&h->pool, o->service);
	o->class = pool_find(&h->pool, o->class);
	o->counter = pool_find(&h->pool, o->counter);
	o->clerk = pool_find(&h->pool, o->clerk);
	o->owner = pool_find(&h->pool, o->owner);
	o->account = pool_find(&h->pool, o->account);
	o->role = pool_find(&h->pool, o->role);
	o->state = pool_find(&h->pool, o->state);
}

/*
 * A request that is undone is remembered anew, for a day from then: whoever
 * asked for it asks in vain.
 */
void
hall_remember(struct hall *h, const struct event *e)
{
	const struct rid *undone = e->victim
	    ? rid_find(&h->rids, e->user, e->victim, e->t_ms)
	    : NULL;

	if ((!e->rid && !e->victim) || !h->rids.spare)
		return;
	struct rid *r = rid_put(&h->rids, e->t_ms);
	r->voided = e->victim || e->type == EVENT_VOIDED;
	if (undone) {
		r->args = undone->args;
		r->outcome = undone->outcome;
	} else {
		r->args = e->args;
		keep_outcome(h, e, &r->outcome);
	}
}

void
hall_apply(struct hall *h, const struct event *e)
{
	assert(e->seq == 0 || h->seq == 0 || e->seq == h->seq + 1);
	tally_event(h, e);
	appliers[e->type](h, e);
	watch_stamp(h, e);
	if (h->board)
		apply_terminal(h, e);
	hall_remember(h, e);
	if (e->seq)
		h->seq = e->seq;
	if (e->t_ms > h->last_ms)
		h->last_ms = e->t_ms;
	h->wall_ms = e->wall_ms;
}
