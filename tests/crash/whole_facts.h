/* What the journal holds at the end, as those who look at it share it. */
#ifndef HAO_TEST_WHOLE_FACTS_H
#define HAO_TEST_WHOLE_FACTS_H

#include <jansson.h>

#include "server/hall/event.h"
#include "tests/crash/whole_play.h"

/* An event; OBJECT has its texts. */
struct fact {
	struct event e;
	json_t *object;
};

/* By seq, from 1 on. */
struct facts {
	struct whole *whole;
	struct fact *at;
	int64_t count, cap;
	uint8_t hash[JOURNAL_HASH];
};

/*
 * Goes through them as somebody would who has the rules on paper: each change
 * of a ticket is one that there is, nobody is overtaken, what was said of the
 * hall was so, and the hall has come to the same.
 */
void tickets_check(const struct facts *f);

#endif
