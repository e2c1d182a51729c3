/* What the messages say. */
#include <string.h>

#include "proto/wire.h"
#include "proto/words.h"
#include "server/hall/hall.h"
#include "server/hall/watch_view.h"
#include "server/journal/journal.h"
#include "server/net/channel.h"
#include "server/server.h"

static void
put_head(struct feed *f, struct jsonw *w, const char *type, int64_t seq)
{
	jsonw_open(w, '{');
	jsonw_pair_int(w, "v", 1);
	jsonw_pair_str(w, "type", type);
	jsonw_pair_str(w, "epoch", f->server->epoch);
	jsonw_pair_int(w, "seq", seq);
}

void
message_open(struct feed *f, struct jsonw *w, const char *type, int64_t seq)
{
	buf_clear(&f->text);
	jsonw_init(w, &f->text);
	put_head(f, w, type, seq);
}

void
message_push(
    struct buf *out, const struct sub *sub, const char *text, size_t len)
{
	bool pattern = sub->pattern[0] != '\0';

	wire_put_push(out, sub->conn->proto, pattern ? 4 : 3);
	wire_put_str(out, pattern ? "pmessage" : "message");
	if (pattern)
		wire_put_str(out, sub->pattern);
	wire_put_str(out, sub->channel->name);
	wire_put_bulk(out, text, len);
}

static void
put_id(struct jsonw *w, const char *key, int64_t id)
{
	struct buf text = { 0 };

	buf_put_int(&text, id);
	jsonw_key(w, key);
	jsonw_strn(w, text.at ? text.at : "", text.len);
	buf_release(&text);
}

static void
put_counter(struct jsonw *w, const struct hall *h, size_t i)
{
	struct counter_view v;

	hall_counter_view(h, i, &v);
	jsonw_pair_str(w, F_COUNTER, v.label);
	jsonw_pair_str(w, F_STATE, v.state);
	if (v.ticket) {
		put_id(w, F_TICKET, v.ticket);
		jsonw_pair_str(w, F_NUMBER, v.number);
	}
	if (v.clerk)
		jsonw_pair_str(w, F_CLERK, v.clerk);
}

/* The message of a call, whole. */
static void
put_call(struct feed *f, struct jsonw *w, const struct ring_slot *kept)
{
	const char *number = kept->text;
	const char *counter = number + strlen(number) + 1;
	const char *service = counter + strlen(counter) + 1;

	put_head(f, w, "call", kept->seq);
	jsonw_pair_int(w, "prev", kept->prev);
	jsonw_pair_int(w, "t", kept->t_ms);
	put_id(w, F_TICKET, kept->ticket);
	jsonw_pair_str(w, F_NUMBER, number);
	jsonw_pair_str(w, F_COUNTER, counter);
	jsonw_pair_str(w, F_SERVICE, service);
	jsonw_pair_int(w, F_RECALL, kept->recall);
	jsonw_close(w, '}');
}

static void
put_recent(struct feed *f, struct jsonw *w, const struct ring *r)
{
	size_t from = r->count, calls = 0;

	while (from > 0 && calls < CHANNEL_RECENT)
		calls += ring_at(r, --from)->type == EVENT_CALLED;
	jsonw_key(w, "calls");
	jsonw_open(w, '[');
	for (size_t i = from; i < r->count; i++) {
		if (ring_at(r, i)->type == EVENT_CALLED)
			put_call(f, w, ring_at(r, i));
	}
	jsonw_close(w, ']');
}

/* All that the zone's screens show now: each list stands for itself. */
static void
put_notices(struct jsonw *w, const struct hall *h, const char *zone)
{
	struct notice_view v;

	jsonw_key(w, F_NOTICES);
	jsonw_open(w, '[');
	for (size_t i = 0; i < hall_notice_places(h); i++) {
		if (!hall_notice_in(h, i, zone) || !hall_notice_view(h, i, &v))
			continue;
		jsonw_open(w, '{');
		jsonw_pair_str(w, F_KIND, v.kind);
		if (v.zone)
			jsonw_pair_str(w, F_ZONE, v.zone);
		if (v.service)
			jsonw_pair_str(w, F_SERVICE, v.service);
		jsonw_pair_str(w, F_TEXT, v.text);
		jsonw_close(w, '}');
	}
	jsonw_close(w, ']');
}

static bool
is_in_zone(const struct hall *h, size_t counter, const char *zone)
{
	const char *at;

	for (size_t k = 0; (at = hall_counter_zone(h, counter, k)); k++) {
		if (strcmp(at, zone) == 0)
			return true;
	}
	return false;
}

