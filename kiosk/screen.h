/*
 * The decisions of the kiosk's screen: what a finger, a key, a reply, the
 * printer or the time makes it show, ask, print and speak. Pure: no clock,
 * socket or file; the local time of the hall comes through a function.
 *
 * One press is one ticket: what becomes of it is take.h's. After each change
 * of page presses count only once the screen was left alone for a moment, so
 * that a hundred taps a second do nothing that one would not.
 */
#ifndef HAO_KIOSK_SCREEN_H
#define HAO_KIOSK_SCREEN_H

#include <jansson.h>
#include <stdbool.h>
#include <stdint.h>
#include <time.h>

#include "kiosk/code.h"
#include "kiosk/model.h"
#include "kiosk/take.h"
#include "proto/buf.h"
#include "ui/ask.h"
#include "ui/touch.h"

struct link_reply;
struct view;
struct window_action;

#define SCREEN_QUIET_MS	   350	 /* untouched before presses count again */
#define SCREEN_IDLE_MS	   60000 /* then the next citizen is there */
#define SCREEN_TICKET_MS   15000 /* how long a number is shown */
#define SCREEN_SAY_MS	   10000 /* and a message */
#define SCREEN_STATE_MS	   5000	 /* between two looks at who waits */
#define SCREEN_LAYOUT_MS   60000
#define SCREEN_TYPED_SIZE  256 /* of a scanner, which types an address */
#define SCREEN_SPEECH_SIZE 512

enum screen_ask {
	SCREEN_ASK_LAYOUT,
	SCREEN_ASK_STATE,
	SCREEN_ASK_FIND,
	SCREEN_ASK_GIVE_BACK,
	SCREEN_ASK_RATE,
	SCREEN_ASK_DEVICE,
};

struct screen_config {
	const char *name; /* of this kiosk among the devices; NULL: none */
	const char *lang; /* the first citizen's */
	int64_t start_ms; /* now */
	bool stop_without_paper;
	void (*local)(const char *timezone, int64_t t_ms, struct tm *local);
};

/* How a device is, for the server: which may have missed it. */
struct screen_device {
	const char *word; /* NULL: not known */
	bool told;
};

/* A paper to be printed; again: it says so. */
struct screen_print {
	bool wanted, again;
};

struct screen {
	struct screen_config config;
	struct kiosk_model model;
	struct kiosk_lang languages[KIOSK_LANGS_MAX]; /* all there are, owned */
	size_t languages_count;
	struct take take;
	struct touch touch;
	struct view *view;     /* of the model as it is; owned */
	int width, height;     /* of the window */
	json_t *layout, *hall; /* owned; NULL before the first reply */
	json_t *ticket;	       /* what the model's ticket is made of; owned */
	cairo_surface_t *logo; /* of the layout; owned, or NULL */
	bool up, finished;
	bool changed; /* what it shows is not what was last drawn */
	struct screen_print print;
	char speech[SCREEN_SPEECH_SIZE]; /* to be spoken; "": nothing */
	char scanned[SCREEN_TYPED_SIZE];
	char rid[TAKE_RID_SIZE];    /* fresh, for what an action asks */
	char find[CODE_TOKEN_SIZE]; /* the code or token looked for */
	char find_id[TAKE_ID_SIZE];
	char rating[2];
	char lang[TAKE_CODE_SIZE];
	int64_t t_ms, t_at_ms; /* the hall's clock, and ours then; 0: unknown */
	int64_t quiet_ms;      /* presses count from here on */
	int64_t touched_ms, page_ms;
	int64_t state_ms, layout_ms; /* when to ask again */
	struct screen_device printer, sound;
	bool doubted; /* that the server knows of them: told anew */
	struct asks asks;
	struct buf out, err;
};

/* False: no memory, or no catalogue at all. Release it all the same. */
bool screen_init(struct screen *s, const struct screen_config *config)
    __attribute__((warn_unused_result));
void screen_release(struct screen *s);

/* The window's; services may fit on one page now, or not any more. */
void screen_size(struct screen *s, int width, int height, int64_t now_ms);
void screen_link(struct screen *s, bool up, int64_t now_ms);
void screen_reply(
    struct screen *s, int kind, const struct link_reply *reply, int64_t now_ms);
void screen_time(struct screen *s, int64_t now_ms);
int64_t screen_deadline(const struct screen *s); /* of screen_time; -1: none */

/* RANDOM: twelve fresh bytes, in case the action takes a ticket. */
void screen_action(struct screen *s, const struct window_action *action,
    const uint8_t random[CODE_TICKET], int64_t now_ms);

/* WORD is what the server is told of it: "ok", "low", "no_paper", ... */
void screen_printer(struct screen *s, enum kiosk_printer state,
    const char *word, int64_t now_ms);
/* MUTE: nothing can be spoken. WORD is what the server is told. */
void screen_sound(
    struct screen *s, bool mute, const char *word, int64_t now_ms);
/* What `print` wanted has been printed, or has not. */
void screen_printed(struct screen *s, enum take_paper paper, int64_t now_ms);

/* Goes on with what a file kept; before the first link. */
void screen_restore(struct screen *s, const char *kept, int64_t wall_ms);

#endif
