#include <string.h>

#include "proto/buf.h"
#include "proto/jsonw.h"
#include "server/config/config.h"
#include "server/config/schema.h"

#define DEPTH_MAX 4 /* the hall, a counter, a group */

/* A list of mappings that is being written; the hall is a list of one. */
struct level {
	const struct cyaml_schema_field *fields; /* of each mapping */
	const struct cyaml_schema_field *next;	 /* NULL: open the mapping */
	const char *at;				 /* the mapping */
	size_t stride;
	uint32_t left; /* with this one */
};

struct writer {
	struct jsonw json;
	const struct config_schema *schema;
	const struct layout *layout;
	const char *lang; /* NULL: all of them */
	struct level levels[DEPTH_MAX];
	size_t depth;
};

/* The text in the wanted language, or in the first that has it. */
static const char *
text_in(const struct writer *w, const struct layout_text *text)
{
	const struct layout *l = w->layout;
	const char *first = NULL;

	for (uint32_t i = 0; i < l->languages_count; i++) {
		if (!text->in[i])
			continue;
		if (strcmp(l->languages[i], w->lang) == 0)
			return text->in[i];
		if (!first)
			first = text->in[i];
	}
	return first;
}

static bool
is_empty(const struct writer *w, const struct layout_text *text)
{
	for (uint32_t i = 0; i < w->layout->languages_count; i++) {
		if (text->in[i])
			return false;
	}
	return true;
}

static void
write_text(struct writer *w, const char *key, const struct layout_text *text)
{
	const struct layout *l = w->layout;

	if (is_empty(w, text))
		return;
	if (w->lang) {
		jsonw_pair_str(&w->json, key, text_in(w, text));
		return;
	}
	jsonw_key(&w->json, key);
	jsonw_open(&w->json, '{');
	for (uint32_t i = 0; i < l->languages_count; i++) {
		if (text->in[i])
			jsonw_pair_str(&w->json, l->languages[i], text->in[i]);
	}
	jsonw_close(&w->json, '}');
}

static void
write_words(struct writer *w, const char *list, uint32_t count)
{
	for (uint32_t i = 0; i < count; i++) {
		const char *word;
		memcpy(&word, list + i * sizeof(word), sizeof(word));
		jsonw_str(&w->json, word);
	}
	jsonw_close(&w->json, ']');
}

/* Opens a list. Its mappings are written by the levels that follow. */
static void
write_list(
    struct writer *w, const struct cyaml_schema_field *f, const char *base)
{
	const struct cyaml_schema_value *entry = f->value.sequence.entry;
	const char *list;
	uint32_t count;

	memcpy(&list, base + f->data_offset, sizeof(list));
	memcpy(&count, base + f->count_offset, sizeof(count));
	jsonw_key(&w->json, f->key);
	jsonw_open(&w->json, '[');
	if (entry->type != CYAML_MAPPING) {
		write_words(w, list, count);
		return;
	}
	w->levels[w->depth++] = (struct level){
		.fields = entry->mapping.fields,
		.at = list,
		.stride = entry->data_size,
		.left = count,
	};
}

static const char *
enum_word(const struct cyaml_schema_value *value, uint32_t n)
{
	for (uint32_t i = 0; i < value->enumeration.count; i++) {
		if (value->enumeration.strings[i].val == n)
			return value->enumeration.strings[i].str;
	}
	return "";
}

/* Nothing is there that the file need say. */
static bool
is_absent(const struct cyaml_schema_field *f, const char *base)
{
	unsigned int flags = (unsigned int)f->value.flags;
	size_t offset = f->value.type == CYAML_SEQUENCE ? f->count_offset
							: f->data_offset;
	uint32_t n;

	memcpy(&n, base + offset, sizeof(n));
	return (flags & CONFIG_SCHEMA_RARE) && n == 0;
}

/* A mapping of numbers alone. */
static void
write_numbers(
    struct writer *w, const struct cyaml_schema_field *f, const char *at)
{
	jsonw_key(&w->json, f->key);
	jsonw_open(&w->json, '{');
	for (f = f->value.mapping.fields; f->key; f++) {
		uint32_t n;
		memcpy(&n, at + f->data_offset, sizeof(n));
		jsonw_pair_int(&w->json, f->key, n);
	}
	jsonw_close(&w->json, '}');
}

static void
write_field(
    struct writer *w, const struct cyaml_schema_field *f, const char *base)
{
	const char *at = base + f->data_offset, *s;
	struct layout_text text;
	uint32_t n;

	if (is_absent(f, base))
		return;
	if (f->value.type == CYAML_SEQUENCE) {
		write_list(w, f, base);
	} else if (f->value.type == CYAML_MAPPING &&
	    f->value.mapping.fields != config_schema_text(w->schema)) {
		write_numbers(w, f, at);
	} else if (f->value.type == CYAML_MAPPING) {
		memcpy(&text, at, sizeof(text));
		write_text(w, f->key, &text);
	} else if (f->value.type == CYAML_STRING) {
		memcpy(&s, at, sizeof(s));
		if (s)
			jsonw_pair_str(&w->json, f->key, s);
	} else {
		memcpy(&n, at, sizeof(n));
		if (f->value.type == CYAML_ENUM) {
			jsonw_pair_str(
			    &w->json, f->key, enum_word(&f->value, n));
		} else {
			jsonw_pair_int(&w->json, f->key, n);
		}
	}
}

/* One step at the innermost level: a key, or the end of a mapping or list. */
static void
step(struct writer *w)
{
	struct level *l = &w->levels[w->depth - 1];

	if (l->left == 0) {
		w->depth--;
		if (w->depth > 0)
			jsonw_close(&w->json, ']');
		return;
	}
	if (!l->next) {
		jsonw_open(&w->json, '{');
		l->next = l->fields;
	}
	const struct cyaml_schema_field *f = l->next;
	if (f->key) {
		l->next++;
		write_field(w, f, l->at);
		return;
	}
	jsonw_close(&w->json, '}');
	l->next = NULL;
	l->at += l->stride;
	l->left--;
}

void
config_write(struct buf *out, const struct layout *layout, const char *lang)
{
	struct config_schema *schema = config_schema_create(
	    layout->languages, layout->languages_count);
	struct writer w = { .schema = schema, .layout = layout, .lang = lang };

	if (!schema) {
		out->failed = true;
		return;
	}
	jsonw_init(&w.json, out);
	w.levels[w.depth++] = (struct level){
		.fields = config_schema_top(schema)->mapping.fields,
		.at = (const char *)layout,
		.left = 1,
	};
	while (w.depth > 0)
		step(&w);
	config_schema_destroy(schema);
}
