/*
 * When to commit, and where: the hybrid with a short linger. Pure; times are
 * microseconds of a monotonic clock.
 *
 * Handing each batch to a thread halves the rate when few clients wait for
 * each other's replies: they lock into two half batches that take turns. So
 * a commit happens in the loop while one is quick, in the thread where the
 * disk is slow; and after n replies were released the next commit waits for n
 * commands, but no longer than a quarter of a commit.
 */
#ifndef HAO_PACE_H
#define HAO_PACE_H

#include <stdbool.h>
#include <stdint.h>

#define PACE_QUICK_US	   500 /* quicker commits stay in the loop */
#define PACE_LINGER_US_MAX 2000

struct pace {
	int64_t commit_us;   /* moving average, weight 1/8 */
	int64_t released_us; /* when the last replies went out */
	int64_t released;    /* how many they were */
};

bool pace_is_quick(const struct pace *p);
/* How long to wait still with COMMANDS in the batch; 0: commit now. */
int64_t pace_linger_us(const struct pace *p, int64_t now_us, int64_t commands);
/* A commit of COMMANDS took TOOK_US and their replies were released. */
void pace_committed(
    struct pace *p, int64_t now_us, int64_t took_us, int64_t commands);

#endif
