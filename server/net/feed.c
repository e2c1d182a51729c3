#include "server/net/feed.h"

#include <fnmatch.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/wire.h"
#include "server/command/reply.h"
#include "server/hall/hall.h"
#include "server/net/channel.h"
#include "server/server.h"
#include "server/turn.h"

struct feed *
feed_create(struct server *server)
{
	struct feed *f = calloc(1, sizeof(*f));

	if (!f)
		return NULL;
	f->server = server;
	for (int i = 0; i < CONN_SLOTS; i++)
		f->held[i].end = &f->held[i].first;
	f->sending.end = &f->sending.first;
	follow_init(&f->follow);
	return f;
}

void
feed_destroy(struct feed *f)
{
	if (!f)
		return;
	sending_drop_all(f);
	while (f->channels) {
		struct channel *ch = f->channels;
		f->channels = ch->next;
		ring_release(&ch->ring);
		free(ch);
	}
	buf_release(&f->text);
	buf_release(&f->push);
	free(f);
}

/* --- Channels --------------------------------------------------------- */

void
feed_reset(struct feed *f, int64_t floor)
{
	f->floor = floor;
	for (struct channel *ch = f->channels; ch; ch = ch->next) {
		size_t size = ch->ring.size;
		ring_release(&ch->ring);
		ch->ring.size = size;
		ch->ring.before = floor;
		ch->last_seq = ch->told_seq = floor;
	}
}

static bool
add_channel(struct feed *f, enum channel_kind kind, const char *kind_name,
    const char *subject)
{
	char name[LIMIT_CHANNEL + 1];

	(void)snprintf(name, sizeof(name), "%s%s%s", kind_name,
	    subject[0] ? ":" : "", subject);
	if (channel_find(f, name))
		return true;
	struct channel *ch = calloc(1, sizeof(*ch));
	if (!ch)
		return false;
	memcpy(ch->name, name, sizeof(name));
	ch->kind = kind;
	ch->subject = ch->name + strlen(name) - strlen(subject);
	ch->last_seq = ch->told_seq = ch->ring.before = f->floor;
	ch->ring.size = kind == CHANNEL_CALLS ? RING_CALLS
	    : kind == CHANNEL_HALL	      ? RING_HALL
					      : 0;
	ch->next = f->channels;
	f->channels = ch;
	return true;
}

bool
feed_set_channels(struct feed *f, const struct hall *h)
{
	bool ok = add_channel(f, CHANNEL_HALL, "hall", "");

	for (size_t i = 0; ok && i < hall_services(h); i++) {
		struct service_view v;
		hall_service_view(h, i, 0, &v);
		ok = add_channel(f, CHANNEL_QUEUE, "queue", v.code);
	}
	for (size_t i = 0; ok && i < hall_counters(h); i++) {
		struct counter_view v;
		const char *zone;
		hall_counter_view(h, i, &v);
		ok = add_channel(f, CHANNEL_COUNTER, "counter", v.label);
		for (size_t k = 0; ok && (zone = hall_counter_zone(h, i, k));
		     k++)
			ok = add_channel(f, CHANNEL_CALLS, "calls", zone);
	}
	return ok;
}

/* --- Signs of life ---------------------------------------------------- */

void
feed_beat(struct feed *f)
{
	for (const struct channel *ch = f->channels; ch; ch = ch->next)
		feed_beat_on(f, ch);
	follow_begin(f, true);
}

void
feed_look(struct feed *f)
{
	follow_begin(f, false);
}

/* --- Subscribers ------------------------------------------------------ */

static void
put_confirmation(
    struct buf *out, const struct conn *c, const char *what, const char *name)
{
	wire_put_push(out, c->proto, 3);
	wire_put_str(out, what);
	if (name) {
		wire_put_str(out, name);
	} else {
		wire_put_nil(out, c->proto);
	}
	wire_put_int(out, (int64_t)c->subs_count);
}

static struct sub *
find_sub(const struct conn *c, const struct channel *ch, const char *pattern)
{
	struct sub *sub = c->subs;

	while (
	    sub && (sub->channel != ch || strcmp(sub->pattern, pattern) != 0))
		sub = sub->sibling;
	return sub;
}

static struct sub *
add_sub(struct feed *f, struct conn *c, struct channel *ch, const char *pattern)
{
	struct sub *sub = find_sub(c, ch, pattern);

	if (!sub && c->subs_count < LIMIT_SUBSCRIPTIONS) {
		sub = calloc(1, sizeof(*sub) + strlen(pattern) + 1);
		if (!sub)
			return NULL;
		memcpy(sub->pattern, pattern, strlen(pattern) + 1);
		sub->conn = c;
		sub->channel = ch;
		sub->sibling = c->subs;
		c->subs = sub;
		c->subs_count++;
		sub->prev = ch->last;
		if (ch->last) {
			ch->last->next = sub;
		} else {
			ch->first = sub;
		}
		ch->last = sub;
	}
	if (sub)
		sub->since = hall_seq(f->server->hall);
	return sub;
}

static void
put_snapshot(struct feed *f, const struct sub *sub, struct buf *out)
{
	message_snapshot(f, sub->channel);
	message_push(out, sub, f->text.at, f->text.len);
	out->failed = out->failed || f->text.failed;
}

bool
feed_join(struct feed *f, struct conn *c, const char *name, bool pattern,
    struct buf *out)
{
	struct buf snapshots = { 0 };
	bool found = false;

