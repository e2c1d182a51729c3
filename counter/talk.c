#include "counter/talk.h"

#include <string.h>

#include "counter/key.h"
#include "counter/own.h"
#include "counter/texts.h"
#include "proto/link.h"
#include "proto/words.h"
#include "ui/field.h"

#define WORDS(...) ((const char *const[]){ __VA_ARGS__, NULL })

void
talk_init(struct talk *t, const struct talk_config *config)
{
	*t = (struct talk){ .config = *config,
		.open_wanted = true,
		.away_ms = config->start_ms };
}

void
talk_release(struct talk *t)
{
	json_decref(t->layout);
	json_decref(t->hall);
	json_decref(t->aside);
	buf_release(&t->out);
	buf_release(&t->err);
	buf_release(&t->status);
}

static bool
pipe_ready(const struct talk *t)
{
	bool known = t->synced && t->layout != NULL;

	return t->up && t->action.key == NULL && talk_open_settled(t) && known;
}

bool
talk_ready(const struct talk *t)
{
	return t->config.interactive || pipe_ready(t);
}

static void
send_open(struct talk *t)
{
	const char *pin = t->config.pin;

	t->open_sent = true;
	ask_put(&t->asks, TALK_ASK_OPEN,
	    WORDS("COUNTER", key_find('o')->verb, t->config.label, "CLERK",
		t->config.clerk, pin != NULL && *pin != '\0' ? "PIN" : NULL,
		pin));
}

static void
send_lease(struct talk *t, int64_t now_ms)
{
	t->lease_ms = now_ms + TALK_LEASE_MS;
	/* What others do to those who wait shows in time. */
	t->hall_wanted = t->hall_wanted || t->config.screen;
	ask_put(&t->asks, TALK_ASK_LEASE,
	    WORDS("COUNTER", "LEASE", t->config.label));
}

static void
ask_aside(struct talk *t)
{
	if (!t->config.screen || t->aside_asked)
		return;
	t->aside_asked = true;
	ask_put(&t->asks, TALK_ASK_ASIDE,
	    WORDS("COUNTER", "ASIDE", t->config.label));
}

static void
step(struct talk *t, int64_t now_ms)
{
	struct talk_action *a = &t->action;

	if (!t->up || t->finished)
		return;
	if (t->open_wanted && !t->open_sent && !t->open_answered &&
	    now_ms >= t->open_retry_ms)
		send_open(t);
	if (!talk_open_settled(t))
		return;
	if (a->key != NULL && !a->sent && now_ms >= a->retry_ms)
		talk_send(t);
	if (t->opened && now_ms >= t->lease_ms)
		send_lease(t, now_ms);
	if (t->hall_wanted && !t->hall_asked) {
		t->hall_wanted = false;
		t->hall_asked = true;
		ask_put(&t->asks, TALK_ASK_STATE, WORDS("HALL", "STATE"));
		ask_aside(t);
	}
}

/* The only line of a script, once it can be done. */
static void
step_once(struct talk *t, int64_t now_ms)
{
	const char *line = t->config.once;

	step(t, now_ms);
	if (line == NULL || !pipe_ready(t) || t->finished)
		return;
	t->config.once = NULL;
	talk_do(t, line, t->config.once_rid, now_ms);
	talk_end(t, now_ms);
	step(t, now_ms);
}

void
talk_link(struct talk *t, bool up, const char *why, int64_t now_ms)
{
	bool was = t->up;

	t->up = up;
	if (!up && (was || !t->ever_up))
		talk_say_more(t, TEXT_AWAY, why);
	if (!up && was) {
		t->away_ms = now_ms;
		t->synced = false;
	}
	if (!up || was)
		return;
	if (t->ever_up)
		talk_say(t, TEXT_BACK);
	t->ever_up = true;
	t->opened = t->open_answered = t->open_sent = false;
	t->hall_asked = t->aside_asked = false;
	t->hall_wanted = true;
	/* No older answer comes; a restored hall counts from before. */
	t->seq = 0;
	t->open_retry_ms = t->action.retry_ms = 0;
	ask_put(&t->asks, TALK_ASK_LAYOUT, WORDS("HALL", "LAYOUT"));
	step_once(t, now_ms);
}

void
talk_message(struct talk *t, int64_t now_ms)
{
	t->hall_wanted = true;
	step_once(t, now_ms);
}

