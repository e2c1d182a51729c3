#include "server/config/mistake.h"

#include <assert.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SENTENCE_MAX 640

/* Offsets, because the text moves while it grows. */
struct config_found {
	unsigned int line;
	size_t order, key, say;
};

/* Is a mistake about TOLD reason enough to be silent about KEY? */
static bool
covers(const char *told, const char *key)
{
	size_t n = strlen(told), len = strlen(key);
	size_t common = n < len ? n : len;

	if (strncmp(told, key, common) != 0)
		return false;
	if (n > len)
		return told[len] == '.';
	return n == len || (n > 0 && told[n - 1] == ']' && key[n] == '.');
}

bool
config_mistakes_has(const struct config_mistakes *m, const char *key)
{
	for (size_t i = 0; i < m->count; i++) {
		if (covers(m->text.at + m->list[i].key, key))
			return true;
	}
	return false;
}

static bool
make_room(struct config_mistakes *m)
{
	if (m->count < m->cap)
		return true;
	size_t cap = m->cap ? m->cap * 2 : 16;
	struct config_found *list = realloc(m->list, cap * sizeof(*list));
	if (!list) {
		m->failed = true;
		return false;
	}
	m->list = list;
	m->cap = cap;
	return true;
}

static size_t
keep(struct buf *text, const char *s)
{
	size_t at = text->len;

	buf_put(text, s, strlen(s) + 1);
	return at;
}

void
config_mistakes_add(struct config_mistakes *m, unsigned int line,
    const char *key, const char *format, ...)
{
	char say[SENTENCE_MAX];
	va_list args;

	if (m->failed || m->more)
		return;
	if (m->count == CONFIG_MISTAKES_MAX) {
		m->more = true;
		return;
	}
	va_start(args, format);
	int len = vsnprintf(say, sizeof(say), format, args);
	va_end(args);
	if (len < 0 || !make_room(m)) {
		m->failed = true;
		return;
	}
	struct config_found *found = &m->list[m->count];
	found->line = line;
	found->order = m->count;
	found->key = keep(&m->text, key);
	found->say = keep(&m->text, say);
	m->failed = m->text.failed;
	if (!m->failed)
		m->count++;
}

bool
config_mistakes_any(const struct config_mistakes *m)
{
	return m->count > 0 || m->failed;
}

static int
by_line(const void *a, const void *b)
{
	const struct config_found *x = a, *y = b;

	if (x->line != y->line)
		return x->line < y->line ? -1 : 1;
	return x->order < y->order ? -1 : x->order > y->order;
}

void
config_mistakes_report(struct config_mistakes *m, const char *file,
    config_report_fn *report, void *ctx)
{
	struct config_mistake told = { .file = file, .key = "" };

	if (m->count > 0)
		qsort(m->list, m->count, sizeof(*m->list), by_line);
	for (size_t i = 0; i < m->count; i++) {
		told.line = m->list[i].line;
		told.key = m->text.at + m->list[i].key;
		told.say = m->text.at + m->list[i].say;
		report(&told, ctx);
	}
	told.key = "";
	if (m->more) {
		told.say = "there are more mistakes than are listed; mend "
			   "these and check again";
		report(&told, ctx);
	}
	if (m->failed) {
		told.line = 0;
		told.say = "out of memory while reading; nothing was taken";
		report(&told, ctx);
	}
}

void
config_mistakes_release(struct config_mistakes *m)
{
	free(m->list);
	buf_release(&m->text);
	*m = (struct config_mistakes){ 0 };
}

void
config_path(char path[static CONFIG_KEY_MAX], const char *format, ...)
{
	va_list args;

	va_start(args, format);
	int len = vsnprintf(path, CONFIG_KEY_MAX, format, args);
	va_end(args);
	assert(len >= 0 && len < CONFIG_KEY_MAX);
}

struct config_quote
config_quote(const char *text)
{
	struct config_quote q;
	size_t len = strlen(text);
	size_t n = len > CONFIG_QUOTE_MAX ? CONFIG_QUOTE_MAX : len;

	/* A character is not cut in two. */
	while (n < len && n > 0 && ((unsigned char)text[n] & 0xc0) == 0x80)
		n--;
	for (size_t i = 0; i < n; i++) {
		unsigned char c = (unsigned char)text[i];
		q.text[i] = text[i];
		if (c < 0x20 || c == 0x7f)
			q.text[i] = '?';
	}
	memcpy(q.text + n, n < len ? "..." : "", n < len ? 4 : 1);
	return q;
}
