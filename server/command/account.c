/* ACCOUNT and PAIR: who may come in. */
#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "proto/words.h"
#include "server/account/checks.h"
#include "server/command/command.h"
#include "server/command/login.h"
#include "server/hall/hall.h"
#include "server/net/conn.h"
#include "server/server.h"

#define LIST_MAX 100 /* in one reply */
#define KEEPERS	 (ROLE(MANAGER) | ROLE(TECHNICIAN))

#define AT(field) offsetof(struct request, field)
#define RID                             \
 {                                      \
  "RID", WORD_RID, true, false, AT(rid) \
 }
#define NAME                                  \
 {                                            \
  "name", WORD_NAME, false, true, AT(account) \
 }
#define SECRET                                   \
 {                                               \
  "SECRET", WORD_SECRET, true, false, AT(secret) \
 }

/* --- Who may ------------------------------------------------------------ */

/* A manager keeps clerks and supervisors, a technician everybody. */
static bool
may_keep(struct call *call, enum account_role role)
{
	bool theirs = role == ACCOUNT_CLERK || role == ACCOUNT_SUPERVISOR;

	return command_may(call, theirs ? KEEPERS : (uint32_t)ROLE(TECHNICIAN));
}

/* The account that the request names, if the caller keeps it. */
static const struct account *
find_kept(struct call *call, const char *name)
{
	const struct account *a = hall_account(call->server->hall, name);

	if (!a) {
		command_refuse(call, REFUSE_NOSUCHACCOUNT, name);
		return NULL;
	}
	return may_keep(call, a->role) ? a : NULL;
}

/* --- Secrets ------------------------------------------------------------ */

static bool
make_device(struct call *call, struct request *r)
{
	if (r->secret) {
		command_badarg(call,
		    "a device's secret is made for it: leave out", "SECRET");
		return false;
	}
	secret_make(call->secret);
	secret_of_device(call->verifier, call->secret);
	r->verifier = call->verifier;
	return true;
}

static bool
make_person(struct call *call, struct request *r, enum account_role role)
{
	const char *flaw = r->secret ? secret_flaw(role, r->secret)
				     : "a person's needs SECRET and a value";

	if (flaw) {
		command_badarg(call, flaw, NULL);
		return false;
	}
	r->verifier = call->verifier;
	enum check_result result = checks_make(
	    call->server->checks, call->conn, r->secret, call->verifier);
	if (result != CHECK_WRONG)
		return command_is_right(call, result);
	command_refuse(call, REFUSE_NOMEMORY, NULL);
	return false;
}

static bool
make_verifier(struct call *call, struct request *r, enum account_role role)
{
	if (!may_keep(call, role))
		return false;
	return account_is_device(role) ? make_device(call, r)
				       : make_person(call, r, role);
}

static bool
before_add(struct call *call, struct request *r)
{
	enum account_role role = account_role_named(r->role);

	call->secretive = true;
	if (role == ACCOUNT_ROLES || !account_is_name(r->account)) {
		command_refuse(call, REFUSE_ACCOUNTNAME, NULL);
		return false;
	}
	return make_verifier(call, r, role);
}

static bool
before_secret(struct call *call, struct request *r)
{
	const struct account *a = find_kept(call, r->account);

	call->secretive = true;
	return a && make_verifier(call, r, a->role);
}

static bool
before_state(struct call *call, struct request *r)
{
	return find_kept(call, r->account) != NULL;
}

/* Whoever came in by what holds no more goes. */
static void
after_change(struct call *call, const struct request *r)
{
	bool own = strcmp(call->conn->user, r->account) == 0;

	server_drop_user(call->server, r->account, call->conn);
	if (own && r->type == REQUEST_ACCOUNT_DISABLE)
		call->conn->closing = true;
}

/* --- Pairing ------------------------------------------------------------ */

static void
reply_code(struct call *call, const struct pairing *p)
{
	struct reply *r = &call->reply;

	reply_map(r, NULL, 4);
	reply_str(r, F_ACCOUNT, p->name);
	reply_str(r, F_ROLE, account_role_name(p->role));
	reply_str(r, F_CODE, p->code);
	reply_int(r, F_VALID, PAIRING_MS);
	reply_map_end(r);
}

static void
exec_pair(struct call *call, const struct command *self)
{
	struct server *s = call->server;
	const char *name = call->argv[2];
	struct pairing p = { .role = account_role_named(call->argv[3]) };

	(void)self;
	if (command_is_mending(call))
		return;
	const struct account *a = hall_account(s->hall, name);
	if (!account_is_device(p.role) || !account_is_name(name) ||
	    (a && a->role != p.role)) {
		command_refuse(call, REFUSE_ACCOUNTNAME, NULL);
		return;
	}
	if (!may_keep(call, p.role))
		return;
	memcpy(p.name, name, strlen(name) + 1);
	memcpy(p.by, call->conn->user, sizeof(p.by));
	pairings_put(&s->pairings, &p, s->clock.boot_ms);
	reply_code(call, &p);
}

