/*
 * The kiosk's decisions as text: what a key, a reply, the link or the time
 * makes it say, print and send. What becomes of a press is take.h's. Pure: no
 * clock, socket or file; the local time of the hall comes through a function
 * of the caller.
 */
#ifndef HAO_KIOSK_TALK_H
#define HAO_KIOSK_TALK_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>

#include "kiosk/print.h"
#include "kiosk/take.h"
#include "proto/buf.h"
#include "ui/ask.h"

struct link_reply;

#define TALK_GUARD_MS	1000  /* a second press on a terminal is no press */
#define TALK_CONNECT_MS 10000 /* a pipe waits so long for its server */
#define TALK_SETTLE_MS	30000 /* after the end, for what is not settled */

#define TALK_CODE_SIZE 32
#define TALK_TIME_SIZE 40

enum talk_ask {
	TALK_ASK_LAYOUT,
	TALK_ASK_STATE,
	TALK_ASK_DEVICE,
	TALK_ASK_ISSUE = TAKE_ASK_ISSUE,
	TALK_ASK_PRINTED = TAKE_ASK_PRINTED,
	TALK_ASK_CANCEL = TAKE_ASK_CANCEL,
	TALK_ASK_FIND = TAKE_ASK_FIND,
};

/* Where papers go; all zero: into `out`, as text. */
struct talk_printer {
	bool there;
	int columns;	    /* of its paper */
	bool stop_without;  /* no tickets while it can't print */
	const char *device; /* its name for DEVICE STATE */
};

/* A paper for it, once WANTED; its name is of `ticket`, `rid` and AGAIN. */
struct talk_print {
	bool wanted;
	int again; /* which reprint; 0: none */
	struct buf text;
};

struct talk_config {
	const char *lang; /* the first citizen's */
	bool interactive; /* shows the menu; waits for its server for ever */
	struct talk_printer printer;
	int64_t start_ms; /* now */
	/* The time NOW_MS as people in TIMEZONE read it. */
	void (*time_text)(
	    const char *timezone, int64_t now_ms, char text[TALK_TIME_SIZE]);
};

struct talk {
	struct talk_config config;
	struct take take;
	bool up, ever_up;
	bool layout_asked, menu_wanted;
	bool ended, finished, failed;
	json_t *layout, *hall; /* owned; NULL before the first reply */
	json_t *ticket;	       /* that was taken last; owned; or NULL */
	char ticket_rid[TAKE_RID_SIZE];
	enum print_state printer;
	bool printer_known; /* and told to the server */
	struct talk_print print;
	char lang[TALK_CODE_SIZE];
	int64_t guard_ms, end_ms;
	int64_t again_ms; /* what was not answered is said again; -1: it was */
	struct asks asks;
	struct buf out, err;
};

void talk_init(struct talk *t, const struct talk_config *config);
void talk_release(struct talk *t);

void talk_link(struct talk *t, bool up, const char *why, int64_t now_ms);
void talk_line(
    struct talk *t, const char *line, const char *rid, int64_t now_ms);
void talk_end(struct talk *t, int64_t now_ms);
void talk_reply(struct talk *t, enum talk_ask ask,
    const struct link_reply *reply, int64_t now_ms);
void talk_time(struct talk *t, int64_t now_ms);
/* What was in `out` has been written, or could not be. */
void talk_flushed(struct talk *t, bool written, int64_t now_ms);

/* What a file kept; before the first link. */
void talk_restore(struct talk *t, const char *kept, int64_t wall_ms);

/* What `print` wanted is over, for the reason WHY. */
void talk_printed(
    struct talk *t, enum take_paper paper, const char *why, int64_t now_ms);
void talk_printer_is(struct talk *t, enum print_state state);

/* A line of a pipe may come now; a terminal's may always. */
bool talk_ready(const struct talk *t);
int64_t talk_deadline(const struct talk *t); /* of talk_time; -1: none */

#endif
