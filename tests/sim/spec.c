#include "tests/sim/spec.h"

#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The part up to SEPARATOR or the end; REST goes on behind it. */
static char *
part(char **rest, const char *separator)
{
	char *at = strsep(rest, separator);

	assert(at);
	return at;
}

static uint32_t
number(char **rest, const char *separator)
{
	return (uint32_t)strtoul(part(rest, separator), NULL, 10);
}

static void
make_services(struct spec_layout *to, char *text)
{
	for (char *one; (one = strsep(&text, " "));) {
		assert(to->layout.services_count < SPEC_THINGS);
		struct layout_service *s =
		    &to->services[to->layout.services_count++];
		char *steps = one;
		one = part(&steps, ">");
		s->steps = to->steps[s - to->services];
		while (steps)
			s->steps[s->steps_count++] = part(&steps, ">");
		s->code = part(&one, ":");
		s->prefix = part(&one, ":");
		s->first = number(&one, "-");
		s->last = number(&one, ":");
		s->used_up = strcmp(part(&one, ":"), "wrap") == 0
		    ? LAYOUT_USED_UP_WRAP
		    : LAYOUT_USED_UP_REFUSE;
		s->policy = !one		 ? LAYOUT_POLICY_CREDIT
		    : strcmp(one, "strict") == 0 ? LAYOUT_POLICY_STRICT
						 : LAYOUT_POLICY_RATIO;
		s->ratio_ranked = 1;
		s->ratio_normal = 2;
		s->target_handling_min = SPEC_TARGET_MIN;
		s->zones = to->zones;
		s->zones_count = 1;
	}
}

static void
make_group(struct layout_group *group, char **codes, char *text)
{
	group->services = codes;
	while (text && *text) {
		assert(group->services_count < SPEC_THINGS);
		codes[group->services_count++] = part(&text, ",");
	}
}

static void
make_counter(struct spec_layout *to, char *text)
{
	assert(to->layout.counters_count < SPEC_THINGS);
	uint32_t i = to->layout.counters_count++;
	struct layout_counter *c = &to->counters[i];
	struct layout_group help = { 0 };

	c->floating = *text == '~' ? LAYOUT_YES : LAYOUT_NO;
	text += *text == '~';
	c->label = part(&text, ":");
	c->groups = to->groups[i];
	c->zones = to->zones;
	c->zones_count = 1;
	char *helps = text ? strchr(text, '^') : NULL;
	if (helps) {
		*helps = '\0';
		make_group(&help, to->help[i], helps + 1);
		c->help = help.services;
		c->help_count = help.services_count;
		c->help_after_min = 1;
	}
	while (text && *text) {
		uint32_t k = c->groups_count++;
		assert(k < SPEC_THINGS);
		make_group(&c->groups[k], to->codes[i][k], part(&text, "/"));
	}
}

static void
make_classes(struct spec_layout *to, char *text)
{
	for (char *one; (one = strsep(&text, " "));) {
		assert(to->layout.classes_count < SPEC_THINGS);
		struct layout_class *c =
		    &to->classes[to->layout.classes_count++];
		c->code = part(&one, ":");
		c->credit_min = number(&one, ":");
		c->rank = one ? number(&one, ":") : 0;
		c->declared = one ? LAYOUT_DECLARED_SUPERVISOR
				  : LAYOUT_DECLARED_KIOSK;
	}
}

struct spec_layout *
spec_make(const struct spec *spec)
{
	struct spec_layout *to = calloc(1, sizeof(*to));
	const char *const texts[] = { spec->services, spec->counters,
		spec->classes };

	if (!to)
		return NULL;
	for (int i = 0; i < 3; i++)
		(void)snprintf(to->text[i], SPEC_TEXT, "%s", texts[i]);
	(void)snprintf(to->raw, sizeof(to->raw),
	    "[\"%s\",\"%s\",\"%s\",%u,%u,%u,%u,%u,%u]", texts[0], texts[1],
	    texts[2], spec->misses_max, spec->recalls_max, spec->lease_s,
	    spec->tickets_max, spec->day_starts_h,
	    (unsigned int)spec->after_miss);
	(void)snprintf(to->zone, sizeof(to->zone), "main");
	to->zones[0] = to->zone;
	to->layout.misses_max = spec->misses_max;
	to->layout.recalls_max = spec->recalls_max;
	to->layout.lease_s = spec->lease_s;
	to->layout.tickets_max = spec->tickets_max;
	to->layout.day_starts_h = spec->day_starts_h;
	to->layout.after_miss = spec->after_miss;
	to->layout.after_miss_calls = spec->after_miss_calls;
	to->layout.services = to->services;
	to->layout.classes = to->classes;
	to->layout.counters = to->counters;
	make_services(to, to->text[0]);
	for (char *one, *rest = to->text[1]; (one = strsep(&rest, " "));)
		make_counter(to, one);
	make_classes(to, to->text[2]);
	return to;
}

