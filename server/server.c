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

#define ZONE_UNTIL	 2100
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

/* --- The layout ------------------------------------------------------- */

struct mistakes {
	bool quiet;
	char first[200];
};

static void
report(const struct config_mistake *m, void *ctx)
{
	struct mistakes *all = ctx;
	const char *colon = m->key[0] ? ": " : "";
	char line[16] = "";

	/* The file itself has no line. */
	if (m->line)
		(void)snprintf(line, sizeof(line), "%u:", m->line);
	if (!all->first[0]) {
		(void)snprintf(all->first, sizeof(all->first), "%s:%s %s%s%s",
		    m->file, line, m->key, colon, m->say);
	}
	if (!all->quiet) {
		(void)fprintf(stderr, "%s:%s %s%s%s\n", m->file, line, m->key,
		    colon, m->say);
	}
}

/* Whom `loopback` and `plain` believe, from now on. */
static void
take_trust(struct server *s, const struct layout *layout)
{
	bool was = s->trusted;

	s->anonymous = !layout->loopback ||
	    strcmp(layout->loopback, "accounts") != 0;
	s->trusted = layout->plain &&
	    strcmp(layout->plain, "trusted-network") == 0;
	if (was && !s->trusted) {
		server_log("no `plain: trusted-network` any more: nobody else"
			   " comes in without TLS from beyond loopback");
	}
}

static bool
take_layout(struct server *s, struct layout *layout)
{
	struct zone_table *zone = zone_load(layout->timezone, ZONE_UNTIL);

	if (!zone) {
		config_free(layout);
		return false;
	}
	config_free(s->layout);
	zone_free(s->zone);
	s->layout = layout;
	s->zone = zone;
	if (s->hall)
		hall_set_zone(s->hall, zone);
	take_trust(s, layout);
	return true;
}

bool
server_read_config(struct server *s, bool quiet)
{
	struct mistakes all = { .quiet = quiet };
	struct layout *layout = config_load(s->config_path, report, &all);

	return layout && take_layout(s, layout);
}

static bool
write_canonical(struct buf *out, const struct layout *layout)
{
	config_write(out, layout, NULL);
	buf_putc(out, '\0');
	return !out->failed;
}

/* Puts LAYOUT in force by an event, unless it is in force already. */
static bool
adopt(struct server *s, const struct layout *layout, char *say)
{
	struct buf raw = { 0 };
	struct decision d = { 0 };
	bool ok = write_canonical(&raw, layout);

	if (ok) {
		hall_decide_layout(
		    s->hall, layout, raw.at, s->clock.now_ms, &d);
	}
	if (ok && d.refusal == REFUSE_BOOKED) {
		(void)snprintf(say, 200,
		    "service %s would go and has appointments; cancel them"
		    " first, or let it stay without slots",
		    d.detail);
		ok = false;
	} else if (ok && d.refusal) {
		(void)snprintf(say, 200,
		    "ticket %s is open and its service, counter or range"
		    " would go; finish or cancel it first",
		    d.detail);
		ok = false;
	} else if (!ok || (d.has_event && !turn_add(s->turn, &d.event))) {
		(void)snprintf(say, 200, "out of memory");
		ok = false;
	}
	buf_release(&raw);
	return ok;
}

static bool
reload_layout(struct server *s, char *say)
{
	struct mistakes all = { .quiet = false };
	struct layout *layout = config_load(s->config_path, report, &all);

	if (!layout) {
		(void)snprintf(say, 200, "%s", all.first);
		return false;
	}
	if (!adopt(s, layout, say)) {
		config_free(layout);
		return false;
	}
	if (!take_layout(s, layout))
		return false;
	return feed_set_channels(s->feed, s->hall);
}

bool
server_reload(struct server *s, char *say)
{
	struct ssl_ctx_st *tls = NULL;

	if (s->secure.ctx) {
		tls = secure_read(&s->secure, say);
		if (!tls)
			return false;
	}
	if (!reload_layout(s, say)) {
		tls_destroy(tls);
		return false;
	}
	if (tls)
		secure_take(&s->secure, tls);
	return true;
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
	struct mistakes all = { .quiet = false };

	config_free(l->layout);
	l->layout = config_read(raw, strlen(raw), "the journal", report, &all);
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

static bool
read_journal(struct server *s)
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
	config_free(l.layout);
	if (error)
		server_log("journal: %s", journal_strerror(error));
	return !error;
}

bool
server_load(struct server *s)
{
	struct clock_reading reading;
	char say[200];

	/* The messages made while reading carry it already. */
	memcpy(s->epoch, s->journal->epoch, sizeof(s->epoch));
	s->hall = hall_create();
	if (!s->hall || !read_journal(s))
		return false;
	hall_set_zone(s->hall, s->zone);
	clock_read(&reading);
	if (s->clock.boot_ms == 0 || s->clock.now_ms < hall_last_ms(s->hall))
		clock_init(&s->clock, &reading, hall_last_ms(s->hall));
	if (!adopt(s, s->layout, say)) {
		server_log("%s: %s", s->config_path, say);
		return false;
	}
	server_turn_day(s);
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
