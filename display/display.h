/*
 * A display: the board of a zone's calls, and what the server is told of
 * them. Pure; the programs' edge shows, speaks and sends.
 */
#ifndef HAO_DISPLAY_H
#define HAO_DISPLAY_H

#include "display/board.h"
#include "display/facts.h"
#include "display/speech.h"
#include "display/stage.h"
#include "display/tell.h"

#define DISPLAY_UNSEEN 256

struct display_config {
	struct board_config board;
	const char *device; /* what it calls itself; borrowed */
	bool screen;	    /* calls are seen when they are drawn */
	int64_t hold_ms;    /* the least time of a call there; 0: as set */
};

struct display {
	struct board board;
	struct tell tell;
	struct speech speech;
	struct stage stage;
	struct facts facts;
	int64_t hold_ms; /* as the configuration had it */
	/* Of the board's calls of all times. */
	size_t shown, queued;
	int64_t unseen[DISPLAY_UNSEEN]; /* seqs of calls nobody could see */
	size_t unseen_count;
	uint64_t changes;	  /* counts what looks different */
	char urgent[SPEECH_TEXT]; /* the notice that was queued */
};

void display_init(struct display *d, const struct display_config *config);
void display_release(struct display *d);

void display_link(struct display *d, bool up, const char *why, int64_t now_ms);
void display_message(struct display *d, const json_t *message, int64_t now_ms);
/* A message of the counter's own channel, where it is a sign. */
void display_counter(struct display *d, const json_t *message, int64_t now_ms);
void display_reply(struct display *d, int kind, const struct link_reply *reply,
    int64_t now_ms);
void display_time(struct display *d, int64_t now_ms);
/* People can see the call of that seq now. */
void display_seen(struct display *d, int64_t seq, int64_t now_ms);
/* People can see now all that the board has. */
void display_shown(struct display *d, int64_t now_ms);
/*
 * There is a voice: ABLE, or without a sound card. STATE is what the server
 * is told of it.
 */
void display_voice(
    struct display *d, bool able, const char *state, int64_t now_ms);
/* What is to be spoken from now on; NULL: nothing new. */
const struct speech_item *display_speak(struct display *d, int *times);
void display_spoken(struct display *d, bool heard, int64_t now_ms);
/* What the hall's layout says of this display by its name; NULL: nothing. */
const json_t *display_settings(const struct display *d);
int64_t display_deadline(const struct display *d); /* -1: none */
/* It has no more to do: the last call that was wanted is told, too. */
bool display_finished(const struct display *d);

#endif
