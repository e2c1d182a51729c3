#include "tests/unit/ui/taken.h"

#include <stdio.h>
#include <string.h>

#include "proto/buf.h"
#include "ui/ask.h"

int
taken(struct asks *asks, char words[TAKEN_SIZE])
{
	size_t at = 0;

	words[0] = '\0';
	if (asks->count == 0)
		return -1;
	struct ask first = asks->at[0];
	asks->count--;
	memmove(asks->at, asks->at + 1, asks->count * sizeof(first));
	for (size_t i = 0; i < first.argc && at < TAKEN_SIZE; i++) {
		int n = snprintf(words + at, TAKEN_SIZE - at, "%s%s",
		    i > 0 ? " " : "", first.argv[i]);
		at += n > 0 ? (size_t)n : 0;
	}
	return first.kind;
}

bool
said(struct buf *b, const char *text)
{
	buf_putc(b, '\0');
	bool found = !b->failed && strstr(b->at, text) != NULL;
	buf_clear(b);
	return found;
}
