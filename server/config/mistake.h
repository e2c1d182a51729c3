/*
 * The mistakes found in one file, kept until all are known so that they can
 * be told in the order of lines.
 */
#ifndef HAO_CONFIG_MISTAKE_H
#define HAO_CONFIG_MISTAKE_H

#include <stdbool.h>
#include <stddef.h>

#include "proto/buf.h"
#include "server/config/config.h"

#define CONFIG_MISTAKES_MAX 1000 /* more than anyone mends in one go */
#define CONFIG_KEY_MAX	    128	 /* bytes of a key path that we build */
#define CONFIG_QUOTE_MAX    48	 /* bytes of the file in a sentence */

struct config_found;

/* All zero is an empty list. */
struct config_mistakes {
	struct config_found *list; /* owned */
	size_t count, cap;
	struct buf text; /* the keys and sentences */
	bool more;	 /* some were not kept */
	bool failed;	 /* out of memory */
};

/* Notes one mistake. */
void config_mistakes_add(struct config_mistakes *m, unsigned int line,
    const char *key, const char *format, ...)
    __attribute__((format(printf, 4, 5)));

/*
 * Was any told of KEY, of the entry of a list that KEY is in, or of a key in
 * KEY? What follows from a mistake that was told would only mislead.
 */
bool config_mistakes_has(const struct config_mistakes *m, const char *key);

bool config_mistakes_any(const struct config_mistakes *m);

/* Tells all of them, sorted. */
void config_mistakes_report(struct config_mistakes *m, const char *file,
    config_report_fn *report, void *ctx);

void config_mistakes_release(struct config_mistakes *m);

/* Writes a key path, which fits: codes and keys of the file are not in it. */
void config_path(char path[static CONFIG_KEY_MAX], const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* Copies TEXT for a sentence: cut when long, control bytes made '?'. */
struct config_quote {
	char text[CONFIG_QUOTE_MAX + 4];
};
struct config_quote config_quote(const char *text);

#endif
