/* A layout as the hall uses it: codes found, groups as indexes. */
#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "server/hall/shown.h"
#include "server/hall/slot.h"
#include "server/hall/state.h"

/* Most codes differ in their first letter. */
static bool
is(const char *a, const char *b)
{
	return a[0] == b[0] && strcmp(a, b) == 0;
}

struct service *
board_service(const struct board *b, const char *code)
{
	for (uint32_t i = 0; code && i < b->services_count; i++) {
		if (is(b->services[i].code, code))
			return &b->services[i];
	}
	return NULL;
}

struct counter *
board_counter(const struct board *b, const char *label)
{
	for (uint32_t i = 0; label && i < b->counters_count; i++) {
		if (is(b->counters[i].label, label))
			return &b->counters[i];
	}
	return NULL;
}

const struct class_rule *
board_class(const struct board *b, const char *code)
{
	for (uint32_t i = 0; code && i < b->classes_count; i++) {
		if (is(b->classes[i].code, code))
			return &b->classes[i];
	}
	return NULL;
}

void
board_destroy(struct board *b)
{
	if (!b)
		return;
	for (uint32_t i = 0; b->services && i < b->services_count; i++) {
		free(b->services[i].by_ordinal);
		hours_destroy(b->services[i].hours);
	}
	for (uint32_t i = 0; b->counters && i < b->counters_count; i++) {
		struct counter *c = &b->counters[i];
		for (uint32_t k = 0; c->groups && k < c->groups_count; k++)
			free(c->groups[k].service);
		free(c->help.service);
		free(c->groups);
		free(c->zones);
	}
	free(b->services);
	free(b->counters);
	free(b->classes);
	free(b->watch.zones);
	free(b->raw);
	free(b);
}

/* The codes as one word; false: out of memory. */
static bool
fill_steps(
    struct pool *pool, struct service *s, const struct layout_service *from)
{
	char text[LAYOUT_STEPS_MAX * (LAYOUT_CODE_MAX + 1)] = "";
	size_t at = 0;

	for (uint32_t i = 0; i < from->steps_count; i++) {
		size_t len = strlen(from->steps[i]);
		if (i > 0)
			text[at++] = ',';
		assert(at + len < sizeof(text));
		memcpy(text + at, from->steps[i], len + 1);
		at += len;
	}
	if (at > 0)
		s->steps = pool_add(pool, text);
	return at == 0 || s->steps;
}

static bool
fill_hours(struct service *s, const struct layout *layout,
    const struct layout_service *from)
{
	enum layout_session_end end = from->at_session_end
	    ? from->at_session_end
	    : layout->at_session_end;

	s->hours = hours_create(layout, from);
	if (!s->hours)
		return false;
	s->quota = from->quota;
	s->counts = s->quota || hours_are_set(s->hours);
	/* Without hours only the day ends, and ends them all. */
	s->expires = end == LAYOUT_END_EXPIRE && hours_are_set(s->hours);
	return true;
}

static bool
fill_zones(struct pool *pool, struct board *b, const struct layout *from)
{
	b->watch.zones = calloc(from->zones_count + 1, sizeof(struct zone));
	if (!b->watch.zones)
		return false;
	b->watch.zones_count = from->zones_count;
	b->watch.limits = from->alerts;
	for (uint32_t i = 0; i < from->zones_count; i++) {
		struct zone *z = &b->watch.zones[i];
		if (!(z->code = pool_add(pool, from->zones[i].code)))
			return false;
	}
	return true;
}

static uint32_t
zone_bits(const struct board *b, const struct layout_service *from)
{
	uint32_t bits = 0;

	for (uint32_t i = 0; i < from->zones_count; i++) {
		const struct zone *z = watch_zone(b, from->zones[i]);
		if (z)
			bits |= 1u << (z - b->watch.zones);
	}
	return bits;
}

