/* Events about appointments made state. */
#include <assert.h>

#include "server/hall/slot.h"

void
apply_booked(struct hall *h, const struct event *e)
{
	struct booking *b = h->bookings.spare;

	assert(b);
	b->service = pool_find(&h->pool, e->service);
	b->lang = pool_find(&h->pool, e->lang);
	b->appointed_ms = e->appointed_ms;
	b->until_ms = e->until_ms;
	b->origin = e->origin;
	booking_put(&h->bookings);
}

static struct booking *
named(const struct hall *h, const struct event *e)
{
	struct booking *b = booking_find(&h->bookings, e->appointment);

	assert(b);
	return b;
}

void
apply_changed(struct hall *h, const struct event *e)
{
	booking_move(&h->bookings, named(h, e), e->appointed_ms, e->until_ms);
}

void
apply_unbooked(struct hall *h, const struct event *e)
{
	booking_end(&h->bookings, named(h, e), BOOKING_CANCELLED);
}

void
apply_noshow(struct hall *h, const struct event *e)
{
	booking_end(&h->bookings, named(h, e), BOOKING_NOSHOW);
}

/* An event without the appointed time is a walk-in's: it came too late. */
void
apply_checked_in(struct hall *h, const struct event *e)
{
	struct booking *b = named(h, e);

	b->ticket = e->id;
	booking_end(&h->bookings, b,
	    e->appointed_ms ? BOOKING_CHECKED_IN : BOOKING_LATE);
}
