#include <assert.h>
#include <string.h>

#include "kiosk/key.h"
#include "kiosk/talk_own.h"
#include "kiosk/ticket.h"
#include "proto/link.h"
#include "ui/field.h"
#include "ui/text.h"

#define WORDS(...) ((const char *const[]){ __VA_ARGS__, NULL })

void
talk_init(struct talk *t, const struct talk_config *config)
{
	*t = (struct talk){ .config = *config, .end_ms = -1, .again_ms = -1 };
	take_init(&t->take);
	strncpy(t->lang, config->lang, sizeof(t->lang) - 1);
}

void
talk_release(struct talk *t)
{
	json_decref(t->layout);
	json_decref(t->hall);
	json_decref(t->ticket);
	buf_release(&t->print.text);
	buf_release(&t->out);
	buf_release(&t->err);
}

void
talk_say(struct talk *t, enum kiosk_text which, const char *more)
{
	buf_puts(&t->err, kiosk_text(t->lang, which));
	if (*more != '\0')
		buf_puts(&t->err, ": ");
	text_put(&t->err, more);
	buf_putc(&t->err, '\n');
}

static void
say(struct talk *t, enum kiosk_text which)
{
	talk_say(t, which, "");
}

/* A press that got no ticket. */
static void
fail(struct talk *t, enum kiosk_text which)
{
	t->failed = true;
	say(t, which);
}

static void
ask_layout(struct talk *t)
{
	t->layout_asked = true;
	ask_put(&t->asks, TALK_ASK_LAYOUT,
	    WORDS("HALL", "LAYOUT", "LANG", t->lang));
}

static void
ask_menu(struct talk *t)
{
	if (!t->up || !t->config.interactive)
		return;
	t->menu_wanted = true;
	ask_put(&t->asks, TALK_ASK_STATE, WORDS("HALL", "STATE"));
}

static void
idle(struct talk *t)
{
	t->finished = t->finished || t->ended;
	if (!t->finished)
		ask_menu(t);
}

static void
issued(struct talk *t, json_t *ticket, int64_t now_ms)
{
	json_decref(t->ticket);
	t->ticket = json_incref(ticket);
	field_keep(t->ticket_rid, sizeof(t->ticket_rid), t->take.rid);
	if (t->config.interactive)
		t->guard_ms = now_ms + TALK_GUARD_MS;
	talk_paper(t, now_ms);
}

static void
refused(struct talk *t, const struct link_reply *reply)
{
	enum kiosk_text which = TEXT_NOT_ISSUED;

	if (strcmp(reply->word, "NUMBERSUSED") == 0)
		which = TEXT_NUMBERS_USED;
	if (strcmp(reply->word, "SERVICECLOSED") == 0)
		which = TEXT_CLOSED_NOW;
	t->failed = true;
	buf_puts(&t->err, kiosk_text(t->lang, which));
	buf_puts(&t->err, ": ");
	text_put(&t->err, reply->word);
	buf_puts(&t->err, ": ");
	text_put(&t->err, reply->say);
	buf_putc(&t->err, '\n');
}

/* Says what a reply makes of the press. */
static void
tell(struct talk *t, enum take_news news, const struct link_reply *reply,
    int64_t now_ms)
{
	assert(reply != NULL || (news != TAKE_ISSUED && news != TAKE_REFUSED));
	switch (news) {
	case TAKE_DOUBTED:
		say(t, TEXT_ASKING_AGAIN);
		return;
	case TAKE_ISSUED:
		issued(t, reply->value, now_ms);
		return;
	case TAKE_UNSENT:
		fail(t, TEXT_NOT_ISSUED_AWAY);
		return;
	case TAKE_REFUSED:
		refused(t, reply);
		return;
	case TAKE_GIVEN_UP:
	case TAKE_NO_NEWS:
		return;
	}
}

void
talk_step(struct talk *t, int64_t now_ms)
{
	enum take_state was = t->take.state;
	enum take_news news = take_step(&t->take, &t->asks, t->up, now_ms);

	if (news == TAKE_GIVEN_UP)
		fail(t, TEXT_GIVEN_UP);
	if (was != TAKE_NONE && t->take.state == TAKE_NONE)
		idle(t);
}

