/*
 * Ratings on their way: each with its request id until the server has said
 * what became of it. Pure. A connection of its own, for a counter's terminal
 * may not rate.
 */
#ifndef HAO_RATER_H
#define HAO_RATER_H

#include <stdbool.h>
#include <stdint.h>

#include "proto/buf.h"
#include "ui/ask.h"

struct link_reply;

#define RATER_MAX      32
#define RATER_RETRY_MS 1000

struct rating {
	char ticket[64], value[4], rid[23];
};

struct rater {
	struct rating at[RATER_MAX]; /* the oldest first */
	unsigned count;
	bool up, sent; /* the oldest is */
	int64_t retry_ms;
	struct asks asks;
	struct buf out, err;
};

void rater_release(struct rater *r);

/* False: the value is none of 1 to 5, or too many are on their way. */
bool rater_add(struct rater *r, const char *ticket, int value, const char *rid);

void rater_link(struct rater *r, bool up);
void rater_reply(
    struct rater *r, const struct link_reply *reply, int64_t now_ms);
void rater_time(struct rater *r, int64_t now_ms);
int64_t rater_deadline(const struct rater *r); /* -1: none */

#endif
