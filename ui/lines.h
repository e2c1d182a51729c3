/*
 * Whole lines from a file descriptor, in the caller's event_base: a terminal,
 * a pipe or a file. They are kept until they are taken; a longer line than
 * the limit is cut. The base must watch plain files too (EV_FEATURE_FDS).
 */
#ifndef HAO_LINES_H
#define HAO_LINES_H

#include <stdbool.h>

struct event_base;
struct lines;

#define LINES_LINE_MAX 1024UL		     /* bytes of one line */
#define LINES_KEPT_MAX (64 * LINES_LINE_MAX) /* bytes read ahead */

/* READY is called when there may be a line, or the end. NULL: no memory. */
struct lines *lines_create(
    struct event_base *base, int fd, void (*ready)(void *ctx), void *ctx);
void lines_destroy(struct lines *l);

/*
 * The next whole line without its newline, NULL when none is there now. It
 * is borrowed until the next call.
 */
const char *lines_take(struct lines *l);

/* All was taken and no more will come. */
bool lines_ended(const struct lines *l);

#endif