static bool
fill_service(
    struct pool *pool, struct service *s, const struct layout_service *from)
{
	s->code = pool_add(pool, from->code);
	strncpy(s->prefix, from->prefix, LAYOUT_PREFIX_MAX);
	s->first = s->next = from->first;
	s->last = from->last;
	s->used_up = from->used_up;
	s->watch.target_ms = (int64_t)from->target_wait_min * 60000;
	s->policy = from->policy;
	s->ratio_ranked = from->ratio_ranked ? from->ratio_ranked : 1;
	s->ratio_normal = from->ratio_normal ? from->ratio_normal : 3;
	slot_take(&s->slots, from);
	s->handling.target_ms = from->target_handling_min * 60000;
	return s->code != NULL && fill_steps(pool, s, from);
}

static bool
fill_group(struct board *b, struct group *g, const struct layout_group *from)
{
	g->service = calloc(from->services_count + 1, sizeof(uint32_t));
	if (!g->service)
		return false;
	for (uint32_t i = 0; i < from->services_count; i++) {
		struct service *s = board_service(b, from->services[i]);
		if (s)
			g->service[g->count++] = (uint32_t)(s - b->services);
	}
	return true;
}

static bool
fill_counter(struct pool *pool, struct board *b, struct counter *c,
    const struct layout_counter *from)
{
	c->label = pool_add(pool, from->label);
	c->groups = calloc(from->groups_count + 1, sizeof(struct group));
	c->zones = calloc(from->zones_count + 1, sizeof(char *));
	if (!c->label || !c->groups || !c->zones)
		return false;
	c->groups_count = from->groups_count;
	c->help_after_ms = (int64_t)from->help_after_min * 60000;
	c->floating = from->floating == LAYOUT_YES;
	const struct layout_group help = { from->help, from->help_count };
	if (!fill_group(b, &c->help, &help))
		return false;
	c->zones_count = from->zones_count;
	for (uint32_t i = 0; i < from->groups_count; i++) {
		if (!fill_group(b, &c->groups[i], &from->groups[i]))
			return false;
	}
	for (uint32_t i = 0; i < from->zones_count; i++) {
		if (!(c->zones[i] = pool_add(pool, from->zones[i])))
			return false;
	}
	return true;
}

static bool
fill(struct pool *pool, struct board *b, const struct layout *from)
{
	b->services = calloc(from->services_count + 1, sizeof(struct service));
	b->counters = calloc(from->counters_count + 1, sizeof(struct counter));
	b->classes = calloc(from->classes_count + 1, sizeof(struct class_rule));
	if (!b->services || !b->counters || !b->classes ||
	    !fill_zones(pool, b, from))
		return false;
	b->services_count = from->services_count;
	b->counters_count = from->counters_count;
	b->classes_count = from->classes_count;
	for (uint32_t i = 0; i < b->services_count; i++) {
		const struct layout_service *s = &from->services[i];
		if (!fill_service(pool, &b->services[i], s) ||
		    !fill_hours(&b->services[i], from, s))
			return false;
		b->services[i].watch.zones = zone_bits(b, &from->services[i]);
	}
	for (uint32_t i = 0; i < b->counters_count; i++) {
		if (!fill_counter(pool, b, &b->counters[i], &from->counters[i]))
			return false;
	}
	for (uint32_t i = 0; i < b->classes_count; i++) {
		b->classes[i].code = pool_add(pool, from->classes[i].code);
		b->classes[i].credit_ms = (int64_t)from->classes[i].credit_min *
		    60000;
		b->classes[i].rank = from->classes[i].rank;
		b->classes[i].granted = from->classes[i].declared ==
		    LAYOUT_DECLARED_SUPERVISOR;
		if (!b->classes[i].code)
			return false;
	}
	return true;
}

struct board *
board_create(struct pool *pool, const struct event *event)
{
	const struct layout *from = event->layout;
	struct board *b = calloc(1, sizeof(*b));

	if (!b)
		return NULL;
	b->misses_max = from->misses_max;
	b->recalls_max = from->recalls_max;
	b->after_miss = from->after_miss;
	b->after_miss_calls = from->after_miss_calls ? from->after_miss_calls
						     : 3;
	b->tickets_max = from->tickets_max;
	b->requests_max = from->limits.requests;
	b->capacity = from->capacity;
	b->lease_ms = (int64_t)from->lease_s * 1000;
	b->day_starts_ms = (int64_t)from->day_starts_h * 3600000;
	booking_rule_take(&b->booking, from);
	b->raw = strdup(event->raw);
	if (!b->raw || !fill(pool, b, from)) {
		board_destroy(b);
		return NULL;
	}
	return b;
}

