/* TICKET: what is asked about a ticket. */
#include <stddef.h>
#include <stdint.h>
#include <strings.h>

#include "proto/wire.h"
#include "proto/words.h"
#include "server/command/command.h"
#include "server/command/token.h"
#include "server/command/views.h"
#include "server/hall/estimate.h"
#include "server/hall/hall.h"
#include "server/hall/watch_view.h"
#include "server/net/conn.h"
#include "server/server.h"

#define AT(field) offsetof(struct request, field)
#define RID(needed)                      \
 {                                       \
  "RID", WORD_RID, true, needed, AT(rid) \
 }

/* What only some visits have: a hold, whom they wait for, further steps. */
static size_t
visit_pairs(const struct ticket_view *v)
{
	return (size_t)(v->matters > 0) + (size_t)(v->handled_ms > 0) +
	    (size_t)(v->hold != NULL) + (size_t)(v->until_ms > 0) +
	    2 * (size_t)(v->steps_count > 0) +
	    (size_t)(v->for_counter != NULL) + (size_t)(v->for_clerk != NULL);
}

static void
put_visit(struct reply *r, const struct ticket_view *v)
{
	if (v->matters > 0)
		reply_int(r, F_MATTERS, v->matters);
	if (v->handled_ms > 0)
		reply_int(r, F_HANDLED, v->handled_ms);
	if (v->hold)
		reply_str(r, F_HOLD, v->hold);
	if (v->until_ms > 0)
		reply_int(r, F_UNTIL, v->until_ms);
	if (v->for_counter)
		reply_str(r, F_FOR_COUNTER, v->for_counter);
	if (v->for_clerk)
		reply_str(r, F_FOR_CLERK, v->for_clerk);
	if (v->steps_count == 0)
		return;
	reply_list(r, F_STEPS, (size_t)v->steps_count);
	for (int64_t i = 0; i < v->steps_count; i++)
		reply_str(r, NULL, v->steps[i]);
	reply_list_end(r);
	reply_int(r, F_STEP, v->step);
}

/* Who serves, and how the paper came out, is no matter of a phone's. */
static void
hide_from_phones(const struct call *call, struct ticket_view *v)
{
	if (conn_role(call->conn) != ACCOUNT_WEB)
		return;
	v->clerk = v->for_clerk = v->printed = NULL;
}

/* TOKEN: with the one that is on its paper. */
static void
put_ticket(struct call *call, struct ticket_view *v, bool token)
{
	struct reply *r = &call->reply;
	struct estimate_wait wait;
	int64_t ahead = hall_ahead(call->server->hall, v->id);

	hide_from_phones(call, v);
	views_find_wait(call->server, v->id, &wait);
	size_t optional = (size_t)token + (size_t)(ahead >= 0) +
	    views_wait_pairs(&wait) + (size_t)(v->counter != NULL) +
	    (size_t)(v->clerk != NULL) + (size_t)(v->printed != NULL) +
	    (size_t)(v->called_ms > 0) + (size_t)(v->started_ms > 0) +
	    (size_t)(v->ended_ms > 0) + visit_pairs(v) + (size_t)v->training +
	    (size_t)(v->appointed_ms > 0) + (size_t)(v->rating > 0);

	reply_map(r, NULL, 9 + optional);
	reply_id(r, F_ID, v->id);
	reply_str(r, F_NUMBER, v->number);
	reply_str(r, F_SERVICE, v->service);
	reply_str(r, F_CLASS, v->class);
	reply_str(r, F_STATE, v->state);
	reply_day(r, F_DAY, v->day);
	reply_int(r, F_ISSUED, v->issued_ms);
	reply_int(r, F_CALLS, v->calls);
	reply_int(r, F_MISSES, v->misses);
	if (ahead >= 0)
		reply_int(r, F_AHEAD, ahead);
	views_wait(r, &wait);
	if (v->counter)
		reply_str(r, F_COUNTER, v->counter);
	if (v->clerk)
		reply_str(r, F_CLERK, v->clerk);
	if (v->printed)
		reply_str(r, F_PRINTED, v->printed);
	if (v->called_ms > 0)
		reply_int(r, F_CALLED, v->called_ms);
	if (v->started_ms > 0)
		reply_int(r, F_STARTED, v->started_ms);
	if (v->ended_ms > 0)
		reply_int(r, F_ENDED, v->ended_ms);
	put_visit(r, v);
	if (v->training)
		reply_int(r, F_TRAINING, 1);
	if (v->appointed_ms > 0)
		reply_int(r, F_APPOINTED, v->appointed_ms);
	if (v->rating > 0)
		reply_int(r, F_RATING, v->rating);
	if (token)
		token_put(call, v->id);
	reply_map_end(r);
}

