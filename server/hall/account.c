#include "server/hall/account.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "proto/limits.h"
#include "server/hall/grow.h"
#include "server/hall/state.h"

static const char *const role_names[ACCOUNT_ROLES] = {
	[ACCOUNT_STRANGER] = "stranger",
	[ACCOUNT_LOCAL] = "local",
	[ACCOUNT_KIOSK] = "kiosk",
	[ACCOUNT_DISPLAY] = "display",
	[ACCOUNT_PAD] = "pad",
	[ACCOUNT_COUNTER] = "counter",
	[ACCOUNT_WEB] = "web",
	[ACCOUNT_CLERK] = "clerk",
	[ACCOUNT_SUPERVISOR] = "supervisor",
	[ACCOUNT_MANAGER] = "manager",
	[ACCOUNT_TECHNICIAN] = "technician",
};

const char *
account_role_name(enum account_role role)
{
	return role_names[role];
}

enum account_role
account_role_named(const char *name)
{
	enum account_role role = ACCOUNT_KIOSK;

	while (role < ACCOUNT_ROLES &&
	    (!name || strcmp(role_names[role], name) != 0))
		role++;
	return role;
}

bool
account_is_device(enum account_role role)
{
	return role >= ACCOUNT_KIOSK && role < ACCOUNT_CLERK;
}

bool
account_connects(enum account_role role)
{
	return role != ACCOUNT_CLERK;
}

const char *
account_state_name(bool disabled)
{
	return disabled ? "disabled" : "enabled";
}

bool
account_is_name(const char *name)
{
	static const char letters[] = "abcdefghijklmnopqrstuvwxyz"
				      "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
				      "0123456789._-";
	size_t len = strlen(name);

	/* Events say so of whoever needs no account. */
	if (strcmp(name, role_names[ACCOUNT_LOCAL]) == 0)
		return false;
	return len > 0 && len <= LIMIT_NAME && strspn(name, letters) == len;
}

/* How many names are below NAME; what stands there is NAME's, or above. */
static size_t
place_of_name(const struct account_table *t, const char *name)
{
	size_t low = 0, high = t->count;

	while (low < high) {
		size_t mid = low + (high - low) / 2;
		if (strcmp(t->at[mid].name, name) < 0) {
			low = mid + 1;
		} else {
			high = mid;
		}
	}
	return low;
}

struct account *
account_find(const struct account_table *t, const char *name)
{
	size_t at = place_of_name(t, name);

	return at < t->count && strcmp(t->at[at].name, name) == 0 ? &t->at[at]
								  : NULL;
}

bool
account_reserve(struct account_table *t)
{
	struct account *to = grow_one(t->at, &t->cap, t->count, sizeof(*to));

	if (to)
		t->at = to;
	return to != NULL;
}

void
account_put(struct account_table *t, const struct account *a)
{
	size_t at = place_of_name(t, a->name);

	assert(t->count < t->cap);
	memmove(&t->at[at + 1], &t->at[at], (t->count - at) * sizeof(*t->at));
	t->at[at] = *a;
	t->count++;
}

void
account_release(struct account_table *t)
{
	free(t->at);
	*t = (struct account_table){ 0 };
}

const struct account *
hall_account(const struct hall *h, const char *name)
{
	return account_find(&h->accounts, name);
}

const struct account *
hall_next_account(const struct hall *h, const char *name)
{
	const struct account_table *t = &h->accounts;
	size_t at = place_of_name(t, name);

	if (at < t->count && strcmp(t->at[at].name, name) == 0)
		at++;
	return at < t->count ? &t->at[at] : NULL;
}

bool
hall_has_role(const struct hall *h, enum account_role role)
{
	for (size_t i = 0; i < h->accounts.count; i++) {
		const struct account *a = &h->accounts.at[i];
		if (a->role == role && !a->disabled)
			return true;
	}
	return false;
}
