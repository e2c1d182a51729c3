#include "display/board.h"

#include <stdio.h>
#include <string.h>

#include "proto/link.h"
#include "ui/field.h"
#include "ui/text.h"

#define WORDS(...) ((const char *const[]){ __VA_ARGS__, NULL })

static void
subscribe(struct board *b, const char *zone)
{
	(void)snprintf(b->channel, sizeof(b->channel), "calls:%s", zone);
	b->subscribed = true;
	ask_put(&b->asks, ASK_SUBSCRIBE, WORDS(b->channel));
}

void
board_init(struct board *b, const struct board_config *config)
{
	*b = (struct board){ .config = *config };
	if (config->zone != NULL)
		subscribe(b, config->zone);
}

void
board_release(struct board *b)
{
	buf_release(&b->out);
	buf_release(&b->err);
	buf_release(&b->notice);
	buf_release(&b->urgent);
}

static void
ask_zone(struct board *b, int64_t now_ms)
{
	if (!b->up || b->subscribed || b->asking || now_ms < b->retry_ms)
		return;
	b->asking = true;
	ask_put(&b->asks, BOARD_ASK_LAYOUT, WORDS("HALL", "LAYOUT"));
}

static void
away(struct board *b, const char *why)
{
	buf_puts(&b->err, "the server is away since ");
	buf_puts(&b->err, b->since);
	if (*why != '\0')
		buf_puts(&b->err, ": ");
	text_put(&b->err, why);
	buf_putc(&b->err, '\n');
}

static void
back(struct board *b, int64_t now_ms)
{
	char now[BOARD_TIME_SIZE];

	b->config.time_text(now);
	buf_puts(&b->err, "the server is back at ");
	buf_puts(&b->err, now);
	buf_puts(&b->err, ", away since ");
	buf_puts(&b->err, b->since);
	buf_puts(&b->err, " (");
	buf_put_int(&b->err, (now_ms - b->away_ms) / 1000);
	buf_puts(&b->err, " s)\n");
}

void
board_link(struct board *b, bool up, const char *why, int64_t now_ms)
{
	bool was = b->up;

	b->up = up;
	if (!up && (was || b->since[0] == '\0')) {
		b->away_ms = now_ms;
		b->config.time_text(b->since);
		away(b, why);
	}
	if (!up || was)
		return;
	if (b->since[0] != '\0')
		back(b, now_ms);
	b->since[0] = '\0';
	b->ever_up = true;
	b->retry_ms = 0;
	ask_zone(b, now_ms);
}

void
board_time(struct board *b, int64_t now_ms)
{
	ask_zone(b, now_ms);
}

int64_t
board_deadline(const struct board *b)
{
	return b->up && !b->subscribed && !b->asking ? b->retry_ms : -1;
}

void
board_reply(struct board *b, const struct link_reply *reply, int64_t now_ms)
{
	const json_t *zones = json_object_get(reply->value, "zones");
	const json_t *devices = json_object_get(reply->value, "devices");
	const char *zone = field_text(
	    field_find(devices, "name", b->config.device), "zone");

	if (*zone == '\0')
		zone = field_text(json_array_get(zones, 0), "code");

	b->asking = false;
	b->retry_ms = now_ms + BOARD_RETRY_MS;
	if (reply->verdict == LINK_OK && *zone != '\0') {
		subscribe(b, zone);
		return;
	}
	if (reply->verdict != LINK_REFUSED && reply->verdict != LINK_OK)
		return; /* asked again once the server is back */
	buf_puts(&b->err, "the hall's zones can't be had: ");
	text_put(&b->err,
	    reply->verdict == LINK_REFUSED ? reply->say : "there is none");
	buf_puts(&b->err, "; add -z ZONE\n");
	b->failed = true;
	b->finished = true;
}

static void
take_word(char to[BOARD_WORD], const json_t *event, const char *key)
{
	struct buf word = { 0 };

	text_put(&word, field_text(event, key));
	buf_putc(&word, '\0');
	(void)snprintf(
	    to, BOARD_WORD, "%s", word.failed ? "" : (const char *)word.at);
	buf_release(&word);
}

static void
remember(struct board *b, const json_t *event, bool old)
{
	struct board_call *c = &b->recent[b->recent_count++ % BOARD_RECENT];

	*c = (struct board_call){ .seq = field_int(event, "seq", 0),
		.recall = field_int(event, "recall", 0) != 0,
		.old = old };
	take_word(c->number, event, "number");
	take_word(c->counter, event, "counter");
	take_word(c->service, event, "service");
	take_word(c->ticket, event, "ticket");
}

/* One line a call; what was shown, or was known, is not shown again. */
static void
call(struct board *b, const json_t *event)
{
	int64_t seq = field_int(event, "seq", 0);

	if (seq <= b->seq || b->finished)
		return;
	b->seq = seq;
	remember(b, event, false);
	text_put(&b->out, field_text(event, "number"));
	buf_puts(&b->out, " → ");
	text_put(&b->out, field_text(event, "counter"));
	if (field_int(event, "recall", 0) != 0)
		buf_puts(&b->out, " again");
	buf_putc(&b->out, '\n');
	b->calls++;
	b->finished = b->calls == b->config.calls_max;
}

