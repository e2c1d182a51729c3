#include "server/command/command.h"

#include <sodium.h>
#include <string.h>
#include <strings.h>

#include "proto/wire.h"
#include "proto/words.h"
#include "server/net/conn.h"
#include "server/server.h"
#include "server/turn.h"

static const struct command *const families[] = {
	commands_session,
	commands_ticket,
	commands_counter,
	commands_hall,
	commands_metrics,
	commands_staff,
	commands_feed,
	commands_appointment,
	commands_followup,
	commands_display,
	commands_account,
	NULL,
};

const struct command *
command_at(size_t i)
{
	for (size_t f = 0; families[f]; f++) {
		for (const struct command *at = families[f]; at->family; at++) {
			if (i-- == 0)
				return at;
		}
	}
	return NULL;
}

/* Names are upper case; most differ in their first letter. */
static bool
is_named(const char *name, const char *word)
{
	return (name[0] | 0x20) == (word[0] | 0x20) &&
	    strcasecmp(name, word) == 0;
}

static const struct command *
find_in(const struct command *at, const struct call *call, bool *family)
{
	for (; at->family; at++) {
		if (!is_named(at->family, call->argv[0]))
			continue;
		*family = true;
		if (!at->name ||
		    (call->argc > 1 && is_named(at->name, call->argv[1])))
			return at;
	}
	return NULL;
}

static const struct command *
find(const struct call *call, bool *family)
{
	const struct command *found = NULL;

	*family = false;
	for (size_t f = 0; !found && families[f]; f++)
		found = find_in(families[f], call, family);
	return found;
}

/* Ends each word by a 0, in place: a CR, a quote or a space stood there. */
static void
take_words(struct call *call, const struct wire_command *w)
{
	call->argc = w->argc;
	call->nul = false;
	for (size_t i = 0; i < w->argc; i++) {
		char *at = call->conn->server->input +
		    (w->argv[i].at - call->conn->server->input);
		call->nul |= memchr(at, '\0', w->argv[i].len) != NULL;
		at[w->argv[i].len] = '\0';
		call->argv[i] = at;
		call->len[i] = w->argv[i].len;
	}
}

void
command_badarg(struct call *call, const char *say, const char *detail)
{
	struct buf text = { 0 };

	buf_puts(&text, "参数有误 · ");
	buf_puts(&text, say);
	if (detail) {
		buf_puts(&text, ": ");
		buf_put(&text, detail, strnlen(detail, 64));
	}
	buf_putc(&text, '\0');
	reply_error(&call->reply, E_BADARG, text.at ? text.at : say);
	buf_release(&text);
}

static void
unknown(struct call *call, bool family)
{
	struct buf text = { 0 };

	if (!call->conn->known)
		call->conn->closing = true;
	buf_puts(&text, family ? "unknown subcommand '" : "unknown command '");
	buf_puts(&text, call->argv[0]);
	if (family && call->argc > 1) {
		buf_putc(&text, ' ');
		buf_put(&text, call->argv[1], strnlen(call->argv[1], 64));
	}
	buf_puts(&text, "'; COMMAND lists what there is");
	buf_putc(&text, '\0');
	reply_error(&call->reply, E_ERR, text.at ? text.at : "unknown command");
	buf_release(&text);
}

bool
command_may(struct call *call, uint32_t roles)
{
	enum account_role role = conn_role(call->conn);
	struct buf text = { 0 };

	if (roles & 1u << role)
		return true;
	if (role == ACCOUNT_STRANGER) {
		reply_error(&call->reply, E_NOAUTH,
		    "请先登录 · say who you are first: AUTH user secret");
		return false;
	}
	buf_puts(&text, "权限不足 · the account's role may not do that: ");
	buf_puts(&text, account_role_name(role));
	buf_putc(&text, '\0');
	reply_error(&call->reply, E_NOPERM, text.at ? text.at : "no");
	buf_release(&text);
	return false;
}

/* What keeps a command from running, as an error already replied. */
static bool
is_barred(struct call *call, const struct command *at)
{
	const struct conn *c = call->conn;
	int args = (int)call->argc - (at->name ? 2 : 1);

	if (!command_may(call, at->roles))
		return true;
	if (c->proto == 2 && c->subs && !at->subscriber) {
		reply_error(&call->reply, E_ERR,
		    "only (P)SUBSCRIBE, (P)UNSUBSCRIBE, PING, QUIT and RESET"
		    " here; use another connection, or HELLO 3");
		return true;
	}
	if (call->nul &&
	    (at->words[0].kind != WORD_BYTES || call->reply.json)) {
		command_badarg(call, "a word holds a NUL byte", NULL);
		return true;
	}
	if (args < at->args_min || args > at->args_max) {
		command_badarg(call, "wrong number of words", at->summary);
		return true;
	}
	return false;
}

static bool
is_word(const struct call *call, const char *word)
{
	return is_named(word, call->argv[0]);
}

/* MULTI is refused, and so is all that a client believes to be in it. */
static bool
is_in_multi(struct call *call)
{
	struct conn *c = call->conn;
	bool ends = is_word(call, "EXEC") || is_word(call, "DISCARD") ||
	    is_word(call, "RESET") || is_word(call, "QUIT");

	if (is_word(call, "MULTI")) {
		c->in_multi = true;
		reply_error(&call->reply, E_ERR,
		    "there are no transactions here; nothing up to EXEC is"
		    " executed");
		return true;
	}
	if (!c->in_multi)
		return false;
	if (ends)
		c->in_multi = false;
	if (is_word(call, "RESET") || is_word(call, "QUIT"))
		return false;
	reply_error(&call->reply, E_EXECABORT,
	    "nothing of a refused transaction is executed");
	return true;
}

static void
run(struct call *call)
{
	bool family;
	const struct command *at;

	if (is_in_multi(call))
		return;
	at = find(call, &family);
	if (!at) {
		unknown(call, family);
	} else if (!is_barred(call, at)) {
		at->exec(call, at);
	}
}

/* Secrets stay nowhere longer than they are looked at. */
static void
wipe_words(struct call *call, size_t argc)
{
	char *input = call->server->input;

	for (size_t i = 1; i < argc; i++)
		sodium_memzero(input + (call->argv[i] - input), call->len[i]);
	sodium_memzero(call->secret, sizeof(call->secret));
}

/* The command waits in its connection, to be run again. */
static void
park(struct call *call, size_t argc)
{
	struct conn *c = call->conn;

	wire_put_command(&c->parked, argc, call->argv);
	wipe_words(call, argc);
	if (c->parked.failed)
		conn_kill(c);
}

void
command_run(struct server *s, struct conn *c, struct wire_command *command)
{
	struct buf *out = &s->reply;
	struct call call;
	bool json = command->argc > 1 &&
	    wire_is(&command->argv[command->argc - 1], "JSON");
	call.server = s;
	call.conn = c;
	call.later = call.guessed = call.secretive = false;
	call.secret[0] = '\0';
	buf_clear(out);
	take_words(&call, command);
	if (json)
		call.argc--;
	reply_begin(&call.reply, out, c->proto, json);
	run(&call);
	reply_done(&call.reply);
	if (call.later) {
		park(&call, command->argc);
		return;
	}
	bool tells = call.secret[0] != '\0';
	if (call.secretive)
		wipe_words(&call, command->argc);
	if (tells)
		conn_tell_secret(c);
	if (out->failed) {
		conn_kill(c);
	} else {
		turn_reply(s->turn, c, out->at, out->len);
	}
	if (tells && out->at)
		sodium_memzero(out->at, out->cap);
	if (c->closing && !turn_holds(c))
		conn_flush(c);
}
