#include "server/hall/hours.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "server/hall/day.h"

#define MINUTE_MS 60000

/* The sessions of a day, in order; without any, why. */
struct plan {
	enum hours_why why;
	uint32_t count;
	struct hours_span span[LAYOUT_SESSIONS_MAX];
};

/* What other days than the weekday's own say of the dates FIRST to LAST. */
struct exception {
	int64_t first, last;
	uint32_t as; /* a weekday; HOURS_WEEK: the plan here */
	struct plan plan;
};

struct hours {
	struct plan week[HOURS_WEEK];
	bool set;
	int64_t starts_ms, cutoff_ms;
	size_t count;
	struct exception exception[]; /* the first that fits is right */
};

/* --- Made from a layout ------------------------------------------------- */

static void
take_sessions(struct plan *plan, char *const *sessions, uint32_t count)
{
	plan->count = 0;
	for (uint32_t i = 0; i < count && i < LAYOUT_SESSIONS_MAX; i++) {
		bool read = hours_span_read(
		    sessions[i], &plan->span[plan->count++]);
		assert(read);
	}
}

/* Every day closed, or one session each day: all of it. */
static void
begin_week(struct hours *h)
{
	int32_t starts_min = (int32_t)(h->starts_ms / MINUTE_MS);

	for (uint32_t i = 0; i < HOURS_WEEK; i++) {
		h->week[i].why = HOURS_WEEKDAY;
		h->week[i].count = h->set ? 0 : 1;
		h->week[i].span[0] = (struct hours_span){ starts_min,
			starts_min + HOURS_DAY_MIN };
	}
}

static void
take_days(struct hours *h, const struct layout_hours *hours)
{
	for (uint32_t i = 0; i < hours->days_count; i++) {
		uint32_t day = hours_weekday_read(hours->days[i]);
		assert(day < HOURS_WEEK);
		take_sessions(
		    &h->week[day], hours->sessions, hours->sessions_count);
	}
}

static struct exception *
add(struct hours *h, const char *first, const char *last, enum hours_why why)
{
	struct exception *e = &h->exception[h->count++];
	bool read = day_read(first, &e->first) && day_read(last, &e->last);

	assert(read);
	e->as = HOURS_WEEK;
	e->plan.why = why;
	return e;
}

static bool
names(const struct layout_override *o, const char *code)
{
	for (uint32_t i = 0; i < o->services_count; i++) {
		if (strcmp(o->services[i], code) == 0)
			return true;
	}
	return false;
}

static void
add_overrides(struct hours *h, const struct layout *l, const char *code)
{
	for (uint32_t i = 0; i < l->overrides_count; i++) {
		const struct layout_override *o = &l->overrides[i];
		if (code ? !names(o, code) : o->services_count > 0)
			continue;
		struct exception *e = add(h, o->date, o->date, HOURS_OVERRIDE);
		take_sessions(&e->plan, o->sessions, o->sessions_count);
	}
}

/* The nearer to the service and to the day, the earlier. */
static void
take_exceptions(struct hours *h, const struct layout *l, const char *code)
{
	add_overrides(h, l, code);
	add_overrides(h, l, NULL);
	for (uint32_t i = 0; i < l->workdays_count; i++) {
		const struct layout_workday *w = &l->workdays[i];
		add(h, w->date, w->date, HOURS_WEEKDAY)->as =
		    hours_weekday_read(w->as);
	}
	for (uint32_t i = 0; i < l->holidays_count; i++) {
		const struct layout_holiday *d = &l->holidays[i];
		add(h, d->from, d->until ? d->until : d->from, HOURS_HOLIDAY);
	}
}

struct hours *
hours_create(const struct layout *l, const struct layout_service *s)
{
	size_t most = (size_t)l->overrides_count + l->workdays_count +
	    l->holidays_count;
	bool own = s->hours_count > 0;
	struct hours *h = calloc(
	    1, sizeof(*h) + most * sizeof(struct exception));

	if (!h)
		return NULL;
	h->starts_ms = (int64_t)l->day_starts_h * 60 * MINUTE_MS;
	h->cutoff_ms = (int64_t)(s->last_ticket_min ? s->last_ticket_min
						    : l->last_ticket_min) *
	    MINUTE_MS;
	h->set = own || l->hours_count > 0;
	begin_week(h);
	for (uint32_t i = 0; i < (own ? s->hours_count : l->hours_count); i++)
		take_days(h, own ? &s->hours[i] : &l->hours[i]);
	take_exceptions(h, l, s->code);
	return h;
}

