/* COUNTER: what a clerk does. All but STATE are decided by the hall. */
#include <stddef.h>
#include <string.h>

#include "proto/words.h"
#include "server/command/command.h"
#include "server/command/login.h"
#include "server/command/views.h"
#include "server/hall/hall.h"
#include "server/hall/watch_view.h"
#include "server/server.h"

#define AT(field) offsetof(struct request, field)
#define RID                             \
 {                                      \
  "RID", WORD_RID, true, false, AT(rid) \
 }
#define COUNTER_LABEL                          \
 {                                             \
  "label", WORD_CODE, false, true, AT(counter) \
 }
#define TICKET_ID                    \
 {                                   \
  "id", WORD_ID, false, true, AT(id) \
 }

static void
exec_state(struct call *call, const struct command *self)
{
	const struct server *s = call->server;
	size_t i;

	(void)self;
	if (!s->hall) {
		command_unavailable(call);
	} else if (!hall_find_counter(s->hall, call->argv[2], &i)) {
		command_refuse(call, REFUSE_NOSUCHCOUNTER, call->argv[2]);
	} else {
		views_counter(&call->reply, s->hall, i);
	}
}

/* Without a counter it is a supervisor, or the service desk. */
static const struct command unhold_anywhere = {
	.family = "COUNTER",
	.name = "UNHOLD",
	.roles = ROLES_SUPERVISOR,
	.request = REQUEST_UNHOLD,
	.words = { TICKET_ID, RID },
};

static void
exec_unhold(struct call *call, const struct command *self)
{
	bool has_label = call->argc % 2 == 0;

	if (command_may(
		call, has_label ? ROLES_COUNTER : unhold_anywhere.roles))
		command_decide(call, has_label ? self : &unhold_anywhere);
}

#define TRANSFER_WORDS                                      \
 { "SERVICE", WORD_CODE, true, false, AT(to_service) },     \
     { "COUNTER", WORD_CODE, true, false, AT(to_counter) }, \
     { "CLERK", WORD_CODE, true, false, AT(to_clerk) },     \
     { "PLACE", WORD_PLACE, true, false, AT(place) },       \
     { "REASON", WORD_PERSONAL, true, true, AT(reason) }, RID

static const struct command transfer_anywhere = {
	.family = "COUNTER",
	.name = "TRANSFER",
	.roles = ROLES_SUPERVISOR,
	.request = REQUEST_TRANSFER,
	.words = { TICKET_ID, TRANSFER_WORDS },
};

static void
exec_transfer(struct call *call, const struct command *self)
{
	bool has_label = call->argc % 2 == 0;

	if (command_may(
		call, has_label ? ROLES_COUNTER : transfer_anywhere.roles))
		command_decide(call, has_label ? self : &transfer_anywhere);
}

/* --- What was put aside -------------------------------------------------- */

#define ASIDE_MAX	  200 /* tickets in one reply … */
#define ASIDE_SERVICE_MAX 50  /* … and looked at of one service */

struct aside {
	const char *label;
	int64_t id[ASIDE_MAX];
	size_t count;
};

/* The newest of one service: all, where it is the counter's, or its own. */
static void
find_aside(const struct hall *h, size_t service, struct aside *a)
{
	struct service_view s;
	struct ticket_view v;
	int64_t id = 0;

	hall_service_view(h, service, 0, &s);
	bool takes = hall_counter_takes(h, a->label, s.code);
	for (size_t i = 0; i < ASIDE_SERVICE_MAX && a->count < ASIDE_MAX; i++) {
		id = hall_next_aside(h, service, id);
		if (!hall_ticket_view(h, id, &v))
			return;
		if (takes || strcmp(v.counter, a->label) == 0)
			a->id[a->count++] = id;
	}
}

static void
put_aside(struct reply *r, const struct ticket_view *v)
{
	reply_map(
	    r, NULL, 8 + (size_t)(v->hold != NULL) + (size_t)(v->until_ms > 0));
	reply_id(r, F_ID, v->id);
	reply_str(r, F_NUMBER, v->number);
	reply_str(r, F_SERVICE, v->service);
	reply_str(r, F_CLASS, v->class);
	reply_str(r, F_COUNTER, v->counter);
	reply_str(r, F_STATE, v->state);
	reply_int(r, F_SINCE, v->since_ms);
	reply_int(r, F_MISSES, v->misses);
	if (v->hold)
		reply_str(r, F_HOLD, v->hold);
	if (v->until_ms > 0)
		reply_int(r, F_UNTIL, v->until_ms);
	reply_map_end(r);
}

