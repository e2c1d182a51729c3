#include "counter/desk.h"

#include <stdio.h>
#include <string.h>

#include "counter/desk_own.h"
#include "counter/key.h"
#include "counter/own.h"
#include "counter/press.h"
#include "proto/link.h"
#include "ui/text.h"

static const struct desk_key keys[] = {
	{ 'n', 0, false, LABEL_KEY_NEXT },
	{ 'r', 2, true, LABEL_KEY_RECALL },
	{ 's', 3, true, LABEL_KEY_START },
	{ 'f', 4, true, LABEL_KEY_FINISH },
	{ 'm', 5, true, LABEL_KEY_MISSED },
	{ 'h', 6, true, LABEL_KEY_HOLD },
	{ 't', 7, true, LABEL_KEY_TRANSFER },
	{ 'a', 8, true, LABEL_KEY_ABANDONED },
	{ 'c', 0, false, LABEL_KEY_CALL },
	{ 'b', 0, false, LABEL_KEY_RETURN },
	{ 'w', 0, false, LABEL_KEY_UNHOLD },
	{ 'p', 9, false, LABEL_KEY_PAUSE },
	{ 'o', 0, false, LABEL_KEY_OPEN },
	{ 'x', 0, false, LABEL_KEY_CLOSE },
	{ 'l', 12, false, LABEL_KEY_LANGUAGE },
	{ 'q', 10, false, LABEL_KEY_QUIT },
};

#define KEYS (sizeof(keys) / sizeof(keys[0]))

const struct desk_key *
desk_key_at(size_t i)
{
	return i < KEYS ? &keys[i] : NULL;
}

bool
desk_can(const struct desk *d, const struct desk_key *key)
{
	const struct talk *t = &d->talk;

	if (key->letter == 'l' || key->letter == 'q')
		return true;
	if (!t->up || t->action.key != NULL)
		return false;
	if (key->letter == 'o')
		return true;
	return t->opened && (!key->hand || t->ticket.id[0] != '\0');
}

void
desk_init(struct desk *d, const struct talk_config *config)
{
	*d = (struct desk){ .now_ms = config->start_ms };
	talk_init(&d->talk, config);
	d->talk.config.interactive = d->talk.config.screen = true;
	d->talk.config.clerk = d->clerk;
	d->talk.config.pin = d->pin;
	if (config->pin != NULL)
		talk_keep(d->pin, sizeof(d->pin), config->pin);
	if (config->clerk != NULL) {
		talk_keep(d->clerk, sizeof(d->clerk), config->clerk);
		return;
	}
	d->talk.open_wanted = false;
	desk_ask(d, DESK_SIGN_IN);
}

void
desk_release(struct desk *d)
{
	talk_release(&d->talk);
	buf_release(&d->out);
	buf_release(&d->err);
}

/* --- What comes in ------------------------------------------------------- */

/* What was typed for one ticket is not said of the next. */
static void
drop_matters(struct desk *d)
{
	const char *id = d->talk.ticket.id;

	if (strcmp(d->matters_of, id) == 0)
		return;
	d->matters = 0;
	talk_keep(d->matters_of, sizeof(d->matters_of), id);
}

static void
settle(struct desk *d)
{
	drop_matters(d);
	notes_take(&d->notes, &d->talk.out, false, d->now_ms);
	notes_take(&d->notes, &d->talk.err, true, d->now_ms);
	channels_subscribe(&d->channels, &d->talk.asks);
}

void
desk_link(struct desk *d, bool up, const char *why, int64_t now_ms)
{
	d->now_ms = now_ms;
	talk_link(&d->talk, up, why, now_ms);
	settle(d);
}

void
desk_message(
    struct desk *d, const char *channel, const json_t *message, int64_t now_ms)
{
	d->now_ms = now_ms;
	if (strncmp(channel, "calls:", 6) == 0)
		calls_take(&d->calls, message);
	talk_message(&d->talk, now_ms);
	settle(d);
}

void
desk_reply(
    struct desk *d, int kind, const struct link_reply *reply, int64_t now_ms)
{
	const struct key *key = d->talk.action.key;
	bool next = kind == TALK_ASK_ACTION && key != NULL &&
	    key->letter == 'n' && reply->verdict == LINK_OK;

	d->now_ms = now_ms;
	talk_reply(&d->talk, (enum talk_ask)kind, reply, now_ms);
	if (next)
		d->next_ms = now_ms + DESK_NEXT_MS;
	if (kind == TALK_ASK_OPEN && d->talk.pin_wanted &&
	    !form_is_open(&d->form)) {
		/* The question itself says that one is wanted. */
		if (d->pin[0] == '\0') {
			buf_clear(&d->talk.err);
			d->talk.say[0] = '\0';
		}
		desk_ask(d, DESK_PIN);
	}
	if (kind == TALK_ASK_LAYOUT)
		channels_find(&d->channels, talk_counter(&d->talk));
	settle(d);
}

void
desk_time(struct desk *d, int64_t now_ms)
{
	d->now_ms = now_ms;
	d->tick_ms = now_ms + DESK_TICK_MS;
	talk_time(&d->talk, now_ms);
	settle(d);
}

