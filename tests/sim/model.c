#include "tests/sim/model_own.h"

#include <assert.h>
#include <stdio.h>
#include <string.h>

#define DAY_LONG_MS ((int64_t)24 * 3600 * 1000)

static bool
same(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

void
model_init(struct model *m)
{
	memset(m, 0, sizeof(*m));
	m->next_id = 1;
	m->day = -1;
}

bool
model_is(const struct model_ticket *t, const char *state)
{
	return t && strcmp(t->state, state) == 0;
}

bool
model_is_open(const struct model_ticket *t)
{
	return !model_is(t, "served") && !model_is(t, "abandoned") &&
	    !model_is(t, "cancelled") && !model_is(t, "expired");
}

struct model_ticket *
model_ticket(struct model *m, int64_t id)
{
	for (size_t i = 0; i < m->tickets_count; i++) {
		if (m->tickets[i].id == id)
			return &m->tickets[i];
	}
	return NULL;
}

/* The latest of that number, if a service of today's layout still gives it. */
struct model_ticket *
model_numbered(struct model *m, const char *number)
{
	for (size_t i = m->tickets_count; i-- > 0;) {
		struct model_ticket *t = &m->tickets[i];
		if (strcmp(t->number, number) != 0)
			continue;
		for (uint32_t k = 0; k < m->layout->services_count; k++) {
			if (m->ranges[k].of == t->origin)
				return t;
		}
		return NULL;
	}
	return NULL;
}

struct model_counter *
model_counter(struct model *m, const char *label)
{
	for (uint32_t i = 0; i < m->layout->counters_count; i++) {
		if (same(m->counters[i].label, label))
			return &m->counters[i];
	}
	return NULL;
}

const struct layout_service *
model_service(const struct layout *layout, const char *code)
{
	for (uint32_t i = 0; i < layout->services_count; i++) {
		if (same(layout->services[i].code, code))
			return &layout->services[i];
	}
	return NULL;
}

const struct layout_class *
model_class(const struct layout *layout, const char *code)
{
	for (uint32_t i = 0; i < layout->classes_count; i++) {
		if (same(layout->classes[i].code, code))
			return &layout->classes[i];
	}
	return NULL;
}

int64_t
model_credit_ms(const struct model *m, const char *class)
{
	const struct layout_class *of = model_class(m->layout, class);

	return of ? (int64_t)of->credit_min * 60000 : 0;
}

struct model_rid *
model_rid(struct model *m, const char *user, const char *rid, int64_t now_ms)
{
	for (size_t i = m->rids_count; i-- > 0;) {
		struct model_rid *r = &m->rids[i];
		if (strcmp(r->user, user) != 0 || strcmp(r->rid, rid) != 0)
			continue;
		return now_ms - r->t_ms <= DAY_LONG_MS ? r : NULL;
	}
	return NULL;
}

static void
write_number(
    char out[OUTCOME_NUMBER], const struct layout_service *s, uint32_t n)
{
	char digits[16];
	int skip = 7 - 3;

	for (uint32_t past = 1000; past <= s->last; past *= 10)
		skip--;
	(void)snprintf(digits, sizeof(digits), "%07u", n % 10000000);
	(void)snprintf(
	    out, OUTCOME_NUMBER, "%.2s%.7s", s->prefix, digits + skip);
}

static bool
is_number_open(const struct model *m, const char *number)
{
	for (size_t i = 0; i < m->tickets_count; i++) {
		if (strcmp(m->tickets[i].number, number) == 0 &&
		    model_is_open(&m->tickets[i]))
			return true;
	}
	return false;
}

bool
model_number(
    struct model *m, const struct layout_service *s, char out[OUTCOME_NUMBER])
{
	struct model_range *range = m->ranges;

	while (range->of != s)
		range++;
	for (uint32_t tries = 0; tries <= s->last - s->first; tries++) {
		if (range->next > s->last) {
			if (s->used_up == LAYOUT_USED_UP_REFUSE)
				return false;
			range->next = s->first;
		}
		write_number(out, s, range->next++);
		if (!is_number_open(m, out))
			return true;
	}
	return false;
}

/* --- Layouts, days and leases ----------------------------------------- */

static bool
same_range(const struct layout_service *a, const struct layout_service *b)
{
	return a && b && same(a->code, b->code) && same(a->prefix, b->prefix) &&
	    a->first == b->first && a->last == b->last;
}

static bool
has_counter(const struct layout *layout, const char *label)
{
	for (uint32_t i = 0; i < layout->counters_count; i++) {
		if (same(layout->counters[i].label, label))
			return true;
	}
	return false;
}

static bool
has_steps(const struct model_ticket *t, const struct layout *layout)
{
	for (int i = 0; t->steps[i]; i++) {
		if (!model_service(layout, t->steps[i]))
			return false;
	}
	return true;
}

static bool
fits(const struct model_ticket *t, const struct layout *layout)
{
	return model_service(layout, t->service) &&
	    same_range(t->origin, model_service(layout, t->origin->code)) &&
	    (!t->counter || has_counter(layout, t->counter)) &&
	    has_steps(t, layout) && (!t->only || has_counter(layout, t->only));
}

/* M's layout is still the old one. */
static void
take_session(const struct model *m, struct model_range *to,
    const struct model_range *old)
{
	to->session_ms = old->session_ms;
	to->issued = old->issued;
	if (m->layout->hours_count > 0 &&
	    m->layout->at_session_end == LAYOUT_END_EXPIRE)
		to->ended_ms = old->ended_ms;
}

static void
take_ranges(struct model *m, const struct layout *layout, int64_t now_ms)
{
	struct model_range old[MODEL_THINGS];
	uint32_t old_count = m->layout ? m->layout->services_count : 0;

	memcpy(old, m->ranges, sizeof(old));
	for (uint32_t i = 0; i < layout->services_count; i++) {
		const struct layout_service *s = &layout->services[i];
		m->ranges[i] = (struct model_range){
			.of = s, .next = s->first, .ended_ms = now_ms
		};
		for (uint32_t k = 0; k < old_count; k++) {
			if (same_range(old[k].of, s))
				m->ranges[i].next = old[k].next;
			if (same(old[k].of->code, s->code))
				take_session(m, &m->ranges[i], &old[k]);
		}
	}
	for (size_t i = 0; i < m->tickets_count; i++) {
		struct model_ticket *t = &m->tickets[i];
		const struct layout_service *s = t->origin
		    ? model_service(layout, t->origin->code)
		    : NULL;
		t->origin = same_range(t->origin, s) ? s : NULL;
	}
}

static void
take_runs(struct model *m, const struct layout *layout)
{
	struct model_run old[MODEL_THINGS];
	uint32_t old_count = m->layout ? m->layout->services_count : 0;

	memcpy(old, m->runs, sizeof(old));
	for (uint32_t i = 0; i < layout->services_count; i++) {
		m->runs[i] = (struct model_run){ layout->services[i].code, 0,
			0 };
		for (uint32_t k = 0; k < old_count; k++) {
			if (same(old[k].service, m->runs[i].service))
				m->runs[i] = old[k];
		}
	}
}

static void
take_counters(struct model *m, const struct layout *layout)
{
	struct model_counter old[MODEL_THINGS];
	uint32_t old_count = m->layout ? m->layout->counters_count : 0;

	memcpy(old, m->counters, sizeof(old));
	for (uint32_t i = 0; i < layout->counters_count; i++) {
		m->counters[i] = (struct model_counter){
			.label = layout->counters[i].label,
			.terminal = "",
			.state = "closed",
			.reason = "",
		};
		for (uint32_t k = 0; k < old_count; k++) {
			if (same(old[k].label, m->counters[i].label))
				m->counters[i] = old[k];
		}
	}
}

bool
model_layout(struct model *m, const struct layout *layout, int64_t now_ms,
    const char **number)
{
	for (size_t i = 0; i < m->tickets_count; i++) {
		*number = m->tickets[i].number;
		if (model_is_open(&m->tickets[i]) &&
		    !fits(&m->tickets[i], layout))
			return false;
	}
	*number = m->layout ? model_booked_service(m, layout) : NULL;
	if (*number)
		return false;
	if (m->last_ms < now_ms)
		m->last_ms = now_ms;
	take_ranges(m, layout, m->last_ms);
	take_runs(m, layout);
	take_counters(m, layout);
	m->layout = layout;
	model_staff_layout(m);
	model_shown_layout(m);
	m->seq++;
	return true;
}

void
model_day(struct model *m, int64_t day, int64_t now_ms)
{
	size_t kept = 0;

	if (m->last_ms < now_ms)
		m->last_ms = now_ms;
	m->day = day;
	m->seq++;
	m->tickets_count = 0;
	model_staff_day(m);
	model_forget_bookings(m);
	model_forget_followups(m);
	for (uint32_t i = 0; i < m->layout->services_count; i++) {
		m->ranges[i] = (struct model_range){
			.of = &m->layout->services[i],
			.next = m->layout->services[i].first,
		};
		m->runs[i].normals = m->runs[i].ranked = 0;
	}
	for (uint32_t i = 0; i < m->layout->counters_count; i++)
		m->counters[i].ticket = 0;
	for (size_t i = 0; i < m->rids_count; i++) {
		if (m->last_ms - m->rids[i].t_ms <= DAY_LONG_MS)
			m->rids[kept++] = m->rids[i];
	}
	m->rids_count = kept;
}

const char *
model_tick(struct model *m, int64_t now_ms)
{
	for (uint32_t i = 0; i < m->layout->counters_count; i++) {
		struct model_counter *c = &m->counters[i];
		if (strcmp(c->state, "closed") == 0 || c->lapsed ||
		    now_ms <= c->lease_ms)
			continue;
		c->lapsed = true;
		m->seq++;
		if (m->last_ms < now_ms)
			m->last_ms = now_ms;
		return c->label;
	}
	return NULL;
}