void
hours_destroy(struct hours *h)
{
	free(h);
}

bool
hours_are_set(const struct hours *h)
{
	return h->set;
}

/* --- Asked -------------------------------------------------------------- */

static const struct plan *
plan_of(const struct hours *h, int64_t day)
{
	/* Day 0, 1970-01-01, was a Thursday: three after Monday. */
	int64_t weekday = ((day + 3) % 7 + 7) % 7;

	for (size_t i = 0; i < h->count; i++) {
		const struct exception *e = &h->exception[i];
		if (day < e->first || day > e->last)
			continue;
		return e->as < HOURS_WEEK ? &h->week[e->as] : &e->plan;
	}
	return &h->week[weekday];
}

bool
hours_work(const struct hours *h, int64_t day)
{
	return plan_of(h, day)->count > 0;
}

/* A session as instants: no tickets from LAST on. */
struct session {
	int64_t from_ms, last_ms, to_ms;
};

static struct session
session_of(const struct hours *h, const struct zone_table *zone, int64_t day,
    const struct hours_span *span)
{
	int64_t midnight_ms = day * DAY_MS;
	struct session s;

	s.from_ms = zone_instant_ms(
	    zone, midnight_ms + (int64_t)span->from_min * MINUTE_MS);
	s.to_ms = zone_instant_ms(
	    zone, midnight_ms + (int64_t)span->to_min * MINUTE_MS);
	s.last_ms = s.to_ms - h->cutoff_ms;
	if (s.last_ms < s.from_ms)
		s.last_ms = s.from_ms;
	return s;
}

static int64_t
begin_of(const struct hours *h, const struct zone_table *zone, int64_t day)
{
	return zone_instant_ms(zone, day * DAY_MS + h->starts_ms);
}

/* As day_at, but the day stays when the clock goes back over its change. */
static int64_t
day_of(const struct hours *h, const struct zone_table *zone, int64_t t_ms)
{
	int64_t day = day_at(zone, h->starts_ms, t_ms);

	while (begin_of(h, zone, day + 1) <= t_ms)
		day++;
	return day;
}

static int64_t
next_opening(const struct hours *h, const struct zone_table *zone, int64_t day,
    int64_t t_ms)
{
	for (int i = 0; i <= HOURS_AHEAD_DAYS; i++, day++) {
		const struct plan *plan = plan_of(h, day);
		for (uint32_t k = 0; k < plan->count; k++) {
			struct session s = session_of(
			    h, zone, day, &plan->span[k]);
			if (s.from_ms > t_ms && s.last_ms > s.from_ms)
				return s.from_ms;
		}
	}
	return 0;
}

/* Narrows the time in which it stands so, around T_MS, to before or after. */
static void
narrow(struct hours_at *at, int64_t t_ms, int64_t edge_ms)
{
	if (edge_ms > t_ms && edge_ms < at->until_ms)
		at->until_ms = edge_ms;
	if (edge_ms <= t_ms && edge_ms > at->from_ms)
		at->from_ms = edge_ms;
}

static void
look(struct hours_at *at, int64_t t_ms, const struct session *s)
{
	narrow(at, t_ms, s->from_ms);
	narrow(at, t_ms, s->last_ms);
	narrow(at, t_ms, s->to_ms);
	if (s->to_ms <= t_ms && s->to_ms > s->from_ms)
		at->ended_ms = s->to_ms;
	if (t_ms < s->from_ms || t_ms >= s->to_ms)
		return;
	at->why = t_ms < s->last_ms ? HOURS_OPEN : HOURS_CUTOFF;
	at->session_ms = s->from_ms;
	at->last_ticket_ms = s->last_ms;
	at->ends_ms = s->to_ms;
}

void
hours_at(const struct hours *h, const struct zone_table *zone, int64_t t_ms,
    struct hours_at *out)
{
	int64_t day = day_of(h, zone, t_ms);
	const struct plan *plan = plan_of(h, day);

	*out = (struct hours_at){
		.why = plan->count ? HOURS_BREAK : plan->why,
		.day = day,
		.from_ms = begin_of(h, zone, day),
		.until_ms = begin_of(h, zone, day + 1),
	};
	for (uint32_t i = 0; i < plan->count; i++) {
		struct session s = session_of(h, zone, day, &plan->span[i]);
		look(out, t_ms, &s);
	}
	if (out->why != HOURS_OPEN)
		out->opens_ms = next_opening(h, zone, day, t_ms);
}
