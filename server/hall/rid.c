#include "server/hall/rid.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "server/hall/pool.h"

#define SIZE_MIN 1024
#define MOVED	 8 /* slots a request; twice what keeps up with growth */

static bool
is_same(const struct rid *r, const char *user, const char *rid)
{
	return strcmp(r->user->name, user) == 0 && strcmp(r->id, rid) == 0;
}

/* --- Slots ------------------------------------------------------------ */

/* The last bits of FNV-1a are its weakest. */
static size_t
place(const struct rid_slots *s, uint64_t hash)
{
	return (hash ^ hash >> 29) & (s->size - 1);
}

/* The slot of that request, or the free one at which the search ends. */
static struct rid_slot *
search(
    const struct rid_slots *s, uint64_t hash, const char *user, const char *rid)
{
	size_t at = place(s, hash);

	for (; s->at[at].hash; at = (at + 1) & (s->size - 1)) {
		if (s->at[at].hash == hash && s->at[at].rid &&
		    is_same(s->at[at].rid, user, rid))
			break;
	}
	return &s->at[at];
}

static struct rid_slot *
search_for(const struct rid_slots *s, const struct rid *r)
{
	return search(s, r->hash, r->user->name, r->id);
}

static void
fill(struct rid_slots *s, struct rid_slot *slot, struct rid_slot with)
{
	s->used += !slot->hash;
	*slot = with;
}

/* Where R stands; NULL: nowhere, or a newer one of its name does. */
static struct rid_slot *
slot_of(const struct rid_slots *s, const struct rid *r)
{
	struct rid_slot *slot = s->size ? search_for(s, r) : NULL;

	return slot && slot->rid == r ? slot : NULL;
}

/* Those behind the slot move up, where the gap would hide them. */
static void
close_gap(struct rid_slots *s, struct rid_slot *slot)
{
	size_t mask = s->size - 1, gap = (size_t)(slot - s->at);

	for (size_t at = (gap + 1) & mask; s->at[at].hash;
	     at = (at + 1) & mask) {
		size_t home = place(s, s->at[at].hash);
		if (((at - home) & mask) >= ((at - gap) & mask)) {
			s->at[gap] = s->at[at];
			gap = at;
		}
	}
	s->at[gap] = (struct rid_slot){ 0 };
	s->used--;
}

static void
take(struct rid_table *t, const struct rid *r)
{
	struct rid_slot *slot = slot_of(&t->now, r);

	if (slot)
		close_gap(&t->now, slot);
	/* Old slots keep their places: they are moved one after the other. */
	slot = slot_of(&t->old, r);
	if (slot)
		slot->rid = NULL;
}

/* --- Growing ---------------------------------------------------------- */

/*
 * Where what SLOT holds belongs. It is looked at only beside one of the same
 * hash: that memory has not been touched for long, and is far.
 */
static struct rid_slot *
home_of(const struct rid_slots *s, const struct rid_slot *slot)
{
	size_t at = place(s, slot->hash);

	for (; s->at[at].hash; at = (at + 1) & (s->size - 1)) {
		if (s->at[at].hash == slot->hash)
			return search_for(s, slot->rid);
	}
	return &s->at[at];
}

/*
 * Moves some of the old slots. The newer of two of a name is in the new ones
 * already, and stays. An old slot is left as it is, so that searches go on.
 */
static void
move(struct rid_table *t)
{
	size_t until = t->moved + MOVED;

	for (; t->moved < t->old.size && t->moved < until; t->moved++) {
		const struct rid_slot *slot = &t->old.at[t->moved];
		if (!slot->rid)
			continue;
		struct rid_slot *home = home_of(&t->now, slot);
		if (!home->hash)
			fill(&t->now, home, *slot);
	}
	if (t->moved < t->old.size)
		return;
	free(t->old.at);
	t->old = (struct rid_slots){ 0 };
}

/* A table that can't grow still works, as long as a slot is free. */
static bool
grow(struct rid_table *t)
{
	size_t size = t->now.size ? 2 * t->now.size : SIZE_MIN;

	while (t->old.at)
		move(t);
	struct rid_slot *at = calloc(size, sizeof(*at));
	if (!at)
		return t->now.used + 1 < t->now.size;
	t->old = t->now;
	t->now = (struct rid_slots){ .at = at, .size = size };
	t->moved = 0;
	return true;
}

static bool
make_room(struct rid_table *t)
{
	/* It ends long before the new ones are full. */
	if (t->old.at)
		move(t);
	return t->now.used < t->now.size / 4 * 3 || grow(t);
}

/* --- The table -------------------------------------------------------- */

static uint64_t
hash_of(const char *user, const char *rid)
{
	uint64_t hash = hash_str(hash_str(HASH_START, user), rid);

	return hash ? hash : 1;
}

struct rid *
rid_find(const struct rid_table *t, const char *user, const char *rid,
    int64_t now_ms)
{
	uint64_t hash = hash_of(user, rid);
	struct rid *r = NULL;

	if (t->now.size)
		r = search(&t->now, hash, user, rid)->rid;
	if (!r && t->old.size)
		r = search(&t->old, hash, user, rid)->rid;
	return r && now_ms - r->t_ms <= RID_KEPT_MS ? r : NULL;
}

size_t
rid_count(const struct rid_table *t, const char *user)
{
	const struct rid_user *of = rid_user_find(&t->users, user);

	return of ? of->count : 0;
}

bool
rid_reserve(struct rid_table *t, const char *user, const char *rid)
{
	size_t size = strlen(rid) + 1;
	struct rid_user *of = rid_user_named(&t->users, user);

	if (!of || !make_room(t))
		return false;
	free(t->spare);
	t->spare = malloc(sizeof(struct rid) + size);
	if (!t->spare)
		return false;
	memset(t->spare, 0, sizeof(struct rid));
	t->spare->user = of;
	memcpy(t->spare->id, rid, size);
	t->spare->hash = hash_of(user, rid);
	return true;
}

struct rid *
rid_put(struct rid_table *t, int64_t t_ms)
{
	struct rid *r = t->spare;

	assert(r);
	t->spare = NULL;
	r->t_ms = t_ms;
	fill(&t->now, search_for(&t->now, r), (struct rid_slot){ r->hash, r });
	if (t->last) {
		t->last->later = r;
	} else {
		t->first = r;
	}
	t->last = r;
	t->count++;
	r->user->count++;
	return r;
}

void
rid_forget(struct rid_table *t, int64_t now_ms, int limit)
{
	for (; limit > 0 && t->first; limit--) {
		struct rid *r = t->first;
		if (now_ms - r->t_ms <= RID_KEPT_MS)
			return;
		take(t, r);
		t->first = r->later;
		if (!t->first)
			t->last = NULL;
		t->count--;
		r->user->count--;
		free(r);
	}
}

void
rid_release(struct rid_table *t)
{
	while (t->first) {
		struct rid *r = t->first;
		t->first = r->later;
		free(r);
	}
	free(t->now.at);
	free(t->old.at);
	free(t->spare);
	rid_user_release(&t->users);
	*t = (struct rid_table){ 0 };
}
