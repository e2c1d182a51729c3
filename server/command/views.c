#include "server/command/views.h"

#include "proto/words.h"
#include "server/command/reply.h"
#include "server/hall/hall.h"
#include "server/hall/waits.h"
#include "server/hall/watch_view.h"
#include "server/server.h"

void
views_counter(struct reply *r, const struct hall *h, size_t i)
{
	struct counter_view v;

	hall_counter_view(h, i, &v);
	reply_map(r, NULL,
	    3 + 2 * (size_t)(v.ticket != 0) + (v.clerk != NULL) +
		(v.reason != NULL) + v.floating);
	reply_str(r, F_COUNTER, v.label);
	reply_str(r, F_STATE, v.state);
	if (v.ticket) {
		reply_id(r, F_TICKET, v.ticket);
		reply_str(r, F_NUMBER, v.number);
	}
	if (v.clerk)
		reply_str(r, F_CLERK, v.clerk);
	if (v.reason)
		reply_str(r, F_REASON, v.reason);
	reply_int(r, F_LAPSED, v.lapsed);
	if (v.floating)
		reply_int(r, F_ON, v.on);
	reply_map_end(r);
}

void
views_counters(struct reply *r, const char *key, const struct hall *h)
{
	reply_list(r, key, hall_counters(h));
	for (size_t i = 0; i < hall_counters(h); i++)
		views_counter(r, h, i);
	reply_list_end(r);
}

size_t
views_wait_pairs(const struct estimate_wait *w)
{
	return w->known ? 3 : 0;
}

void
views_wait(struct reply *r, const struct estimate_wait *w)
{
	if (!w->known)
		return;
	reply_int(r, F_WAIT, (int64_t)w->mid_s * 1000);
	reply_int(r, F_WAIT_LOW, (int64_t)w->low_s * 1000);
	reply_int(r, F_WAIT_HIGH, (int64_t)w->high_s * 1000);
}

void
views_find_wait(struct server *s, int64_t id, struct estimate_wait *out)
{
	waits_refresh(s->waits, s->hall, s->clock.now_ms);
	if (!waits_ticket(s->waits, s->hall, id, out))
		*out = (struct estimate_wait){ .known = false };
}

/* The wait is that of a ticket issued now, of the class of everybody. */
static void
put_service(struct reply *r, struct server *s, size_t i)
{
	struct service_view v;
	struct estimate_wait wait;
	int64_t opens_ms;
	bool open = hall_service_open(s->hall, i, s->clock.now_ms, &opens_ms);

	hall_service_view(s->hall, i, s->clock.now_ms, &v);
	if (!waits_service(s->waits, s->hall, i, NULL, &wait))
		wait = (struct estimate_wait){ .known = false };
	reply_map(
	    r, NULL, 4 + (size_t)(opens_ms != 0) + views_wait_pairs(&wait));
	reply_str(r, F_SERVICE, v.code);
	reply_int(r, F_WAITING, v.waiting);
	reply_int(r, F_LONGEST, v.longest_ms);
	reply_int(r, F_OPEN, open);
	if (opens_ms)
		reply_int(r, F_OPENS, opens_ms);
	views_wait(r, &wait);
	reply_map_end(r);
}

void
views_services(struct reply *r, const char *key, struct server *s)
{
	waits_refresh(s->waits, s->hall, s->clock.now_ms);
	reply_list(r, key, hall_services(s->hall));
	for (size_t i = 0; i < hall_services(s->hall); i++)
		put_service(r, s, i);
	reply_list_end(r);
}

void
views_devices(struct reply *r, const char *key, const struct hall *h)
{
	reply_list(r, key, hall_devices(h));
	for (size_t i = 0; i < hall_devices(h); i++) {
		struct device_view v;
		hall_device_view(h, i, &v);
		reply_map(r, NULL, 4);
		reply_str(r, F_DEVICE, v.name);
		reply_str(r, F_KEY, v.key);
		reply_str(r, F_STATE, v.state);
		reply_int(r, F_SINCE, v.since_ms);
		reply_map_end(r);
	}
	reply_list_end(r);
}

static void
put_notice(struct reply *r, const struct notice_view *v)
{
	reply_map(r, NULL,
	    3 + (size_t)(v->zone != NULL) + (size_t)(v->service != NULL));
	reply_str(r, F_KIND, v->kind);
	if (v->zone)
		reply_str(r, F_ZONE, v->zone);
	if (v->service)
		reply_str(r, F_SERVICE, v->service);
	reply_str(r, F_TEXT, v->text);
	reply_int(r, F_SINCE, v->since_ms);
	reply_map_end(r);
}

void
views_notices(struct reply *r, const char *key, const struct hall *h)
{
	struct notice_view v;
	size_t count = 0;

	for (size_t i = 0; i < hall_notice_places(h); i++)
		count += hall_notice_view(h, i, &v);
	reply_list(r, key, count);
	for (size_t i = 0; i < hall_notice_places(h); i++) {
		if (hall_notice_view(h, i, &v))
			put_notice(r, &v);
	}
	reply_list_end(r);
}

static void
put_alert(struct reply *r, const struct alert_view *v)
{
	reply_map(r, NULL,
	    5 + (size_t)(v->subject != NULL) + (size_t)(v->state != NULL) +
		(size_t)(v->number != NULL));
	reply_str(r, F_KIND, v->kind);
	if (v->subject)
		reply_str(r, F_SUBJECT, v->subject);
	reply_str(r, F_LEVEL, v->level);
	if (v->state)
		reply_str(r, F_STATE, v->state);
	if (v->number)
		reply_str(r, F_NUMBER, v->number);
	reply_int(r, F_VALUE, v->value);
	reply_int(r, F_LIMIT, v->limit);
	reply_int(r, F_SINCE, v->since_ms);
	reply_map_end(r);
}

void
views_alerts(
    struct reply *r, const char *key, const struct hall *h, int64_t now_ms)
{
	struct alert_view v;
	size_t count = 0;

	for (size_t i = 0; hall_alert_view(h, i, now_ms, &v); i++)
		count += v.level != NULL;
	reply_list(r, key, count);
	for (size_t i = 0; hall_alert_view(h, i, now_ms, &v); i++) {
		if (v.level)
			put_alert(r, &v);
	}
	reply_list_end(r);
}
