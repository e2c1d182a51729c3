/*
 * What a client is told in reply: a note of what was done, and what it knows
 * from then on.
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/wire.h"
#include "tests/crash/whole_play.h"

/* A reply that was read. */
struct answer {
	struct client *c;
	const struct wire_reply *r;
	const char *bytes;
};

static bool
is(const struct client *c, size_t i, const char *word)
{
	return i < c->words && strcmp(c->word[i], word) == 0;
}

static void
text_of(const struct answer *a, const char *key, char *out, size_t size)
{
	const struct wire_node *n = wire_reply_get(a->r, a->bytes, 0, key);

	out[0] = '\0';
	if (n && n->type == WIRE_BULK) {
		(void)snprintf(
		    out, size, "%.*s", (int)n->len, a->bytes + n->at);
	}
}

static int64_t
number_of(const struct answer *a, const char *key)
{
	const struct wire_node *n = wire_reply_get(a->r, a->bytes, 0, key);
	char text[24];

	if (n && n->type == WIRE_INT)
		return n->integer;
	text_of(a, key, text, sizeof(text));
	return strtoll(text, NULL, 10);
}

bool
answer_is(const struct wire_reply *r, const char *bytes, const char *word)
{
	const struct wire_node *n = &r->node[0];

	return n->type == WIRE_ERROR && n->len >= strlen(word) &&
	    memcmp(bytes + n->at, word, strlen(word)) == 0;
}

/* --- Notes ---------------------------------------------------------------- */

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

static bool
has_rid(const struct client *c)
{
	return c->words > 2 && is(c, c->words - 2, "RID") && !is(c, 1, "FIND");
}

static bool
undoes(const struct client *c)
{
	return is(c, 1, "CANCEL") && is(c, 2, "RID");
}

/* Of a counter or the hall it may have been so already. */
static bool
is_done(const struct answer *a)
{
	static const char *const keys[] = { "id", "appointment", "followup",
		"account" };

	for (size_t i = 0; i < sizeof(keys) / sizeof(*keys); i++) {
		if (wire_reply_get(a->r, a->bytes, 0, keys[i]))
			return number_of(a, "replayed") == 0;
	}
	return false;
}

static void
note(const struct answer *a)
{
	struct client *c = a->c;
	struct ack *ack = new_ack(c->whole);

	*ack = (struct ack){ .id = number_of(a, "id"),
		.seq = number_of(a, "seq"),
		.t_ms = daemon_now_ms(c->whole) };
	(void)snprintf(ack->rid, WHOLE_WORD, "%s", c->word[c->words - 1]);
	text_of(a, "number", ack->number, sizeof(ack->number));
	ack->undoes = undoes(c);
	ack->late = c->again && c->undone;
	ack->own = is_done(a) || is(c, 1, "ISSUE") || is(c, 1, "NEXT");
	/* What found its effect there is not kept, and may be refused. */
	if (ack->undoes)
		c->undone = true;
	if (!is_done(a) || ack->undoes)
		return;
	c->undone = false;
	memcpy(c->last, c->word, sizeof(c->last));
	c->last_words = c->words;
}

/* What was done is done; it can't be refused from then on. */
static void
note_refused(struct client *c, const char *rid)
{
	struct ack *ack = new_ack(c->whole);

	*ack = (struct ack){ .refused = true, .t_ms = daemon_now_ms(c->whole) };
	(void)snprintf(ack->rid, WHOLE_WORD, "%s", rid);
}

static bool
is_no_answer(const struct answer *a)
{
	return answer_is(a->r, a->bytes, "NOPERM") ||
	    answer_is(a->r, a->bytes, "NOAUTH") ||
	    answer_is(a->r, a->bytes, "WRONGPASS") ||
	    answer_is(a->r, a->bytes, "RIDCONFLICT");
}

void
view_note(struct whole *w, const struct said *said)
{
	/* The latest ones alone, when there are very many. */
	w->said[w->said_count++ % WHOLE_SAID] = *said;
}

static void
note_state(struct whole *w, const json_t *state)
{
	struct said said = { .seq = json_integer_value(
				 json_object_get(state, "seq")) };
	const json_t *one;
	size_t i;

	json_array_foreach(json_object_get(state, "services"), i, one)
	{
		said.waiting = true;
		said.value = json_integer_value(
		    json_object_get(one, "waiting"));
		(void)snprintf(said.subject, sizeof(said.subject), "%s",
		    json_string_value(json_object_get(one, "service")));
		view_note(w, &said);
	}
	json_array_foreach(json_object_get(state, "counters"), i, one)
	{
		const char *id = json_string_value(
		    json_object_get(one, "ticket"));
		said.waiting = false;
		said.value = strtoll(id ? id : "0", NULL, 10);
		(void)snprintf(said.subject, sizeof(said.subject), "%s",
		    json_string_value(json_object_get(one, "counter")));
		view_note(w, &said);
	}
}

/* --- What it knows -------------------------------------------------------- */

static void
know(const struct answer *a)
{
	struct whole *w = a->c->whole;
	struct known k = { .id = number_of(a, "id") };

	text_of(a, "number", k.number, sizeof(k.number));
	text_of(a, "token", k.token, sizeof(k.token));
	for (int i = 0; i < WHOLE_KNOWN; i++) {
		const struct known *old = &w->known[i];
		if (old->id != k.id || !k.token[0])
			continue;
		if (strcmp(old->token, k.token) != 0)
			whole_fail(w, "%s has two tokens", k.number);
		return;
	}
	a->c->issued = k.id;
	w->known[w->known_count++ % WHOLE_KNOWN] = k;
}

