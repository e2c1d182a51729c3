/*
 * What a zone's screens and speakers made of a call: whether one of them
 * showed it, whether one spoke it, and whose turn it is to speak.
 *
 * A counter has one call at most that still holds: its last one, as long as
 * the ticket at its hand is called. What comes of the others is not kept.
 */
#ifndef HAO_SHOWN_H
#define HAO_SHOWN_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/limits.h"
#include "server/hall/decide.h"

#define SHOWN_VOICE_MS 10000 /* a lease to speak in a zone */

decide_fn decide_shown, decide_heard, decide_voice;

void shown_called(struct counter *c, const struct event *e);
void shown_apply_shown(struct hall *h, const struct event *e);
void shown_apply_heard(struct hall *h, const struct event *e);
void shown_day(struct board *b);
/* The counter's call goes on under a layout whose zones are others. */
void shown_inherit(
    const struct board *to, struct counter *c, const struct board *from);

/*
 * How long no screen of the zone has shown a call that holds, the longest;
 * NUMBER is its ticket's, or NULL. Tickets for practice left out.
 */
int64_t shown_missing_ms(const struct hall *h, const struct zone *z,
    int64_t now_ms, const char **number);

#endif
