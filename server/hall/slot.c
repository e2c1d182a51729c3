#include "server/hall/slot.h"

#include <assert.h>
#include <string.h>

#include "server/hall/appointment.h"
#include "server/hall/day.h"
#include "server/hall/session.h"

#define MINUTE_MS 60000

/* --- Made from a layout ------------------------------------------------- */

void
slot_take(struct slot_rule *rule, const struct layout_service *from)
{
	rule->min = from->slot_min;
	rule->capacity = from->slots_count ? from->slot_capacity : 0;
	for (uint32_t i = 0; i < from->slots_count && i < LAYOUT_SESSIONS_MAX;
	     i++) {
		bool read = hours_span_read(
		    from->slots[i], &rule->span[rule->spans++]);
		assert(read);
	}
}

void
booking_rule_take(struct booking_rule *rule, const struct layout *from)
{
	rule->days = from->book_days;
	rule->max = from->bookings_max;
	rule->early_ms = (int64_t)from->checkin_early_min * MINUTE_MS;
	rule->late_ms = (int64_t)from->checkin_late_min * MINUTE_MS;
	rule->walk_in = from->late_checkin != LAYOUT_LATE_REFUSE;
	for (uint32_t i = 0; i < from->classes_count; i++) {
		if (from->appointment_class &&
		    strcmp(from->classes[i].code, from->appointment_class) == 0)
			rule->class = i;
	}
}

/* --- Which there are ---------------------------------------------------- */

static int64_t
wall_ms(const struct hall *h, int64_t t_ms)
{
	return t_ms + (int64_t)zone_offset_s(session_zone(h), t_ms) * 1000;
}

/* The instant of a minute of business day DAY; false: the clock skips it. */
static bool
instant(const struct hall *h, int64_t day, int64_t min, int64_t *t_ms)
{
	int64_t local_ms = day * DAY_MS + min * MINUTE_MS;

	*t_ms = zone_instant_ms(session_zone(h), local_ms);
	return wall_ms(h, *t_ms) == local_ms;
}

static bool
is_in_session(const struct hall *h, const struct service *s, int64_t t_ms)
{
	struct hours_at at;

	hours_at(s->hours, session_zone(h), t_ms, &at);
	return at.session_ms != 0;
}

static bool
begins_slot(const struct slot_rule *rule, int64_t min)
{
	for (uint32_t i = 0; i < rule->spans; i++) {
		const struct hours_span *span = &rule->span[i];
		if (min >= span->from_min && min + rule->min <= span->to_min &&
		    (min - span->from_min) % rule->min == 0)
			return true;
	}
	return false;
}

bool
slot_exists(const struct hall *h, const struct service *s, int64_t now_ms,
    int64_t appointed_ms)
{
	const struct slot_rule *rule = &s->slots;
	/* Far enough that no sum overflows. */
	int64_t most_ms = now_ms + (h->board->booking.days + 2) * DAY_MS;
	int64_t again_ms;

	if (!rule->capacity || appointed_ms <= now_ms || appointed_ms > most_ms)
		return false;
	int64_t day = day_at(
	    session_zone(h), h->board->day_starts_ms, appointed_ms);
	int64_t in_day_ms = wall_ms(h, appointed_ms) - day * DAY_MS;
	int64_t min = in_day_ms / MINUTE_MS;
	return day <= h->day + h->board->booking.days &&
	    in_day_ms % MINUTE_MS == 0 && begins_slot(rule, min) &&
	    instant(h, day, min, &again_ms) && again_ms == appointed_ms &&
	    is_in_session(h, s, appointed_ms);
}

bool
slot_is_booked(const struct hall *h, const char *service)
{
	const struct booking_table *t = &h->bookings;

	for (const struct queue_node *n = queue_first(&t->open); n;
	     n = n->link[0].next) {
		if (strcmp(booking_of_node(t, n)->service, service) == 0)
			return true;
	}
	return false;
}

/*
 * The open ones stand in the order of their slots, which is that of their
 * ends unless a reload has changed how late one may come.
 */
