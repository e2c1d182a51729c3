/* What --help says: of all words, or of one with its own flags. Pure. */
#ifndef HAO_HELP_H
#define HAO_HELP_H

#include <stdbool.h>
#include <stddef.h>

#include "haoctl/word.h"

struct buf;

struct help {
	const struct word *const *families; /* ended by NULL */
	const struct args_option *options;
	size_t options_count;
};

/* The words, as lines for the end of haoctl's own help; ended by 0. */
void help_words(struct buf *out, const struct help *help);
/* All of NAME's help, ended by 0. False: there is no such word. */
bool help_word(struct buf *out, const struct help *help, const char *name);

#endif
