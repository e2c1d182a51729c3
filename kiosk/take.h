/*
 * One ticket being taken: from the press to its end, whatever happens to the
 * server, the paper or the kiosk between. Pure.
 *
 *   none --press--> asking --ticket--> printing --verdict--> noting --> none
 *                     | reply unknown: asks again with the same request id
 *                     +--10 s later--> undoing --cancelled--> none
 *   restored --> finding --ticket--> printing; nothing --> undoing
 *
 * One at a time: nothing can be taken twice by pressing twice.
 */
#ifndef HAO_KIOSK_TAKE_H
#define HAO_KIOSK_TAKE_H

#include <stdbool.h>
#include <stdint.h>

struct asks;
struct buf;
struct link_reply;

#define TAKE_DOUBT_MS 10000  /* how long an unknown reply is asked for */
#define TAKE_RETRY_MS 1000   /* between two asks of a server that is up */
#define TAKE_FRESH_MS 120000 /* after a restart: the citizen is still there */

#define TAKE_RID_SIZE  32
#define TAKE_CODE_SIZE 32
#define TAKE_ID_SIZE   64

enum take_state {
	TAKE_NONE,
	TAKE_ASKING,
	TAKE_PRINTING,
	TAKE_NOTING,
	TAKE_UNDOING,
	TAKE_FINDING,
};

/* Above those of the machine that has it. */
enum take_ask {
	TAKE_ASK_ISSUE = 8,
	TAKE_ASK_PRINTED,
	TAKE_ASK_CANCEL,
	TAKE_ASK_FIND,
};

/* What has become of the paper. */
enum take_paper {
	TAKE_PAPER_PRINTED,
	TAKE_PAPER_FAILED,
	TAKE_PAPER_UNKNOWN,
	TAKE_PAPER_SENT, /* by a printer that tells no more */
};

/* What the citizen must hear of. */
enum take_news {
	TAKE_NO_NEWS,
	TAKE_DOUBTED,  /* unknown: it is asked again */
	TAKE_ISSUED,   /* the reply is the ticket: print it */
	TAKE_UNSENT,   /* nothing was asked, nothing issued */
	TAKE_REFUSED,  /* the reply says why */
	TAKE_GIVEN_UP, /* nothing will come of it */
};

struct take_wish {
	const char *service, *class; /* class "": what nobody asked for */
	const char *code;	     /* of an appointment instead; "": none */
	const char *lang;
};

struct take {
	enum take_state state;
	bool sent;  /* the state's request is on its way */
	bool again; /* a reprint: no ticket is taken */
	enum take_paper paper;
	char service[TAKE_CODE_SIZE], class[TAKE_CODE_SIZE];
	char code[TAKE_CODE_SIZE], lang[TAKE_CODE_SIZE];
	char rid[TAKE_RID_SIZE], id[TAKE_ID_SIZE];
	int64_t doubt_ms; /* since when the reply is unknown; -1: it is not */
	int64_t retry_ms;
	int64_t pressed_ms; /* by the wall's clock, for after a restart */
};

void take_init(struct take *t);

/* A press; while one is under way there is no other. */
void take_press(struct take *t, const struct take_wish *wish, const char *rid);

/*
 * Ticket ID is to be printed once more: as a press whose ticket is there.
 * RID is its own, for what the server is told of the reprint.
 */
void take_reprint(struct take *t, const char *id, const char *rid);

/* The ticket's paper has been printed, or has not. */
void take_printed(struct take *t, enum take_paper paper);

/* Asks what there is to ask; UP: there is a server. */
enum take_news take_step(
    struct take *t, struct asks *asks, bool up, int64_t now_ms);
enum take_news take_reply(struct take *t, enum take_ask ask,
    const struct link_reply *reply, int64_t now_ms);
int64_t take_deadline(const struct take *t, bool up); /* of step; -1: none */

/* As lines for a file, "" when nothing is open; and back, after a restart. */
void take_write(const struct take *t, struct buf *out);
void take_restore(struct take *t, const char *text, int64_t wall_ms);
/*
 * After take_restore, where the printer makes no second paper of a name: what
 * may not have been printed is found and printed once more, while the citizen
 * is still there.
 */
void take_find_again(struct take *t, int64_t wall_ms);

#endif
