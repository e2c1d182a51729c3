/* About how long a ticket still waits, as a citizen is told. Pure. */
#ifndef HAO_KIOSK_WAIT_H
#define HAO_KIOSK_WAIT_H

#include <stdint.h>

/* Whole minutes, in fives from 20 on: nobody can promise the minute. */
struct wait_minutes {
	int64_t low, high; /* low 0: high at most; high 0: not known */
};

/*
 * LOW_MS and HIGH_MS are wait_low and wait_high of the server's reply; below
 * 0: it did not say. A wait of no time at all is one of a minute at most.
 */
struct wait_minutes wait_minutes(int64_t low_ms, int64_t high_ms);

#endif