/* The ticket of the call's third word, or an error replied. */
static bool
take_ticket(struct call *call, struct ticket_view *v)
{
	int64_t id;

	if (!token_resolve(call, 2))
		return false;
	const struct wire_slice slice = { call->argv[2], call->len[2] };
	if (!call->server->hall) {
		command_unavailable(call);
		return false;
	}
	if (!wire_int(&slice, &id)) {
		command_badarg(call, "an id is a number", call->argv[2]);
		return false;
	}
	if (!hall_ticket_view(call->server->hall, id, v)) {
		command_refuse(call, REFUSE_NOSUCHTICKET, NULL);
		return false;
	}
	return true;
}

static void
exec_get(struct call *call, const struct command *self)
{
	struct ticket_view v;

	(void)self;
	if (take_ticket(call, &v))
		put_ticket(call, &v, false);
}

static void
exec_ahead(struct call *call, const struct command *self)
{
	struct estimate_wait wait;
	struct ticket_view v;

	(void)self;
	if (!take_ticket(call, &v))
		return;
	int64_t ahead = hall_ahead(call->server->hall, v.id);
	views_find_wait(call->server, v.id, &wait);
	reply_map(&call->reply, NULL,
	    3 + (size_t)(ahead >= 0) + views_wait_pairs(&wait));
	reply_id(&call->reply, F_ID, v.id);
	reply_str(&call->reply, F_NUMBER, v.number);
	reply_str(&call->reply, F_STATE, v.state);
	if (ahead >= 0)
		reply_int(&call->reply, F_AHEAD, ahead);
	views_wait(&call->reply, &wait);
	reply_map_end(&call->reply);
}

static void
find_number(struct call *call, const char *number)
{
	const struct hall *h = call->server->hall;
	struct ticket_view v;

	if (hall_ticket_view(h, hall_find_number(h, number), &v)) {
		put_ticket(call, &v, false);
	} else {
		reply_nil(&call->reply);
	}
}

static void
exec_find(struct call *call, const struct command *self)
{
	struct server *s = call->server;
	struct ticket_view v;
	struct outcome o;
	bool by_number = strcasecmp(call->argv[2], "NUMBER") == 0;

	if (!by_number && strcasecmp(call->argv[2], "RID") != 0) {
		command_badarg(call, "say", self->summary);
	} else if (!s->hall) {
		command_unavailable(call);
	} else if (by_number) {
		find_number(call, call->argv[3]);
	} else if (!hall_find_rid(s->hall, conn_user(call->conn), call->argv[3],
		       s->clock.now_ms, &o)) {
		reply_nil(&call->reply);
	} else if (hall_ticket_view(s->hall, o.id, &v)) {
		put_ticket(call, &v, token_is_printed(call));
	} else {
		command_reply(call, &o);
	}
}

/* By a request's id, it cancels what that issued, or makes it void. */
static const struct command cancel_rid = {
	.family = "TICKET",
	.name = "CANCEL",
	.request = REQUEST_CANCEL,
	.words = { { "RID", WORD_RID, true, true, AT(victim) } },
};

static void
exec_cancel(struct call *call, const struct command *self)
{
	bool by_rid = strcasecmp(call->argv[2], "RID") == 0;

	if (token_resolve(call, 2))
		command_decide(call, by_rid ? &cancel_rid : self);
}

static void
exec_rate(struct call *call, const struct command *self)
{
	if (token_resolve(call, 2))
		command_decide(call, self);
}

static void
exec_token(struct call *call, const struct command *self)
{
	struct ticket_view v;

	(void)self;
	if (!take_ticket(call, &v))
		return;
	reply_map(&call->reply, NULL, 2);
	reply_id(&call->reply, F_ID, v.id);
	token_put(call, v.id);
	reply_map_end(&call->reply);
}

