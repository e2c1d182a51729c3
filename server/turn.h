/*
 * A turn of the loop. Events of a turn fill a batch; when it is on the disk,
 * and not before, the replies that depend on it are sent and its messages
 * pushed. One batch is in flight at most, and one is filling.
 */
#ifndef HAO_TURN_H
#define HAO_TURN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/hall/event.h"

#define TURN_COMMANDS 4096
#define TURN_BYTES    1048576
/* So much of commands; with what else a turn does it stays below 10 ms. */
#define TURN_US 4000

struct conn;
struct server;
struct turn;

struct turn_figures {
	int64_t commits, commit_us; /* how many; moving average */
	int64_t longest_us;	    /* turn */
	int64_t longest_cpu_us;	    /* what a turn worked: without its waits */
	int64_t behind;		    /* events not yet projected */
};

struct turn *turn_create(struct server *server);
/* Waits for the batch in flight and stores the one being filled. */
void turn_destroy(struct turn *t);

/* Every callback of the loop begins with it: the first one reads the clock. */
void turn_begin(struct turn *t);
/* After the callbacks; true: call the loop again without waiting. */
bool turn_end(struct turn *t);

/* No more commands fit until a batch has been stored. */
bool turn_is_full(const struct turn *t);
/* Other clients, and what was stored, have waited long enough for this turn. */
bool turn_is_over(const struct turn *t);
/*
 * Stamps EVENT with the wall clock, applies it and puts it in the batch.
 * False: out of memory; nothing changed.
 */
bool turn_add(struct turn *t, struct event *event)
    __attribute__((warn_unused_result));
/* Sends a reply now, or when all it could have seen is on the disk. */
void turn_reply(struct turn *t, struct conn *c, const char *bytes, size_t len);
/* Whose commit has all that was applied on the disk; -1: all of it is. */
int turn_slot(const struct turn *t);
/* Replies to C are being held. */
bool turn_holds(const struct conn *c);

/* A hall has been loaded: the projections go on where they stopped. */
void turn_loaded(struct turn *t);

void turn_figures(const struct turn *t, struct turn_figures *out);

#endif
