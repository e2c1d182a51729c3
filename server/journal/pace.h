/*
 * When to commit, and where: the hybrid with a short linger. Pure; times are
 * microseconds of a monotonic clock.
 *
 * Handing each batch to a thread halves the rate when few clients wait for
 * each other's replies: they lock into two half batches that take turns. So
 * a commit happens in the loop while one is quick, in the thread where the
 * disk is slow; and the next commit waits for all the clients that the last
 * two batches served, but no longer than a quarter of a commit. (Waiting for
 * as many as the last one served is not enough: two halves stay two halves.)
 *
 * When clients send many commands at once, the rows of a batch are work of
 * their own. Then halves that take turns are what is wanted: the thread
 * stores one while the loop decides the other, and nobody is waited for.
 */
#ifndef HAO_PACE_H
#define HAO_PACE_H

#include <stdbool.h>
#include <stdint.h>

#define PACE_QUICK_US	   500 /* quicker commits stay in the loop */
#define PACE_LADEN_US	   200 /* of rows alone; some hundred of them */
#define PACE_LINGER_US_MAX 2000

struct pace {
	int64_t commit_us;   /* of the disk; moving average, weight 1/8 */
	int64_t append_us;   /* of the whole batch, likewise */
	int64_t released_us; /* when the last replies went out */
	int64_t expected;    /* clients that may ask again at once */
};

bool pace_is_quick(const struct pace *p);
/*
 * More clients came in since the last look, CLIENTS in all, the first one
 * AGE_US ago. True: look again at once, for those behind them may be on the
 * way; a sync shared by fifty costs each a fiftieth.
 */
bool pace_gathers(const struct pace *p, int64_t age_us, int64_t clients);
/* How long to wait still with CLIENTS in the batch; 0: commit now. */
int64_t pace_linger_us(const struct pace *p, int64_t now_us, int64_t clients);
/*
 * A commit took COMMIT_US, its rows and it APPEND_US; its replies went out,
 * EXPECTED may ask again.
 */
void pace_committed(struct pace *p, int64_t now_us, int64_t commit_us,
    int64_t append_us, int64_t expected);

#endif
