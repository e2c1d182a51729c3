#include "server/hall/watch.h"

#include <stdlib.h>
#include <string.h>

#include "proto/jsonw.h"
#include "server/hall/shown.h"
#include "server/hall/state.h"

/* --- Those who wait, by age -------------------------------------------- */

static bool
is_older(const struct ticket *a, const struct ticket *b)
{
	if (a->visit.since_ms != b->visit.since_ms)
		return a->visit.since_ms < b->visit.since_ms;
	return a->id < b->id;
}

/*
 * Who waits from now on is the newest. Who comes back into a line without
 * that is looked for from both of its ends.
 */
void
watch_wait(struct service *s, struct ticket *t)
{
	struct service_watch *w = &s->watch;
	struct ticket *older = w->newest, *newer = w->oldest;

	w->waiting++;
	if (t->watch.training)
		return;
	w->counted++;
	while (older && newer && is_older(t, older) && is_older(newer, t)) {
		older = older->watch.older;
		newer = newer->watch.newer;
	}
	if (!older || is_older(older, t)) {
		newer = older ? older->watch.newer : w->oldest;
	} else {
		older = newer ? newer->watch.older : w->newest;
	}
	t->watch.older = older;
	t->watch.newer = newer;
	*(older ? &older->watch.newer : &w->oldest) = t;
	*(newer ? &newer->watch.older : &w->newest) = t;
}

void
watch_leave(struct service *s, struct ticket *t)
{
	struct ticket *older = t->watch.older, *newer = t->watch.newer;
	struct service_watch *w = &s->watch;

	w->waiting--;
	if (t->watch.training)
		return;
	w->counted--;
	*(older ? &older->watch.newer : &w->oldest) = newer;
	*(newer ? &newer->watch.older : &w->newest) = older;
	t->watch.older = t->watch.newer = NULL;
}

void
watch_aside(struct service *s, struct ticket *t)
{
	struct ticket *before = s->watch.aside;

	t->watch.older = before;
	t->watch.newer = NULL;
	if (before)
		before->watch.newer = t;
	s->watch.aside = t;
}

void
watch_back(struct service *s, struct ticket *t)
{
	struct ticket *older = t->watch.older, *newer = t->watch.newer;

	if (older)
		older->watch.newer = newer;
	*(newer ? &newer->watch.older : &s->watch.aside) = older;
	t->watch.older = t->watch.newer = NULL;
}

void
watch_called(struct service *s, const struct ticket *t, int64_t t_ms)
{
	if (!s || t->watch.training)
		return;
	s->watch.called++;
	s->watch.late += t_ms - t->visit.since_ms > s->watch.target_ms;
}

void
watch_abandoned(struct hall *h, const struct ticket *t)
{
	h->watch.abandoned += !t->watch.training;
}

void
watch_works(struct counter *c, int64_t t_ms)
{
	struct counter_watch *w = &c->watch;

	if (c->state != COUNTER_OPEN) {
		w->since_ms = 0;
	} else if (!w->since_ms || w->clerk != c->clerk) {
		w->since_ms = t_ms;
	}
	w->clerk = c->clerk;
}

static void
stamp(const struct hall *h, int64_t id, int64_t t_ms)
{
	struct ticket *t = id ? hall_ticket(h, id) : NULL;

	if (t)
		t->watch.since_ms = t_ms;
}

void
watch_stamp(struct hall *h, const struct event *e)
{
	if (e->type == EVENT_PRINTED || e->type == EVENT_DAY_CLOSED ||
	    e->type == EVENT_RATED || e->type == EVENT_COMPLAINED ||
	    e->type == EVENT_SHOWN || e->type == EVENT_HEARD)
		return;
	stamp(h, e->id, e->t_ms);
	stamp(h, e->after, e->t_ms);
}

/* Practice and texts end with the day; a stop lasts until it is lifted. */
void
watch_day(struct hall *h, int64_t t_ms)
{
	const struct notice none = { 0 };
	struct board *b = h->board;

	shown_day(b);
	h->watch.training = false;
	h->watch.issued = h->watch.abandoned = 0;
	h->watch.broadcast = none;
	for (uint32_t i = 0; i < b->watch.zones_count; i++)
		b->watch.zones[i].broadcast = none;
	for (uint32_t i = 0; i < b->services_count; i++) {
		struct service_watch *w = &b->services[i].watch;
		w->oldest = w->newest = w->aside = NULL;
		w->waiting = w->counted = w->called = w->late = 0;
	}
	for (uint32_t i = 0; i < b->counters_count; i++) {
		b->counters[i].watch.since_ms = 0;
		watch_works(&b->counters[i], t_ms);
	}
}

/* --- Found by their names ----------------------------------------------- */

bool
watch_names(const char *list, const char *service)
{
	size_t len = strlen(service);

	for (const char *at = list; at; at = strchr(at, ',')) {
		at += *at == ',';
		if (strncmp(at, service, len) == 0 &&
		    (at[len] == ',' || at[len] == '\0'))
			return true;
	}
	return !list;
}

struct zone *
watch_zone(const struct board *b, const char *code)
{
	for (uint32_t i = 0; code && i < b->watch.zones_count; i++) {
		if (strcmp(b->watch.zones[i].code, code) == 0)
			return &b->watch.zones[i];
	}
	return NULL;
}

struct device *
watch_device(const struct hall *h, const char *name, const char *key)
{
	for (uint32_t i = 0; i < h->watch.devices_count; i++) {
		struct device *d = &h->watch.devices[i];
		if (strcmp(d->name, name) == 0 && strcmp(d->key, key) == 0)
			return d;
	}
	return NULL;
}

