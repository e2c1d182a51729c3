#include "server/config/outline.h"

#include <stdio.h>
#include <string.h>
#include <yaml.h>

#include "server/config/mistake.h"
#include "server/config/place.h"
#include "server/config/syntax.h"
#include "server/config/walk.h"
#include "server/config/words.h"

struct config_frame *
config_walk_innermost(struct config_walk *w)
{
	return w->depth ? &w->frames[w->depth - 1] : NULL;
}

const char *
config_walk_path(const struct config_walk *w)
{
	return w->path.failed ? "" : w->path.at;
}

/* Cuts the path to that of frame F and adds ".KEY" to it, or "KEY". */
static void
path_key(struct config_walk *w, const struct config_frame *f, const char *key)
{
	w->path.len = f->path_len;
	if (f->path_len > 0)
		buf_putc(&w->path, '.');
	buf_put(&w->path, key, strlen(key) + 1);
}

static void
path_index(struct config_walk *w, const struct config_frame *f, uint32_t index)
{
	w->path.len = f->path_len;
	buf_putc(&w->path, '[');
	buf_put_int(&w->path, index);
	buf_put(&w->path, "]", 2);
}

/* The path of the frame itself. */
static void
path_cut(struct config_walk *w, const struct config_frame *f)
{
	w->path.len = f->path_len;
	buf_putc(&w->path, '\0');
}

static const struct cyaml_schema_value *
next_entry(struct config_walk *w, struct config_frame *f)
{
	uint32_t max = f->value->sequence.max;
	uint32_t index = f->index++;

	if (index >= max) {
		path_cut(w, f);
		if (index == max) {
			config_mistakes_add(w->mistakes, w->line,
			    config_walk_path(w),
			    "has more than %u entries; leave some out", max);
		}
		return NULL;
	}
	path_index(w, f, index);
	config_place_add(w->out, config_walk_path(w), w->line);
	return f->value->sequence.entry;
}

/* What the schema says of the node that comes; NULL when nothing. */
static const struct cyaml_schema_value *
expect(struct config_walk *w)
{
	struct config_frame *f = config_walk_innermost(w);

	if (!f) {
		config_place_add(w->out, config_walk_path(w), w->line);
		return w->top;
	}
	if (!f->value)
		return NULL;
	if (f->is_mapping)
		return f->field ? &f->field->value : NULL;
	return next_entry(w, f);
}

/* A node has ended: in a mapping, keys and values take turns. */
static void
node_done(struct config_walk *w)
{
	struct config_frame *f = config_walk_innermost(w);

	if (f && f->is_mapping)
		f->wants_key = !f->wants_key;
}

void
config_walk_write_key(struct config_walk *w)
{
	const struct config_frame *f = config_walk_innermost(w);

	if (f && f->is_mapping)
		jsonw_key(&w->clean, f->field->key);
}

/* Entries after a bad one must keep their index, so something stands there. */
void
config_walk_write_nothing(
    struct config_walk *w, const struct cyaml_schema_value *value)
{
	const struct config_frame *f = config_walk_innermost(w);

	if (!f || f->is_mapping)
		return;
	if (value->type == CYAML_MAPPING) {
		jsonw_open(&w->clean, '{');
		jsonw_close(&w->clean, '}');
	} else {
		jsonw_str(&w->clean, "");
	}
}

/* " (did you mean …)" or the list of all keys, for a sentence. */
static void
say_unknown(
    struct config_walk *w, const struct config_frame *f, const char *key)
{
	struct config_near near = { .word = key };
	const struct cyaml_schema_field *field = f->value->mapping.fields;
	char known[1024] = "";
	size_t len = 0;

	/* One mistake too many is enough; a file of rubbish holds thousands. */
	if (w->mistakes->more)
		return;
	for (; field->key; field++) {
		config_near_try(&near, field->key);
		int n = snprintf(known + len, sizeof(known) - len, "%s%s",
		    len ? ", " : "", field->key);
		if (n > 0 && (size_t)n < sizeof(known) - len)
			len += (size_t)n;
	}
	if (near.nearest) {
		config_mistakes_add(w->mistakes, w->line, config_walk_path(w),
		    "is not a known key; did you mean \"%s\"?", near.nearest);
	} else {
		config_mistakes_add(w->mistakes, w->line, config_walk_path(w),
		    "is not a known key; the keys here are %s", known);
	}
}

