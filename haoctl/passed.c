#include "haoctl/passed.h"

#include <string.h>

#include "server/hall/layout.h"

static bool
same(const char *a, const char *b)
{
	return a && b && strcmp(a, b) == 0;
}

bool
passed_ticket(const struct hall *hall, int64_t id, struct passed_ticket *out)
{
	return hall_ticket_view(hall, id, &out->view) &&
	    hall_standing(hall, id, &out->at);
}

const struct layout_counter *
passed_counter(const struct layout *layout, const char *label)
{
	for (uint32_t i = 0; i < layout->counters_count; i++) {
		if (same(layout->counters[i].label, label))
			return &layout->counters[i];
	}
	return NULL;
}

static const struct layout_service *
service_of(const struct layout *layout, const char *code)
{
	for (uint32_t i = 0; i < layout->services_count; i++) {
		if (same(layout->services[i].code, code))
			return &layout->services[i];
	}
	return NULL;
}

static uint32_t
rank_of(const struct layout *layout, const char *class)
{
	for (uint32_t i = 0; i < layout->classes_count; i++) {
		if (same(layout->classes[i].code, class))
			return layout->classes[i].rank;
	}
	return 0;
}

static bool
has(char *const *codes, uint32_t count, const char *code)
{
	for (uint32_t i = 0; i < count; i++) {
		if (same(codes[i], code))
			return true;
	}
	return false;
}

int
passed_group(const struct layout_counter *c, const char *service)
{
	for (uint32_t i = 0; i < c->groups_count; i++) {
		const struct layout_group *g = &c->groups[i];
		if (has(g->services, g->services_count, service))
			return (int)i + 1;
	}
	return has(c->help, c->help_count, service) ? -1 : 0;
}

/* Who waits for this counter or its clerk alone stands with the first group. */
static int
group_of(const struct passed_call *call, const struct passed_ticket *v)
{
	const struct layout_counter *c = passed_counter(
	    call->layout, call->counter);

	if (v->at.for_counter || v->at.for_clerk)
		return 1;
	return c ? passed_group(c, v->view.service) : 0;
}

/* Of one service: by its policy. */
static enum passed
by_policy(const struct passed_call *call, const struct passed_ticket *v)
{
	const struct layout_service *s = service_of(
	    call->layout, v->view.service);
	const struct passed_ticket *t = call->called;
	uint32_t rank = rank_of(call->layout, t->view.class);
	uint32_t other = rank_of(call->layout, v->view.class);

	if (!s || !same(t->view.service, v->view.service) ||
	    t->at.for_counter || t->at.for_clerk || v->at.for_counter ||
	    v->at.for_clerk)
		return PASSED_UNKNOWN;
	if (s->policy == LAYOUT_POLICY_STRICT && rank > other)
		return PASSED_RANK;
	if (s->policy == LAYOUT_POLICY_RATIO && (rank > 0) != (other > 0))
		return PASSED_RATIO;
	return PASSED_UNKNOWN;
}

/* Another ticket was what V's own line put forward. */
static bool
stood_behind(const struct passed_call *call, const struct passed_ticket *v)
{
	const json_t *heads = json_object_get(call->why, "heads"), *head;
	size_t i;

	json_array_foreach(heads, i, head)
	{
		const char *whose = json_string_value(json_array_get(head, 0));
		const char *number = json_string_value(json_array_get(head, 1));
		if (same(whose, v->view.service))
			return number && !same(number, v->view.number);
	}
	return false;
}

static enum passed
by_place(const struct passed_call *call, const struct passed_ticket *v)
{
	const struct passed_ticket *t = call->called;
	enum passed rule = by_policy(call, v);

	if (t->at.front && !v->at.front)
		return PASSED_FRONT;
	if (rule != PASSED_UNKNOWN)
		return rule;
	if (v->at.credited_ms > t->at.credited_ms ||
	    (v->at.credited_ms == t->at.credited_ms && v->view.id > t->view.id))
		return PASSED_CREDIT;
	return stood_behind(call, v) ? PASSED_BEHIND : PASSED_UNKNOWN;
}

enum passed
passed_why(const struct passed_call *call, const struct passed_ticket *other)
{
	const char *rule = json_string_value(
	    json_object_get(call->why, "rule"));
	int group = group_of(call, other);
	int own = group_of(call, call->called);

	if (same(rule, "number"))
		return PASSED_NAMED;
	if (other->at.for_counter &&
	    !same(other->at.for_counter, call->counter))
		return PASSED_COUNTER;
	if (other->at.for_clerk && !same(other->at.for_clerk, call->clerk))
		return PASSED_CLERK;
	if (group == 0)
		return PASSED_TAKEN;
	if (group < 0 && own > 0)
		return PASSED_HELP;
	if (own > 0 && group > own)
		return PASSED_GROUP;
	if (own != group)
		return PASSED_UNKNOWN;
	return by_place(call, other);
}
