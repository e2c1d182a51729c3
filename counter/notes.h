/* The last things that were said to who sits at the screen. Pure. */
#ifndef HAO_NOTES_H
#define HAO_NOTES_H

#include <stdbool.h>
#include <stdint.h>

struct buf;
struct canvas;
struct area;

#define NOTES_MAX  8
#define NOTE_BYTES 256

struct note {
	char text[NOTE_BYTES];
	bool bad; /* something was not done */
	int64_t at_ms;
};

struct notes {
	struct note at[NOTES_MAX];
	unsigned count; /* ever; the latest is at count - 1 */
};

/* The lines of FROM, which is emptied. */
void notes_take(struct notes *n, struct buf *from, bool bad, int64_t now_ms);

/* The latest on top, as many as there is room for. */
void notes_draw(const struct notes *n, struct canvas *c, const struct area *a,
    const char *lang);

/*
 * What the server says to people is in Chinese and in English: SAY in LANG,
 * with the detail at its end. Puts a line without newline.
 */
void notes_say(struct buf *out, const char *lang, const char *say);

#endif
