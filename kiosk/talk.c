#include "kiosk/talk.h"

#include <string.h>

#include "kiosk/key.h"
#include "kiosk/paper.h"
#include "kiosk/texts.h"
#include "kiosk/ticket.h"
#include "proto/link.h"
#include "ui/field.h"
#include "ui/text.h"

#define WORDS(...) ((const char *const[]){ __VA_ARGS__, NULL })

void
talk_init(struct talk *t, const struct talk_config *config)
{
	*t = (struct talk){ .config = *config, .doubt_ms = -1, .end_ms = -1 };
	strncpy(t->lang, config->lang, sizeof(t->lang) - 1);
}

void
talk_release(struct talk *t)
{
	json_decref(t->layout);
	json_decref(t->hall);
	buf_release(&t->out);
	buf_release(&t->err);
}

/* Copies what the server or the layout says into a field of SIZE bytes. */
static void
keep(char *to, size_t size, const char *from)
{
	strncpy(to, from, size - 1);
	to[size - 1] = '\0';
}

static void
say_more(struct talk *t, enum kiosk_text which, const char *more)
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
	say_more(t, which, "");
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
	t->state = TALK_IDLE;
	t->sent = false;
	t->doubt_ms = -1;
	t->finished = t->finished || t->ended;
	if (!t->finished)
		ask_menu(t);
}

static void
send_issue(struct talk *t)
{
	if (t->code[0] != '\0') {
		ask_put(&t->asks, TALK_ASK_ISSUE,
		    WORDS("CHECKIN", t->code, "RID", t->rid, "LANG", t->lang));
		return;
	}
	if (t->class[0] == '\0') {
		ask_put(&t->asks, TALK_ASK_ISSUE,
		    WORDS("TICKET", "ISSUE", t->service, "RID", t->rid, "LANG",
			t->lang));
		return;
	}
	ask_put(&t->asks, TALK_ASK_ISSUE,
	    WORDS("TICKET", "ISSUE", t->service, "RID", t->rid, "LANG", t->lang,
		"CLASS", t->class));
}

/* Sends what the state is waiting to have answered. */
static void
send_state(struct talk *t)
{
	switch (t->state) {
	case TALK_ASKING:
		send_issue(t);
		break;
	case TALK_NOTING:
		ask_put(&t->asks, TALK_ASK_PRINTED,
		    WORDS("TICKET", "PRINTED", t->id,
			t->printed ? "printed" : "failed"));
		break;
	case TALK_UNDOING:
		ask_put(&t->asks, TALK_ASK_CANCEL,
		    WORDS("TICKET", "CANCEL", "RID", t->rid));
		break;
	case TALK_IDLE:
	case TALK_PRINTING:
		return;
	}
	t->sent = true;
}

static void
enter(struct talk *t, enum talk_state state)
{
	t->state = state;
	t->sent = false;
	t->retry_ms = 0;
}

/* Nobody may get a ticket from this request any more. */
static void
give_up(struct talk *t)
{
	fail(t, TEXT_GIVEN_UP);
	/* Whoever has a code asks again, and gets the ticket there may be. */
	if (t->code[0] != '\0') {
		idle(t);
	} else {
		enter(t, TALK_UNDOING);
	}
}

static bool
doubted_enough(const struct talk *t, int64_t now_ms)
{
	return t->state == TALK_ASKING && !t->sent && t->doubt_ms >= 0 &&
	    now_ms - t->doubt_ms >= TALK_DOUBT_MS;
}

static void
step(struct talk *t, int64_t now_ms)
{
	if (doubted_enough(t, now_ms))
		give_up(t);
	if (t->up && !t->sent && now_ms >= t->retry_ms)
		send_state(t);
}

/* The end came and what is open can't be settled. */
static void
abandon(struct talk *t)
{
	if (t->state == TALK_UNDOING || t->state == TALK_ASKING)
		say_more(t, TEXT_NOT_UNDONE, t->rid);
	t->failed = true;
	t->finished = true;
}

void
talk_time(struct talk *t, int64_t now_ms)
{
	int64_t start_ms = t->config.start_ms;

	step(t, now_ms);
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
	bool open = t->state == TALK_ASKING || t->state == TALK_NOTING ||
	    t->state == TALK_UNDOING;
	int64_t due_ms = -1;

	if (open && !t->sent && t->up)
		due_ms = t->retry_ms;
	if (t->state == TALK_ASKING && !t->sent && t->doubt_ms >= 0)
		due_ms = sooner(due_ms, t->doubt_ms + TALK_DOUBT_MS);
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
		say_more(t, TEXT_AWAY, why);
	if (!up || was)
		return;
	if (t->ever_up)
		say(t, TEXT_BACK);
	t->ever_up = true;
	t->retry_ms = 0;
	ask_layout(t);
	ask_menu(t);
	step(t, now_ms);
}

