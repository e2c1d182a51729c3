#include "server/account/slow.h"

#include <stddef.h>

static struct slow_one *
find(struct slow *s, uint64_t key)
{
	struct slow_one *set = s->one[key % SLOW_SETS];

	for (size_t i = 0; i < SLOW_WAYS; i++) {
		if (set[i].key == key)
			return &set[i];
	}
	return NULL;
}

/* In the place of the one that has been quiet the longest. */
static struct slow_one *
replace(struct slow *s, uint64_t key)
{
	struct slow_one *set = s->one[key % SLOW_SETS], *oldest = set;

	for (size_t i = 1; i < SLOW_WAYS; i++) {
		if (set[i].next_ms < oldest->next_ms)
			oldest = &set[i];
	}
	*oldest = (struct slow_one){ .key = key };
	return oldest;
}

int64_t
slow_guess(struct slow *s, uint64_t key, int64_t now_ms)
{
	struct slow_one *one = find(s, key);

	if (!one)
		one = replace(s, key);
	if (now_ms - one->next_ms > SLOW_FORGET_MS)
		one->wait_ms = 0;
	int64_t due_ms = one->next_ms > now_ms ? one->next_ms : now_ms;
	one->wait_ms = one->wait_ms ? 2 * one->wait_ms : SLOW_MS_MIN;
	if (one->wait_ms > SLOW_MS_MAX)
		one->wait_ms = SLOW_MS_MAX;
	one->next_ms = due_ms + one->wait_ms;
	return due_ms;
}

void
slow_right(struct slow *s, uint64_t key)
{
	struct slow_one *one = find(s, key);

	if (one)
		*one = (struct slow_one){ 0 };
}
