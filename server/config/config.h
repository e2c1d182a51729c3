/*
 * hall.yaml: read, checked and written canonically.
 *
 * The canonical form is JSON, which is YAML too: config_read takes either, so
 * a layout that was stored in an event comes back through the same door.
 */
#ifndef HAO_CONFIG_H
#define HAO_CONFIG_H

#include <stdbool.h>
#include <stddef.h>

struct buf;
struct layout;

/* Called once for each mistake, in the order of lines. Borrowed pointers. */
struct config_mistake {
	const char *file;
	unsigned int line; /* from 1; 0 when the file itself is the mistake */
	const char *key;   /* path such as "services[2].prefix"; "" if none */
	const char *say;   /* what is wrong and what would be right */
};
typedef void config_report_fn(const struct config_mistake *m, void *ctx);

/*
 * Reads LEN bytes of TEXT and checks all of it. FILE is named in mistakes, and
 * a logo that TEXT names lies beside it. Returns a layout, freed with
 * config_free, or NULL after at least one report (out of memory is reported
 * too).
 */
struct layout *config_read(const char *text, size_t len, const char *file,
    config_report_fn *report, void *ctx);

/* Reads PATH. As config_read; a file that can't be read is one mistake. */
struct layout *config_load(
    const char *path, config_report_fn *report, void *ctx);

/* Does nothing on NULL. */
void config_free(struct layout *layout);

/*
 * Writes the canonical form: compact JSON, keys in the order of the schema,
 * defaults spelled out, absent texts left out. Equal layouts give equal
 * bytes. A failed BUF (out of memory) is said by buf->failed.
 *
 * LANG is NULL: a text is an object by language, and config_read takes what
 * was written. LANG is a language's code: for clients, every text is a plain
 * string in that language, or in the first language that has it.
 */
void config_write(
    struct buf *out, const struct layout *layout, const char *lang);

#endif
