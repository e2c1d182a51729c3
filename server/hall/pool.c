#include "server/hall/pool.h"

#include <stdbool.h>
#include <stdlib.h>
#include <string.h>

#define BLOCK_SIZE 8192

struct pool_entry {
	struct pool_entry *next;
	char s[];
};

/* Entries lie in few blocks, so that their strings are known by address. */
struct pool_block {
	struct pool_block *next;
	size_t used, size; /* of what follows */
	_Alignas(struct pool_entry) char at[];
};

uint64_t
hash_str(uint64_t h, const char *s)
{
	/* The 0 at the end counts, so that "a","bc" is not "ab","c". */
	for (;; s++) {
		h ^= (unsigned char)*s;
		h *= 0x100000001b3u;
		if (!*s)
			return h;
	}
}

static bool
is_kept(const struct pool *p, const char *s)
{
	for (const struct pool_block *b = p->blocks; b; b = b->next) {
		if ((uintptr_t)s - (uintptr_t)b->at < b->used)
			return true;
	}
	return false;
}

const char *
pool_find(const struct pool *p, const char *s)
{
	if (!s || is_kept(p, s))
		return s;
	struct pool_entry *e =
	    p->bucket[hash_str(HASH_START, s) % POOL_BUCKETS];

	while (e && strcmp(e->s, s) != 0)
		e = e->next;
	return e ? e->s : NULL;
}

static struct pool_entry *
take(struct pool *p, size_t size)
{
	struct pool_block *b = p->blocks;
	size_t align = _Alignof(struct pool_entry);

	size = (size + align - 1) / align * align;
	if (!b || b->size - b->used < size) {
		size_t room = size > BLOCK_SIZE ? size : BLOCK_SIZE;
		b = malloc(sizeof(*b) + room);
		if (!b)
			return NULL;
		*b = (struct pool_block){ p->blocks, 0, room };
		p->blocks = b;
	}
	b->used += size;
	return (struct pool_entry *)(void *)(b->at + b->used - size);
}

const char *
pool_add(struct pool *p, const char *s)
{
	const char *found = pool_find(p, s);

	if (found || !s)
		return found;
	size_t size = strlen(s) + 1;
	struct pool_entry *e = take(p, sizeof(*e) + size);
	if (!e)
		return NULL;
	struct pool_entry **bucket =
	    &p->bucket[hash_str(HASH_START, s) % POOL_BUCKETS];
	memcpy(e->s, s, size);
	e->next = *bucket;
	*bucket = e;
	return e->s;
}

void
pool_release(struct pool *p)
{
	while (p->blocks) {
		struct pool_block *b = p->blocks;
		p->blocks = b->next;
		free(b);
	}
}
