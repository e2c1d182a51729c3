#include "server/hall/watch_view.h"

#include <string.h>

#include "server/hall/state.h"

bool
hall_in_training(const struct hall *h)
{
	return h->watch.training;
}

size_t
hall_notice_places(const struct hall *h)
{
	const struct board *b = h->board;

	return b ? 2 + 2 * b->watch.zones_count + b->services_count : 0;
}

/* The hall's two, two for each zone, one for each service. */
static const struct notice *
notice_at(const struct hall *h, size_t i, struct notice_view *v)
{
	const struct board *b = h->board;
	size_t zones = 2 * (size_t)b->watch.zones_count;

	v->kind = i % 2 ? "broadcast" : "pause";
	if (i < 2)
		return i ? &h->watch.broadcast : &h->watch.stop;
	i -= 2;
	if (i < zones) {
		const struct zone *z = &b->watch.zones[i / 2];
		v->zone = z->code;
		return i % 2 ? &z->broadcast : &z->stop;
	}
	v->kind = "pause";
	v->service = b->services[i - zones].code;
	return &b->services[i - zones].watch.stop;
}

bool
hall_notice_view(const struct hall *h, size_t i, struct notice_view *out)
{
	*out = (struct notice_view){ 0 };
	const struct notice *n = notice_at(h, i, out);
	out->text = n->text;
	out->since_ms = n->since_ms;
	return n->since_ms != 0;
}

bool
hall_service_in(const struct hall *h, const char *service, const char *zone)
{
	const struct zone *z = watch_zone(h->board, zone);
	const struct service *s = board_service(h->board, service);

	return z && s && s->watch.zones & 1u << (z - h->board->watch.zones);
}

bool
hall_notice_in(const struct hall *h, size_t i, const char *zone)
{
	struct notice_view v;

	if (!hall_notice_view(h, i, &v))
		return false;
	if (v.zone)
		return !zone || strcmp(v.zone, zone) == 0;
	return !v.service || !zone || hall_service_in(h, v.service, zone);
}

size_t
hall_devices(const struct hall *h)
{
	return h->watch.devices_count;
}

void
hall_device_view(const struct hall *h, size_t i, struct device_view *out)
{
	const struct device *d = &h->watch.devices[i];

	*out = (struct device_view){ d->name, d->key, d->state, d->since_ms };
}

int64_t
hall_find_number(const struct hall *h, const char *number)
{
	const struct ticket *t = h->board ? hall_by_number(h, number) : NULL;

	return t ? t->id : 0;
}

int64_t
hall_next_open(const struct hall *h, int64_t id)
{
	int64_t at = id < h->base ? 0 : id - h->base + 1;

	for (; at < (int64_t)h->tickets_count; at++) {
		if (!ticket_is_final(h->tickets[at]))
			return h->tickets[at]->id;
	}
	return 0;
}

int64_t
hall_next_aside(const struct hall *h, size_t i, int64_t id)
{
	const struct ticket *after = hall_ticket(h, id);
	const struct ticket *t = after ? after->watch.older
				       : h->board->services[i].watch.aside;

	return t ? t->id : 0;
}
