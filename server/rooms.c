#include "server/rooms.h"

#include <event2/event.h>

#include "server/account/checks.h"
#include "server/config/config.h"
#include "server/hall/hall.h"
#include "server/hall/waits.h"
#include "server/net/conn.h"
#include "server/net/feed.h"
#include "server/server.h"
#include "server/turn.h"
#include "server/zone.h"

static void
on_tick(evutil_socket_t fd, short what, void *ctx)
{
	struct server *s = ctx;

	(void)fd;
	(void)what;
	turn_begin(s->turn);
	server_tick(s);
}

static void
on_beat(evutil_socket_t fd, short what, void *ctx)
{
	struct server *s = ctx;

	(void)fd;
	(void)what;
	turn_begin(s->turn);
	if (s->hall)
		feed_beat(s->feed);
}

static void
on_over(evutil_socket_t fd, short what, void *ctx)
{
	struct server *s = ctx;

	(void)fd;
	(void)what;
	(void)event_base_loopbreak(s->base);
}

static bool
add_timers(struct server *s)
{
	const struct timeval second = { 1, 0 };
	const struct timeval beat = { BEAT_MS / 1000, 0 };

	s->tick = event_new(s->base, -1, EV_PERSIST, on_tick, s);
	s->beat = event_new(s->base, -1, EV_PERSIST, on_beat, s);
	s->over = event_new(s->base, -1, 0, on_over, s);
	return s->tick && s->beat && s->over &&
	    event_add(s->tick, &second) == 0 && event_add(s->beat, &beat) == 0;
}

static struct event_base *
make_base(void)
{
	struct event_config *config = event_config_new();
	struct event_base *base = NULL;

	if (config) {
		/* The linger is shorter than epoll's millisecond. */
		(void)event_config_set_flag(
		    config, EVENT_BASE_FLAG_PRECISE_TIMER);
		(void)event_config_set_flag(config, EVENT_BASE_FLAG_NOLOCK);
		base = event_base_new_with_config(config);
		event_config_free(config);
	}
	return base;
}

bool
rooms_open(struct server *s)
{
	s->base = make_base();
	s->waits = waits_create();
	s->turn = s->base ? turn_create(s) : NULL;
	s->feed = s->turn ? feed_create(s) : NULL;
	s->checks = s->feed ? checks_create(s) : NULL;
	return s->checks && s->waits && add_timers(s);
}

bool
rooms_turn(struct server *s, bool *again)
{
	const struct timeval most = { 0, TURN_US };
	int how = *again ? EVLOOP_NONBLOCK : EVLOOP_ONCE;

	/*
	 * Without waiting, it goes on for as long as anybody has more. The
	 * timer is left for the next turn: each that is set and taken back
	 * costs a slow disk's batches a sixth.
	 */
	if (*again && !event_pending(s->over, EV_TIMEOUT, NULL) &&
	    event_add(s->over, &most) < 0)
		return false;
	if (event_base_loop(s->base, how) < 0)
		return false;
	*again = turn_end(s->turn);
	return true;
}

static void
end_loop(struct server *s)
{
	if (s->tick)
		event_free(s->tick);
	if (s->beat)
		event_free(s->beat);
	if (s->over)
		event_free(s->over);
	if (!s->base)
		return;
	/* libevent ends a connection of TLS only in a turn of the loop. */
	(void)event_base_loop(s->base, EVLOOP_NONBLOCK);
	event_base_free(s->base);
}

void
rooms_close(struct server *s)
{
	turn_destroy(s->turn);
	s->turn = NULL;
	while (s->conns) {
		struct conn *c = s->conns;
		s->conns = c->next;
		conn_destroy(c);
	}
	checks_destroy(s->checks);
	secure_release(&s->secure);
	feed_destroy(s->feed);
	waits_destroy(s->waits);
	hall_destroy(s->hall);
	config_free(s->layout);
	zone_free(s->zone);
	journal_close(s->journal);
	buf_release(&s->reply);
	buf_release(&s->cork);
	end_loop(s);
}