/* The end came and what is open can't be settled. */
static void
abandon(struct talk *t)
{
	if (t->take.state == TAKE_UNDOING || t->take.state == TAKE_ASKING)
		talk_say(t, TEXT_NOT_UNDONE, t->take.rid);
	t->failed = true;
	t->finished = true;
}

static void
say_again(struct talk *t)
{
	if (!t->layout && !t->layout_asked)
		ask_layout(t);
	talk_tell_printer(t);
}

void
talk_time(struct talk *t, int64_t now_ms)
{
	int64_t start_ms = t->config.start_ms;

	talk_step(t, now_ms);
	if (t->up && t->again_ms >= 0 && now_ms >= t->again_ms)
		say_again(t);
	if (t->end_ms >= 0 && now_ms - t->end_ms >= TALK_SETTLE_MS)
		abandon(t);
	if (!t->config.interactive && !t->ever_up &&
	    now_ms - start_ms >= TALK_CONNECT_MS) {
		fail(t, TEXT_NO_SERVER);
		t->finished = true;
	}
}

static int64_t
sooner(int64_t a_ms, int64_t b_ms)
{
	if (a_ms < 0 || b_ms < 0)
		return a_ms < 0 ? b_ms : a_ms;
	return a_ms < b_ms ? a_ms : b_ms;
}

int64_t
talk_deadline(const struct talk *t)
{
	int64_t due_ms = take_deadline(&t->take, t->up);

	if (t->up)
		due_ms = sooner(due_ms, t->again_ms);
	if (t->end_ms >= 0)
		due_ms = sooner(due_ms, t->end_ms + TALK_SETTLE_MS);
	if (!t->config.interactive && !t->ever_up)
		due_ms = sooner(due_ms, t->config.start_ms + TALK_CONNECT_MS);
	return due_ms;
}

void
talk_link(struct talk *t, bool up, const char *why, int64_t now_ms)
{
	bool was = t->up;

	t->up = up;
	if (!up && (was || !t->ever_up))
		talk_say(t, TEXT_AWAY, why);
	if (!up || was)
		return;
	if (t->ever_up)
		say(t, TEXT_BACK);
	t->ever_up = true;
	t->take.retry_ms = 0;
	ask_layout(t);
	ask_menu(t);
	talk_tell_printer(t);
	talk_step(t, now_ms);
}

bool
talk_ready(const struct talk *t)
{
	if (t->config.interactive)
		return true;
	return t->take.state == TAKE_NONE && t->layout != NULL &&
	    !t->layout_asked;
}

static void
press(struct talk *t, struct key key, const char *rid, int64_t now_ms)
{
	const json_t *services = json_object_get(t->layout, "services");
	const char *class = ticket_class(t->layout, key.class);
	bool known = key.service > 0 && class != NULL &&
	    key.service <= json_array_size(services);

	if (t->take.state != TAKE_NONE || now_ms < t->guard_ms) {
		say(t, TEXT_MOMENT);
		return;
	}
	if (talk_stopped(t))
		return;
	if (!t->up) {
		fail(t, TEXT_NOT_ISSUED_AWAY);
		return;
	}
	if (!known && key.code == NULL) {
		fail(t, TEXT_NO_KEY);
		return;
	}
	take_press(&t->take,
	    &(struct take_wish){
		.service = field_text(
		    json_array_get(services, key.service - 1), "code"),
		.class = class != NULL ? class : "",
		.code = key.code != NULL ? key.code : "",
		.lang = t->lang,
	    },
	    rid);
	talk_step(t, now_ms);
}

