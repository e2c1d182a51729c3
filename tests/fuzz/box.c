#include "box.h"

#include <event2/event.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "proto/buf.h"
#include "proto/wire.h"
#include "server/config/config.h"
#include "server/hall/hall.h"
#include "server/journal/load.h"
#include "server/net/conn.h"
#include "server/rooms.h"
#include "server/server.h"
#include "server/turn.h"
#include "server/zone.h"

struct box {
	struct server server;
	int client;
	struct buf got;
	struct layout *layout; /* of the hall that is made again */
};

static void
must(bool holds)
{
	if (!holds)
		abort();
}

struct box *
box_create(const char *config_path)
{
	struct box *b = calloc(1, sizeof(*b));
	int pair[2];

	must(b &&
	    socketpair(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK, 0, pair) == 0);
	struct server *s = &b->server;
	s->config_path = config_path;
	must(server_read_config(s, false));
	must(journal_open_memory(&s->journal) == JOURNAL_OK);
	must(rooms_open(s) && server_load(s));
	(void)turn_end(s->turn);
	server_take(
	    s, &(struct server_guest){ .fd = pair[0], .loopback = true });
	b->client = pair[1];
	return b;
}

/* What the client reads; false: there is nothing now. */
static bool
take_bytes(struct box *b)
{
	char bytes[16384];
	ssize_t n = recv(b->client, bytes, sizeof(bytes), MSG_DONTWAIT);

	if (n > 0)
		buf_put(&b->got, bytes, (size_t)n);
	return n > 0;
}

/*
 * Until nothing comes any more and all that was applied is stored. What is
 * not stored yet has an event that wakes the loop: its linger's end, or the
 * writer's.
 */
static void
turn_around(struct box *b)
{
	struct server *s = &b->server;
	bool again = true;

	for (int quiet = 0; quiet < 2;) {
		bool wait = !again && turn_slot(s->turn) >= 0;
		int how = wait ? EVLOOP_ONCE : EVLOOP_NONBLOCK;
		must(event_base_loop(s->base, how) >= 0);
		again = turn_end(s->turn);
		bool more = take_bytes(b) || again || turn_slot(s->turn) >= 0;
		quiet = more ? 0 : quiet + 1;
	}
}

bool
box_say(struct box *b, const char *bytes, size_t len)
{
	while (len > 0 && b->server.conns_count > 0) {
		ssize_t n = send(b->client, bytes, len, MSG_NOSIGNAL);
		if (n < 0)
			break;
		bytes += n;
		len -= (size_t)n;
		turn_around(b);
	}
	return b->server.conns_count > 0;
}

/* --- What must hold ----------------------------------------------------- */

static void
check_replies(const struct buf *got)
{
	static struct wire_reply reply;
	size_t at = 0;

	while (at < got->len) {
		wire_reply_reset(&reply);
		enum wire_status status = wire_reply_read(
		    &reply, got->at + at, got->len - at);
		if (status == WIRE_MORE)
			return; /* who was closed may have half a reply */
		must(status == WIRE_OK);
		at += reply.used;
	}
}

static void
no_mistake(const struct config_mistake *m, void *ctx)
{
	(void)m;
	(void)ctx;
	abort();
}

static const struct layout *
take_layout(const char *raw, void *ctx)
{
	struct box *b = ctx;

	config_free(b->layout);
	b->layout = config_read(
	    raw, strlen(raw), "the journal", no_mistake, NULL);
	return b->layout;
}

static void
check_journal(struct box *b)
{
	struct buf is = { 0 }, again = { 0 };
	struct hall *hall = hall_create();

	must(hall && b->server.hall);
	must(journal_load(b->server.journal, hall, take_layout, NULL, b) ==
	    JOURNAL_OK);
	hall_set_zone(hall, b->server.zone);
	hall_dump(b->server.hall, &is);
	hall_dump(hall, &again);
	must(is.len == again.len && memcmp(is.at, again.at, is.len) == 0);
	buf_release(&is);
	buf_release(&again);
	hall_destroy(hall);
}

void
box_check(struct box *b)
{
	turn_around(b);
	check_replies(&b->got);
	check_journal(b);
}

void
box_destroy(struct box *b)
{
	rooms_close(&b->server);
	config_free(b->layout);
	buf_release(&b->got);
	(void)close(b->client);
	free(b);
}
