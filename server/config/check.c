#include "server/config/check.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "server/config/mistake.h"
#include "server/config/outline.h"
#include "server/config/words.h"
#include "server/config/zoneinfo.h"

const struct config_bound config_bounds_hall[] = {
	{ "day_starts_h", offsetof(struct layout, day_starts_h), 0, 23, 4 },
	{ "misses_max", offsetof(struct layout, misses_max), 1, 10, 3 },
	{ "after_miss_calls", offsetof(struct layout, after_miss_calls), 0, 99,
	    0 },
	{ "recalls_max", offsetof(struct layout, recalls_max), 0, 20, 5 },
	{ "lease_s", offsetof(struct layout, lease_s), 5, 600, 30 },
	{ "tickets_max", offsetof(struct layout, tickets_max), 1, 10000000,
	    20000 },
	{ "connections_max", offsetof(struct layout, connections_max), 1, 60000,
	    1024 },
	{ "capacity", offsetof(struct layout, capacity), 1, 1000000, 0 },
	{ "last_ticket_min", offsetof(struct layout, last_ticket_min), 0, 240,
	    0 },
	{ "keep_days", offsetof(struct layout, keep_days), 400, 36600, 0 },
	{ "keep_words_days", offsetof(struct layout, keep_words_days), 1, 3660,
	    0 },
	{ 0 },
};

const struct config_bound config_bounds_booking[] = {
	{ "book_days", offsetof(struct layout, book_days), 1, 366, 14 },
	{ "bookings_max", offsetof(struct layout, bookings_max), 1, 1000000,
	    20000 },
	{ "checkin_early_min", offsetof(struct layout, checkin_early_min), 1,
	    1440, 30 },
	{ "checkin_late_min", offsetof(struct layout, checkin_late_min), 1, 240,
	    15 },
	{ 0 },
};

const struct config_bound config_bounds_slots[] = {
	{ "slot_min", offsetof(struct layout_service, slot_min), 5, 480, 15 },
	{ "slot_capacity", offsetof(struct layout_service, slot_capacity), 1,
	    LAYOUT_SLOTS_MAX, 1 },
	{ 0 },
};

const struct config_bound config_bounds_class[] = {
	{ "credit_min", offsetof(struct layout_class, credit_min), 0, 240, 0 },
	{ "rank", offsetof(struct layout_class, rank), 0, 9, 0 },
	{ 0 },
};

const struct config_bound config_bounds_service[] = {
	{ "first", offsetof(struct layout_service, first), 1,
	    LAYOUT_NUMBER_LAST, 1 },
	{ "last", offsetof(struct layout_service, last), 1, LAYOUT_NUMBER_LAST,
	    999 },
	{ "ratio_ranked", offsetof(struct layout_service, ratio_ranked), 0, 99,
	    0 },
	{ "ratio_normal", offsetof(struct layout_service, ratio_normal), 0, 99,
	    0 },
	{ "target_wait_min", offsetof(struct layout_service, target_wait_min),
	    1, 1440, 15 },
	{ "target_handling_min",
	    offsetof(struct layout_service, target_handling_min), 1, 1440, 10 },
	{ "last_ticket_min", offsetof(struct layout_service, last_ticket_min),
	    1, 240, 0 },
	{ "quota", offsetof(struct layout_service, quota), 1, 10000000, 0 },
	{ 0 },
};

const struct config_bound config_bounds_counter[] = {
	{ "help_after_min", offsetof(struct layout_counter, help_after_min), 0,
	    1440, 0 },
	{ 0 },
};

void
config_check_say(
    struct config_check *c, const char *key, const char *format, ...)
{
	char say[512];
	va_list args;

	if (config_mistakes_has(c->mistakes, key))
		return;
	va_start(args, format);
	int len = vsnprintf(say, sizeof(say), format, args);
	va_end(args);
	if (len < 0)
		say[0] = '\0';
	config_mistakes_add(
	    c->mistakes, config_outline_line(c->outline, key), key, "%s", say);
}

void
config_check_bounds(struct config_check *c, const struct config_bound *bounds,
    const char *path, const void *of)
{
	char key[CONFIG_KEY_MAX];

	for (; bounds->key; bounds++) {
		uint32_t n;
		memcpy(&n, (const char *)of + bounds->offset, sizeof(n));
		if (n >= bounds->min && n <= bounds->max)
			continue;
		config_path(key, "%s%s", path, bounds->key);
		if (n == bounds->absent && !config_outline_has(c->outline, key))
			continue;
		config_check_say(c, key, "is %u; it must be %u to %u", n,
		    bounds->min, bounds->max);
	}
}

