/*
 * Whose requests are remembered, and how many of each: none may fill the
 * memory. Who was once there stays; there are no more of them than accounts.
 */
#ifndef HAO_RID_USER_H
#define HAO_RID_USER_H

#include <stddef.h>

struct rid_user {
	size_t count;
	char name[];
};

/* In the order of their names. */
struct rid_users {
	struct rid_user **at;
	size_t count, cap;
};

/* Borrowed, and never moved. NULL: nothing of NAME's was ever remembered. */
struct rid_user *rid_user_find(const struct rid_users *u, const char *name);
/* The same, made if there is none; NULL: out of memory. */
struct rid_user *rid_user_named(struct rid_users *u, const char *name)
    __attribute__((warn_unused_result));
void rid_user_release(struct rid_users *u);

#endif
