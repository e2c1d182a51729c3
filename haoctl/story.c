#include "haoctl/story.h"

#include <stdio.h>
#include <string.h>

#include "haoctl/phrase.h"
#include "haoctl/story_own.h"
#include "proto/buf.h"
#include "server/hall/day.h"
#include "server/hall/layout.h"

#define INDENT "          "

/* --- Words ---------------------------------------------------------------- */

void
story_time(const struct story *s, int64_t t_ms, char out[STORY_TIME])
{
	int64_t local_s = t_ms / 1000 + zone_offset_s(s->zone, t_ms);
	long in_day = (long)(local_s % 86400);

	(void)snprintf(out, STORY_TIME, "%02ld:%02ld:%02ld", in_day / 3600 % 24,
	    in_day / 60 % 60, in_day % 60);
}

void
story_span(int64_t ms, const char *language, char out[STORY_SPAN])
{
	bool zh = strcmp(language, "zh") == 0;
	long long s = ms / 1000;

	(void)snprintf(out, STORY_SPAN,
	    zh ? "%lld 分 %lld 秒" : "%lld min %lld s", s / 60, s % 60);
}

/* TEXT in LANGUAGE, else CODE, which is always there. */
static const char *
named(const struct story *s, const struct layout_text *text, const char *code,
    const char *language)
{
	for (uint32_t i = 0; i < s->layout->languages_count; i++) {
		if (strcmp(s->layout->languages[i], language) == 0)
			return text->in[i] ? text->in[i] : code;
	}
	return code;
}

const char *
story_service(const struct story *s, const char *code, const char *language)
{
	for (uint32_t i = 0; code && i < s->layout->services_count; i++) {
		const struct layout_service *at = &s->layout->services[i];
		if (strcmp(at->code, code) == 0)
			return named(s, &at->name, code, language);
	}
	return code;
}

const char *
story_class(const struct story *s, const char *code, const char *language)
{
	for (uint32_t i = 0; code && i < s->layout->classes_count; i++) {
		const struct layout_class *at = &s->layout->classes[i];
		if (strcmp(at->code, code) == 0)
			return named(s, &at->name, code, language);
	}
	return code;
}

/* --- Lines -------------------------------------------------------------- */

const struct story_line story_passed_over = {
	"先到而仍在等候的人:",
	"Who had come earlier and was still waiting:",
};
const struct story_line story_nobody_earlier = {
	"先到而仍在等候的人:无。",
	"Nobody who had come earlier was still waiting.",
};

void
story_at(struct story *s, int64_t t_ms)
{
	char time[STORY_TIME];

	story_time(s, t_ms, time);
	buf_puts(s->out, time);
	buf_puts(s->out, "  ");
	s->timed = true;
}

void
story_put(struct story *s, const char *pattern, const struct phrase_word *words)
{
	static const struct phrase_word none[] = { { NULL, NULL } };

	if (!s->timed)
		buf_puts(s->out, INDENT);
	s->timed = false;
	phrase_put(s->out, pattern, words ? words : none);
	buf_putc(s->out, '\n');
}

void
story_tell(struct story *s, const struct story_line *line,
    const struct phrase_word *words)
{
	story_put(s, line->zh, words);
	story_put(s, line->en, words);
}
