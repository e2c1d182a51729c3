/* Sentences with places for words: "counter {counter}". Pure. */
#ifndef HAO_PHRASE_H
#define HAO_PHRASE_H

struct buf;

struct phrase_word {
	const char *name, *value; /* a NULL value is as "" */
};

/*
 * Puts PATTERN with each {name} replaced by its value, cleaned for a terminal.
 * WORDS end by a NULL name; a name that is not among them stays as it is.
 */
void phrase_put(
    struct buf *out, const char *pattern, const struct phrase_word *words);

#endif