bool
talk_ready(const struct talk *t)
{
	if (t->config.interactive)
		return true;
	return t->state == TALK_IDLE && t->layout != NULL && !t->layout_asked;
}

static void
press(struct talk *t, struct key key, const char *rid, int64_t now_ms)
{
	const json_t *services = json_object_get(t->layout, "services");
	const char *class = ticket_class(t->layout, key.class);
	bool known = key.service > 0 && class != NULL &&
	    key.service <= json_array_size(services);

	if (t->state != TALK_IDLE || now_ms < t->guard_ms) {
		say(t, TEXT_MOMENT);
		return;
	}
	if (!t->up) {
		fail(t, TEXT_NOT_ISSUED_AWAY);
		return;
	}
	if (!known && key.code == NULL) {
		fail(t, TEXT_NO_KEY);
		return;
	}
	keep(t->service, sizeof(t->service),
	    field_text(json_array_get(services, key.service - 1), "code"));
	keep(t->class, sizeof(t->class), class != NULL ? class : "");
	keep(t->code, sizeof(t->code), key.code != NULL ? key.code : "");
	keep(t->rid, sizeof(t->rid), rid);
	enter(t, TALK_ASKING);
	step(t, now_ms);
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
	keep(t->lang, sizeof(t->lang), next);
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
	if (strcmp(line, "l") == 0 && t->state == TALK_IDLE) {
		next_language(t);
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
	if (t->state == TALK_IDLE)
		t->finished = true;
}

static void
issued(struct talk *t, const json_t *ticket, int64_t now_ms)
{
	char time[TALK_TIME_SIZE] = "";

	t->config.time_text(field_text(t->layout, "timezone"),
	    field_int(ticket, "issued", 0), time);
	struct ticket_view view = { t->layout, ticket, t->lang, time };
	ticket_paper(&t->out, &view, PAPER_COLUMNS);
	keep(t->id, sizeof(t->id), field_text(ticket, "id"));
	enter(t, TALK_PRINTING);
	if (t->config.interactive)
		t->guard_ms = now_ms + TALK_GUARD_MS;
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

/* Asks again a little later, or once the server is back. */
static void
later(struct talk *t, int64_t now_ms)
{
	t->sent = false;
	t->retry_ms = now_ms + TALK_RETRY_MS;
}

static void
doubt(struct talk *t, int64_t now_ms)
{
	if (t->doubt_ms < 0) {
		t->doubt_ms = now_ms;
		say(t, TEXT_ASKING_AGAIN);
	}
	later(t, now_ms);
}

static void
issue_reply(struct talk *t, const struct link_reply *reply, int64_t now_ms)
{
	switch (reply->verdict) {
	case LINK_OK:
		issued(t, reply->value, now_ms);
		return;
	case LINK_REFUSED:
		refused(t, reply);
		idle(t);
		return;
	case LINK_UNKNOWN:
		doubt(t, now_ms);
		return;
	case LINK_UNSENT:
		break;
	}
	if (t->doubt_ms >= 0) {
		later(t, now_ms); /* an earlier ask may have issued it */
		return;
	}
	fail(t, TEXT_NOT_ISSUED_AWAY);
	idle(t);
}

/* Of PRINTED and CANCEL, which may be sent any number of times. */
static void
settled_reply(struct talk *t, const struct link_reply *reply, int64_t now_ms)
{
	switch (reply->verdict) {
	case LINK_REFUSED:
		refused(t, reply);
		idle(t);
		return;
	case LINK_OK:
		idle(t);
		return;
	case LINK_UNKNOWN:
	case LINK_UNSENT:
		later(t, now_ms);
		return;
	}
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
	say_more(t, TEXT_NO_LAYOUT, reply->say);
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
	switch (ask) {
	case TALK_ASK_LAYOUT:
		layout_reply(t, reply);
		break;
	case TALK_ASK_STATE:
		state_reply(t, reply);
		break;
	case TALK_ASK_ISSUE:
		issue_reply(t, reply, now_ms);
		break;
	case TALK_ASK_PRINTED:
	case TALK_ASK_CANCEL:
		settled_reply(t, reply, now_ms);
		break;
	}
	step(t, now_ms);
}

void
talk_flushed(struct talk *t, bool written, int64_t now_ms)
{
	if (!written) {
		t->failed = true;
		talk_end(t, now_ms); /* nothing can be printed any more */
	}
	if (t->state != TALK_PRINTING)
		return;
	if (!written)
		say(t, TEXT_NO_PAPER);
	t->printed = written;
	enter(t, TALK_NOTING);
	step(t, now_ms);
}
