/*
 * The order of one channel's messages: which to deliver, which to leave out,
 * and what to ask the server for when some are missing. It knows no socket;
 * whoever feeds it does what it wants.
 *
 * `have` is the last seq delivered, `target` the last one known to exist. A
 * message that is pushed while others are missed before it only moves the
 * target: EVENTS SINCE brings it in its turn.
 */
#ifndef HAO_LINK_CHANNEL_H
#define HAO_LINK_CHANNEL_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <sys/queue.h>

#include "proto/limits.h"

struct link_config;

enum {
	LINK_EPOCH_MAX = 64
};

struct link_channel {
	TAILQ_ENTRY(link_channel) next;
	char name[LIMIT_CHANNEL + 1];
	char epoch[LINK_EPOCH_MAX + 1];
	bool known; /* epoch and have are what was delivered */
	bool asked; /* an EVENTS SINCE is not answered yet */
	bool stale; /* and its answer is not wanted any more */
	bool left;  /* nothing of it is; replies that are owed may name it */
	int64_t have, target;
	json_t *snapshot; /* owned: kept for when events can't be had */
};
TAILQ_HEAD(link_channels, link_channel);

enum link_want {
	LINK_SETTLED = 0, /* nothing more */
	LINK_ASK,	  /* ask EVENTS SINCE epoch have */
	LINK_ANEW,	  /* subscribe anew, for a snapshot */
	LINK_BAD,	  /* no message: the peer can't be trusted */
};

/* NULL: out of memory. */
struct link_channel *link_channel_create(const char *name);
void link_channel_destroy(struct link_channel *ch);

/* The connection broke: nothing that was asked for will come. */
void link_channel_cut(struct link_channel *ch);

/* Nothing is delivered from now on; or it is again, from a snapshot. */
void link_channel_leave(struct link_channel *ch);
void link_channel_join(struct link_channel *ch);

/* Each delivers by the message callback of TO what has become due. */
enum link_want link_channel_take(struct link_channel *ch, json_t *message,
    const struct link_config *to) __attribute__((warn_unused_result));
enum link_want link_channel_events(struct link_channel *ch, json_t *events,
    const struct link_config *to) __attribute__((warn_unused_result));
/* EVENTS SINCE was answered by an error, -GAP most likely. */
enum link_want link_channel_refused(struct link_channel *ch,
    const struct link_config *to) __attribute__((warn_unused_result));

#endif
