#include "server/hall/pool.h"

#include <stdlib.h>
#include <string.h>

struct pool_entry {
	struct pool_entry *next;
	char s[];
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

const char *
pool_find(const struct pool *p, const char *s)
{
	if (!s)
		return NULL;
	struct pool_entry *e =
	    p->bucket[hash_str(HASH_START, s) % POOL_BUCKETS];

	while (e && strcmp(e->s, s) != 0)
		e = e->next;
	return e ? e->s : NULL;
}

const char *
pool_add(struct pool *p, const char *s)
{
	const char *found = pool_find(p, s);

	if (found || !s)
		return found;
	size_t size = strlen(s) + 1;
	struct pool_entry *e = malloc(sizeof(*e) + size);
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
	for (int i = 0; i < POOL_BUCKETS; i++) {
		while (p->bucket[i]) {
			struct pool_entry *e = p->bucket[i];
			p->bucket[i] = e->next;
			free(e);
		}
	}
}
