/* The last calls of the hall, as the calls: channels tell them. Pure. */
#ifndef HAO_CALLS_H
#define HAO_CALLS_H

#include <jansson.h>
#include <stddef.h>
#include <stdint.h>

#define CALLS_MAX 20

struct call_seen {
	char number[24], counter[24];
	int64_t t_ms; /* the hall's clock */
};

struct calls {
	struct call_seen at[CALLS_MAX];
	size_t count; /* ever; the latest is at count - 1 */
};

/* A snapshot or a call; anything else changes nothing. */
void calls_take(struct calls *c, const json_t *message);

/* The Ith, from the latest on; NULL: there are not so many. */
const struct call_seen *calls_at(const struct calls *c, size_t i);

#endif