static void
reply_aside(struct reply *r, const struct hall *h, const struct aside *a)
{
	struct ticket_view v;

	reply_list(r, NULL, a->count);
	for (size_t i = 0; i < a->count; i++) {
		if (hall_ticket_view(h, a->id[i], &v))
			put_aside(r, &v);
	}
	reply_list_end(r);
}

static void
exec_aside(struct call *call, const struct command *self)
{
	const struct server *s = call->server;
	struct aside a = { .label = call->argv[2] };
	size_t i;

	(void)self;
	if (!s->hall) {
		command_unavailable(call);
		return;
	}
	if (!hall_find_counter(s->hall, a.label, &i)) {
		command_refuse(call, REFUSE_NOSUCHCOUNTER, call->argv[2]);
		return;
	}
	for (i = 0; i < hall_services(s->hall); i++)
		find_aside(s->hall, i, &a);
	reply_aside(&call->reply, s->hall, &a);
}

const struct command commands_counter[] = {
	{
	    .family = "COUNTER",
	    .name = "OPEN",
	    .exec = command_decide,
	    .roles = ROLES_COUNTER,
	    .args_min = 3,
	    .args_max = 7,
	    .request = REQUEST_OPEN,
	    .words = { COUNTER_LABEL,
		{ "CLERK", WORD_CODE, true, true, AT(clerk) },
		{ "PIN", WORD_SECRET, true, false, AT(secret) }, RID },
	    .before = login_clerk,
	    .summary = "COUNTER OPEN label CLERK n [PIN p] [RID r]",
	},
	{
	    .family = "COUNTER",
	    .name = "CLOSE",
	    .exec = command_decide,
	    .roles = ROLES_COUNTER,
	    .args_min = 1,
	    .args_max = 3,
	    .request = REQUEST_CLOSE,
	    .words = { COUNTER_LABEL, RID },
	    .summary = "COUNTER CLOSE label [RID r]",
	},
	{
	    .family = "COUNTER",
	    .name = "PAUSE",
	    .exec = command_decide,
	    .roles = ROLES_COUNTER,
	    .args_min = 2,
	    .args_max = 4,
	    .request = REQUEST_PAUSE,
	    .words = { COUNTER_LABEL,
		{ "reason", WORD_TEXT, false, true, AT(reason) }, RID },
	    .summary = "COUNTER PAUSE label reason [RID r]",
	},
	{
	    .family = "COUNTER",
	    .name = "RESUME",
	    .exec = command_decide,
	    .roles = ROLES_COUNTER,
	    .args_min = 1,
	    .args_max = 3,
	    .request = REQUEST_RESUME,
	    .words = { COUNTER_LABEL, RID },
	    .summary = "COUNTER RESUME label [RID r]",
	},
	{
	    .family = "COUNTER",
	    .name = "LEASE",
	    .exec = command_decide,
	    .roles = ROLES_COUNTER,
	    .args_min = 1,
	    .args_max = 1,
	    .request = REQUEST_LEASE,
	    .words = { COUNTER_LABEL },
	    .summary = "COUNTER LEASE label",
	},
	{
	    .family = "COUNTER",
	    .name = "NEXT",
	    .exec = command_decide,
	    .roles = ROLES_COUNTER,
	    .args_min = 1,
	    .args_max = 3,
	    .request = REQUEST_NEXT,
	    .words = { COUNTER_LABEL, RID },
	    .summary = "COUNTER NEXT label RID r",
	},
	{
	    .family = "COUNTER",
	    .name = "CALL",
	    .exec = command_decide,
	    .roles = ROLES_COUNTER,
	    .args_min = 2,
	    .args_max = 4,
	    .request = REQUEST_CALL,
	    .words = { COUNTER_LABEL,
		{ "number", WORD_CODE, false, true, AT(number) }, RID },
	    .summary = "COUNTER CALL label number RID r",
	},
	{
	    .family = "COUNTER",
	    .name = "RECALL",
	    .exec = command_decide,
	    .roles = ROLES_COUNTER,
	    .args_min = 1,
	    .args_max = 3,
	    .request = REQUEST_RECALL,
	    .words = { COUNTER_LABEL, RID },
	    .summary = "COUNTER RECALL label RID r",
	},
	{
	    .family = "COUNTER",
	    .name = "START",
	    .exec = command_decide,
	    .roles = ROLES_COUNTER,
	    .args_min = 2,
	    .args_max = 4,
	    .request = REQUEST_START,
	    .words = { COUNTER_LABEL, TICKET_ID, RID },
	    .summary = "COUNTER START label id [RID r]",
	},
	{
	    .family = "COUNTER",
	    .name = "FINISH",
	    .exec = command_decide,
	    .roles = ROLES_COUNTER,
	    .args_min = 2,
	    .args_max = 6,
	    .request = REQUEST_FINISH,
	    .words = { COUNTER_LABEL, TICKET_ID,
		{ "MATTERS", WORD_COUNT, true, false, AT(matters) }, RID },
	    .summary = "COUNTER FINISH label id [MATTERS n] [RID r]",
	},
	{
	    .family = "COUNTER",
	    .name = "MISSED",
	    .exec = command_decide,
	    .roles = ROLES_COUNTER,
	    .args_min = 2,
	    .args_max = 4,
	    .request = REQUEST_MISSED,
	    .words = { COUNTER_LABEL, TICKET_ID, RID },
	    .summary = "COUNTER MISSED label id [RID r]",
	},
	{
	    .family = "COUNTER",
	    .name = "ABANDONED",
	    .exec = command_decide,
	    .roles = ROLES_COUNTER,
	    .args_min = 2,
	    .args_max = 4,
	    .request = REQUEST_ABANDONED,
	    .words = { COUNTER_LABEL, TICKET_ID, RID },
	    .summary = "COUNTER ABANDONED label id [RID r]",
	},
	{
	    .family = "COUNTER",
	    .name = "RETURN",
	    .exec = command_decide,
	    .roles = ROLES_COUNTER | ROLE(SUPERVISOR),
	    .args_min = 1,
	    .args_max = 7,
	    .request = REQUEST_RETURN,
	    .words = { TICKET_ID,
		{ "PLACE", WORD_PLACE, true, false, AT(place) },
		{ "REASON", WORD_TEXT, true, false, AT(reason) }, RID },
	    .summary = "COUNTER RETURN id [PLACE end|lifetime|front]"
		       " [REASON text] [RID r]",
	},
	{
	    .family = "COUNTER",
	    .name = "SWITCH",
	    .exec = command_decide,
	    .roles = ROLES_SUPERVISOR,
	    .args_min = 4,
	    .args_max = 6,
	    .request = REQUEST_SWITCH,
	    .words = { COUNTER_LABEL, { "on", WORD_ON, false, true, 0 },
		{ "REASON", WORD_TEXT, true, true, AT(reason) }, RID },
	    .summary = "COUNTER SWITCH label ON|OFF REASON text [RID r]",
	},
	{
	    .family = "COUNTER",
	    .name = "TRANSFER",
	    .exec = exec_transfer,
	    .roles = ROLES_COUNTER | ROLE(SUPERVISOR),
	    .args_min = 5,
	    .args_max = 12,
	    .request = REQUEST_TRANSFER,
	    .words = { COUNTER_LABEL, TICKET_ID, TRANSFER_WORDS },
	    .summary = "COUNTER TRANSFER [label] id SERVICE s|COUNTER c|CLERK n"
		       " [PLACE lifetime|end|front] REASON text RID r",
	},
	{
	    .family = "COUNTER",
	    .name = "HOLD",
	    .exec = command_decide,
	    .roles = ROLES_COUNTER,
	    .args_min = 3,
	    .args_max = 7,
	    .request = REQUEST_HOLD,
	    .words = { COUNTER_LABEL, TICKET_ID,
		{ "papers|counter|until", WORD_HOLD, false, true, AT(hold) },
		{ "UNTIL", WORD_TIME, true, false, AT(until_ms) }, RID },
	    .summary = "COUNTER HOLD label id papers|counter|until [UNTIL t]"
		       " [RID r]",
	},
	{
	    .family = "COUNTER",
	    .name = "UNHOLD",
	    .exec = exec_unhold,
	    .roles = ROLES_COUNTER | ROLE(SUPERVISOR),
	    .args_min = 1,
	    .args_max = 4,
	    .request = REQUEST_UNHOLD,
	    .words = { COUNTER_LABEL, TICKET_ID, RID },
	    .summary = "COUNTER UNHOLD [label] id [RID r]",
	},
	{
	    .family = "COUNTER",
	    .name = "STATE",
	    .exec = exec_state,
	    .roles = ROLES_INSIDE,
	    .args_min = 1,
	    .args_max = 1,
	    .summary = "COUNTER STATE label",
	},
	{
	    .family = "COUNTER",
	    .name = "ASIDE",
	    .exec = exec_aside,
	    .roles = ROLES_COUNTER | ROLE(SUPERVISOR),
	    .args_min = 1,
	    .args_max = 1,
	    .summary = "COUNTER ASIDE label",
	},
	{ 0 },
};
