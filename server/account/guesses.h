/*
 * Wrong secrets, PINs and pairing codes, counted: many within ten minutes are
 * worth an alert, whoever was meant. What was said is not kept, only the
 * address that said it. Pure: the time comes in.
 */
#ifndef HAO_GUESSES_H
#define HAO_GUESSES_H

#include <stdbool.h>
#include <stdint.h>

#define GUESSES_MINUTES	  10
#define GUESSES_TELL_MS	  60000 /* between two lines of the log */
#define GUESSES_ADDRESS	  46	/* bytes of one, with the 0 that ends it */
#define GUESSES_ADDRESSES 16	/* that are told apart between two lines */

struct guesses_from {
	char address[GUESSES_ADDRESS];
	uint32_t count; /* 0: free */
};

struct guesses {
	int64_t minute;			     /* that the last of these is */
	uint32_t of_minute[GUESSES_MINUTES]; /* by minute, around */
	uint32_t all;			     /* since the start */
	struct guesses_from from[GUESSES_ADDRESSES]; /* since the last line */
	uint32_t untold;
	int64_t told_ms; /* 0: never */
};

/* A wrong one came from ADDRESS, at NOW_MS by boot time. */
void guesses_note(struct guesses *g, const char *address, int64_t now_ms);
/* How many came within the last ten minutes. */
uint32_t guesses_recent(struct guesses *g, int64_t now_ms);

/*
 * What so many are called, having been called WAS: "ok", "many" from WARN on,
 * "flood" from ALARM on, and less only below four fifths of it; a limit of 0
 * is none.
 */
const char *guesses_state(
    uint32_t count, uint32_t warn, uint32_t alarm, const char *was);

/* What the log says of those that it has not told yet. */
struct guesses_line {
	uint32_t count, most;
	char address[GUESSES_ADDRESS]; /* that sent most of them */
};

/* False: there is nothing to say, or it said something a moment ago. */
bool guesses_tell(struct guesses *g, int64_t now_ms, struct guesses_line *out)
    __attribute__((warn_unused_result));

#endif
