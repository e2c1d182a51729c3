/*
 * The rooms of a daemon: its loop, turn, feed and the rest, made and ended in
 * the one order that works, by haod and by the tests that have it within.
 */
#ifndef HAO_ROOMS_H
#define HAO_ROOMS_H

#include <stdbool.h>

struct server;

/*
 * Makes what S lacks but for its configuration and its journal, which are
 * there. False: no memory or no timers to be had; rooms_close ends the rest.
 */
bool rooms_open(struct server *s) __attribute__((warn_unused_result));
/*
 * One turn of the loop. It waits for something to do, unless AGAIN, which
 * becomes whether the next one must not. False: the loop is broken.
 */
bool rooms_turn(struct server *s, bool *again);
/* Ends them, the connections, the journal and the configuration. */
void rooms_close(struct server *s);

#endif
