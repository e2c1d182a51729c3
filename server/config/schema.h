/*
 * hall.yaml as one table of libcyaml: what is read, in which order it is
 * written, and what the outline is compared with. The keys of a text are the
 * hall's languages, so the table is made anew for each file.
 */
#ifndef HAO_CONFIG_SCHEMA_H
#define HAO_CONFIG_SCHEMA_H

#include <cyaml/cyaml.h>
#include <stdint.h>

#include "server/hall/layout.h"

struct config_schema;

/*
 * A key that is not written when its list is empty, its number or word 0. Only
 * libcyaml's own writer has a use for this flag, and it is not used.
 */
#define CONFIG_SCHEMA_RARE CYAML_FLAG_FLOW

/* What libcyaml fills: the layout and, so that it can be freed, its schema. */
struct config_held {
	struct layout layout; /* first: its address is the whole's */
	struct config_schema *schema;
};

/* The languages are copied. NULL when out of memory. */
struct config_schema *config_schema_create(
    char *const *languages, uint32_t count);
void config_schema_destroy(struct config_schema *s);

const struct cyaml_schema_value *config_schema_top(
    const struct config_schema *s);

/* The table that every text shares; its end is its start without languages. */
const struct cyaml_schema_field *config_schema_text(
    const struct config_schema *s);

/*
 * Makes every key optional and lets lists be empty, for a file whose missing
 * keys and entries are known.
 */
void config_schema_relax(struct config_schema *s);

/* A schema with `languages` alone, for the first pass. */
struct config_languages {
	char **languages;
	uint32_t languages_count;
};
extern const struct cyaml_schema_value config_schema_languages;

/* Quiet, and with an allocator that free() matches. */
extern const struct cyaml_config config_schema_cyaml;

#endif
