/* Inside the outline: the walk's state, shared by its two files. */
#ifndef HAO_CONFIG_WALK_H
#define HAO_CONFIG_WALK_H

#include <cyaml/cyaml.h>
#include <stdbool.h>
#include <stdint.h>

#include "proto/buf.h"
#include "proto/jsonw.h"
#include "server/config/outline.h"

struct config_mistakes;

/* A mapping or list that is open. */
struct config_frame {
	const struct cyaml_schema_value *value; /* NULL: not judged */
	const struct cyaml_schema_field *field; /* of the value to come */
	uint64_t seen;				/* fields, by their bit */
	size_t path_len;
	uint32_t index; /* of the next entry */
	unsigned int line;
	bool is_mapping, wants_key;
};

struct config_walk {
	struct config_outline *out;
	struct config_mistakes *mistakes;
	const struct cyaml_schema_value *top;
	struct jsonw clean;
	struct buf path; /* of the node at hand, ended by a NUL */
	struct config_frame frames[CONFIG_DEPTH_MAX];
	size_t depth;
	unsigned int line; /* of the event at hand */
	unsigned int documents;
	bool fatal;
};

/* The mapping or list around the node at hand; NULL around the document. */
struct config_frame *config_walk_innermost(struct config_walk *w);

/* The path of the node at hand. */
const char *config_walk_path(const struct config_walk *w);

/* The key of a good value, before the value; nothing in a list. */
void config_walk_write_key(struct config_walk *w);

/* What stands for a bad value, so that later entries keep their index. */
void config_walk_write_nothing(
    struct config_walk *w, const struct cyaml_schema_value *value);

/* Says that VALUE was wanted and FOUND was there. */
void config_walk_say_kind(struct config_walk *w,
    const struct cyaml_schema_value *value, const char *found);

/* Judges one scalar and copies it when it is good. */
void config_walk_scalar(struct config_walk *w,
    const struct cyaml_schema_value *value, struct config_source scalar);

#endif