/* The device brings its account with it, or another secret for it. */
static void
exec_paired(struct call *call, const struct command *self)
{
	struct server *s = call->server;
	struct pairing p;
	struct request r = { 0 };

	(void)self;
	call->secretive = true;
	if (command_is_mending(call))
		return;
	if (!pairings_take(&s->pairings, call->argv[1], s->clock.boot_ms, &p)) {
		login_guessed(call, call->argv[1]);
		return;
	}
	r = (struct request){
		.type = hall_account(s->hall, p.name) ? REQUEST_ACCOUNT_SECRET
						      : REQUEST_ACCOUNT_ADD,
		.user = p.by,
		.terminal = "",
		.from = call->conn->address,
		.account = p.name,
		.role = account_role_name(p.role),
	};
	if (!make_device(call, &r))
		return;
	command_ask(call, &r);
	server_drop_user(s, p.name, call->conn);
}

/* The secret is told by the reply that made it, and never again. */
void
command_reply_account(struct call *call, const struct outcome *o)
{
	struct reply *r = &call->reply;
	bool tells = call->secret[0] && !o->replayed;

	reply_map(r, NULL, 5 + (size_t)tells);
	reply_str(r, F_ACCOUNT, o->account);
	reply_str(r, F_ROLE, o->role);
	reply_str(r, F_STATE, o->state);
	r->secret = tells;
	if (tells)
		reply_str(r, F_SECRET, call->secret);
	reply_int(r, F_SEQ, o->seq);
	reply_int(r, F_REPLAYED, o->replayed);
	reply_map_end(r);
}

/* --- The list ----------------------------------------------------------- */

static void
put_account(struct reply *r, const struct account *a)
{
	reply_map(r, NULL, 3);
	reply_str(r, F_ACCOUNT, a->name);
	reply_str(r, F_ROLE, account_role_name(a->role));
	reply_str(r, F_STATE, account_state_name(a->disabled));
	reply_map_end(r);
}

static void
exec_list(struct call *call, const struct command *self)
{
	const struct hall *h = call->server->hall;
	const char *after = call->argc > 3 ? call->argv[3] : "";
	const struct account *a;
	size_t count = 0;

	if (command_is_mending(call))
		return;
	if (call->argc == 3 ||
	    (call->argc > 3 && strcasecmp(call->argv[2], "AFTER") != 0)) {
		command_badarg(call, "say", self->summary);
		return;
	}
	a = hall_next_account(h, after);
	for (; a && count < LIST_MAX; a = hall_next_account(h, a->name))
		count++;
	reply_list(&call->reply, NULL, count);
	a = hall_next_account(h, after);
	for (; count > 0; a = hall_next_account(h, a->name), count--)
		put_account(&call->reply, a);
	reply_list_end(&call->reply);
}

const struct command commands_account[] = {
	{
	    .family = "ACCOUNT",
	    .name = "ADD",
	    .exec = command_decide,
	    .roles = KEEPERS,
	    .args_min = 2,
	    .args_max = 6,
	    .request = REQUEST_ACCOUNT_ADD,
	    .words = { NAME, { "role", WORD_CODE, false, true, AT(role) },
		SECRET, RID },
	    .before = before_add,
	    .summary = "ACCOUNT ADD name role [SECRET s] [RID r]",
	},
	{
	    .family = "ACCOUNT",
	    .name = "SECRET",
	    .exec = command_decide,
	    .roles = KEEPERS,
	    .args_min = 1,
	    .args_max = 5,
	    .request = REQUEST_ACCOUNT_SECRET,
	    .words = { NAME, SECRET, RID },
	    .before = before_secret,
	    .after = after_change,
	    .summary = "ACCOUNT SECRET name [SECRET s] [RID r]",
	},
	{
	    .family = "ACCOUNT",
	    .name = "DISABLE",
	    .exec = command_decide,
	    .roles = KEEPERS,
	    .args_min = 1,
	    .args_max = 3,
	    .request = REQUEST_ACCOUNT_DISABLE,
	    .words = { NAME, RID },
	    .before = before_state,
	    .after = after_change,
	    .summary = "ACCOUNT DISABLE name [RID r]",
	},
	{
	    .family = "ACCOUNT",
	    .name = "ENABLE",
	    .exec = command_decide,
	    .roles = KEEPERS,
	    .args_min = 1,
	    .args_max = 3,
	    .request = REQUEST_ACCOUNT_ENABLE,
	    .words = { NAME, RID },
	    .before = before_state,
	    .summary = "ACCOUNT ENABLE name [RID r]",
	},
	{
	    .family = "ACCOUNT",
	    .name = "PAIR",
	    .exec = exec_pair,
	    .roles = KEEPERS,
	    .args_min = 2,
	    .args_max = 2,
	    .summary = "ACCOUNT PAIR name role",
	},
	{
	    .family = "ACCOUNT",
	    .name = "LIST",
	    .exec = exec_list,
	    .roles = KEEPERS,
	    .args_max = 2,
	    .summary = "ACCOUNT LIST [AFTER name]",
	},
	{
	    .family = "PAIR",
	    .exec = exec_paired,
	    .roles = ROLES_ANYBODY,
	    .args_min = 1,
	    .args_max = 1,
	    .summary = "PAIR code",
	},
	{ 0 },
};
