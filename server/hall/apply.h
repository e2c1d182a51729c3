/* Events made state: what the files of apply*.c share. */
#ifndef HAO_APPLY_H
#define HAO_APPLY_H

#include "server/hall/state.h"

typedef void apply_fn(struct hall *h, const struct event *e);

/* Takes the ticket from wherever it is: a queue, or a counter's hand. */
void ticket_leave(struct hall *h, struct ticket *t, int64_t t_ms);
void ticket_wait(struct hall *h, struct ticket *t);
void ticket_end(
    struct hall *h, struct ticket *t, enum ticket_state state, int64_t t_ms);

/* As much of FROM as SIZE holds, ended by 0; FROM may be NULL. */
void apply_copy(char *to, size_t size, const char *from);

/* apply_counter.c */
apply_fn apply_opened, apply_closed, apply_paused, apply_resumed, apply_lapsed,
    apply_switched;

/* restored.c: memory for what it skips, and the skipping. */
bool restored_reserve(struct hall *h, const struct event *e)
    __attribute__((warn_unused_result));
void restored_release(struct hall *h);
apply_fn apply_restored;

/* apply_waiting.c: many at once. */
apply_fn apply_session_ended, apply_hall_cleared;

/* apply_followup.c */
apply_fn apply_rated, apply_complained, apply_followup;

/* apply_account.c */
apply_fn apply_account_added, apply_account_state, apply_account_secret;

#endif
