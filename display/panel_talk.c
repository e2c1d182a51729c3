#include "display/panel_talk.h"

#include <string.h>

void
panel_talk_init(struct panel_talk *t, const struct panel_settings *settings)
{
	*t = (struct panel_talk){
		.settings = *settings, .deadline_ms = -1, .trouble = PANEL_AWAY
	};
}

void
panel_talk_release(struct panel_talk *t)
{
	panel_frames_release(&t->now);
	panel_frames_release(&t->next);
	panel_frames_release(&t->shown);
	buf_release(&t->in);
	buf_release(&t->tx);
}

const char *
panel_trouble_word(enum panel_trouble trouble)
{
	static const char *const words[] = { [PANEL_WELL] = "ok",
		[PANEL_AWAY] = "away",
		[PANEL_SILENT] = "silent",
		[PANEL_REFUSES] = "refuses" };

	return words[trouble];
}

static void
copy(struct panel_frames *to, const struct panel_frames *from)
{
	panel_frames_clear(to);
	buf_put(&to->bytes, from->bytes.at, from->bytes.len);
	memcpy(to->ends, from->ends, sizeof(to->ends));
	/* Half of them would end behind what there is. */
	to->count = to->bytes.failed ? 0 : from->count;
}

static void
send_frame(struct panel_talk *t, int64_t now_ms)
{
	size_t from = t->at > 0 ? t->now.ends[t->at - 1] : 0;

	t->tries++;
	buf_put(&t->tx, t->now.bytes.at + from, t->now.ends[t->at] - from);
	t->deadline_ms = now_ms + PANEL_ANSWER_MS;
}

/* The next frame, or what came meanwhile, or nothing. */
static void
go_on(struct panel_talk *t, int64_t now_ms)
{
	t->tries = 0;
	if (t->at == t->now.count && t->has_next) {
		copy(&t->now, &t->next);
		t->has_next = false;
		t->at = 0;
	}
	if (t->at == t->now.count) {
		t->deadline_ms = -1;
		return;
	}
	send_frame(t, now_ms);
}

/* From the beginning: the panel may have been without current. */
static void
begin(struct panel_talk *t, int64_t now_ms)
{
	buf_clear(&t->in);
	buf_clear(&t->tx);
	panel_frames_clear(&t->now);
	t->settings.driver->begin(&t->now, &t->settings);
	t->at = 0;
	copy(&t->next, &t->shown);
	t->has_next = t->shown.count > 0;
	go_on(t, now_ms);
}

void
panel_talk_wire(struct panel_talk *t, bool up, int64_t now_ms)
{
	t->up = up;
	if (up) {
		begin(t, now_ms);
		return;
	}
	t->trouble = PANEL_AWAY;
	t->deadline_ms = -1;
}

static void
give_up(struct panel_talk *t, enum panel_trouble trouble, int64_t now_ms)
{
	t->trouble = trouble;
	t->at = t->now.count = 0;
	t->deadline_ms = now_ms + PANEL_REST_MS;
}

static void
again(struct panel_talk *t, enum panel_trouble trouble, int64_t now_ms)
{
	if (t->tries < PANEL_TRIES) {
		send_frame(t, now_ms);
	} else {
		give_up(t, trouble, now_ms);
	}
}

static void
answered(struct panel_talk *t, enum panel_answer answer, int64_t now_ms)
{
	if (answer == PANEL_NOISE || t->at == t->now.count)
		return;
	if (answer == PANEL_BAD) {
		again(t, PANEL_REFUSES, now_ms);
		return;
	}
	t->at++;
	/* Well is who has shown all that there was. */
	if (t->at == t->now.count && !t->has_next)
		t->trouble = PANEL_WELL;
	go_on(t, now_ms);
}

void
panel_talk_bytes(
    struct panel_talk *t, const void *bytes, size_t len, int64_t now_ms)
{
	enum panel_answer answer;
	size_t took = 1;

	buf_put(&t->in, bytes, len);
	while (took > 0 && t->in.len > 0) {
		took = t->settings.driver->answer(&t->settings,
		    (const uint8_t *)t->in.at, t->in.len, &answer);
		buf_drop(&t->in, took);
		if (took > 0)
			answered(t, answer, now_ms);
	}
}

void
panel_talk_time(struct panel_talk *t, int64_t now_ms)
{
	if (!t->up || t->deadline_ms < 0 || now_ms < t->deadline_ms)
		return;
	if (t->at == t->now.count) {
		begin(t, now_ms);
		return;
	}
	again(t, PANEL_SILENT, now_ms);
}

/* SHOWN is what is new; what was to come after NOW has grown old. */
static void
show(struct panel_talk *t, int64_t now_ms)
{
	/* Between two attempts it goes with the next one. */
	if (!t->up || (t->at == t->now.count && t->deadline_ms >= 0))
		return;
	copy(&t->next, &t->shown);
	t->has_next = true;
	if (t->at == t->now.count)
		go_on(t, now_ms);
}

void
panel_talk_picture(
    struct panel_talk *t, const struct panel_picture *picture, int64_t now_ms)
{
	panel_frames_clear(&t->shown);
	t->settings.driver->picture(&t->shown, &t->settings, picture);
	show(t, now_ms);
}

void
panel_talk_text(struct panel_talk *t, const char *text, int64_t now_ms)
{
	panel_frames_clear(&t->shown);
	t->settings.driver->text(&t->shown, &t->settings, text);
	show(t, now_ms);
}
