#include "server/hall/followup.h"

#include <assert.h>
#include <stdlib.h>

#include "server/hall/grow.h"

static const char *const state_names[] = {
	[FOLLOWUP_OPEN] = "open",
	[FOLLOWUP_OWNED] = "owned",
	[FOLLOWUP_CLOSED] = "closed",
};

const char *
followup_state_name(enum followup_state state)
{
	return state_names[state];
}

struct followup *
followup_find(const struct followup_table *t, int64_t id)
{
	size_t low = 0, high = t->count;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (t->at[mid].id == id)
			return &t->at[mid];
		if (t->at[mid].id < id) {
			low = mid + 1;
		} else {
			high = mid;
		}
	}
	return NULL;
}

bool
followup_reserve(struct followup_table *t)
{
	struct followup *to = grow_one(t->at, &t->cap, t->count, sizeof(*to));

	if (to)
		t->at = to;
	return to != NULL;
}

void
followup_put(struct followup_table *t, const struct followup *f)
{
	assert(t->count < t->cap);
	assert(t->count == 0 || t->at[t->count - 1].id < f->id);
	t->at[t->count++] = *f;
}

void
followup_forget(struct followup_table *t)
{
	size_t kept = 0;

	for (size_t i = 0; i < t->count; i++) {
		if (t->at[i].state != FOLLOWUP_CLOSED)
			t->at[kept++] = t->at[i];
	}
	t->count = kept;
}

void
followup_release(struct followup_table *t)
{
	free(t->at);
	*t = (struct followup_table){ 0 };
}
