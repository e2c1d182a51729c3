#include <string.h>

#include "counter/own.h"
#include "proto/link.h"
#include "ui/field.h"
#include "ui/text.h"

struct view
talk_view(const struct talk *t)
{
	return (struct view){ t->config.lang, t->config.label, t->layout };
}

const json_t *
talk_counter(const struct talk *t)
{
	return field_find(
	    json_object_get(t->layout, "counters"), "label", t->config.label);
}

bool
talk_open_settled(const struct talk *t)
{
	return t->open_answered || !t->open_wanted;
}

void
talk_keep(char *to, size_t size, const char *from)
{
	strncpy(to, from, size - 1);
	to[size - 1] = '\0';
}

void
talk_say_more(struct talk *t, enum counter_text which, const char *more)
{
	buf_puts(&t->err, counter_text(t->config.lang, which));
	if (*more != '\0')
		buf_puts(&t->err, ": ");
	text_put(&t->err, more);
	buf_putc(&t->err, '\n');
}

void
talk_say(struct talk *t, enum counter_text which)
{
	talk_say_more(t, which, "");
}

void
talk_fail(struct talk *t, enum counter_text which)
{
	t->failed = true;
	talk_say(t, which);
}

void
talk_refused(struct talk *t, const struct link_reply *reply)
{
	t->failed = true;
	text_put(&t->err, reply->word);
	buf_puts(&t->err, ": ");
	text_put(&t->err, reply->say);
	buf_putc(&t->err, '\n');
}

static void
remember(struct talk *t)
{
	struct talk_seen *s = &t->seen[t->seen_next];

	t->seen_next = (t->seen_next + 1) % TALK_SEEN_MAX;
	talk_keep(s->id, sizeof(s->id), t->ticket.id);
	talk_keep(s->number, sizeof(s->number), t->ticket.number);
}

/* The latest first: a number that wrapped means its newest ticket. */
const char *
talk_id_of(const struct talk *t, const char *number)
{
	const json_t *aside = field_find(t->aside, "number", number);

	if (aside != NULL)
		return field_text(aside, "id");
	for (size_t i = 1; i <= TALK_SEEN_MAX; i++) {
		size_t at = (t->seen_next + TALK_SEEN_MAX - i) % TALK_SEEN_MAX;
		if (strcmp(t->seen[at].number, number) == 0)
			return t->seen[at].id;
	}
	return number;
}

void
talk_take(struct talk *t, const json_t *ticket, const char *state)
{
	struct view_ticket *v = &t->ticket;

	talk_keep(v->id, sizeof(v->id), field_text(ticket, "id"));
	talk_keep(v->number, sizeof(v->number), field_text(ticket, "number"));
	talk_keep(
	    v->service, sizeof(v->service), field_text(ticket, "service"));
	talk_keep(v->class, sizeof(v->class), field_text(ticket, "class"));
	talk_keep(v->state, sizeof(v->state), state);
	v->waited_ms = field_int(ticket, "waited", -1);
	v->matters = field_int(ticket, "matters", 0);
	v->called_ms = field_int(ticket, "called", 0);
	v->started_ms = field_int(ticket, "started", 0);
	v->training = field_int(ticket, "training", 0) != 0;
	remember(t);
}

void
talk_part(struct talk *t)
{
	t->ticket = (struct view_ticket){ .waited_ms = -1 };
}

/* What the hall says is at this counter's hand, when it is news. */
static void
sync_ticket(struct talk *t, const json_t *counter)
{
	const char *id = field_text(counter, "ticket");
	struct view_ticket *v = &t->ticket;

	if (strcmp(id, v->id) == 0)
		return;
	talk_part(t);
	if (*id == '\0')
		return;
	talk_keep(v->id, sizeof(v->id), id);
	talk_keep(v->number, sizeof(v->number), field_text(counter, "number"));
	remember(t);
	talk_ask_ticket(t);
}

void
talk_ask_ticket(struct talk *t)
{
	ask_put(&t->asks, TALK_ASK_TICKET,
	    (const char *const[]){ "TICKET", "GET", t->ticket.id, NULL });
}

static void
show_status(struct talk *t)
{
	struct buf line = { 0 };
	struct view v = talk_view(t);

	view_status(&line, &v, &t->ticket, t->hall);
	view_alerts(&line, &v, t->hall);
	bool same = line.len == t->status.len && line.len > 0 &&
	    memcmp(line.at, t->status.at, line.len) == 0;
	if (!same && !line.failed)
		buf_put(&t->out, line.at, line.len);
	buf_release(&t->status);
	t->status = line;
}

void
talk_state_reply(struct talk *t, const struct link_reply *reply, int64_t now_ms)
{
	t->hall_asked = false;
	if (reply->verdict == LINK_REFUSED)
		talk_refused(t, reply);
	if (reply->verdict != LINK_OK)
		return;
	json_decref(t->hall);
	t->hall = json_incref(reply->value);
	t->hall_ms = field_int(t->hall, "t", now_ms) - now_ms;
	const json_t *counter = field_find(
	    json_object_get(t->hall, "counters"), "counter", t->config.label);
	/* An older answer, or one in the midst of an action, is no news. */
	if (t->action.key == NULL && field_int(t->hall, "seq", 0) >= t->seq)
		sync_ticket(t, counter);
	t->synced = talk_open_settled(t);
	if (t->config.interactive && !t->config.screen && t->layout != NULL)
		show_status(t);
}

void
talk_ticket_reply(struct talk *t, const struct link_reply *reply)
{
	const json_t *ticket = reply->value;
	struct view_ticket *v = &t->ticket;
	int64_t waited_ms = v->waited_ms;

	if (reply->verdict != LINK_OK || !field_is(ticket, "id", v->id))
		return;
	int64_t called_ms = field_int(ticket, "called", -1);
	int64_t issued_ms = field_int(ticket, "issued", -1);

	talk_take(t, ticket, field_text(ticket, "state"));
	if (waited_ms >= 0) {
		v->waited_ms = waited_ms; /* as the call said */
	} else if (called_ms >= 0 && issued_ms >= 0) {
		v->waited_ms = called_ms - issued_ms;
	}
	t->hall_wanted = t->config.interactive;
}

void
talk_aside_reply(struct talk *t, const struct link_reply *reply)
{
	t->aside_asked = false;
	if (reply->verdict != LINK_OK)
		return;
	json_decref(t->aside);
	t->aside = json_incref(reply->value);
}
