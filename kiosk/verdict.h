/* What became of a paper. It is always true: who does not know says so. */
#ifndef HAO_VERDICT_H
#define HAO_VERDICT_H

#include <stdbool.h>

enum verdict {
	VERDICT_FAILED,	 /* nothing of it was printed, and nothing will be */
	VERDICT_UNKNOWN, /* perhaps all of it, a part of it or nothing */
	VERDICT_SENT,	 /* handed over to what never says what became of it */
	VERDICT_PRINTED, /* the printer said that it has done all of it */
};

/* "failed", "unknown", "sent", "printed": the protocol's own words. */
const char *verdict_word(enum verdict v);

/* The verdict that WORD names; false: none. */
bool verdict_read(const char *word, enum verdict *v)
    __attribute__((warn_unused_result));

/*
 * How a queue of CUPS whose backend is hao carries it: the job's
 * job-media-progress, in percent, the one thing that CUPS keeps of a job.
 */
int verdict_progress(enum verdict v);
bool verdict_of_progress(int percent, enum verdict *v)
    __attribute__((warn_unused_result));

#endif
