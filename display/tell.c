#include "display/tell.h"

#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "proto/link.h"

#define WORDS(...) ((const char *const[]){ __VA_ARGS__, NULL })

/* Kept free for what the others ask. */
#define ROOM 6

void
tell_init(struct tell *t, const char *device)
{
	*t = (struct tell){ .device = device };
}

void
tell_link(struct tell *t, bool up)
{
	t->up = up;
	t->retry_ms = 0;
	/* What was on its way may not have come to anybody. */
	t->sent = 0;
	for (size_t i = 0; i < TELL_DEVICES; i++)
		t->devices[i].told = false;
}

static struct tell_call *
call_at(struct tell *t, size_t i)
{
	return &t->calls[(t->first + i) % TELL_CALLS_MAX];
}

static void
drop_first(struct tell *t)
{
	t->first = (t->first + 1) % TELL_CALLS_MAX;
	t->count--;
	t->sent -= t->sent > 0;
}

void
tell_call(struct tell *t, enum tell_what what, int64_t seq)
{
	if (t->count == TELL_CALLS_MAX)
		drop_first(t);
	struct tell_call *c = call_at(t, t->count++);
	c->what = what;
	(void)snprintf(c->seq, sizeof(c->seq), "%" PRId64, seq);
}

void
tell_device(struct tell *t, const char *key, const char *value)
{
	size_t i = 0;

	while (i < TELL_DEVICES - 1 && t->devices[i].key[0] != '\0' &&
	    strcmp(t->devices[i].key, key) != 0)
		i++;
	struct tell_device *d = &t->devices[i];
	if (strcmp(d->key, key) == 0 && strcmp(d->value, value) == 0)
		return;
	*d = (struct tell_device){ 0 };
	(void)snprintf(d->key, sizeof(d->key), "%s", key);
	(void)snprintf(d->value, sizeof(d->value), "%s", value);
}

const struct tell_device *
tell_find(const struct tell *t, const char *key)
{
	for (size_t i = 0; i < TELL_DEVICES; i++) {
		if (strcmp(t->devices[i].key, key) == 0)
			return &t->devices[i];
	}
	return NULL;
}

/* A refusal is an answer too: the zone may be gone. */
void
tell_reply(
    struct tell *t, int kind, const struct link_reply *reply, int64_t now_ms)
{
	bool answered = reply->verdict == LINK_OK ||
	    reply->verdict == LINK_REFUSED;

	if (kind == TELL_ASK_CALL && answered && t->sent > 0)
		drop_first(t);
	if (answered || !t->up)
		return;
	tell_link(t, true);
	t->retry_ms = now_ms + TELL_RETRY_MS;
}

static void
put_call(struct tell *t, struct asks *asks, const char *zone)
{
	const struct tell_call *c = call_at(t, t->sent++);

	ask_put(asks, TELL_ASK_CALL,
	    WORDS("DISPLAY", c->what == TELL_HEARD ? "HEARD" : "SHOWN", zone,
		c->seq));
}

void
tell_put(struct tell *t, struct asks *asks, const char *zone, int64_t now_ms)
{
	if (!t->up || *zone == '\0' || now_ms < t->retry_ms)
		return;
	for (size_t i = 0; i < TELL_DEVICES; i++) {
		struct tell_device *d = &t->devices[i];
		if (d->told || d->key[0] == '\0' ||
		    asks->count + ROOM >= ASKS_MAX)
			continue;
		d->told = true;
		ask_put(asks, TELL_ASK_DEVICE,
		    WORDS("DEVICE", "STATE", t->device, d->key, d->value));
	}
	while (t->sent < t->count && asks->count + ROOM < ASKS_MAX)
		put_call(t, asks, zone);
}

int64_t
tell_deadline(const struct tell *t)
{
	bool more = t->sent < t->count;

	for (size_t i = 0; i < TELL_DEVICES; i++)
		more |= t->devices[i].key[0] != '\0' && !t->devices[i].told;
	return t->up && more ? t->retry_ms : -1;
}
