#include "server/config/check.h"

#include <stdlib.h>
#include <string.h>

#include "server/config/mistake.h"
#include "server/config/outline.h"

/* PATH is "" or ends in a dot; OF is the struct at that path. */
static void
fill_numbers(const struct config_check *c, const struct config_bound *bounds,
    const char *path, void *of)
{
	char key[CONFIG_KEY_MAX];

	for (; bounds->key; bounds++) {
		config_path(key, "%s%s", path, bounds->key);
		if (!config_outline_has(c->outline, key)) {
			memcpy((char *)of + bounds->offset, &bounds->absent,
			    sizeof(bounds->absent));
		}
	}
}

static bool
copy_word(char **to, const char *word)
{
	*to = strdup(word);
	return *to != NULL;
}

static bool
copy_text(struct layout_text *to, const struct layout_text *from)
{
	for (size_t i = 0; i < LAYOUT_LANGUAGES_MAX; i++) {
		if (from->in[i] && !copy_word(&to->in[i], from->in[i]))
			return false;
	}
	return true;
}

/* One zone under the hall's own name, for a hall that has no others. */
static bool
fill_zones(const struct config_check *c)
{
	struct layout *l = c->layout;

	if (config_outline_has(c->outline, "zones"))
		return true;
	l->zones = calloc(1, sizeof(*l->zones));
	if (!l->zones)
		return false;
	l->zones_count = 1;
	return copy_word(&l->zones[0].code, "main") &&
	    copy_text(&l->zones[0].name, &l->name);
}

static bool
fill_classes(const struct config_check *c)
{
	struct layout *l = c->layout;

	if (config_outline_has(c->outline, "classes"))
		return true;
	l->classes = calloc(1, sizeof(*l->classes));
	if (!l->classes)
		return false;
	l->classes_count = 1;
	if (!copy_word(&l->classes[0].code, "normal"))
		return false;
	/* A text without a language would have no place in the schema. */
	return l->languages_count == 0 ||
	    copy_word(&l->classes[0].name.in[0], "normal");
}

/* The zones of a service or counter at PATH: the first, when it says none. */
static bool
fill_own_zones(const struct config_check *c, const char *path, char ***zones,
    uint32_t *count)
{
	const struct layout *l = c->layout;

	if (config_outline_has(c->outline, path))
		return true;
	if (l->zones_count == 0 || !l->zones[0].code)
		return true;
	*zones = calloc(1, sizeof(**zones));
	if (!*zones)
		return false;
	*count = 1;
	return copy_word(&(*zones)[0], l->zones[0].code);
}

/* What appointments go by, for a hall that takes some. */
static bool
fill_booking(const struct config_check *c)
{
	struct layout *l = c->layout;

	if (!config_has_slots(l))
		return true;
	fill_numbers(c, config_bounds_booking, "", l);
	if (!config_outline_has(c->outline, "late_checkin"))
		l->late_checkin = LAYOUT_LATE_WALK_IN;
	return l->appointment_class ||
	    copy_word(&l->appointment_class, "appointment");
}

static bool
fill_service(const struct config_check *c, uint32_t i)
{
	struct layout_service *s = &c->layout->services[i];
	char path[CONFIG_KEY_MAX];

	config_path(path, "services[%u].", i);
	fill_numbers(c, config_bounds_service, path, s);
	if (s->slots_count > 0)
		fill_numbers(c, config_bounds_slots, path, s);
	if (!s->prefix && !copy_word(&s->prefix, ""))
		return false;
	config_path(path, "services[%u].zones", i);
	return fill_own_zones(c, path, &s->zones, &s->zones_count);
}

static bool
fill_counter(const struct config_check *c, uint32_t i)
{
	struct layout_counter *at = &c->layout->counters[i];
	char path[CONFIG_KEY_MAX];

	config_path(path, "counters[%u].zones", i);
	return fill_own_zones(c, path, &at->zones, &at->zones_count);
}

/* A role is as fast as it is said to be, or else as its kind is. */
static void
fill_limits(const struct config_check *c)
{
	struct layout_limits *limits = &c->layout->limits;
	char key[CONFIG_KEY_MAX];

	fill_numbers(c, config_bounds_limits, "limits.", limits);
	for (enum account_role i = ACCOUNT_KIOSK; i < ACCOUNT_ROLES; i++) {
		config_path(key, "limits.commands_%s", account_role_name(i));
		if (config_outline_has(c->outline, key))
			continue;
		limits->commands[i] = account_is_device(i)
		    ? limits->commands_device
		    : limits->commands_person;
	}
}

bool
config_fill(struct config_check *c)
{
	struct layout *l = c->layout;
	char path[CONFIG_KEY_MAX];

	fill_numbers(c, config_bounds_hall, "", l);
	fill_numbers(c, config_bounds_alerts, "alerts.", &l->alerts);
	fill_limits(c);
	if (!fill_zones(c) || !fill_classes(c) || !fill_booking(c))
		return false;
	for (uint32_t i = 0; i < l->classes_count; i++) {
		config_path(path, "classes[%u].", i);
		fill_numbers(c, config_bounds_class, path, &l->classes[i]);
	}
	for (uint32_t i = 0; i < l->services_count; i++) {
		if (!fill_service(c, i))
			return false;
	}
	for (uint32_t i = 0; i < l->counters_count; i++) {
		if (!fill_counter(c, i))
			return false;
	}
	return true;
}
