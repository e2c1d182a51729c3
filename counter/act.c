#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "counter/key.h"
#include "counter/own.h"
#include "proto/link.h"
#include "ui/field.h"

#define HOLD_MIN_MAX 1440 /* minutes: a day */

void
talk_send(struct talk *t)
{
	struct talk_action *a = &t->action;
	const char *words[KEY_WORDS_MAX];
	struct key_values values = {
		.label = t->config.label,
		.clerk = t->config.clerk,
		.pin = t->config.pin,
		.id = a->id,
		.to = a->to,
		.place = a->place,
		.until = a->until,
		.text = a->text,
		.rid = a->rid,
	};

	key_words(a->key, &values, words);
	ask_put(&t->asks, TALK_ASK_ACTION, words);
	a->sent = true;
}

/*
 * `t SERVICE REASON`: the first word of TEXT says where to, a service or
 * "@5", counter 5; "/end" behind it: behind all who wait there.
 */
static bool
split_transfer(struct talk_action *a)
{
	static const char end[] = "/end";
	size_t len = strcspn(a->text, " "), n = sizeof(end) - 1;
	const char *reason = a->text + len + strspn(a->text + len, " ");

	if (len == 0 || len >= sizeof(a->to) || *reason == '\0')
		return false;
	memcpy(a->to, a->text, len);
	a->to[len] = '\0';
	if (len > n && strcmp(a->to + len - n, end) == 0) {
		a->to[len - n] = '\0';
		talk_keep(a->place, sizeof(a->place), end + 1);
	}
	memmove(a->text, reason, strlen(reason) + 1);
	return true;
}

/* `h until MINUTES`, which are counted from now on the hall's clock. */
static bool
split_hold(struct talk_action *a, int64_t hall_ms)
{
	static const char until[] = "until";
	size_t n = sizeof(until) - 1;
	char *end;

	if (strncmp(a->text, until, n) != 0)
		return true;
	long long minutes = strtoll(a->text + n, &end, 10);
	if (minutes < 1 || minutes > HOLD_MIN_MAX || *end != '\0')
		return false;
	(void)snprintf(a->until, sizeof(a->until), "%lld",
	    (long long)hall_ms + minutes * 60000);
	return true;
}

/* Whether the line has what its key needs; says what is missing. */
static bool
complete(struct talk *t, struct talk_action *a, int64_t now_ms)
{
	bool text = a->text[0] != '\0', ticket = t->ticket.id[0] != '\0';
	enum counter_text missing = TEXT_NO_TICKET;
	bool well = true;

	switch (a->key->shape) {
	case KEY_COUNTER:
	case KEY_OPEN:
		break;
	case KEY_REASON:
		missing = TEXT_NEEDS_REASON;
		well = text;
		break;
	case KEY_NUMBER:
	case KEY_RETURN:
	case KEY_UNHOLD:
		missing = TEXT_NEEDS_NUMBER;
		well = text;
		break;
	case KEY_TICKET:
	case KEY_FINISH:
		well = ticket;
		break;
	case KEY_HOLD:
		well = ticket;
		if (ticket && !split_hold(a, now_ms + t->hall_ms)) {
			missing = TEXT_NEEDS_MINUTES;
			well = false;
		}
		break;
	case KEY_TRANSFER:
		well = ticket;
		if (ticket && !split_transfer(a)) {
			missing = TEXT_NEEDS_SERVICE;
			well = false;
		}
		break;
	}
	if (!well)
		talk_fail(t, missing);
	return well;
}

static void
begin(struct talk *t, struct talk_action a, const char *text, int64_t now_ms)
{
	const struct key *key = a.key;

	if (strlen(text) >= sizeof(a.text)) {
		talk_fail(t, TEXT_TOO_LONG);
		return;
	}
	talk_keep(a.text, sizeof(a.text), text);
	if (!complete(t, &a, now_ms))
		return;
	bool other = key->shape == KEY_RETURN || key->shape == KEY_UNHOLD;
	talk_keep(
	    a.id, sizeof(a.id), other ? talk_id_of(t, text) : t->ticket.id);
	t->action = a;
}

