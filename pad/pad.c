#include "pad/pad.h"

#include <stdio.h>
#include <string.h>

#include "proto/link.h"
#include "ui/field.h"

static const char reason[] = "call pad";

void
pad_init(struct pad *p, const struct pad_driver *driver, uint8_t address,
    const struct talk_config *config)
{
	*p = (struct pad){ .driver = driver,
		.address = address,
		.now_ms = config->start_ms,
		.shown = { -1, -1 } };
	talk_init(&p->talk, config);
	p->talk.config.interactive = p->talk.config.screen = true;
	p->talk.config.pin = p->pin;
}

void
pad_release(struct pad *p)
{
	explicit_bzero(p->pin, sizeof(p->pin));
	explicit_bzero(&p->last, sizeof(p->last));
	talk_release(&p->talk);
	buf_release(&p->line);
}

/* --- What it shows ------------------------------------------------------- */

static bool
is_ours(const struct pad *p, const char *service)
{
	const json_t *groups = json_object_get(
	    talk_counter(&p->talk), "groups");

	for (size_t i = 0; i < json_array_size(groups); i++) {
		const json_t *group = json_array_get(groups, i);
		if (field_has(group, "services", service))
			return true;
	}
	return false;
}

static int
waiting(const struct pad *p)
{
	const json_t *services = json_object_get(p->talk.hall, "services");
	int64_t count = 0;

	for (size_t i = 0; i < json_array_size(services); i++) {
		const json_t *service = json_array_get(services, i);
		if (is_ours(p, field_text(service, "service")))
			count += field_int(service, "waiting", 0);
	}
	return count < 999 ? (int)count : 999;
}

/* The digits at the end of the number, three of them at most. */
static int
digits(const char *number)
{
	int value = -1;

	for (const char *at = number; *at != '\0'; at++) {
		if (*at < '0' || *at > '9') {
			value = -1;
			continue;
		}
		value = (value < 0 ? 0 : value % 100) * 10 + (*at - '0');
	}
	return value;
}

/* Blank where nothing is known: a pad never shows what may not be so. */
static struct pad_page
page(const struct pad *p)
{
	struct pad_page now = { -1, -1 };

	if (!p->talk.up || !p->talk.synced || p->talk.pin_wanted)
		return now;
	now.waiting = waiting(p);
	now.number = digits(p->talk.ticket.number);
	return now;
}

static void
show(struct pad *p, bool again)
{
	struct pad_page now = page(p);
	bool same = now.waiting == p->shown.waiting &&
	    now.number == p->shown.number;

	if (same && !again)
		return;
	p->shown = now;
	p->driver->show(&p->line, p->address, &now);
}

static void
settle(struct pad *p)
{
	if (p->talk.failed)
		p->driver->beep(&p->line, p->address);
	p->talk.failed = false;
	channels_subscribe(&p->channels, &p->talk.asks);
	show(p, false);
}

/* --- What comes in ------------------------------------------------------- */

void
pad_link(struct pad *p, bool up, const char *why, int64_t now_ms)
{
	p->now_ms = now_ms;
	talk_link(&p->talk, up, why, now_ms);
	settle(p);
}

void
pad_message(struct pad *p, int64_t now_ms)
{
	p->now_ms = now_ms;
	talk_message(&p->talk, now_ms);
	settle(p);
}

void
pad_reply(
    struct pad *p, int kind, const struct link_reply *reply, int64_t now_ms)
{
	p->now_ms = now_ms;
	talk_reply(&p->talk, (enum talk_ask)kind, reply, now_ms);
	/* Whoever has the counter is not asked again. */
	if (kind == TALK_ASK_OPEN && p->talk.open_answered)
		explicit_bzero(p->pin, sizeof(p->pin));
	if (kind == TALK_ASK_LAYOUT)
		channels_find(&p->channels, talk_counter(&p->talk));
	settle(p);
}

void
pad_time(struct pad *p, int64_t now_ms)
{
	bool again = now_ms >= p->tick_ms;

	p->now_ms = now_ms;
	if (again)
		p->tick_ms = now_ms + PAD_TICK_MS;
	if (p->last.key == PAD_PIN && now_ms - p->last_ms >= PAD_SAME_MS)
		explicit_bzero(&p->last, sizeof(p->last));
	talk_time(&p->talk, now_ms);
	settle(p);
	if (again)
		show(p, true);
}

int64_t
pad_deadline(const struct pad *p)
{
	int64_t due_ms = talk_deadline(&p->talk);

	return due_ms >= 0 && due_ms < p->tick_ms ? due_ms : p->tick_ms;
}

/* --- Keys ---------------------------------------------------------------- */

