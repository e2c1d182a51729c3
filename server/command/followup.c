/* FOLLOWUP: what ratings and complaints ask somebody to see to. */
#include <stddef.h>
#include <string.h>
#include <strings.h>

#include "proto/wire.h"
#include "proto/words.h"
#include "server/command/command.h"
#include "server/hall/followup_view.h"
#include "server/server.h"

#define LIST_MAX 100 /* in one reply */

#define AT(field) offsetof(struct request, field)
#define RID                             \
 {                                      \
  "RID", WORD_RID, true, false, AT(rid) \
 }
#define ID                                       \
 {                                               \
  "followup", WORD_ID, false, true, AT(followup) \
 }

static void
put_followup(struct reply *r, const struct followup_view *v)
{
	reply_map(r, NULL,
	    9 + (size_t)(v->rating != 0) + (size_t)(v->counter != NULL) +
		(size_t)(v->clerk != NULL) + (size_t)(v->owner != NULL));
	reply_id(r, F_FOLLOWUP, v->id);
	reply_str(r, F_KIND, v->kind);
	reply_str(r, F_STATE, v->state);
	if (v->rating)
		reply_int(r, F_RATING, v->rating);
	reply_id(r, F_TICKET, v->ticket);
	reply_str(r, F_NUMBER, v->number);
	reply_str(r, F_SERVICE, v->service);
	if (v->counter)
		reply_str(r, F_COUNTER, v->counter);
	if (v->clerk)
		reply_str(r, F_CLERK, v->clerk);
	if (v->owner)
		reply_str(r, F_OWNER, v->owner);
	reply_int(r, F_OPENED, v->opened_ms);
	reply_day(r, F_DUE, v->due);
	reply_int(r, F_OVERDUE, v->overdue);
	reply_map_end(r);
}

static void
exec_get(struct call *call, const struct command *self)
{
	const struct wire_slice slice = { call->argv[2], call->len[2] };
	struct followup_view v;
	int64_t id;

	if (command_is_mending(call))
		return;
	if (!wire_int(&slice, &id)) {
		command_badarg(call, self->summary, call->argv[2]);
	} else if (!hall_followup_view(call->server->hall, id, &v)) {
		command_refuse(call, REFUSE_NOSUCHFOLLOWUP, NULL);
	} else {
		put_followup(&call->reply, &v);
	}
}

/* Which ones a list has: of a state, if it names one, above an id. */
struct wanted {
	const char *state;
	int64_t after;
};

static bool
take_wanted(const struct call *call, struct wanted *out)
{
	for (size_t i = 2; i < call->argc; i += 2) {
		const char *name = call->argv[i];
		if (i + 1 == call->argc)
			return false;
		const struct wire_slice value = { call->argv[i + 1],
			call->len[i + 1] };
		if (strcasecmp(name, "STATE") == 0) {
			out->state = value.at;
		} else if (strcasecmp(name, "AFTER") != 0 ||
		    !wire_int(&value, &out->after)) {
			return false;
		}
	}
	return true;
}

static bool
next(const struct hall *h, struct wanted *w, struct followup_view *v)
{
	while (hall_next_followup(h, w->after, v)) {
		w->after = v->id;
		if (!w->state || strcmp(w->state, v->state) == 0)
			return true;
	}
	return false;
}

static void
exec_list(struct call *call, const struct command *self)
{
	const struct hall *h = call->server->hall;
	struct wanted first = { 0 }, w;
	struct followup_view v;
	size_t count = 0;

	if (command_is_mending(call))
		return;
	if (!take_wanted(call, &first)) {
		command_badarg(call, self->summary, NULL);
		return;
	}
	w = first;
	while (count < LIST_MAX && next(h, &w, &v))
		count++;
	reply_list(&call->reply, NULL, count);
	while (count-- > 0 && next(h, &first, &v))
		put_followup(&call->reply, &v);
	reply_list_end(&call->reply);
}

const struct command commands_followup[] = {
	{
	    .family = "FOLLOWUP",
	    .name = "LIST",
	    .exec = exec_list,
	    .roles = ROLES_SUPERVISOR | ROLE(MANAGER),
	    .args_max = 4,
	    .summary = "FOLLOWUP LIST [STATE open|owned|closed] [AFTER id]",
	},
	{
	    .family = "FOLLOWUP",
	    .name = "GET",
	    .exec = exec_get,
	    .roles = ROLES_SUPERVISOR | ROLE(MANAGER),
	    .args_min = 1,
	    .args_max = 1,
	    .summary = "FOLLOWUP GET id",
	},
	{
	    .family = "FOLLOWUP",
	    .name = "OWN",
	    .exec = command_decide,
	    .roles = ROLES_SUPERVISOR | ROLE(MANAGER),
	    .args_min = 2,
	    .args_max = 4,
	    .request = REQUEST_FOLLOWUP_OWN,
	    .words = { ID, { "owner", WORD_CODE, false, true, AT(owner) },
		RID },
	    .summary = "FOLLOWUP OWN id owner [RID r]",
	},
	{
	    .family = "FOLLOWUP",
	    .name = "CLOSE",
	    .exec = command_decide,
	    .roles = ROLES_SUPERVISOR | ROLE(MANAGER),
	    .args_min = 3,
	    .args_max = 5,
	    .request = REQUEST_FOLLOWUP_CLOSE,
	    .words = { ID, { "DONE", WORD_WORDS, true, true, AT(text) }, RID },
	    .summary = "FOLLOWUP CLOSE id DONE text [RID r]",
	},
	{ 0 },
};
