/* Strings that live as long as the hall, each kept once. */
#ifndef HAO_POOL_H
#define HAO_POOL_H

#include <stdint.h>

#define POOL_BUCKETS 256

struct pool_entry;
struct pool_block;

struct pool {
	struct pool_entry *bucket[POOL_BUCKETS];
	struct pool_block *blocks; /* of memory; the newest is being filled */
};

/* The kept copy of S, made if need be; NULL: out of memory. NULL of NULL. */
const char *pool_add(struct pool *p, const char *s);
/* The kept copy, or NULL. Quickest when S is the kept copy itself. */
const char *pool_find(const struct pool *p, const char *s);
void pool_release(struct pool *p);

/* FNV-1a, 64 bits. http://www.isthe.com/chongo/tech/comp/fnv/ */
#define HASH_START 0xcbf29ce484222325u
uint64_t hash_str(uint64_t h, const char *s);

#endif
