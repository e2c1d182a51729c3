/*
 * Appointments in the plainest way: every slot of every day that can be booked
 * is looked at, and every booking.
 */
#include <assert.h>
#include <stdio.h>
#include <string.h>

#include "tests/sim/model_own.h"

#define MINUTE_MS ((int64_t)60000)

static bool
is_at(const struct model_booking *b, const char *service, int64_t appointed_ms)
{
	return strcmp(b->service, service) == 0 &&
	    b->appointed_ms == appointed_ms;
}

struct model_booking *
model_booking(struct model *m, const char *code)
{
	for (size_t i = 0; i < m->bookings_count; i++) {
		if (strcmp(m->bookings[i].code, code) == 0)
			return &m->bookings[i];
	}
	return NULL;
}

const char *
model_booked_service(const struct model *m, const struct layout *layout)
{
	for (uint32_t i = 0; i < m->layout->services_count; i++) {
		const char *code = m->layout->services[i].code;
		for (size_t k = 0; k < m->bookings_count; k++) {
			const struct model_booking *b = &m->bookings[k];
			if (strcmp(b->state, "booked") == 0 &&
			    strcmp(b->service, code) == 0 &&
			    !model_service(layout, code))
				return code;
		}
	}
	return NULL;
}

static bool
is_of_day(const struct model *m, const struct layout_service *s, int64_t day,
    int64_t appointed_ms)
{
	for (uint32_t i = 0; i < s->slots_count; i++) {
		int64_t from, to, step = (int64_t)s->slot_min * 60;
		model_span(s->slots[i], &from, &to);
		for (; from + step <= to; from += step) {
			int64_t t_ms;
			if (model_instant(day, from, &t_ms) &&
			    t_ms == appointed_ms)
				return model_in_session(m, appointed_ms);
		}
	}
	return false;
}

static bool
is_slot(const struct model *m, const struct layout_service *s, int64_t now_ms,
    int64_t appointed_ms)
{
	if (appointed_ms <= now_ms)
		return false;
	for (int64_t i = -1; i <= m->layout->book_days; i++) {
		if (is_of_day(m, s, m->day + i, appointed_ms))
			return true;
	}
	return false;
}

static enum refusal
has_room(const struct model *m, const struct layout_service *s, int64_t now_ms,
    int64_t appointed_ms)
{
	uint32_t taken = 0;

	if (!is_slot(m, s, now_ms, appointed_ms))
		return REFUSE_NOSUCHSLOT;
	for (size_t i = 0; i < m->bookings_count; i++) {
		const struct model_booking *b = &m->bookings[i];
		taken += is_at(b, s->code, appointed_ms) &&
		    strcmp(b->state, "cancelled") != 0;
	}
	return taken < s->slot_capacity ? REFUSE_NOT : REFUSE_SLOTFULL;
}

static enum refusal
tell(struct model_answer *a, const struct model_booking *b, bool event)
{
	a->type = OUTCOME_BOOKING;
	a->event = event;
	a->replayed = !event;
	a->service = b->service;
	a->state = b->state;
	a->appointed_ms = b->appointed_ms;
	memcpy(a->appointment, b->code, sizeof(a->appointment));
	return REFUSE_NOT;
}

static int64_t
until(const struct model *m, int64_t appointed_ms)
{
	return appointed_ms + m->layout->checkin_late_min * MINUTE_MS;
}

enum refusal
ask_book(struct model *m, const struct request *r, int64_t now_ms,
    struct model_answer *a)
{
	const struct layout_service *s = model_service(m->layout, r->service);

	if (!r->rid)
		return REFUSE_RIDREQUIRED;
	if (!s)
		return REFUSE_NOSUCHSERVICE;
	for (size_t i = 0; i < m->bookings_count; i++) {
		const struct model_booking *b = &m->bookings[i];
		if (is_at(b, s->code, r->appointed_ms) &&
		    strcmp(b->user, r->user) == 0 &&
		    strcmp(b->rid, r->rid) == 0)
			return tell(a, b, false);
	}
	enum refusal refusal = has_room(m, s, now_ms, r->appointed_ms);
	if (refusal)
		return refusal;
	if (m->bookings_count >= m->layout->bookings_max)
		return REFUSE_BOOKINGS;
	assert(m->bookings_count < MODEL_BOOKINGS);
	/* Any code will do that nobody has. */
	if (model_booking(m, m->code))
		return REFUSE_NOMEMORY;
	struct model_booking *b = &m->bookings[m->bookings_count++];
	*b = (struct model_booking){
		.service = s->code,
		.lang = r->lang,
		.state = "booked",
		.appointed_ms = r->appointed_ms,
		.until_ms = until(m, r->appointed_ms),
	};
	memcpy(b->code, m->code, sizeof(b->code));
	(void)snprintf(b->user, sizeof(b->user), "%s", r->user);
	(void)snprintf(b->rid, sizeof(b->rid), "%s", r->rid);
	return tell(a, b, true);
}

enum refusal
ask_change(struct model *m, const struct request *r, int64_t now_ms,
    struct model_answer *a)
{
	struct model_booking *b = model_booking(m, r->appointment);