static bool
concerns(const struct hall *h, size_t i, const struct channel *ch)
{
	struct counter_view v;

	hall_counter_view(h, i, &v);
	if (ch->kind == CHANNEL_CALLS)
		return is_in_zone(h, i, ch->subject);
	if (ch->kind == CHANNEL_COUNTER)
		return strcmp(v.label, ch->subject) == 0;
	return ch->kind == CHANNEL_HALL;
}

static void
put_waiting(struct jsonw *w, struct server *s, const char *service)
{
	struct service_view v;
	size_t i;

	if (!hall_find_service(s->hall, service, &i))
		return;
	hall_service_view(s->hall, i, s->clock.now_ms, &v);
	jsonw_pair_str(w, F_SERVICE, service);
	jsonw_pair_int(w, F_WAITING, v.waiting);
}

void
message_snapshot(struct feed *f, const struct channel *ch)
{
	const struct hall *h = f->server->hall;
	struct jsonw w;

	message_open(f, &w, "snapshot", ch->last_seq);
	jsonw_pair_int(&w, "t", f->server->clock.now_ms);
	if (ch->kind == CHANNEL_TICKET) {
		follow_put(f, &w, ch);
		jsonw_close(&w, '}');
		return;
	}
	if (ch->kind == CHANNEL_QUEUE)
		put_waiting(&w, f->server, ch->subject);
	if (ch->kind == CHANNEL_CALLS)
		put_recent(f, &w, &ch->ring);
	if (ch->kind == CHANNEL_CALLS)
		put_notices(&w, h, ch->subject);
	jsonw_key(&w, "counters");
	jsonw_open(&w, '[');
	for (size_t i = 0; i < hall_counters(h); i++) {
		if (!concerns(h, i, ch))
			continue;
		jsonw_open(&w, '{');
		put_counter(&w, h, i);
		jsonw_close(&w, '}');
	}
	jsonw_close(&w, ']');
	jsonw_close(&w, '}');
}

/* --- Events made messages --------------------------------------------- */

static void
deliver(struct feed *f, struct channel *ch, const struct event *e, int slot)
{
	const struct ring_slot head = { .seq = e->seq, .type = e->type };

	ch->last_seq = e->seq;
	if (f->text.failed) {
		ring_hole(&ch->ring, e->seq);
		return;
	}
	ring_keep(&ch->ring, &head, f->text.at, f->text.len);
	if (slot < 0 || !ch->first)
		return;
	feed_queue(f, ch, e->seq, slot);
}

static void
open_next(struct feed *f, struct jsonw *w, const char *type,
    const struct event *e, const struct channel *ch)
{
	message_open(f, w, type, e->seq);
	jsonw_pair_int(w, "prev", ch->last_seq);
	jsonw_pair_int(w, "t", e->t_ms);
}

static void
message_hall(struct feed *f, const struct ring_slot *kept)
{
	struct jsonw w;

	message_open(f, &w, event_name(kept->type), kept->seq);
	jsonw_pair_int(&w, "prev", kept->prev);
	jsonw_pair_int(&w, "t", kept->t_ms);
	if (kept->len > 2) {
		buf_putc(&f->text, ',');
		buf_put(&f->text, kept->text + 1, kept->len - 1);
	} else {
		jsonw_close(&w, '}');
	}
}

void
message_kept(
    struct feed *f, const struct channel *ch, const struct ring_slot *kept)
{
	struct jsonw w;

	if (ch->kind == CHANNEL_HALL) {
		message_hall(f, kept);
		return;
	}
	buf_clear(&f->text);
	jsonw_init(&w, &f->text);
	if (kept->type == EVENT_CALLED) {
		put_call(f, &w, kept);
	} else {
		buf_put(&f->text, kept->text, kept->len);
	}
}

/* Few read: messages are made when somebody does. */
static void
keep(struct feed *f, struct channel *ch, const struct ring_slot *head,
    struct wire_slice text, int slot)
{
	ring_keep(&ch->ring, head, text.at, text.len);
	ch->last_seq = head->seq;
	if (slot < 0 || !ch->first || ch->ring.count == 0)
		return;
	message_kept(f, ch, ring_at(&ch->ring, ch->ring.count - 1));
	feed_queue(f, ch, head->seq, slot);
}

static void
note_hall(struct feed *f, struct channel *ch, const struct event *e,
    const struct journal_row *row, int slot)
{
	const struct ring_slot head = {
		.seq = e->seq,
		.prev = ch->last_seq,
		.t_ms = e->t_ms,
		.type = e->type,
	};

	struct wire_slice text = { row->payload, row->payload_len };

	/* The layout is asked for; its text would fill every reader. */
	if (e->type == EVENT_LAYOUT)
		text.len = 0;
	keep(f, ch, &head, text, slot);
}

