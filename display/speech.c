#include "display/speech.h"

#include <stdio.h>
#include <string.h>

#include "proto/link.h"
#include "ui/ask.h"
#include "ui/field.h"

#define WORDS(...) ((const char *const[]){ __VA_ARGS__, NULL })

void
speech_init(struct speech *s)
{
	*s = (struct speech){ 0 };
}

/* --- The queue ---------------------------------------------------------- */

static void
drop(struct speech *s, size_t i)
{
	s->count--;
	memmove(&s->items[i], &s->items[i + 1],
	    (s->count - i) * sizeof(s->items[0]));
}

/* Puts it before the Ith; of too many the oldest call goes. */
static struct speech_item *
insert(struct speech *s, size_t i, int64_t now_ms)
{
	if (s->count == SPEECH_MAX) {
		drop(s, 0);
		i -= i > 0;
	}
	memmove(&s->items[i + 1], &s->items[i],
	    (s->count - i) * sizeof(s->items[0]));
	s->count++;
	s->items[i] = (struct speech_item){ .came_ms = now_ms };
	return &s->items[i];
}

static bool
is_superseded(const struct speech_item *by, const struct board_call *call)
{
	return by->seq != 0 &&
	    (strcmp(by->ticket, call->ticket) == 0 ||
		strcmp(by->counter, call->counter) == 0);
}

void
speech_call(struct speech *s, const struct board_call *call, int64_t now_ms)
{
	for (size_t i = s->count; i-- > 0;) {
		if (is_superseded(&s->items[i], call))
			drop(s, i);
	}
	struct speech_item *to = insert(s, s->count, now_ms);
	to->seq = call->seq;
	memcpy(to->number, call->number, sizeof(to->number));
	memcpy(to->counter, call->counter, sizeof(to->counter));
	memcpy(to->ticket, call->ticket, sizeof(to->ticket));
}

void
speech_notice(struct speech *s, const char *text, int64_t now_ms)
{
	for (size_t i = s->count; i-- > 0;) {
		if (s->items[i].seq == 0)
			drop(s, i);
	}
	if (*text == '\0')
		return;
	struct speech_item *to = insert(s, 0, now_ms);
	(void)snprintf(to->text, sizeof(to->text), "%s", text);
}

/* What another display has spoken by now, or must have. */
static void
forget_old(struct speech *s, int64_t now_ms)
{
	for (size_t i = s->count; i-- > 0;) {
		if (now_ms - s->items[i].came_ms >= SPEECH_KEEP_MS)
			drop(s, i);
	}
}

/* --- Whose turn it is --------------------------------------------------- */

void
speech_link(struct speech *s, bool up)
{
	s->up = up;
	s->asking = false;
	s->lease_ms = 0;
	if (up)
		return;
	s->mine = false;
	/* It is asked about once more when the server is back. */
	if (s->state == SPEECH_ASKS || s->state == SPEECH_READY) {
		*insert(s, 0, s->now.came_ms) = s->now;
		s->state = SPEECH_IDLE;
	}
}

void
speech_able(struct speech *s, bool able, int64_t now_ms)
{
	if (s->able == able)
		return;
	s->able = able;
	s->lease_ms = now_ms;
	s->mine = s->mine && able;
}

static bool
is_unheard(const json_t *seqs, int64_t seq)
{
	for (size_t i = 0; i < json_array_size(seqs); i++) {
		if (json_integer_value(json_array_get(seqs, i)) == seq)
			return true;
	}
	return false;
}

/* Whoever takes over speaks what nobody has. */
static void
take_over(struct speech *s, const json_t *unheard)
{
	for (size_t i = s->count; i-- > 0;) {
		if (s->items[i].seq != 0 &&
		    !is_unheard(unheard, s->items[i].seq))
			drop(s, i);
	}
}

static void
leased(struct speech *s, const struct link_reply *reply, int64_t now_ms)
{
	bool was = s->mine;

	s->asking = false;
	s->lease_ms = now_ms + SPEECH_LEASE_MS;
	s->mine = s->able && reply->verdict == LINK_OK &&
	    field_int(reply->value, "speaks", 0) != 0;
	if (s->mine && !was)
		take_over(s, json_object_get(reply->value, "unheard"));
}

/* --- The next one ------------------------------------------------------- */

static void
checked(struct speech *s, const struct link_reply *reply)
{
	bool answered = reply->verdict == LINK_OK ||
	    reply->verdict == LINK_REFUSED;

	if (s->state != SPEECH_ASKS)
		return;
	s->state = SPEECH_IDLE;
	if (!answered) {
		*insert(s, 0, s->now.came_ms) = s->now;
	} else if (field_is(reply->value, "state", "called") &&
	    field_is(reply->value, "counter", s->now.counter)) {
		s->state = SPEECH_READY;
	}
}

void
speech_reply(
    struct speech *s, int kind, const struct link_reply *reply, int64_t now_ms)
{
	if (kind == SPEECH_ASK_VOICE)
		leased(s, reply, now_ms);
	if (kind == SPEECH_ASK_TICKET)
		checked(s, reply);
}

static void
put_next(struct speech *s, struct asks *asks)
{
	s->now = s->items[0];
	drop(s, 0);
	if (s->now.seq == 0) {
		s->state = SPEECH_READY;
		return;
	}
	s->state = SPEECH_ASKS;
	ask_put(asks, SPEECH_ASK_TICKET, WORDS("TICKET", "GET", s->now.ticket));
}

void
speech_put(
    struct speech *s, struct asks *asks, const char *zone, int64_t now_ms)
{
	if (!s->up || !s->able || *zone == '\0')
		return;
	if (!s->asking && now_ms >= s->lease_ms) {
		s->asking = true;
		ask_put(
		    asks, SPEECH_ASK_VOICE, WORDS("DISPLAY", "VOICE", zone));
	}
	if (s->mine && s->state == SPEECH_IDLE && s->count > 0)
		put_next(s, asks);
}

void
speech_time(struct speech *s, int64_t now_ms)
{
	if (!s->mine && s->state == SPEECH_IDLE)
		forget_old(s, now_ms);
}

int64_t
speech_deadline(const struct speech *s)
{
	return s->up && s->able && !s->asking ? s->lease_ms : -1;
}

const struct speech_item *
speech_take(struct speech *s, int *times)
{
	if (s->state != SPEECH_READY)
		return NULL;
	s->state = SPEECH_SPEAKS;
	*times = s->count >= SPEECH_MANY ? 1 : 2;
	return &s->now;
}

void
speech_done(struct speech *s)
{
	s->state = SPEECH_IDLE;
}
