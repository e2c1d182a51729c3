#include "server/account/checks.h"

#include <event2/event.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/limits.h"
#include "server/account/secret.h"
#include "server/account/slow.h"
#include "server/journal/writer.h"
#include "server/net/conn.h"
#include "server/server.h"
#include "server/turn.h"

enum check_state {
	CHECK_FREE,
	CHECK_WAITING,
	CHECK_RUNNING, /* the thread's alone */
	CHECK_DONE,
};

struct check {
	enum check_state state;
	struct conn *conn; /* NULL: it has gone */
	uint64_t key;	   /* whom a wrong one slows; 0: nobody */
	uint64_t order;
	int64_t due_ms; /* by boot time */
	bool makes, known, right;
	char secret[SECRET_MAX + 1], verifier[ACCOUNT_VERIFIER];
};

struct checks {
	struct server *server;
	struct writer *thread;
	struct event *timer;
	struct check check[CHECKS_MAX];
	struct check *running;
	uint64_t orders;
	uint8_t hash_key[crypto_shorthash_KEYBYTES];
	struct slow slow;
};

static void
release(struct check *k)
{
	sodium_memzero(k, sizeof(*k));
}

/* --- The thread ------------------------------------------------------- */

static void
work(void *ctx)
{
	const struct checks *cs = ctx;
	struct check *k = cs->running;

	k->right = k->makes
	    ? secret_of_person(k->verifier, k->secret)
	    : secret_is_persons(k->known ? k->verifier : NULL, k->secret);
}

static void start(struct checks *cs);

static void
done(void *ctx)
{
	struct checks *cs = ctx;
	struct check *k = cs->running;

	turn_begin(cs->server->turn);
	cs->running = NULL;
	k->state = CHECK_DONE;
	sodium_memzero(k->secret, sizeof(k->secret));
	if (k->right && k->key)
		slow_right(&cs->slow, k->key);
	if (k->conn) {
		conn_run_parked(k->conn);
	} else {
		release(k);
	}
	start(cs);
}

/* --- Whose turn it is ------------------------------------------------- */

/* Of those that are due, or else of all, the first to be. */
static struct check *
first(struct checks *cs, int64_t now_ms)
{
	struct check *found = NULL;

	for (size_t i = 0; i < CHECKS_MAX; i++) {
		struct check *k = &cs->check[i];
		if (k->state != CHECK_WAITING)
			continue;
		bool due = k->due_ms <= now_ms;
		bool found_due = found && found->due_ms <= now_ms;
		if (!found || (due && !found_due) ||
		    (due ? k->order < found->order
			 : !found_due && k->due_ms < found->due_ms))
			found = k;
	}
	return found;
}

static void
start(struct checks *cs)
{
	int64_t now_ms = cs->server->clock.boot_ms;
	struct check *k = cs->running ? NULL : first(cs, now_ms);

	if (!k)
		return;
	if (k->due_ms > now_ms) {
		int64_t wait_ms = k->due_ms - now_ms;
		const struct timeval wait = { wait_ms / 1000,
			(suseconds_t)(wait_ms % 1000) * 1000 };
		(void)event_add(cs->timer, &wait);
		return;
	}
	k->state = CHECK_RUNNING;
	cs->running = k;
	writer_start(cs->thread, work, done, cs);
}

static void
on_timer(evutil_socket_t fd, short what, void *ctx)
{
	struct checks *cs = ctx;

	(void)fd;
	(void)what;
	turn_begin(cs->server->turn);
	start(cs);
}

/* --- Asking ----------------------------------------------------------- */

/* Attackers can't choose what falls together: the key is random. */
static uint64_t
key_of(const struct checks *cs, const char *subject, const char *address)
{
	char text[SECRET_MAX + CONN_ADDRESS + 2];
	uint8_t hash[crypto_shorthash_BYTES];
	uint64_t key;

	(void)snprintf(text, sizeof(text), "%s %.255s", address, subject);
	(void)crypto_shorthash(
	    hash, (const uint8_t *)text, strlen(text), cs->hash_key);
	memcpy(&key, hash, sizeof(key));
	return key ? key : 1;
}

