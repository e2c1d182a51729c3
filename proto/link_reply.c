#include <stdio.h>
#include <string.h>

#include "proto/link_own.h"

/*
 * The functions here that return bool say whether the connection still
 * stands: after false, neither `in` nor the reply may be looked at.
 */
static bool
distrust(struct link *l, const char *why)
{
	link_cut(l, LINK_SLOWLY, why);
	return false;
}

static bool
is_text(const struct wire_node *node)
{
	return node->type == WIRE_BULK || node->type == WIRE_STATUS;
}

static bool
says(const struct wire_node *node, const char *bytes, const char *s)
{
	struct wire_slice text = { .at = bytes + node->at, .len = node->len };

	return is_text(node) && wire_is(&text, s);
}

static bool
act(struct link *l, struct link_channel *ch, enum link_want want)
{
	bool put = true;

	switch (want) {
	case LINK_SETTLED:
		break;
	case LINK_ASK:
		put = link_put_events(l, ch);
		break;
	case LINK_ANEW:
		put = link_put_subscribe(l, ch);
		break;
	case LINK_BAD:
		return distrust(l, "sent a message that can't be read");
	}
	if (!put)
		return distrust(l, "out of memory");
	return l->phase == LINK_GREETED;
}

static struct link_channel *
find_channel(struct link *l, const char *bytes, const struct wire_node *name)
{
	struct link_channel *ch;

	TAILQ_FOREACH(ch, &l->channels, next) {
		if (is_text(name) && name->len == strlen(ch->name) &&
		    memcmp(bytes + name->at, ch->name, name->len) == 0)
			return ch;
	}
	return NULL;
}

/* The push that confirms a SUBSCRIBE is the answer to it; so it is to leave. */
static void
confirm(struct link *l, enum link_asker asker, const struct link_channel *ch)
{
	struct link_request *q = l->sent.first;

	for (; q; q = q->next) {
		if (q->asker == asker && q->channel == ch) {
			link_request_remove(l, q);
			return;
		}
	}
}

static json_t *
parse(const char *bytes, const struct wire_node *node)
{
	return json_loadb(bytes + node->at, node->len, JSON_DECODE_ANY, NULL);
}

static bool
take_push(struct link *l, const char *bytes)
{
	const struct wire_node *node = l->reply.node;

	if (node->count < 3 || node[1].span != 1 || node[2].span != 1)
		return true;
	struct link_channel *ch = find_channel(l, bytes, &node[2]);
	if (!ch)
		return true;
	if (says(&node[1], bytes, "subscribe"))
		confirm(l, LINK_BY_SUBSCRIBE, ch);
	if (says(&node[1], bytes, "unsubscribe")) {
		confirm(l, LINK_BY_UNSUBSCRIBE, ch);
		link_forget_left(l);
	}
	if (!says(&node[1], bytes, "message"))
		return true;
	json_t *message = is_text(&node[3]) ? parse(bytes, &node[3]) : NULL;
	if (!message)
		return distrust(l, "sent a message that is no JSON");
	enum link_want want = link_channel_take(ch, message, &l->config);
	json_decref(message);
	return act(l, ch, want);
}

static bool
take_hello(struct link *l, const struct wire_node *node)
{
	if (node->type != WIRE_MAP && node->type != WIRE_ARRAY)
		return distrust(l, "answered HELLO with something else");
	link_greeted(l);
	return true;
}

/* What the pairing code brought: the greeting begins anew with it. */
static bool
take_paired(struct link *l, const char *bytes)
{
	const struct wire_node *node = l->reply.node;
	json_t *account = is_text(node) ? parse(bytes, node) : NULL;
	const char *user = json_string_value(
	    json_object_get(account, "account"));
	const char *secret = json_string_value(
	    json_object_get(account, "secret"));
	bool well = user && secret
	    ? link_paired(l, user, secret)
	    : distrust(l, "answered PAIR with something else");

	json_decref(account);
	return well;
}

static bool
take_events(struct link *l, struct link_channel *ch, const char *bytes)
{
	const struct wire_node *node = l->reply.node;

	if (node->type == WIRE_ERROR)
		return act(l, ch, link_channel_refused(ch, &l->config));
	json_t *events = is_text(node) ? parse(bytes, node) : NULL;
	if (!events)
		return distrust(l, "sent events that are no JSON");
	enum link_want want = link_channel_events(ch, events, &l->config);
	json_decref(events);
	return act(l, ch, want);
}

/* A reply as the caller gets it; NULL for what can't be one. */
static json_t *
convert(const struct wire_node *node, const char *bytes)
{
	switch (node->type) {
	case WIRE_STATUS:
		return json_stringn(bytes + node->at, node->len);
	case WIRE_INT:
		return json_integer(node->integer);
	case WIRE_BULK:
		return parse(bytes, node);
	case WIRE_NIL:
		return json_null();
	case WIRE_ERROR:
	case WIRE_ARRAY:
	case WIRE_MAP:
	case WIRE_PUSH:
		break;
	}
	return NULL;
}

