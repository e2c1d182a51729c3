#include "server/hall/rid_user.h"

#include <stdlib.h>
#include <string.h>

#include "server/hall/grow.h"

/* How many names are below NAME; what stands there is NAME's, or above. */
static size_t
place_of(const struct rid_users *u, const char *name)
{
	size_t low = 0, high = u->count;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (strcmp(u->at[mid]->name, name) < 0) {
			low = mid + 1;
		} else {
			high = mid;
		}
	}
	return low;
}

struct rid_user *
rid_user_find(const struct rid_users *u, const char *name)
{
	size_t at = place_of(u, name);

	return at < u->count && strcmp(u->at[at]->name, name) == 0 ? u->at[at]
								   : NULL;
}

static struct rid_user *
make(const char *name)
{
	size_t size = strlen(name) + 1;
	struct rid_user *made = malloc(sizeof(*made) + size);

	if (!made)
		return NULL;
	made->count = 0;
	memcpy(made->name, name, size);
	return made;
}

struct rid_user *
rid_user_named(struct rid_users *u, const char *name)
{
	struct rid_user *user = rid_user_find(u, name);

	if (user)
		return user;
	void *to = grow_one(u->at, &u->cap, u->count, sizeof(void *));
	if (!to)
		return NULL;
	u->at = to;
	if (!(user = make(name)))
		return NULL;
	size_t at = place_of(u, name);
	memmove(&u->at[at + 1], &u->at[at], (u->count - at) * sizeof(void *));
	u->at[at] = user;
	u->count++;
	return user;
}

void
rid_user_release(struct rid_users *u)
{
	for (size_t i = 0; i < u->count; i++)
		free(u->at[i]);
	free(u->at);
	*u = (struct rid_users){ 0 };
}
