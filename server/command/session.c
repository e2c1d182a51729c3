/* What any Redis client may send: who it is, and small talk. */
#include <stdio.h>
#include <string.h>
#include <strings.h>

#include "proto/wire.h"
#include "proto/words.h"
#include "server/command/command.h"
#include "server/command/login.h"
#include "server/hall/hall.h"
#include "server/hall/layout.h"
#include "server/net/conn.h"
#include "server/net/feed.h"
#include "server/server.h"
#include "server/turn.h"

static bool
is_name(const char *s, size_t len)
{
	for (size_t i = 0; i < len; i++) {
		if (s[i] <= ' ' || s[i] == 0x7f)
			return false;
	}
	return len <= LIMIT_NAME;
}

static bool
set_name(struct call *call, size_t i)
{
	if (!is_name(call->argv[i], call->len[i])) {
		reply_error(&call->reply, E_ERR,
		    "a name has 32 bytes at most, no spaces, no control"
		    " bytes");
		return false;
	}
	memcpy(call->conn->name, call->argv[i], call->len[i] + 1);
	return true;
}

/* What comes after the version: [AUTH u p] [SETNAME n]; 0: not said. */
struct greeting {
	size_t user, name;
};

static bool
take_hello(struct call *call, struct greeting *out)
{
	size_t i = 2;

	while (i < call->argc) {
		bool auth = strcasecmp(call->argv[i], "AUTH") == 0;
		if (auth && i + 2 < call->argc) {
			out->user = i + 1;
			i += 3;
		} else if (strcasecmp(call->argv[i], "SETNAME") == 0 &&
		    i + 1 < call->argc) {
			out->name = i + 1;
			i += 2;
		} else {
			reply_error(&call->reply, E_ERR,
			    "say HELLO [2|3 [AUTH u p] [SETNAME n]]");
			return false;
		}
	}
	return true;
}

static void
exec_hello(struct call *call, const struct command *self)
{
	struct conn *c = call->conn;
	struct reply *r = &call->reply;
	const char *version = call->argc > 1 ? call->argv[1] : NULL;
	struct greeting said = { 0 };

	(void)self;
	if (version && strcmp(version, "2") != 0 && strcmp(version, "3") != 0) {
		reply_error(r, E_NOPROTO, "unsupported protocol version");
		return;
	}
	if (!take_hello(call, &said))
		return;
	if (said.user &&
	    !login_user(call, call->argv[said.user], call->argv[said.user + 1]))
		return;
	if (!c->known) {
		reply_error(
		    r, E_NOAUTH, "say HELLO 3 AUTH user secret on this port");
		return;
	}
	if (said.name && !set_name(call, said.name))
		return;
	if (version)
		c->proto = version[0] - '0';
	r->proto = c->proto;
	reply_map(r, NULL, 7);
	reply_str(r, "server", "hao");
	reply_str(r, "version", HAO_VERSION);
	reply_int(r, "proto", c->proto);
	reply_int(r, "id", (int64_t)c->id);
	reply_str(r, "mode", "standalone");
	reply_str(r, "role", "master");
	reply_list(r, "modules", 0);
	reply_list_end(r);
	reply_map_end(r);
}

/* Without a name it is Redis's "default", which nobody has to have. */
static void
exec_auth(struct call *call, const struct command *self)
{
	bool named = call->argc > 2;

	(void)self;
	if (login_user(call, named ? call->argv[1] : "default",
		call->argv[named ? 2 : 1]))
		reply_ok(&call->reply);
}

static void
exec_ping(struct call *call, const struct command *self)
{
	struct reply *r = &call->reply;
	const char *text = call->argc > 1 ? call->argv[1] : "";

	(void)self;
	if (call->conn->proto == 2 && call->conn->subs) {
		reply_list(r, NULL, 2);
		reply_str(r, NULL, "pong");
		reply_str(r, NULL, text);
		reply_list_end(r);
	} else if (call->argc > 1) {
		reply_str(r, NULL, text);
	} else {
		wire_put_status(r->out, "PONG");
	}
}

static void
exec_echo(struct call *call, const struct command *self)
{
	struct reply *r = &call->reply;

	(void)self;
	if (r->json) {
		reply_str(r, NULL, call->argv[1]);
	} else {
		/* redis-cli --pipe ends with random bytes. */
		wire_put_bulk(r->out, call->argv[1], call->len[1]);
	}
}

static void
exec_quit(struct call *call, const struct command *self)
{
	(void)self;
	reply_ok(&call->reply);
	call->conn->closing = true;
}

static void
exec_reset(struct call *call, const struct command *self)
{
	struct conn *c = call->conn;

	(void)self;
	feed_leave_all(call->server->feed, c);
	c->proto = 2;
	c->name[0] = '\0';
	conn_begin(c);
	wire_put_status(call->reply.out, "RESET");
}

