#include "server/server.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "server/config/config.h"
#include "server/hall/hall.h"
#include "server/hall/layout.h"
#include "server/journal/load.h"
#include "server/net/conn.h"
#include "server/net/feed.h"
#include "server/turn.h"
#include "server/zone.h"

#define DESCRIPTORS_KEPT 160
#define TICK_EVENTS	 512 /* the next second brings more */

void
server_log(const char *format, ...)
{
	va_list args;

	va_start(args, format);
	(void)fputs("haod: ", stderr);
	(void)vfprintf(stderr, format, args);
	(void)fputc('\n', stderr);
	va_end(args);
}

/* --- Loading ---------------------------------------------------------- */

struct loading {
	struct server *server;
	struct layout *layout; /* of the event being applied */
	bool channels;	       /* known, since the first event */
};

static const struct layout *
read_layout(const char *raw, void *ctx)
{
	struct loading *l = ctx;

	config_free(l->layout);
	l->layout = server_parse_layout(raw);
	return l->layout;
}

static void
seen(const struct event *e, const struct journal_row *row, void *ctx)
{
	struct loading *l = ctx;
	struct server *s = l->server;

	if (e->type == EVENT_LAYOUT || !l->channels)
		l->channels = feed_set_channels(s->feed, s->hall);
	feed_note(s->feed, e, row, -1);
}

/* IN_FORCE becomes the layout that the journal has, owned, or NULL. */
static bool
read_journal(struct server *s, struct layout **in_force)
{
	struct loading l = { .server = s };
	struct buf state = { 0 };
	int64_t floor = 0;
	enum journal_error error = s->journal->ops->opening(
	    s->journal, &state, &floor);

	buf_release(&state);
	feed_reset(s->feed, floor);
	if (!error) {
		error = journal_load(
		    s->journal, s->hall, read_layout, seen, &l);
	}
	*in_force = l.layout;
	if (error)
		server_log("journal: %s", journal_strerror(error));
	return !error;
}

bool
server_load(struct server *s)
{
	struct clock_reading reading;
	struct layout *in_force = NULL;

	/* The messages made while reading carry it already. */
	memcpy(s->epoch, s->journal->epoch, sizeof(s->epoch));
	s->hall = hall_create();
	if (!s->hall || !read_journal(s, &in_force)) {
		config_free(in_force);
		return false;
	}
	hall_set_zone(s->hall, s->zone);
	clock_read(&reading);
	if (s->clock.boot_ms == 0 || s->clock.now_ms < hall_last_ms(s->hall))
		clock_init(&s->clock, &reading, hall_last_ms(s->hall));
	if (!server_settle_layout(s, in_force))
		return false;
	server_turn_day(s);
	/* Out of memory at one of these: what was loaded is gone again. */
	if (!s->hall)
		return false;
	hall_renew_leases(s->hall, s->clock.now_ms);
	turn_loaded(s->turn);
	return feed_set_channels(s->feed, s->hall);
}

/* --- Time ------------------------------------------------------------- */

void
server_turn_day(struct server *s)
{
	struct event e;
	int64_t day;

	if (!hall_has_layout(s->hall))
		return;
	day = hall_day_at(s->hall, s->zone, s->clock.now_ms);
	bool over = day > hall_day(s->hall);
	bool unsure = over && hall_day(s->hall) >= 0 && !s->clock.trusted;
	if (unsure && !s->clock_unsure) {
		server_log("a new day begins when the clock has been right"
			   " for ten minutes; HALL CLOCK ACCEPT begins it now");
	}
	s->clock_unsure = unsure;
	if (!over || unsure)
		return;
	hall_decide_day(s->hall, day, s->clock.now_ms, &e);
	if (!turn_add(s->turn, &e))
		server_log("out of memory at the change of day");
}

/* Whoever does not say who they are, or shakes no hands, makes room. */
static void
hurry_strangers(struct server *s)
{
	for (struct conn *c = s->conns; c; c = c->next) {
		if (!c->known && s->clock.boot_ms - c->since_ms > LIMIT_AUTH_MS)
			conn_kill(c);
	}
}

static void
tell_guesses(struct server *s)
{
	struct guesses_line line;

	if (!guesses_tell(&s->guesses, s->clock.boot_ms, &line))
		return;
	server_log("wrong secrets: %u, of these %u from %s", line.count,
	    line.most, line.address);
}

