#include "server/config/check.h"

#include <string.h>

#include "server/config/mistake.h"
#include "server/config/outline.h"
#include "server/config/words.h"

/* Every one of these structs begins with its code or label. */
_Static_assert(offsetof(struct layout_zone, code) == 0, "code is first");
_Static_assert(offsetof(struct layout_department, code) == 0, "code is first");
_Static_assert(offsetof(struct layout_class, code) == 0, "code is first");
_Static_assert(offsetof(struct layout_service, code) == 0, "code is first");
_Static_assert(offsetof(struct layout_counter, label) == 0, "label is first");

struct config_codes
config_codes_zones(const struct layout *l)
{
	return (struct config_codes){ "zones", "zone", "code", l->zones,
		sizeof(struct layout_zone), offsetof(struct layout_zone, name),
		l->zones_count };
}

struct config_codes
config_codes_departments(const struct layout *l)
{
	return (struct config_codes){ "departments", "department", "code",
		l->departments, sizeof(struct layout_department),
		offsetof(struct layout_department, name),
		l->departments_count };
}

struct config_codes
config_codes_classes(const struct layout *l)
{
	return (struct config_codes){ "classes", "class", "code", l->classes,
		sizeof(struct layout_class),
		offsetof(struct layout_class, name), l->classes_count };
}

struct config_codes
config_codes_services(const struct layout *l)
{
	return (struct config_codes){ "services", "service", "code",
		l->services, sizeof(struct layout_service),
		offsetof(struct layout_service, name), l->services_count };
}

struct config_codes
config_codes_counters(const struct layout *l)
{
	return (struct config_codes){ "counters", "counter", "label",
		l->counters, sizeof(struct layout_counter), 0,
		l->counters_count };
}

/* The code of number I; NULL when the file has none. */
static const char *
code_at(const struct config_codes *of, uint32_t i)
{
	const char *code;

	memcpy(&code, (const char *)of->at + i * of->stride, sizeof(code));
	return code;
}

static void
check_form(struct config_check *c, const struct config_codes *of,
    const char *code, const char *key)
{
	if (!code) {
		config_check_say(c, key, "is empty; write a %s", of->key);
	} else if (strcmp(of->key, "label") == 0) {
		if (!config_word_is_label(code)) {
			config_check_say(c, key,
			    "is \"%s\"; a label has 1 to %d bytes without "
			    "spaces and colons",
			    config_quote(code).text, LAYOUT_CODE_MAX);
		}
	} else if (!config_word_is_code(code)) {
		config_check_say(c, key,
		    "is \"%s\"; a code has 1 to %d of the characters A-Z a-z "
		    "0-9 . _ -",
		    config_quote(code).text, LAYOUT_CODE_MAX);
	}
}

static void
check_code_once(struct config_check *c, const struct config_codes *of,
    uint32_t i, const char *key)
{
	char first[CONFIG_KEY_MAX];
	const char *code = code_at(of, i);

	for (uint32_t j = 0; code && j < i; j++) {
		const char *other = code_at(of, j);
		if (!other || strcmp(code, other) != 0)
			continue;
		config_path(first, "%s[%u].%s", of->list, j, of->key);
		config_check_say(c, key,
		    "is \"%s\", which the %s on line %u has already; give "
		    "each its own",
		    config_quote(code).text, of->noun,
		    config_outline_line(c->outline, first));
		return;
	}
}

void
config_check_name(
    struct config_check *c, const struct layout_text *name, const char *key)
{
	const struct layout *l = c->layout;

	/* Without known languages no text could be read. */
	if (l->languages_count == 0)
		return;
	for (uint32_t i = 0; i < l->languages_count; i++) {
		if (name->in[i])
			return;
	}
	config_check_say(c, key,
	    "is empty; write it in one language at least, as {%s: ...}",
	    config_quote(l->languages[0]).text);
}

void
config_codes_check(struct config_check *c, const struct config_codes *of)
{
	char key[CONFIG_KEY_MAX];

	for (uint32_t i = 0; i < of->count; i++) {
		const char *at = (const char *)of->at + i * of->stride;
		struct layout_text name;

		config_path(key, "%s[%u].%s", of->list, i, of->key);
		check_form(c, of, code_at(of, i), key);
		check_code_once(c, of, i, key);
		if (of->name_offset == 0)
			continue;
		memcpy(&name, at + of->name_offset, sizeof(name));
		config_path(key, "%s[%u].name", of->list, i);
		config_check_name(c, &name, key);
	}
}

void
config_codes_find(struct config_check *c, const struct config_codes *of,
    const char *word, const char *key)
{
	struct config_near near = { .word = word };

	for (uint32_t i = 0; i < of->count; i++) {
		const char *code = code_at(of, i);
		if (code && strcmp(code, word) == 0)
			return;
		if (code)
			config_near_try(&near, code);
	}
	if (near.nearest) {
		config_check_say(c, key,
		    "is \"%s\", but no %s has that code; did you mean \"%s\"?",
		    config_quote(word).text, of->noun,
		    config_quote(near.nearest).text);
	} else {
		config_check_say(c, key,
		    "is \"%s\", but no %s has that code; add it under %s, or "
		    "name one that is there",
		    config_quote(word).text, of->noun, of->list);
	}
}

void
config_check_once(struct config_check *c, struct config_words words, uint32_t i,
    const char *key)
{
	for (uint32_t j = 0; j < i; j++) {
		if (strcmp(words.words[i], words.words[j]) != 0)
			continue;
		config_check_say(c, key, "names \"%s\" twice; leave one out",
		    config_quote(words.words[i]).text);
		return;
	}
}

void
config_codes_find_all(struct config_check *c, const struct config_codes *of,
    struct config_words words, const char *path)
{
	char key[CONFIG_KEY_MAX];

	for (uint32_t i = 0; i < words.count; i++) {
		config_path(key, "%s[%u]", path, i);
		config_codes_find(c, of, words.words[i], key);
		config_check_once(c, words, i, key);
	}
}