static void
say(struct pad *p, char letter, const char *text, const char *rid)
{
	char line[LIMIT_TEXT + 3];

	(void)snprintf(line, sizeof(line), "%c%s%s", letter,
	    *text != '\0' ? " " : "", text);
	talk_line(&p->talk, line, rid, p->now_ms);
}

/* The hall's services are counted from 1, as hall.yaml has them. */
static void
transfer(struct pad *p, int place, const char *rid)
{
	const json_t *services = json_object_get(p->talk.layout, "services");
	const char *code = place > 0
	    ? field_text(json_array_get(services, (size_t)place - 1), "code")
	    : "";
	char text[64];

	(void)snprintf(text, sizeof(text), "%s %s", code, reason);
	say(p, 't', *code != '\0' ? text : "", rid);
}

/* The newest that this counter holds. */
static const char *
held(const struct pad *p)
{
	for (size_t i = 0; i < json_array_size(p->talk.aside); i++) {
		const json_t *ticket = json_array_get(p->talk.aside, i);
		if (field_is(ticket, "state", "held") &&
		    field_is(ticket, "counter", p->talk.config.label))
			return field_text(ticket, "number");
	}
	return "";
}

static void
pause_or_go_on(struct pad *p, const char *rid)
{
	if (p->talk.paused) {
		say(p, 'u', "", rid);
	} else {
		say(p, 'p', reason, rid);
	}
}

static void
resume(struct pad *p, const char *rid)
{
	if (p->talk.paused) {
		say(p, 'u', "", rid);
	} else {
		say(p, 'w', held(p), rid);
	}
}

/* Where it is asked for, and not while one is looked at. */
static void
give_pin(struct pad *p, const char *pin)
{
	struct talk *t = &p->talk;

	if (!t->up || !t->pin_wanted || !t->open_answered) {
		p->driver->beep(&p->line, p->address);
		return;
	}
	memcpy(p->pin, pin, sizeof(p->pin));
	t->open_answered = false;
	t->open_retry_ms = 0;
	talk_time(t, p->now_ms);
}

/*
 * Another had the counter when it was asked for, or took it: with the next
 * press it is asked for again, as a pad has no key that opens.
 */
static void
open_again(struct pad *p)
{
	struct talk *t = &p->talk;

	if (t->opened || t->pin_wanted || t->action.key != NULL)
		return;
	t->open_answered = false;
	t->open_retry_ms = 0;
}

static void
press_key(struct pad *p, const struct pad_press *press, const char *rid)
{
	switch (press->key) {
	case PAD_NEXT:
		say(p, 'n', "", rid);
		return;
	case PAD_RECALL:
		say(p, 'r', "", rid);
		return;
	case PAD_ASK_RATING:
		say(p, 'f', "", rid);
		return;
	case PAD_PAUSE:
		pause_or_go_on(p, rid);
		return;
	case PAD_TRANSFER:
		transfer(p, press->digits, rid);
		return;
	case PAD_ABANDONED:
		say(p, 'a', "", rid);
		return;
	case PAD_HOLD:
		say(p, 'h', "", rid);
		return;
	case PAD_RESUME:
		resume(p, rid);
		return;
	case PAD_PIN:
		give_pin(p, press->pin);
		return;
	case PAD_RATING:
		return;
	case PAD_UNKNOWN:
		p->driver->beep(&p->line, p->address);
		return;
	}
}

/* A pad that missed the answer sends its frame again. */
static bool
is_repeat(const struct pad *p, const struct pad_press *press)
{
	return p->now_ms - p->last_ms < PAD_SAME_MS &&
	    press->func == p->last.func &&
	    press->data_len == p->last.data_len &&
	    memcmp(press->data, p->last.data, press->data_len) == 0;
}

/* Its business is over once the clerk asks for the rating, or calls on. */
static void
keep_rated(struct pad *p, enum pad_key key)
{
	bool over = key == PAD_NEXT || key == PAD_ASK_RATING;

	if (over && p->talk.ticket.id[0] != '\0')
		memcpy(p->rated, p->talk.ticket.id, sizeof(p->rated));
}

const char *
pad_press(struct pad *p, const struct pad_press *press, const char *rid,
    int64_t now_ms)
{
	p->now_ms = now_ms;
	p->driver->acknowledge(&p->line, press);
	bool repeat = is_repeat(p, press);
	p->last = *press;
	p->last_ms = now_ms;
	if (repeat)
		return NULL;
	if (press->key == PAD_RATING)
		return p->rated[0] != '\0' ? p->rated : NULL;
	keep_rated(p, press->key);
	if (press->key != PAD_PIN && press->key != PAD_UNKNOWN)
		open_again(p);
	press_key(p, press, rid);
	settle(p);
	return NULL;
}