void
server_tick(struct server *s)
{
	struct event e;

	hurry_strangers(s);
	secure_tell(&s->secure, s->clock.boot_ms);
	tell_guesses(s);
	if (!s->hall)
		return;
	for (int i = 0; i < TICK_EVENTS && s->hall &&
	     hall_tick(s->hall, s->clock.now_ms, &e);
	     i++) {
		if (!turn_add(s->turn, &e))
			return;
	}
	feed_look(s->feed);
	hall_forget(s->hall, s->clock.now_ms, 1000);
	health_tick(&s->health, s);
}

/* --- Connections ------------------------------------------------------ */

static bool
is_plain_stranger(const struct server_guest *guest)
{
	return !guest->loopback && !guest->tls;
}

static bool
is_believed(const struct server *s, const struct server_guest *guest)
{
	return guest->loopback ? s->anonymous : !guest->tls && s->trusted;
}

/* The journal and those who leave in this turn need some, too. */
static uint32_t
conns_max(const struct server *s)
{
	uint32_t max = s->layout->connections_max;
	uint32_t some = s->descriptors > DESCRIPTORS_KEPT
	    ? s->descriptors - DESCRIPTORS_KEPT
	    : 1;

	return s->descriptors == 0 || max < some ? max : some;
}

/* A place for it, which a stranger may have to leave. */
static bool
make_room(struct server *s, const struct door_guest *guest)
{
	struct conn *out = NULL;

	switch (
	    door_ask(&s->door, &s->layout->limits, conns_max(s), guest, &out)) {
	case DOOR_IN:
		return true;
	case DOOR_FOR:
		conn_kill(out);
		return true;
	case DOOR_FULL:
		break;
	}
	return false;
}

void
server_take(struct server *s, const struct server_guest *guest)
{
	bool believed = is_believed(s, guest);
	const struct door_guest asks = { .address = guest->address,
		.counted = !guest->loopback || !believed,
		.stranger = guest->tls || !believed };
	struct arrival from = { .fd = guest->fd, .believed = believed };
	struct conn *c;

	/* A reload may have taken back that all are believed there. */
	if ((is_plain_stranger(guest) && !s->trusted) || !make_room(s, &asks) ||
	    (guest->tls && !(from.tls = tls_accept(s->secure.ctx)))) {
		(void)close(guest->fd);
		return;
	}
	c = conn_create(s, &from);
	if (!c)
		return;
	if (!door_enter(&s->door, c, &asks)) {
		conn_destroy(c);
		return;
	}
	c->next = s->conns;
	if (s->conns)
		s->conns->prev = c;
	s->conns = c;
	s->conns_count++;
}

static void
unlink_conn(struct server *s, struct conn *c)
{
	if (c->prev) {
		c->prev->next = c->next;
	} else {
		s->conns = c->next;
	}
	if (c->next)
		c->next->prev = c->prev;
	s->conns_count--;
}

void
server_drop_user(struct server *s, const char *user, const struct conn *except)
{
	for (struct conn *c = s->conns; c; c = c->next) {
		if (c != except && strcmp(c->user, user) == 0)
			conn_kill(c);
	}
}

void
server_sweep(struct server *s)
{
	s->dead_conns = false;
	for (struct conn *c = s->conns, *next; c; c = next) {
		next = c->next;
		if (!c->dead)
			continue;
		if (c->blocked || turn_holds(c)) {
			s->dead_conns = true;
			continue;
		}
		unlink_conn(s, c);
		conn_destroy(c);
	}
}

void
server_block(struct server *s, struct conn *c)
{
	c->blocked = true;
	c->blocked_next = NULL;
	if (s->blocked_last) {
		s->blocked_last->blocked_next = c;
	} else {
		s->blocked = c;
	}
	s->blocked_last = c;
	s->blocked_count++;
}

static struct conn *
take_blocked(struct server *s)
{
	struct conn *c = s->blocked;

	s->blocked = c->blocked_next;
	if (!s->blocked)
		s->blocked_last = NULL;
	s->blocked_count--;
	c->blocked = false;
	return c;
}

void
server_unblock(struct server *s)
{
	/* Who is blocked again comes after those who were before. */
	for (uint32_t n = s->blocked_count; n > 0; n--) {
		if (turn_is_full(s->turn) || turn_is_over(s->turn))
			return;
		conn_resume(take_blocked(s));
	}
}

void
server_drop_subscribers(struct server *s)
{
	for (struct conn *c = s->conns; c; c = c->next) {
		if (!c->subs)
			continue;
		/* No fresh snapshot: the hall holds what was never stored. */
		c->slow = false;
		conn_flush(c);
		conn_kill(c);
	}
}