const struct command commands_ticket[] = {
	{
	    .family = "TICKET",
	    .name = "ISSUE",
	    .exec = command_decide,
	    .roles = ROLES_SUPERVISOR | ROLE(KIOSK) | ROLE(COUNTER),
	    .args_min = 1,
	    .args_max = 13,
	    .request = REQUEST_ISSUE,
	    .words = { { "service", WORD_CODE, false, true, AT(service) },
		RID(false), { "CLASS", WORD_CODE, true, false, AT(class) },
		{ "LANG", WORD_CODE, true, false, AT(lang) },
		{ "COUNTER", WORD_CODE, true, false, AT(to_counter) },
		{ "CLERK", WORD_CODE, true, false, AT(to_clerk) },
		{ "STEPS", WORD_CODES, true, false, AT(steps) },
		{ "MATTERS", WORD_COUNT, true, false, AT(matters) } },
	    .summary = "TICKET ISSUE service RID r [CLASS c] [LANG l]"
		       " [COUNTER c|CLERK n] [STEPS s,s] [MATTERS n]",
	},
	{
	    .family = "TICKET",
	    .name = "CLASS",
	    .exec = command_decide,
	    .roles = ROLES_SUPERVISOR,
	    .args_min = 4,
	    .args_max = 6,
	    .request = REQUEST_CLASS,
	    .words = { { "id", WORD_ID, false, true, AT(id) },
		{ "class", WORD_CODE, false, true, AT(class) },
		{ "REASON", WORD_PERSONAL, true, true, AT(reason) },
		RID(false) },
	    .summary = "TICKET CLASS id class REASON text [RID r]",
	},
	{
	    .family = "TICKET",
	    .name = "GET",
	    .exec = exec_get,
	    .roles = ROLES_KNOWN,
	    .args_min = 1,
	    .args_max = 1,
	    .summary = "TICKET GET id|token",
	},
	{
	    .family = "TICKET",
	    .name = "AHEAD",
	    .exec = exec_ahead,
	    .roles = ROLES_KNOWN,
	    .args_min = 1,
	    .args_max = 1,
	    .summary = "TICKET AHEAD id|token",
	},
	{
	    .family = "TICKET",
	    .name = "TOKEN",
	    .exec = exec_token,
	    .roles = ROLES_SUPERVISOR | ROLE(KIOSK) | ROLE(COUNTER),
	    .args_min = 1,
	    .args_max = 1,
	    .summary = "TICKET TOKEN id",
	},
	{
	    .family = "TICKET",
	    .name = "FIND",
	    .exec = exec_find,
	    .roles = ROLES_INSIDE,
	    .args_min = 2,
	    .args_max = 2,
	    .summary = "TICKET FIND RID r|NUMBER n",
	},
	{
	    .family = "TICKET",
	    .name = "CANCEL",
	    .exec = exec_cancel,
	    .roles = ROLES_SUPERVISOR | ROLE(KIOSK) | ROLE(COUNTER) | ROLE(WEB),
	    .args_min = 1,
	    .args_max = 3,
	    .request = REQUEST_CANCEL,
	    .words = { { "id", WORD_ID, false, true, AT(id) }, RID(false) },
	    .summary = "TICKET CANCEL id|token [RID r] | TICKET CANCEL RID r",
	},
	{
	    .family = "TICKET",
	    .name = "PRINTED",
	    .exec = command_decide,
	    .roles = ROLE(LOCAL) | ROLE(KIOSK),
	    .args_min = 2,
	    .args_max = 6,
	    .request = REQUEST_PRINTED,
	    .words = { { "id", WORD_ID, false, true, AT(id) },
		{ "verdict", WORD_VERDICT, false, true, AT(verdict) },
		RID(false), { "AGAIN", WORD_COUNT, true, false, AT(again) } },
	    .summary = "TICKET PRINTED id printed|failed|unknown|sent"
		       " [AGAIN n] [RID r]",
	},
	{
	    .family = "TICKET",
	    .name = "RATE",
	    .exec = exec_rate,
	    .roles = ROLE(LOCAL) | ROLE(KIOSK) | ROLE(PAD) | ROLE(WEB),
	    .args_min = 2,
	    .args_max = 4,
	    .request = REQUEST_RATE,
	    .words = { { "id", WORD_ID, false, true, AT(id) },
		{ "1..5", WORD_RATING, false, true, AT(rating) }, RID(false) },
	    .summary = "TICKET RATE id|token 1..5 RID r",
	},
	{
	    .family = "TICKET",
	    .name = "COMPLAIN",
	    .exec = command_decide,
	    .roles = ROLES_SUPERVISOR | ROLE(MANAGER) | ROLE(KIOSK),
	    .args_min = 3,
	    .args_max = 5,
	    .request = REQUEST_COMPLAIN,
	    .words = { { "id", WORD_ID, false, true, AT(id) },
		{ "TEXT", WORD_WORDS, true, true, AT(text) }, RID(false) },
	    .summary = "TICKET COMPLAIN id TEXT text RID r",
	},
	{ 0 },
};
