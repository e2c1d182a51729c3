/* A batch and the clients that wait for it to be on the disk. */
#ifndef HAO_FILLING_H
#define HAO_FILLING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/journal/journal.h"

struct conn;

struct filling {
	struct journal_batch batch;
	struct conn **conns; /* each once; borrowed until released */
	size_t conns_count, conns_cap;
	int64_t commands; /* replies held */
	int64_t number;	  /* batches count from 1 */
	int64_t fresh;	  /* clients that the batch before did not serve */
};

/* C has a reply in SLOT, which is F. COUNTER numbers the batches. */
bool filling_join(struct filling *f, struct conn *c, int slot, int64_t *counter)
    __attribute__((warn_unused_result));
/* Sends what was held; returns how many clients it was. */
int64_t filling_send(struct filling *f, int slot);
/* Every reply held becomes ERROR; the events are dropped. */
void filling_refuse(struct filling *f, int slot, const char *error);
void filling_release(struct filling *f);

#endif
