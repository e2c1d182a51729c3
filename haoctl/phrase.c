#include "haoctl/phrase.h"

#include <string.h>

#include "proto/buf.h"
#include "ui/text.h"

static const struct phrase_word *
find(const struct phrase_word *words, const char *name, size_t len)
{
	for (; words->name; words++) {
		if (strncmp(words->name, name, len) == 0 && !words->name[len])
			return words;
	}
	return NULL;
}

void
phrase_put(
    struct buf *out, const char *pattern, const struct phrase_word *words)
{
	while (*pattern) {
		size_t plain = strcspn(pattern, "{");
		buf_put(out, pattern, plain);
		pattern += plain;
		if (!*pattern)
			return;
		size_t len = strcspn(pattern + 1, "}");
		const struct phrase_word *w = find(words, pattern + 1, len);
		if (!w) {
			buf_putc(out, *pattern++);
			continue;
		}
		if (w->value)
			text_put(out, w->value);
		pattern += len + 2;
	}
}
