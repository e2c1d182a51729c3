/* Between the supervisor's files: no one else includes this. */
#ifndef HAO_SUPERVISOR_OWN_H
#define HAO_SUPERVISOR_OWN_H

#include "counter/supervisor.h"

/* supervisor_ask.c: opens the question of the step that is next. */
void supervisor_ask(struct supervisor *s);
/* Takes the form's answer and goes on. */
void supervisor_answer(struct supervisor *s, const char *rid);

/* supervisor_act.c: sends what is to be sent now. */
void supervisor_send(struct supervisor *s);
void supervisor_found(struct supervisor *s, const struct link_reply *reply);
void supervisor_acted(struct supervisor *s, const struct link_reply *reply);

/* The kinds of its asks. */
enum {
	SUPERVISOR_LAYOUT,
	SUPERVISOR_STATE,
	SUPERVISOR_FIND,
	SUPERVISOR_ACT,
};

/* A line for the notes. */
void supervisor_say(struct supervisor *s, bool bad, enum label what);
/* The name of CODE in the layout's list KIND. */
const char *supervisor_name(
    const struct supervisor *s, const char *kind, const char *code);

#endif
