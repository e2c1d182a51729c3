#include "server/hall/rid.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "server/hall/pool.h"

#define BUCKETS_MIN 1024

static bool
is_same(const struct rid *r, const char *user, const char *rid)
{
	return strcmp(r->key, user) == 0 &&
	    strcmp(r->key + r->user_len + 1, rid) == 0;
}

/* Buckets up to `buckets - half` are split in two already. */
static size_t
place(const struct rid_table *t, uint64_t hash)
{
	size_t at = hash & (2 * t->half - 1);

	return at < t->buckets ? at : at - t->half;
}

struct rid *
rid_find(const struct rid_table *t, const char *user, const char *rid,
    int64_t now_ms)
{
	if (t->buckets == 0)
		return NULL;
	uint64_t hash = hash_str(hash_str(HASH_START, user), rid);
	struct rid *r = t->bucket[place(t, hash)];

	while (r && (r->hash != hash || !is_same(r, user, rid)))
		r = r->chain;
	return r && now_ms - r->t_ms <= RID_KEPT_MS ? r : NULL;
}

static bool
make_room(struct rid_table *t)
{
	size_t cap = t->cap ? t->cap * 2 : BUCKETS_MIN;
	struct rid **bucket = realloc(t->bucket, cap * sizeof(struct rid *));

	if (!bucket)
		return false;
	t->bucket = bucket;
	t->cap = cap;
	return true;
}

/* Splits the next bucket; chains keep their order, the newest first. */
static void
split(struct rid_table *t)
{
	struct rid **stay = &t->bucket[t->buckets - t->half];
	struct rid **leave = &t->bucket[t->buckets];

	for (struct rid *r = *stay; r; r = r->chain) {
		if (r->hash & t->half) {
			*leave = r;
			leave = &r->chain;
		} else {
			*stay = r;
			stay = &r->chain;
		}
	}
	*stay = NULL;
	*leave = NULL;
	t->buckets++;
	if (t->buckets == 2 * t->half)
		t->half = t->buckets;
}

/* One bucket more; a table that can't grow still works. */
static bool
grow(struct rid_table *t)
{
	if (t->buckets == t->cap && !make_room(t))
		return t->buckets > 0;
	if (t->buckets == 0) {
		memset(t->bucket, 0, t->cap * sizeof(struct rid *));
		t->buckets = t->half = t->cap;
		return true;
	}
	split(t);
	return true;
}

bool
rid_reserve(struct rid_table *t, const char *user, const char *rid)
{
	size_t user_len = strlen(user), rid_len = strlen(rid);

	if (t->count >= t->buckets && !grow(t))
		return false;
	free(t->spare);
	t->spare = malloc(sizeof(struct rid) + user_len + rid_len + 2);
	if (!t->spare)
		return false;
	memset(t->spare, 0, sizeof(struct rid));
	t->spare->user_len = user_len;
	memcpy(t->spare->key, user, user_len + 1);
	memcpy(t->spare->key + user_len + 1, rid, rid_len + 1);
	t->spare->hash = hash_str(hash_str(HASH_START, user), rid);
	return true;
}

static struct rid **
chain_link(struct rid_table *t, const struct rid *r)
{
	struct rid **link = &t->bucket[place(t, r->hash)];

	while (*link && *link != r)
		link = &(*link)->chain;
	return link;
}

struct rid *
rid_put(struct rid_table *t, int64_t t_ms)
{
	struct rid *r = t->spare;

	assert(r);
	t->spare = NULL;
	r->t_ms = t_ms;
	/* The newest stands first in its chain and hides an older one. */
	struct rid **bucket = &t->bucket[place(t, r->hash)];
	r->chain = *bucket;
	*bucket = r;
	if (t->last) {
		t->last->later = r;
	} else {
		t->first = r;
	}
	t->last = r;
	t->count++;
	return r;
}

void
rid_forget(struct rid_table *t, int64_t now_ms, int limit)
{
	for (; limit > 0 && t->first; limit--) {
		struct rid *r = t->first;
		if (now_ms - r->t_ms <= RID_KEPT_MS)
			return;
		*chain_link(t, r) = r->chain;
		t->first = r->later;
		if (!t->first)
			t->last = NULL;
		t->count--;
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
	free(t->bucket);
	free(t->spare);
	*t = (struct rid_table){ 0 };
}
