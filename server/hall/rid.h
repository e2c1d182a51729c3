/*
 * Requests already answered, by (account, request id), for a day of hall
 * time: a hash table of open addresses, and one list in the order of time.
 * When the table is full, one of twice the size takes over; what the old one
 * holds is moved some slots at a time, so that no command pays for moving
 * all that a busy day has brought.
 */
#ifndef HAO_RID_H
#define HAO_RID_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "server/hall/outcome.h"
#include "server/hall/rid_user.h"

#define RID_KEPT_MS ((int64_t)24 * 3600 * 1000)

struct rid {
	struct rid *later;
	uint64_t hash, args;
	int64_t t_ms;
	struct outcome outcome;
	struct rid_user *user; /* the table's */
	bool voided;	       /* cancelled: what it issued, or for good */
	char id[];
};

/* A slot keeps the hash, so that others' requests need not be looked at. */
struct rid_slot {
	uint64_t hash;	 /* 0: free */
	struct rid *rid; /* NULL, though not free: forgotten */
};

struct rid_slots {
	struct rid_slot *at;
	size_t size, used; /* a power of two, or 0; those taken */
};

struct rid_table {
	struct rid_slots now, old; /* the old ones are being moved */
	size_t moved;		   /* of the old ones */
	size_t count;		   /* in the list */
	struct rid *first, *last;
	struct rid *spare;
	struct rid_users users;
};

/* NULL when it is unknown or older than a day at NOW_MS. */
struct rid *rid_find(const struct rid_table *t, const char *user,
    const char *rid, int64_t now_ms);
/* How many of USER's are remembered. */
size_t rid_count(const struct rid_table *t, const char *user);
/* Memory for one more; false: there is none. */
bool rid_reserve(struct rid_table *t, const char *user, const char *rid)
    __attribute__((warn_unused_result));
/* Puts what was reserved in. A request known before is replaced. */
struct rid *rid_put(struct rid_table *t, int64_t t_ms);
void rid_forget(struct rid_table *t, int64_t now_ms, int limit);
void rid_release(struct rid_table *t);

#endif
