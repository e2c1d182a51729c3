/*
 * Commands: one const entry each, beside its function, in the file of its
 * family. A command of the hall is an entry alone: what its words mean for
 * the request stands in its table of words.
 */
#ifndef HAO_COMMAND_H
#define HAO_COMMAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/account/checks.h"
#include "server/account/secret.h"
#include "server/command/reply.h"
#include "server/hall/outcome.h"
#include "server/hall/request.h"

struct conn;
struct server;
struct wire_command;

enum word_kind {
	WORD_CODE,	  /* up to LAYOUT_CODE_MAX bytes */
	WORD_TEXT,	  /* up to LIMIT_TEXT bytes */
	WORD_RID,	  /* up to LIMIT_RID bytes */
	WORD_ID,	  /* a ticket's id */
	WORD_COUNT,	  /* 0 to 10000 */
	WORD_PLACE,	  /* lifetime, end, front */
	WORD_VERDICT,	  /* printed, failed, unknown, sent */
	WORD_SECRET,	  /* for the edge; never in an event or a log */
	WORD_ON,	  /* ON or OFF: request.on */
	WORD_TIME,	  /* milliseconds since 1970-01-01 UTC */
	WORD_HOLD,	  /* papers, counter, until */
	WORD_CODES,	  /* codes with commas between them; may be empty */
	WORD_NAME,	  /* up to LIMIT_NAME bytes */
	WORD_NOTE,	  /* up to LIMIT_TEXT bytes, or none */
	WORD_APPOINTMENT, /* an appointment's code */
	WORD_PERSONAL,	  /* up to LIMIT_TEXT bytes, of a person */
	WORD_WORDS,	  /* up to LIMIT_WORDS bytes, of a person */
	WORD_RATING,	  /* 1 to 5 */
	WORD_BYTES,	  /* any bytes, NUL among them; not looked at */
};

/* A word that a command takes: by its place, or after its name. */
struct word {
	const char *name; /* "RID"; for one by place, what help calls it */
	enum word_kind kind;
	bool by_name, needed;
	size_t offset; /* in struct request */
};

#define WORDS_MAX 12

struct call {
	struct server *server;
	struct conn *conn;
	struct reply reply;
	size_t argc;  /* without JSON; the family's and command's name count */
	bool nul;     /* one of them has a NUL byte, and seems to end there */
	bool later;   /* no reply yet: it is run again */
	bool guessed; /* a wrong token of it has been looked at */
	bool secretive;		  /* its words are wiped */
	char secret[SECRET_TEXT]; /* made for a device; told once */
	char verifier[ACCOUNT_VERIFIER];
	const char *argv[64];
	size_t len[64];
};

/* The roles that may give a command: a set of bits. */
#define ROLE(name) (1u << ACCOUNT_##name)
/* Who keeps the hall. Whoever is on the daemon's own machine is one of them. */
#define ROLES_HALL \
 (ROLE(LOCAL) | ROLE(SUPERVISOR) | ROLE(MANAGER) | ROLE(TECHNICIAN))
#define ROLES_SUPERVISOR (ROLE(LOCAL) | ROLE(SUPERVISOR))
#define ROLES_TECHNICIAN (ROLE(LOCAL) | ROLE(TECHNICIAN))
/* What stands at a counter. */
#define ROLES_COUNTER (ROLE(LOCAL) | ROLE(COUNTER) | ROLE(PAD))
/* What shows or says something about the hall. */
#define ROLES_DEVICES (ROLES_COUNTER | ROLE(KIOSK) | ROLE(DISPLAY))
/* What and who is in the hall; only phones are elsewhere. */
#define ROLES_INSIDE  (ROLES_HALL | ROLES_DEVICES)
#define ROLES_KNOWN   (ROLES_INSIDE | ROLE(WEB))
#define ROLES_ANYBODY (ROLES_KNOWN | ROLE(STRANGER))

struct command {
	const char *family; /* "TICKET", or the whole name: "PING" */
	const char *name;   /* "ISSUE", or NULL */
	void (*exec)(struct call *call, const struct command *self);
	int args_min, args_max; /* after the name; for exec to count on */
	uint32_t roles;		/* who may give it */
	bool subscriber;	/* allowed in RESP2 once subscribed */
	enum request_type request;
	struct word words[WORDS_MAX]; /* ended by a NULL name */
	/*
	 * Looks at the request before the hall decides it; false: it has
	 * replied, or the command is run again later. May be NULL.
	 */
	bool (*before)(struct call *call, struct request *r);
	/* Once the event of it is in the batch. May be NULL. */
	void (*after)(struct call *call, const struct request *r);
	const char *summary;
};

/* Each file of a family has one, ended by an entry without a family. */
extern const struct command commands_session[], commands_ticket[],
    commands_counter[], commands_hall[], commands_metrics[], commands_staff[],
    commands_feed[], commands_appointment[], commands_followup[],
    commands_display[], commands_account[];

/* Runs one command of a connection; its strings are ended in place. */
void command_run(
    struct server *s, struct conn *c, struct wire_command *command);

/* All commands, in the order of their families. NULL after the last. */
const struct command *command_at(size_t i);

/* The exec of every command of the hall: words -> request -> decision. */
void command_decide(struct call *call, const struct command *self);
/* Has the hall decide R, and replies. True: there is an event of it. */
bool command_ask(struct call *call, const struct request *r);
/* The error that a refusal makes; DETAIL may be NULL. */
void command_refuse(
    struct call *call, enum refusal refusal, const char *detail);
/* The reply that an outcome makes. */
struct outcome;
void command_reply(struct call *call, const struct outcome *outcome);
void command_reply_account(struct call *call, const struct outcome *outcome);

/* While the journal is mended there is no hall to ask. */
void command_unavailable(struct call *call);
/* True, and said so: there is no hall while the journal is being mended. */
bool command_is_mending(struct call *call);

/* True: ROLES has the caller's; else it is replied -NOPERM. */
bool command_may(struct call *call, uint32_t roles);
/*
 * What became of the secret that a command came with. True: it is right; else
 * it is replied, or the command is run again.
 */
bool command_is_right(struct call *call, enum check_result result);
/* -BADARG with a sentence; DETAIL is shown escaped. */
void command_badarg(struct call *call, const char *say, const char *detail);
/* -BADARG: VALUE is none for W; says what would be. */
void command_badword(
    struct call *call, const struct word *w, const char *value);

#endif