static void
check_languages(struct config_check *c)
{
	const struct layout *l = c->layout;
	const struct config_words languages = { l->languages,
		l->languages_count };
	char key[CONFIG_KEY_MAX];

	for (uint32_t i = 0; i < l->languages_count; i++) {
		config_path(key, "languages[%u]", i);
		if (!config_word_is_code(l->languages[i])) {
			config_check_say(c, key,
			    "is \"%s\"; a language is a code such as zh or en",
			    config_quote(l->languages[i]).text);
		}
		config_check_once(c, languages, i, key);
	}
}

static void
check_timezone(struct config_check *c)
{
	const char *name = c->layout->timezone;

	if (!name) {
		config_check_say(c, "timezone",
		    "is empty; write a name such as Asia/Shanghai");
	} else if (!config_zoneinfo_exists(name)) {
		config_check_say(c, "timezone",
		    "is \"%s\", which this computer does not know; write a "
		    "name such as Asia/Shanghai (timedatectl list-timezones "
		    "shows them all)",
		    config_quote(name).text);
	}
}

static void
check_doors(struct config_check *c)
{
	const char *plain = c->layout->plain;
	const char *loopback = c->layout->loopback;

	if (plain && strcmp(plain, "trusted-network") != 0) {
		config_check_say(c, "plain",
		    "is \"%s\"; it must be \"trusted-network\", or be left "
		    "out",
		    config_quote(plain).text);
	}
	if (loopback && strcmp(loopback, "open") != 0 &&
	    strcmp(loopback, "accounts") != 0) {
		config_check_say(c, "loopback",
		    "is \"%s\"; it must be \"open\" or \"accounts\"",
		    config_quote(loopback).text);
	}
}

static void
check_length(struct config_check *c, const struct layout_text *text,
    const char *path, size_t max)
{
	const struct layout *l = c->layout;
	char key[CONFIG_KEY_MAX];

	for (uint32_t i = 0; i < l->languages_count; i++) {
		if (!text->in[i] || strlen(text->in[i]) <= max)
			continue;
		config_path(
		    key, "%s.%s", path, config_quote(l->languages[i]).text);
		config_check_say(c, key,
		    "has %zu bytes; a text has %zu at most",
		    strlen(text->in[i]), max);
	}
}

static void
check_text(
    struct config_check *c, const struct layout_text *text, const char *path)
{
	check_length(c, text, path, CONFIG_TEXT_MAX);
}

static void
check_texts_of(struct config_check *c, const struct config_codes *of)
{
	char path[CONFIG_KEY_MAX];

	for (uint32_t i = 0; i < of->count; i++) {
		const char *at = (const char *)of->at + i * of->stride;
		struct layout_text name;

		memcpy(&name, at + of->name_offset, sizeof(name));
		config_path(path, "%s[%u].name", of->list, i);
		check_text(c, &name, path);
	}
}

static void
check_lengths(struct config_check *c)
{
	const struct layout *l = c->layout;
	const struct config_codes all[] = {
		config_codes_zones(l),
		config_codes_departments(l),
		config_codes_classes(l),
		config_codes_services(l),
		{ "holidays", "holiday", "from", l->holidays,
		    sizeof(struct layout_holiday),
		    offsetof(struct layout_holiday, name), l->holidays_count },
	};
	char path[CONFIG_KEY_MAX];

	check_text(c, &l->name, "name");
	check_text(c, &l->missed_rule, "missed_rule");
	check_text(c, &l->ticker, "ticker");
	check_length(c, &l->status_url, "status_url", CONFIG_ADDRESS_MAX);
	for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++)
		check_texts_of(c, &all[i]);
	for (uint32_t i = 0; i < l->devices_count; i++) {
		config_path(path, "devices[%u].ticker", i);
		check_text(c, &l->devices[i].ticker, path);
	}
	for (uint32_t i = 0; i < l->services_count; i++) {
		config_path(path, "services[%u].guide", i);
		check_text(c, &l->services[i].guide, path);
	}
}

void
config_check_hall(struct config_check *c)
{
	const struct layout *l = c->layout;
	const struct config_codes zones = config_codes_zones(l);
	const struct config_codes departments = config_codes_departments(l);
	const struct config_codes classes = config_codes_classes(l);
	char path[CONFIG_KEY_MAX];

	check_languages(c);
	config_check_name(c, &l->name, "name");
	check_timezone(c);
	check_doors(c);
	check_lengths(c);
	config_check_bounds(c, config_bounds_hall, "", l);
	if (config_outline_has(c->outline, "zones"))
		config_codes_check(c, &zones);
	config_codes_check(c, &departments);
	config_codes_check(c, &classes);
	for (uint32_t i = 0; i < l->classes_count; i++) {
		config_path(path, "classes[%u].", i);
		config_check_bounds(
		    c, config_bounds_class, path, &l->classes[i]);
	}
}
