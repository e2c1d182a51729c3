/*
 * The feed: what happened, told to who subscribed. Messages are made when an
 * event is applied, kept with its batch, and sent when that is on the disk.
 *
 * Channels: hall, calls:ZONE, queue:SERVICE, counter:LABEL, and one for each
 * ticket that is followed. Each numbers its messages by the events' seq and
 * says the one before (`prev`).
 */
#ifndef HAO_FEED_H
#define HAO_FEED_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/hall/event.h"

struct buf;
struct conn;
struct journal_row;
struct feed;
struct hall;
struct reply;
struct server;

struct feed *feed_create(struct server *server);
void feed_destroy(struct feed *f);

/* After a load: everything up to FLOOR, a day's opening, is not kept. */
void feed_reset(struct feed *f, int64_t floor);
/* Channels as the layout in force names them. False: out of memory. */
bool feed_set_channels(struct feed *f, const struct hall *h);

/*
 * Makes the messages of EVENT, just applied. ROW is its stored form.
 * They wait in SLOT until feed_release; SLOT -1 only keeps them (at a start).
 */
void feed_note(struct feed *f, const struct event *e,
    const struct journal_row *row, int slot);
void feed_release(struct feed *f, int slot);
void feed_drop(struct feed *f, int slot);

/* Sends to some 200 subscribers; true: there are more to send to. */
bool feed_send_some(struct feed *f);
/* Once a second: who follows a ticket is told how many are ahead now. */
void feed_look(struct feed *f);
/* A message on every channel that shows it is alive, and its last seq. */
void feed_beat(struct feed *f);

/*
 * (P)SUBSCRIBE and its reverse, with confirmation and snapshot put to OUT.
 * feed_join returns false: no such channel, or too many.
 */
bool feed_join(struct feed *f, struct conn *c, const char *name, bool pattern,
    struct buf *out);
/*
 * SUBSCRIBE of ticket ID, NAME being what its token makes of it. False: too
 * many channels, or out of memory.
 */
bool feed_follow(struct feed *f, struct conn *c, const char *name, int64_t id,
    struct buf *out);
void feed_leave(struct feed *f, struct conn *c, const char *name, bool pattern,
    struct buf *out);
void feed_leave_all(struct feed *f, struct conn *c);
/* A slow reader has drained: snapshots of all that it subscribed. */
void feed_caught_up(struct feed *f, struct conn *c);

/* The hall channel's messages after this seq are kept. */
int64_t feed_kept(const struct feed *f);
/* EVENTS SINCE. False: not kept (any more), or no such channel. */
bool feed_since(struct feed *f, const char *channel, int64_t seq, int count,
    struct reply *reply);

#endif
