/* A file of appointments to book: CSV, one a row. Pure. */
#ifndef HAO_ROWS_H
#define HAO_ROWS_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/buf.h"

#define ROWS_MAX 20000
#define ROWS_RID 65 /* bytes of a request id and its end */

struct row {
	unsigned int line; /* of the file, from 1 */
	/* Borrowed from the text; the last three may be "". */
	const char *service, *day, *time, *contact, *lang, *ref;
	uint64_t hash[2];
	unsigned int repeat;  /* rows before it that say the same */
	unsigned int attempt; /* bookings of it that were cancelled since */
	int64_t slot_ms;      /* 0: not known yet */
	bool there;	      /* it had been booked before */
	char rid[ROWS_RID], slot[24], code[24];
};

struct rows {
	struct row *row;
	size_t count, cap;
};

/*
 * Takes TEXT apart, which is changed and must stay: quotes go, fields are
 * ended by 0. Its first line names the columns: service, day and time, and if
 * there are any contact, lang and ref, in any order. False: all that is wrong
 * has been said in ERR, each as FILE:LINE.
 */
bool rows_read(
    struct rows *rows, char *text, const char *file, struct buf *err);
void rows_release(struct rows *rows);

/*
 * The row's request id: the same for the same row of the same file, whenever
 * it is imported. The contact has no part in it, since the journal keeps
 * request ids and what stands in a contact could be guessed.
 */
void rows_make_rid(struct row *row);

/* "FILE:LINE: " */
void rows_say_where(struct buf *err, const char *file, unsigned int line);

#endif
