/* Settings of devices: that what they name is there. */
#include <string.h>

#include "proto/limits.h"
#include "server/config/check.h"
#include "server/config/mistake.h"

const struct config_bound config_bounds_device[] = {
	{ "hold_s", offsetof(struct layout_device, hold_s), 1, 60, 0 },
	{ "page_s", offsetof(struct layout_device, page_s), 3, 120, 0 },
	{ 0 },
};

/* As SETNAME takes it: printable, without spaces. */
static bool
is_name(const char *s)
{
	size_t len = strlen(s);

	for (size_t i = 0; i < len; i++) {
		if (s[i] <= ' ' || s[i] > '~')
			return false;
	}
	return len > 0 && len <= LIMIT_NAME;
}

static void
check_name(struct config_check *c, uint32_t i)
{
	const struct layout_device *all = c->layout->devices;
	char key[CONFIG_KEY_MAX];

	config_path(key, "devices[%u].name", i);
	if (!all[i].name || !is_name(all[i].name)) {
		config_check_say(c, key,
		    "is \"%s\"; a device's name has 1 to %d printable "
		    "characters without spaces, as its -n says",
		    config_quote(all[i].name ? all[i].name : "").text,
		    LIMIT_NAME);
		return;
	}
	for (uint32_t j = 0; j < i; j++) {
		if (!all[j].name || strcmp(all[i].name, all[j].name) != 0)
			continue;
		config_check_say(c, key,
		    "is \"%s\", which devices[%u] is already; give each its "
		    "own",
		    config_quote(all[i].name).text, j);
		return;
	}
}

/* Words of which each must be one of the hall's languages, once. */
static void
check_languages(
    struct config_check *c, struct config_words words, const char *path)
{
	const struct layout *l = c->layout;
	char key[CONFIG_KEY_MAX];

	for (uint32_t i = 0; i < words.count; i++) {
		bool is_known = false;
		for (uint32_t j = 0; j < l->languages_count; j++) {
			is_known |= strcmp(l->languages[j], words.words[i]) ==
			    0;
		}
		config_path(key, "%s[%u]", path, i);
		if (!is_known) {
			config_check_say(c, key,
			    "is \"%s\", which is none of the hall's "
			    "languages",
			    config_quote(words.words[i]).text);
		}
		config_check_once(c, words, i, key);
	}
}

static void
check_places(struct config_check *c, uint32_t i)
{
	const struct layout_device *d = &c->layout->devices[i];
	const struct config_codes zones = config_codes_zones(c->layout);
	const struct config_codes counters = config_codes_counters(c->layout);
	char key[CONFIG_KEY_MAX];

	config_path(key, "devices[%u].zone", i);
	if (d->zone)
		config_codes_find(c, &zones, d->zone, key);
	config_path(key, "devices[%u].counter", i);
	if (d->counter)
		config_codes_find(c, &counters, d->counter, key);
}

void
config_check_devices(struct config_check *c)
{
	const struct layout *l = c->layout;
	char key[CONFIG_KEY_MAX];

	for (uint32_t i = 0; i < l->devices_count; i++) {
		const struct layout_device *d = &l->devices[i];
		check_name(c, i);
		check_places(c, i);
		config_path(key, "devices[%u].languages", i);
		check_languages(c,
		    (struct config_words){ d->languages, d->languages_count },
		    key);
		config_path(key, "devices[%u].voice", i);
		check_languages(
		    c, (struct config_words){ d->voice, d->voice_count }, key);
		config_path(key, "devices[%u].", i);
		config_check_bounds(c, config_bounds_device, key, d);
	}
}
