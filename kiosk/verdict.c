#include "kiosk/verdict.h"

#include <stddef.h>
#include <string.h>

static const char *const words[] = {
	[VERDICT_FAILED] = "failed",
	[VERDICT_UNKNOWN] = "unknown",
	[VERDICT_SENT] = "sent",
	[VERDICT_PRINTED] = "printed",
};

const char *
verdict_word(enum verdict v)
{
	return words[v];
}

bool
verdict_read(const char *word, enum verdict *v)
{
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (strcmp(word, words[i]) == 0) {
			*v = (enum verdict)i;
			return true;
		}
	}
	return false;
}
