/* Requests about an appointment: booked, changed, cancelled, checked in. */
#include <string.h>

#include "server/hall/day.h"
#include "server/hall/decide.h"
#include "server/hall/decide_watch.h"
#include "server/hall/session.h"
#include "server/hall/slot.h"

/* The appointment as it is, and no event. Never refuses. */
static enum refusal
answer(const struct hall *h, const struct booking *b, struct decision *out)
{
	out->outcome = (struct outcome){
		.type = OUTCOME_BOOKING,
		.replayed = true,
		.seq = h->seq,
		.service = b->service,
		.state = booking_state_name(b->state),
		.appointed_ms = b->appointed_ms,
	};
	memcpy(out->outcome.appointment, b->code, sizeof(b->code));
	return REFUSE_NOT;
}

static void
about(struct hall *h, const struct booking *b, struct decision *out)
{
	out->event.appointment = b->code;
	out->event.service = b->service;
	out->event.appointed_ms = b->appointed_ms;
	out->event.until_ms = b->appointed_ms + h->board->booking.late_ms;
}

/* May one more be booked for that slot? */
static enum refusal
has_room(struct hall *h, const struct service *s, int64_t now_ms,
    int64_t appointed_ms)
{
	if (!slot_exists(h, s, now_ms, appointed_ms))
		return REFUSE_NOSUCHSLOT;
	if (booking_count(&h->bookings, s->code, appointed_ms) >=
	    s->slots.capacity)
		return REFUSE_SLOTFULL;
	return REFUSE_NOT;
}

/* A code that nobody has, from the edge's random number. */
static void
make_code(const struct hall *h, uint64_t random, char out[BOOKING_CODE + 1])
{
	do {
		booking_code_write(out, random & BOOKING_CODE_MASK);
		random = random * 6364136223846793005u + 1442695040888963407u;
		random ^= random >> 31;
	} while (booking_find(&h->bookings, out));
}

enum refusal
decide_book(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out)
{
	const struct service *s = board_service(h->board, r->service);

	if (!r->rid)
		return REFUSE_RIDREQUIRED;
	out->detail = r->service;
	if (!s)
		return REFUSE_NOSUCHSERVICE;
	uint64_t origin = hash_str(hash_str(HASH_START, r->user), r->rid);
	const struct booking *b = booking_of(
	    &h->bookings, s->code, r->appointed_ms, origin);
	if (b)
		return answer(h, b, out);
	enum refusal refusal = has_room(h, s, now_ms, r->appointed_ms);
	if (refusal)
		return refusal;
	out->detail = NULL;
	if (h->bookings.count >= h->board->booking.max)
		return REFUSE_BOOKINGS;
	decide_event(h, r, out, EVENT_BOOKED);
	make_code(h, r->random, h->bookings.made);
	out->event.appointment = h->bookings.made;
	out->event.service = s->code;
	out->event.appointed_ms = r->appointed_ms;
	out->event.until_ms = r->appointed_ms + h->board->booking.late_ms;
	out->event.lang = r->lang;
	out->event.contact = r->contact;
	out->event.origin = origin;
	return REFUSE_NOT;
}

static enum refusal
find(struct hall *h, const struct request *r, struct decision *out,
    const struct booking **b)
{
	*b = booking_find(&h->bookings, r->appointment);
	if (!*b)
		return REFUSE_NOSUCHAPPOINTMENT;
	out->detail = booking_state_name((*b)->state);
	return REFUSE_NOT;
}

enum refusal
decide_change(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out)
{
	const struct booking *b;
	enum refusal refusal = find(h, r, out, &b);

	if (!r->rid)
		return REFUSE_RIDREQUIRED;
	if (refusal)
		return refusal;
	if (b->state != BOOKING_BOOKED)
		return REFUSE_BADSTATE;
	if (b->appointed_ms == r->appointed_ms)
		return answer(h, b, out);
	out->detail = b->service;
	const struct service *s = board_service(h->board, b->service);
	refusal = s ? has_room(h, s, now_ms, r->appointed_ms)
		    : REFUSE_NOSUCHSERVICE;
	if (refusal)
		return refusal;
	decide_event(h, r, out, EVENT_CHANGED);
	about(h, b, out);
	out->event.appointed_ms = r->appointed_ms;
	out->event.until_ms = r->appointed_ms + h->board->booking.late_ms;
	return REFUSE_NOT;
}

enum refusal
decide_unbook(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out)
{
	const struct booking *b;
	enum refusal refusal = find(h, r, out, &b);

	(void)now_ms;
	if (refusal)
		return refusal;
	if (b->state == BOOKING_CANCELLED)
		return answer(h, b, out);
	if (b->state != BOOKING_BOOKED)
		return REFUSE_BADSTATE;
	decide_event(h, r, out, EVENT_UNBOOKED);
	about(h, b, out);
	out->event.until_ms = 0;
	return REFUSE_NOT;
}

/* The ticket that it has brought already. */
static enum refusal
ticket_again(
    const struct hall *h, const struct booking *b, struct decision *out)
{
	const struct ticket *t = hall_ticket(h, b->ticket);
	int64_t ahead = hall_ahead(h, b->ticket);

	if (!t)
		return REFUSE_NOSUCHTICKET;
	(void)decide_again(h, OUTCOME_ISSUED, t, out);
	out->outcome.day = h->day;
	out->outcome.issued_ms = t->issued_ms;
	out->outcome.ahead = ahead < 0 ? 0 : ahead;
	out->outcome.training = t->watch.training;
	out->outcome.appointed_ms = t->appointed_ms;
	memcpy(out->outcome.appointment, b->code, sizeof(b->code));
	return REFUSE_NOT;
}

static enum refusal
refuse_with_time(
    struct hall *h, struct decision *out, enum refusal refusal, int64_t t_ms)
{
	day_write_time(h->say, session_zone(h), t_ms);
	out->detail = h->say;
	return refusal;
}

enum refusal
decide_checkin(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out)
{
	const struct booking_rule *rule = &h->board->booking;
	const struct booking *b;
	enum refusal refusal = find(h, r, out, &b);

	if (refusal)
		return refusal;
	if (b->ticket)
		return ticket_again(h, b, out);
	if (b->state == BOOKING_CANCELLED)
		return REFUSE_BADSTATE;
	int64_t from_ms = b->appointed_ms - rule->early_ms;
	bool late = b->state == BOOKING_NOSHOW || now_ms > b->until_ms;
	if (now_ms < from_ms)
		return refuse_with_time(h, out, REFUSE_TOOEARLY, from_ms);
	if (late && !rule->walk_in) {
		return refuse_with_time(
		    h, out, REFUSE_TOOLATE, b->appointed_ms);
	}
	struct service *s = board_service(h->board, b->service);
	if (!s)
		return REFUSE_NOSUCHSERVICE;
	if (watch_refuses(h, s, out))
		return REFUSE_PAUSED;
	const struct newcomer who = { s,
		&h->board->classes[late ? 0 : rule->class],
		late ? now_ms : b->appointed_ms };
	refusal = decide_ticket(h, r, &who, out);
	if (refusal)
		return refusal;
	about(h, b, out);
	out->event.until_ms = 0;
	out->event.appointed_ms = late ? 0 : b->appointed_ms;
	out->event.lang = r->lang ? r->lang : b->lang;
	out->event.session_ms = session_began_ms(h, s, who.t_ms);
	return REFUSE_NOT;
}
