/*
 * A client: it sends a command until it is answered, over as many connections
 * as that takes, and makes a note of what it was told.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "proto/wire.h"
#include "tests/crash/whole_play.h"

static const enum role roles[WHOLE_CLIENTS] = { ROLE_KIOSK, ROLE_KIOSK,
	ROLE_COUNTER, ROLE_COUNTER, ROLE_COUNTER, ROLE_DESK, ROLE_BOSS,
	ROLE_PHONE, ROLE_SCREEN, ROLE_SCREEN, ROLE_SIGN };

#define FIRST_COUNTER 2

void
client_begin(struct whole *w, struct client *c, int number)
{
	*c = (struct client){ .whole = w, .fd = -1, .role = roles[number] };
	/* A counter's client is named as its counter, from 1 on. */
	(void)snprintf(c->name, sizeof(c->name), "%d",
	    c->role == ROLE_COUNTER ? number - FIRST_COUNTER + 1 : 90 + number);
	screen_begin(c);
	c->screen.all = c->role == ROLE_SCREEN && number % 2;
	c->screen.channel = c->screen.all ? "hall" : "calls:main";
	view_begin(c);
}

void
client_release(struct client *c)
{
	client_cut(c);
	buf_release(&c->out);
	buf_release(&c->got);
	screen_release(c);
}

void
client_cut(struct client *c)
{
	if (c->fd >= 0)
		(void)close(c->fd);
	c->fd = -1;
	c->waits = false;
	c->greetings = 0;
	c->sent = 0;
	buf_clear(&c->out);
	buf_clear(&c->got);
	c->screen.heard = c->screen.asks = c->screen.steady = false;
	c->screen.others = 0;
	view_forget(c);
}

/* It may well be that it can't come in. */
static bool
is_shut_out(const struct client *c)
{
	const struct device *d = &c->whole->device;

	return c->role == ROLE_PHONE && c->whole->accounts &&
	    !(d->sure && d->enabled);
}

bool
client_is_idle(const struct client *c)
{
	if (is_shut_out(c))
		return true;
	return c->fd >= 0 && c->words == 0 && c->sent == c->out.len &&
	    c->greetings == 0 && !c->screen.asks && c->screen.others == 0 &&
	    (c->role != ROLE_SCREEN || c->screen.steady) &&
	    (c->role != ROLE_SIGN || c->view[0].heard);
}

void
client_put(struct client *c, const char *const *words, size_t count)
{
	wire_put_command(&c->out, count, words);
}

/* --- What it asks for ----------------------------------------------------- */

static bool
has_account(const struct client *c)
{
	return c->whole->accounts &&
	    (c->role == ROLE_BOSS || c->role == ROLE_PHONE);
}

static void
greet(struct client *c)
{
	const struct device *d = &c->whole->device;
	bool boss = c->role == ROLE_BOSS;
	const char *const hello[] = { "HELLO", "3", "SETNAME", c->name };
	const char *const auth[] = { "HELLO", "3", "AUTH",
		boss ? "boss" : "phone", boss ? WHOLE_SECRET : d->secret,
		"SETNAME", c->name };
	const char *const channel[] = { "SUBSCRIBE", c->screen.channel };
	const char *const sign[] = { "SUBSCRIBE", "counter:1", "queue:B" };

	if (has_account(c)) {
		client_put(c, auth, 7);
	} else {
		client_put(c, hello, 4);
	}
	c->changes = d->changes;
	c->greetings++;
	if (c->role == ROLE_SCREEN)
		client_put(c, channel, 2);
	if (c->role == ROLE_SIGN)
		client_put(c, sign, 3);
}

static bool
is(const struct client *c, size_t i, const char *word)
{
	return i < c->words && strcmp(c->word[i], word) == 0;
}

/* From now until it is answered nobody knows how it is. */
static void
begin_change(struct client *c)
{
	struct device *d = &c->whole->device;

	if (!is(c, 0, "ACCOUNT") || !is(c, 2, "phone"))
		return;
	d->changes++;
	if (is(c, 1, "SECRET")) {
		d->sure = false;
	} else {
		d->enabled = d->settled = false;
	}
}

static void
put_words(struct client *c)
{
	const char *words[WHOLE_WORDS];

	for (size_t i = 0; i < c->words; i++)
		words[i] = c->word[i];
	begin_change(c);
	client_put(c, words, c->words);
	c->waits = true;
}

void
client_ask(struct client *c, uint32_t chance)
{
	if (c->fd < 0) {
		c->fd = daemon_connect(c->whole);
		if (c->fd < 0)
			return;
		greet(c);
	}
	if (c->role == ROLE_SCREEN) {
		screen_ask(c);
		if (c->whole->narrow && chance != UINT32_MAX && chance % 2 == 0)
			screen_ask_more(c);
		return;
	}
	if (c->waits || c->role == ROLE_SIGN ||
	    (has_account(c) && c->greetings > 0))
		return;
	if (chance != UINT32_MAX && !wish_otherwise(c, chance) && c->words == 0)
		wish(c, chance);
	if (c->words > 0)
		put_words(c);
}