static void
note_call(struct feed *f, struct channel *ch, const struct event *e, int slot)
{
	const char *const part[] = { e->number, e->counter, e->service };
	const struct ring_slot head = {
		.seq = e->seq,
		.prev = ch->last_seq,
		.t_ms = e->t_ms,
		.type = e->type,
		.ticket = e->id,
		.recall = e->calls > 1,
	};

	buf_clear(&f->push);
	for (size_t i = 0; i < sizeof(part) / sizeof(*part); i++)
		buf_put(&f->push, part[i], strlen(part[i]) + 1);
	if (!f->push.failed) {
		const struct wire_slice text = { f->push.at, f->push.len };
		keep(f, ch, &head, text, slot);
		return;
	}
	/* By `prev` of the next one they see that it is missing. */
	ring_hole(&ch->ring, e->seq);
	ch->last_seq = e->seq;
}

static void
note_notice(struct feed *f, struct channel *ch, const struct event *e, int slot)
{
	struct jsonw w;

	open_next(f, &w, "notice", e, ch);
	put_notices(&w, f->server->hall, ch->subject);
	jsonw_close(&w, '}');
	deliver(f, ch, e, slot);
}

static void
note_queue(struct feed *f, struct channel *ch, const struct event *e, int slot)
{
	struct jsonw w;

	if (slot < 0 || !ch->first) {
		ch->last_seq = e->seq;
		return;
	}
	open_next(f, &w, "queue", e, ch);
	put_waiting(&w, f->server, ch->subject);
	jsonw_close(&w, '}');
	deliver(f, ch, e, slot);
}

static void
note_counter(
    struct feed *f, struct channel *ch, const struct event *e, int slot)
{
	struct jsonw w;
	size_t i;

	if (slot < 0 || !ch->first) {
		ch->last_seq = e->seq;
		return;
	}
	if (!hall_find_counter(f->server->hall, ch->subject, &i))
		return;
	open_next(f, &w, "counter", e, ch);
	put_counter(&w, f->server->hall, i);
	jsonw_close(&w, '}');
	deliver(f, ch, e, slot);
}

static bool
is(const char *a, const char *b)
{
	return a && a[0] == b[0] && strcmp(a, b) == 0;
}

static bool
is_called_here(
    const struct feed *f, const struct event *e, const struct channel *ch)
{
	size_t i;

	return e->type == EVENT_CALLED &&
	    hall_find_counter(f->server->hall, e->counter, &i) &&
	    is_in_zone(f->server->hall, i, ch->subject);
}

/* What the zone's screens say besides calls may have changed. */
static bool
is_noticed_here(
    const struct feed *f, const struct event *e, const struct channel *ch)
{
	if (e->type == EVENT_DAY_CLOSED || e->type == EVENT_LAYOUT)
		return true;
	if (e->type != EVENT_HALL_PAUSED && e->type != EVENT_HALL_RESUMED &&
	    e->type != EVENT_BROADCAST)
		return false;
	if (e->service) {
		return hall_service_in(
		    f->server->hall, e->service, ch->subject);
	}
	return !e->zone || is(e->zone, ch->subject);
}

/* An alert of the counter's own, or of a service that it takes. */
static bool
is_alerted(
    const struct feed *f, const struct event *e, const struct channel *ch)
{
	return e->type == EVENT_ALERT &&
	    hall_alert_concerns(
		f->server->hall, ch->subject, e->kind, e->subject);
}

void
feed_note(struct feed *f, const struct event *e, const struct journal_row *row,
    int slot)
{
	bool all = e->type == EVENT_DAY_CLOSED || e->type == EVENT_LAYOUT;

	for (struct channel *ch = f->channels; ch; ch = ch->next) {
		switch (ch->kind) {
		case CHANNEL_HALL:
			note_hall(f, ch, e, row, slot);
			break;
		case CHANNEL_CALLS:
			if (is_called_here(f, e, ch))
				note_call(f, ch, e, slot);
			if (is_noticed_here(f, e, ch))
				note_notice(f, ch, e, slot);
			break;
		case CHANNEL_QUEUE:
			if (all || e->type == EVENT_HALL_CLEARED ||
			    is(e->service, ch->subject) ||
			    is(e->to_service, ch->subject) ||
			    is(e->after_to, ch->subject))
				note_queue(f, ch, e, slot);
			break;
		case CHANNEL_COUNTER:
			if (all || is(e->counter, ch->subject) ||
			    is_alerted(f, e, ch))
				note_counter(f, ch, e, slot);
			break;
		case CHANNEL_TICKET:
			break;
		}
	}
	follow_note(f, e, slot);
}
