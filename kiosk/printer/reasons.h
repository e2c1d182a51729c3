/*
 * Tells CUPS how the printer is while no job runs, when its backend can't:
 * a thread, because CUPS may take its time. What could not be told is told
 * again, and once in a while anyhow: a cupsd that was started anew knows
 * nothing.
 */
#ifndef HAO_REASONS_H
#define HAO_REASONS_H

struct reasons;

#define REASONS_RETRY_MS 5000
#define REASONS_AGAIN_MS 60000

/* For QUEUE of the CUPS here. NULL: no memory or thread. */
struct reasons *reasons_create(const char *queue);
/* Waits for the thread, two seconds at most. */
void reasons_destroy(struct reasons *r);

/* The printer's state from now on, with commas between; copied. */
void reasons_set(struct reasons *r, const char *reasons);

#endif
