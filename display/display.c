#include "display/display.h"

#include <stdio.h>
#include <string.h>

#include "ui/field.h"

void
display_init(struct display *d, const struct display_config *config)
{
	*d = (struct display){ 0 };
	board_init(&d->board, &config->board);
	tell_init(&d->tell, config->device);
	speech_init(&d->speech);
	d->hold_ms = config->hold_ms;
	stage_init(&d->stage);
	stage_hold(&d->stage, config->hold_ms);
	facts_init(&d->facts, config->screen);
}

void
display_release(struct display *d)
{
	board_release(&d->board);
	facts_release(&d->facts);
}

const json_t *
display_settings(const struct display *d)
{
	return field_find(json_object_get(d->facts.layout, "devices"), "name",
	    d->tell.device);
}

static void
put(struct display *d, int64_t now_ms)
{
	const char *zone = board_zone(&d->board);

	facts_put(&d->facts, &d->board.asks, now_ms);
	speech_put(&d->speech, &d->board.asks, zone, now_ms);
	tell_put(&d->tell, &d->board.asks, zone, now_ms);
}

/* The calls since TAKEN, the oldest first; those known from the start not. */
static const struct board_call *
fresh_call(const struct display *d, size_t *taken)
{
	while (*taken < d->board.recent_count) {
		size_t behind = d->board.recent_count - *taken;
		const struct board_call *c = board_recent(
		    &d->board, behind - 1);
		++*taken;
		if (c != NULL && !c->old)
			return c;
	}
	return NULL;
}

/* After an absence: what was called then and holds no more is no news. */
static bool
is_true(const json_t *message, const struct board_call *c)
{
	const json_t *counters = json_object_get(message, "counters");
	const json_t *counter = field_find(counters, "counter", c->counter);

	return !field_is(message, "type", "snapshot") ||
	    field_is(counter, "ticket", c->ticket);
}

static void
announce(struct display *d, const struct board_call *c, int64_t now_ms)
{
	speech_call(&d->speech, c, now_ms);
	if (!d->facts.wanted)
		return;
	stage_call(&d->stage, c, now_ms);
	facts_soon(&d->facts, now_ms);
	if (d->unseen_count < DISPLAY_UNSEEN)
		d->unseen[d->unseen_count++] = c->seq;
}

static void
queue_notice(struct display *d, int64_t now_ms)
{
	struct buf urgent = { 0 };

	board_urgent(&d->board, &urgent);
	if (!urgent.failed && strcmp(urgent.at, d->urgent) != 0) {
		(void)snprintf(d->urgent, sizeof(d->urgent), "%s", urgent.at);
		speech_notice(&d->speech, d->urgent, now_ms);
	}
	buf_release(&urgent);
}

/* On an empty stage stands the last call that there was. */
static void
queue(struct display *d, const json_t *message, int64_t now_ms)
{
	const struct board_call *c;

	while ((c = fresh_call(d, &d->queued)) != NULL) {
		if (is_true(message, c))
			announce(d, c, now_ms);
	}
	c = board_recent(&d->board, 0);
	if (c != NULL && d->stage.count == 0)
		stage_old_call(&d->stage, c, now_ms);
	queue_notice(d, now_ms);
	if (!field_is(message, "type", "call"))
		facts_layout_is_old(&d->facts);
	d->changes++;
}

void
display_link(struct display *d, bool up, const char *why, int64_t now_ms)
{
	board_link(&d->board, up, why, now_ms);
	tell_link(&d->tell, up);
	speech_link(&d->speech, up);
	facts_link(&d->facts, up);
	d->changes++;
	put(d, now_ms);
}

void
display_message(struct display *d, const json_t *message, int64_t now_ms)
{
	size_t from = d->board.recent_from;

	board_message(&d->board, message);
	if (d->board.recent_from != from)
		stage_clear(&d->stage);
	queue(d, message, now_ms);
	put(d, now_ms);
}

void
display_counter(struct display *d, const json_t *message, int64_t now_ms)
{
	facts_take_counter(&d->facts, message);
	put(d, now_ms);
}

void
display_reply(
    struct display *d, int kind, const struct link_reply *reply, int64_t now_ms)
{
	if (kind == BOARD_ASK_LAYOUT) {
		board_reply(&d->board, reply, now_ms);
	} else {
		tell_reply(&d->tell, kind, reply, now_ms);
		speech_reply(&d->speech, kind, reply, now_ms);
		facts_reply(&d->facts, kind, reply, now_ms);
	}
	if (kind == FACTS_ASK_LAYOUT && d->hold_ms == 0) {
		stage_hold(&d->stage,
		    1000 * field_int(display_settings(d), "hold_s", 0));
	}
	put(d, now_ms);
}

void
display_time(struct display *d, int64_t now_ms)
{
	board_time(&d->board, now_ms);
	speech_time(&d->speech, now_ms);
	d->changes += stage_time(&d->stage, now_ms);
	put(d, now_ms);
}

void
display_seen(struct display *d, int64_t seq, int64_t now_ms)
{
	for (size_t i = 0; i < d->unseen_count; i++) {
		if (d->unseen[i] != seq)
			continue;
		d->unseen_count--;
		memmove(&d->unseen[i], &d->unseen[i + 1],
		    (d->unseen_count - i) * sizeof(d->unseen[0]));
		tell_call(&d->tell, TELL_SHOWN, seq);
		put(d, now_ms);
		return;
	}
}

void
display_shown(struct display *d, int64_t now_ms)
{
	const struct board_call *c;

	while ((c = fresh_call(d, &d->shown)) != NULL)
		tell_call(&d->tell, TELL_SHOWN, c->seq);
	put(d, now_ms);
}

void
display_voice(struct display *d, bool able, const char *state, int64_t now_ms)
{
	tell_device(&d->tell, "sound", state);
	speech_able(&d->speech, able, now_ms);
	put(d, now_ms);
}

const struct speech_item *
display_speak(struct display *d, int *times)
{
	return speech_take(&d->speech, times);
}

void
display_spoken(struct display *d, bool heard, int64_t now_ms)
{
	if (heard && d->speech.now.seq != 0)
		tell_call(&d->tell, TELL_HEARD, d->speech.now.seq);
	speech_done(&d->speech);
	put(d, now_ms);
}

static int64_t
sooner(int64_t a_ms, int64_t b_ms)
{
	if (a_ms < 0 || b_ms < 0)
		return a_ms < 0 ? b_ms : a_ms;
	return a_ms < b_ms ? a_ms : b_ms;
}

int64_t
display_deadline(const struct display *d)
{
	int64_t told_ms = sooner(
	    board_deadline(&d->board), tell_deadline(&d->tell));

	int64_t seen_ms = sooner(
	    stage_deadline(&d->stage), facts_deadline(&d->facts));

	return sooner(sooner(told_ms, seen_ms), speech_deadline(&d->speech));
}

bool
display_finished(const struct display *d)
{
	const struct board *b = &d->board;

	if (!b->finished || b->failed)
		return b->finished;
	return d->unseen_count == 0 && d->tell.count == 0;
}