/*
 * Splits an error in its word and what it says. Its line end, which was read
 * and is not needed any more, gives the place for the last 0.
 */
static struct link_reply
read_error(char *bytes, const struct wire_node *node)
{
	struct link_reply reply = { .verdict = LINK_REFUSED };
	char *text = bytes + node->at;

	text[node->len] = '\0';
	reply.word = text;
	text += strcspn(text, " ");
	if (*text)
		*text++ = '\0';
	reply.say = text;
	if (strcmp(reply.word, "UNAVAILABLE") == 0)
		reply = (struct link_reply){ .verdict = LINK_UNKNOWN };
	return reply;
}

static bool
take_answer(struct link *l, struct link_request *q, char *bytes)
{
	const struct wire_node *node = l->reply.node;
	struct link_reply reply = { .verdict = LINK_OK };
	link_reply_fn *fn = q->reply;
	void *ctx = q->ctx;

	if (node->type == WIRE_ERROR) {
		reply = read_error(bytes, node);
	} else {
		reply.value = convert(node, bytes);
	}
	if (reply.verdict == LINK_OK && !reply.value)
		return distrust(l, "sent a reply that is no JSON");
	link_request_remove(l, q);
	if (fn)
		fn(&reply, ctx);
	json_decref(reply.value);
	return l->phase == LINK_GREETED;
}

/* It may well do so in a moment. */
static bool
is_passing(const struct wire_node *node, const char *bytes)
{
	static const char passing[] = "UNAVAILABLE";

	return node->len >= sizeof(passing) - 1 &&
	    memcmp(bytes + node->at, passing, sizeof(passing) - 1) == 0;
}

/* The server refused what the link itself asked for. */
static bool
take_refusal(struct link *l, const char *what, const char *bytes)
{
	const struct wire_node *node = l->reply.node;
	bool soon = is_passing(node, bytes);
	char why[LINK_WHY_MAX];

	(void)snprintf(why, sizeof(why), "%s%s%.*s", what, *what ? ": " : "",
	    (int)(node->len < sizeof(why) ? node->len : sizeof(why)),
	    bytes + node->at);
	link_cut(l, soon ? LINK_SOON : LINK_SLOWLY, why);
	return false;
}

/* A wrong name or a wrong role is the caller's, and no lost server. */
static bool
refuse_channel(struct link *l, const struct link_channel *ch, char *bytes)
{
	const struct wire_node *node = l->reply.node;

	if (is_passing(node, bytes))
		return take_refusal(l, ch->name, bytes);
	struct link_reply reply = read_error(bytes, node);
	if (l->config.refused && !ch->left)
		l->config.refused(ch->name, &reply, l->config.ctx);
	return l->phase == LINK_GREETED;
}

static bool
take_own(struct link *l, struct link_request *q, char *bytes)
{
	const struct wire_node *node = l->reply.node;
	enum link_asker asker = q->asker;
	struct link_channel *ch = q->channel;

	link_request_remove(l, q);
	if (asker == LINK_BY_EVENTS)
		return take_events(l, ch, bytes);
	if (node->type == WIRE_ERROR && asker == LINK_BY_SUBSCRIBE)
		return refuse_channel(l, ch, bytes);
	/* A code that was used or is too old is told from a wrong secret. */
	if (node->type == WIRE_ERROR) {
		return take_refusal(
		    l, asker == LINK_BY_PAIR ? "the pairing code" : "", bytes);
	}
	if (asker == LINK_BY_PAIR)
		return take_paired(l, bytes);
	if (asker == LINK_BY_HELLO)
		return take_hello(l, node);
	return true;
}

static bool
take(struct link *l, char *bytes)
{
	struct link_request *q = l->sent.first;
	const struct wire_node *node = l->reply.node;

	if (node->type == WIRE_PUSH)
		return take_push(l, bytes);
	if (q && q->start < l->gone) {
		if (q->asker == LINK_BY_CALLER)
			return take_answer(l, q, bytes);
		return take_own(l, q, bytes);
	}
	if (node->type == WIRE_ERROR)
		return take_refusal(l, "", bytes);
	return distrust(l, "answered what nobody asked");
}

bool
link_is_answer(const struct link_reply *reply)
{
	return reply->verdict == LINK_OK || reply->verdict == LINK_REFUSED;
}

void
link_read_replies(struct link *l)
{
	size_t done = 0;

	while (done < l->in.len) {
		char *bytes = l->in.at + done;
		enum wire_status status = wire_reply_read(
		    &l->reply, bytes, l->in.len - done);
		if (status == WIRE_MORE)
			break;
		if (status) {
			(void)distrust(l, wire_strerror(status));
			return;
		}
		done += l->reply.used;
		if (!take(l, bytes))
			return;
		wire_reply_reset(&l->reply);
	}
	buf_drop(&l->in, done);
}
