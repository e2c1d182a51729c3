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
#include "tests/crash/whole.h"

#define KIOSKS	 2
#define COUNTERS 3

void
client_begin(struct whole *w, struct client *c, int number)
{
	*c = (struct client){ .whole = w, .fd = -1 };
	c->role = number < KIOSKS	 ? ROLE_KIOSK
	    : number < KIOSKS + COUNTERS ? ROLE_COUNTER
					 : ROLE_SCREEN;
	/* A counter's client is named as its counter, from 1 on. */
	(void)snprintf(c->name, sizeof(c->name), "%d",
	    number >= KIOSKS ? number - KIOSKS + 1 : 90 + number);
	screen_begin(c);
}

void
client_release(struct client *c)
{
	client_cut(c);
	buf_release(&c->out);
	buf_release(&c->in);
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
	buf_clear(&c->in);
	c->screen.heard = c->screen.asks = c->screen.steady = false;
}

bool
client_is_idle(const struct client *c)
{
	return c->fd >= 0 && c->words == 0 && c->sent == c->out.len &&
	    c->greetings == 0 && !c->screen.asks &&
	    (c->role != ROLE_SCREEN || c->screen.steady);
}

void
client_put(struct client *c, const char *const *words, size_t count)
{
	wire_put_command(&c->out, count, words);
}

/* --- What it asks for ----------------------------------------------------- */

static void
say(struct client *c, const char *word)
{
	(void)snprintf(c->word[c->words++], WHOLE_WORD, "%s", word);
}

static void
say_id(struct client *c, int64_t id)
{
	(void)snprintf(c->word[c->words++], WHOLE_WORD, "%lld", (long long)id);
}

static void
say_rid(struct client *c)
{
	say(c, "RID");
	(void)snprintf(c->word[c->words++], WHOLE_WORD, "r%s-%lld", c->name,
	    (long long)c->rids++);
}

static void
say_counter(struct client *c, const char *name)
{
	say(c, "COUNTER");
	say(c, name);
	say(c, c->name);
}

static void
want_kiosk(struct client *c, uint32_t chance)
{
	say(c, "TICKET");
	if (c->issued && chance % 8 == 0) {
		say(c, "CANCEL");
		say_id(c, c->issued);
		c->issued = 0;
	} else if (c->issued && chance % 8 == 1) {
		say(c, "PRINTED");
		say_id(c, c->issued);
		say(c, "printed");
	} else {
		say(c, "ISSUE");
		say(c, chance % 3 ? "A" : "B");
		say(c, "CLASS");
		say(c, chance % 5 ? "normal" : "priority");
	}
	say_rid(c);
}

static void
want_counter(struct client *c, uint32_t chance)
{
	if (!c->open) {
		say_counter(c, "OPEN");
		say(c, "CLERK");
		say(c, "7");
	} else if (c->ticket && chance % 8 < 3) {
		say_counter(c, chance % 8 == 0 ? "MISSED" : "FINISH");
		if (chance % 8 == 0)
			c->missed = c->ticket;
		say_id(c, c->ticket);
		c->ticket = 0;
	} else if (c->ticket && chance % 8 == 3) {
		say_counter(c, "RECALL");
	} else if (c->missed && chance % 8 == 4) {
		say(c, "COUNTER");
		say(c, "RETURN");
		say_id(c, c->missed);
		c->missed = 0;
	} else {
		say_counter(c, "NEXT");
	}
	say_rid(c);
}

static void
greet(struct client *c)
{
	const char *const hello[] = { "HELLO", "3", "SETNAME", c->name };
	const char *const channel[] = { "SUBSCRIBE", "calls:main" };

	client_put(c, hello, 4);
	c->greetings++;
	if (c->role == ROLE_SCREEN)
		client_put(c, channel, 2);
}

static void
put_words(struct client *c)
{
	const char *words[WHOLE_WORDS];

	for (size_t i = 0; i < c->words; i++)
		words[i] = c->word[i];
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
		return;
	}
	if (c->waits)
		return;
	if (c->words == 0 && chance != UINT32_MAX) {
		if (c->role == ROLE_KIOSK) {
			want_kiosk(c, chance);
		} else {
			want_counter(c, chance);
		}
	}
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