	if (!r->rid)
		return REFUSE_RIDREQUIRED;
	if (!b)
		return REFUSE_NOSUCHAPPOINTMENT;
	if (strcmp(b->state, "booked") != 0)
		return REFUSE_BADSTATE;
	if (b->appointed_ms == r->appointed_ms)
		return tell(a, b, false);
	enum refusal refusal = has_room(
	    m, model_service(m->layout, b->service), now_ms, r->appointed_ms);
	if (refusal)
		return refusal;
	b->appointed_ms = r->appointed_ms;
	b->until_ms = until(m, r->appointed_ms);
	return tell(a, b, true);
}

enum refusal
ask_unbook(struct model *m, const struct request *r, int64_t now_ms,
    struct model_answer *a)
{
	struct model_booking *b = model_booking(m, r->appointment);

	(void)now_ms;
	if (!b)
		return REFUSE_NOSUCHAPPOINTMENT;
	if (strcmp(b->state, "cancelled") == 0)
		return tell(a, b, false);
	if (strcmp(b->state, "booked") != 0)
		return REFUSE_BADSTATE;
	b->state = "cancelled";
	return tell(a, b, true);
}

/* The ticket that it brought before. */
static enum refusal
again(struct model *m, const struct model_booking *b, struct model_answer *a)
{
	const struct model_ticket *t = model_ticket(m, b->ticket);

	model_tell(a, OUTCOME_ISSUED, t);
	a->replayed = true;
	a->day = m->day;
	a->issued_ms = t->issued_ms;
	a->ahead = model_is(t, "waiting") ? model_ahead(m, t) : 0;
	a->training = t->training;
	a->appointed_ms = t->appointed_ms;
	memcpy(a->appointment, b->code, sizeof(a->appointment));
	return REFUSE_NOT;
}

static const char *
class_for(const struct model *m, bool late)
{
	const struct layout_class *class = late || !m->layout->appointment_class
	    ? NULL
	    : model_class(m->layout, m->layout->appointment_class);

	return class ? class->code : m->layout->classes[0].code;
}

enum refusal
ask_checkin(struct model *m, const struct request *r, int64_t now_ms,
    struct model_answer *a)
{
	struct model_booking *b = model_booking(m, r->appointment);

	if (!b)
		return REFUSE_NOSUCHAPPOINTMENT;
	if (b->ticket)
		return again(m, b, a);
	if (strcmp(b->state, "cancelled") == 0)
		return REFUSE_BADSTATE;
	if (now_ms < b->appointed_ms - m->layout->checkin_early_min * MINUTE_MS)
		return REFUSE_TOOEARLY;
	bool late = strcmp(b->state, "noshow") == 0 || now_ms > b->until_ms;
	if (late && m->layout->late_checkin == LAYOUT_LATE_REFUSE)
		return REFUSE_TOOLATE;
	const struct layout_service *s = model_service(m->layout, b->service);
	if (!s)
		return REFUSE_NOSUCHSERVICE;
	if (model_stopped(m, s))
		return REFUSE_PAUSED;
	struct model_ticket visit = { 0 };
	enum refusal refusal = model_steps(m, r, s, &visit);
	if (refusal)
		return refusal;
	struct model_ticket t = {
		.matters = r->matters > 0 ? r->matters : 0,
		.service = b->service,
		.class = class_for(m, late),
		.only = r->to_counter,
		.for_clerk = r->to_clerk,
		.appointed_ms = late ? 0 : b->appointed_ms,
	};
	memcpy(t.steps, visit.steps, sizeof(t.steps));
	refusal = model_issue(m, r, &t, now_ms, a);
	if (refusal)
		return refusal;
	b->ticket = a->id;
	b->state = late ? "late" : "checked_in";
	a->appointed_ms = t.appointed_ms;
	memcpy(a->appointment, b->code, sizeof(a->appointment));
	return REFUSE_NOT;
}

const struct model_booking *
model_noshow(struct model *m, int64_t now_ms)
{
	struct model_booking *first = NULL;

	if (now_ms < m->last_ms)
		now_ms = m->last_ms;
	for (size_t i = 0; i < m->bookings_count; i++) {
		struct model_booking *b = &m->bookings[i];
		if (strcmp(b->state, "booked") != 0)
			continue;
		if (!first || b->appointed_ms < first->appointed_ms ||
		    (b->appointed_ms == first->appointed_ms &&
			strcmp(b->code, first->code) < 0))
			first = b;
	}
	if (!first || now_ms <= first->until_ms)
		return NULL;
	first->state = "noshow";
	m->seq++;
	m->last_ms = now_ms;
	return first;
}

/* The day's end forgets those that are over. */
void
model_forget_bookings(struct model *m)
{
	size_t kept = 0;

	for (size_t i = 0; i < m->bookings_count; i++) {
		if (strcmp(m->bookings[i].state, "booked") == 0)
			m->bookings[kept++] = m->bookings[i];
	}
	m->bookings_count = kept;
}
