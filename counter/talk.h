/*
 * The counter program's decisions: what a key, a reply, an event, the link or
 * the time makes it say and send. Pure: no clock, socket or file.
 *
 * One action at a time, with one request id for as long as its outcome is
 * unknown: a reply that was lost is asked for again, never done again.
 */
#ifndef HAO_COUNTER_TALK_H
#define HAO_COUNTER_TALK_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "counter/view.h"
#include "proto/buf.h"
#include "proto/limits.h"
#include "ui/ask.h"

struct key;
struct link_reply;

#define TALK_LEASE_MS	10000 /* between two renewals */
#define TALK_RETRY_MS	1000  /* between two asks of a server that is up */
#define TALK_CONNECT_MS 10000 /* a pipe waits so long for its server */
#define TALK_AWAY_MS	60000 /* and so long for it to come back */

#define TALK_RID_SIZE 23
#define TALK_SEEN_MAX 32
#define TALK_SAY_SIZE 256

enum talk_ask {
	TALK_ASK_LAYOUT,
	TALK_ASK_STATE,
	TALK_ASK_OPEN,
	TALK_ASK_LEASE,
	TALK_ASK_PAUSE, /* again, after a reconnect */
	TALK_ASK_TICKET,
	TALK_ASK_ASIDE, /* for a screen */
	TALK_ASK_ACTION,
};

struct talk_config {
	const char *label, *clerk, *lang;
	const char *pin;  /* the clerk's; NULL or "": none */
	bool interactive; /* shows the status; waits for ever */
	bool screen;	  /* has one for it: status lines are not said */
	int64_t start_ms; /* now */
	const char *once, *once_rid; /* the only line; NULL: read them */
};

struct talk_action {
	const struct key *key; /* NULL: none is under way */
	bool sent, doubted;
	int64_t retry_ms;
	char id[64], to[32], place[8], until[24];
	char text[LIMIT_TEXT + 1], rid[TALK_RID_SIZE];
};

/* A ticket had at this counter: its number finds its id. */
struct talk_seen {
	char id[64], number[24];
};

struct talk {
	struct talk_config config;
	bool up, ever_up;
	bool open_wanted, open_sent, open_answered, opened;
	bool hall_wanted, hall_asked, aside_asked, synced;
	bool paused;
	bool pin_wanted; /* the clerk's PIN, or another one than it was */
	bool quitting, finished, failed;
	int64_t open_retry_ms, lease_ms, away_ms, seq;
	struct talk_action action;
	struct view_ticket ticket; /* at hand */
	struct talk_seen seen[TALK_SEEN_MAX];
	size_t seen_next;
	char pause_reason[LIMIT_TEXT + 1];
	json_t *layout, *hall, *aside; /* owned; NULL before they came */
	int64_t hall_ms;	       /* the hall's clock less ours */
	char say[TALK_SAY_SIZE];       /* why the counter is not open */
	struct asks asks;
	struct buf out, err, status; /* STATUS was shown last */
};

void talk_init(struct talk *t, const struct talk_config *config);
void talk_release(struct talk *t);

void talk_link(struct talk *t, bool up, const char *why, int64_t now_ms);
void talk_message(struct talk *t, int64_t now_ms); /* something changed */
void talk_line(
    struct talk *t, const char *line, const char *rid, int64_t now_ms);
void talk_end(struct talk *t, int64_t now_ms);
void talk_reply(struct talk *t, enum talk_ask ask,
    const struct link_reply *reply, int64_t now_ms);
void talk_time(struct talk *t, int64_t now_ms);

/* The counter as the layout has it; NULL before it came. */
const json_t *talk_counter(const struct talk *t);

/* A line of a pipe may come now; a terminal's may always. */
bool talk_ready(const struct talk *t);
int64_t talk_deadline(const struct talk *t); /* of talk_time; -1: none */

#endif
