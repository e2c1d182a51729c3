/* Figures and alerts: everything counted anew each time it is asked for. */
#include <assert.h>
#include <string.h>

#include "tests/sim/model_own.h"

static bool
same(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

/* --- What is kept for them ----------------------------------------------- */

static struct model_late *
late_of(struct model *m, const char *service)
{
	struct model_late *at = m->staff.lates;

	while (at < m->staff.lates + m->staff.lates_count &&
	    !same(at->service, service))
		at++;
	assert(at < m->staff.lates + MODEL_WATCHED);
	if (at == m->staff.lates + m->staff.lates_count) {
		m->staff.lates_count++;
		*at = (struct model_late){ service, 0, 0 };
	}
	return at;
}

void
model_first_call(struct model *m, const struct model_ticket *t, int64_t now_ms)
{
	const struct layout_service *s = model_service(m->layout, t->service);
	struct model_late *at = late_of(m, t->service);

	if (t->training)
		return;
	at->called++;
	at->late += now_ms - t->since_ms > (int64_t)s->target_wait_min * 60000;
}

/* Since when each counter's clerk works, after any event at T_MS. */
void
model_works(struct model *m, int64_t t_ms)
{
	for (uint32_t i = 0; i < m->layout->counters_count; i++) {
		struct model_counter *c = &m->counters[i];
		bool open = same(c->state, "open");
		if (!open) {
			c->works_ms = 0;
		} else if (!c->works_ms || !same(c->works, c->clerk)) {
			c->works_ms = t_ms;
		}
		c->works = c->clerk;
	}
}

static void
drop_lates(struct model *m, const struct layout *keep)
{
	size_t kept = 0;

	for (size_t i = 0; i < m->staff.lates_count; i++) {
		const struct model_late *at = &m->staff.lates[i];
		if (keep && model_service(keep, at->service))
			m->staff.lates[kept++] = *at;
	}
	m->staff.lates_count = kept;
}

void
model_figures_day(struct model *m)
{
	drop_lates(m, NULL);
	for (uint32_t i = 0; i < m->layout->counters_count; i++)
		m->counters[i].works_ms = 0;
	model_works(m, m->last_ms);
}

static bool
is_subject(struct model *m, const struct model_alert *a)
{
	if (same(a->kind, "wait") || same(a->kind, "target"))
		return model_service(m->layout, a->subject);
	if (same(a->kind, "unshown"))
		return model_has_zone(m->layout, a->subject);
	return !same(a->kind, "break") || model_counter(m, a->subject);
}

void
model_figures_layout(struct model *m)
{
	size_t kept = 0;

	drop_lates(m, m->layout);
	for (size_t i = 0; i < m->staff.raised_count; i++) {
		if (is_subject(m, &m->staff.raised[i]))
			m->staff.raised[kept++] = m->staff.raised[i];
	}
	m->staff.raised_count = kept;
	model_works(m, m->last_ms);
}

/* --- Levels -------------------------------------------------------------- */

static struct model_alert *
raised(struct model *m, const char *kind, const char *subject)
{
	for (size_t i = 0; i < m->staff.raised_count; i++) {
		struct model_alert *a = &m->staff.raised[i];
		if (same(a->kind, kind) && same(a->subject, subject))
			return a;
	}
	return NULL;
}

static const char *
level_of(int64_t value, int64_t warn, int64_t alarm, const char *was)
{
	double down = 0.8;

	if (alarm && value >= alarm)
		return "alarm";
	if (alarm && same(was, "alarm") &&
	    (double)value >= down * (double)alarm)
		return "alarm";
	if (warn && value >= warn)
		return "warn";
	if (warn && was && (double)value >= down * (double)warn)
		return "warn";
	return NULL;
}

struct look {
	struct model *m;
	struct model_alert *out;
	size_t count;
};

/* Puts down what has changed of one figure. */
static void
look(struct look *l, struct model_alert now, int64_t warn, int64_t alarm)
{
	struct model_staff *staff = &l->m->staff;
	struct model_alert *was = raised(l->m, now.kind, now.subject);

	now.level = level_of(now.value, warn, alarm, was ? was->level : NULL);
	if (same(now.level, was ? was->level : NULL))
		return;
	assert(l->count < MODEL_WATCHED);
	l->out[l->count] = now;
	if (!now.level) {
		l->out[l->count++].level = "cleared";
		*was = staff->raised[--staff->raised_count];
		return;
	}
	l->count++;
	if (!was) {
		assert(staff->raised_count < MODEL_WATCHED);
		was = &staff->raised[staff->raised_count++];
	}
	*was = now;
}

/* --- Figures ------------------------------------------------------------- */

static int64_t
percent(int64_t part, int64_t of)
{
	return of < 20 ? 0 : part * 100 / of;
}

static bool
counts(const struct model_ticket *t, const char *state)
{
	return model_is(t, state) && !t->training;
}

static void
look_at_services(struct look *l, int64_t now_ms)
{
	const struct layout_alerts *a = &l->m->layout->alerts;

	for (uint32_t i = 0; i < l->m->layout->services_count; i++) {
		const char *code = l->m->layout->services[i].code;
		const struct model_late *late = late_of(l->m, code);
		int64_t longest_ms = 0;
		for (size_t k = 0; k < l->m->tickets_count; k++) {
			const struct model_ticket *t = &l->m->tickets[k];
			if (counts(t, "waiting") && same(t->service, code) &&
			    now_ms - t->since_ms > longest_ms)
				longest_ms = now_ms - t->since_ms;
		}
		look(l, (struct model_alert){ "wait", code, NULL, longest_ms },
		    (int64_t)a->wait_warn_min * 60000,
		    (int64_t)a->wait_alarm_min * 60000);
		look(l,
		    (struct model_alert){ "target", code, NULL,
			percent(late->late, late->called) },
		    a->target_warn_percent, a->target_alarm_percent);
	}
}

static void
look_at_hall(struct look *l)
{
	const struct layout_alerts *a = &l->m->layout->alerts;
	int64_t waiting = 0, open = 0, people = 0, given_up = 0, issued = 0;
	int64_t capacity = l->m->layout->capacity;

	for (size_t i = 0; i < l->m->tickets_count; i++) {
		const struct model_ticket *t = &l->m->tickets[i];
		waiting += counts(t, "waiting");
		given_up += counts(t, "abandoned");
		issued += !t->training;
		people += model_is(t, "waiting") || model_is(t, "called") ||
		    model_is(t, "serving");
	}
	for (uint32_t i = 0; i < l->m->layout->counters_count; i++)
		open += same(l->m->counters[i].state, "open");
	look(l,
	    (struct model_alert){
		"load", NULL, NULL, waiting / (open ? open : 1) },
	    a->load_warn, a->load_alarm);
	look(l,
	    (struct model_alert){ "capacity", NULL, NULL,
		capacity ? people * 100 / capacity : 0 },
	    a->capacity_warn_percent, a->capacity_alarm_percent);
	look(l,
	    (struct model_alert){
		"abandoned", NULL, NULL, percent(given_up, issued) },
	    a->abandoned_warn_percent, a->abandoned_alarm_percent);
}

static void
look_at_counters(struct look *l, int64_t now_ms)
{
	const struct layout_alerts *a = &l->m->layout->alerts;

	for (uint32_t i = 0; i < l->m->layout->counters_count; i++) {
		const struct model_counter *c = &l->m->counters[i];
		int64_t for_ms = c->works_ms && !c->lapsed
		    ? now_ms - c->works_ms
		    : 0;
		look(l, (struct model_alert){ "break", c->label, NULL, for_ms },
		    (int64_t)a->break_warn_min * 60000,
		    (int64_t)a->break_alarm_min * 60000);
	}
}

static void
look_at_zones(struct look *l, int64_t now_ms)
{
	const struct layout_alerts *a = &l->m->layout->alerts;

	for (uint32_t i = 0; i < l->m->layout->zones_count; i++) {
		const char *zone = l->m->layout->zones[i].code;
		look(l,
		    (struct model_alert){ "unshown", zone, NULL,
			model_unshown_ms(l->m, zone, now_ms) },
		    (int64_t)a->unshown_warn_s * 1000,
		    (int64_t)a->unshown_alarm_s * 1000);
	}
}

static void
look_at_devices(struct look *l)
{
	struct model_staff *staff = &l->m->staff;
	size_t kept = 0;

	for (size_t i = 0; i < staff->devices_count; i++) {
		const struct model_device *d = &staff->devices[i];
		const char *kind = same(d->key, "screen") ? "display" : d->key;
		bool poor = same(d->state, "low") || same(d->state, "many");
		int64_t value = poor ? 1 : 2;
		if (same(d->state, "ok") || same(d->state, "gone"))
			value = 0;
		if (!same(d->key, "lamp")) {
			look(l,
			    (struct model_alert){ kind, d->name, NULL, value },
			    1, 2);
		}
	}
	for (size_t i = 0; i < staff->devices_count; i++) {
		if (!same(staff->devices[i].state, "gone"))
			staff->devices[kept++] = staff->devices[i];
	}
	staff->devices_count = kept;
}

bool
model_has_alert(struct model *m, const struct model_device *d)
{
	return raised(m, same(d->key, "screen") ? "display" : d->key, d->name);
}

size_t
model_alerts(struct model *m, int64_t now_ms, struct model_alert *out)
{
	struct look l = { m, out, 0 };

	if (now_ms < m->last_ms)
		now_ms = m->last_ms;
	if (m->day < 0 ||
	    (now_ms >= m->staff.looked_ms &&
		now_ms - m->staff.looked_ms < 1000))
		return 0;
	m->staff.looked_ms = now_ms;
	look_at_services(&l, now_ms);
	look_at_hall(&l);
	look_at_counters(&l, now_ms);
	look_at_zones(&l, now_ms);
	look_at_devices(&l);
	m->seq += (int64_t)l.count;
	if (l.count)
		m->last_ms = now_ms;
	return l.count;
}