static void
exec_select(struct call *call, const struct command *self)
{
	(void)self;
	if (strcmp(call->argv[1], "0") == 0) {
		reply_ok(&call->reply);
	} else {
		reply_error(&call->reply, E_ERR, "there is only database 0");
	}
}

static void
exec_time(struct call *call, const struct command *self)
{
	int64_t now_ms = call->server->clock.now_ms;
	char text[24];

	(void)self;
	reply_list(&call->reply, NULL, 2);
	(void)snprintf(text, sizeof(text), "%lld", (long long)now_ms / 1000);
	reply_str(&call->reply, NULL, text);
	(void)snprintf(
	    text, sizeof(text), "%lld", (long long)(now_ms % 1000) * 1000);
	reply_str(&call->reply, NULL, text);
	reply_list_end(&call->reply);
}

static void
put_figure(struct buf *out, const char *name, int64_t n)
{
	buf_puts(out, name);
	buf_putc(out, ':');
	buf_put_int(out, n);
	buf_puts(out, "\r\n");
}

static void
put_limits(struct buf *out, const struct server *s)
{
	const uint32_t *commands = s->layout->limits.commands;

	buf_puts(out, "# Limits\r\n");
	for (enum account_role i = 0; i < ACCOUNT_ROLES; i++) {
		if (!account_connects(i))
			continue;
		buf_puts(out, "role_");
		buf_puts(out, account_role_name(i));
		buf_puts(out, ":commands_per_second=");
		buf_put_int(out, commands[i]);
		buf_puts(out, ",slowed=");
		buf_put_int(out, s->slowed[i]);
		buf_puts(out, "\r\n");
	}
}

/* Wrong ones. */
static void
put_secrets(struct buf *out, struct server *s)
{
	buf_puts(out, "# Secrets\r\n");
	put_figure(out, "secrets_wrong", s->guesses.all);
	put_figure(out, "secrets_wrong_recently",
	    guesses_recent(&s->guesses, s->clock.boot_ms));
}

static void
exec_info(struct call *call, const struct command *self)
{
	struct server *s = call->server;
	struct turn_figures f;
	struct buf text = { 0 };

	(void)self;
	turn_figures(s->turn, &f);
	buf_puts(&text,
	    "# Server\r\nredis_version:7.0.0\r\nredis_mode:"
	    "standalone\r\nloading:0\r\nrole:master\r\n"
	    "hao_version:" HAO_VERSION "\r\nepoch:");
	buf_puts(&text, s->epoch);
	buf_puts(&text, "\r\n# Hall\r\n");
	put_figure(&text, "uptime_in_seconds",
	    (s->clock.now_ms - s->started_ms) / 1000);
	put_figure(&text, "connected_clients", s->conns_count);
	put_figure(&text, "seq", s->hall ? hall_seq(s->hall) : -1);
	put_figure(&text, "clock_trusted", s->clock.trusted);
	put_figure(&text, "commits", f.commits);
	put_figure(&text, "commit_us", f.commit_us);
	put_figure(&text, "turn_us_max", f.longest_us);
	put_figure(&text, "turn_us_max_cpu", f.longest_cpu_us);
	put_figure(&text, "projection_behind", f.behind);
	put_limits(&text, s);
	put_secrets(&text, s);
	wire_put_bulk(call->reply.out, text.at ? text.at : "", text.len);
	buf_release(&text);
}

static void
exec_client(struct call *call, const struct command *self)
{
	struct reply *r = &call->reply;
	const char *what = call->argv[1];

	(void)self;
	if (strcasecmp(what, "SETNAME") == 0 && call->argc == 3) {
		if (set_name(call, 2))
			reply_ok(r);
	} else if (strcasecmp(what, "SETINFO") == 0 && call->argc == 4) {
		reply_ok(r);
	} else if (strcasecmp(what, "ID") == 0) {
		reply_int(r, NULL, (int64_t)call->conn->id);
	} else if (strcasecmp(what, "GETNAME") == 0) {
		reply_str(r, NULL, call->conn->name);
	} else {
		reply_error(r, E_ERR, "unknown subcommand");
	}
}

static void
exec_config(struct call *call, const struct command *self)
{
	(void)self;
	reply_error(&call->reply, E_ERR,
	    "settings are in hall.yaml; HALL LAYOUT shows them");
}

/* --- COMMAND: what there is, from the table ---------------------------- */

static bool
is_first_of_family(size_t i)
{
	return i == 0 ||
	    strcmp(command_at(i)->family, command_at(i - 1)->family) != 0;
}

static size_t
count_families(void)
{
	size_t count = 0;

	for (size_t i = 0; command_at(i); i++)
		count += is_first_of_family(i);
	return count;
}

static void
put_command(struct reply *r, const struct command *at)
{
	char name[32];
	size_t len = 0;

	for (; at->family[len] && len < sizeof(name) - 1; len++)
		name[len] = (char)(at->family[len] | 0x20);
	name[len] = '\0';
	reply_list(r, NULL, 6);
	reply_str(r, NULL, name);
	reply_int(r, NULL, -1 - (at->name != NULL));
	reply_list(r, NULL, 0);
	reply_list_end(r);
	for (int i = 0; i < 3; i++)
		reply_int(r, NULL, 0);
	reply_list_end(r);
}

