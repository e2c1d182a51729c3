/* Accounts made state. */
#include <assert.h>

#include "server/hall/apply.h"

void
apply_account_added(struct hall *h, const struct event *e)
{
	struct account a = {
		.name = pool_find(&h->pool, e->account),
		.role = account_role_named(e->role),
		.secret = e->secret,
	};

	apply_copy(a.verifier, sizeof(a.verifier), e->verifier);
	account_put(&h->accounts, &a);
}

/* ACCOUNT_DISABLED and ACCOUNT_ENABLED. */
void
apply_account_state(struct hall *h, const struct event *e)
{
	struct account *a = account_find(&h->accounts, e->account);

	assert(a);
	a->disabled = e->type == EVENT_ACCOUNT_DISABLED;
}

void
apply_account_secret(struct hall *h, const struct event *e)
{
	struct account *a = account_find(&h->accounts, e->account);

	assert(a);
	a->secret = e->secret;
	apply_copy(a->verifier, sizeof(a->verifier), e->verifier);
}