/* A ticket that was at its counter, or is now. */
static void
know_at_hand(const struct answer *a)
{
	struct client *c = a->c;
	char state[16];
	int64_t id = number_of(a, "id");

	text_of(a, "state", state, sizeof(state));
	if (is(c, 1, "NEXT") || is(c, 1, "CALL")) {
		c->ticket = id;
	} else if (is(c, 1, "OPEN")) {
		c->open = true;
		c->ticket = number_of(a, "ticket");
	} else if (is(c, 1, "CLOSE")) {
		c->open = false;
	} else if (id == c->ticket && strcmp(state, "serving") != 0 &&
	    !is(c, 1, "RECALL")) {
		c->ticket = 0;
	}
	if (strcmp(state, "missed") == 0) {
		c->missed = id;
	} else if (id == c->missed) {
		c->missed = 0;
	}
	if (strcmp(state, "held") == 0) {
		c->held = id;
	} else if (id == c->held) {
		c->held = 0;
	}
}

static bool
is_about_device(const struct client *c)
{
	return is(c, 0, "ACCOUNT") && is(c, 2, "phone");
}

static void
know_device(const struct answer *a)
{
	struct device *d = &a->c->whole->device;
	char secret[WHOLE_WORD];

	d->changes++;
	text_of(a, "secret", secret, sizeof(secret));
	if (is(a->c, 1, "SECRET")) {
		/* It is told once: lost on the way, nobody has it. */
		d->sure = secret[0] != '\0';
		memcpy(d->secret, secret, sizeof(d->secret));
	} else {
		d->enabled = is(a->c, 1, "ENABLE");
		d->settled = true;
	}
}

static void
learn(const struct answer *a)
{
	struct client *c = a->c;

	if (c->role == ROLE_COUNTER) {
		know_at_hand(a);
	} else if (is(c, 1, "ISSUE") || is(c, 1, "CHECKIN")) {
		(void)snprintf(
		    c->rid, sizeof(c->rid), "%s", c->word[c->words - 1]);
		know(a);
	} else if (is(c, 1, "BOOK")) {
		text_of(a, "appointment", c->code, sizeof(c->code));
	} else if (is_about_device(c) && has_rid(c)) {
		know_device(a);
	}
	if (wire_reply_get(a->r, a->bytes, 0, "followup"))
		c->whole->followup = number_of(a, "followup");
}

static bool
names(const struct client *c, int64_t id)
{
	for (size_t i = 2; i < c->words; i++) {
		if (strtoll(c->word[i], NULL, 10) == id)
			return true;
	}
	return false;
}

/* What it named is not as it believed. */
static void
forget(const struct answer *a)
{
	struct client *c = a->c;

	if (answer_is(a->r, a->bytes, "COUNTER"))
		c->open = false;
	if (names(c, c->ticket))
		c->ticket = 0;
	if (names(c, c->missed))
		c->missed = 0;
	if (names(c, c->held))
		c->held = 0;
	if (names(c, c->issued))
		c->issued = 0;
	if (is(c, 2, c->code))
		c->code[0] = '\0';
	if (is_about_device(c))
		c->whole->device.changes++;
}

static void
found(const struct answer *a)
{
	const struct client *c = a->c;
	struct ack *ack = new_ack(c->whole);

	/* The ticket that is found by its RID is the one that was told. */
	*ack = (struct ack){ .id = number_of(a, "id"), .seq = -1 };
	(void)snprintf(ack->rid, WHOLE_WORD, "%s", c->word[3]);
}

/* --- Replies -------------------------------------------------------------- */

static void
take_error(const struct answer *a)
{
	struct client *c = a->c;

	if (answer_is(a->r, a->bytes, "RIDCONFLICT") && !c->again) {
		whole_fail(c->whole, "%s of %s is another's",
		    c->word[c->words - 1], c->name);
	}
	if (!c->again) {
		forget(a);
	} else if (!c->other && !is_no_answer(a)) {
		note_refused(c, c->word[c->words - 1]);
	}
}

static void
take_map(const struct answer *a)
{
	struct client *c = a->c;

	if (has_rid(c) || undoes(c))
		note(a);
	if (is(c, 1, "FIND") && is(c, 2, "RID"))
		found(a);
	if (!c->again)
		learn(a);
}

static void
take_nil(const struct answer *a)
{
	struct client *c = a->c;

	if (is(c, 1, "FIND") && is(c, 2, "RID"))
		note_refused(c, c->word[3]);
	if (is(c, 1, "NEXT"))
		c->ticket = 0;
}

static void
take_text(const struct answer *a)
{
	const struct wire_node *n = &a->r->node[0];
	json_t *text;

	if (!is(a->c, 1, "STATE"))
		return;
	text = json_loadb(a->bytes + n->at, n->len, 0, NULL);
	note_state(a->c->whole, text);
	json_decref(text);
}

void
answer_take(struct client *c, const struct wire_reply *r, const char *bytes)
{
	const struct answer a = { c, r, bytes };
	enum wire_type type = r->node[0].type;

	c->waits = false;
	if (c->words == 0)
		whole_fail(c->whole, "%s was answered twice", c->name);
	if (answer_is(r, bytes, "UNAVAILABLE"))
		return; /* unknown: the same again */
	if (type == WIRE_ERROR) {
		take_error(&a);
	} else if (type == WIRE_MAP) {
		take_map(&a);
	} else if (type == WIRE_BULK) {
		take_text(&a);
	} else if (type == WIRE_NIL) {
		take_nil(&a);
	}
	c->words = 0;
}
