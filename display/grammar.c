#include "display/grammar.h"

#include <stdio.h>
#include <string.h>

struct reader {
	struct grammar *g;
	struct grammar_language *now; /* NULL before the first */
	int line;
};

static bool
wrong(struct reader *r, const char *say)
{
	(void)snprintf(
	    r->g->wrong, sizeof(r->g->wrong), "line %d: %s", r->line, say);
	return false;
}

/* The next word of *LINE; "" at its end. False: it is longer than SIZE. */
static bool
next(const char **line, char *to, size_t size)
{
	const char *from = *line + strspn(*line, " \t");
	size_t len = strcspn(from, " \t");

	*line = from + len;
	if (len >= size)
		return false;
	memcpy(to, from, len);
	to[len] = '\0';
	return true;
}

static bool
read_language(struct reader *r, const char *rest)
{
	if (r->g->count == GRAMMAR_LANGUAGES_MAX)
		return wrong(r, "four languages at most");
	r->now = &r->g->languages[r->g->count++];
	if (!next(&rest, r->now->lang, sizeof(r->now->lang)) ||
	    r->now->lang[0] == '\0')
		return wrong(r, "language takes its code: language zh");
	return true;
}

static bool
read_voice(struct reader *r, const char *rest)
{
	if (!next(&rest, r->now->voice, sizeof(r->now->voice)) ||
	    r->now->voice[0] == '\0')
		return wrong(r, "voice takes one of espeak-ng --voices");
	return true;
}

static bool
read_numbers(struct reader *r, const char *rest)
{
	static const char *const names[] = { [GRAMMAR_DIGITS] = "digits",
		[GRAMMAR_ZH] = "zh",
		[GRAMMAR_EN] = "en" };
	char word[GRAMMAR_WORD];

	if (next(&rest, word, sizeof(word))) {
		for (enum grammar_numbers n = 0; n <= GRAMMAR_EN; n++) {
			r->now->numbers = n;
			if (strcmp(names[n], word) == 0)
				return true;
		}
	}
	return wrong(r, "numbers takes zh, en or digits");
}

static bool
read_digits(struct reader *r, const char *rest)
{
	for (int i = 0; i < 10; i++) {
		char *to = r->now->digits[i];
		if (!next(&rest, to, GRAMMAR_WORD) || *to == '\0')
			return wrong(r, "digits takes ten words, 0 to 9");
	}
	return true;
}

static bool
read_call(struct reader *r, const char *rest)
{
	size_t len = strlen(rest);

	if (len >= sizeof(r->now->call) || strstr(rest, "{number}") == NULL ||
	    strstr(rest, "{counter}") == NULL) {
		return wrong(r,
		    "call takes words with {number} and {counter} among "
		    "them");
	}
	memcpy(r->now->call, rest, len + 1);
	return true;
}

static bool
read_clip(struct reader *r, const char *rest)
{
	if (r->now->clips_count == GRAMMAR_CLIPS_MAX)
		return wrong(r, "too many clips");
	struct grammar_clip *c = &r->now->clips[r->now->clips_count++];
	/* A file of the pack, and of nowhere else. */
	if (!next(&rest, c->word, sizeof(c->word)) ||
	    !next(&rest, c->file, sizeof(c->file)) || c->file[0] == '\0' ||
	    c->file[0] == '/' || strstr(c->file, "..") != NULL) {
		return wrong(r,
		    "clip takes a word and a file of the pack: "
		    "clip 请 zh/qing.wav");
	}
	return true;
}

static bool
read_reading(struct reader *r, const char *rest)
{
	if (r->now->readings_count == GRAMMAR_READINGS_MAX)
		return wrong(r, "too many readings");
	struct grammar_reading *to =
	    &r->now->readings[r->now->readings_count++];
	if (!next(&rest, to->word, sizeof(to->word)) ||
	    !next(&rest, to->as, sizeof(to->as)) || to->as[0] == '\0') {
		return wrong(r,
		    "read takes a word and how it is written for "
		    "espeak-ng: read A ay");
	}
	return true;
}

static const struct {
	const char *name;
	bool (*read)(struct reader *r, const char *rest);
} keys[] = {
	{ "language", read_language },
	{ "voice", read_voice },
	{ "numbers", read_numbers },
	{ "digits", read_digits },
	{ "call", read_call },
	{ "clip", read_clip },
	{ "read", read_reading },
};

static bool
read_line(struct reader *r, const char *line)
{
	char key[GRAMMAR_WORD];
	size_t i = 0, count = sizeof(keys) / sizeof(keys[0]);

	if (!next(&line, key, sizeof(key)))
		return wrong(r, "the first word is too long");
	if (key[0] == '\0' || key[0] == '#')
		return true;
	while (i < count && strcmp(keys[i].name, key) != 0)
		i++;
	if (i == count) {
		return wrong(r,
		    "a line begins with language, voice, numbers, "
		    "digits, call, clip or read");
	}
	if (i > 0 && r->now == NULL)
		return wrong(r, "the first line is language");
	return keys[i].read(r, line);
}

static bool
is_whole(struct reader *r)
{
	for (size_t i = 0; i < r->g->count; i++) {
		const struct grammar_language *l = &r->g->languages[i];
		if (l->call[0] == '\0' || l->digits[9][0] == '\0') {
			return wrong(r,
			    "every language needs call and "
			    "digits");
		}
	}
	return r->g->count > 0 || wrong(r, "there is no language");
}

bool
grammar_read(struct grammar *g, const char *text)
{
	char line[GRAMMAR_CALL + GRAMMAR_WORD];
	struct reader r = { .g = g };

	memset(g, 0, sizeof(*g));
	while (*text != '\0') {
		size_t len = strcspn(text, "\n");
		r.line++;
		if (len >= sizeof(line))
			return wrong(&r, "too long");
		memcpy(line, text, len);
		line[len] = '\0';
		if (!read_line(&r, line))
			return false;
		text += len + (text[len] == '\n');
	}
	return is_whole(&r);
}

const struct grammar_language *
grammar_language(const struct grammar *g, const char *lang)
{
	for (size_t i = 0; i < g->count; i++) {
		if (strcmp(g->languages[i].lang, lang) == 0)
			return &g->languages[i];
	}
	return NULL;
}

const char *
grammar_clip(const struct grammar_language *l, const char *word)
{
	for (size_t i = 0; i < l->clips_count; i++) {
		if (strcmp(l->clips[i].word, word) == 0)
			return l->clips[i].file;
	}
	return NULL;
}

const char *
grammar_reading(const struct grammar_language *l, const char *word)
{
	for (size_t i = 0; i < l->readings_count; i++) {
		if (strcmp(l->readings[i].word, word) == 0)
			return l->readings[i].as;
	}
	return word;
}
