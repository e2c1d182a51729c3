/*
 * Appointments of a file booked by the server, all of them or none. Every
 * row's slot is looked up before the first one is booked; when one is refused,
 * those that this run has booked are cancelled. Pure.
 *
 *	starting --> looking --> booking <--> checking --> done
 *				    | refused
 *				    +--> undoing --> failed
 */
#ifndef HAO_BOOKER_H
#define HAO_BOOKER_H

#include <stdbool.h>
#include <stdint.h>

#include "haoctl/rows.h"
#include "proto/buf.h"
#include "ui/ask.h"

struct link_reply;

#define BOOKER_CONNECT_MS 10000 /* how long a server may stay away at first */
#define BOOKER_RETRY_MS	  1000
#define BOOKER_DOUBT_MS	  60000 /* how long an unknown reply is asked for */

enum booker_ask {
	BOOKER_STARTING, /* for the hall's last event */
	BOOKER_LOOKING,	 /* for the slots of a row's service and day */
	BOOKER_BOOKING,	 /* a row */
	BOOKER_CHECKING, /* what became of a row booked before */
	BOOKER_UNDOING,	 /* a row of this run */
};

struct booker {
	const char *file; /* its name */
	struct rows rows;
	int64_t start_ms; /* now */

	enum booker_ask state;
	size_t at;   /* the row */
	int64_t seq; /* of the last event before this run */
	bool up, ever_up, sent, finished, failed;
	int64_t retry_ms, doubt_ms; /* 0: none */
	struct asks asks;
	struct buf out, err;
};

void booker_release(struct booker *b);
void booker_link(struct booker *b, bool up, const char *why);
void booker_reply(struct booker *b, enum booker_ask ask,
    const struct link_reply *reply, int64_t now_ms);
void booker_time(struct booker *b, int64_t now_ms);
int64_t booker_deadline(const struct booker *b); /* -1: none */

#endif
