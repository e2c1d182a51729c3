/* What must hold of a hall after every step. */
#include <stdio.h>
#include <string.h>

#include "server/hall/appointment.h"
#include "server/hall/followup_view.h"
#include "server/hall/state.h"
#include "tests/sim/sim.h"

static bool
same(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static const char *
show(const char *word)
{
	return word ? word : "(none)";
}

static void
same_word(
    const struct sim *s, const char *what, const char *is, const char *should)
{
	if (!same(is, should)) {
		sim_fail(
		    s, "%s is %s, should be %s", what, show(is), show(should));
	}
}

static void
same_int(const struct sim *s, const char *what, int64_t is, int64_t should)
{
	if (is != should) {
		sim_fail(s, "%s is %lld, should be %lld", what, (long long)is,
		    (long long)should);
	}
}

/* --- Answers ------------------------------------------------------------ */

static void
compare_ticket(
    const struct sim *s, const struct outcome *o, const struct model_answer *a)
{
	same_int(s, "the id", o->id, a->id);
	same_word(s, "the number", o->number, a->number);
	same_word(s, "the service", o->service, a->service);
	same_word(s, "the class", o->class, a->class);
}

static void
compare_followup(
    const struct sim *s, const struct outcome *o, const struct model_answer *a)
{
	same_int(s, "the follow-up", o->followup, a->followup);
	same_word(s, "the follow-up's state", o->state, a->state);
	same_word(s, "the follow-up's owner", o->owner, a->owner);
	same_int(s, "the day it is due", o->due, a->due);
}

static void
compare_outcome(
    const struct sim *s, const struct outcome *o, const struct model_answer *a)
{
	same_int(s, "the outcome's type", (int64_t)o->type, (int64_t)a->type);
	same_int(s, "replayed", o->replayed, a->replayed);
	same_int(s, "the count", o->count, a->count);
	if (o->type == OUTCOME_NIL || o->type == OUTCOME_VOID ||
	    o->type == OUTCOME_DONE || o->type == OUTCOME_COUNT ||
	    o->type == OUTCOME_VOICE)
		return;
	if (o->type == OUTCOME_FOLLOWUP) {
		compare_followup(s, o, a);
		return;
	}
	same_int(s, "the rating", o->rating, a->rating);
	same_int(s, "appointed", o->appointed_ms, a->appointed_ms);
	same_word(s, "the appointment", o->appointment, a->appointment);
	if (o->type == OUTCOME_BOOKING)
		same_word(s, "the service", o->service, a->service);
	if (o->type != OUTCOME_COUNTER && o->type != OUTCOME_BOOKING)
		compare_ticket(s, o, a);
	if (o->type != OUTCOME_ISSUED && o->type != OUTCOME_BOOKING)
		same_word(s, "the counter", o->counter, a->counter);
	same_word(s, "the state", o->state, a->state);
	if (o->type == OUTCOME_COUNTER)
		same_word(s, "the clerk", o->clerk, a->clerk);
	if (o->type == OUTCOME_ISSUED) {
		same_int(s, "the day", o->day, a->day);
		same_int(s, "training", o->training, a->training);
		same_int(s, "issued", o->issued_ms, a->issued_ms);
		same_int(s, "ahead", o->ahead, a->ahead);
	}
	if (o->type == OUTCOME_CALL) {
		same_int(s, "waited", o->waited_ms, a->waited_ms);
		same_int(s, "calls", o->calls, a->calls);
	}
}

void
sim_compare(const struct sim *s, const struct request *r,
    const struct decision *d, const struct model_answer *a)
{
	(void)r;
	same_int(s, "the refusal", (int64_t)d->refusal, (int64_t)a->refusal);
	if (d->refusal)
		return;
	same_int(s, "an event", d->has_event, a->event);
	compare_outcome(s, &d->outcome, a);
}

/* --- Queues ------------------------------------------------------------- */

/* Every level steps over as many nodes as it says, in order. */
static void
check_level(const struct sim *s, const struct queue *q, uint32_t level)
{
	const struct queue_link *link = &q->head[level];
	const struct queue_node *n = q->head[0].next;
	const struct queue_node *before = NULL;
	int64_t span = 0, rest = q->count;

	for (; n; before = n, n = n->link[0].next) {
		span++;
		rest--;
		if (before && queue_compare(&before->key, &n->key) >= 0)
			sim_fail(s, "a queue is out of order");
		if (n->levels <= level)
			continue;
		if (link->next != n || link->span != span)
			sim_fail(s, "level %u misses a ticket", level);
		link = &n->link[level];
		span = 0;
	}
	if (link->next || link->span != span || rest != 0)
		sim_fail(s, "level %u does not end well", level);
}

static bool
in_ratio(const struct sim *s, const struct ticket *t)
{
	const struct service *of = board_service(s->hall->board, t->service);

	return !t->for_counter && !t->for_clerk && of->ranked.count > 0;
}

static int64_t
check_queue(const struct sim *s, const struct queue *q)
{
	int64_t ahead = 0;

	for (uint32_t level = 0; level < QUEUE_LEVELS; level++)
		check_level(s, q, level);
	for (const struct queue_node *n = queue_first(q); n;
	     n = n->link[0].next) {
		const struct ticket *t = hall_ticket(s->hall, n->key.id);
		if (!t || t->node != n || t->state != TICKET_WAITING)
			sim_fail(s, "a queue holds what does not wait");
		if (hall_queue_of(s->hall, t) != q)
			sim_fail(s, "%s stands in a wrong queue", t->number);
		/* Under ratio the other queue counts too: see the model. */
		if (!t->ranked && !in_ratio(s, t))
			same_int(s, "ahead", hall_ahead(s->hall, t->id), ahead);
		ahead++;
	}
	return q->count;
}

static void
check_queues(const struct sim *s)
{
	const struct board *b = s->hall->board;
	int64_t standing = 0, waiting = 0;

	for (uint32_t i = 0; i < b->services_count; i++) {
		standing += check_queue(s, &b->services[i].queue);
		standing += check_queue(s, &b->services[i].ranked);
	}
	for (size_t i = 0; i < s->hall->lines_count; i++)
		standing += check_queue(s, &s->hall->lines[i].queue);
	for (uint32_t i = 0; i < b->counters_count; i++)
		standing += check_queue(s, &b->counters[i].queue);
	for (size_t i = 0; i < s->hall->tickets_count; i++)
		waiting += s->hall->tickets[i]->state == TICKET_WAITING;
	same_int(s, "tickets in queues", standing, waiting);
	for (uint32_t level = 0; level < QUEUE_LEVELS; level++)
		check_level(s, &s->hall->until, level);
}

/* --- Against the model -------------------------------------------------- */

static void
check_ticket(struct sim *s, const struct model_ticket *should)
{
	const struct ticket *t = hall_ticket(s->hall, should->id);

	if (!t)
		sim_fail(s, "ticket %s is lost", should->number);
	same_word(s, "state", ticket_state_name(t->state), should->state);
	same_word(s, "number", t->number, should->number);
	same_word(s, "service", t->service, should->service);
	same_word(s, "class", t->class, should->class);
	same_word(s, "counter", t->counter, should->counter);
	same_word(s, "only", t->for_counter, should->only);
	same_word(s, "clerk", t->clerk, should->clerk);
	same_int(s, "rating", t->visit.rating, should->rating);
	same_word(s, "for clerk", t->for_clerk, should->for_clerk);
	same_word(s, "printed", t->printed, should->printed);
	same_int(s, "issued", t->issued_ms, should->issued_ms);
	same_int(s, "credited", t->credited_ms, should->credited_ms);
	same_int(s, "called", t->called_ms, should->called_ms);
	same_int(s, "calls", t->calls, should->calls);
	same_int(s, "misses", t->misses, should->misses);
	same_int(s, "matters", t->matters, should->matters);
	same_int(s, "handled", t->visit.handled_ms, should->handled_ms);
	same_word(s, "hold", visit_hold_name(t->visit.hold), should->hold);
	same_word(s, "the next step", visit_next(t), should->steps[0]);
	same_int(s, "ahead", hall_ahead(s->hall, t->id),
	    model_is(should, "waiting") ? model_ahead(s->model, should) : -1);
}

static bool
at_hand(const struct ticket *t)
{
	return t->state == TICKET_CALLED || t->state == TICKET_SERVING;
}

static void
check_counter(struct sim *s, size_t i)
{
	const struct model_counter *should = &s->model->counters[i];
	const struct counter *c = &s->hall->board->counters[i];
	struct counter_view view;
	int64_t held = 0;

	hall_counter_view(s->hall, i, &view);
	same_word(s, "label", view.label, should->label);
	same_word(s, "counter's state", view.state, should->state);
	same_word(s, "clerk", view.clerk, should->clerk);
	same_word(s, "terminal", view.terminal, should->terminal);
	same_word(s, "reason", c->reason, should->reason);
	same_int(s, "lapsed", view.lapsed, should->lapsed);
	same_int(s, "on", view.on, should->on);
	same_int(s, "at hand", view.ticket, should->ticket);
	same_int(s, "lease", c->lease_until_ms, should->lease_ms);
	for (size_t k = 0; k < s->hall->tickets_count; k++) {
		const struct ticket *t = s->hall->tickets[k];
		if (!at_hand(t) || !same(t->counter, c->label))
			continue;
		same_int(s, "called to a counter", c->ticket, t->id);
		held++;
	}
	same_int(s, "tickets of a counter", held, c->ticket != 0);
}

/* A new layout may have given its class another credit since. */
static int64_t
credit_of(const struct model_ticket *t)
{
	return t->issued_ms - t->credited_ms;
}

void
sim_check_fair(struct sim *s, const struct event *called)
{
	const struct model_ticket *t = model_ticket(s->model, called->id);

	if (t->moved || !strstr(called->why, "heads"))
		return;
	for (size_t i = 0; i < s->model->tickets_count; i++) {
		const struct model_ticket *u = &s->model->tickets[i];
		if (u->id < t->id && !u->moved && model_is(u, "waiting") &&
		    !u->only && !u->for_clerk && u->ranked == t->ranked &&
		    u->tier == t->tier && same(u->service, t->service) &&
		    same(u->class, t->class) && credit_of(u) == credit_of(t))
			sim_fail(s, "%s overtook %s", t->number, u->number);
	}
}

static void
check_booking(const struct sim *s, const struct model_booking *should)
{
	struct booking_view v;

	if (!hall_booking_view(s->hall, should->code, &v))
		sim_fail(s, "appointment %s is lost", should->code);
	same_word(s, "booked service", v.service, should->service);
	same_word(s, "booking's state", v.state, should->state);
	same_word(s, "booking's lang", v.lang, should->lang);
	same_int(s, "booked for", v.appointed_ms, should->appointed_ms);
	same_int(s, "booked until", v.until_ms, should->until_ms);
	same_int(s, "booking's ticket", v.ticket, should->ticket);
}

static void
check_bookings(const struct sim *s)
{
	const struct booking_table *t = &s->hall->bookings;
	const struct model *m = s->model;
	int64_t open = 0;

	for (size_t i = 0; i < m->bookings_count; i++) {
		check_booking(s, &m->bookings[i]);
		open += strcmp(m->bookings[i].state, "booked") == 0;
	}
	same_int(
	    s, "appointments", (int64_t)t->count, (int64_t)m->bookings_count);
	same_int(s, "appointments to come", t->open.count, open);
	same_int(s, "appointments over", t->done.count,
	    (int64_t)m->bookings_count - open);
}

static void
check_followups(struct sim *s)
{
	struct followup_view v = { 0 };

	for (size_t i = 0; i < s->model->followups_count; i++) {
		const struct model_followup *should = &s->model->followups[i];
		if (!hall_next_followup(s->hall, v.id, &v))
			sim_fail(s, "a follow-up is lost");
		same_int(s, "follow-up", v.id, should->id);
		same_int(s, "its ticket", v.ticket, should->ticket);
		same_int(s, "its rating", v.rating, should->rating);
		same_int(s, "opened", v.opened_ms, should->opened_ms);
		same_int(s, "due", v.due, should->due);
		same_int(s, "overdue", v.overdue,
		    strcmp(should->state, "closed") != 0 &&
			should->due < s->model->day);
		same_word(s, "its state", v.state, should->state);
		same_word(s, "its number", v.number, should->number);
		same_word(s, "its service", v.service, should->service);
		same_word(s, "its counter", v.counter, should->counter);
		same_word(s, "its clerk", v.clerk, should->clerk);
		same_word(s, "its owner", v.owner, should->owner);
	}
	if (hall_next_followup(s->hall, v.id, &v))
		sim_fail(s, "follow-up %lld is too much", (long long)v.id);
}

void
sim_check(struct sim *s)
{
	const struct hall *h = s->hall;
	struct model *m = s->model;

	same_int(s, "seq", hall_seq(h), m->seq);
	same_int(s, "day", hall_day(h), m->day);
	same_int(s, "hall time", hall_last_ms(h), m->last_ms);
	if (!hall_has_layout(h))
		return;
	check_queues(s);
	sim_check_staff(s);
	check_bookings(s);
	check_followups(s);
	same_int(
	    s, "tickets", (int64_t)h->tickets_count, (int64_t)m->tickets_count);
	/* The model is slow: all of its tickets now and then, else a few. */
	size_t every = s->step % 50 ? 1 + m->tickets_count / 4 : 1;
	for (size_t i = sim_chance(s, every); i < m->tickets_count; i += every)
		check_ticket(s, &m->tickets[i]);
	for (size_t i = 0; i < hall_counters(h); i++)
		check_counter(s, i);
}