static void
state_line(struct board *b, const json_t *snapshot)
{
	const json_t *counters = json_object_get(snapshot, "counters");
	const json_t *calls = json_object_get(snapshot, "calls");
	const json_t *last = json_array_get(calls, json_array_size(calls) - 1);
	size_t open = 0;

	for (size_t i = 0; i < json_array_size(counters); i++)
		open += field_is(json_array_get(counters, i), "state", "open");
	buf_puts(&b->err, b->channel);
	buf_puts(&b->err, ": counters open ");
	buf_put_int(&b->err, (int64_t)open);
	buf_puts(&b->err, " of ");
	buf_put_int(&b->err, (int64_t)json_array_size(counters));
	if (last != NULL) {
		buf_puts(&b->err, ", last call ");
		text_put(&b->err, field_text(last, "number"));
		buf_puts(&b->err, " → ");
		text_put(&b->err, field_text(last, "counter"));
	}
	buf_putc(&b->err, '\n');
}

/* Calls between the last one shown and the oldest the snapshot has. */
static void
warn_of_gap(struct board *b, const json_t *calls)
{
	const json_t *oldest = json_array_get(calls, 0);

	if (field_int(oldest, "prev", 0) <= b->seq ||
	    json_array_size(calls) < BOARD_SNAPSHOT_CALLS)
		return;
	buf_puts(&b->err, "calls before ");
	text_put(&b->err, field_text(oldest, "number"));
	buf_puts(&b->err, " may be missing\n");
}

static void
put_notices(struct buf *out, const json_t *all)
{
	for (size_t i = 0; i < json_array_size(all); i++) {
		const json_t *one = json_array_get(all, i);
		const char *service = field_text(one, "service");
		buf_puts(out, i > 0 ? " · " : " ");
		text_put(out, service);
		buf_puts(out, *service != '\0' ? ": " : "");
		text_put(out, field_text(one, "text"));
	}
}

static void
put_urgent(struct buf *out, const json_t *all)
{
	for (size_t i = 0; i < json_array_size(all); i++) {
		const json_t *one = json_array_get(all, i);
		const char *text = field_text(one, "text");
		if (!field_is(one, "kind", "broadcast") || *text != '!')
			continue;
		buf_puts(out, out->len > 0 ? " · " : "");
		text_put(out, text + 1 + strspn(text + 1, "! "));
	}
}

/* One line whenever the notices change, "!" alone when the last is gone. */
static void
notices(struct board *b, const json_t *message)
{
	const struct buf *was = &b->notice;
	const json_t *all = json_object_get(message, "notices");
	struct buf line = { 0 };

	buf_clear(&b->urgent);
	put_urgent(&b->urgent, all);
	put_notices(&line, all);
	bool same = line.len == was->len &&
	    (line.len == 0 || memcmp(line.at, was->at, line.len) == 0);
	if (!same && !b->finished) {
		buf_putc(&b->out, '!');
		buf_put(&b->out, line.at, line.len);
		buf_putc(&b->out, '\n');
	}
	buf_release(&b->notice);
	b->notice = line;
}

static void
notice(struct board *b, const json_t *event)
{
	int64_t seq = field_int(event, "seq", 0);

	if (!b->known || seq <= b->seq)
		return;
	b->seq = seq;
	notices(b, event);
}

static void
snapshot(struct board *b, const json_t *message)
{
	const json_t *calls = json_object_get(message, "calls");
	const char *epoch = field_text(message, "epoch");
	/* One of before what was shown: the file was put back by hand. */
	bool first = !b->known || strcmp(epoch, b->epoch) != 0 ||
	    field_int(message, "seq", 0) < b->seq;

	b->known = true;
	(void)snprintf(b->epoch, sizeof(b->epoch), "%s", epoch);
	if (first) {
		b->seq = field_int(message, "seq", 0);
		b->recent_from = b->recent_count;
		for (size_t i = 0; i < json_array_size(calls); i++)
			remember(b, json_array_get(calls, i), true);
		state_line(b, message);
		notices(b, message);
		return;
	}
	warn_of_gap(b, calls);
	for (size_t i = 0; i < json_array_size(calls); i++)
		call(b, json_array_get(calls, i));
	notices(b, message);
}

void
board_message(struct board *b, const json_t *message)
{
	if (field_is(message, "type", "snapshot"))
		snapshot(b, message);
	if (field_is(message, "type", "call"))
		call(b, message);
	if (field_is(message, "type", "notice"))
		notice(b, message);
}

const char *
board_zone(const struct board *b)
{
	return b->subscribed ? b->channel + strlen("calls:") : "";
}

const struct board_call *
board_recent(const struct board *b, size_t i)
{
	if (i >= b->recent_count - b->recent_from || i >= BOARD_RECENT)
		return NULL;
	return &b->recent[(b->recent_count - 1 - i) % BOARD_RECENT];
}

void
board_urgent(const struct board *b, struct buf *out)
{
	buf_put(out, b->urgent.at, b->urgent.len);
	buf_putc(out, '\0');
}

void
board_line(const struct board *b, struct buf *out)
{
	const struct board_call *c = board_recent(b, 0);

	if (b->notice.len > 1) {
		buf_put(out, b->notice.at + 1, b->notice.len - 1);
	} else if (c != NULL) {
		buf_puts(out, c->number);
		buf_puts(out, " → ");
		buf_puts(out, c->counter);
	}
	buf_putc(out, '\0');
}
