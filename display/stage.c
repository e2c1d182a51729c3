#include "display/stage.h"

#include <string.h>

void
stage_init(struct stage *s)
{
	*s = (struct stage){ .hold_ms = STAGE_HOLD_MS };
}

void
stage_hold(struct stage *s, int64_t hold_ms)
{
	s->hold_ms = hold_ms > 0 ? hold_ms : STAGE_HOLD_MS;
}

void
stage_clear(struct stage *s)
{
	s->count = s->waiting_count = 0;
}

static void
drop_oldest(struct stage *s)
{
	s->count--;
	memmove(&s->tiles[0], &s->tiles[1], s->count * sizeof(s->tiles[0]));
}

static bool
is_over(const struct stage *s, int64_t now_ms)
{
	return s->count > 0 && now_ms - s->tiles[0].since_ms >= s->hold_ms;
}

static void
put(struct stage *s, const struct board_call *call, bool is_new, int64_t now_ms)
{
	s->tiles[s->count++] = (struct stage_tile){ *call, now_ms, is_new };
}

/* Those that had their time make room, but for the last. */
static bool
place(struct stage *s, int64_t now_ms)
{
	bool changed = false;

	while (is_over(s, now_ms) && (s->waiting_count > 0 || s->count > 1)) {
		drop_oldest(s);
		changed = true;
	}
	while (s->waiting_count > 0 && s->count < STAGE_TILES) {
		put(s, &s->waiting[s->first], true, now_ms);
		s->first = (s->first + 1) % STAGE_WAITING;
		s->waiting_count--;
		changed = true;
	}
	return changed;
}

/* More than ever wait come at once only by mistake: the oldest goes. */
void
stage_call(struct stage *s, const struct board_call *call, int64_t now_ms)
{
	/* What stands there from before makes room at once. */
	if (s->count == 1 && s->tiles[0].call.old)
		s->count = 0;
	if (s->waiting_count == STAGE_WAITING) {
		s->first = (s->first + 1) % STAGE_WAITING;
		s->waiting_count--;
	}
	s->waiting[(s->first + s->waiting_count++) % STAGE_WAITING] = *call;
	(void)place(s, now_ms);
}

void
stage_old_call(struct stage *s, const struct board_call *call, int64_t now_ms)
{
	if (s->count > 0 && !s->tiles[0].call.old)
		return;
	s->count = 0;
	put(s, call, false, now_ms);
	s->tiles[0].call.old = true;
}

bool
stage_time(struct stage *s, int64_t now_ms)
{
	bool changed = place(s, now_ms);

	for (size_t i = 0; i < s->count; i++) {
		struct stage_tile *t = &s->tiles[i];
		if (!t->is_new || now_ms - t->since_ms < STAGE_NEW_MS)
			continue;
		t->is_new = false;
		changed = true;
	}
	return changed;
}

int64_t
stage_deadline(const struct stage *s)
{
	int64_t next_ms = -1;

	if (s->count > 1 || (s->count > 0 && s->waiting_count > 0))
		next_ms = s->tiles[0].since_ms + s->hold_ms;
	for (size_t i = 0; i < s->count; i++) {
		int64_t old_ms = s->tiles[i].since_ms + STAGE_NEW_MS;
		if (s->tiles[i].is_new && (next_ms < 0 || old_ms < next_ms))
			next_ms = old_ms;
	}
	return next_ms;
}

bool
stage_has(const struct stage *s, int64_t seq)
{
	for (size_t i = 0; i < s->count; i++) {
		if (s->tiles[i].call.seq == seq)
			return true;
	}
	return false;
}

bool
stage_will_have(const struct stage *s, int64_t seq)
{
	for (size_t i = 0; i < s->waiting_count; i++) {
		size_t at = (s->first + i) % STAGE_WAITING;
		if (s->waiting[at].seq == seq)
			return true;
	}
	return false;
}
