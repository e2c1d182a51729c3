/* HALL and DEVICE: what a supervisor does to the whole of it. */
#include <stddef.h>
#include <string.h>

#include "proto/wire.h"
#include "proto/words.h"
#include "server/command/command.h"
#include "server/command/views.h"
#include "server/hall/hall.h"
#include "server/hall/watch_view.h"
#include "server/server.h"

#define HANDOVER_MAX 200 /* tickets in one reply */

#define AT(field) offsetof(struct request, field)
#define RID                            \
 {                                     \
  "RID", WORD_RID, true, true, AT(rid) \
 }
#define SERVICE                                  \
 {                                               \
  "SERVICE", WORD_CODE, true, false, AT(service) \
 }
#define REASON                                \
 {                                            \
  "REASON", WORD_TEXT, true, true, AT(reason) \
 }
#define ZONE                               \
 {                                         \
  "ZONE", WORD_CODE, true, false, AT(zone) \
 }

static void
exec_devices(struct call *call, const struct command *self)
{
	(void)self;
	if (!command_is_mending(call))
		views_devices(&call->reply, NULL, call->server->hall);
}

static void
exec_alerts(struct call *call, const struct command *self)
{
	const struct server *s = call->server;

	(void)self;
	if (!command_is_mending(call))
		views_alerts(&call->reply, NULL, s->hall, s->clock.now_ms);
}

static void
exec_notices(struct call *call, const struct command *self)
{
	(void)self;
	if (!command_is_mending(call))
		views_notices(&call->reply, NULL, call->server->hall);
}

/* --- What is still open ------------------------------------------------- */

struct handover {
	const char *service, *counter;
	int64_t after;
	int64_t id[HANDOVER_MAX];
	size_t count;
	bool more;
};

static bool
take_words(struct call *call, struct handover *out)
{
	for (size_t i = 2; i < call->argc; i += 2) {
		const char *name = call->argv[i];
		if (i + 1 == call->argc)
			return false;
		const struct wire_slice value = { call->argv[i + 1],
			call->len[i + 1] };
		if (strcasecmp(name, "SERVICE") == 0) {
			out->service = value.at;
		} else if (strcasecmp(name, "COUNTER") == 0) {
			out->counter = value.at;
		} else if (strcasecmp(name, "AFTER") != 0 ||
		    !wire_int(&value, &out->after) || out->after < 0) {
			return false;
		}
	}
	return true;
}

static bool
is_meant(const struct handover *h, const struct ticket_view *v)
{
	/* Who waits for a counter alone is that one's, wherever it was. */
	const char *counter = v->for_counter ? v->for_counter : v->counter;

	if (h->service && strcmp(h->service, v->service) != 0)
		return false;
	return !h->counter || (counter && strcmp(h->counter, counter) == 0);
}

static void
find_open(const struct hall *hall, struct handover *h)
{
	struct ticket_view v;
	int64_t id = h->after;

	while ((id = hall_next_open(hall, id))) {
		if (!hall_ticket_view(hall, id, &v) || !is_meant(h, &v))
			continue;
		h->more = h->count == HANDOVER_MAX;
		if (h->more)
			return;
		h->id[h->count++] = id;
	}
}

static void
put_open(struct reply *r, const struct hall *hall, int64_t id)
{
	struct ticket_view v;

	if (!hall_ticket_view(hall, id, &v))
		return;
	reply_map(r, NULL,
	    5 + (size_t)(v.counter != NULL) + (size_t)(v.for_counter != NULL) +
		(size_t)(v.for_clerk != NULL) + (size_t)v.training);
	reply_id(r, F_ID, v.id);
	reply_str(r, F_NUMBER, v.number);
	reply_str(r, F_SERVICE, v.service);
	if (v.counter)
		reply_str(r, F_COUNTER, v.counter);
	if (v.for_counter)
		reply_str(r, F_FOR_COUNTER, v.for_counter);
	if (v.for_clerk)
		reply_str(r, F_FOR_CLERK, v.for_clerk);
	reply_str(r, F_STATE, v.state);
	reply_int(r, F_SINCE, v.since_ms);
	if (v.training)
		reply_int(r, F_TRAINING, 1);
	reply_map_end(r);
}

