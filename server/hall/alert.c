#include "server/hall/alert.h"

#include <string.h>

#include "proto/jsonw.h"
#include "server/hall/session.h"
#include "server/hall/shown.h"
#include "server/hall/watch_view.h"

static const char *const kinds[ALERT_KINDS] = {
	[ALERT_WAIT] = "wait",
	[ALERT_TARGET] = "target",
	[ALERT_LOAD] = "load",
	[ALERT_CAPACITY] = "capacity",
	[ALERT_ABANDONED] = "abandoned",
	[ALERT_BREAK] = "break",
	[ALERT_UNSHOWN] = "unshown",
	[ALERT_PRINTER] = "printer",
	[ALERT_SOUND] = "sound",
	[ALERT_DISPLAY] = "display",
	[ALERT_DISK] = "disk",
	[ALERT_CLOCK] = "clock",
	[ALERT_SECRETS] = "secrets",
};

static const char *const levels[] = {
	[ALERT_CLEARED] = "cleared",
	[ALERT_WARN] = "warn",
	[ALERT_ALARM] = "alarm",
};

/* --- Figures ------------------------------------------------------------ */

#define PER_SERVICE 2
#define OF_HALL	    3

static int64_t
percent(int64_t part, int64_t of)
{
	return of < ALERT_SAMPLE ? 0 : 100 * part / of;
}

static void
of_service(const struct hall *h, size_t i, int64_t now_ms, struct watched *out)
{
	const struct layout_alerts *l = &h->board->watch.limits;
	struct service *s = &h->board->services[i / PER_SERVICE];
	struct service_watch *w = &s->watch;

	if (i % PER_SERVICE == 0) {
		*out = (struct watched){ ALERT_WAIT, s->code, NULL, NULL,
			&w->wait,
			w->oldest ? visit_waited_at_ms(w->oldest, now_ms) : 0,
			(int64_t)l->wait_warn_min * 60000,
			(int64_t)l->wait_alarm_min * 60000 };
	} else {
		*out = (struct watched){ ALERT_TARGET, s->code, NULL, NULL,
			&w->target, percent(w->late, w->called),
			l->target_warn_percent, l->target_alarm_percent };
	}
}

/* With no counter open, as if one were. */
static int64_t
load(const struct board *b)
{
	int64_t waiting = 0, open = 0;

	for (uint32_t i = 0; i < b->services_count; i++)
		waiting += b->services[i].watch.counted;
	for (uint32_t i = 0; i < b->counters_count; i++)
		open += b->counters[i].state == COUNTER_OPEN;
	return waiting / (open ? open : 1);
}

static void
of_hall(const struct hall *h, size_t i, struct watched *out)
{
	const struct layout_alerts *l = &h->board->watch.limits;
	struct board_watch *to = &h->board->watch;
	int64_t capacity = h->board->capacity;

	if (i == 0) {
		*out = (struct watched){ ALERT_LOAD, NULL, NULL, NULL,
			&to->load, load(h->board), l->load_warn,
			l->load_alarm };
	} else if (i == 1) {
		*out = (struct watched){ ALERT_CAPACITY, NULL, NULL, NULL,
			&to->capacity,
			capacity ? 100 * session_people(h) / capacity : 0,
			l->capacity_warn_percent, l->capacity_alarm_percent };
	} else {
		*out = (struct watched){ ALERT_ABANDONED, NULL, NULL, NULL,
			&to->abandoned,
			percent(h->watch.abandoned, h->watch.issued),
			l->abandoned_warn_percent, l->abandoned_alarm_percent };
	}
}

/* A terminal that fell silent tells nothing of its clerk. */
static void
of_counter(struct counter *c, const struct layout_alerts *l, int64_t now_ms,
    struct watched *out)
{
	bool works = c->watch.since_ms && !c->lapsed;

	*out = (struct watched){ ALERT_BREAK, c->label, NULL, NULL,
		&c->watch.alert, works ? now_ms - c->watch.since_ms : 0,
		(int64_t)l->break_warn_min * 60000,
		(int64_t)l->break_alarm_min * 60000 };
}

static void
of_zone(
    const struct hall *h, struct zone *z, int64_t now_ms, struct watched *out)
{
	const struct layout_alerts *l = &h->board->watch.limits;
	const char *number;
	int64_t missing_ms = shown_missing_ms(h, z, now_ms, &number);

	*out = (struct watched){ ALERT_UNSHOWN, z->code, NULL, number,
		&z->unshown, missing_ms, (int64_t)l->unshown_warn_s * 1000,
		(int64_t)l->unshown_alarm_s * 1000 };
}

