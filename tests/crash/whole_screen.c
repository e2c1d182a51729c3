/* A screen: the five rules of the protocol, and what it has shown by them. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/crash/whole_play.h"

#define MORE 12 /* long replies, all at once */

void
screen_begin(struct client *c)
{
	c->screen.first = c->screen.seq = -1;
}

void
screen_release(struct client *c)
{
	free(c->screen.shown);
}

static void
show(struct client *c, const json_t *m, int64_t seq)
{
	struct screen *s = &c->screen;
	const char *type = json_string_value(json_object_get(m, "type"));
	const char *ticket = json_string_value(json_object_get(m, "ticket"));

	s->seq = seq;
	if (strcmp(type, "call") == 0) {
		c->whole->call_seq = seq;
	} else if (!s->all) {
		return;
	}
	if (s->count == s->cap) {
		s->cap = s->cap ? 2 * s->cap : 64;
		s->shown = whole_must(
		    realloc(s->shown, s->cap * sizeof(*s->shown)));
	}
	s->shown[s->count++] = (struct shown){ seq,
		strtoll(ticket ? ticket : "0", NULL, 10) };
}

static void
miss(struct client *c, const char *what, int64_t seq)
{
	struct screen *s = &c->screen;

	/* Nothing broke: then nothing can be missing. */
	if (s->steady) {
		whole_fail(c->whole, "screen %s has %lld, and %s %lld comes",
		    c->name, (long long)s->seq, what, (long long)seq);
	}
	screen_ask(c);
}

static void
take_anew(struct client *c, int64_t seq, const char *epoch)
{
	struct screen *s = &c->screen;

	if (s->first < 0) {
		s->first = seq;
	} else if (seq > s->seq) {
		if (s->holes_count == WHOLE_HOLES)
			whole_fail(c->whole, "too many holes");
		s->holes[s->holes_count++] = (struct hole){ s->seq, seq };
	}
	(void)snprintf(s->epoch, sizeof(s->epoch), "%s", epoch);
	s->seq = seq;
	s->anew = false;
}

static void
take_snapshot(struct client *c, int64_t seq, const char *epoch)
{
	struct screen *s = &c->screen;

	if (s->seq >= 0 && strcmp(epoch, s->epoch) != 0)
		whole_fail(c->whole, "another epoch: %s", epoch);
	if (seq < s->seq) {
		whole_fail(c->whole,
		    "screen %s was shown %lld, and now there is %lld", c->name,
		    (long long)s->seq, (long long)seq);
	}
	s->heard = true;
	s->steady = false;
	if (s->seq < 0 || s->anew)
		take_anew(c, seq, epoch);
	if (seq > s->seq) {
		miss(c, "a snapshot of", seq);
	} else {
		s->steady = true;
	}
}

void
screen_hear(struct client *c, const char *text, size_t len)
{
	struct screen *s = &c->screen;
	json_t *m = json_loadb(text, len, 0, NULL);
	const char *type = json_string_value(json_object_get(m, "type"));
	const char *epoch = json_string_value(json_object_get(m, "epoch"));
	int64_t seq = json_integer_value(json_object_get(m, "seq"));
	int64_t prev = json_integer_value(json_object_get(m, "prev"));

	if (!type || !epoch)
		whole_fail(c->whole, "no message: %.*s", (int)len, text);
	if (!s->heard && strcmp(type, "snapshot") != 0) {
		whole_fail(c->whole, "screen %s hears a %s before a snapshot",
		    c->name, type);
	}
	if (strcmp(type, "snapshot") == 0) {
		take_snapshot(c, seq, epoch);
	} else if (seq > s->seq && strcmp(type, "beat") != 0 &&
	    prev == s->seq) {
		show(c, m, seq);
	} else if (seq > s->seq) {
		miss(c, type, seq);
	}
	json_decref(m);
}

/* What comes after that which it has, until nothing does. */
void
screen_ask(struct client *c)
{
	struct screen *s = &c->screen;
	char seq[24];
	const char *const words[] = { "EVENTS", "SINCE", s->epoch, seq,
		"CHANNEL", s->channel, "JSON" };

	if (s->asks || s->steady || !s->heard || s->others > 0 || c->fd < 0)
		return;
	(void)snprintf(seq, sizeof(seq), "%lld", (long long)s->seq);
	client_put(c, words, 7);
	s->asks = true;
}

void
screen_ask_more(struct client *c)
{
	const char *const words[] = { "COMMAND", "DOCS", "JSON" };

	if (c->screen.asks || c->screen.others > 0 || !c->screen.heard)
		return;
	for (int i = 0; i < MORE; i++)
		client_put(c, words, 3);
	c->screen.others += MORE;
}

static void
catch_up(struct client *c, json_t *list)
{
	struct screen *s = &c->screen;
	json_t *m;
	size_t i;

	json_array_foreach(list, i, m)
	{
		int64_t seq = json_integer_value(json_object_get(m, "seq"));
		int64_t prev = json_integer_value(json_object_get(m, "prev"));
		if (seq <= s->seq)
			continue;
		if (prev != s->seq) {
			whole_fail(c->whole,
			    "screen %s has %lld and is told of %lld after %lld",
			    c->name, (long long)s->seq, (long long)seq,
			    (long long)prev);
		}
		show(c, m, seq);
	}
}

void
screen_answer(struct client *c, const char *text, size_t len, const char *word)
{
	struct screen *s = &c->screen;

	s->asks = false;
	if (!text) {
		/* Not kept any more: subscribed anew, what is now counts. */
		s->anew = strncmp(word, "GAP", 3) == 0;
		client_cut(c);
		return;
	}
	json_t *list = json_loadb(text, len, 0, NULL);
	if (!json_is_array(list))
		whole_fail(c->whole, "no list: %.*s", (int)len, text);
	bool all = json_array_size(list) == 0;
	catch_up(c, list);
	json_decref(list);
	s->steady = all;
	if (!all)
		screen_ask(c);
}