/* NULL: as many as may wait do. */
static struct check *
take_free(struct checks *cs, struct conn *c)
{
	struct check *found = NULL;
	int of_address = 0;

	for (size_t i = 0; i < CHECKS_MAX; i++) {
		struct check *k = &cs->check[i];
		if (k->state == CHECK_FREE) {
			found = k;
		} else if (k->conn &&
		    strcmp(k->conn->address, c->address) == 0) {
			of_address++;
		}
	}
	if (!found || of_address >= CHECKS_ADDRESS_MAX)
		return NULL;
	found->state = CHECK_WAITING;
	found->conn = c;
	found->order = ++cs->orders;
	found->due_ms = cs->server->clock.boot_ms;
	c->check = found;
	return found;
}

static enum check_result
take_answer(struct conn *c)
{
	struct check *k = c->check;
	enum check_result result = k->right ? CHECK_RIGHT : CHECK_WRONG;

	c->check = NULL;
	release(k);
	return result;
}

/* Was what the secret was compared with replaced meanwhile? */
static bool
is_stale(const struct check *k, const char *verifier)
{
	return !verifier || strcmp(k->verifier, verifier) != 0;
}

enum check_result
checks_look(struct checks *cs, struct conn *c, const struct check_ask *ask)
{
	int64_t now_ms = cs->server->clock.boot_ms;

	if (c->check) {
		bool stale = is_stale(c->check, ask->verifier);
		enum check_result result = take_answer(c);
		return stale ? CHECK_WRONG : result;
	}
	if (strlen(ask->secret) > SECRET_MAX)
		return CHECK_WRONG;
	struct check *k = take_free(cs, c);
	if (!k)
		return CHECK_BUSY;
	k->key = key_of(cs, ask->subject, c->address);
	k->due_ms = slow_guess(&cs->slow, k->key, now_ms);
	k->known = ask->verifier != NULL;
	(void)snprintf(k->secret, sizeof(k->secret), "%s", ask->secret);
	if (ask->verifier) {
		(void)snprintf(
		    k->verifier, sizeof(k->verifier), "%s", ask->verifier);
	}
	start(cs);
	return CHECK_LATER;
}

enum check_result
checks_make(struct checks *cs, struct conn *c, const char *secret,
    char out[ACCOUNT_VERIFIER])
{
	if (c->check) {
		memcpy(out, c->check->verifier, ACCOUNT_VERIFIER);
		return take_answer(c);
	}
	struct check *k = take_free(cs, c);
	if (!k)
		return CHECK_BUSY;
	k->makes = true;
	(void)snprintf(k->secret, sizeof(k->secret), "%s", secret);
	start(cs);
	return CHECK_LATER;
}

void
checks_forget(struct conn *c)
{
	struct check *k = c->check;

	if (!k)
		return;
	c->check = NULL;
	k->conn = NULL;
	/* The thread's own is given back when it is done. */
	if (k->state != CHECK_RUNNING)
		release(k);
}

/* --- All of them ------------------------------------------------------ */

struct checks *
checks_create(struct server *server)
{
	struct checks *cs = sodium_init() < 0 ? NULL : calloc(1, sizeof(*cs));

	if (!cs)
		return NULL;
	cs->server = server;
	crypto_shorthash_keygen(cs->hash_key);
	cs->timer = event_new(server->base, -1, 0, on_timer, cs);
	cs->thread = writer_create(server->base);
	if (cs->timer && cs->thread)
		return cs;
	checks_destroy(cs);
	return NULL;
}

void
checks_destroy(struct checks *cs)
{
	if (!cs)
		return;
	writer_destroy(cs->thread);
	if (cs->timer)
		event_free(cs->timer);
	sodium_memzero(cs, sizeof(*cs));
	free(cs);
}
