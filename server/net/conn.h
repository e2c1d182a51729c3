/*
 * A connection: bytes in, commands out to the server, replies and pushes back,
 * over a socket or TLS. It owns that; whatever a client does ends this
 * connection and no other. Replies that must wait for a batch are held in one
 * of two slots.
 */
#ifndef HAO_CONN_H
#define HAO_CONN_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/buf.h"
#include "proto/limits.h"
#include "proto/stream.h"
#include "server/hall/account.h"
#include "server/net/brake.h"
#include "server/net/door.h"

#define CONN_ADDRESS 46 /* bytes of an address as text, with its 0 */
#define CONN_SLOTS   2	/* the batch being filled, and the one in flight */

struct check;
struct server;
struct event;
struct ssl_st;
struct sub;

/* Who has just been accepted, and how. */
struct arrival {
	int fd;
	struct ssl_st *tls; /* NULL: plain */
	bool believed;	    /* needs no account */
};

struct conn {
	struct server *server;
	struct conn *prev, *next; /* of all connections */
	struct conn *blocked_next;
	struct stream stream;
	struct door_pass pass;
	struct brake brake;
	struct event *rest; /* it has been too fast; NULL: never yet */
	size_t buffered;    /* bytes of its buffers, as shed.h counts */
	int proto;	    /* RESP 2 or 3 */
	bool known;	    /* has said who it is, or needn't; and over TLS */
	bool believed;	    /* came in where one needn't */
	bool remote;	    /* from another machine */
	bool dead;	    /* freed at the end of the turn */
	bool closing;	    /* once all is sent */
	bool blocked;	    /* not read until its turn comes again */
	bool in_multi;	    /* refuse all up to EXEC */
	bool behind;	    /* not read until it has read what waits */
	bool slow;	    /* above the soft limit: events are skipped */
	bool corked;	    /* replies gather in the server's cork */
	uint64_t id;
	int64_t since_ms; /* it is nobody, by boot time: no clock is set */
	char name[LIMIT_NAME + 1];
	char user[LIMIT_NAME + 1]; /* its account; "": none */
	enum account_role role;	   /* of the account */
	char address[CONN_ADDRESS];
	struct check *check; /* its secret is being looked at */
	struct buf parked;   /* the command that waits for it */
	struct buf in, out;  /* out.at + sent is what the socket takes next */
	size_t sent, skipped;
	int64_t batch; /* the last one that held a reply */
	struct buf held[CONN_SLOTS];
	uint32_t held_replies[CONN_SLOTS];
	struct sub *subs;
	uint32_t subs_count;
};

/* Takes over what FROM holds. NULL: no memory; that is closed. */
struct conn *conn_create(struct server *server, const struct arrival *from);
/* At the end of a turn, or of the daemon. */
void conn_destroy(struct conn *c);
/* Marks it dead: nothing is sent or read any more. */
void conn_kill(struct conn *c);

/* Puts bytes behind all put before, and sends what the socket takes. */
void conn_send(struct conn *c, const char *bytes, size_t len);
/* Puts a push; a slow reader misses it and is told anew when it has drained. */
bool conn_push(struct conn *c, const char *bytes, size_t len);
void conn_flush(struct conn *c);

/* From now on no copy of what it is told stays here. */
void conn_tell_secret(struct conn *c);
/* Who was not read on because of what it is owed is, when that has left. */
void conn_caught_up(struct conn *c);
/* Holds a reply in SLOT until conn_release or conn_refuse. */
void conn_hold(struct conn *c, int slot, const char *bytes, size_t len);
void conn_release(struct conn *c, int slot);
void conn_refuse(struct conn *c, int slot, const char *error);

/* It is known from now on, and no stranger any more. */
void conn_greet(struct conn *c);
/* It speaks as A, and is known. */
void conn_become(struct conn *c, const struct account *a);
/*
 * Nobody has said yet who it is: it is known if that is not needed here, or if
 * its certificate says so.
 */
void conn_begin(struct conn *c);
/* From where it came, by its socket. */
void conn_find_address(struct conn *c, int fd);
/* Commands a second that it may send; 0: any number. */
uint32_t conn_commands_max(const struct conn *c);

/* Whom it speaks as: its account's role, or what one is without. */
enum account_role conn_role(const struct conn *c);
const char *conn_user(const struct conn *c); /* as events name it */
/* The terminal that it is: its account and its name. */
#define CONN_TERMINAL (2 * LIMIT_NAME + 2)
void conn_terminal(const struct conn *c, char out[CONN_TERMINAL]);
/* May hear every event of the hall, and not only what screens show. */
bool conn_hears_all(const struct conn *c);
/* Runs the command that was parked once more, and goes on. */
void conn_run_parked(struct conn *c);

/* Goes on with bytes that were read when it was blocked. */
void conn_resume(struct conn *c);

#endif