void
talk_quit(struct talk *t)
{
	t->quitting = true;
	if (t->action.key != NULL)
		return; /* once it is answered */
	if (!t->up || !t->opened) {
		t->finished = true;
		return;
	}
	begin(t, (struct talk_action){ .key = key_find('x') }, "", 0);
}

void
talk_do(struct talk *t, const char *line, const char *rid, int64_t now_ms)
{
	struct talk_action a = { 0 };
	const char *text = line;
	const struct key *key = key_find('n');

	if (*line != '\0')
		key = key_find(*line);
	if (*line != '\0')
		text = line + 1 + strspn(line + 1, " ");
	if (*line == '?') {
		view_help(&t->out, t->config.lang);
		return;
	}
	if (strcmp(line, "q") == 0) {
		talk_quit(t);
		return;
	}
	if (key == NULL ||
	    (*line != '\0' && line[1] != '\0' && line[1] != ' ')) {
		talk_fail(t, TEXT_NO_KEY);
		return;
	}
	if (t->action.key != NULL) {
		talk_say(t, TEXT_MOMENT);
		return;
	}
	if (!t->up) {
		talk_fail(t, TEXT_NOT_DONE_AWAY);
		return;
	}
	a.key = key;
	talk_keep(a.rid, sizeof(a.rid), rid);
	begin(t, a, text, now_ms);
}

/* What the counter is from now on. */
static void
counter_effect(struct talk *t, char letter)
{
	if (letter == 'p') {
		t->paused = true;
		talk_keep(
		    t->pause_reason, sizeof(t->pause_reason), t->action.text);
	}
	if (letter == 'n' || letter == 'c' || letter == 'u' || letter == 'o' ||
	    letter == 'x')
		t->paused = false;
	if (letter == 'x')
		t->open_wanted = t->opened = false;
	if (letter == 'o')
		t->open_wanted = t->opened = t->open_answered = true;
}

static void
ticket_effect(struct talk *t, const json_t *value)
{
	const struct key *key = t->action.key;

	switch (key->effect) {
	case KEY_TAKES:
		talk_part(t);
		if (json_is_null(value))
			break;
		talk_take(t, value, "called");
		if (t->config.screen)
			talk_ask_ticket(t);
		break;
	case KEY_KEEPS:
		talk_keep(t->ticket.state, sizeof(t->ticket.state), "serving");
		if (t->config.screen)
			talk_ask_ticket(t);
		break;
	case KEY_PARTS:
		talk_part(t);
		break;
	case KEY_NOTHING:
		break;
	}
}

static void
done(struct talk *t, const json_t *value, int64_t now_ms)
{
	struct view v = talk_view(t);
	char letter = t->action.key->letter;

	view_result(&t->out, &v, t->action.key, value);
	t->seq = field_int(value, "seq", t->seq);
	ticket_effect(t, value);
	counter_effect(t, letter);
	if (letter == 'o')
		t->lease_ms = now_ms + TALK_LEASE_MS;
}

/* No action is under way any more; a clerk who wants to leave may. */
static void
settled(struct talk *t, bool well)
{
	bool closed = t->action.key->letter == 'x';

	t->action.key = NULL;
	t->hall_wanted = t->config.interactive;
	if (!t->quitting)
		return;
	if (closed && !well && t->config.interactive) {
		t->quitting = false; /* a ticket is at hand: finish it first */
		return;
	}
	t->finished = closed || !t->config.interactive;
	if (!t->finished)
		talk_quit(t);
}

void
talk_action_reply(
    struct talk *t, const struct link_reply *reply, int64_t now_ms)
{
	struct talk_action *a = &t->action;

	switch (reply->verdict) {
	case LINK_OK:
		done(t, reply->value, now_ms);
		settled(t, true);
		return;
	case LINK_REFUSED:
		talk_refused(t, reply);
		if (a->key->letter == 'o')
			talk_keep(t->say, sizeof(t->say), reply->say);
		settled(t, false);
		return;
	case LINK_UNKNOWN:
	case LINK_UNSENT:
		break;
	}
	if (!a->doubted)
		talk_say(t, TEXT_ASKING_AGAIN);
	a->doubted = true;
	a->sent = false;
	a->retry_ms = now_ms + TALK_RETRY_MS;
}
