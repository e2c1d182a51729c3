/*
 * docs/CONFIGURING.md beside the schema: each key has its row, with the bounds
 * and the default that hold, and no row is of a key that is not.
 */
#include <setjmp.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "server/config/check.h"
#include "server/config/schema.h"

#define PAGE_MAX  (1 << 17)
#define CELL_MAX  1000
#define KEY_MAX	  80
#define PARTS_MAX 16

enum cell {
	CELL_KEY,
	CELL_WHAT,
	CELL_BOUNDS,
	CELL_DEFAULT,
	CELLS
};

struct row {
	char cell[CELLS][CELL_MAX];
};

struct page {
	struct config_schema *schema;
	char text[PAGE_MAX];
};

/* The numbers of a table of the page. */
static const struct {
	const char *section;
	const struct config_bound *bounds;
} numbers[] = {
	{ "", config_bounds_hall },
	{ "", config_bounds_booking },
	{ "alerts", config_bounds_alerts },
	{ "limits", config_bounds_limits },
	{ "classes", config_bounds_class },
	{ "services", config_bounds_service },
	{ "services", config_bounds_slots },
	{ "counters", config_bounds_counter },
	{ "devices", config_bounds_device },
};

/* --- The page ----------------------------------------------------------- */

static int
read_page(void **state)
{
	struct page *p = calloc(1, sizeof(*p));
	FILE *file = fopen(SOURCE_ROOT "/docs/CONFIGURING.md", "r");
	char zh[] = "zh", *languages[] = { zh };

	assert_non_null(p);
	assert_non_null(file);
	size_t len = fread(p->text, 1, sizeof(p->text) - 1, file);
	assert_in_range(len, 1, sizeof(p->text) - 2);
	assert_int_equal(fclose(file), 0);
	p->schema = config_schema_create(languages, 1);
	assert_non_null(p->schema);
	*state = p;
	return 0;
}

static int
forget_page(void **state)
{
	struct page *p = *state;

	config_schema_destroy(p->schema);
	free(p);
	return 0;
}

/* Where the section of NAME begins, "" being the hall's; NULL: nowhere. */
static const char *
section(const struct page *p, const char *name)
{
	char heading[KEY_MAX];

	(void)snprintf(heading, sizeof(heading),
	    *name ? "\n## `%s`" : "\n## The hall\n", name);
	const char *at = strstr(p->text, heading);
	return at ? at + 1 : NULL;
}

/* The next row of keys in the section at *AT. */
static bool
next_row(const char **at, struct row *row)
{
	const char *line = *at;

	while ((line = strchr(line, '\n'))) {
		line++;
		if (strncmp(line, "## ", 3) == 0)
			return false;
		if (strncmp(line, "| `", 3) == 0)
			break;
	}
	if (!line)
		return false;
	*at = line;
	memset(row, 0, sizeof(*row));
	line += 2;
	for (size_t i = 0; i < CELLS; i++) {
		size_t len = strcspn(line, "|\n");
		assert_in_range(len, 1, CELL_MAX - 1);
		memcpy(row->cell[i], line, len);
		line += len + (line[len] == '|');
	}
	return true;
}

static bool
has_quoted(const char *text, const char *word)
{
	char quoted[KEY_MAX + 2];

	(void)snprintf(quoted, sizeof(quoted), "`%s`", word);
	return strstr(text, quoted) != NULL;
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

/* Does TEXT hold WORDS, and no digit beside them? */
static bool
has_words(const char *text, const char *words)
{
	const char *at = text;

	for (; (at = strstr(at, words)); at++) {
		if ((at == text || !is_digit(at[-1])) &&
		    !is_digit(at[strlen(words)]))
			return true;
	}
	return false;
}

/* --- One key ------------------------------------------------------------ */

static void
check_bounds(const struct row *row, const char *key, uint64_t min, uint64_t max)
{
	char words[KEY_MAX];

	(void)snprintf(words, sizeof(words), "%llu to %llu",
	    (unsigned long long)min, (unsigned long long)max);
	if (!has_words(row->cell[CELL_BOUNDS], words))
		fail_msg("the bounds of %s are %s", key, words);
}

/* 0 that may not be written is what stands for no number. */
static void
check_number(const struct row *row, const struct config_bound *b)
{
	char absent[KEY_MAX];

	if (b->min > 0 || b->absent > 0 ||
	    has_words(row->cell[CELL_DEFAULT], "0")) {
		check_bounds(row, b->key, b->min, b->max);
	} else {
		check_bounds(row, b->key, 1, b->max);
	}
	(void)snprintf(absent, sizeof(absent), "%u", b->absent);
	if (b->absent > 0 && !has_words(row->cell[CELL_DEFAULT], absent))
		fail_msg("the default of %s is %s", b->key, absent);
}

static void
check_uint(const struct row *row, const char *name, const char *key)
{
	for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
		if (strcmp(numbers[i].section, name) != 0)
			continue;
		const struct config_bound *b = numbers[i].bounds;
		for (; b->key; b++) {
			if (strcmp(b->key, key) != 0)
				continue;
			check_number(row, b);
			return;
		}
	}
	fail_msg("%s of %s has no bounds", key, name);
}

