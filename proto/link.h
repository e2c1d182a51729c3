/*
 * The connection of a client program to haod, kept up for it: several servers
 * tried in turn, backoff with jitter, HELLO, requests answered in order,
 * channels subscribed again, and their messages applied in order, each once.
 *
 * A link lives in the caller's event_base and calls back from its loop; it
 * never blocks (but for a host name that only DNS knows), never exits, never
 * aborts because of a peer. Every callback may call any link_ function but
 * link_destroy.
 */
#ifndef HAO_LINK_H
#define HAO_LINK_H

#include <jansson.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct event_base;
struct link;
struct ssl_ctx_st;

enum link_state {
	LINK_AWAY, /* no server answers; the link keeps trying */
	LINK_UP,   /* greeted, and subscribed to all channels */
};

/* How a request ended. */
enum link_verdict {
	LINK_OK = 0,  /* `value` is the reply; JSON null for nil */
	LINK_REFUSED, /* the server's error: `word` and `say` */
	LINK_UNKNOWN, /* sent, and the connection broke before the reply, or
		       * UNAVAILABLE: ask again with the same RID */
	LINK_UNSENT,  /* never left this machine */
};

struct link_reply {
	enum link_verdict verdict;
	json_t *value;	  /* borrowed until the callback returns */
	const char *word; /* "NOSUCHTICKET"; NULL unless refused */
	const char *say;
};

/* Well or not; what was not answered is asked again. */
bool link_is_answer(const struct link_reply *reply);
typedef void link_reply_fn(const struct link_reply *reply, void *ctx);

struct link_config {
	/* "HOST:PORT,[::1]:PORT", 8 at most; port 4260 if absent. */
	const char *servers;
	const char *name;	   /* SETNAME; NULL for none */
	const char *user, *secret; /* NULL: anonymous */
	struct ssl_ctx_st *tls;	   /* of tls.h, borrowed; NULL: plain */
	/*
	 * A pairing code, said before all else, once; NULL: none. PAIRED gets
	 * the account and secret that it brought, which the link then has;
	 * false: they could not be kept, and the link stays away.
	 */
	const char *pair;
	bool (*paired)(const char *user, const char *secret, void *ctx);
	/*
	 * The state changed, or the reason for being away did. WHY is
	 * "HOST:PORT: the reason", or "HOST:PORT" of the server that is up.
	 */
	void (*changed)(enum link_state state, const char *why, void *ctx);
	/*
	 * A channel's message, each once and in order. A snapshot comes first
	 * and whenever what was missed can't be had; then its events.
	 */
	void (*message)(const char *channel, json_t *message, void *ctx);
	/*
	 * The server refused a channel: REPLY has its word and what it says.
	 * The link is up without it, and asks again when it connects anew.
	 */
	void (*refused)(
	    const char *channel, const struct link_reply *reply, void *ctx);
	void *ctx; /* all three callbacks may be NULL */
	/* 0 means the default; tests shorten them. */
	int64_t backoff_ms_min, backoff_ms_max, silence_ms;
};

/* Copies CONFIG and its strings. NULL: out of memory or bad `servers`. */
struct link *link_create(
    struct event_base *base, const struct link_config *config);
void link_destroy(struct link *l); /* pending requests end as UNSENT/UNKNOWN */

/*
 * Sends a command of ARGC words (JSON is added by the link). Answered in
 * order; while away it ends at once, from the loop, as LINK_UNSENT: wait for
 * LINK_UP before asking again. Returns false when out of memory or above a
 * limit of limits.h: then REPLY, which may be NULL, is never called.
 */
bool link_send(struct link *l, size_t argc, const char *const *argv,
    link_reply_fn *reply, void *ctx) __attribute__((warn_unused_result));

/* Keeps CHANNEL subscribed across reconnects. Copies the name. */
bool link_subscribe(struct link *l, const char *channel)
    __attribute__((warn_unused_result));
/* No message of CHANNEL comes any more. False: no memory, and they still do. */
bool link_unsubscribe(struct link *l, const char *channel)
    __attribute__((warn_unused_result));

enum link_state link_state(const struct link *l);

/* A fresh request id: 22 characters of randomness, ended by 0. */
void link_rid(char rid[23]);

#endif
