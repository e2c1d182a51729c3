/* A sign and a phone: what a channel said last, and that it never goes back. */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/crash/whole_play.h"

void
view_begin(struct client *c)
{
	for (int i = 0; i < WHOLE_VIEWS; i++)
		c->view[i] = (struct view){ .seq = -1 };
}

void
view_forget(struct client *c)
{
	for (int i = 0; i < WHOLE_VIEWS; i++)
		c->view[i].heard = false;
}

/* The one of CHANNEL, or in place of another that is heard no more. */
static struct view *
find(struct client *c, const char *channel)
{
	struct view *found = NULL;

	for (int i = 0; i < WHOLE_VIEWS; i++) {
		struct view *v = &c->view[i];
		if (strcmp(v->channel, channel) == 0)
			return v;
		if (!v->heard)
			found = v;
	}
	if (!found)
		return NULL;
	*found = (struct view){ .seq = -1 };
	(void)snprintf(found->channel, sizeof(found->channel), "%s", channel);
	return found;
}

static void
copy_text(char *to, size_t size, const json_t *m, const char *key)
{
	const char *text = json_string_value(json_object_get(m, key));

	(void)snprintf(to, size, "%s", text ? text : "");
}

static void
look(struct view *v, const json_t *m)
{
	char id[24];

	if (strncmp(v->channel, "queue:", 6) == 0) {
		v->value = json_integer_value(json_object_get(m, "waiting"));
		return;
	}
	copy_text(v->state, sizeof(v->state), m, "state");
	copy_text(id, sizeof(id), m, "ticket");
	v->value = strtoll(id, NULL, 10);
}

/* What it says was so at its very event. */
static void
note(const struct client *c, const struct view *v)
{
	const char *subject = strchr(v->channel, ':') + 1;
	struct said said = { .seq = v->seq, .value = v->value };

	if (c->role != ROLE_SIGN)
		return;
	said.waiting = v->channel[0] == 'q';
	(void)snprintf(said.subject, sizeof(said.subject), "%s", subject);
	view_note(c->whole, &said);
}

static void
take(struct client *c, struct view *v, const json_t *m)
{
	bool snapshot = strcmp(json_string_value(json_object_get(m, "type")),
			    "snapshot") == 0;
	int64_t seq = json_integer_value(json_object_get(m, "seq"));
	const json_t *counter = json_array_get(
	    json_object_get(m, "counters"), 0);

	if (seq < v->seq) {
		whole_fail(c->whole,
		    "%s was shown %lld of %s, and now there is %lld", c->name,
		    (long long)v->seq, v->channel, (long long)seq);
	}
	v->seq = seq;
	v->heard = true;
	look(v, snapshot && counter ? counter : m);
	if (!snapshot)
		note(c, v);
}

void
view_hear(struct client *c, const char *channel, const char *text, size_t len)
{
	struct view *v = find(c, channel);
	json_t *m = json_loadb(text, len, 0, NULL);
	const char *type = json_string_value(json_object_get(m, "type"));

	if (!type)
		whole_fail(c->whole, "no message: %.*s", (int)len, text);
	if (v && !v->heard && strcmp(type, "snapshot") != 0) {
		whole_fail(c->whole, "%s hears a %s of %s before a snapshot",
		    c->name, type, channel);
	}
	if (v && strcmp(type, "beat") != 0)
		take(c, v, m);
	json_decref(m);
}