static void
set_sessions(struct spec_layout *to, char *text)
{
	static const char days[7][4] = { "mon", "tue", "wed", "thu", "fri",
		"sat", "sun" };

	memcpy(to->days, days, sizeof(days));
	for (int i = 0; i < 7; i++)
		to->week[i] = to->days[i];
	to->hours.days = to->week;
	to->hours.days_count = 7;
	to->hours.sessions = to->sessions;
	to->layout.hours = &to->hours;
	to->layout.hours_count = 1;
	for (char *one; (one = strsep(&text, " "));) {
		assert(to->hours.sessions_count < SPEC_THINGS);
		to->sessions[to->hours.sessions_count++] = one;
	}
}

static void
set_quotas(struct spec_layout *to, char *text)
{
	for (char *one; (one = strsep(&text, " "));) {
		const char *code = part(&one, ":");
		for (uint32_t i = 0; i < to->layout.services_count; i++) {
			if (strcmp(to->services[i].code, code) == 0)
				to->services[i].quota = number(&one, ":");
		}
	}
}

void
spec_set_hours(struct spec_layout *to, const struct spec_hours *hours)
{
	size_t len = strlen(to->raw) - 1;

	(void)snprintf(to->raw + len, sizeof(to->raw) - len,
	    ",\"%s\",\"%s\",%u,%u,%u]", hours->sessions ? hours->sessions : "",
	    hours->quotas ? hours->quotas : "", hours->last_ticket_min,
	    hours->capacity, (unsigned int)hours->at_session_end);
	to->layout.last_ticket_min = hours->last_ticket_min;
	to->layout.capacity = hours->capacity;
	to->layout.at_session_end = hours->at_session_end;
	if (hours->sessions) {
		(void)snprintf(to->text[3], SPEC_TEXT, "%s", hours->sessions);
		set_sessions(to, to->text[3]);
	}
	if (hours->quotas) {
		(void)snprintf(to->text[4], SPEC_TEXT, "%s", hours->quotas);
		set_quotas(to, to->text[4]);
	}
}

static void
set_slots(struct spec_layout *to, char *text)
{
	for (char *one; (one = strsep(&text, " "));) {
		const char *code = part(&one, "/");
		uint32_t i = 0;
		while (strcmp(to->services[i].code, code) != 0)
			i++;
		struct layout_service *s = &to->services[i];
		to->slots[i] = part(&one, "/");
		s->slots = &to->slots[i];
		s->slots_count = 1;
		s->slot_min = number(&one, "/");
		s->slot_capacity = number(&one, "/");
	}
}

void
spec_set_slots(struct spec_layout *to, const struct spec_slots *slots)
{
	size_t len = strlen(to->raw) - 1;

	(void)snprintf(to->raw + len, sizeof(to->raw) - len,
	    ",\"%s\",%u,%u,%u,%u,%u]", slots->slots, slots->book_days,
	    slots->bookings_max, slots->early_min, slots->late_min,
	    (unsigned int)slots->late);
	to->layout.book_days = slots->book_days;
	to->layout.bookings_max = slots->bookings_max;
	to->layout.checkin_early_min = slots->early_min;
	to->layout.checkin_late_min = slots->late_min;
	to->layout.late_checkin = slots->late;
	to->layout.appointment_class = slots->class;
	(void)snprintf(to->text[5], SPEC_TEXT, "%s", slots->slots);
	set_slots(to, to->text[5]);
}
