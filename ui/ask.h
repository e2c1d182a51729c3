/*
 * What a machine of decisions wants sent, in order: it puts, the shell at the
 * edge sends and clears. The words are borrowed from the machine, which keeps
 * them unchanged until the shell has taken them.
 */
#ifndef HAO_ASK_H
#define HAO_ASK_H

#include <stddef.h>

#define ASK_WORDS_MAX 14
#define ASKS_MAX      16
#define ASK_KINDS_MAX 16

/* A kind that is no request: keep the channel argv[0] subscribed. */
#define ASK_SUBSCRIBE (-1)

struct ask {
	int kind; /* the machine's own, 0 to ASK_KINDS_MAX - 1 */
	size_t argc;
	const char *argv[ASK_WORDS_MAX];
};

struct asks {
	struct ask at[ASKS_MAX];
	size_t count;
};

/* WORDS end with NULL. */
void ask_put(struct asks *asks, int kind, const char *const *words);

#endif
