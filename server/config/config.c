#include "server/config/config.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "proto/buf.h"
#include "server/config/check.h"
#include "server/config/mistake.h"
#include "server/config/outline.h"
#include "server/config/schema.h"

/*
 * A file has this size at most. Its canonical form can be larger, because a
 * newline becomes six bytes there: it is let in by the larger limit.
 */
#define FILE_BYTES_MAX ((size_t)1 << 20)
#define TEXT_BYTES_MAX (8 * FILE_BYTES_MAX)

/*
 * Reads a clean copy along SCHEMA into *DATA, which is left alone when too
 * much is missing. False only when out of memory: the copy has no mistakes
 * but gaps, so nothing else can stop libcyaml.
 */
static bool
load(const struct buf *clean, const struct cyaml_schema_value *schema,
    cyaml_data_t **data)
{
	cyaml_err_t err = cyaml_load_data((const uint8_t *)clean->at,
	    clean->len, &config_schema_cyaml, schema, data, NULL);

	return err == CYAML_OK || err == CYAML_ERR_MAPPING_FIELD_MISSING ||
	    err == CYAML_ERR_SEQUENCE_ENTRIES_MIN;
}

/*
 * The first pass: a schema for the languages of SOURCE, or for none when they
 * can't be read; its mistakes are left to the second pass. NULL when out of
 * memory.
 */
static struct config_schema *
make_schema(struct config_source source)
{
	struct config_mistakes unheard = { 0 };
	struct config_outline outline = { 0 };
	struct config_languages *found = NULL;
	struct config_schema *schema = NULL;
	cyaml_data_t *data = NULL;
	bool memory = true;

	if (config_outline_read(
		&outline, source, &config_schema_languages, &unheard))
		memory = load(&outline.clean, &config_schema_languages, &data);
	found = data;
	if (found) {
		schema = config_schema_create(
		    found->languages, found->languages_count);
	} else if (memory && !unheard.failed) {
		schema = config_schema_create(NULL, 0);
	}
	cyaml_free(&config_schema_cyaml, &config_schema_languages, found, 0);
	config_outline_release(&outline);
	config_mistakes_release(&unheard);
	return schema;
}

/* Takes SCHEMA. What it returns may still be full of mistakes. */
static struct config_held *
read_all(struct config_schema *schema, struct config_source source,
    const char *file, struct config_mistakes *mistakes)
{
	struct config_outline outline = { 0 };
	struct config_held *held = NULL;
	cyaml_data_t *data = NULL;

	if (!config_outline_read(
		&outline, source, config_schema_top(schema), mistakes))
		goto out;
	config_schema_relax(schema);
	if (!load(&outline.clean, config_schema_top(schema), &data))
		mistakes->failed = true;
	held = data;
	if (!held)
		goto out;
	held->schema = schema;
	schema = NULL;
	struct config_check check = { &held->layout, &outline, mistakes };
	if (!config_fill(&check) || !config_take_logo(&check, file)) {
		mistakes->failed = true;
		goto out;
	}
	config_check_hall(&check);
	config_check_services(&check);
	config_check_counters(&check);
	config_check_appointments(&check);
	config_check_hours(&check);
	config_check_alerts(&check);
	config_check_devices(&check);
	config_check_limits(&check);
out:
	config_outline_release(&outline);
	config_schema_destroy(schema);
	return held;
}

/* Some editors begin a file with a mark, which libyaml takes for a column. */
static struct config_source
skip_mark(const char *text, size_t len)
{
	static const char mark[] = "\xef\xbb\xbf";
	size_t n = sizeof(mark) - 1;

	if (len < n || memcmp(text, mark, n) != 0)
		n = 0;
	return (struct config_source){ n ? text + n : text, len - n };
}

struct layout *
config_read(const char *text, size_t len, const char *file,
    config_report_fn *report, void *ctx)
{
	const struct config_source source = skip_mark(text, len);
	struct config_mistakes mistakes = { 0 };
	struct config_schema *schema = NULL;
	struct config_held *held = NULL;

	if (len > TEXT_BYTES_MAX) {
		config_mistakes_add(&mistakes, 0, "",
		    "has %zu bytes; %zu are the most", len, TEXT_BYTES_MAX);
	} else if (!(schema = make_schema(source))) {
		mistakes.failed = true;
	} else {
		held = read_all(schema, source, file, &mistakes);
	}
	if (config_mistakes_any(&mistakes)) {
		config_mistakes_report(&mistakes, file, report, ctx);
		if (held)
			config_free(&held->layout);
		held = NULL;
	}
	config_mistakes_release(&mistakes);
	return held ? &held->layout : NULL;
}

/* All of PATH; errno says why not. */
static bool
read_file(const char *path, struct buf *into)
{
	int fd = open(path, O_RDONLY | O_CLOEXEC);
	ssize_t n = 1;

	if (fd < 0)
		return false;
	while (n > 0 && into->len <= FILE_BYTES_MAX) {
		if (!buf_reserve(into, 65536)) {
			errno = ENOMEM;
			n = -1;
			break;
		}
		n = read(fd, into->at + into->len, 65536);
		if (n < 0 && errno == EINTR) {
			n = 1;
		} else if (n > 0) {
			into->len += (size_t)n;
		}
	}
	int why = errno;
	close(fd);
	errno = why;
	return n >= 0;
}

struct layout *
config_load(const char *path, config_report_fn *report, void *ctx)
{
	struct config_mistake m = { .file = path, .key = "" };
	struct buf text = { 0 };
	struct layout *layout = NULL;
	char why[160];

	if (!read_file(path, &text)) {
		char cause[96];
		(void)snprintf(why, sizeof(why), "can't be read: %s",
		    strerror_r(errno, cause, sizeof(cause)));
		m.say = why;
		report(&m, ctx);
	} else if (text.len > FILE_BYTES_MAX) {
		m.say = "has more than 1 MiB; no hall needs that much";
		report(&m, ctx);
	} else {
		layout = config_read(text.at, text.len, path, report, ctx);
	}
	buf_release(&text);
	return layout;
}

void
config_free(struct layout *layout)
{
	if (!layout)
		return;
	/* The layout is the first member of what was read. */
	struct config_held *held = (struct config_held *)layout;
	struct config_schema *schema = held->schema;
	cyaml_free(&config_schema_cyaml, config_schema_top(schema), held, 0);
	config_schema_destroy(schema);
}