/* The figure of a device is its level: what is not known to be well is not. */
static int64_t
illness(const char *state)
{
	static const char *const poor[] = { "low", "unknown", "many" };

	if (strcmp(state, "ok") == 0 || strcmp(state, WATCH_GONE) == 0)
		return ALERT_CLEARED;
	for (size_t i = 0; i < sizeof(poor) / sizeof(*poor); i++) {
		if (strcmp(state, poor[i]) == 0)
			return ALERT_WARN;
	}
	return ALERT_ALARM;
}

static void
of_device(struct device *d, struct watched *out)
{
	static const char *const keys[] = { "printer", "sound", "screen",
		"disk", "clock", "secrets" };

	*out = (struct watched){ .device = d };
	for (enum alert_kind k = ALERT_PRINTER; k < ALERT_KINDS; k++) {
		if (strcmp(d->key, keys[k - ALERT_PRINTER]) != 0)
			continue;
		*out = (struct watched){ k, d->name, d, NULL, &d->alert,
			illness(d->state), ALERT_WARN, ALERT_ALARM };
	}
}

bool
alert_at(const struct hall *h, size_t i, int64_t now_ms, struct watched *out)
{
	const struct board *b = h->board;

	if (!b)
		return false;
	if (i < PER_SERVICE * (size_t)b->services_count) {
		of_service(h, i, now_ms, out);
		return true;
	}
	i -= PER_SERVICE * (size_t)b->services_count;
	if (i < OF_HALL) {
		of_hall(h, i, out);
		return true;
	}
	i -= OF_HALL;
	if (i < b->counters_count) {
		of_counter(&b->counters[i], &b->watch.limits, now_ms, out);
		return true;
	}
	i -= b->counters_count;
	if (i < b->watch.zones_count) {
		of_zone(h, &b->watch.zones[i], now_ms, out);
		return true;
	}
	i -= b->watch.zones_count;
	if (i >= h->watch.devices_count)
		return false;
	of_device(&h->watch.devices[i], out);
	return true;
}

/* --- Deciding ----------------------------------------------------------- */

static bool
reaches(int64_t value, int64_t limit)
{
	return limit > 0 && value >= limit;
}

/* Once raised it stands down to four fifths of the limit. */
static bool
stays(int64_t value, int64_t limit)
{
	return limit > 0 && 5 * value >= 4 * limit;
}

static enum alert_level
level_of(const struct watched *w)
{
	enum alert_level is = w->alert->level;

	if (reaches(w->value, w->alarm) ||
	    (is == ALERT_ALARM && stays(w->value, w->alarm)))
		return ALERT_ALARM;
	if (reaches(w->value, w->warn) ||
	    (is != ALERT_CLEARED && stays(w->value, w->warn)))
		return ALERT_WARN;
	return ALERT_CLEARED;
}

/* Strings of its own: a device may be forgotten by this very event. */
static void
tell(struct hall *h, const struct watched *w, enum alert_level level,
    int64_t t_ms, struct event *out)
{
	struct hall_watch *to = &h->watch;
	/* Without a limit to warn at, what falls has left that of the alarm. */
	bool alarm = level == ALERT_ALARM || w->warn == 0;

	*out = (struct event){
		.type = EVENT_ALERT,
		.seq = h->seq + 1,
		.t_ms = t_ms,
		.kind = kinds[w->kind],
		.subject = w->subject,
		.number = w->number,
		.level = levels[level],
		.value = w->value,
		.limit = alarm ? w->alarm : w->warn,
	};
	if (!w->device)
		return;
	memcpy(to->subject, w->device->name, sizeof(to->subject));
	memcpy(to->state, w->device->state, sizeof(to->state));
	out->subject = to->subject;
	out->state = to->state;
}

