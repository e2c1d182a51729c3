/* What screens and voices should have told of calls: words in lists. */
#include <assert.h>
#include <string.h>

#include "tests/sim/model_own.h"

static bool
same(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static bool
lies_in(const struct model *m, const struct model_counter *c, const char *zone)
{
	const struct layout_counter *l = model_layout_of(m, c->label);

	for (uint32_t i = 0; l && i < l->zones_count; i++) {
		if (same(l->zones[i], zone))
			return true;
	}
	return false;
}

static bool
has(const char *const zones[MODEL_ZONES], const char *zone)
{
	for (int i = 0; i < MODEL_ZONES; i++) {
		if (same(zones[i], zone))
			return true;
	}
	return false;
}

static void
put(const char *zones[MODEL_ZONES], const char *zone)
{
	int i = 0;

	while (zones[i])
		i++;
	assert(i < MODEL_ZONES);
	zones[i] = zone;
}

static void
keep_zones(const char *zones[MODEL_ZONES], const struct layout *l)
{
	for (int i = 0; i < MODEL_ZONES; i++) {
		if (zones[i] && !model_has_zone(l, zones[i]))
			zones[i] = NULL;
	}
}

static struct model_ticket *
called(struct model *m, const struct model_counter *c)
{
	struct model_ticket *t = c->call.seq && c->ticket
	    ? model_ticket(m, c->ticket)
	    : NULL;

	return t && model_is(t, "called") ? t : NULL;
}

static struct model_counter *
calling(struct model *m, const struct request *r)
{
	for (uint32_t i = 0; i < m->layout->counters_count; i++) {
		struct model_counter *c = &m->counters[i];
		if (c->call.seq == r->call && called(m, c) &&
		    lies_in(m, c, r->zone))
			return c;
	}
	return NULL;
}

static enum refusal
ask_told(struct model *m, const struct request *r, struct model_answer *a)
{
	if (!model_has_zone(m->layout, r->zone))
		return REFUSE_NOSUCHZONE;
	a->type = OUTCOME_DONE;
	struct model_counter *c = calling(m, r);
	if (!c)
		return REFUSE_NOT;
	const char **told = r->type == REQUEST_HEARD ? c->call.heard
						     : c->call.shown;
	a->event = !has(told, r->zone);
	if (a->event)
		put(told, r->zone);
	return REFUSE_NOT;
}

enum refusal
ask_shown(struct model *m, const struct request *r, int64_t now_ms,
    struct model_answer *a)
{
	(void)now_ms;
	return ask_told(m, r, a);
}

enum refusal
ask_heard(struct model *m, const struct request *r, int64_t now_ms,
    struct model_answer *a)
{
	(void)now_ms;
	return ask_told(m, r, a);
}

enum refusal
ask_voice(struct model *m, const struct request *r, int64_t now_ms,
    struct model_answer *a)
{
	struct model_voice *v = m->voices;

	if (!model_has_zone(m->layout, r->zone))
		return REFUSE_NOSUCHZONE;
	while (v->zone && !same(v->zone, r->zone))
		v++;
	assert(v < m->voices + MODEL_ZONES);
	a->type = OUTCOME_VOICE;
	a->count = !v->zone || same(v->terminal, r->terminal) ||
	    now_ms > v->until_ms;
	if (a->count) {
		*v = (struct model_voice){ r->zone, r->terminal,
			now_ms + 10000 };
	}
	return REFUSE_NOT;
}

void
model_called_at(struct model *m, struct model_counter *c, int64_t now_ms)
{
	c->call.seq = m->seq + 1;
	c->call.t_ms = now_ms;
	memset(c->call.shown, 0, sizeof(c->call.shown));
	memset(c->call.heard, 0, sizeof(c->call.heard));
}

void
model_shown_layout(struct model *m)
{
	struct model_voice kept[MODEL_ZONES + 1] = { 0 };
	size_t count = 0;

	for (const struct model_voice *v = m->voices; v->zone; v++) {
		if (model_has_zone(m->layout, v->zone))
			kept[count++] = *v;
	}
	memcpy(m->voices, kept, sizeof(kept));
	for (uint32_t i = 0; i < m->layout->counters_count; i++) {
		keep_zones(m->counters[i].call.shown, m->layout);
		keep_zones(m->counters[i].call.heard, m->layout);
	}
}

int64_t
model_unshown_ms(struct model *m, const char *zone, int64_t now_ms)
{
	int64_t longest_ms = 0;

	for (uint32_t i = 0; i < m->layout->counters_count; i++) {
		const struct model_counter *c = &m->counters[i];
		const struct model_ticket *t = called(m, c);
		if (t && !t->training && lies_in(m, c, zone) &&
		    !has(c->call.shown, zone) &&
		    now_ms - c->call.t_ms > longest_ms)
			longest_ms = now_ms - c->call.t_ms;
	}
	return longest_ms;
}
