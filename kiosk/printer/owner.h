/*
 * The owner's decisions: when a printer is asked how it is, when a paper is
 * sent to it, and what became of it. Pure: no clock, socket or file; what is
 * to be done goes through OPS, bytes for the printer into `out`.
 *
 *   idle --job--> asking --ready--> sending --all taken--> proving --> idle
 *                   |    <--asked-- waiting   (answer to GS r: printed)
 *                   +--not ready----->|
 *                                     +--too long--> failed, nothing was sent
 *
 * Once a byte of a paper was taken, only the printer's own proof makes it
 * printed, and whatever goes wrong makes it unknown.
 */
#ifndef HAO_OWNER_H
#define HAO_OWNER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kiosk/printer/model.h"
#include "kiosk/printer/status.h"
#include "kiosk/verdict.h"
#include "proto/buf.h"

#define OWNER_POLL_MS	1000  /* how often an idle printer is asked */
#define OWNER_RETRY_MS	250   /* how often one that a paper waits for */
#define OWNER_ANSWER_MS 500   /* the answer to DLE EOT, at the slowest */
#define OWNER_STALL_MS	10000 /* no byte taken, no proof, no reason given */
#define OWNER_LOST_MS	5000  /* an answer that late will not come */
#define OWNER_SILENT	3     /* rounds without an answer: connect anew */

enum owner_state {
	OWNER_IDLE,
	OWNER_ASKING,
	OWNER_WAITING,
	OWNER_SENDING,
	OWNER_PROVING,
};

struct owner_ops {
	/* Sees to it that the begun job is remembered; false: it can't be. */
	bool (*begin)(void *ctx);
	/* The job is over; another may be submitted from here on. */
	void (*done)(void *ctx, enum verdict verdict, const char *why);
	void (*changed)(void *ctx); /* the printer's status is another one */
	/* Asks for GET_PORT_STATUS; NULL where there is none. */
	void (*ask_port)(void *ctx);
	/*
	 * The connection is dead, or what was taken is not to be printed:
	 * connects anew, after an owner_down.
	 */
	void (*reset)(void *ctx);
};

struct owner_config {
	const struct model *model; /* borrowed */
	const struct owner_ops *ops;
	void *ctx;
	int64_t wait_ms; /* how long a paper waits for a printer that can't */
	/* Answers to an earlier connection's questions may come on the next. */
	bool keeps;
};

struct owner {
	struct owner_config config;
	enum owner_state state;
	bool up;    /* connected */
	bool heard; /* has ever answered DLE EOT */
	bool taken; /* a byte of the job was */
	bool busy;  /* bytes were taken that are not yet on their way */
	bool dirty; /* a paper was broken off: end it before the next */
	enum model_can proves;
	int proofs;   /* asked for and not answered */
	int question; /* DLE EOT n whose answer is awaited; 0: none */
	int silent;   /* rounds without an answer, in a row */
	int64_t asked_ms, round_ms; /* the question, the next round */
	int64_t since_ms;	    /* the job's, or its printer's trouble */
	int64_t moved_ms;	    /* the last sign of life in a job */
	int64_t ready_ms;	    /* since when the printer can print */
	struct status status;
	struct status_reader reader;
	struct buf job; /* of the job that has not begun */
	struct buf out; /* for the printer, in order */
};

void owner_init(struct owner *o, const struct owner_config *config);
void owner_release(struct owner *o);

/*
 * What the connection does. It is a MODEL (borrowed) that is connected; WHY
 * is said of a job that is broken off.
 */
void owner_up(struct owner *o, const struct model *model, int64_t now_ms);
void owner_down(struct owner *o, const char *why, int64_t now_ms);
void owner_received(
    struct owner *o, const uint8_t *bytes, size_t n, int64_t now_ms);
/* The first N bytes of `out` were taken and are gone from it. */
void owner_took(struct owner *o, size_t n, int64_t now_ms);
/* All that was taken is on its way. */
void owner_flushed(struct owner *o, int64_t now_ms);
void owner_port(struct owner *o, uint8_t port, int64_t now_ms);

/* Only when idle. Takes the bytes out of JOB. */
void owner_submit(struct owner *o, struct buf *job, int64_t now_ms);
/* Nobody wants it any more; a paper that has begun goes on to its end. */
void owner_cancel(struct owner *o, int64_t now_ms);

void owner_time(struct owner *o, int64_t now_ms);
int64_t owner_deadline(const struct owner *o); /* of owner_time */

#endif