void
client_send(struct client *c, size_t limit)
{
	size_t left = c->out.len - c->sent;

	if (c->fd < 0 || left == 0)
		return;
	ssize_t n = send(c->fd, c->out.at + c->sent,
	    left < limit ? left : limit, MSG_NOSIGNAL | MSG_DONTWAIT);
	if (n < 0 && errno != EAGAIN) {
		client_cut(c);
	} else if (n > 0) {
		c->sent += (size_t)n;
	}
}

/* --- What it is told ------------------------------------------------------ */

/* False: it was not let in. */
static bool
take_greeting(struct client *c, const struct wire_reply *r, const char *bytes)
{
	const struct device *d = &c->whole->device;
	bool known = c->role == ROLE_BOSS ||
	    (d->sure && d->enabled && c->changes == d->changes);

	c->greetings--;
	if (c->role == ROLE_PHONE && has_account(c) && d->settled &&
	    !d->enabled && c->changes == d->changes &&
	    r->node[0].type != WIRE_ERROR)
		whole_fail(c->whole, "%s was let in, and is disabled", c->name);
	if (r->node[0].type != WIRE_ERROR)
		return true;
	if (has_account(c) && known && answer_is(r, bytes, "WRONGPASS")) {
		whole_fail(c->whole,
		    "%s was told its secret, and it is not right", c->name);
	}
	return !has_account(c);
}

static void
take_reply(struct client *c, const struct wire_reply *r, const char *bytes)
{
	const struct wire_node *n = &r->node[0];

	if (c->greetings > 0) {
		if (!take_greeting(c, r, bytes))
			client_cut(c);
		return;
	}
	if (c->role == ROLE_SIGN) {
		/* A refusal: it subscribes anew. */
		client_cut(c);
		return;
	}
	if (c->role != ROLE_SCREEN) {
		answer_take(c, r, bytes);
		return;
	}
	if (c->screen.others > 0) {
		c->screen.others--;
		screen_ask(c);
		return;
	}
	bool text = n->type == WIRE_BULK;
	screen_answer(c, text ? bytes + n->at : NULL, n->len,
	    n->type == WIRE_ERROR ? bytes + n->at : "");
}

static void
hear(struct client *c, const struct wire_reply *r, const char *bytes)
{
	const struct wire_node *channel = &r->node[2];
	const struct wire_node *last = &r->node[r->nodes - 1];
	char name[WHOLE_WORD];

	if (c->role == ROLE_SCREEN) {
		screen_hear(c, bytes + last->at, last->len);
		return;
	}
	(void)snprintf(
	    name, sizeof(name), "%.*s", (int)channel->len, bytes + channel->at);
	view_hear(c, name, bytes + last->at, last->len);
}

static void
take_push(struct client *c, const struct wire_reply *r, const char *bytes)
{
	/* The confirmation of a SUBSCRIBE ends in a number. */
	if (r->node[r->nodes - 1].type == WIRE_BULK) {
		hear(c, r, bytes);
	} else if (is(c, 0, "SUBSCRIBE")) {
		c->words = 0;
		c->waits = false;
	}
}

/* Returns how many bytes it was; 0: not whole yet. */
static size_t
take_one(struct client *c, struct wire_reply *r, const char *bytes, size_t len)
{
	wire_reply_reset(r);
	enum wire_status status = wire_reply_read(r, bytes, len);

	if (status == WIRE_MORE)
		return 0;
	if (status != WIRE_OK)
		whole_fail(c->whole, "%s can't read what it was sent", c->name);
	if (r->node[0].type == WIRE_PUSH) {
		take_push(c, r, bytes);
	} else {
		take_reply(c, r, bytes);
	}
	return r->used;
}

static void
take_all(struct client *c)
{
	struct wire_reply *r = c->whole->reply;
	size_t used = 0, one;

	/* A cut on the way forgets what was read. */
	while (c->got.len > used &&
	    (one = take_one(c, r, c->got.at + used, c->got.len - used)) > 0)
		used += one;
	if (used <= c->got.len)
		buf_drop(&c->got, used);
}

void
client_read(struct client *c, size_t limit)
{
	char some[4096];

	while (c->fd >= 0 && limit > 0) {
		size_t most = limit < sizeof(some) ? limit : sizeof(some);
		ssize_t n = recv(c->fd, some, most, MSG_DONTWAIT);
		if (n < 0 && errno == EAGAIN)
			break;
		if (n <= 0) {
			take_all(c);
			client_cut(c);
			return;
		}
		buf_put(&c->got, some, (size_t)n);
		limit -= (size_t)n;
	}
	take_all(c);
}
