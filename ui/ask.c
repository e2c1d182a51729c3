#include "ui/ask.h"

#include <assert.h>

void
ask_put(struct asks *asks, int kind, const char *const *words)
{
	assert(asks->count < ASKS_MAX);
	struct ask *ask = &asks->at[asks->count++];

	ask->kind = kind;
	ask->argc = 0;
	while (words[ask->argc] != NULL) {
		assert(ask->argc + 1 < ASK_WORDS_MAX);
		ask->argv[ask->argc] = words[ask->argc];
		ask->argc++;
	}
}
