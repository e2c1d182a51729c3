#include "server/config/check.h"

#include <string.h>

#include "server/config/mistake.h"
#include "server/config/outline.h"

static bool
is_prefix(const char *s)
{
	size_t len = strlen(s);

	if (len > LAYOUT_PREFIX_MAX)
		return false;
	for (size_t i = 0; i < len; i++) {
		if (s[i] < 'A' || s[i] > 'Z')
			return false;
	}
	return true;
}

static bool
is_range(const struct layout_service *s)
{
	return s->first >= 1 && s->first <= s->last &&
	    s->last <= LAYOUT_NUMBER_LAST;
}

static void
check_numbers(
    struct config_check *c, const struct layout_service *s, const char *path)
{
	char key[CONFIG_KEY_MAX];

	config_check_bounds(c, config_bounds_service, path, s);
	if (!is_prefix(s->prefix)) {
		config_path(key, "%sprefix", path);
		config_check_say(c, key,
		    "is \"%s\"; it must be none, one or two of the letters "
		    "A-Z",
		    config_quote(s->prefix).text);
	}
	if (s->first > s->last && s->last >= 1) {
		config_path(key, "%slast", path);
		config_check_say(c, key,
		    "is %u, below the first number %u; it must be that or "
		    "more",
		    s->last, s->first);
	}
}

/* Would the same number be given to two people? */
static bool
do_overlap(const struct layout_service *a, const struct layout_service *b)
{
	return is_range(a) && is_range(b) &&
	    strcmp(a->prefix, b->prefix) == 0 && a->first <= b->last &&
	    b->first <= a->last;
}

static void
check_overlap(struct config_check *c, uint32_t i)
{
	const struct layout_service *s = c->layout->services;
	char key[CONFIG_KEY_MAX], other[CONFIG_KEY_MAX];

	for (uint32_t j = 0; j < i; j++) {
		if (!do_overlap(&s[i], &s[j]))
			continue;
		config_path(key, "services[%u].prefix", i);
		config_path(other, "services[%u]", j);
		config_check_say(c, key,
		    "\"%s\" with the numbers %u to %u overlaps %u to %u of "
		    "the service on line %u; give each its own prefix or "
		    "range",
		    config_quote(s[i].prefix).text, s[i].first, s[i].last,
		    s[j].first, s[j].last,
		    config_outline_line(c->outline, other));
		return;
	}
}

/* A visit may come back to a service; so a code may stand there twice. */
static void
check_steps(
    struct config_check *c, const struct config_codes *services, uint32_t i)
{
	const struct layout_service *s = &c->layout->services[i];
	char key[CONFIG_KEY_MAX];

	for (uint32_t k = 0; k < s->steps_count; k++) {
		config_path(key, "services[%u].steps[%u]", i, k);
		config_codes_find(c, services, s->steps[k], key);
	}
}

void
config_check_services(struct config_check *c)
{
	const struct layout *l = c->layout;
	const struct config_codes services = config_codes_services(l);
	const struct config_codes departments = config_codes_departments(l);
	const struct config_codes zones = config_codes_zones(l);
	char key[CONFIG_KEY_MAX];

	config_codes_check(c, &services);
	for (uint32_t i = 0; i < l->services_count; i++) {
		const struct layout_service *s = &l->services[i];

		config_path(key, "services[%u].", i);
		check_numbers(c, s, key);
		check_overlap(c, i);
		config_path(key, "services[%u].department", i);
		if (s->department)
			config_codes_find(c, &departments, s->department, key);
		check_steps(c, &services, i);
		config_path(key, "services[%u].zones", i);
		config_codes_find_all(c, &zones,
		    (struct config_words){ s->zones, s->zones_count }, key);
	}
}
