/* Messages on their way: held until they are on the disk, then sent. */
#include <stdlib.h>
#include <string.h>

#include "server/net/channel.h"
#include "server/server.h"
#include "server/turn.h"

#define SENDS_A_TURN 200

/* The first one has been sent, or will not be. */
static void
drop_first(struct feed *f, struct message_list *list)
{
	struct message *m = list->first;

	list->first = m->next;
	if (!m->next)
		list->end = &list->first;
	m->channel->queued--;
	follow_settle(f, m->channel);
	free(m);
}

static void
drop_list(struct feed *f, struct message_list *list)
{
	while (list->first)
		drop_first(f, list);
}

void
sending_drop_all(struct feed *f)
{
	for (int i = 0; i < CONN_SLOTS; i++)
		drop_list(f, &f->held[i]);
	drop_list(f, &f->sending);
}

void
feed_queue(struct feed *f, struct channel *ch, int64_t seq, int slot)
{
	struct message_list *to = slot < 0 ? &f->sending : &f->held[slot];
	struct message *m = f->text.failed ? NULL
					   : malloc(sizeof(*m) + f->text.len);

	/* Out of memory: they see by `prev` that one is missing, and ask. */
	if (!m)
		return;
	m->next = NULL;
	m->channel = ch;
	m->seq = seq;
	m->len = f->text.len;
	memcpy(m->text, f->text.at, m->len);
	ch->queued++;
	*to->end = m;
	to->end = &m->next;
}

void
feed_release(struct feed *f, int slot)
{
	struct message_list *list = &f->held[slot];

	if (!list->first)
		return;
	*f->sending.end = list->first;
	f->sending.end = list->end;
	list->first = NULL;
	list->end = &list->first;
}

void
feed_drop(struct feed *f, int slot)
{
	drop_list(f, &f->held[slot]);
}

/* What one was pushed serves the next as well, if both asked alike. */
static void
push_to(struct feed *f, const struct sub *sub, const char *text, size_t len)
{
	bool pattern = sub->pattern[0] != '\0';

	if (pattern || f->push_proto != sub->conn->proto) {
		buf_clear(&f->push);
		message_push(&f->push, sub, text, len);
		f->push_proto = pattern ? 0 : sub->conn->proto;
	}
	/* Half a message is none; as above, it is asked for. */
	if (f->push.failed) {
		f->push_proto = 0;
	} else {
		(void)conn_push(sub->conn, f->push.at, f->push.len);
	}
}

static void
send_to(struct feed *f, const struct sub *sub, const struct message *m)
{
	if (m->seq > sub->since)
		push_to(f, sub, m->text, m->len);
}

bool
feed_send_some(struct feed *f)
{
	bool more = follow_step(f);

	f->push_proto = 0;
	for (int i = 0; i < SENDS_A_TURN && f->sending.first; i++) {
		const struct message *m = f->sending.first;
		if (!f->started)
			f->cursor = m->channel->first;
		f->started = true;
		if (f->cursor) {
			const struct sub *sub = f->cursor;
			f->cursor = sub->next;
			send_to(f, sub, m);
			continue;
		}
		f->started = false;
		f->push_proto = 0;
		m->channel->told_seq = m->seq;
		drop_first(f, &f->sending);
	}
	return more || f->sending.first != NULL;
}

/* What is not on the disk yet, or on its way, is no news of a beat's. */
void
feed_beat_on(struct feed *f, const struct channel *ch)
{
	struct jsonw w;

	if (!ch->first)
		return;
	message_open(f, &w, "beat", ch->told_seq);
	jsonw_pair_int(&w, "t", f->server->clock.now_ms);
	jsonw_close(&w, '}');
	if (f->text.failed)
		return;
	f->push_proto = 0;
	for (struct sub *sub = ch->first, *next; sub; sub = next) {
		next = sub->next;
		/* Its snapshot, which may wait for a batch, comes first. */
		if (!turn_holds(sub->conn))
			push_to(f, sub, f->text.at, f->text.len);
	}
}