bool
slot_tick(const struct hall *h, int64_t now_ms, struct event *out)
{
	const struct booking *b = booking_of_node(
	    &h->bookings, queue_first(&h->bookings.open));

	if (now_ms < h->last_ms)
		now_ms = h->last_ms;
	if (!b || now_ms <= b->until_ms)
		return false;
	*out = (struct event){
		.type = EVENT_NOSHOW,
		.seq = h->seq + 1,
		.t_ms = now_ms,
		.appointment = b->code,
		.service = b->service,
		.appointed_ms = b->appointed_ms,
	};
	return true;
}

/* --- What others read --------------------------------------------------- */

/* The time alone: whoever asks knows the day. */
static void
write_time(const struct hall *h, int64_t t_ms, char out[DAY_TEXT])
{
	char text[DAY_TEXT];

	day_write_time(text, session_zone(h), t_ms);
	memcpy(out, text + 6, 6);
}

static uint32_t
slots_in(const struct slot_rule *rule, const struct hours_span *span)
{
	return rule->min ? (uint32_t)(span->to_min - span->from_min) / rule->min
			 : 0;
}

/* The minute at which slot AT of the day begins; -1: there are no more. */
static int64_t
minute_of(const struct slot_rule *rule, uint32_t at)
{
	for (uint32_t i = 0; i < rule->spans; i++) {
		uint32_t count = slots_in(rule, &rule->span[i]);
		if (at < count)
			return rule->span[i].from_min + (int64_t)at * rule->min;
		at -= count;
	}
	return -1;
}

bool
hall_next_slot(const struct hall *h, int64_t now_ms, struct slot_walk *walk,
    struct slot_view *out)
{
	const struct service *s = &h->board->services[walk->service];
	int64_t min;

	while ((min = minute_of(&s->slots, walk->at)) >= 0) {
		walk->at++;
		if (!instant(h, walk->day, min, &out->appointed_ms) ||
		    !slot_exists(h, s, now_ms, out->appointed_ms))
			continue;
		uint32_t count = booking_count(
		    &h->bookings, s->code, out->appointed_ms);
		out->capacity = s->slots.capacity;
		out->free = count < s->slots.capacity
		    ? s->slots.capacity - count
		    : 0;
		write_time(h, out->appointed_ms, out->time);
		return true;
	}
	return false;
}

static void
view(const struct hall *h, const struct booking *b, struct booking_view *out)
{
	*out = (struct booking_view){
		.code = b->code,
		.service = b->service,
		.state = booking_state_name(b->state),
		.lang = b->lang,
		.appointed_ms = b->appointed_ms,
		.from_ms = b->appointed_ms - h->board->booking.early_ms,
		.until_ms = b->until_ms,
		.day = day_at(
		    session_zone(h), h->board->day_starts_ms, b->appointed_ms),
		.ticket = b->ticket,
	};
	write_time(h, b->appointed_ms, out->time);
}

bool
hall_booking_view(
    const struct hall *h, const char *code, struct booking_view *out)
{
	const struct booking *b = h->board ? booking_find(&h->bookings, code)
					   : NULL;

	if (b)
		view(h, b, out);
	return b != NULL;
}

bool
hall_next_booking(const struct hall *h, int64_t day,
    const struct booking_view *after, struct booking_view *out)
{
	const struct zone_table *zone = session_zone(h);
	uint64_t value = 0;
	int64_t starts_ms = h->board ? h->board->day_starts_ms : 0;
	int64_t from_ms = zone_instant_ms(zone, day * DAY_MS + starts_ms);
	int64_t end_ms = zone_instant_ms(zone, (day + 1) * DAY_MS + starts_ms);

	if (after && after->appointed_ms >= from_ms) {
		from_ms = after->appointed_ms;
		value = booking_code_read(after->code, &value) ? value + 1 : 0;
	}
	const struct booking *b = booking_seek(&h->bookings, from_ms, value);
	if (!h->board || !b || b->appointed_ms >= end_ms)
		return false;
	view(h, b, out);
	return true;
}
