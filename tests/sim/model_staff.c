/* What requests of the staff should bring: lists, searched from the start. */
#include "tests/sim/model_staff.h"

#include <assert.h>
#include <string.h>

#include "tests/sim/model_own.h"

static bool
same(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

bool
model_has_zone(const struct layout *l, const char *code)
{
	for (uint32_t i = 0; i < l->zones_count; i++) {
		if (same(l->zones[i].code, code))
			return true;
	}
	return false;
}

static bool
lies_in(const struct layout_service *s, const char *zone)
{
	for (uint32_t i = 0; i < s->zones_count; i++) {
		if (same(s->zones[i], zone))
			return true;
	}
	return false;
}

struct model_notice *
model_notice(
    struct model *m, const char *kind, const char *service, const char *zone)
{
	for (size_t i = 0; i < m->staff.count; i++) {
		struct model_notice *n = &m->staff.notices[i];
		if (same(n->kind, kind) && same(n->service, service) &&
		    same(n->zone, zone))
			return n;
	}
	return NULL;
}

static void
drop(struct model *m, const struct model_notice *n)
{
	size_t at = (size_t)(n - m->staff.notices);

	m->staff.count--;
	for (size_t i = at; i < m->staff.count; i++)
		m->staff.notices[i] = m->staff.notices[i + 1];
}

void
model_staff_layout(struct model *m)
{
	for (size_t i = m->staff.count; i-- > 0;) {
		const struct model_notice *n = &m->staff.notices[i];
		if ((n->service && !model_service(m->layout, n->service)) ||
		    (n->zone && !model_has_zone(m->layout, n->zone)))
			drop(m, n);
	}
	model_figures_layout(m);
}

void
model_staff_day(struct model *m)
{
	model_figures_day(m);
	m->staff.training = false;
	for (size_t i = m->staff.count; i-- > 0;) {
		if (same(m->staff.notices[i].kind, "broadcast"))
			drop(m, &m->staff.notices[i]);
	}
}

bool
model_stopped(struct model *m, const struct layout_service *s)
{
	bool all = false;

	if (model_notice(m, "pause", NULL, NULL) ||
	    model_notice(m, "pause", s->code, NULL))
		return true;
	for (uint32_t i = 0; i < s->zones_count; i++) {
		if (!model_has_zone(m->layout, s->zones[i]))
			continue;
		all = true;
		if (!model_notice(m, "pause", NULL, s->zones[i]))
			return false;
	}
	return all;
}

/* --- Requests ----------------------------------------------------------- */

static enum refusal
check(const struct model *m, const struct request *r)
{
	if (!r->rid)
		return REFUSE_RIDREQUIRED;
	if (r->service && r->zone)
		return REFUSE_SCOPE;
	if (r->service && !model_service(m->layout, r->service))
		return REFUSE_NOSUCHSERVICE;
	if (r->zone && !model_has_zone(m->layout, r->zone))
		return REFUSE_NOSUCHZONE;
	return REFUSE_NOT;
}

static enum refusal
done(struct model_answer *a, bool event)
{
	a->type = OUTCOME_DONE;
	a->event = event;
	return REFUSE_NOT;
}

/* An empty text takes the notice away. */
static enum refusal
say(struct model *m, const struct request *r, const char *text, int64_t now_ms,
    struct model_answer *a)
{
	const char *kind = r->type == REQUEST_BROADCAST ? "broadcast" : "pause";
	struct model_notice *n = model_notice(m, kind, r->service, r->zone);

	if (!n && !text[0])
		return done(a, false);
	if (n && strcmp(n->text, text) == 0)
		return done(a, false);
	if (n)
		drop(m, n);
	if (text[0]) {
		assert(m->staff.count < MODEL_NOTICES);
		m->staff.notices[m->staff.count++] = (struct model_notice){
			kind, r->service, r->zone, text, now_ms
		};
	}
	return done(a, true);
}

enum refusal
ask_hall_pause(struct model *m, const struct request *r, int64_t now_ms,
    struct model_answer *a)
{
	enum refusal refusal = check(m, r);

	return refusal ? refusal : say(m, r, r->text, now_ms, a);
}

enum refusal
ask_hall_resume(struct model *m, const struct request *r, int64_t now_ms,
    struct model_answer *a)
{
	enum refusal refusal = check(m, r);

	return refusal ? refusal : say(m, r, "", now_ms, a);
}

enum refusal
ask_broadcast(struct model *m, const struct request *r, int64_t now_ms,
    struct model_answer *a)
{
	enum refusal refusal = check(m, r);

	return refusal ? refusal : say(m, r, r->text, now_ms, a);
}

static bool
is_cleared(const struct model *m, const struct request *r, const char *service)
{
	const struct layout_service *s = model_service(m->layout, service);

	if (r->zone)
		return s->zones_count == 1 && lies_in(s, r->zone);
	return !r->service || same(r->service, service);
}

enum refusal
ask_clear(struct model *m, const struct request *r, int64_t now_ms,
    struct model_answer *a)
{
	enum refusal refusal = check(m, r);

	(void)now_ms;
	if (refusal)
		return refusal;
	for (size_t i = 0; i < m->tickets_count; i++) {
		struct model_ticket *t = &m->tickets[i];
		if (!model_is(t, "waiting") || !is_cleared(m, r, t->service))
			continue;
		t->state = "cancelled";
		a->count++;
	}
	a->type = OUTCOME_COUNT;
	a->event = a->count > 0;
	return REFUSE_NOT;
}

enum refusal
ask_training(struct model *m, const struct request *r, int64_t now_ms,
    struct model_answer *a)
{
	bool is_so = m->staff.training == r->on;

	(void)now_ms;
	if (!r->rid)
		return REFUSE_RIDREQUIRED;
	m->staff.training = r->on;
	return done(a, !is_so);
}

enum refusal
ask_device(struct model *m, const struct request *r, int64_t now_ms,
    struct model_answer *a)
{
	struct model_device *d = m->staff.devices;
	struct model_device *end = d + m->staff.devices_count;
	bool gone = strcmp(r->state, "gone") == 0;

	while (d < end && !(same(d->name, r->device) && same(d->key, r->key)))
		d++;
	if (d == end ? gone : same(d->state, r->state))
		return done(a, false);
	if (gone && !model_has_alert(m, d)) {
		m->staff.devices_count--;
		for (end--; d < end; d++)
			d[0] = d[1];
		return done(a, true);
	}
	assert(m->staff.devices_count < MODEL_DEVICES);
	m->staff.devices_count += d == end;
	*d = (struct model_device){ r->device, r->key, r->state, now_ms };
	return done(a, true);
}
