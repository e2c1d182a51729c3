/*
 * The Unix socket of hao-printer: who comes in, in which order their jobs
 * are, and what they are told. See order.h for what they say; they hear
 *
 *   STATE REASONS      the printer's, at once and whenever it changes
 *   DONE VERDICT WHY   printed, failed, unknown or sent; then it is closed
 *   ERROR WHAT         what was wrong with an order; then it is closed
 */
#ifndef HAO_DOOR_H
#define HAO_DOOR_H

#include <stddef.h>

#include "kiosk/verdict.h"
#include "proto/buf.h"

struct door;
struct event_base;

#define DOOR_GUESTS_MAX 16
/* Bytes of all jobs held; above it only the first one's sender is read. */
#define DOOR_HIGH_WATER 262144

struct door_events {
	void (*job)(void *ctx); /* there is one more whole job */
	/* Nobody wants NAME any more, or its sender is gone. */
	void (*cancelled)(void *ctx, const char *name);
	void *ctx;
};

/* A job in line. */
struct door_job {
	const char *name; /* borrowed until door_done */
	struct buf *bytes;
};

/* Listens at PATH with MODE. NULL, and said on stderr, when it can't. */
struct door *door_open(struct event_base *base, const char *path, unsigned mode,
    const struct door_events *events);
void door_close(struct door *d);

/* The whole job that waits longest; name NULL: there is none. */
struct door_job door_next(const struct door *d);

/* Tells all who sent NAME, and closes them. */
void door_done(
    struct door *d, const char *name, enum verdict verdict, const char *why);

/* The printer's state from now on: tells everybody. Copied. */
void door_state(struct door *d, const char *reasons);

#endif
