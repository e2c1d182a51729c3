/*
 * Guesses slowed by time. Who said a wrong secret waits before the next one is
 * looked at, twice as long each time, up to some seconds; nobody is ever
 * locked out, and what one address does slows no other. Pure: the time comes
 * in. The table is small and forgets whoever has been quiet the longest.
 */
#ifndef HAO_SLOW_H
#define HAO_SLOW_H

#include <stdint.h>

#define SLOW_SETS      256
#define SLOW_WAYS      4
#define SLOW_MS_MIN    250
#define SLOW_MS_MAX    4000
#define SLOW_FORGET_MS ((int64_t)10 * 60 * 1000)

struct slow_one {
	uint64_t key; /* of account and address; 0: free */
	int64_t next_ms, wait_ms;
};

struct slow {
	struct slow_one one[SLOW_SETS][SLOW_WAYS];
};

/* When the next guess of KEY is looked at; it is taken to be a wrong one. */
int64_t slow_guess(struct slow *s, uint64_t key, int64_t now_ms);
/* It was right: KEY is forgotten. */
void slow_right(struct slow *s, uint64_t key);

#endif