bool
alert_tick(struct hall *h, int64_t now_ms, struct event *out)
{
	int64_t t_ms = now_ms > h->last_ms ? now_ms : h->last_ms;
	struct hall_watch *to = &h->watch;
	struct watched w;

	if (!h->board || h->day < 0)
		return false;
	if (to->at == 0 && t_ms >= to->looked_ms &&
	    t_ms - to->looked_ms < ALERT_LOOK_MS)
		return false;
	to->looked_ms = t_ms;
	while (alert_at(h, to->at, t_ms, &w)) {
		to->at++;
		enum alert_level level = w.alert ? level_of(&w) : ALERT_CLEARED;
		if (!w.alert || level == w.alert->level)
			continue;
		tell(h, &w, level, t_ms, out);
		/* The one after a device forgotten takes its place. */
		if (w.device && strcmp(w.device->state, WATCH_GONE) == 0)
			to->at--;
		return true;
	}
	to->at = 0;
	return false;
}

/* --- State -------------------------------------------------------------- */

static bool
same(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static enum alert_level
level_named(const char *name)
{
	enum alert_level level = ALERT_ALARM;

	while (level > ALERT_CLEARED && strcmp(levels[level], name) != 0)
		level--;
	return level;
}

/* The figure that E is about; false: there is none. */
static bool
find(const struct hall *h, const struct event *e, struct watched *w)
{
	for (size_t i = 0; alert_at(h, i, e->t_ms, w); i++) {
		if (w->alert && same(kinds[w->kind], e->kind) &&
		    same(w->subject, e->subject))
			return true;
	}
	return false;
}

bool
alert_could_be(struct hall *h, const struct event *is, struct event *out)
{
	struct watched w;

	if (!find(h, is, &w))
		return false;
	enum alert_level level = level_of(&w);
	if (level == w.alert->level)
		return false;
	tell(h, &w, level, is->t_ms, out);
	return true;
}

void
alert_apply(struct hall *h, const struct event *e)
{
	struct watched w;
	if (!find(h, e, &w))
		return;
	enum alert_level level = level_named(e->level);
	*w.alert = (struct alert){ .level = level };
	if (level != ALERT_CLEARED) {
		w.alert->since_ms = e->t_ms;
		w.alert->value = e->value;
		w.alert->limit = e->limit;
	}
	if (w.device)
		watch_forget(h, w.device);
}

void
alert_dump(struct jsonw *w, const struct alert *a)
{
	jsonw_int(w, (int64_t)a->level);
	jsonw_int(w, a->since_ms);
	jsonw_int(w, a->value);
	jsonw_int(w, a->limit);
}

bool
alert_opening(const struct hall *h,
    bool (*emit)(const struct event *event, void *ctx), void *ctx)
{
	struct watched w;

	for (size_t i = 0; alert_at(h, i, h->last_ms, &w); i++) {
		if (!w.alert || w.alert->level == ALERT_CLEARED)
			continue;
		const struct event e = {
			.type = EVENT_ALERT,
			.t_ms = w.alert->since_ms,
			.wall_ms = w.alert->since_ms,
			.kind = kinds[w.kind],
			.subject = w.subject,
			.level = levels[w.alert->level],
			.value = w.alert->value,
			.limit = w.alert->limit,
		};
		if (!emit(&e, ctx))
			return false;
	}
	return true;
}

/* --- Read by others ----------------------------------------------------- */

bool
hall_alert_view(
    const struct hall *h, size_t i, int64_t now_ms, struct alert_view *out)
{
	struct watched w;

	*out = (struct alert_view){ 0 };
	if (!alert_at(h, i, now_ms, &w))
		return false;
	if (!w.alert || w.alert->level == ALERT_CLEARED)
		return true;
	*out = (struct alert_view){
		.kind = kinds[w.kind],
		.subject = w.subject,
		.number = w.number,
		.level = levels[w.alert->level],
		.state = w.device ? w.device->state : NULL,
		.value = w.value,
		.limit = w.alert->limit,
		.since_ms = w.alert->since_ms,
	};
	return true;
}

bool
hall_counter_takes(const struct hall *h, const char *label, const char *service)
{
	const struct counter *c = board_counter(h->board, label);

	if (!c)
		return false;
	for (uint32_t g = 0; g < c->groups_count; g++) {
		for (uint32_t i = 0; i < c->groups[g].count; i++) {
			uint32_t at = c->groups[g].service[i];
			if (same(h->board->services[at].code, service))
				return true;
		}
	}
	return false;
}

bool
hall_alert_concerns(const struct hall *h, const char *label, const char *kind,
    const char *subject)
{
	if (same(kind, kinds[ALERT_BREAK]))
		return same(label, subject);
	return (same(kind, kinds[ALERT_WAIT]) ||
		   same(kind, kinds[ALERT_TARGET])) &&
	    hall_counter_takes(h, label, subject);
}
