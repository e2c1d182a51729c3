/*
 * The grammar of a clip pack: how a call is said in each language, and which
 * recording says which word. A file of lines, which docs/VOICE.md explains.
 * Pure.
 */
#ifndef HAO_GRAMMAR_H
#define HAO_GRAMMAR_H

#include <stdbool.h>
#include <stddef.h>

#define GRAMMAR_LANGUAGES_MAX 4
#define GRAMMAR_CLIPS_MAX     128
#define GRAMMAR_READINGS_MAX  32
#define GRAMMAR_WORD	      48  /* bytes of a word that is said */
#define GRAMMAR_CALL	      256 /* of a sentence */
#define GRAMMAR_FILE	      128
#define GRAMMAR_SAY	      160 /* of what is wrong */

/* How numbers of counters are read. */
enum grammar_numbers {
	GRAMMAR_DIGITS, /* one by one */
	GRAMMAR_ZH,	/* 十二 */
	GRAMMAR_EN,	/* twelve */
};

struct grammar_clip {
	char word[GRAMMAR_WORD], file[GRAMMAR_FILE];
};

/* How espeak-ng has to be given a word, to read it as it is meant. */
struct grammar_reading {
	char word[GRAMMAR_WORD], as[GRAMMAR_WORD];
};

struct grammar_language {
	char lang[GRAMMAR_WORD];
	char voice[GRAMMAR_WORD]; /* espeak-ng's, for what has no clip */
	enum grammar_numbers numbers;
	char digits[10][GRAMMAR_WORD]; /* of a ticket's number */
	char call[GRAMMAR_CALL];       /* with {number} and {counter} */
	struct grammar_clip clips[GRAMMAR_CLIPS_MAX];
	size_t clips_count;
	struct grammar_reading readings[GRAMMAR_READINGS_MAX];
	size_t readings_count;
};

struct grammar {
	struct grammar_language languages[GRAMMAR_LANGUAGES_MAX];
	size_t count;
	char wrong[GRAMMAR_SAY]; /* once reading has failed, for people */
};

/* Reads TEXT; false: `wrong` says which line, and what to change. */
bool grammar_read(struct grammar *g, const char *text)
    __attribute__((warn_unused_result));

/* NULL: there is none. */
const struct grammar_language *grammar_language(
    const struct grammar *g, const char *lang);
/* The file that says WORD; NULL: no clip does. */
const char *grammar_clip(const struct grammar_language *l, const char *word);

/* What espeak-ng reads for WORD: mostly WORD itself. */
const char *grammar_reading(const struct grammar_language *l, const char *word);

#endif
