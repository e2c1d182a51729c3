/* HALL: the whole of it. */
#include <string.h>
#include <strings.h>

#include "proto/words.h"
#include "server/command/command.h"
#include "server/command/views.h"
#include "server/config/config.h"
#include "server/hall/hall.h"
#include "server/hall/layout.h"
#include "server/hall/watch_view.h"
#include "server/net/feed.h"
#include "server/server.h"

static void
exec_state(struct call *call, const struct command *self)
{
	struct server *s = call->server;
	struct reply *r = &call->reply;

	(void)self;
	if (command_is_mending(call))
		return;
	reply_map(r, NULL, 11);
	reply_day(r, F_DAY, hall_day(s->hall));
	reply_int(r, F_SEQ, hall_seq(s->hall));
	reply_int(r, F_KEPT, feed_kept(s->feed));
	reply_str(r, F_EPOCH, s->epoch);
	reply_int(r, F_TIME, s->clock.now_ms);
	views_services(r, F_SERVICES, s);
	views_counters(r, F_COUNTERS, s->hall);
	views_notices(r, F_NOTICES, s->hall);
	views_devices(r, F_DEVICES, s->hall);
	reply_int(r, F_TRAINING, hall_in_training(s->hall));
	views_alerts(r, F_ALERTS, s->hall, s->clock.now_ms);
	reply_map_end(r);
}

static void
exec_services(struct call *call, const struct command *self)
{
	(void)self;
	if (!command_is_mending(call))
		views_services(&call->reply, NULL, call->server);
}

static void
exec_counters(struct call *call, const struct command *self)
{
	(void)self;
	if (!command_is_mending(call))
		views_counters(&call->reply, NULL, call->server->hall);
}

static bool
has_language(const struct layout *layout, const char *lang)
{
	for (uint32_t i = 0; i < layout->languages_count; i++) {
		if (strcmp(layout->languages[i], lang) == 0)
			return true;
	}
	return false;
}

/* Always JSON: the layout is a tree whose form hall.yaml gives. */
static void
exec_layout(struct call *call, const struct command *self)
{
	const struct layout *layout = call->server->layout;
	const char *lang = call->argc > 3 ? call->argv[3] : NULL;
	struct buf text = { 0 };

	(void)self;
	if (call->argc == 3 ||
	    (lang &&
		(strcasecmp(call->argv[2], "LANG") != 0 ||
		    !has_language(layout, lang)))) {
		command_badarg(call,
		    "say HALL LAYOUT [LANG l], l being one of"
		    " the hall's languages",
		    call->argv[call->argc - 1]);
		return;
	}
	config_write(&text, layout, lang);
	if (text.failed) {
		command_refuse(call, REFUSE_NOMEMORY, NULL);
	} else {
		reply_json(&call->reply, text.at, text.len);
	}
	buf_release(&text);
}

static void
exec_reload(struct call *call, const struct command *self)
{
	char say[200];

	(void)self;
	if (command_is_mending(call))
		return;
	if (server_reload(call->server, say)) {
		reply_ok(&call->reply);
	} else {
		reply_error(&call->reply, E_BADARG, say);
	}
}

static void
exec_clock(struct call *call, const struct command *self)
{
	struct server *s = call->server;
	struct reply *r = &call->reply;

	(void)self;
	if (call->argc > 2 && strcasecmp(call->argv[2], "ACCEPT") != 0) {
		command_badarg(call, "say HALL CLOCK [ACCEPT]", call->argv[2]);
		return;
	}
	if (command_is_mending(call))
		return;
	if (call->argc > 2 && !command_may(call, ROLES_TECHNICIAN))
		return;
	if (call->argc > 2) {
		clock_accept(&s->clock);
		server_turn_day(s);
	}
	reply_map(r, NULL, 4);
	reply_int(r, F_TIME, s->clock.now_ms);
	reply_int(r, "wall", s->clock.wall_ms);
	reply_int(r, F_TRUSTED, s->clock.trusted);
	reply_day(r, F_DAY, s->hall ? hall_day(s->hall) : 0);
	reply_map_end(r);
}

const struct command commands_hall[] = {
	{
	    .family = "HALL",
	    .name = "STATE",
	    .exec = exec_state,
	    .roles = ROLES_INSIDE,
	    .summary = "HALL STATE",
	},
	{
	    .family = "HALL",
	    .name = "SERVICES",
	    .exec = exec_services,
	    .roles = ROLES_KNOWN,
	    .summary = "HALL SERVICES",
	},
	{
	    .family = "HALL",
	    .name = "COUNTERS",
	    .exec = exec_counters,
	    .roles = ROLES_INSIDE,
	    .summary = "HALL COUNTERS",
	},
	{
	    .family = "HALL",
	    .name = "LAYOUT",
	    .exec = exec_layout,
	    .roles = ROLES_KNOWN,
	    .args_max = 2,
	    .summary = "HALL LAYOUT [LANG l]",
	},
	{
	    .family = "HALL",
	    .name = "RELOAD",
	    .exec = exec_reload,
	    .roles = ROLES_TECHNICIAN,
	    .summary = "HALL RELOAD",
	},
	{
	    .family = "HALL",
	    .name = "CLOCK",
	    .exec = exec_clock,
	    .roles = ROLES_HALL,
	    .args_max = 1,
	    .summary = "HALL CLOCK [ACCEPT]",
	},
	{ 0 },
};
