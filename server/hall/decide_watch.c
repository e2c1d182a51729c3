#include "server/hall/decide_watch.h"

#include <string.h>

const struct notice *
watch_stop(const struct hall *h, const struct service *s)
{
	const struct notice *stop = &h->watch.stop;

	if (!stop->since_ms)
		stop = watch_stop_of_zones(h->board, s);
	if (!stop && s->watch.stop.since_ms)
		stop = &s->watch.stop;
	return stop;
}

bool
watch_refuses(
    const struct hall *h, const struct service *s, struct decision *out)
{
	const struct notice *stop = watch_stop(h, s);

	if (stop)
		out->detail = stop->text;
	return stop != NULL;
}

/* A service, a zone, or neither: the whole hall. */
static enum refusal
check_scope(const struct hall *h, const struct request *r, struct decision *out)
{
	if (!r->rid)
		return REFUSE_RIDREQUIRED;
	if (r->service && r->zone)
		return REFUSE_SCOPE;
	out->detail = r->service;
	if (r->service && !board_service(h->board, r->service))
		return REFUSE_NOSUCHSERVICE;
	out->detail = r->zone;
	if (r->zone && !watch_zone(h->board, r->zone))
		return REFUSE_NOSUCHZONE;
	out->detail = NULL;
	return REFUSE_NOT;
}

static void
begin(struct hall *h, const struct request *r, struct decision *out,
    enum event_type type)
{
	decide_event(h, r, out, type);
	out->event.service = r->service;
	out->event.zone = r->zone;
	out->event.text = r->text;
}

enum refusal
decide_so(const struct hall *h, struct decision *out)
{
	out->has_event = false;
	out->outcome = (struct outcome){ .type = OUTCOME_DONE, .seq = h->seq };
	return REFUSE_NOT;
}

enum refusal
decide_hall_pause(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out)
{
	enum refusal refusal = check_scope(h, r, out);

	(void)now_ms;
	if (refusal)
		return refusal;
	begin(h, r, out, EVENT_HALL_PAUSED);
	const struct notice *n = watch_notice(h, &out->event, false);
	if (n->since_ms && strcmp(n->text, r->text) == 0)
		return decide_so(h, out);
	return REFUSE_NOT;
}

enum refusal
decide_hall_resume(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out)
{
	enum refusal refusal = check_scope(h, r, out);

	(void)now_ms;
	if (refusal)
		return refusal;
	begin(h, r, out, EVENT_HALL_RESUMED);
	if (!watch_notice(h, &out->event, false)->since_ms)
		return decide_so(h, out);
	return REFUSE_NOT;
}

enum refusal
decide_broadcast(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out)
{
	enum refusal refusal = check_scope(h, r, out);

	(void)now_ms;
	if (refusal)
		return refusal;
	begin(h, r, out, EVENT_BROADCAST);
	/* A notice that is not there has the empty text. */
	if (strcmp(watch_notice(h, &out->event, true)->text, r->text) == 0)
		return decide_so(h, out);
	return REFUSE_NOT;
}

/* --- Clearing ----------------------------------------------------------- */

/* A zone's services are those that lie nowhere else. */
static bool
is_meant(const struct hall *h, const struct request *r, const struct service *s)
{
	const struct zone *z = watch_zone(h->board, r->zone);

	if (z)
		return s->watch.zones == 1u << (z - h->board->watch.zones);
	return !r->service || strcmp(s->code, r->service) == 0;
}

enum refusal
decide_clear(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out)
{
	enum refusal refusal = check_scope(h, r, out);
	bool all = !r->service && !r->zone;

	(void)now_ms;
	if (refusal)
		return refusal;
	begin(h, r, out, EVENT_HALL_CLEARED);
	buf_clear(&h->why);
	for (uint32_t i = 0; i < h->board->services_count; i++) {
		const struct service *s = &h->board->services[i];
		if (!is_meant(h, r, s) || s->watch.waiting == 0)
			continue;
		if (h->why.len > 0)
			buf_putc(&h->why, ',');
		buf_puts(&h->why, s->code);
		out->event.count += s->watch.waiting;
	}
	buf_putc(&h->why, '\0');
	if (h->why.failed)
		return REFUSE_NOMEMORY;
	out->event.services = all ? NULL : h->why.at;
	if (out->event.count > 0)
		return REFUSE_NOT;
	(void)decide_so(h, out);
	out->outcome.type = OUTCOME_COUNT;
	return REFUSE_NOT;
}

/* --- Training and devices ----------------------------------------------- */

enum refusal
decide_training(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out)
{
	(void)now_ms;
	if (!r->rid)
		return REFUSE_RIDREQUIRED;
	if (h->watch.training == (r->on != 0))
		return decide_so(h, out);
	decide_event(h, r, out, EVENT_TRAINING);
	out->event.training = r->on != 0;
	return REFUSE_NOT;
}

enum refusal
decide_device(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out)
{
	const struct device *d = watch_device(h, r->device, r->key);
	bool gone = strcmp(r->state, WATCH_GONE) == 0;

	(void)now_ms;
	if (d ? strcmp(d->state, r->state) == 0 : gone)
		return decide_so(h, out);
	if (!d && h->watch.devices_count >= WATCH_DEVICES_MAX)
		return REFUSE_DEVICES;
	decide_event(h, r, out, EVENT_DEVICE);
	out->event.device = r->device;
	out->event.key = r->key;
	out->event.state = r->state;
	return REFUSE_NOT;
}
