#include "pad/intro.h"

#include <stddef.h>

#include "proto/link.h"

static void
tell_line(const struct intro *n, struct asks *asks)
{
	ask_put(asks, INTRO_DEVICE,
	    (const char *const[]){ "DEVICE", "STATE", n->name, "pad",
		n->open ? "ok" : "unplugged", NULL });
}

static void
say(struct intro *n, struct asks *asks)
{
	n->again_ms = 0;
	tell_line(n, asks);
	if (n->wants_pads) {
		ask_put(asks, INTRO_LAYOUT,
		    (const char *const[]){ "HALL", "LAYOUT", NULL });
	}
}

void
intro_link(struct intro *n, bool up, struct asks *asks)
{
	n->up = up;
	if (up)
		say(n, asks);
}

void
intro_line(struct intro *n, bool open, struct asks *asks)
{
	n->open = open;
	if (n->up)
		tell_line(n, asks);
}

void
intro_reply(struct intro *n, const struct link_reply *reply, int64_t now_ms)
{
	if (!link_is_answer(reply))
		n->again_ms = now_ms + INTRO_RETRY_MS;
}

void
intro_time(struct intro *n, struct asks *asks, int64_t now_ms)
{
	if (n->up && n->again_ms > 0 && now_ms >= n->again_ms)
		say(n, asks);
}

int64_t
intro_deadline(const struct intro *n)
{
	return n->up && n->again_ms > 0 ? n->again_ms : -1;
}
