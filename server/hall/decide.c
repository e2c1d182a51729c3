/* What becomes of a request: the part that all of them share. */
#include <string.h>

#include "server/hall/day.h"
#include "server/hall/decide.h"
#include "server/hall/decide_watch.h"
#include "server/hall/number.h"
#include "server/hall/replay.h"
#include "server/hall/session.h"
#include "server/hall/shown.h"
#include "server/hall/slot.h"

decide_fn *const decide_table[REQUEST_TYPES] = {
	[REQUEST_ISSUE] = decide_issue,
	[REQUEST_CANCEL] = decide_cancel,
	[REQUEST_PRINTED] = decide_printed,
	[REQUEST_OPEN] = decide_open,
	[REQUEST_CLOSE] = decide_close,
	[REQUEST_PAUSE] = decide_pause,
	[REQUEST_RESUME] = decide_resume,
	[REQUEST_LEASE] = decide_lease,
	[REQUEST_NEXT] = decide_next,
	[REQUEST_CALL] = decide_call,
	[REQUEST_RECALL] = decide_recall,
	[REQUEST_START] = decide_start,
	[REQUEST_FINISH] = decide_finish,
	[REQUEST_MISSED] = decide_missed,
	[REQUEST_ABANDONED] = decide_abandoned,
	[REQUEST_RETURN] = decide_return,
	[REQUEST_TRANSFER] = decide_transfer,
	[REQUEST_CLASS] = decide_class,
	[REQUEST_SWITCH] = decide_switch,
	[REQUEST_HOLD] = decide_hold,
	[REQUEST_UNHOLD] = decide_unhold,
	[REQUEST_HALL_PAUSE] = decide_hall_pause,
	[REQUEST_HALL_RESUME] = decide_hall_resume,
	[REQUEST_BROADCAST] = decide_broadcast,
	[REQUEST_CLEAR] = decide_clear,
	[REQUEST_TRAINING] = decide_training,
	[REQUEST_DEVICE] = decide_device,
	[REQUEST_SHOWN] = decide_shown,
	[REQUEST_HEARD] = decide_heard,
	[REQUEST_VOICE] = decide_voice,
	[REQUEST_BOOK] = decide_book,
	[REQUEST_CHANGE] = decide_change,
	[REQUEST_UNBOOK] = decide_unbook,
	[REQUEST_CHECKIN] = decide_checkin,
	[REQUEST_RATE] = decide_rate,
	[REQUEST_COMPLAIN] = decide_complain,
	[REQUEST_FOLLOWUP_OWN] = decide_followup_own,
	[REQUEST_FOLLOWUP_CLOSE] = decide_followup_close,
	[REQUEST_ACCOUNT_ADD] = decide_account_add,
	[REQUEST_ACCOUNT_DISABLE] = decide_account_disable,
	[REQUEST_ACCOUNT_ENABLE] = decide_account_enable,
	[REQUEST_ACCOUNT_SECRET] = decide_account_secret,
};

/* Begins the event of a request; decide_about adds the ticket. */
void
decide_event(struct hall *h, const struct request *r, struct decision *out,
    enum event_type type)
{
	(void)h;
	out->has_event = true;
	out->event.type = type;
	out->event.user = r->user;
	out->event.from = r->from;
	out->event.rid = r->rid;
	out->event.args = r->args;
	out->event.counter = r->counter;
	out->event.terminal = r->counter ? r->terminal : NULL;
	out->event.reason = r->reason;
}

void
decide_about(struct decision *out, const struct ticket *t)
{
	out->event.id = t->id;
	out->event.service = t->service;
	out->event.class = t->class;
	memcpy(out->number, t->number, sizeof(out->number));
	out->event.number = out->number;
}

enum refusal
decide_again(const struct hall *h, enum outcome_type type,
    const struct ticket *t, struct decision *out)
{
	out->outcome = (struct outcome){
		.type = type,
		.replayed = true,
		.seq = h->seq,
		.id = t->id,
		.service = t->service,
		.class = t->class,
		/* Given back, it belongs to no counter. */
		.counter = t->state == TICKET_CANCELLED ? NULL : t->counter,
		.state = ticket_state_name(t->state),
	};
	memcpy(out->outcome.number, t->number, sizeof(t->number));
	if (type != OUTCOME_CALL)
		return REFUSE_NOT;
	out->outcome.waited_ms = visit_waited_ms(t);
	out->outcome.calls = t->calls;
	return REFUSE_NOT;
}

/* True: an earlier request of this id settles the matter. */
static bool
settle(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out)
{
	const struct rid *known = r->rid
	    ? rid_find(&h->rids, r->user, r->rid, now_ms)
	    : NULL;

	if (!known)
		return false;
	if (known->voided && r->type == REQUEST_ISSUE) {
		out->refusal = REFUSE_RIDVOID;
	} else if (known->args != r->args) {
		out->refusal = REFUSE_RIDCONFLICT;
	}
	out->outcome = known->outcome;
	out->outcome.replayed = true;
	return true;
}

/* As many of an account's requests are remembered as may be. */
static bool
is_used_up(const struct hall *h, const struct event *e)
{
	return e->rid && h->board->requests_max &&
	    rid_count(&h->rids, e->user) >= h->board->requests_max &&
	    account_find(&h->accounts, e->user);
}

