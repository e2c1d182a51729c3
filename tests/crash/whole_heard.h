/* What subscribers have heard, and shown. */
#ifndef HAO_TEST_WHOLE_HEARD_H
#define HAO_TEST_WHOLE_HEARD_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/journal/journal.h"

#define WHOLE_HOLES 32
#define WHOLE_WORD  56

/* A call, or another event, that a screen has shown. */
struct shown {
	int64_t seq, ticket;
};

/* What a screen was told that it can't know any more: after FROM, to TO. */
struct hole {
	int64_t from, to;
};

struct screen {
	int64_t first, seq; /* -1: no snapshot yet */
	bool heard;	    /* the snapshot of this connection */
	bool asks;	    /* EVENTS SINCE is under way */
	bool steady;	    /* since then nothing may be missing */
	bool anew;	    /* the next snapshot is taken, whatever was */
	bool all;	    /* of the hall's channel: each event counts */
	int others;	    /* replies to come that are no matter of it */
	const char *channel;
	char epoch[JOURNAL_EPOCH];
	struct shown *shown;
	size_t count, cap;
	struct hole holes[WHOLE_HOLES];
	size_t holes_count;
};

/* What was heard last on a channel. */
struct view {
	char channel[WHOLE_WORD], state[16];
	int64_t seq, value;
	bool heard; /* on this connection */
};

#endif
