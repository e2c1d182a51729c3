#include "counter/notes.h"

#include <string.h>

#include "counter/canvas.h"
#include "proto/buf.h"
#include "ui/text.h"

static void
add(struct notes *n, const char *line, size_t len, bool bad, int64_t now_ms)
{
	struct note *note = &n->at[n->count++ % NOTES_MAX];

	if (len >= sizeof(note->text))
		len = sizeof(note->text) - 1;
	memcpy(note->text, line, len);
	note->text[len] = '\0';
	note->bad = bad;
	note->at_ms = now_ms;
}

void
notes_take(struct notes *n, struct buf *from, bool bad, int64_t now_ms)
{
	const char *at = from->at, *end = at + from->len;

	while (from->len > 0 && at < end) {
		const char *newline = memchr(at, '\n', (size_t)(end - at));
		const char *stop = newline != NULL ? newline : end;
		if (stop > at)
			add(n, at, (size_t)(stop - at), bad, now_ms);
		at = stop + 1;
	}
	buf_clear(from);
}

void
notes_say(struct buf *out, const char *lang, const char *say)
{
	static const char between[] = " · ";
	const char *middle = strstr(say, between);
	const char *detail = NULL;

	if (middle == NULL) {
		text_put(out, say);
		return;
	}
	if (strncmp(lang, "zh", 2) != 0) {
		text_put(out, middle + sizeof(between) - 1);
		return;
	}
	text_putn(out, say, (size_t)(middle - say));
	for (const char *at = middle; (at = strstr(at, ": ")) != NULL; at += 2)
		detail = at;
	if (detail != NULL)
		text_put(out, detail);
}

void
notes_draw(const struct notes *n, struct canvas *c, const struct area *a,
    const char *lang)
{
	for (unsigned i = 0; i < (unsigned)a->rows && i < n->count; i++) {
		const struct note *note =
		    &n->at[(n->count - 1 - i) % NOTES_MAX];
		struct buf line = { 0 };
		enum ink ink = note->bad ? INK_WARN : INK_PLAIN;
		if (i == NOTES_MAX)
			return;
		notes_say(&line, lang, note->text);
		buf_putc(&line, '\0');
		if (!line.failed) {
			canvas_put(c,
			    canvas_at(a->row + (int)i, a->column, a->columns),
			    i == 0 ? ink : INK_DIM, line.at);
		}
		buf_release(&line);
	}
}
