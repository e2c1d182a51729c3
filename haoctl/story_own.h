/* Stories from inside: what the files of story*.c share. */
#ifndef HAO_STORY_OWN_H
#define HAO_STORY_OWN_H

#include "haoctl/story.h"

#define STORY_TIME 16
#define STORY_SPAN 64

/* HH:MM:SS on the hall's wall. */
void story_time(const struct story *s, int64_t t_ms, char out[STORY_TIME]);
void story_span(int64_t ms, const char *language, char out[STORY_SPAN]);
/* Their names in LANGUAGE ("zh", "en"), or the codes; NULL of NULL. */
const char *story_service(
    const struct story *s, const char *code, const char *language);
const char *story_class(
    const struct story *s, const char *code, const char *language);
void story_put(
    struct story *s, const char *pattern, const struct phrase_word *words);

#endif
