/* What the files of the link share, and nobody else looks at. */
#ifndef HAO_LINK_OWN_H
#define HAO_LINK_OWN_H

#include <event2/event.h>
#include <event2/event_struct.h>

#include "proto/buf.h"
#include "proto/link.h"
#include "proto/link_channel.h"
#include "proto/link_servers.h"
#include "proto/stream.h"
#include "proto/wire.h"

enum {
	LINK_CONNECT_MS = 3000,
	LINK_WHY_MAX = 256
};

/* Each phase has one deadline, and `timer` is it. */
enum link_phase {
	LINK_WAITING,	 /* for the next try */
	LINK_CONNECTING, /* to one address */
	LINK_SHAKING,	 /* hands, over TLS */
	LINK_GREETING,	 /* HELLO is said */
	LINK_GREETED,
};

/* Who asked decides what is done with the answer. */
enum link_asker {
	LINK_BY_CALLER,
	LINK_BY_HELLO,
	LINK_BY_PING,
	LINK_BY_SUBSCRIBE,
	LINK_BY_UNSUBSCRIBE,
	LINK_BY_EVENTS,
	LINK_BY_PAIR,
};

struct link_request {
	struct link_request *next;
	enum link_asker asker;
	struct link_channel *channel; /* that it is about; borrowed */
	link_reply_fn *reply;	      /* of the caller */
	void *ctx;
	uint64_t start; /* where it begins in all that was `put` */
};

struct link_requests {
	struct link_request *first, *last; /* NULL: empty */
};

struct link {
	struct event_base *base;    /* borrowed */
	struct link_config config;  /* but for its strings */
	char *name, *user, *secret; /* owned; NULL: none */
	char *pair;		    /* owned; NULL: none, or not any more */
	struct link_servers servers;
	struct link_channels channels;
	size_t channel_count; /* but for those that were left */

	enum link_phase phase;
	struct event timer, later, connected;
	struct evutil_addrinfo *found; /* owned */
	struct evutil_addrinfo *try;   /* in `found`; the next to try */
	int fd;			       /* connecting; -1: none */
	struct stream stream;	       /* connected */

	int64_t backoff_ms;
	int quiet; /* halves of silence_ms in which nothing was heard */
	bool leaving;
	char why[LINK_WHY_MAX]; /* the last reason told */

	struct link_requests sent;   /* to be answered, in order */
	struct link_requests unsent; /* to be ended from the loop */
	size_t sent_count;
	/* Bytes put in `out` for this connection, and sent from it. */
	uint64_t put, gone;
	struct buf in, out;
	struct wire_reply reply;
};

/* How soon to try again: what failed to be understood won't soon mend. */
enum link_pace {
	LINK_SOON,
	LINK_SLOWLY,
};

/* link.c */
void link_arm(struct link *l, int64_t delay_ms);
/* Ends the connection and all that hung on it. WHY may lie in l->in. */
void link_cut(struct link *l, enum link_pace pace, const char *why);
void link_greet(struct link *l); /* connected */
/* The code brought these; false: the link was cut. */
bool link_paired(struct link *l, const char *user, const char *secret);
void link_greeted(struct link *l); /* HELLO was answered */
void link_heard(struct link *l);   /* bytes came */
/* Frees the channels that were left, and that no reply to come may name. */
void link_forget_left(struct link *l);

/* link_socket.c */
void link_open(struct link *l);			    /* tries the next server */
void link_connect(struct link *l, const char *why); /* its next address */
void link_close(struct link *l);
bool link_flush_later(struct link *l) __attribute__((warn_unused_result));

/*
 * link_request.c: puts a command, by HOW, in line. False when out of memory
 * or the command is too long; nothing is put then.
 */
bool link_put(struct link *l, const struct link_request *how, size_t argc,
    const char *const *argv) __attribute__((warn_unused_result));
bool link_put_subscribe(struct link *l, struct link_channel *ch)
    __attribute__((warn_unused_result));
bool link_put_unsubscribe(struct link *l, struct link_channel *ch)
    __attribute__((warn_unused_result));
bool link_put_events(struct link *l, struct link_channel *ch)
    __attribute__((warn_unused_result));
bool link_put_unsent(struct link *l, const struct link_request *how)
    __attribute__((warn_unused_result));
void link_request_remove(struct link *l, struct link_request *q);
void link_end_sent(struct link *l); /* by whether they had begun to leave */
void link_end_unsent(struct link *l);

/* link_reply.c: takes the whole replies at the front of `in`. */
void link_read_replies(struct link *l);

#endif
