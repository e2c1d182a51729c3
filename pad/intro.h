/*
 * What a station of pads says of itself, and asks, once it is in: again until
 * somebody has answered. Pure.
 */
#ifndef HAO_INTRO_H
#define HAO_INTRO_H

#include <stdbool.h>
#include <stdint.h>

#include "ui/ask.h"

struct link_reply;

#define INTRO_RETRY_MS 1000

enum {
	INTRO_DEVICE = 1, /* 0 is the rater's */
	INTRO_LAYOUT,
};

struct intro {
	const char *name; /* borrowed as long as it lives */
	bool up, open;	  /* its link, its line */
	bool wants_pads;  /* which there are, as the layout says */
	int64_t again_ms; /* when all of it is said again; 0: not at all */
};

/* All of it is said when the link comes up. */
void intro_link(struct intro *n, bool up, struct asks *asks);
void intro_line(struct intro *n, bool open, struct asks *asks);
/* Of either kind: after UNAVAILABLE nobody may know it. */
void intro_reply(
    struct intro *n, const struct link_reply *reply, int64_t now_ms);
void intro_time(struct intro *n, struct asks *asks, int64_t now_ms);
int64_t intro_deadline(const struct intro *n); /* -1: none */

#endif
