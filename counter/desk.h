/*
 * The clerk's screen: the counter's talk with a page around it. Pure as the
 * talk is: what a press, a reply, a message or the time makes of the model,
 * and the model drawn into cells.
 */
#ifndef HAO_DESK_H
#define HAO_DESK_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "counter/calls.h"
#include "counter/channels.h"
#include "counter/form.h"
#include "counter/notes.h"
#include "counter/talk.h"

struct canvas;
struct link_reply;

#define DESK_TICK_MS	 1000 /* what is shown of the time */
#define DESK_NEXT_MS	 700  /* a held key calls one, not all of them */
#define DESK_CLERK_SIZE	 17
#define DESK_PIN_SIZE	 17
#define DESK_TARGET_SIZE 48

/* What the open form asks for. */
enum desk_ask {
	DESK_SIGN_IN,
	DESK_PIN,
	DESK_NUMBER,
	DESK_RETURN,
	DESK_UNHOLD,
	DESK_PAUSE,
	DESK_HOLD,
	DESK_HOLD_MINUTES,
	DESK_TRANSFER,
	DESK_TRANSFER_PLACE,
	DESK_TRANSFER_REASON,
	DESK_ABANDON,
};

struct desk {
	struct talk talk;
	struct form form;
	enum desk_ask asks; /* while the form is open */
	struct notes notes;
	struct calls calls;
	char clerk[DESK_CLERK_SIZE];   /* "": nobody has signed in */
	char pin[DESK_PIN_SIZE];       /* kept to open it after a reconnect */
	char target[DESK_TARGET_SIZE]; /* of a transfer that is being asked */
	int matters;		       /* typed before a finish; 0: none */
	char matters_of[64];	       /* the id of the ticket they are of */
	int64_t now_ms, wall_ms;       /* as desk_clock was told it */
	int64_t tick_ms, next_ms;      /* no next before that */
	struct channels channels;
	struct buf out, err; /* for the shell; a screen says nothing there */
};

/* CONFIG as the talk's; without a clerk one has to sign in. */
void desk_init(struct desk *d, const struct talk_config *config);
void desk_release(struct desk *d);

void desk_link(struct desk *d, bool up, const char *why, int64_t now_ms);
void desk_message(
    struct desk *d, const char *channel, const json_t *message, int64_t now_ms);
void desk_reply(
    struct desk *d, int kind, const struct link_reply *reply, int64_t now_ms);
void desk_time(struct desk *d, int64_t now_ms);
int64_t desk_deadline(const struct desk *d);
/* The wall's clock less ours: shown until the hall's is known. */
void desk_clock(struct desk *d, int64_t wall_ms);
/* The keypad is there, or not: WHY. */
void desk_keypad(struct desk *d, bool there, const char *why, int64_t now_ms);
/* RID is a fresh request id, in case the press needs one. */
void desk_press(
    struct desk *d, uint32_t press, const char *rid, int64_t now_ms);

void desk_draw(const struct desk *d, struct canvas *c);

#endif
