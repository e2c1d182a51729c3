/* Between the files of the desk: no one else includes this. */
#ifndef HAO_DESK_OWN_H
#define HAO_DESK_OWN_H

#include "counter/desk.h"
#include "counter/labels.h"

struct area;

/* A key of the page, as it is shown and as it is pressed. */
struct desk_key {
	char letter;  /* what talk_line takes; 'n' is Space as well */
	int function; /* F of the same; 0: none */
	bool hand;    /* needs a ticket at hand */
	enum label name;
};

/* In the order of the page; NULL after the last. */
const struct desk_key *desk_key_at(size_t i);
bool desk_can(const struct desk *d, const struct desk_key *key);

/* desk_ask.c: the questions. */
void desk_ask(struct desk *d, enum desk_ask what);
/* The open form was answered. */
void desk_answer(struct desk *d, const char *rid);

/* A line of the talk. */
void desk_do(struct desk *d, char letter, const char *text, const char *rid);

/* desk_lists.c: who waits, what was put aside, the last calls. */
void desk_draw_waiting(
    const struct desk *d, struct canvas *c, const struct area *a);
void desk_draw_aside(
    const struct desk *d, struct canvas *c, const struct area *a);
void desk_draw_calls(
    const struct desk *d, struct canvas *c, const struct area *a);
/* The calls where the page is too narrow for a list: one line. */
void desk_draw_calls_line(
    const struct desk *d, struct canvas *c, const struct area *a);

/* "10:42", or with seconds: a time of our own clock, on the wall's. */
void desk_put_clock(
    struct buf *b, const struct desk *d, int64_t t_ms, bool seconds);

#endif