static void
exec_handover(struct call *call, const struct command *self)
{
	const struct server *s = call->server;
	struct reply *r = &call->reply;
	struct handover h = { 0 };

	if (command_is_mending(call))
		return;
	if (!take_words(call, &h)) {
		command_badarg(call, "say", self->summary);
		return;
	}
	find_open(s->hall, &h);
	reply_map(r, NULL, 4);
	reply_day(r, F_DAY, hall_day(s->hall));
	reply_int(r, F_TIME, s->clock.now_ms);
	reply_list(r, F_TICKETS, h.count);
	for (size_t i = 0; i < h.count; i++)
		put_open(r, s->hall, h.id[i]);
	reply_list_end(r);
	reply_int(r, F_MORE, h.more);
	reply_map_end(r);
}

const struct command commands_staff[] = {
	{
	    .family = "HALL",
	    .name = "PAUSE",
	    .exec = command_decide,
	    .roles = ROLES_SUPERVISOR,
	    .args_min = 4,
	    .args_max = 8,
	    .request = REQUEST_HALL_PAUSE,
	    .words = { SERVICE, ZONE,
		{ "MESSAGE", WORD_TEXT, true, true, AT(text) }, RID },
	    .summary = "HALL PAUSE [SERVICE s|ZONE z] MESSAGE text RID r",
	},
	{
	    .family = "HALL",
	    .name = "RESUME",
	    .exec = command_decide,
	    .roles = ROLES_SUPERVISOR,
	    .args_min = 4,
	    .args_max = 8,
	    .request = REQUEST_HALL_RESUME,
	    .words = { SERVICE, ZONE, REASON, RID },
	    .summary = "HALL RESUME [SERVICE s|ZONE z] REASON text RID r",
	},
	{
	    .family = "HALL",
	    .name = "BROADCAST",
	    .exec = command_decide,
	    .roles = ROLES_SUPERVISOR,
	    .args_min = 5,
	    .args_max = 7,
	    .request = REQUEST_BROADCAST,
	    .words = { { "text", WORD_NOTE, false, true, AT(text) }, ZONE,
		REASON, RID },
	    .summary = "HALL BROADCAST text [ZONE z] REASON text RID r",
	},
	{
	    .family = "HALL",
	    .name = "CLEAR",
	    .exec = command_decide,
	    .roles = ROLES_SUPERVISOR,
	    .args_min = 4,
	    .args_max = 8,
	    .request = REQUEST_CLEAR,
	    .words = { SERVICE, ZONE, REASON, RID },
	    .summary = "HALL CLEAR [SERVICE s|ZONE z] REASON text RID r",
	},
	{
	    .family = "HALL",
	    .name = "TRAINING",
	    .exec = command_decide,
	    .roles = ROLES_SUPERVISOR,
	    .args_min = 5,
	    .args_max = 5,
	    .request = REQUEST_TRAINING,
	    .words = { { "ON|OFF", WORD_ON, false, true, 0 }, REASON, RID },
	    .summary = "HALL TRAINING ON|OFF REASON text RID r",
	},
	{
	    .family = "HALL",
	    .name = "NOTICES",
	    .exec = exec_notices,
	    .roles = ROLES_KNOWN,
	    .summary = "HALL NOTICES",
	},
	{
	    .family = "HALL",
	    .name = "ALERTS",
	    .exec = exec_alerts,
	    .roles = ROLES_HALL,
	    .summary = "HALL ALERTS",
	},
	{
	    .family = "HALL",
	    .name = "HANDOVER",
	    .exec = exec_handover,
	    .roles = ROLES_HALL | ROLE(COUNTER),
	    .args_max = 6,
	    .summary = "HALL HANDOVER [SERVICE s] [COUNTER c] [AFTER id]",
	},
	{
	    .family = "DEVICE",
	    .name = "STATE",
	    .exec = command_decide,
	    .roles = ROLES_DEVICES | ROLE(TECHNICIAN),
	    .args_min = 3,
	    .args_max = 5,
	    .request = REQUEST_DEVICE,
	    .words = { { "name", WORD_NAME, false, true, AT(device) },
		{ "key", WORD_CODE, false, true, AT(key) },
		{ "value", WORD_CODE, false, true, AT(state) },
		{ "RID", WORD_RID, true, false, AT(rid) } },
	    .summary = "DEVICE STATE name key value [RID r]",
	},
	{
	    .family = "DEVICE",
	    .name = "LIST",
	    .exec = exec_devices,
	    .roles = ROLES_HALL,
	    .summary = "DEVICE LIST",
	},
	{ 0 },
};
