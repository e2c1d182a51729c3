/* Between the files of the counter's talk: no one else includes this. */
#ifndef HAO_COUNTER_OWN_H
#define HAO_COUNTER_OWN_H

#include "counter/talk.h"
#include "counter/texts.h"

struct key;

/* act.c: the clerk's actions. */
void talk_do(struct talk *t, const char *line, const char *rid, int64_t now_ms);
void talk_quit(struct talk *t);
void talk_send(struct talk *t); /* the action under way */
void talk_action_reply(
    struct talk *t, const struct link_reply *reply, int64_t now_ms);

/* sync.c: what the hall says of this counter. */
void talk_state_reply(
    struct talk *t, const struct link_reply *reply, int64_t now_ms);
void talk_aside_reply(struct talk *t, const struct link_reply *reply);
void talk_ticket_reply(struct talk *t, const struct link_reply *reply);
void talk_take(struct talk *t, const json_t *ticket, const char *state);
void talk_part(struct talk *t);
void talk_ask_ticket(struct talk *t); /* the one at hand */
/* The server has said whether the counter is open, if that is wanted. */
bool talk_open_settled(const struct talk *t);
/* The id of a NUMBER aside or had here; else NUMBER itself. */
const char *talk_id_of(const struct talk *t, const char *number);

/* sync.c: words for the clerk. */
struct view talk_view(const struct talk *t);
void talk_keep(char *to, size_t size, const char *from);
void talk_say(struct talk *t, enum counter_text which);
void talk_say_more(struct talk *t, enum counter_text which, const char *more);
void talk_fail(struct talk *t, enum counter_text which);
void talk_refused(struct talk *t, const struct link_reply *reply);

#endif
