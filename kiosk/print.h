/*
 * Papers on their way to a printer, through CUPS or straight to a printer
 * that speaks IPP, and what became of each. One thread of its own does what
 * may take long; the caller's loop only hears of it.
 *
 *   submit -> Create-Job -> remember -> Send-Document -> watch -> verdict
 *                                            own deadline: Cancel-Job
 *
 * A paper is named, and what is begun is remembered on disk under its name.
 * Submitting the same name again, after a crash as well, makes no second
 * paper: it tells what became of the first. Nothing is printed again by
 * itself; a reprint is another name.
 */
#ifndef HAO_PRINT_H
#define HAO_PRINT_H

#include <stdbool.h>
#include <stdint.h>

#include "kiosk/verdict.h"

struct buf;
struct event_base;
struct print;

#define PRINT_NAME_MAX	  100
#define PRINT_DEADLINE_MS 30000 /* a later ticket is of no use */
#define PRINT_STATE_MS	  1000	/* how often an idle printer is asked */

enum print_state {
	PRINT_OK,
	PRINT_LOW,	/* prints on, not for long */
	PRINT_NO_PAPER, /* out, or its cover is open: see PRINT_COVER */
	PRINT_COVER,
	PRINT_OFFLINE, /* the printer is off, unplugged or stopped */
	PRINT_FAULT,
	PRINT_AWAY, /* whoever knows about it does not answer */
};

/* "ok", "low", "no_paper", ...: as DEVICE STATE tells the server. */
const char *print_state_word(enum print_state state);

struct print_events {
	/* The verdict of the paper that was submitted. */
	void (*done)(
	    void *ctx, const char *name, enum verdict verdict, const char *why);
	/* The printer's state, whenever it is another one. */
	void (*state)(void *ctx, enum print_state state);
	void *ctx;
};

struct print_config {
	/*
	 * cups:QUEUE (of the CUPS here), or ipp://HOST[:PORT]/PATH: a queue
	 * of another CUPS, or a printer.
	 */
	const char *uri;
	const char *format; /* of the documents, as IPP names it */
	const char *folder; /* where papers are remembered */
	int64_t deadline_ms;
};

/*
 * NULL, with *WHY in words (static), when it can't be. CONFIG's texts are
 * copied. The thread takes no signals.
 */
struct print *print_create(struct event_base *base,
    const struct print_config *config, const struct print_events *events,
    const char **why);

/* Waits for the thread, some seconds at most. What is under way is kept. */
void print_destroy(struct print *p);

/*
 * Takes the bytes out of DOCUMENT. False: a paper is under way, or NAME is
 * not 1 to PRINT_NAME_MAX of letters, digits, dashes and dots.
 */
bool print_submit(struct print *p, const char *name, struct buf *document)
    __attribute__((warn_unused_result));

#endif