void
talk_line(struct talk *t, const char *line, const char *rid, int64_t now_ms)
{
	talk_do(t, line, rid, now_ms);
	step(t, now_ms);
}

void
talk_end(struct talk *t, int64_t now_ms)
{
	if (t->config.interactive) {
		talk_quit(t);
		step(t, now_ms);
		return;
	}
	t->quitting = true;
	t->finished = t->finished || t->action.key == NULL;
}

static int64_t
sooner(int64_t a_ms, int64_t b_ms)
{
	if (a_ms < 0 || b_ms < 0)
		return a_ms < 0 ? b_ms : a_ms;
	return a_ms < b_ms ? a_ms : b_ms;
}

static int64_t
patience_ms(const struct talk *t)
{
	return t->ever_up ? TALK_AWAY_MS : TALK_CONNECT_MS;
}

int64_t
talk_deadline(const struct talk *t)
{
	const struct talk_action *a = &t->action;
	int64_t due_ms = -1;

	if (!t->up)
		return t->config.interactive ? -1 : t->away_ms + patience_ms(t);
	if (t->open_wanted && !t->open_sent && !t->open_answered)
		return t->open_retry_ms;
	if (a->key != NULL && !a->sent)
		due_ms = a->retry_ms;
	return t->opened ? sooner(due_ms, t->lease_ms) : due_ms;
}

void
talk_time(struct talk *t, int64_t now_ms)
{
	step_once(t, now_ms);
	if (t->up || t->config.interactive ||
	    now_ms - t->away_ms < patience_ms(t))
		return;
	talk_fail(
	    t, t->action.key != NULL ? TEXT_NOT_DONE_UNKNOWN : TEXT_NO_SERVER);
	t->finished = true;
}

static void
open_reply(struct talk *t, const struct link_reply *reply, int64_t now_ms)
{
	t->open_sent = false;
	if (!link_is_answer(reply)) {
		t->open_retry_ms = now_ms + TALK_RETRY_MS;
		return;
	}
	t->open_answered = true;
	t->hall_wanted = true;
	t->hall_asked = false;
	t->lease_ms = now_ms + TALK_LEASE_MS;
	t->opened = reply->verdict == LINK_OK;
	t->pin_wanted = reply->verdict == LINK_REFUSED &&
	    strcmp(reply->word, E_WRONGPASS) == 0;
	if (!t->opened) {
		talk_refused(t, reply);
		talk_keep(t->say, sizeof(t->say), reply->say);
		t->finished = !t->config.interactive && t->action.key == NULL;
		return;
	}
	if (t->paused) {
		ask_put(&t->asks, TALK_ASK_PAUSE,
		    WORDS("COUNTER", key_find('p')->verb, t->config.label,
			t->pause_reason));
	}
}

/* Of LEASE and of PAUSE said again: only a refusal means something. */
static void
quiet_reply(struct talk *t, const struct link_reply *reply)
{
	if (reply->verdict != LINK_REFUSED)
		return;
	talk_refused(t, reply);
	talk_keep(t->say, sizeof(t->say), reply->say);
	t->opened = false;
	t->hall_wanted = true;
}

static void
layout_reply(struct talk *t, const struct link_reply *reply)
{
	if (reply->verdict == LINK_OK) {
		json_decref(t->layout);
		t->layout = json_incref(reply->value);
	}
	if (reply->verdict != LINK_REFUSED)
		return;
	talk_refused(t, reply);
	t->finished = t->finished || !t->config.interactive;
}

void
talk_reply(struct talk *t, enum talk_ask ask, const struct link_reply *reply,
    int64_t now_ms)
{
	switch (ask) {
	case TALK_ASK_LAYOUT:
		layout_reply(t, reply);
		break;
	case TALK_ASK_STATE:
		talk_state_reply(t, reply, now_ms);
		break;
	case TALK_ASK_OPEN:
		open_reply(t, reply, now_ms);
		break;
	case TALK_ASK_LEASE:
	case TALK_ASK_PAUSE:
		quiet_reply(t, reply);
		break;
	case TALK_ASK_TICKET:
		talk_ticket_reply(t, reply);
		break;
	case TALK_ASK_ASIDE:
		talk_aside_reply(t, reply);
		break;
	case TALK_ASK_ACTION:
		talk_action_reply(t, reply, now_ms);
		break;
	}
	step_once(t, now_ms);
}
