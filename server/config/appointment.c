/* Slots and what appointments go by. */
#include "server/config/check.h"

#include <string.h>

#include "server/config/mistake.h"
#include "server/config/outline.h"
#include "server/hall/hours.h"

bool
config_has_slots(const struct layout *l)
{
	for (uint32_t i = 0; i < l->services_count; i++) {
		if (l->services[i].slots_count > 0)
			return true;
	}
	return false;
}

/* A span that is no longer than one slot is a mistyped one. */
static void
check_spans(
    struct config_check *c, const struct layout_service *s, const char *path)
{
	struct hours_span span;
	char key[CONFIG_KEY_MAX];

	for (uint32_t i = 0; i < s->slots_count; i++) {
		if (!hours_span_read(s->slots[i], &span) ||
		    span.to_min - span.from_min >= (int32_t)s->slot_min)
			continue;
		config_path(key, "%s[%u]", path, i);
		config_check_say(c, key,
		    "is \"%s\", shorter than one slot of %u minutes (slot_min)",
		    s->slots[i], s->slot_min);
	}
}

/* These mean something to a service or a hall with slots alone. */
static void
refuse_without(
    struct config_check *c, const struct config_bound *bounds, const char *path)
{
	char key[CONFIG_KEY_MAX];

	for (; bounds->key; bounds++) {
		config_path(key, "%s%s", path, bounds->key);
		if (!config_outline_has(c->outline, key))
			continue;
		config_check_say(c, key,
		    "is there, but there are no appointments; write slots, as "
		    "[\"09:00-11:30\"], or leave it out");
	}
}

static void
check_service(struct config_check *c, uint32_t i)
{
	const struct layout_service *s = &c->layout->services[i];
	char path[CONFIG_KEY_MAX];

	config_path(path, "services[%u].", i);
	if (s->slots_count == 0) {
		refuse_without(c, config_bounds_slots, path);
		return;
	}
	config_check_bounds(c, config_bounds_slots, path, s);
	config_path(path, "services[%u].slots", i);
	config_check_sessions(
	    c, (struct config_words){ s->slots, s->slots_count }, path);
	check_spans(c, s, path);
}

static void
check_class(struct config_check *c)
{
	const struct config_codes classes = config_codes_classes(c->layout);
	const char *class = c->layout->appointment_class;

	for (uint32_t i = 0; i < c->layout->classes_count; i++) {
		if (c->layout->classes[i].code &&
		    strcmp(c->layout->classes[i].code, class) == 0)
			return;
	}
	if (config_outline_has(c->outline, "appointment_class")) {
		config_codes_find(c, &classes, class, "appointment_class");
		return;
	}
	config_check_say(c, "classes",
	    "have none with the code \"appointment\", which those who booked "
	    "get; add it, or name another one by appointment_class");
}

void
config_check_appointments(struct config_check *c)
{
	for (uint32_t i = 0; i < c->layout->services_count; i++)
		check_service(c, i);
	if (!config_has_slots(c->layout)) {
		refuse_without(c, config_bounds_booking, "");
		return;
	}
	config_check_bounds(c, config_bounds_booking, "", c->layout);
	check_class(c);
}