static void
take_known_key(struct config_walk *w, struct config_frame *f,
    const struct cyaml_schema_field *field, uint64_t bit)
{
	path_key(w, f, field->key);
	if (f->seen & bit) {
		config_mistakes_add(w->mistakes, w->line, config_walk_path(w),
		    "is written twice (first on line %u); leave one out",
		    config_place_line(w->out, config_walk_path(w)));
		return;
	}
	f->seen |= bit;
	f->field = field;
	config_place_add(w->out, config_walk_path(w), w->line);
}

static void
take_key(struct config_walk *w, struct config_frame *f, const char *key)
{
	const struct cyaml_schema_field *field = f->value->mapping.fields;

	for (uint64_t bit = 1; field->key; field++, bit <<= 1) {
		if (strcmp(field->key, key) != 0)
			continue;
		take_known_key(w, f, field, bit);
		return;
	}
	struct config_quote q = config_quote(key);
	path_key(w, f, q.text);
	say_unknown(w, f, q.text);
}

/* Opens a frame; VALUE is NULL for what is not judged. */
static void
push(struct config_walk *w, const struct cyaml_schema_value *value,
    bool is_mapping)
{
	if (w->depth == CONFIG_DEPTH_MAX) {
		config_mistakes_add(w->mistakes, w->line, "",
		    "is nested deeper than %d levels; the file needs no "
		    "more than 6",
		    CONFIG_DEPTH_MAX);
		w->fatal = true;
		return;
	}
	w->frames[w->depth++] = (struct config_frame){
		.value = value,
		.path_len = w->path.len ? w->path.len - 1 : 0,
		.line = w->line,
		.is_mapping = is_mapping,
		.wants_key = is_mapping,
	};
}

static void
take_open(struct config_walk *w, bool is_mapping)
{
	enum cyaml_type type = is_mapping ? CYAML_MAPPING : CYAML_SEQUENCE;
	const struct cyaml_schema_value *value = expect(w);

	if (value && value->type != type) {
		config_walk_say_kind(
		    w, value, is_mapping ? "keys with values" : "a list");
		w->fatal = w->depth == 0;
		value = NULL;
	}
	/* Without known languages nothing can be said of a text's keys. */
	if (value && is_mapping && !value->mapping.fields[0].key)
		value = NULL;
	if (value) {
		config_walk_write_key(w);
		jsonw_open(&w->clean, is_mapping ? '{' : '[');
	}
	push(w, value, is_mapping);
}

static void
say_missing(struct config_walk *w, const struct config_frame *f)
{
	const struct cyaml_schema_field *field = f->value->mapping.fields;

	for (uint64_t bit = 1; field->key; field++, bit <<= 1) {
		unsigned int flags = (unsigned int)field->value.flags;
		if ((f->seen & bit) || (flags & CYAML_FLAG_OPTIONAL))
			continue;
		path_key(w, f, field->key);
		config_mistakes_add(w->mistakes, f->line, config_walk_path(w),
		    "is missing; add the key \"%s\"", field->key);
	}
}

static void
take_close(struct config_walk *w)
{
	const struct config_frame *f = &w->frames[--w->depth];

	if (f->value && f->is_mapping) {
		say_missing(w, f);
		jsonw_close(&w->clean, '}');
	} else if (f->value) {
		path_cut(w, f);
		if (f->index < f->value->sequence.min) {
			config_mistakes_add(w->mistakes, f->line,
			    config_walk_path(w),
			    "is an empty list; name at least one");
		}
		jsonw_close(&w->clean, ']');
	}
	node_done(w);
}

static void
say_alias(struct config_walk *w)
{
	struct config_frame *f = config_walk_innermost(w);
	const struct cyaml_schema_value *value = expect(w);

	if (f && !f->is_mapping && !value)
		path_cut(w, f);
	config_mistakes_add(w->mistakes, w->line, config_walk_path(w),
	    "uses an alias (*name); write the value itself");
	if (value)
		config_walk_write_nothing(w, value);
}

