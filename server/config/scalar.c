#include "server/config/walk.h"

#include <stdio.h>
#include <string.h>

#include "server/config/mistake.h"
#include "server/config/words.h"

/* What must stand there, with an example of the keys of a mapping. */
void
config_walk_say_kind(struct config_walk *w,
    const struct cyaml_schema_value *value, const char *found)
{
	const char *path = config_walk_path(w);

	if (value->type == CYAML_SEQUENCE) {
		config_mistakes_add(w->mistakes, w->line, path,
		    "is %s; it must be a list, as [a, b] or lines that begin "
		    "with a dash",
		    found);
	} else if (value->type != CYAML_MAPPING) {
		config_mistakes_add(w->mistakes, w->line, path,
		    "is %s; it must be a single value", found);
	} else if (value->mapping.fields[0].key) {
		config_mistakes_add(w->mistakes, w->line, path,
		    "is %s; it must be keys with values, as {%s: ...}", found,
		    config_quote(value->mapping.fields[0].key).text);
	}
	config_walk_write_nothing(w, value);
}

static bool
is_word_of(const struct cyaml_schema_value *value, const char *text)
{
	for (uint32_t i = 0; i < value->enumeration.count; i++) {
		if (strcmp(value->enumeration.strings[i].str, text) == 0)
			return true;
	}
	return false;
}

static void
take_word(struct config_walk *w, const struct cyaml_schema_value *value,
    const char *text)
{
	char known[200] = "";
	size_t len = 0;

	if (is_word_of(value, text)) {
		config_walk_write_key(w);
		jsonw_str(&w->clean, text);
		return;
	}
	for (uint32_t i = 0; i < value->enumeration.count; i++) {
		int n = snprintf(known + len, sizeof(known) - len, "%s\"%s\"",
		    len ? " or " : "", value->enumeration.strings[i].str);
		if (n > 0 && (size_t)n < sizeof(known) - len)
			len += (size_t)n;
	}
	config_mistakes_add(w->mistakes, w->line, config_walk_path(w),
	    "is \"%s\"; it must be %s", config_quote(text).text, known);
}

static void
take_number(struct config_walk *w, const char *text, size_t len)
{
	if (config_word_is_number(text, len)) {
		config_walk_write_key(w);
		jsonw_raw(&w->clean, text, len);
		return;
	}
	config_mistakes_add(w->mistakes, w->line, config_walk_path(w),
	    "is \"%s\"; it must be a whole number in digits alone, without "
	    "zeros before it",
	    config_quote(text).text);
}

/* An empty value is as good as none; in a list it is judged later. */
static void
take_text(struct config_walk *w, const struct cyaml_schema_value *value,
    struct config_source s)
{
	const struct config_frame *f = config_walk_innermost(w);

	if (!config_word_is_clean(s.text, s.len)) {
		config_mistakes_add(w->mistakes, w->line, config_walk_path(w),
		    "has a control character or tab in it; write plain text");
		config_walk_write_nothing(w, value);
	} else if (s.len > 0 || (f && !f->is_mapping)) {
		config_walk_write_key(w);
		jsonw_strn(&w->clean, s.text, s.len);
	}
}

void
config_walk_scalar(struct config_walk *w,
    const struct cyaml_schema_value *value, struct config_source scalar)
{
	switch (value->type) {
	case CYAML_UINT:
		take_number(w, scalar.text, scalar.len);
		break;
	case CYAML_ENUM:
		take_word(w, value, scalar.text);
		break;
	case CYAML_STRING:
		take_text(w, value, scalar);
		break;
	case CYAML_INT:
	case CYAML_BOOL:
	case CYAML_FLAGS:
	case CYAML_FLOAT:
	case CYAML_MAPPING:
	case CYAML_BITFIELD:
	case CYAML_SEQUENCE:
	case CYAML_SEQUENCE_FIXED:
	case CYAML_IGNORE:
	case CYAML__TYPE_COUNT:
		config_walk_say_kind(
		    w, value, scalar.len ? "a single value" : "empty");
		break;
	}
}
