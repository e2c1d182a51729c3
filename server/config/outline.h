/*
 * The outline of a document: a walk over libyaml's events along a schema of
 * libcyaml. libcyaml stops at the first mistake; the outline finds all that
 * the schema can say, remembers the line of every key, and leaves a clean
 * copy of the document, which libcyaml then can't refuse.
 */
#ifndef HAO_CONFIG_OUTLINE_H
#define HAO_CONFIG_OUTLINE_H

#include <cyaml/cyaml.h>
#include <stdbool.h>
#include <stddef.h>

#include "proto/buf.h"

#define CONFIG_DEPTH_MAX 32 /* levels of nesting, known keys or not */

struct config_mistakes;
struct config_place;

/* All zero is an empty outline. */
struct config_outline {
	struct config_place *places; /* owned; sorted by path once read */
	size_t count, cap;
	struct buf paths; /* of the places */
	struct buf clean; /* the document as JSON, without its mistakes */
	bool failed;	  /* out of memory */
};

/* A document to read, borrowed for the call. */
struct config_source {
	const char *text;
	size_t len;
};

/*
 * Walks all of SOURCE. False when the rest of the document could not be read
 * (bad YAML, no document, too deep, no memory): then there is no clean copy.
 */
bool config_outline_read(struct config_outline *o, struct config_source source,
    const struct cyaml_schema_value *top, struct config_mistakes *mistakes);

/* Was PATH written in the document? */
bool config_outline_has(const struct config_outline *o, const char *path);

/* The line of PATH, or of the nearest thing around it. */
unsigned int config_outline_line(
    const struct config_outline *o, const char *path);

void config_outline_release(struct config_outline *o);

#endif
