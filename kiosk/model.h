/*
 * All that the kiosk's screen shows, at one instant. The screen's machine
 * fills it in; the drawing reads it and nothing else. Texts are borrowed from
 * the machine's documents and catalogues.
 */
#ifndef HAO_KIOSK_MODEL_H
#define HAO_KIOSK_MODEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <time.h>

#include "kiosk/wait.h"
#include "ui/paint.h"

struct catalogue;

enum kiosk_page {
	KIOSK_DEPARTMENTS,
	KIOSK_SERVICES,
	KIOSK_GUIDE, /* what to bring, and who one is */
	KIOSK_WAIT,
	KIOSK_TICKET,
	KIOSK_CHECKIN,
	KIOSK_FIND,
	KIOSK_FOUND,
	KIOSK_GIVE_BACK,
	KIOSK_RATE,
	KIOSK_SAY, /* a message */
	KIOSK_AWAY,
	KIOSK_NO_PAPER,
	KIOSK_PAGES,
};

/* What a target does. */
enum kiosk_action {
	KIOSK_NO_ACTION,
	KIOSK_CHOOSE_LANGUAGE,	 /* arg: which */
	KIOSK_TOGGLE,		 /* arg: enum kiosk_mode */
	KIOSK_CHOOSE_DEPARTMENT, /* arg: which; all their number: the rest */
	KIOSK_CHOOSE_SERVICE,	 /* arg: which */
	KIOSK_CHOOSE_CLASS,	 /* arg: which; takes the number */
	KIOSK_TURN,		 /* arg: 1 or -1, to the next page */
	KIOSK_GO_BACK,
	KIOSK_GO_CHECKIN,
	KIOSK_GO_FIND,
	KIOSK_TYPE, /* arg: the character */
	KIOSK_ERASE,
	KIOSK_ENTER,
	KIOSK_SPEAK_NUMBER,
	KIOSK_GO_GIVE_BACK,
	KIOSK_GIVE_IT_BACK,
	KIOSK_PRINT_AGAIN,
	KIOSK_GO_RATE,
	KIOSK_CHOOSE_RATING, /* arg: 1 to 5 */
	KIOSK_ACTIONS,
};

enum kiosk_mode {
	KIOSK_CONTRAST,
	KIOSK_LARGE,
	KIOSK_VOICE,
	KIOSK_LOW,
	KIOSK_MODES,
};

enum kiosk_printer {
	KIOSK_PRINTER_OK,
	KIOSK_PRINTER_NONE, /* the kiosk has none: the screen is the ticket */
	KIOSK_PRINTER_EMPTY,
	KIOSK_PRINTER_BROKEN,
};

#define KIOSK_SERVICES_MAX 256 /* as hall.yaml allows */
#define KIOSK_LANGS_MAX	   8
#define KIOSK_CLASSES_MAX  8
#define KIOSK_TYPED_MAX	   12 /* characters of the longest code */
#define KIOSK_TEXT_SIZE	   128

struct kiosk_lang {
	struct catalogue *catalogue;
	const char *name; /* in itself */
	struct paint_script script;
};

struct kiosk_department {
	const char *code, *name;
};

struct kiosk_service {
	const char *code, *name, *prefix, *guide; /* guide "": none */
	size_t department; /* departments_count: of none */
	int64_t waiting;
	struct wait_minutes wait;
	bool open;
	const char *stopped; /* why it is not, in words; or "" */
	bool opens_known, opens_today;
	struct tm opens;
};

struct kiosk_class {
	const char *code, *name;
};

struct kiosk_ticket {
	char number[32], state[16], counter[32];
	char code[16], shown_code[24]; /* of its owner; and in groups */
	char qr[256];		       /* the address of its page; "": none */
	char service[KIOSK_TEXT_SIZE], counters[KIOSK_TEXT_SIZE];
	int64_t ahead; /* below 0: not known */
	struct wait_minutes wait;
	bool training, may_print, may_rate;
	const char *paper; /* what became of the paper, an id of po/ */
};

struct kiosk_target {
	int action, arg; /* action 0: none */
};

struct kiosk_model {
	enum kiosk_page page;
	bool modes[KIOSK_MODES];
	struct kiosk_lang langs[KIOSK_LANGS_MAX];
	size_t langs_count, lang; /* at least one */
	const char *hall;
	cairo_surface_t *logo; /* borrowed; NULL: a star */
	struct tm now;
	bool now_known, appointments;
	enum kiosk_printer printer;
	bool mute; /* nothing can be spoken: it is not offered */
	struct kiosk_department departments[KIOSK_SERVICES_MAX];
	struct kiosk_service services[KIOSK_SERVICES_MAX];
	struct kiosk_class classes[KIOSK_CLASSES_MAX]; /* to be declared */
	size_t departments_count, services_count, classes_count;
	size_t department; /* chosen; above departments_count: all */
	size_t service;	   /* chosen */
	size_t turned;	   /* pages of cards turned */
	char typed[KIOSK_TYPED_MAX + 1];
	struct kiosk_ticket ticket;
	const char *title, *text; /* of a message, ids of po/ */
	const char *words;	  /* or the server's own, for `text`; or NULL */
	bool good;		  /* the message is a good one */
	int left_s;		  /* until it goes back by itself; 0: hidden */
	struct kiosk_target focus, pressed;
};

#endif
