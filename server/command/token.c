#include "server/command/token.h"

#include <stdio.h>
#include <string.h>

#include "proto/words.h"
#include "server/account/token.h"
#include "server/command/command.h"
#include "server/hall/layout.h"
#include "server/net/conn.h"
#include "server/server.h"

_Static_assert(TOKEN_KEY == JOURNAL_KEY, "the journal keeps the key");

/* Whom a guess slows: whoever guesses at the same ticket, from one address. */
static enum check_result
look(struct call *call, const char *word)
{
	char subject[32];
	const struct check_ask ask = { .subject = subject, .secret = word };

	(void)snprintf(subject, sizeof(subject), "ticket %.20s", word);
	subject[strcspn(subject, ".")] = '\0';
	return checks_look(call->server->checks, call->conn, &ask);
}

bool
token_look(struct call *call, const char *word)
{
	enum check_result result;
	int64_t id;

	if (call->guessed || token_read(call->server->journal->key, word, &id))
		return true;
	result = look(call, word);
	call->guessed = result == CHECK_RIGHT || result == CHECK_WRONG;
	return call->guessed || command_is_right(call, result);
}

bool
token_take(struct call *call, const char *word, int64_t *id)
{
	if (token_read(call->server->journal->key, word, id))
		return true;
	if (token_look(call, word))
		command_refuse(call, REFUSE_NOSUCHTICKET, NULL);
	return false;
}

/* A token without its point is an id, which a phone has no use for. */
static bool
may_say_id(struct call *call)
{
	if (conn_role(call->conn) != ACCOUNT_WEB)
		return true;
	reply_error(&call->reply, E_NOPERM,
	    "请使用号票的令牌 · for this role a ticket's token stands where"
	    " others say its id");
	return false;
}

bool
token_resolve(struct call *call, size_t i)
{
	char *word = call->server->input +
	    (call->argv[i] - call->server->input);
	char *point = strchr(word, '.');
	int64_t id;

	if (!point)
		return may_say_id(call);
	if (command_is_mending(call) || !token_take(call, word, &id))
		return false;
	*point = '\0';
	call->len[i] = (size_t)(point - word);
	return true;
}

bool
token_is_printed(const struct call *call)
{
	const struct layout *l = call->server->layout;

	for (size_t i = 0; i < LAYOUT_LANGUAGES_MAX; i++) {
		if (l->status_url.in[i])
			return true;
	}
	return false;
}

void
token_put(struct call *call, int64_t id)
{
	char token[TOKEN_TEXT];

	token_make(token, call->server->journal->key, id);
	reply_str(&call->reply, F_TOKEN, token);
}
