/*
 * What a display tells the server: which calls people can see and hear, how
 * its own parts are, and that it would speak. What could not be told is told
 * again. Pure: requests go out through the machine's asks.
 */
#ifndef HAO_DISPLAY_TELL_H
#define HAO_DISPLAY_TELL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "ui/ask.h"

struct link_reply;

#define TELL_CALLS_MAX 128
#define TELL_DEVICES   4
#define TELL_WORD      24
#define TELL_RETRY_MS  1000

enum tell_what {
	TELL_SHOWN,
	TELL_HEARD,
};

/* Kinds of asks; the board's own come before them. */
enum tell_ask {
	TELL_ASK_CALL = 1,
	TELL_ASK_DEVICE,
	TELL_ASKS_END
};

struct tell_call {
	enum tell_what what;
	char seq[TELL_WORD]; /* the word, which must live until it is sent */
};

struct tell_device {
	char key[TELL_WORD], value[TELL_WORD];
	bool told; /* or on its way */
};

struct tell {
	const char *device; /* what this display calls itself */
	struct tell_call calls[TELL_CALLS_MAX];
	size_t first, count, sent; /* of a ring; SENT of them are on the way */
	struct tell_device devices[TELL_DEVICES];
	int64_t retry_ms;
	bool up;
};

/* DEVICE is borrowed. */
void tell_init(struct tell *t, const char *device);

void tell_link(struct tell *t, bool up);
/* The call of that seq; one too many pushes out the oldest. */
void tell_call(struct tell *t, enum tell_what what, int64_t seq);
/* KEY is `screen`, `sound`, …; told when VALUE is another one. */
void tell_device(struct tell *t, const char *key, const char *value);
/* What was told of KEY last; NULL: nothing. */
const struct tell_device *tell_find(const struct tell *t, const char *key);

void tell_reply(
    struct tell *t, int kind, const struct link_reply *reply, int64_t now_ms);
/* Puts what is to be told into ASKS, of ZONE ("" while it is not known). */
void tell_put(
    struct tell *t, struct asks *asks, const char *zone, int64_t now_ms);
int64_t tell_deadline(const struct tell *t); /* -1: none */

#endif
