/*
 * The hash chain, looked at row by row: which event was changed, which is
 * missing and which was put in. Pure.
 *
 * Whoever makes the whole chain anew from some event on leaves no trace here:
 * against that stand the heads on paper.
 */
#ifndef HAO_CHAIN_H
#define HAO_CHAIN_H

#include "server/journal/journal.h"

enum chain_fault {
	CHAIN_CHANGED,	/* its payload, type or time; or it is not hao's */
	CHAIN_HASH,	/* its hash alone */
	CHAIN_INSERTED, /* those after it were numbered one higher */
	CHAIN_REMOVED,	/* before it one is gone, and those after moved up */
	CHAIN_MISSING,	/* those up to TO */
	CHAIN_DOUBLE,	/* its seq does not follow */
};

/* A static sentence without its subject. */
const char *chain_fault_text(enum chain_fault fault);

/* FROM and TO are the events it is about; the same but for CHAIN_MISSING. */
typedef void chain_fault_fn(
    enum chain_fault fault, int64_t from, int64_t to, void *ctx);

struct chain_watch {
	chain_fault_fn *tell;
	void *ctx;
	int64_t seq;   /* of the last row; 0: none yet */
	int64_t shift; /* how much higher seqs are than they were */
	/* As the rows say: of the last one, and of the one before it. */
	uint8_t hash[JOURNAL_HASH], before[JOURNAL_HASH];
	uint8_t made[JOURNAL_HASH]; /* what the last one's should be */
	bool known;		    /* HASH is there to be continued */
	bool doubted; /* the last one does not fit; why, the next one tells */
};

/* SEQ and HASH: of the event that stands before the first row. */
void chain_watch_begin(
    struct chain_watch *w, int64_t seq, const uint8_t hash[JOURNAL_HASH]);
void chain_watch_row(struct chain_watch *w, const struct journal_row *row);
/* Rows up to SEQ can't be read: the next one begins anew. */
void chain_watch_skip(struct chain_watch *w, int64_t seq);
void chain_watch_end(struct chain_watch *w);

#endif
