/*
 * The display's decisions: which calls a zone's messages announce, each once
 * and in order, whatever the connection did meanwhile. Pure.
 */
#ifndef HAO_DISPLAY_BOARD_H
#define HAO_DISPLAY_BOARD_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "proto/buf.h"
#include "ui/ask.h"

struct link_reply;

#define BOARD_EPOCH_SIZE     32
#define BOARD_CHANNEL_SIZE   49
#define BOARD_TIME_SIZE	     32
#define BOARD_RETRY_MS	     1000
#define BOARD_SNAPSHOT_CALLS 20 /* as many as a snapshot holds */

#define BOARD_RECENT 32 /* calls that are remembered */
#define BOARD_WORD   24 /* bytes of a number, code or id */

struct board_call {
	int64_t seq;
	char number[BOARD_WORD], counter[BOARD_WORD], service[BOARD_WORD];
	char ticket[BOARD_WORD]; /* its id */
	bool recall;
	bool old; /* known from the start, never announced */
};

enum board_ask {
	BOARD_ASK_LAYOUT,
};

struct board_config {
	const char *zone;   /* NULL: as the hall's layout says */
	const char *device; /* under this name; borrowed, may be NULL */
	int64_t calls_max;  /* leave after so many; 0: never */
	/* The wall clock, as people read it. */
	void (*time_text)(char text[BOARD_TIME_SIZE]);
};

struct board {
	struct board_config config;
	bool up, ever_up, subscribed, known; /* KNOWN: had a snapshot */
	bool finished, failed;
	int64_t seq;   /* of the last call shown, or known at the start */
	int64_t calls; /* shown so far */
	int64_t away_ms, retry_ms;
	bool asking;
	char epoch[BOARD_EPOCH_SIZE], channel[BOARD_CHANNEL_SIZE];
	char since[BOARD_TIME_SIZE]; /* when the server went away */
	struct asks asks;
	struct buf out, err, notice; /* NOTICE is what was said last */
	struct buf urgent;
	struct board_call recent[BOARD_RECENT]; /* a ring */
	size_t recent_count, recent_from; /* of all times; of this journal */
};

void board_init(struct board *b, const struct board_config *config);
void board_release(struct board *b);

void board_link(struct board *b, bool up, const char *why, int64_t now_ms);
void board_message(struct board *b, const json_t *message);
void board_reply(
    struct board *b, const struct link_reply *reply, int64_t now_ms);
void board_time(struct board *b, int64_t now_ms);
int64_t board_deadline(const struct board *b); /* -1: none */

const char *board_zone(const struct board *b); /* "" while it is not known */
/* The Ith of the last calls, the newest first; NULL: no more are known. */
const struct board_call *board_recent(const struct board *b, size_t i);
/*
 * The urgent notices in force, ended by a zero byte: broadcasts that begin
 * with "!". They are shown before anything else, and spoken.
 */
void board_urgent(const struct board *b, struct buf *out);
/* What a panel of one line shows: the notices, else the last call. */
void board_line(const struct board *b, struct buf *out);

#endif
