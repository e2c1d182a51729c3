/*
 * The whole daemon and its clients in one process, over a clock, a disk and
 * connections that are simulated. plan.h says what happens to them.
 */
#ifndef HAO_TEST_WHOLE_H
#define HAO_TEST_WHOLE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/buf.h"
#include "server/journal/journal.h"

#define WHOLE_CLIENTS 7
#define WHOLE_WORDS   12
#define WHOLE_WORD    48
#define WHOLE_HOLES   32

struct whole;

enum role {
	ROLE_KIOSK,
	ROLE_COUNTER,
	ROLE_SCREEN
};

/* What a reply said is done; so it must be in the journal. */
struct ack {
	char rid[WHOLE_WORD], number[WHOLE_WORD];
	int64_t seq, id;
	bool own; /* an event of this very request */
};

/* A call that a screen has shown. */
struct shown {
	int64_t seq, ticket;
};

/* What a screen was told that it can't know any more: after FROM, to TO. */
struct hole {
	int64_t from, to;
};

struct screen {
	int64_t first, seq; /* -1: no snapshot yet */
	bool heard;	    /* the snapshot of this connection */
	bool asks;	    /* EVENTS SINCE is under way */
	bool steady;	    /* since then nothing may be missing */
	bool anew;	    /* the next snapshot is taken, whatever was */
	char epoch[JOURNAL_EPOCH];
	struct shown *shown;
	size_t count, cap;
	struct hole holes[WHOLE_HOLES];
	size_t holes_count;
};

struct client {
	struct whole *whole;
	enum role role;
	char name[16];
	int fd; /* -1: not connected */
	struct buf out, in;
	size_t sent;
	int greetings; /* replies to come that say nothing */
	/* The command that is not answered yet, sent again until it is. */
	char word[WHOLE_WORDS][WHOLE_WORD];
	size_t words; /* 0: none */
	bool waits;   /* it was sent on this connection */
	int64_t rids;
	/* Of a counter. */
	bool open;
	int64_t ticket, missed;
	/* Of a kiosk. */
	int64_t issued;
	struct screen screen;
};

struct step;
struct wire_reply;

struct whole {
	uint64_t seed;
	const struct step *at; /* the step under way, or NULL */
	char config[96], name[96];
	struct disk *disk;
	struct daemon *daemon;	  /* NULL: not running */
	struct wire_reply *reply; /* the one being read; borrowed */
	struct client client[WHOLE_CLIENTS];
	struct ack *acks;
	size_t acks_count, acks_cap;
	int64_t starts;
	uint64_t print; /* what the run came to: the same seed, the same */
};

/* Says what is wrong, then ends the program. */
_Noreturn void whole_fail(const struct whole *w, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Memory that must be there. */
void *whole_must(void *memory);

/* --- The daemon: whole_daemon.c ------------------------------------------- */

/* False: it could not start, as with a disk that fails. */
bool daemon_begin(struct whole *w);
/* As a SIGTERM; once the disk is off nobody hears of it. */
void daemon_end(struct whole *w);
void daemon_turn(struct whole *w);
/* A connection to it; -1: none to be had. */
int daemon_connect(struct whole *w);
struct server *daemon_server(struct whole *w);

/* --- The clients: whole_client.c, whole_screen.c -------------------------- */

void client_begin(struct whole *w, struct client *c, int number);
void client_release(struct client *c);
/* CHANCE says what it asks for, where it has to ask for anything. */
void client_ask(struct client *c, uint32_t chance);
/* At most LIMIT bytes. */
void client_send(struct client *c, size_t limit);
void client_read(struct client *c, size_t limit);
void client_cut(struct client *c);
/* It has been answered and has nothing to send. */
bool client_is_idle(const struct client *c);
void client_put(struct client *c, const char *const *words, size_t count);

void screen_begin(struct client *c);
void screen_ask(struct client *c);
void screen_hear(struct client *c, const char *text, size_t len);
/* The answer to EVENTS SINCE; TEXT is NULL for a refusal, WORD says which. */
void screen_answer(
    struct client *c, const char *text, size_t len, const char *word);
void screen_release(struct client *c);

/* --- What must hold at the end: whole_check.c ----------------------------- */

void whole_check(struct whole *w);

#endif
