/*
 * What a client says to hao-printer, read piece by piece. Pure.
 *
 *   PRINT NAME         a job; NAME is its uuid and never used again
 *   DATA N, N bytes    a part of it, in order; any number of them
 *   END                the job is whole, and may be printed
 *   CANCEL             it is not wanted any more
 *   WATCH              no job: the printer's state alone
 *
 * A job that was broken off before its END is never printed.
 */
#ifndef HAO_ORDER_H
#define HAO_ORDER_H

#include <stdbool.h>
#include <stddef.h>

#include "proto/buf.h"

#define ORDER_LINE_MAX 128
#define ORDER_JOB_MAX  1048576 /* bytes of one job; a ticket has 30,000 */

enum order_kind {
	ORDER_MORE, /* nothing whole yet */
	ORDER_PRINT,
	ORDER_END,
	ORDER_CANCEL,
	ORDER_WATCH,
	ORDER_WRONG, /* `wrong` says what to change */
};

/* All zero at the beginning. */
struct order {
	char line[ORDER_LINE_MAX];
	size_t have;   /* bytes of the line */
	size_t data;   /* bytes of the job that are to come */
	bool printing; /* PRINT was said */
	bool whole;    /* END was said */
	char name[ORDER_LINE_MAX];
	struct buf job; /* owned until it is taken away */
	const char *wrong;
};

void order_release(struct order *o);

/* Takes from *N bytes at *AT what makes one order, or all of them. */
enum order_kind order_take(struct order *o, const char **at, size_t *n);

#endif