struct notice *
watch_notice(struct hall *h, const struct event *e, bool broadcast)
{
	struct zone *z = watch_zone(h->board, e->zone);
	struct service *s = board_service(h->board, e->service);

	if (e->zone && z)
		return broadcast ? &z->broadcast : &z->stop;
	if (e->service && s)
		return &s->watch.stop;
	return broadcast ? &h->watch.broadcast : &h->watch.stop;
}

const struct notice *
watch_stop_of_zones(const struct board *b, const struct service *s)
{
	const struct notice *stop = NULL;

	for (uint32_t i = 0; i < b->watch.zones_count; i++) {
		const struct zone *z = &b->watch.zones[i];
		if (!(s->watch.zones & 1u << i))
			continue;
		if (!z->stop.since_ms)
			return NULL;
		stop = stop ? stop : &z->stop;
	}
	return stop;
}

/* --- The whole of it ---------------------------------------------------- */

static void
dump_notice(struct jsonw *w, const struct notice *n)
{
	jsonw_int(w, n->since_ms);
	jsonw_str(w, n->text);
}

static void
dump_device(struct jsonw *w, const struct device *d)
{
	jsonw_int(w, d->since_ms);
	jsonw_str(w, d->name);
	jsonw_str(w, d->key);
	jsonw_str(w, d->state);
	alert_dump(w, &d->alert);
}

static void
dump_service(struct jsonw *w, const struct service_watch *s)
{
	dump_notice(w, &s->stop);
	jsonw_int(w, s->zones);
	jsonw_int(w, s->waiting);
	jsonw_int(w, s->oldest ? s->oldest->id : 0);
	jsonw_int(w, s->counted);
	jsonw_int(w, s->called);
	jsonw_int(w, s->late);
	alert_dump(w, &s->wait);
	alert_dump(w, &s->target);
}

static void
dump_counter(struct jsonw *w, const struct counter_watch *c)
{
	jsonw_int(w, c->since_ms);
	alert_dump(w, &c->alert);
	jsonw_int(w, c->call_seq);
	jsonw_int(w, c->call_ms);
	jsonw_int(w, c->shown);
	jsonw_int(w, c->heard);
}

static void
dump_board(struct jsonw *w, const struct board *b)
{
	for (uint32_t i = 0; i < b->watch.zones_count; i++) {
		dump_notice(w, &b->watch.zones[i].stop);
		dump_notice(w, &b->watch.zones[i].broadcast);
		alert_dump(w, &b->watch.zones[i].unshown);
	}
	for (uint32_t i = 0; i < b->services_count; i++)
		dump_service(w, &b->services[i].watch);
	for (uint32_t i = 0; i < b->counters_count; i++)
		dump_counter(w, &b->counters[i].watch);
	alert_dump(w, &b->watch.load);
	alert_dump(w, &b->watch.capacity);
	alert_dump(w, &b->watch.abandoned);
}

void
watch_dump_hall(struct jsonw *w, const struct hall *h)
{
	dump_notice(w, &h->watch.stop);
	dump_notice(w, &h->watch.broadcast);
	jsonw_int(w, h->watch.training);
	jsonw_int(w, h->watch.issued);
	jsonw_int(w, h->watch.abandoned);
	for (uint32_t i = 0; i < h->watch.devices_count; i++)
		dump_device(w, &h->watch.devices[i]);
	if (h->board)
		dump_board(w, h->board);
}

typedef bool emit_fn(const struct event *event, void *ctx);

static bool
emit_stop(const struct notice *n, const char *service, const char *zone,
    emit_fn *emit, void *ctx)
{
	const struct event e = {
		.type = EVENT_HALL_PAUSED,
		.t_ms = n->since_ms,
		.wall_ms = n->since_ms,
		.service = service,
		.zone = zone,
		.text = n->text,
	};

	return !n->since_ms || emit(&e, ctx);
}

static bool
is_gone(const struct device *d)
{
	return strcmp(d->state, WATCH_GONE) == 0;
}

static bool
emit_device(const struct device *d, const char *state, emit_fn *emit, void *ctx)
{
	const struct event e = {
		.type = EVENT_DEVICE,
		.t_ms = d->since_ms,
		.wall_ms = d->since_ms,
		.device = d->name,
		.key = d->key,
		.state = state,
	};

	return emit(&e, ctx);
}

/* One that is gone must be there to have the alert that keeps it. */
static bool
emit_devices(const struct hall *h, emit_fn *emit, void *ctx)
{
	const struct device *d = h->watch.devices;
	const struct device *end = d + h->watch.devices_count;
	bool more = true;

	for (; more && d < end; d++) {
		more = emit_device(
		    d, is_gone(d) ? "unknown" : d->state, emit, ctx);
	}
	more = more && alert_opening(h, emit, ctx);
	for (d = h->watch.devices; more && d < end; d++)
		more = !is_gone(d) || emit_device(d, d->state, emit, ctx);
	return more;
}

bool
watch_opening(const struct hall *h, emit_fn *emit, void *ctx)
{
	const struct board *b = h->board;
	bool more = emit_stop(&h->watch.stop, NULL, NULL, emit, ctx);

	for (uint32_t i = 0; more && i < b->watch.zones_count; i++) {
		const struct zone *z = &b->watch.zones[i];
		more = emit_stop(&z->stop, NULL, z->code, emit, ctx);
	}
	for (uint32_t i = 0; more && i < b->services_count; i++) {
		const struct service *s = &b->services[i];
		more = emit_stop(&s->watch.stop, s->code, NULL, emit, ctx);
	}
	return more && emit_devices(h, emit, ctx);
}

void
watch_release(struct hall_watch *w)
{
	free(w->devices);
}
