/* The feed from inside: its files share this alone. */
#ifndef HAO_CHANNEL_H
#define HAO_CHANNEL_H

#include "proto/buf.h"
#include "proto/jsonw.h"
#include "proto/limits.h"
#include "server/hall/event.h"
#include "server/net/conn.h"
#include "server/net/feed.h"
#include "server/net/follow.h"

#define CHANNEL_RECENT 20 /* calls in a snapshot */
#define RING_CALLS     4096
#define RING_HALL      1024

enum channel_kind {
	CHANNEL_HALL,
	CHANNEL_CALLS,
	CHANNEL_QUEUE,
	CHANNEL_COUNTER,
	CHANNEL_TICKET, /* not among the others: see follow.h */
};

/*
 * What a message is made of when somebody reads it. Its text is, of the
 * hall's, the event's payload; of a call the number, the counter and the
 * service, each with its 0; of any other the message itself.
 */
struct ring_slot {
	int64_t seq, prev, t_ms, ticket;
	enum event_type type;
	bool recall;
	uint32_t len, cap;
	char *text; /* owned */
};

/* The last messages of a channel, oldest at `first`. */
struct ring {
	struct ring_slot *slot;
	size_t size, count, first;
	int64_t before; /* seq of the last message no longer kept */
};

struct channel {
	struct channel *next;
	enum channel_kind kind;
	const char *subject; /* the name after the colon, or "" */
	int64_t last_seq;
	int64_t told_seq;	  /* of the last message that all were sent */
	struct ring ring;	  /* size 0: nothing kept */
	struct sub *first, *last; /* subscribers */
	size_t queued;		  /* messages on their way */
	struct followed ticket;	  /* of a ticket's, as it was told last */
	char name[LIMIT_CHANNEL + 1];
};

struct sub {
	struct sub *prev, *next; /* of the channel */
	struct sub *sibling;	 /* of the connection */
	struct conn *conn;
	struct channel *channel;
	int64_t since; /* events up to here are in its snapshot */
	char pattern[];
};

/* A message on its way to a channel's subscribers. */
struct message {
	struct message *next;
	struct channel *channel;
	int64_t seq;
	size_t len;
	char text[];
};

struct message_list {
	struct message *first, **end;
};

struct feed {
	struct server *server;
	struct channel *channels;
	struct follow follow;
	int64_t floor;
	struct message_list held[CONN_SLOTS], sending;
	struct sub *cursor; /* next to get sending.first */
	bool started;	    /* the cursor has been set */
	struct buf text, push;
	int push_proto; /* push is what its subscribers get; 0: no more */
};

struct channel *channel_find(const struct feed *f, const char *name);
/* Keeps a message in the oldest one's place. */
void ring_keep(
    struct ring *r, const struct ring_slot *head, const char *text, size_t len);
/* The message of SEQ is lost: none up to it can be given any more. */
void ring_hole(struct ring *r, int64_t seq);
const struct ring_slot *ring_at(const struct ring *r, size_t i);
void ring_release(struct ring *r);

/* Holds f->text in SLOT, for the subscribers of CH; -1: sends it now. */
void feed_queue(struct feed *f, struct channel *ch, int64_t seq, int slot);

/* Drops all that are on their way; sending.c has what feed.h says of them. */
void sending_drop_all(struct feed *f);

/* Shows the subscribers of CH that it is alive, and its last seq. */
void feed_beat_on(struct feed *f, const struct channel *ch);

/* Opens `{"v":1,"type":…,"epoch":…,"seq":…` in f->text. */
void message_open(
    struct feed *f, struct jsonw *w, const char *type, int64_t seq);
/* The message that CH's ring keeps, whole, in f->text. */
void message_kept(
    struct feed *f, const struct channel *ch, const struct ring_slot *kept);
/* The channel's snapshot, whole, in f->text. */
void message_snapshot(struct feed *f, const struct channel *ch);
/* Puts f->text as a push to SUB's connection into OUT. */
void message_push(
    struct buf *out, const struct sub *sub, const char *text, size_t len);

#endif
