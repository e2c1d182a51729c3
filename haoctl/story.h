/*
 * What happened to a ticket, in sentences: each in Chinese and, below it, in
 * English, behind the hall's local time. Pure.
 */
#ifndef HAO_STORY_H
#define HAO_STORY_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

struct buf;
struct event;
struct layout;
struct passed_call;
struct phrase_word;
struct passed_ticket;
struct zone_table;

struct story {
	struct buf *out; /* borrowed, as are the others */
	const struct layout *layout;
	const struct zone_table *zone;
	bool timed; /* a time stands at the beginning of the line */
};

struct story_line {
	const char *zh, *en; /* with places for words: see phrase.h */
};
extern const struct story_line story_passed_over, story_nobody_earlier;

/* The time of what comes next; without it a line is indented. */
void story_at(struct story *s, int64_t t_ms);
/* WORDS is NULL, or ends by a NULL name. */
void story_tell(struct story *s, const struct story_line *line,
    const struct phrase_word *words);

/* An event of the ticket itself; PAYLOAD is the whole of it. */
void story_event(
    struct story *s, const struct event *event, const json_t *payload);
/* An event of another ticket or of none, that put it into STATE. */
void story_beside(
    struct story *s, const struct event *event, const char *state);
/* By which rule, and from whom, a call chose. */
void story_rule(struct story *s, const struct passed_call *call);
/*
 * Why OTHER was passed over by a call. OVERTAKEN: it is OTHER's story, and
 * the call is news there.
 */
void story_passed(struct story *s, const struct passed_call *call,
    const struct passed_ticket *other, bool overtaken);

#endif