static void
check_enum(const struct row *row, const struct cyaml_schema_field *f)
{
	for (uint32_t i = 0; i < f->value.enumeration.count; i++) {
		const char *word = f->value.enumeration.strings[i].str;
		if (!has_quoted(row->cell[CELL_WHAT], word) &&
		    !has_quoted(row->cell[CELL_BOUNDS], word))
			fail_msg("%s may be %s", f->key, word);
	}
}

static void
check_row(
    const struct row *row, const char *name, const struct cyaml_schema_field *f)
{
	unsigned int flags = (unsigned int)f->value.flags;
	bool needed = strstr(row->cell[CELL_DEFAULT], "needed") != NULL;

	if (needed == ((flags & CYAML_FLAG_OPTIONAL) != 0))
		fail_msg("is %s of %s needed?", f->key, name);
	if (f->value.type == CYAML_UINT) {
		check_uint(row, name, f->key);
	} else if (f->value.type == CYAML_ENUM) {
		check_enum(row, f);
	} else if (f->value.type == CYAML_SEQUENCE) {
		check_bounds(
		    row, f->key, f->value.sequence.min, f->value.sequence.max);
	}
}

/* --- All keys ----------------------------------------------------------- */

static void
check_key(const struct page *p, const char *name, const char *before,
    const struct cyaml_schema_field *f)
{
	const char *at = section(p, name);
	char key[KEY_MAX];
	struct row row;

	(void)snprintf(key, sizeof(key), "%s%s", before, f->key);
	while (at && next_row(&at, &row)) {
		if (!has_quoted(row.cell[CELL_KEY], key))
			continue;
		check_row(&row, name, f);
		return;
	}
	fail_msg("section \"%s\" has no row for %s", name, key);
}

static bool
is_key(const struct cyaml_schema_field *fields, const char *word)
{
	for (const struct cyaml_schema_field *f = fields; f->key; f++) {
		if (strcmp(f->key, word) == 0)
			return true;
	}
	return strstr(word, "[].") != NULL;
}

static void
check_words(
    struct row *row, const char *name, const struct cyaml_schema_field *fields)
{
	char *word, *rest = row->cell[CELL_KEY];

	while ((word = strtok_r(rest, "`, ", &rest))) {
		if (is_key(fields, word))
			continue;
		fail_msg("%s of %s is no key", word, name);
	}
}

/* Each key that the section shows is one of FIELDS, or lies within one. */
static void
check_rows(const struct page *p, const char *name,
    const struct cyaml_schema_field *fields)
{
	const char *at = section(p, name);
	struct row row;

	while (at && next_row(&at, &row))
		check_words(&row, name, fields);
}

/* A section of the page, and what is to stand in it. */
struct part {
	const char *name;
	const struct cyaml_schema_field *fields;
};

struct parts {
	struct part at[PARTS_MAX];
	size_t count;
};

/* The fields of a list of mappings, or of a mapping; NULL: it is neither. */
static const struct cyaml_schema_field *
fields_of(const struct page *p, const struct cyaml_schema_field *f)
{
	const struct cyaml_schema_value *v = &f->value;

	if (v->type == CYAML_SEQUENCE)
		v = v->sequence.entry;
	if (v->type != CYAML_MAPPING ||
	    v->mapping.fields == config_schema_text(p->schema))
		return NULL;
	return v->mapping.fields;
}

/* They have a section, or stand as `list[].key` in this one. */
static void
check_within(const struct page *p, const struct part *part,
    const struct cyaml_schema_field *f, struct parts *all)
{
	const struct cyaml_schema_field *in = fields_of(p, f);
	char before[KEY_MAX];

	if (!in)
		return;
	if (section(p, f->key)) {
		assert_true(all->count < PARTS_MAX);
		all->at[all->count++] = (struct part){ f->key, in };
		return;
	}
	(void)snprintf(before, sizeof(before), "%s[].", f->key);
	for (; in->key; in++)
		check_key(p, part->name, before, in);
}

static void
every_key_has_its_row(void **state)
{
	const struct page *p = *state;
	const struct cyaml_schema_value *top = config_schema_top(p->schema);
	struct parts all = { { { "", top->mapping.fields } }, 1 };

	for (size_t i = 0; i < all.count; i++) {
		struct part part = all.at[i];
		assert_non_null(section(p, part.name));
		check_rows(p, part.name, part.fields);
		for (; part.fields->key; part.fields++) {
			check_key(p, part.name, "", part.fields);
			check_within(p, &part, part.fields, &all);
		}
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_setup_teardown(
		    every_key_has_its_row, read_page, forget_page),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
