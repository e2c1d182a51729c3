#include "kiosk/verdict.h"

#include <stddef.h>
#include <string.h>

struct entry {
	const char *word;
	int percent; /* none is 0, which is where every job begins */
};

static const struct entry entries[] = {
	[VERDICT_FAILED] = { "failed", 1 },
	[VERDICT_UNKNOWN] = { "unknown", 50 },
	[VERDICT_SENT] = { "sent", 99 },
	[VERDICT_PRINTED] = { "printed", 100 },
};

#define ENTRIES (sizeof(entries) / sizeof(entries[0]))

const char *
verdict_word(enum verdict v)
{
	return entries[v].word;
}

bool
verdict_read(const char *word, enum verdict *v)
{
	for (size_t i = 0; i < ENTRIES; i++) {
		if (strcmp(word, entries[i].word) == 0) {
			*v = (enum verdict)i;
			return true;
		}
	}
	return false;
}

int
verdict_progress(enum verdict v)
{
	return entries[v].percent;
}

bool
verdict_of_progress(int percent, enum verdict *v)
{
	for (size_t i = 0; i < ENTRIES; i++) {
		if (percent == entries[i].percent) {
			*v = (enum verdict)i;
			return true;
		}
	}
	return false;
}