void
hall_decide(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out)
{
	memset(out, 0, sizeof(*out));
	if (!h->board || h->day < 0) {
		out->refusal = REFUSE_SERVICECLOSED;
		return;
	}
	if (now_ms < h->last_ms)
		now_ms = h->last_ms;
	if (settle(h, r, now_ms, out))
		return;
	out->event.seq = h->seq + 1;
	out->event.t_ms = now_ms;
	out->refusal = decide_table[r->type](h, r, now_ms, out);
	if (!out->refusal && out->has_event && is_used_up(h, &out->event))
		out->refusal = REFUSE_REQUESTSUSED;
	if (out->refusal)
		out->has_event = false;
	if (out->has_event)
		outcome_of(&out->event, &out->outcome);
}

static bool
lapse(struct hall *h, int64_t now_ms, struct event *out)
{
	for (uint32_t i = 0; h->board && i < h->board->counters_count; i++) {
		const struct counter *c = &h->board->counters[i];
		if (c->state == COUNTER_CLOSED || c->lapsed ||
		    now_ms <= c->lease_until_ms)
			continue;
		*out = (struct event){
			.type = EVENT_LAPSED,
			.seq = h->seq + 1,
			.t_ms = now_ms > h->last_ms ? now_ms : h->last_ms,
			.counter = c->label,
		};
		return true;
	}
	return false;
}

bool
hall_tick(struct hall *h, int64_t now_ms, struct event *out)
{
	return lapse(h, now_ms, out) || hall_due(h, now_ms, out) ||
	    alert_tick(h, now_ms, out);
}

/* What a clock on the wall shows, for who reads the journal without a zone. */
static void
put_wall(const struct hall *h, struct event *e)
{
	const struct zone_table *zone = session_zone(h);
	int64_t end_ms = zone_instant_ms(
	    zone, (e->day + 1) * DAY_MS + h->board->day_starts_ms);

	e->offset_s = zone_offset_s(zone, e->t_ms);
	e->turns_ms = zone_turn_ms(zone, e->t_ms, end_ms);
	if (e->turns_ms)
		e->turned_s = zone_offset_s(zone, e->turns_ms);
}

void
hall_decide_day(
    const struct hall *h, int64_t day, int64_t now_ms, struct event *out)
{
	*out = (struct event){
		.type = EVENT_DAY_CLOSED,
		.seq = h->seq + 1,
		.t_ms = now_ms > h->last_ms ? now_ms : h->last_ms,
		.day = day,
		.id = h->base + (int64_t)h->tickets_count,
	};
	put_wall(h, out);
}

static bool
has_service(const struct layout *layout, const char *code)
{
	for (uint32_t i = 0; i < layout->services_count; i++) {
		if (strcmp(layout->services[i].code, code) == 0)
			return true;
	}
	return false;
}

static bool
has_steps(const struct layout *layout, const struct ticket *t)
{
	for (uint32_t i = t->visit.step; i < t->visit.steps_count; i++) {
		if (!has_service(layout, t->visit.steps[i]))
			return false;
	}
	return true;
}

static bool
has_counter(const struct layout *layout, const char *label)
{
	for (uint32_t i = 0; label && i < layout->counters_count; i++) {
		if (strcmp(layout->counters[i].label, label) == 0)
			return true;
	}
	return !label;
}

/* Its number, unchanged, still belongs to one of the layout's ranges. */
static bool
has_number(const struct hall *h, const struct layout *layout, const char *n)
{
	struct service *s;
	uint32_t ordinal;

	if (!number_read(h->board, n, &s, &ordinal))
		return false;
	for (uint32_t i = 0; i < layout->services_count; i++) {
		const struct layout_service *to = &layout->services[i];
		if (strcmp(to->code, s->code) == 0) {
			return strcmp(to->prefix, s->prefix) == 0 &&
			    to->first == s->first && to->last == s->last;
		}
	}
	return false;
}

void
hall_decide_layout(const struct hall *h, const struct layout *layout,
    const char *raw, int64_t now_ms, struct decision *out)
{
	memset(out, 0, sizeof(*out));
	out->event = (struct event){
		.type = EVENT_LAYOUT,
		.seq = h->seq + 1,
		.t_ms = now_ms > h->last_ms ? now_ms : h->last_ms,
		.raw = raw,
		.layout = layout,
	};
	for (size_t i = 0; i < h->tickets_count; i++) {
		const struct ticket *t = h->tickets[i];
		if (ticket_is_final(t) ||
		    (has_service(layout, t->service) && has_steps(layout, t) &&
			has_counter(layout, t->counter) &&
			has_counter(layout, t->for_counter) &&
			has_number(h, layout, t->number)))
			continue;
		out->refusal = REFUSE_OPENTICKETS;
		out->detail = t->number;
		return;
	}
	for (uint32_t i = 0; h->board && i < h->board->services_count; i++) {
		const char *code = h->board->services[i].code;
		if (has_service(layout, code) || !slot_is_booked(h, code))
			continue;
		out->refusal = REFUSE_BOOKED;
		out->detail = code;
		return;
	}
	out->has_event = !h->board || strcmp(h->board->raw, raw) != 0;
}
