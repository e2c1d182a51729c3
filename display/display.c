#include "display/display.h"

void
display_init(struct display *d, const struct display_config *config)
{
	*d = (struct display){ 0 };
	board_init(&d->board, &config->board);
	tell_init(&d->tell, config->device);
}

void
display_release(struct display *d)
{
	board_release(&d->board);
}

static void
put(struct display *d, int64_t now_ms)
{
	tell_put(&d->tell, &d->board.asks, board_zone(&d->board), now_ms);
}

void
display_link(struct display *d, bool up, const char *why, int64_t now_ms)
{
	board_link(&d->board, up, why, now_ms);
	tell_link(&d->tell, up);
	put(d, now_ms);
}

void
display_message(struct display *d, const json_t *message, int64_t now_ms)
{
	board_message(&d->board, message);
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
	}
	put(d, now_ms);
}

void
display_time(struct display *d, int64_t now_ms)
{
	board_time(&d->board, now_ms);
	put(d, now_ms);
}

void
display_shown(struct display *d, int64_t now_ms)
{
	size_t fresh = d->board.recent_count - d->shown;

	for (size_t i = fresh < BOARD_RECENT ? fresh : BOARD_RECENT; i-- > 0;) {
		const struct board_call *c = board_recent(&d->board, i);
		if (!c->old)
			tell_call(&d->tell, TELL_SHOWN, c->seq);
	}
	d->shown = d->board.recent_count;
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
	return sooner(board_deadline(&d->board), tell_deadline(&d->tell));
}