static void
put_subcommands(struct reply *r, size_t first)
{
	const char *family = command_at(first)->family;
	size_t count = 0;

	while (command_at(first + count) &&
	    strcmp(command_at(first + count)->family, family) == 0)
		count++;
	reply_map(r, "subcommands", count);
	for (size_t i = first; i < first + count; i++) {
		char name[48];
		(void)snprintf(
		    name, sizeof(name), "%s|%s", family, command_at(i)->name);
		reply_map(r, name, 3);
		reply_str(r, "summary", command_at(i)->summary);
		reply_str(r, "since", HAO_VERSION);
		reply_str(r, "group", "hao");
		reply_map_end(r);
	}
	reply_map_end(r);
}

static void
put_docs(struct reply *r, size_t i)
{
	const struct command *at = command_at(i);

	reply_map(r, at->family, 3 + (at->name != NULL));
	reply_str(r, "summary", at->name ? "see its subcommands" : at->summary);
	reply_str(r, "since", HAO_VERSION);
	reply_str(r, "group", "hao");
	if (at->name)
		put_subcommands(r, i);
	reply_map_end(r);
}

static void
exec_command(struct call *call, const struct command *self)
{
	struct reply *r = &call->reply;
	const char *what = call->argc > 1 ? call->argv[1] : "";
	bool docs = strcasecmp(what, "DOCS") == 0;

	(void)self;
	if (strcasecmp(what, "COUNT") == 0) {
		reply_int(r, NULL, (int64_t)count_families());
		return;
	}
	if (docs) {
		reply_map(r, NULL, count_families());
	} else {
		reply_list(r, NULL, count_families());
	}
	for (size_t i = 0; command_at(i); i++) {
		if (!is_first_of_family(i))
			continue;
		if (docs) {
			put_docs(r, i);
		} else {
			put_command(r, command_at(i));
		}
	}
	if (docs) {
		reply_map_end(r);
	} else {
		reply_list_end(r);
	}
}

const struct command commands_session[] = {
	{
	    .family = "HELLO",
	    .exec = exec_hello,
	    .roles = ROLES_ANYBODY,
	    .args_max = 6,
	    .subscriber = true,
	    .summary = "HELLO [2|3 [AUTH user secret] [SETNAME name]]",
	},
	{
	    .family = "AUTH",
	    .exec = exec_auth,
	    .roles = ROLES_ANYBODY,
	    .args_min = 1,
	    .args_max = 2,
	    .summary = "AUTH [user] secret",
	},
	{
	    .family = "PING",
	    .exec = exec_ping,
	    .roles = ROLES_ANYBODY,
	    .args_max = 1,
	    .subscriber = true,
	    .summary = "PING [text]",
	},
	{
	    .family = "ECHO",
	    .exec = exec_echo,
	    .roles = ROLES_KNOWN,
	    .args_min = 1,
	    .args_max = 1,
	    .words = { { "text", WORD_BYTES, false, true, 0 } },
	    .summary = "ECHO text",
	},
	{
	    .family = "QUIT",
	    .exec = exec_quit,
	    .roles = ROLES_ANYBODY,
	    .subscriber = true,
	    .summary = "QUIT",
	},
	{
	    .family = "RESET",
	    .exec = exec_reset,
	    .roles = ROLES_ANYBODY,
	    .subscriber = true,
	    .summary = "RESET",
	},
	{
	    .family = "SELECT",
	    .exec = exec_select,
	    .roles = ROLES_KNOWN,
	    .args_min = 1,
	    .args_max = 1,
	    .summary = "SELECT 0",
	},
	{
	    .family = "TIME",
	    .exec = exec_time,
	    .roles = ROLES_KNOWN,
	    .summary = "TIME",
	},
	{
	    .family = "INFO",
	    .exec = exec_info,
	    .roles = ROLES_KNOWN,
	    .args_max = 63,
	    .summary = "INFO",
	},
	{
	    .family = "CLIENT",
	    .exec = exec_client,
	    .roles = ROLES_KNOWN,
	    .args_min = 1,
	    .args_max = 3,
	    .summary = "CLIENT SETNAME name | SETINFO key value | ID | GETNAME",
	},
	{
	    .family = "CONFIG",
	    .exec = exec_config,
	    .roles = ROLES_KNOWN,
	    .args_max = 63,
	    .summary = "CONFIG (refused: settings are in hall.yaml)",
	},
	{
	    .family = "COMMAND",
	    .exec = exec_command,
	    .roles = ROLES_KNOWN,
	    .args_max = 63,
	    .summary = "COMMAND [DOCS|COUNT]",
	},
	{ 0 },
};