/* The hall's languages in turn; Chinese and English before it is known. */
static void
next_language(struct talk *t)
{
	const json_t *all = json_object_get(t->layout, "languages");
	const char *next = strcmp(t->lang, "zh") == 0 ? "en" : "zh";
	size_t count = json_array_size(all);

	for (size_t i = 0; i < count; i++) {
		const char *at = json_string_value(json_array_get(all, i));
		const char *after = json_string_value(
		    json_array_get(all, i + 1 < count ? i + 1 : 0));
		if (at != NULL && after != NULL && strcmp(at, t->lang) == 0)
			next = after;
	}
	field_keep(t->lang, sizeof(t->lang), next);
	if (t->up)
		ask_layout(t);
	ask_menu(t);
}

void
talk_line(struct talk *t, const char *line, const char *rid, int64_t now_ms)
{
	if (strcmp(line, "q") == 0) {
		talk_end(t, now_ms);
		return;
	}
	if (strcmp(line, "l") == 0 && t->take.state == TAKE_NONE) {
		next_language(t);
		return;
	}
	if (strcmp(line, "r") == 0) {
		talk_again(t, rid);
		return;
	}
	if (*line == '\0' || strcmp(line, "?") == 0) {
		ask_menu(t);
		return;
	}
	press(t, key_read(line), rid, now_ms);
}

void
talk_end(struct talk *t, int64_t now_ms)
{
	t->ended = true;
	t->end_ms = now_ms;
	if (t->take.state == TAKE_NONE)
		t->finished = true;
}

static void
layout_reply(struct talk *t, const struct link_reply *reply)
{
	t->layout_asked = false;
	if (reply->verdict == LINK_OK) {
		json_decref(t->layout);
		t->layout = json_incref(reply->value);
	}
	if (reply->verdict != LINK_REFUSED)
		return;
	talk_say(t, TEXT_NO_LAYOUT, reply->say);
	if (!t->config.interactive) {
		t->failed = true;
		t->finished = true;
	}
}

static void
state_reply(struct talk *t, const struct link_reply *reply)
{
	if (reply->verdict != LINK_OK)
		return;
	json_decref(t->hall);
	t->hall = json_incref(reply->value);
	if (t->menu_wanted && t->layout != NULL)
		ticket_menu(&t->out, t->layout, t->hall, t->lang);
	t->menu_wanted = false;
}

void
talk_reply(struct talk *t, enum talk_ask ask, const struct link_reply *reply,
    int64_t now_ms)
{
	enum take_state was = t->take.state;

	if (!link_is_answer(reply) &&
	    (ask == TALK_ASK_LAYOUT || ask == TALK_ASK_DEVICE))
		t->again_ms = now_ms + TAKE_RETRY_MS;
	switch (ask) {
	case TALK_ASK_LAYOUT:
		layout_reply(t, reply);
		break;
	case TALK_ASK_STATE:
		state_reply(t, reply);
		break;
	case TALK_ASK_DEVICE:
		break;
	case TALK_ASK_ISSUE:
	case TALK_ASK_PRINTED:
	case TALK_ASK_CANCEL:
	case TALK_ASK_FIND:
		tell(t, take_reply(&t->take, (enum take_ask)ask, reply, now_ms),
		    reply, now_ms);
		break;
	}
	if (was != TAKE_NONE && t->take.state == TAKE_NONE)
		idle(t);
	talk_step(t, now_ms);
}

void
talk_flushed(struct talk *t, bool written, int64_t now_ms)
{
	if (!written) {
		t->failed = true;
		talk_end(t, now_ms); /* nothing can be printed any more */
	}
	if (t->take.state != TAKE_PRINTING || t->config.printer.there)
		return;
	if (!written)
		say(t, TEXT_NO_PAPER);
	take_printed(
	    &t->take, written ? TAKE_PAPER_PRINTED : TAKE_PAPER_FAILED);
	talk_step(t, now_ms);
}

void
talk_restore(struct talk *t, const char *kept, int64_t wall_ms)
{
	take_restore(&t->take, kept, wall_ms);
	if (t->config.printer.there)
		take_find_again(&t->take, wall_ms);
	if (t->take.state != TAKE_NONE && t->take.lang[0] != '\0')
		field_keep(t->lang, sizeof(t->lang), t->take.lang);
}
