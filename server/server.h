/* The daemon: what its rooms share. One of it, made by haod.c. */
#ifndef HAO_SERVER_H
#define HAO_SERVER_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/buf.h"
#include "proto/wire.h"
#include "server/account/guesses.h"
#include "server/account/pairing.h"
#include "server/clock.h"
#include "server/hall/account.h"
#include "server/health.h"
#include "server/journal/journal.h"
#include "server/net/door.h"
#include "server/net/secure.h"

#define SERVER_INPUT 65536

struct checks;
struct conn;
struct event;
struct event_base;
struct feed;
struct hall;
struct layout;
struct listener;
struct turn;
struct waits;
struct zone_table;

struct server {
	struct event_base *base;
	struct event *tick, *beat;
	struct event *over; /* the turn has taken its time */
	struct journal *journal;
	struct hall *hall; /* NULL while the journal is being mended */
	struct turn *turn;
	struct feed *feed;
	struct checks *checks; /* secrets being looked at */
	struct pairings pairings;
	struct guesses guesses;
	struct waits *waits;   /* estimates of all who wait */
	struct layout *layout; /* in force; owned */
	struct zone_table *zone;
	const char *config_path;
	const char *journal_file; /* NULL: it is in memory */
	struct health health;
	struct secure secure;
	struct door door;
	size_t buffered; /* bytes that wait for clients, in all */
	/* How often a connection of each role was too fast. */
	uint32_t slowed[ACCOUNT_ROLES];
	uint32_t descriptors; /* that the system gives us; 0: any number */
	struct clock clock;
	char epoch[JOURNAL_EPOCH];
	bool clock_unsure; /* a change of day waits for the clock */
	bool anonymous;	   /* loopback needs no account */
	bool trusted;	   /* nor does a plain address beyond it */
	bool stop;
	bool dead_conns;
	struct conn *conns;
	struct conn *blocked,
	    *blocked_last; /* who waits for a turn, in order */
	uint32_t blocked_count;
	uint32_t conns_count;
	uint64_t conn_ids;
	int64_t started_ms;
	struct wire_command command; /* the one being read */
	struct buf reply;	     /* and its reply */
	struct buf cork;	     /* replies of the connection being read */
	char input[SERVER_INPUT + LIMIT_COMMAND];
};

/* Reads the file into the server; false: said on stderr. */
bool server_read_config(struct server *s, bool quiet);
/* One that the journal has; NULL: it makes no sense, as was said on stderr. */
struct layout *server_parse_layout(const char *raw);
/*
 * Puts the file's layout in force. When what is open has no place in it, as
 * after a reload that was lost together with what had made room for it, the
 * hall comes up with IN_FORCE, the journal's or NULL, which is taken.
 */
bool server_settle_layout(struct server *s, struct layout *in_force);
/*
 * Loads the hall from the journal, and puts the layout and today in force.
 * Used at the start and whenever the journal has been mended.
 */
bool server_load(struct server *s);
/*
 * Takes the file's layout in force, whole or not at all, and the certificate
 * with it. SAY (200 bytes) says why not.
 */
bool server_reload(struct server *s, char *say);

/* Once a second: the clock, the day, the leases, the beat. */
void server_tick(struct server *s);
/* Closes the day when it is over and the clock is trusted. */
void server_turn_day(struct server *s);

/* A client has come in on a listener. */
struct server_guest {
	int fd;
	bool loopback, tls; /* of the listener */
	struct in6_addr address;
};
void server_take(struct server *s, const struct server_guest *guest);
/* Ends the connections of an account, but for EXCEPT. */
void server_drop_user(
    struct server *s, const char *user, const struct conn *except);
/* Frees the connections that died in this turn. */
void server_sweep(struct server *s);
/* C is not read any more until its turn comes again. */
void server_block(struct server *s, struct conn *c);
/* Reads those on, as far as the turn goes. */
void server_unblock(struct server *s);

/* What subscribers were shown may never have been: they begin anew. */
void server_drop_subscribers(struct server *s);

/* The log: one line on stderr. Peers' bytes must be escaped before. */
void server_log(const char *format, ...) __attribute__((format(printf, 1, 2)));

#endif
