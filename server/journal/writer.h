/*
 * One thread that does one piece of work at a time and says in the loop when
 * it is done. While it works, what the work touches belongs to it.
 */
#ifndef HAO_WRITER_H
#define HAO_WRITER_H

#include <stdbool.h>

struct event_base;
struct writer;

typedef void writer_work_fn(void *ctx); /* in the thread */
typedef void writer_done_fn(void *ctx); /* in the loop */

/* NULL: no thread or memory to be had. */
struct writer *writer_create(struct event_base *base);
/* Waits for the work under way; its `done` is not called. */
void writer_destroy(struct writer *w);
void writer_start(struct writer *w, writer_work_fn *work, writer_done_fn *done,
    void *ctx); /* must not be busy */
bool writer_is_busy(const struct writer *w);

#endif