/* A node where a key must stand. */
static void
key_node(struct config_walk *w, const yaml_event_t *e)
{
	struct config_frame *f = config_walk_innermost(w);
	const char *key = (const char *)e->data.scalar.value;

	f->field = NULL;
	if (e->type == YAML_SCALAR_EVENT) {
		if (f->value)
			take_key(w, f, key);
		node_done(w);
		return;
	}
	path_key(w, f, "?");
	config_mistakes_add(w->mistakes, w->line, config_walk_path(w),
	    "is a key that is no plain text; write key: value");
	if (e->type == YAML_ALIAS_EVENT) {
		node_done(w);
	} else {
		push(w, NULL, e->type == YAML_MAPPING_START_EVENT);
	}
}

static void
take_scalar(struct config_walk *w, const yaml_event_t *e)
{
	const struct cyaml_schema_value *value = expect(w);
	struct config_source scalar = {
		.text = (const char *)e->data.scalar.value,
		.len = e->data.scalar.length,
	};

	if (value)
		config_walk_scalar(w, value, scalar);
}

static void
node(struct config_walk *w, const yaml_event_t *e)
{
	const struct config_frame *f = config_walk_innermost(w);

	if (f && f->wants_key) {
		key_node(w, e);
		return;
	}
	if (e->type == YAML_MAPPING_START_EVENT ||
	    e->type == YAML_SEQUENCE_START_EVENT) {
		take_open(w, e->type == YAML_MAPPING_START_EVENT);
		return;
	}
	if (e->type == YAML_ALIAS_EVENT) {
		say_alias(w);
	} else {
		take_scalar(w, e);
	}
	w->fatal = w->fatal || w->depth == 0;
	node_done(w);
}

static void
document(struct config_walk *w)
{
	if (++w->documents < 2)
		return;
	config_mistakes_add(w->mistakes, w->line, "",
	    "has a second document; leave out the line of dashes (---)");
	w->fatal = true;
}

/* True when the stream has ended. */
static bool
take(struct config_walk *w, const yaml_event_t *e)
{
	w->line = (unsigned int)e->start_mark.line + 1;
	switch (e->type) {
	case YAML_DOCUMENT_START_EVENT:
		document(w);
		break;
	case YAML_ALIAS_EVENT:
	case YAML_SCALAR_EVENT:
	case YAML_SEQUENCE_START_EVENT:
	case YAML_MAPPING_START_EVENT:
		node(w, e);
		break;
	case YAML_SEQUENCE_END_EVENT:
	case YAML_MAPPING_END_EVENT:
		take_close(w);
		break;
	case YAML_STREAM_END_EVENT:
		return true;
	case YAML_NO_EVENT:
	case YAML_STREAM_START_EVENT:
	case YAML_DOCUMENT_END_EVENT:
		break;
	}
	return w->fatal;
}

static bool
finish(struct config_walk *w)
{
	struct config_outline *o = w->out;

	if (w->documents == 0) {
		config_mistakes_add(w->mistakes, 1, "",
		    "has nothing in it; copy the sample file and change it");
	}
	config_place_sort(o);
	if (o->failed || w->path.failed || o->clean.failed)
		w->mistakes->failed = true;
	buf_release(&w->path);
	return !w->fatal && w->documents == 1 && !w->mistakes->failed;
}

bool
config_outline_read(struct config_outline *o, struct config_source source,
    const struct cyaml_schema_value *top, struct config_mistakes *mistakes)
{
	struct config_walk w = { .out = o, .mistakes = mistakes, .top = top };
	yaml_parser_t parser;
	yaml_event_t event;
	bool ended = false;

	if (!yaml_parser_initialize(&parser)) {
		mistakes->failed = true;
		return false;
	}
	yaml_parser_set_input_string(
	    &parser, (const unsigned char *)source.text, source.len);
	yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
	jsonw_init(&w.clean, &o->clean);
	buf_putc(&w.path, '\0');
	while (!ended) {
		if (!yaml_parser_parse(&parser, &event)) {
			config_syntax_say(&parser, source, mistakes);
			w.fatal = true;
			w.documents = 1;
			break;
		}
		ended = take(&w, &event);
		yaml_event_delete(&event);
	}
	yaml_parser_delete(&parser);
	return finish(&w);
}