static bool
is_same_range(const struct service *a, const struct service *b)
{
	return strcmp(a->prefix, b->prefix) == 0 && a->first == b->first &&
	    a->last == b->last;
}

/* Stops hold on; whoever waits goes on waiting. */
static void
inherit_watch(struct service_watch *to, const struct service_watch *from)
{
	uint32_t zones = to->zones;
	int64_t target_ms = to->target_ms;

	*to = *from;
	to->zones = zones;
	to->target_ms = target_ms;
}

static void
inherit_zone(struct zone *to, const struct board *from)
{
	const struct zone *old = watch_zone(from, to->code);

	if (!old)
		return;
	to->stop = old->stop;
	to->broadcast = old->broadcast;
	to->unshown = old->unshown;
	memcpy(to->voice, old->voice, sizeof(to->voice));
	to->voice_until_ms = old->voice_until_ms;
}

static void
inherit_numbers(struct service *to, struct service *from)
{
	to->next = from->next;
	to->lap = from->lap;
	to->by_ordinal = from->by_ordinal;
	to->by_ordinal_cap = from->by_ordinal_cap;
	from->by_ordinal = NULL;
}

/* A session that ended before this layout came is not looked back at. */
static void
inherit_session(struct service *to, const struct service *old, int64_t t_ms)
{
	to->ended_ms = old && old->expires ? old->ended_ms : t_ms;
	if (!old)
		return;
	to->session_ms = old->session_ms;
	to->session_count = old->session_count;
}

/*
 * A range that begins today may hold numbers given before, by a service that
 * has changed or gone: it begins with a lap that none of them had.
 */
static void
inherit_service(
    struct board *to, struct service *s, struct board *from, int64_t t_ms)
{
	struct service *old = board_service(from, s->code);

	inherit_session(s, old, t_ms);
	if (old) {
		s->queue = old->queue;
		s->ranked = old->ranked;
		s->normals = old->normals;
		s->rankeds = old->rankeds;
		handling_inherit(&s->handling, &old->handling);
		inherit_watch(&s->watch, &old->watch);
		s->tally = old->tally;
	}
	if (old && is_same_range(s, old)) {
		inherit_numbers(s, old);
		return;
	}
	s->lap = from->lap_last + 1;
	to->lap_last = s->lap;
}

static void
inherit_counter(struct counter *to, const struct counter *from)
{
	to->clerk = from->clerk;
	to->state = from->state;
	to->lapsed = from->lapsed;
	to->on = from->on;
	to->ticket = from->ticket;
	to->lease_until_ms = from->lease_until_ms;
	to->watch = from->watch;
	to->queue = from->queue;
	to->at_hand = from->at_hand;
	memcpy(to->terminal, from->terminal, sizeof(to->terminal));
	memcpy(to->reason, from->reason, sizeof(to->reason));
}

void
board_inherit(struct board *to, struct board *from, int64_t t_ms)
{
	if (!from)
		return;
	to->lap_last = from->lap_last;
	to->watch.load = from->watch.load;
	to->watch.capacity = from->watch.capacity;
	to->watch.abandoned = from->watch.abandoned;
	for (uint32_t i = 0; i < to->watch.zones_count; i++)
		inherit_zone(&to->watch.zones[i], from);
	for (uint32_t i = 0; i < to->services_count; i++)
		inherit_service(to, &to->services[i], from, t_ms);
	for (uint32_t i = 0; i < to->counters_count; i++) {
		struct counter *c = board_counter(from, to->counters[i].label);
		if (!c)
			continue;
		inherit_counter(&to->counters[i], c);
		shown_inherit(to, &to->counters[i], from);
	}
}
