/*
 * A call made words, each of which a clip or a voice can say: a ticket's
 * number digit by digit, a counter's as a number, letters one by one. Pure.
 */
#ifndef HAO_SAY_H
#define HAO_SAY_H

#include "display/grammar.h"

#define SAY_WORDS_MAX 48

struct say {
	char words[SAY_WORDS_MAX][GRAMMAR_WORD];
	size_t count;
};

/* "A012" to counter "12": 请 A 零 幺 二 号到 十 二 号窗口办理. */
void say_call(struct say *s, const struct grammar_language *l,
    const char *number, const char *counter);

#define SAY_TEXT 512

/* The words FROM to before END, as espeak-ng is to read them. */
void say_text(const struct say *s, const struct grammar_language *l,
    size_t from, size_t end, char text[SAY_TEXT]);

#endif
