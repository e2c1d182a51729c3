#include "server/config/check.h"

#include <string.h>

#include "server/config/mistake.h"

static bool
has_word(const struct layout_group *g, const char *word)
{
	for (uint32_t i = 0; i < g->services_count; i++) {
		if (strcmp(g->services[i], word) == 0)
			return true;
	}
	return false;
}

/* A service in a later group again would never be reached there. */
static void
check_earlier(struct config_check *c, uint32_t counter, uint32_t group)
{
	const struct layout_group *g = c->layout->counters[counter].groups;
	char key[CONFIG_KEY_MAX];

	for (uint32_t i = 0; i < g[group].services_count; i++) {
		for (uint32_t e = 0; e < group; e++) {
			const char *word = g[group].services[i];
			if (!has_word(&g[e], word))
				continue;
			config_path(key, "counters[%u].groups[%u].services[%u]",
			    counter, group, i);
			config_check_say(c, key,
			    "names \"%s\", which an earlier group of this "
			    "counter has; leave one out",
			    config_quote(word).text);
		}
	}
}

static void
check_groups(struct config_check *c, uint32_t i)
{
	const struct layout_counter *at = &c->layout->counters[i];
	const struct config_codes services = config_codes_services(c->layout);
	char key[CONFIG_KEY_MAX];

	for (uint32_t g = 0; g < at->groups_count; g++) {
		const struct layout_group *group = &at->groups[g];
		config_path(key, "counters[%u].groups[%u].services", i, g);
		config_codes_find_all(c, &services,
		    (struct config_words){
			group->services, group->services_count },
		    key);
		check_earlier(c, i, g);
	}
}

void
config_check_counters(struct config_check *c)
{
	const struct layout *l = c->layout;
	const struct config_codes counters = config_codes_counters(l);
	const struct config_codes zones = config_codes_zones(l);
	char key[CONFIG_KEY_MAX];

	const struct config_codes services = config_codes_services(l);
	config_codes_check(c, &counters);
	for (uint32_t i = 0; i < l->counters_count; i++) {
		const struct layout_counter *at = &l->counters[i];
		check_groups(c, i);
		config_path(key, "counters[%u].help", i);
		config_codes_find_all(c, &services,
		    (struct config_words){ at->help, at->help_count }, key);
		config_path(key, "counters[%u].", i);
		config_check_bounds(c, config_bounds_counter, key, at);
		config_path(key, "counters[%u].zones", i);
		config_codes_find_all(c, &zones,
		    (struct config_words){ at->zones, at->zones_count }, key);
	}
}
