/*
 * Accounts: who may speak to the hall, in which role. Devices and people have
 * one each; whoever speaks on the daemon's own machine needs none.
 *
 * What a secret is compared with, its verifier, is no state that a replay
 * brings back by itself: the journal keeps it apart from the event, as it
 * keeps what is personal, and hands it over with the event when it loads.
 */
#ifndef HAO_ACCOUNT_H
#define HAO_ACCOUNT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define ACCOUNTS_MAX	 2000
#define ACCOUNT_VERIFIER 128 /* bytes, with the 0 that ends it */

enum account_role {
	ACCOUNT_STRANGER, /* has not said who it is */
	ACCOUNT_LOCAL,	  /* needn't: it is on the daemon's own machine */
	ACCOUNT_KIOSK,	  /* devices, from here … */
	ACCOUNT_DISPLAY,
	ACCOUNT_PAD,
	ACCOUNT_COUNTER,
	ACCOUNT_WEB,   /* what speaks for people's phones */
	ACCOUNT_CLERK, /* people, from here: has a PIN, at a counter alone */
	ACCOUNT_SUPERVISOR,
	ACCOUNT_MANAGER,
	ACCOUNT_TECHNICIAN,
	ACCOUNT_ROLES
};

struct account {
	const char *name; /* the pool's */
	enum account_role role;
	bool disabled;
	int64_t secret; /* the seq of the event that brought its secret */
	char verifier[ACCOUNT_VERIFIER]; /* "" when the journal has none */
};

/* In the order of their names. */
struct account_table {
	struct account *at;
	size_t count, cap;
};

const char *account_role_name(enum account_role role);
/* ACCOUNT_ROLES when NAME is none that an account can have. */
enum account_role account_role_named(const char *name);
bool account_is_device(enum account_role role);
/* Can a connection be one? A clerk is somebody at a counter alone. */
bool account_connects(enum account_role role);
const char *account_state_name(bool disabled);

/* Letters, digits, and . _ - : nothing that a log would have to escape. */
bool account_is_name(const char *name);

/* NULL when there is none. */
struct account *account_find(const struct account_table *t, const char *name);
/* Memory for one more; false: there is none. */
bool account_reserve(struct account_table *t)
    __attribute__((warn_unused_result));
/* Puts A, of a name not there before, where memory was reserved. */
void account_put(struct account_table *t, const struct account *a);
void account_release(struct account_table *t);

struct hall;
/* What others read; borrowed until the next apply. NULL: no such account. */
const struct account *hall_account(const struct hall *h, const char *name);
/* The first one whose name is above NAME; NULL: there is none. */
const struct account *hall_next_account(const struct hall *h, const char *name);
/* One of that role that is not disabled. */
bool hall_has_role(const struct hall *h, enum account_role role);

#endif
