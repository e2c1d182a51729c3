/*
 * Requests already answered, by (account, request id), for a day of hall
 * time. A hash table of chains, and one list in the order of time. The table
 * grows by a bucket at a time (W. Litwin, "Linear hashing", VLDB 1980), so
 * that no command pays for moving all that a busy day has brought.
 */
#ifndef HAO_RID_H
#define HAO_RID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/hall/outcome.h"

#define RID_KEPT_MS ((int64_t)24 * 3600 * 1000)

struct rid {
	struct rid *chain, *later;
	uint64_t hash, args;
	int64_t t_ms;
	struct outcome outcome;
	bool voided; /* cancelled: what it issued, or for good */
	size_t user_len;
	char key[]; /* user, 0, request id, 0 */
};

struct rid_table {
	struct rid **bucket;
	size_t buckets, half; /* in use; the power of two not above it */
	size_t cap, count;
	struct rid *first, *last;
	struct rid *spare;
};

/* NULL when it is unknown or older than a day at NOW_MS. */
struct rid *rid_find(const struct rid_table *t, const char *user,
    const char *rid, int64_t now_ms);
/* Memory for one more; false: there is none. */
bool rid_reserve(struct rid_table *t, const char *user, const char *rid)
    __attribute__((warn_unused_result));
/* Puts what was reserved in. A request known before is replaced. */
struct rid *rid_put(struct rid_table *t, int64_t t_ms);
void rid_forget(struct rid_table *t, int64_t now_ms, int limit);
void rid_release(struct rid_table *t);

#endif
