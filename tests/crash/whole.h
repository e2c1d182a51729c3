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
#include "tests/crash/whole_heard.h"

#define WHOLE_CLIENTS 11
#define WHOLE_WORDS   16
#define WHOLE_KNOWN   8 /* tickets that all have heard of */
#define WHOLE_VIEWS   2
#define WHOLE_SAID    64
#define WHOLE_SECRET  "not a secret"
#define WHOLE_MORNING 1995411600000 /* 2033-03-26 09:00 in Shanghai */

struct whole;

enum role {
	ROLE_KIOSK,
	ROLE_COUNTER,
	ROLE_DESK,   /* a supervisor's, on the daemon's own machine */
	ROLE_BOSS,   /* a technician, by an account */
	ROLE_PHONE,  /* what speaks for phones, by an account */
	ROLE_SCREEN, /* keeps a channel whole */
	ROLE_SIGN    /* shows what was said last */
};

/* What a reply said is done; so it must be in the journal. */
struct ack {
	char rid[WHOLE_WORD], number[WHOLE_WORD];
	int64_t seq, id;
	int64_t t_ms; /* by the hall's clock */
	bool own;     /* an event of this very request */
	bool undoes;  /* what the request RID issued, or ever would */
	bool refused; /* once it had been done */
	bool late;    /* answered, though it had been undone */
};

/* What was told of the hall as it was at SEQ. */
struct said {
	int64_t seq, value;
	bool waiting; /* how many wait for a service; else a counter's ticket */
	char subject[16];
};

/* A ticket that people talk about. */
struct known {
	int64_t id;
	char number[16], token[WHOLE_WORD];
};

struct client {
	struct whole *whole;
	enum role role;
	char name[16];
	int fd; /* -1: not connected */
	struct buf out, got;
	size_t sent;
	int greetings; /* replies to come that say nothing */
	/* The command that is not answered yet, sent again until it is. */
	char word[WHOLE_WORDS][WHOLE_WORD];
	size_t words; /* 0: none */
	bool waits;   /* it was sent on this connection */
	int64_t rids;
	/* The last one that was done, with its RID: to be sent once more. */
	char last[WHOLE_WORDS][WHOLE_WORD];
	size_t last_words;
	bool again;  /* that is what it does */
	bool other;  /* with other words: so it must be refused */
	bool undone; /* it was given up, and that was answered */
	/* Of a counter. */
	bool open;
	int64_t ticket, missed, held;
	/* Of a kiosk. */
	int64_t issued;
	char rid[WHOLE_WORD], code[16];
	/* By an account. */
	int64_t changes; /* of the device's secret, when it was said */
	struct screen screen;
	struct view view[WHOLE_VIEWS];
};

/* What the device's account is known to be. */
struct device {
	char secret[WHOLE_WORD];
	int64_t changes; /* begun or ended, so far */
	bool sure;	 /* no change is under way */
	bool enabled;
	bool settled; /* whether it is enabled is known */
};

struct step;
struct wire_reply;

struct whole {
	uint64_t seed;
	const struct step *at; /* the step under way, or NULL */
	char config[96], name[96];
	bool accounts; /* there are some */
	bool narrow;   /* the kernel keeps little of what nobody reads */
	struct disk *disk;
	struct daemon *daemon;	  /* NULL: not running */
	struct wire_reply *reply; /* the one being read; borrowed */
	struct client client[WHOLE_CLIENTS];
	struct ack *acks;
	size_t acks_count, acks_cap;
	struct said said[WHOLE_SAID];
	size_t said_count;
	struct known known[WHOLE_KNOWN];
	int64_t known_count; /* all there were, of which the last are kept */
	int64_t followup, call_seq;
	struct device device;
	int64_t starts;
	uint64_t print; /* what the run came to: the same seed, the same */
};

#endif
