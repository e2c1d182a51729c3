/* Subscribing, and EVENTS SINCE. */
#include <string.h>
#include <strings.h>

#include "proto/limits.h"
#include "proto/wire.h"
#include "proto/words.h"
#include "server/command/command.h"
#include "server/command/token.h"
#include "server/hall/hall.h"
#include "server/net/conn.h"
#include "server/net/feed.h"
#include "server/server.h"

/* Of a channel whose kind is known, what it is about is not, or too many. */
static void
refuse_channel(struct call *call, const char *name)
{
	static const struct {
		const char *kind;
		enum refusal refusal;
	} kinds[] = {
		{ "calls:", REFUSE_NOSUCHZONE },
		{ "queue:", REFUSE_NOSUCHSERVICE },
		{ "counter:", REFUSE_NOSUCHCOUNTER },
	};
	bool full = call->conn->subs_count >= LIMIT_SUBSCRIPTIONS;

	for (size_t i = 0; i < sizeof(kinds) / sizeof(kinds[0]) && !full; i++) {
		size_t len = strlen(kinds[i].kind);
		if (strncmp(name, kinds[i].kind, len) != 0)
			continue;
		command_refuse(call, kinds[i].refusal, name + len);
		return;
	}
	reply_error(&call->reply, E_ERR,
	    full ? "too many channels; use another connection"
		 : "no such channel; there are hall, calls:zone,"
		   " queue:service, counter:label, ticket:token");
}

/* The token in the name of a ticket's channel; NULL: it is another's. */
static const char *
token_in(const char *name)
{
	static const char kind[] = "ticket:";
	size_t len = sizeof(kind) - 1;

	return strncmp(name, kind, len) == 0 ? name + len : NULL;
}

/*
 * Before any channel is joined: while the command waits to be run again, none
 * may push what was not yet confirmed. False: it does, or that is replied.
 */
static bool
look_at_tokens(struct call *call)
{
	for (size_t i = 1; i < call->argc; i++) {
		const char *token = token_in(call->argv[i]);
		if (token && !token_look(call, token))
			return false;
	}
	return true;
}

static void
follow(struct call *call, const char *name)
{
	struct server *s = call->server;
	struct ticket_view v;
	int64_t id;

	if (!token_take(call, token_in(name), &id))
		return;
	if (!hall_ticket_view(s->hall, id, &v)) {
		command_refuse(call, REFUSE_NOSUCHTICKET, NULL);
	} else if (!feed_follow(
		       s->feed, call->conn, name, id, call->reply.out)) {
		refuse_channel(call, name);
	}
}

/* Phones hear of their tickets alone. */
static bool
may_hear(struct call *call, const char *name)
{
	return command_may(
	    call, strcmp(name, "hall") == 0 ? ROLES_HALL : ROLES_INSIDE);
}

static void
join(struct call *call, const char *name, bool pattern)
{
	if (!feed_join(
		call->server->feed, call->conn, name, pattern, call->reply.out))
		refuse_channel(call, name);
}

static void
leave(struct call *call, bool pattern)
{
	struct feed *f = call->server->feed;

	if (call->argc == 1)
		feed_leave(f, call->conn, NULL, pattern, call->reply.out);
	for (size_t i = 1; i < call->argc; i++) {
		feed_leave(
		    f, call->conn, call->argv[i], pattern, call->reply.out);
	}
}

static void
exec_subscribe(struct call *call, const struct command *self)
{
	(void)self;
	if (command_is_mending(call) || !look_at_tokens(call))
		return;
	for (size_t i = 1; i < call->argc; i++) {
		if (token_in(call->argv[i])) {
			follow(call, call->argv[i]);
		} else if (may_hear(call, call->argv[i])) {
			join(call, call->argv[i], false);
		}
	}
}

static void
exec_psubscribe(struct call *call, const struct command *self)
{
	(void)self;
	if (command_is_mending(call))
		return;
	for (size_t i = 1; i < call->argc; i++)
		join(call, call->argv[i], true);
}

static void
exec_unsubscribe(struct call *call, const struct command *self)
{
	(void)self;
	leave(call, false);
}

static void
exec_punsubscribe(struct call *call, const struct command *self)
{
	(void)self;
	leave(call, true);
}

struct since {
	const char *channel;
	int64_t seq, count;
};

static bool
take_int(const struct call *call, size_t i, int64_t *out)
{
	const struct wire_slice slice = { call->argv[i], call->len[i] };

	return wire_int(&slice, out) && *out >= 0;
}

static bool
take_since(struct call *call, struct since *out)
{
	*out = (struct since){ "hall", 0, LIMIT_EVENTS };
	if (call->argc % 2 == 1 || !take_int(call, 3, &out->seq))
		return false;
	for (size_t i = 4; i + 1 < call->argc; i += 2) {
		if (strcasecmp(call->argv[i], "CHANNEL") == 0) {
			out->channel = call->argv[i + 1];
		} else if (strcasecmp(call->argv[i], "COUNT") != 0 ||
		    !take_int(call, i + 1, &out->count)) {
			return false;
		}
	}
	if (out->count > LIMIT_EVENTS)
		out->count = LIMIT_EVENTS;
	return true;
}

static void
exec_since(struct call *call, const struct command *self)
{
	struct server *s = call->server;
	struct since since;

	if (!take_since(call, &since)) {
		command_badarg(call, "say", self->summary);
	} else if (!s->hall) {
		command_unavailable(call);
	} else if (strcmp(since.channel, "hall") == 0 &&
	    !command_may(call, ROLES_HALL)) {
		return;
	} else if (strcmp(call->argv[2], s->epoch) != 0 ||
	    !feed_since(s->feed, since.channel, since.seq, (int)since.count,
		&call->reply)) {
		reply_error(&call->reply, E_GAP,
		    "消息已不保留 · not kept any more; subscribe anew");
	}
}

const struct command commands_feed[] = {
	{
	    .family = "SUBSCRIBE",
	    .exec = exec_subscribe,
	    .roles = ROLES_KNOWN,
	    .args_min = 1,
	    .args_max = 63,
	    .subscriber = true,
	    .summary = "SUBSCRIBE channel [channel ...]",
	},
	{
	    .family = "PSUBSCRIBE",
	    .exec = exec_psubscribe,
	    .roles = ROLES_INSIDE,
	    .args_min = 1,
	    .args_max = 63,
	    .subscriber = true,
	    .summary = "PSUBSCRIBE pattern [pattern ...]",
	},
	{
	    .family = "UNSUBSCRIBE",
	    .exec = exec_unsubscribe,
	    .roles = ROLES_KNOWN,
	    .args_max = 63,
	    .subscriber = true,
	    .summary = "UNSUBSCRIBE [channel ...]",
	},
	{
	    .family = "PUNSUBSCRIBE",
	    .exec = exec_punsubscribe,
	    .roles = ROLES_KNOWN,
	    .args_max = 63,
	    .subscriber = true,
	    .summary = "PUNSUBSCRIBE [pattern ...]",
	},
	{
	    .family = "EVENTS",
	    .name = "SINCE",
	    .exec = exec_since,
	    .roles = ROLES_INSIDE,
	    .args_min = 2,
	    .args_max = 6,
	    .summary = "EVENTS SINCE epoch seq [CHANNEL channel] [COUNT n]",
	},
	{ 0 },
};