int64_t
desk_deadline(const struct desk *d)
{
	int64_t due_ms = talk_deadline(&d->talk);

	return due_ms >= 0 && due_ms < d->tick_ms ? due_ms : d->tick_ms;
}

void
desk_clock(struct desk *d, int64_t wall_ms)
{
	d->wall_ms = wall_ms;
}

void
desk_keypad(struct desk *d, bool there, const char *why, int64_t now_ms)
{
	struct buf *to = there ? &d->talk.out : &d->talk.err;

	d->now_ms = now_ms;
	buf_puts(to,
	    label_text(d->talk.config.lang,
		there ? LABEL_KEYPAD_THERE : LABEL_KEYPAD_GONE));
	buf_puts(to, *why != '\0' ? ": " : "");
	text_put(to, why);
	buf_putc(to, '\n');
	settle(d);
}

/* --- Keys ---------------------------------------------------------------- */

void
desk_do(struct desk *d, char letter, const char *text, const char *rid)
{
	char line[LIMIT_TEXT + 3];

	(void)snprintf(line, sizeof(line), "%c%s%s", letter,
	    *text != '\0' ? " " : "", text);
	talk_line(&d->talk, line, rid, d->now_ms);
}

/*
 * A key that is held down does not finish the ticket it has just called; and
 * what was typed is not lost, for a next tells no matters.
 */
static void
do_next(struct desk *d, const char *rid)
{
	bool just = d->now_ms < d->next_ms &&
	    strcmp(d->talk.ticket.state, "called") == 0;

	if (just) {
		talk_say(&d->talk, TEXT_MOMENT);
	} else if (d->matters > 0) {
		talk_say(&d->talk, TEXT_MATTERS);
	} else {
		desk_do(d, 'n', "", rid);
	}
}

static void
do_finish(struct desk *d, const char *rid)
{
	char matters[12] = "";

	if (d->matters > 0)
		(void)snprintf(matters, sizeof(matters), "%d", d->matters);
	d->matters = 0;
	desk_do(d, 'f', matters, rid);
}

static void
switch_language(struct desk *d)
{
	bool zh = strncmp(d->talk.config.lang, "zh", 2) == 0;

	d->talk.config.lang = zh ? "en" : "zh";
}

/* What opens a question; the talk says why it can't be asked now. */
static void
ask_or_say(struct desk *d, const struct desk_key *key, enum desk_ask what)
{
	if (desk_can(d, key)) {
		desk_ask(d, what);
	} else {
		desk_do(d, key->letter, "", "");
	}
}

static void
do_key(struct desk *d, const struct desk_key *key, const char *rid)
{
	switch (key->letter) {
	case 'n':
		do_next(d, rid);
		return;
	case 'f':
		do_finish(d, rid);
		return;
	case 'l':
		switch_language(d);
		return;
	case 'h':
		ask_or_say(d, key, DESK_HOLD);
		return;
	case 't':
		ask_or_say(d, key, DESK_TRANSFER);
		return;
	case 'a':
		ask_or_say(d, key, DESK_ABANDON);
		return;
	case 'c':
		ask_or_say(d, key, DESK_NUMBER);
		return;
	case 'b':
		ask_or_say(d, key, DESK_RETURN);
		return;
	case 'w':
		ask_or_say(d, key, DESK_UNHOLD);
		return;
	case 'o':
		ask_or_say(d, key, DESK_SIGN_IN);
		return;
	case 'p':
		if (d->talk.paused) {
			desk_do(d, 'u', "", rid);
		} else {
			ask_or_say(d, key, DESK_PAUSE);
		}
		return;
	default:
		desk_do(d, key->letter, "", rid);
	}
}

static bool
is_key(const struct desk_key *key, uint32_t press)
{
	uint32_t letter = (uint32_t)key->letter;

	if (press == letter || press == letter - 'a' + 'A')
		return true;
	return key->function > 0 && press == PRESS_F0 + (uint32_t)key->function;
}

static const struct desk_key *
key_of(uint32_t press)
{
	if (press == PRESS_SPACE || press == PRESS_ENTER)
		press = 'n';
	for (size_t i = 0; i < KEYS; i++) {
		if (is_key(&keys[i], press))
			return &keys[i];
	}
	return NULL;
}

static void
page_press(struct desk *d, uint32_t press, const char *rid)
{
	const struct desk_key *key = key_of(press);

	if (press >= '0' && press <= '9') {
		if (d->talk.ticket.id[0] == '\0')
			return;
		d->matters = (d->matters * 10 + (int)(press - '0')) % 1000;
	} else if (press == PRESS_ESCAPE || press == PRESS_ERASE) {
		d->matters = 0;
	} else if (key != NULL) {
		do_key(d, key, rid);
	}
}

void
desk_press(struct desk *d, uint32_t press, const char *rid, int64_t now_ms)
{
	d->now_ms = now_ms;
	if (!form_is_open(&d->form)) {
		page_press(d, press, rid);
	} else if (form_press(&d->form, press) == FORM_DONE) {
		desk_answer(d, rid);
	}
	settle(d);
}