static bool
is(const struct client *c, size_t i, const char *word)
{
	return i < c->words && strcmp(c->word[i], word) == 0;
}

static int64_t
number_of(const char *bytes, const struct wire_node *n)
{
	char text[24] = "";

	if (!n)
		return 0;
	if (n->type == WIRE_INT)
		return n->integer;
	(void)snprintf(text, sizeof(text), "%.*s", (int)n->len, bytes + n->at);
	return strtoll(text, NULL, 10);
}

static struct ack *
new_ack(struct whole *w)
{
	if (w->acks_count == w->acks_cap) {
		w->acks_cap = w->acks_cap ? 2 * w->acks_cap : 64;
		w->acks = whole_must(
		    realloc(w->acks, w->acks_cap * sizeof(*w->acks)));
	}
	return &w->acks[w->acks_count++];
}

static void
note(struct client *c, const struct wire_reply *r, const char *bytes)
{
	const struct wire_node *number = wire_reply_get(r, bytes, 0, "number");
	struct ack *ack = new_ack(c->whole);

	*ack = (struct ack){ .id = number_of(
				 bytes, wire_reply_get(r, bytes, 0, "id")) };
	ack->seq = number_of(bytes, wire_reply_get(r, bytes, 0, "seq"));
	(void)snprintf(ack->rid, WHOLE_WORD, "%s", c->word[c->words - 1]);
	if (number) {
		(void)snprintf(ack->number, WHOLE_WORD, "%.*s",
		    (int)number->len, bytes + number->at);
	}
	ack->own = is(c, 1, "ISSUE") || is(c, 1, "NEXT");
	if (is(c, 1, "ISSUE")) {
		c->issued = ack->id;
	} else if (is(c, 1, "NEXT")) {
		c->ticket = ack->id;
	} else if (is(c, 1, "OPEN")) {
		c->open = true;
	}
}

/* Refused: it looks again at how things are. */
static void
forget_all(struct client *c)
{
	c->open = false;
	c->ticket = c->missed = c->issued = 0;
}

static bool
starts(const char *bytes, const struct wire_node *n, const char *word)
{
	return n->len >= strlen(word) &&
	    memcmp(bytes + n->at, word, strlen(word)) == 0;
}

static void
take_reply(struct client *c, const struct wire_reply *r, const char *bytes)
{
	const struct wire_node *n = &r->node[0];

	if (c->greetings > 0) {
		c->greetings--;
		return;
	}
	if (c->role == ROLE_SCREEN) {
		bool text = n->type == WIRE_BULK;
		screen_answer(c, text ? bytes + n->at : NULL, n->len,
		    n->type == WIRE_ERROR ? bytes + n->at : "");
		return;
	}
	c->waits = false;
	if (c->words == 0)
		whole_fail(c->whole, "%s was answered twice", c->name);
	if (n->type == WIRE_ERROR && starts(bytes, n, "UNAVAILABLE"))
		return; /* unknown: the same again */
	if (n->type == WIRE_ERROR && starts(bytes, n, "RIDCONFLICT")) {
		whole_fail(c->whole, "%s of %s is another's",
		    c->word[c->words - 1], c->name);
	}
	if (n->type == WIRE_ERROR) {
		forget_all(c);
	} else if (n->type == WIRE_MAP) {
		note(c, r, bytes);
	} else if (n->type == WIRE_NIL) {
		c->ticket = 0;
	}
	c->words = 0;
}

static void
take_push(struct client *c, const struct wire_reply *r, const char *bytes)
{
	const struct wire_node *last = &r->node[r->nodes - 1];

	/* The confirmation of a SUBSCRIBE ends in a number. */
	if (last->type == WIRE_BULK)
		screen_hear(c, bytes + last->at, last->len);
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
	while (c->in.len > used &&
	    (one = take_one(c, r, c->in.at + used, c->in.len - used)) > 0)
		used += one;
	if (used <= c->in.len)
		buf_drop(&c->in, used);
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
		buf_put(&c->in, some, (size_t)n);
		limit -= (size_t)n;
	}
	take_all(c);
}
