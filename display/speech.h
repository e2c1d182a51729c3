/*
 * The queue of one zone's voice: which call is spoken next, and how often.
 * One display of a zone speaks, the holder of a lease; the others keep what
 * came lately, should they have to take over. Nothing is spoken that is no
 * longer true: the server is asked before each call. Pure.
 */
#ifndef HAO_SPEECH_H
#define HAO_SPEECH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "display/board.h"

struct asks;
struct link_reply;

#define SPEECH_MAX	64
#define SPEECH_MANY	3     /* so many wait: each is read once */
#define SPEECH_KEEP_MS	30000 /* what another one may be speaking */
#define SPEECH_LEASE_MS 3000
#define SPEECH_TEXT	512

enum speech_ask {
	SPEECH_ASK_VOICE = 4,
	SPEECH_ASK_TICKET,
};

struct speech_item {
	int64_t seq, came_ms; /* seq 0: a notice */
	char number[BOARD_WORD], counter[BOARD_WORD], ticket[BOARD_WORD];
	char text[SPEECH_TEXT];
};

enum speech_state {
	SPEECH_IDLE,
	SPEECH_ASKS,   /* whether it is still true */
	SPEECH_READY,  /* for speech_take */
	SPEECH_SPEAKS, /* until speech_done */
};

struct speech {
	struct speech_item items[SPEECH_MAX], now;
	size_t count;
	enum speech_state state;
	bool up, able, mine;
	bool asking;	  /* for the lease */
	int64_t lease_ms; /* when to ask for it */
};

void speech_init(struct speech *s);
void speech_link(struct speech *s, bool up);
/* There is something to speak with; without it others shall speak. */
void speech_able(struct speech *s, bool able, int64_t now_ms);

/* A new call. One of the same ticket or counter that waits makes way. */
void speech_call(
    struct speech *s, const struct board_call *call, int64_t now_ms);
/* Goes before all calls; "" takes back what is not spoken yet. */
void speech_notice(struct speech *s, const char *text, int64_t now_ms);

void speech_put(
    struct speech *s, struct asks *asks, const char *zone, int64_t now_ms);
void speech_reply(
    struct speech *s, int kind, const struct link_reply *reply, int64_t now_ms);
void speech_time(struct speech *s, int64_t now_ms);
int64_t speech_deadline(const struct speech *s); /* -1: none */

/* What is to be spoken from now on, and how often; NULL: nothing new. */
const struct speech_item *speech_take(struct speech *s, int *times);
/* It was spoken, or could not be. */
void speech_done(struct speech *s);

#endif
