/* Accounts made, stopped and given other secrets. */
#include "server/hall/decide.h"

/* As it is, and no event. Never refuses. */
static enum refusal
answer(const struct hall *h, const struct account *a, struct decision *out)
{
	out->outcome = (struct outcome){
		.type = OUTCOME_ACCOUNT,
		.replayed = true,
		.seq = h->seq,
		.account = a->name,
		.role = account_role_name(a->role),
		.state = account_state_name(a->disabled),
	};
	return REFUSE_NOT;
}

static void
about(struct hall *h, const struct request *r, const struct account *a,
    struct decision *out, enum event_type type)
{
	decide_event(h, r, out, type);
	out->event.account = a->name;
	out->event.role = account_role_name(a->role);
}

enum refusal
decide_account_add(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out)
{
	const struct account a = {
		.name = r->account,
		.role = account_role_named(r->role),
	};

	(void)now_ms;
	out->detail = r->account;
	if (account_find(&h->accounts, r->account))
		return REFUSE_ACCOUNTTHERE;
	out->detail = NULL;
	if (h->accounts.count >= ACCOUNTS_MAX)
		return REFUSE_ACCOUNTS;
	if (a.role == ACCOUNT_ROLES || !account_is_name(a.name))
		return REFUSE_ACCOUNTNAME;
	about(h, r, &a, out, EVENT_ACCOUNT_ADDED);
	out->event.secret = out->event.seq;
	out->event.verifier = r->verifier;
	return REFUSE_NOT;
}

static enum refusal
find(struct hall *h, const struct request *r, struct decision *out,
    const struct account **a)
{
	*a = account_find(&h->accounts, r->account);
	out->detail = *a ? NULL : r->account;
	return *a ? REFUSE_NOT : REFUSE_NOSUCHACCOUNT;
}

/* Without one, accounts could be mended on the daemon's machine alone. */
static bool
is_last_technician(const struct hall *h, const struct account *a)
{
	size_t left = 0;

	for (size_t i = 0; i < h->accounts.count; i++) {
		const struct account *at = &h->accounts.at[i];
		left += at->role == ACCOUNT_TECHNICIAN && !at->disabled;
	}
	return a->role == ACCOUNT_TECHNICIAN && left == 1;
}

enum refusal
decide_account_disable(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out)
{
	const struct account *a;
	enum refusal refusal = find(h, r, out, &a);

	(void)now_ms;
	if (refusal)
		return refusal;
	if (a->disabled)
		return answer(h, a, out);
	if (is_last_technician(h, a))
		return REFUSE_LASTTECHNICIAN;
	about(h, r, a, out, EVENT_ACCOUNT_DISABLED);
	return REFUSE_NOT;
}

enum refusal
decide_account_enable(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out)
{
	const struct account *a;
	enum refusal refusal = find(h, r, out, &a);

	(void)now_ms;
	if (refusal)
		return refusal;
	if (!a->disabled)
		return answer(h, a, out);
	about(h, r, a, out, EVENT_ACCOUNT_ENABLED);
	return REFUSE_NOT;
}

enum refusal
decide_account_secret(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out)
{
	const struct account *a;
	enum refusal refusal = find(h, r, out, &a);

	(void)now_ms;
	if (refusal)
		return refusal;
	about(h, r, a, out, EVENT_ACCOUNT_SECRET);
	out->event.state = account_state_name(a->disabled);
	out->event.secret = out->event.seq;
	out->event.verifier = r->verifier;
	out->event.replaced = a->secret;
	return REFUSE_NOT;
}
