#include "server/command/login.h"

#include <string.h>

#include "proto/words.h"
#include "server/account/checks.h"
#include "server/command/command.h"
#include "server/hall/hall.h"
#include "server/hall/request.h"
#include "server/net/conn.h"
#include "server/server.h"

_Static_assert(GUESSES_ADDRESS == CONN_ADDRESS, "an address is one");

static void
note_guess(struct call *call)
{
	struct server *s = call->server;

	guesses_note(&s->guesses, call->conn->address, s->clock.boot_ms);
}

bool
command_is_right(struct call *call, enum check_result result)
{
	switch (result) {
	case CHECK_RIGHT:
		return true;
	case CHECK_LATER:
		call->later = true;
		return false;
	case CHECK_WRONG:
		note_guess(call);
		reply_error(&call->reply, E_WRONGPASS,
		    "账户或密码有误 · no such account or secret");
		return false;
	case CHECK_BUSY:
		reply_error(&call->reply, E_UNAVAILABLE,
		    "登录繁忙,请稍候 · too many secrets are being looked at;"
		    " try again in some seconds");
		return false;
	}
	return false;
}

/* The account, if it is one that may come in by its secret. */
static const struct account *
find_account(const struct hall *h, const char *user)
{
	const struct account *a = hall_account(h, user);

	return a && !a->disabled && account_connects(a->role) ? a : NULL;
}

static enum check_result
look(struct call *call, const struct account *a, const char *user,
    const char *secret)
{
	struct checks *cs = call->server->checks;
	bool device = a && account_is_device(a->role);

	/* A whole hall of devices comes back at once after a restart. */
	if (device && secret_is_devices(a->verifier, secret))
		return CHECK_RIGHT;
	const struct check_ask ask = { .subject = user,
		.verifier = a && !device ? a->verifier : NULL,
		.secret = secret };
	enum check_result result = checks_look(cs, call->conn, &ask);
	return result == CHECK_RIGHT && !a ? CHECK_WRONG : result;
}

bool
login_user(struct call *call, const char *user, const char *secret)
{
	struct conn *c = call->conn;

	call->secretive = true;
	if (command_is_mending(call))
		return false;
	const struct account *a = find_account(call->server->hall, user);
	if (!command_is_right(call, look(call, a, user, secret)))
		return false;
	conn_become(c, a);
	return true;
}

/* The clerk at the counter, if it is the terminal's; else NULL. */
static const char *
clerk_of(const struct call *call, const struct request *r)
{
	const struct hall *h = call->server->hall;
	struct counter_view v;
	size_t i;

	if (!hall_find_counter(h, r->counter, &i))
		return NULL;
	hall_counter_view(h, i, &v);
	bool ours = v.clerk && !v.lapsed &&
	    strcmp(v.terminal, r->terminal) == 0;
	return ours ? v.clerk : NULL;
}

static bool
is_stopped(const struct hall *h, const char *clerk)
{
	const struct account *a = hall_account(h, clerk);

	return a && a->role == ACCOUNT_CLERK && a->disabled;
}

/* The terminal that has the counter says again who is there. */
static bool
is_there(const struct call *call, const struct request *r)
{
	const char *clerk = clerk_of(call, r);

	return clerk && strcmp(clerk, r->clerk) == 0 &&
	    !is_stopped(call->server->hall, clerk);
}

bool
login_holds(struct call *call, const struct request *r)
{
	const struct hall *h = call->server->hall;
	bool leaves = r->type == REQUEST_OPEN || r->type == REQUEST_CLOSE;

	if (!r->counter || leaves || !hall_next_account(h, ""))
		return true;
	const char *clerk = clerk_of(call, r);
	if (!clerk || !is_stopped(h, clerk))
		return true;
	reply_error(&call->reply, E_NOPERM,
	    "该工作人员的账户已停用 · the account of this counter's clerk is"
	    " disabled");
	return false;
}

bool
login_clerk(struct call *call, struct request *r)
{
	const struct hall *h = call->server->hall;
	const struct account *a;

	call->secretive = r->secret != NULL;
	bool asked = hall_has_role(h, ACCOUNT_CLERK) || is_stopped(h, r->clerk);
	if (!asked || is_there(call, r))
		return true;
	if (!r->secret) {
		reply_error(&call->reply, E_WRONGPASS,
		    "请输入密码 · clerks have a PIN here: COUNTER OPEN label"
		    " CLERK n PIN p");
		return false;
	}
	a = hall_account(h, r->clerk);
	if (a && (a->role != ACCOUNT_CLERK || a->disabled))
		a = NULL;
	const struct check_ask ask = { .subject = r->clerk,
		.verifier = a ? a->verifier : NULL,
		.secret = r->secret };
	enum check_result result = checks_look(
	    call->server->checks, call->conn, &ask);
	if (result == CHECK_RIGHT && !a)
		result = CHECK_WRONG;
	return command_is_right(call, result);
}

void
login_guessed(struct call *call, const char *code)
{
	const struct check_ask ask = { .subject = "", .secret = code };
	enum check_result result = checks_look(
	    call->server->checks, call->conn, &ask);

	call->secretive = true;
	(void)command_is_right(
	    call, result == CHECK_RIGHT ? CHECK_WRONG : result);
}
