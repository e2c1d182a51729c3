/* What is spoken: numbers digit by digit, as the hall's callers read them. */
#include <string.h>

#include "kiosk/screen_own.h"
#include "ui/catalogue.h"
#include "ui/field.h"

void
screen_speak(struct screen *s, const char *text)
{
	field_keep(s->speech, sizeof(s->speech), text);
}

/* The word for digit I, of words with bars between. */
static const char *
digit_word(const char *words, int i, size_t *length)
{
	for (; i > 0; i--) {
		words += strcspn(words, "|");
		words += *words == '|';
	}
	*length = strcspn(words, "|");
	return words;
}

/* "A 零 幺 二" */
static void
spell(const struct catalogue *c, const char *number, char *to, size_t size)
{
	const char *words = tr(c, "voice.digits");
	size_t at = 0;

	for (; *number != '\0'; number++) {
		const char *word = number;
		size_t length = 1;
		if (*number >= '0' && *number <= '9')
			word = digit_word(words, *number - '0', &length);
		if (at + length + 2 > size)
			break;
		memcpy(to + at, word, length);
		at += length;
		to[at++] = ' ';
	}
	to[at > 0 ? at - 1 : 0] = '\0';
}

void
screen_speak_number(struct screen *s)
{
	const struct catalogue *c = screen_catalogue(s);
	char spelled[256];

	spell(c, s->model.ticket.number, spelled, sizeof(spelled));
	catalogue_fill(s->speech, sizeof(s->speech), tr(c, "Number {number}"),
	    (const struct catalogue_value[]){
		{ "number", spelled }, { NULL, NULL } });
}