	for (struct channel *ch = f->channels; ch; ch = ch->next) {
		if (pattern ? fnmatch(name, ch->name, 0) != 0
			    : strcmp(name, ch->name) != 0)
			continue;
		if (ch->kind == CHANNEL_HALL && !conn_hears_all(c))
			continue;
		const struct sub *sub = add_sub(f, c, ch, pattern ? name : "");
		if (!sub)
			continue;
		found = true;
		put_snapshot(f, sub, &snapshots);
	}
	if (found) {
		put_confirmation(
		    out, c, pattern ? "psubscribe" : "subscribe", name);
		buf_put(out, snapshots.at, snapshots.len);
		out->failed = out->failed || snapshots.failed;
	}
	buf_release(&snapshots);
	return found;
}

bool
feed_follow(struct feed *f, struct conn *c, const char *name, int64_t id,
    struct buf *out)
{
	struct channel *ch = follow_open(f, name, id);
	const struct sub *sub = ch ? add_sub(f, c, ch, "") : NULL;

	if (sub) {
		put_confirmation(out, c, "subscribe", name);
		put_snapshot(f, sub, out);
	} else if (ch) {
		follow_settle(f, ch);
	}
	return sub != NULL;
}

/* Takes the subscriber at LINK, of its connection's list, out of all. */
static void
remove_at(struct feed *f, struct sub **link)
{
	struct sub *sub = *link;
	struct channel *ch = sub->channel;

	*link = sub->sibling;
	if (sub->prev) {
		sub->prev->next = sub->next;
	} else {
		ch->first = sub->next;
	}
	if (sub->next) {
		sub->next->prev = sub->prev;
	} else {
		ch->last = sub->prev;
	}
	if (f->cursor == sub)
		f->cursor = sub->next;
	sub->conn->subs_count--;
	free(sub);
	follow_settle(f, ch);
}

void
feed_leave_all(struct feed *f, struct conn *c)
{
	while (c->subs)
		remove_at(f, &c->subs);
}

static const char *
name_of(const struct sub *sub, bool pattern)
{
	return pattern ? sub->pattern : sub->channel->name;
}

static bool
is_meant(const struct sub *sub, const char *name, bool pattern)
{
	if (pattern != (sub->pattern[0] != '\0'))
		return false;
	return !name || strcmp(name_of(sub, pattern), name) == 0;
}

static void
leave_one(struct feed *f, struct conn *c, const char *name, bool pattern)
{
	struct sub **link = &c->subs;

	while (*link) {
		if (is_meant(*link, name, pattern)) {
			remove_at(f, link);
		} else {
			link = &(*link)->sibling;
		}
	}
}

static const struct sub *
first_meant(const struct conn *c, bool pattern)
{
	const struct sub *sub = c->subs;

	while (sub && !is_meant(sub, NULL, pattern))
		sub = sub->sibling;
	return sub;
}

/* Without a name, each that was subscribed is confirmed: clients count. */
void
feed_leave(struct feed *f, struct conn *c, const char *name, bool pattern,
    struct buf *out)
{
	const char *what = pattern ? "punsubscribe" : "unsubscribe";
	const struct sub *sub = name ? NULL : first_meant(c, pattern);
	struct buf left = { 0 };

	if (!sub) {
		if (name)
			leave_one(f, c, name, pattern);
		put_confirmation(out, c, what, name);
		return;
	}
	for (; sub && !out->failed; sub = first_meant(c, pattern)) {
		buf_clear(&left);
		buf_puts(&left, name_of(sub, pattern));
		buf_putc(&left, '\0');
		if (left.failed) {
			out->failed = true;
			break;
		}
		leave_one(f, c, left.at, pattern);
		put_confirmation(out, c, what, left.at);
	}
	buf_release(&left);
}

void
feed_caught_up(struct feed *f, struct conn *c)
{
	struct buf out = { 0 };

	c->slow = false;
	c->skipped = 0;
	for (struct sub *sub = c->subs; sub; sub = sub->sibling) {
		sub->since = hall_seq(f->server->hall);
		put_snapshot(f, sub, &out);
	}
	if (out.failed) {
		conn_kill(c);
	} else if (out.len > 0) {
		turn_reply(f->server->turn, c, out.at, out.len);
	}
	buf_release(&out);
}

/* --- EVENTS SINCE ----------------------------------------------------- */

int64_t
feed_kept(const struct feed *f)
{
	const struct channel *ch = channel_find(f, "hall");

	return ch ? ch->ring.before : f->floor;
}

bool
feed_since(struct feed *f, const char *channel, int64_t seq, int count,
    struct reply *reply)
{
	const struct channel *ch = channel_find(f, channel);
	size_t from = 0, n;

	if (!ch)
		return false;
	const struct ring *r = &ch->ring;
	if (seq > ch->last_seq || (seq < ch->last_seq && r->size == 0) ||
	    seq < r->before)
		return false;
	while (from < r->count && ring_at(r, from)->seq <= seq)
		from++;
	n = r->count - from;
	if (n > (size_t)count)
		n = (size_t)count;
	reply_list(reply, NULL, n);
	for (size_t i = from; i < from + n; i++) {
		message_kept(f, ch, ring_at(r, i));
		reply->out->failed = reply->out->failed || f->text.failed;
		reply_json(reply, f->text.at, f->text.len);
	}
	reply_list_end(reply);
	return true;
}
