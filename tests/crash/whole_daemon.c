/* The daemon as haod.c makes it, but for signals and listeners. */
#include <event2/event.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

#include "server/account/checks.h"
#include "server/config/config.h"
#include "server/hall/hall.h"
#include "server/hall/waits.h"
#include "server/net/conn.h"
#include "server/net/feed.h"
#include "server/server.h"
#include "server/turn.h"
#include "server/zone.h"
#include "tests/crash/disk.h"
#include "tests/crash/whole.h"

struct daemon {
	struct server server;
	struct event *tick, *beat;
};

struct server *
daemon_server(struct whole *w)
{
	return &w->daemon->server;
}

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

static struct event_base *
make_base(void)
{
	struct event_config *config = event_config_new();
	struct event_base *base = NULL;

	if (config) {
		(void)event_config_set_flag(
		    config, EVENT_BASE_FLAG_PRECISE_TIMER);
		(void)event_config_set_flag(config, EVENT_BASE_FLAG_NOLOCK);
		base = event_base_new_with_config(config);
		event_config_free(config);
	}
	return base;
}

static void
make_rooms(struct daemon *d)
{
	const struct timeval second = { 1, 0 };
	const struct timeval beat = { BEAT_MS / 1000, 0 };
	struct server *s = &d->server;

	s->base = whole_must(make_base());
	s->waits = whole_must(waits_create());
	s->turn = whole_must(turn_create(s));
	s->feed = whole_must(feed_create(s));
	s->checks = whole_must(checks_create(s));
	d->tick = whole_must(event_new(s->base, -1, EV_PERSIST, on_tick, s));
	d->beat = whole_must(event_new(s->base, -1, EV_PERSIST, on_beat, s));
	(void)event_add(d->tick, &second);
	(void)event_add(d->beat, &beat);
}

bool
daemon_begin(struct whole *w)
{
	struct daemon *d = whole_must(calloc(1, sizeof(*d)));
	struct server *s = &d->server;
	char detail[200];
	int64_t holder;

	w->daemon = d;
	w->starts++;
	s->config_path = w->config;
	if (!server_read_config(s, false))
		whole_fail(w, "%s is no hall", w->config);
	bool ok = journal_open(w->name, &s->journal, &holder, detail) ==
	    JOURNAL_OK;
	if (ok) {
		make_rooms(d);
		ok = server_load(s);
	}
	if (ok) {
		s->started_ms = s->clock.now_ms;
		(void)turn_end(s->turn);
	}
	if (!ok)
		daemon_end(w);
	return ok;
}

void
daemon_end(struct whole *w)
{
	struct daemon *d = w->daemon;
	struct server *s = &d->server;

	turn_destroy(s->turn);
	s->turn = NULL;
	while (s->conns) {
		struct conn *c = s->conns;
		s->conns = c->next;
		conn_destroy(c);
	}
	checks_destroy(s->checks);
	feed_destroy(s->feed);
	waits_destroy(s->waits);
	hall_destroy(s->hall);
	config_free(s->layout);
	zone_free(s->zone);
	journal_close(s->journal);
	buf_release(&s->reply);
	buf_release(&s->cork);
	if (d->tick)
		event_free(d->tick);
	if (d->beat)
		event_free(d->beat);
	if (s->base)
		event_base_free(s->base);
	free(d);
	w->daemon = NULL;
}

void
daemon_turn(struct whole *w)
{
	struct server *s = daemon_server(w);

	(void)event_base_loop(s->base, EVLOOP_NONBLOCK);
	(void)turn_end(s->turn);
}

int
daemon_connect(struct whole *w)
{
	const int flags = SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC;
	int pair[2];

	if (!w->daemon || disk_is_off(w->disk))
		return -1;
	if (socketpair(AF_UNIX, flags, 0, pair) < 0)
		whole_fail(w, "no more sockets");
	server_take(daemon_server(w),
	    &(struct server_guest){ .fd = pair[1], .loopback = true });
	return pair[0];
}
