#include "server/turn.h"

#include <event2/event.h>
#include <stdlib.h>
#include <string.h>

#include "proto/words.h"
#include "server/filling.h"
#include "server/hall/hall.h"
#include "server/hall/waits.h"
#include "server/journal/load.h"
#include "server/journal/pace.h"
#include "server/journal/writer.h"
#include "server/keeping.h"
#include "server/net/conn.h"
#include "server/net/feed.h"
#include "server/server.h"

#define MEND_US	     200000
#define IDLE_US	     50000   /* without a commit: the projections' time */
#define RESTLESS_US  1000000 /* so long without: they are not put off again */
#define PROJECT_IDLE 256     /* rows of one idle transaction */
#define BEHIND_MAX   100000  /* then the projections take their share */

#define SAY_UNKNOWN                                                     \
 "-" E_UNAVAILABLE " 结果未知,请稍候 · the journal failed; ask" \
 " again with the same RID\r\n"

struct turn {
	struct server *server;
	struct writer *writer;
	struct event *idle, *mend, *linger;
	struct filling load[CONN_SLOTS];
	int filling; /* the other one is in flight, or empty */
	struct pace pace;
	struct turn_figures figures;
	struct keeping keeping;
	int64_t began_us, began_cpu_us;
	int64_t sync_us, append_us, behind; /* of the work in flight */
	int64_t unprojected_us;	  /* since when events wait to be; 0: none */
	int64_t served, batches;  /* clients of the last one; how many */
	int64_t seen, since_us;	  /* clients at the last look; the first's */
	enum journal_error error; /* of the batch in flight */
	bool begun, failed;
	bool appending; /* the writer stores a batch, not projections */
};

void
turn_begin(struct turn *t)
{
	struct clock_reading reading;

	if (t->begun)
		return;
	t->begun = true;
	t->began_us = clock_us();
	t->began_cpu_us = clock_cpu_us();
	clock_read(&reading);
	clock_advance(&t->server->clock, &reading);
	if (t->server->hall)
		server_turn_day(t->server);
}

bool
turn_is_full(const struct turn *t)
{
	const struct filling *l = &t->load[t->filling];

	return l->commands >= TURN_COMMANDS || l->batch.text.len >= TURN_BYTES;
}

bool
turn_is_over(const struct turn *t)
{
	return t->begun && clock_us() - t->began_us > TURN_US;
}

/* --- Filling ---------------------------------------------------------- */

static void fail(struct turn *t, enum journal_error error);

static bool
add_to_batch(struct turn *t, const struct event *e)
{
	struct server *s = t->server;
	struct journal_batch *batch = &t->load[t->filling].batch;
	struct buf opening = { 0 };
	bool ok = e->type != EVENT_DAY_CLOSED ||
	    opening_write(s->hall, &opening);

	ok = ok && batch_add(batch, e, opening.at);
	buf_release(&opening);
	/* A layout makes channels, which begin with its own event. */
	if (ok && e->type == EVENT_LAYOUT)
		ok = feed_set_channels(s->feed, s->hall);
	if (ok) {
		feed_note(
		    s->feed, e, &batch->row[batch->count - 1], t->filling);
	}
	return ok;
}

bool
turn_add(struct turn *t, struct event *e)
{
	struct server *s = t->server;

	e->wall_ms = s->clock.wall_ms;
	if (t->failed || !hall_reserve(s->hall, e))
		return false;
	hall_apply(s->hall, e);
	if (add_to_batch(t, e))
		return true;
	/* Applied, but not to be stored: the disk's state is the one. */
	fail(t, JOURNAL_ENOMEM);
	return false;
}

void
turn_reply(struct turn *t, struct conn *c, const char *bytes, size_t len)
{
	int slot = t->filling;

	if (t->load[slot].batch.count == 0 && c->held_replies[slot] == 0) {
		if (!t->appending) {
			conn_send(c, bytes, len);
			return;
		}
		slot = !slot;
	}
	if (!filling_join(&t->load[slot], c, slot, &t->batches)) {
		conn_kill(c);
		return;
	}
	t->load[slot].commands++;
	conn_hold(c, slot, bytes, len);
}

int
turn_slot(const struct turn *t)
{
	if (t->load[t->filling].batch.count > 0)
		return t->filling;
	return t->appending ? !t->filling : -1;
}

bool
turn_holds(const struct conn *c)
{
	return c->held_replies[0] > 0 || c->held_replies[1] > 0;
}

/* --- Storing ---------------------------------------------------------- */

static void
drop(struct turn *t, int slot)
{
	filling_refuse(&t->load[slot], slot, SAY_UNKNOWN);
	feed_drop(t->server->feed, slot);
}

static void
fail(struct turn *t, enum journal_error error)
{
	const struct timeval soon = { 0, MEND_US };

	if (!t->failed) {
		server_log("journal: %s; nothing is issued or called until it"
			   " can be written again",
		    journal_strerror(error));
	}
	t->failed = true;
	/* What is in flight is answered first: its end comes back here. */
	if (!writer_is_busy(t->writer)) {
		drop(t, !t->filling);
		drop(t, t->filling);
		(void)event_add(t->mend, &soon);
	}
	/* Nobody is shown any more what was never stored. */
	server_drop_subscribers(t->server);
	hall_destroy(t->server->hall);
	t->server->hall = NULL;
}

static void
on_mend(evutil_socket_t fd, short what, void *ctx)
{
	const struct timeval later = { 1, 0 };
	struct turn *t = ctx;
	struct server *s = t->server;

	(void)fd;
	(void)what;
	turn_begin(t);
	t->failed = false;
	if (s->journal->ops->reopen(s->journal) == JOURNAL_OK &&
	    server_load(s)) {
		server_log("journal: mended; in service again");
		return;
	}
	hall_destroy(s->hall);
	s->hall = NULL;
	drop(t, t->filling);
	t->failed = true;
	(void)event_add(t->mend, &later);
}

/* Puts the projections off until commands pause, or for a second at most. */
static void
put_off(struct turn *t)
{
	const struct timeval idle = { 0, IDLE_US };
	int64_t at_us = clock_us();

	if (t->unprojected_us == 0)
		t->unprojected_us = at_us;
	if (at_us - t->unprojected_us < RESTLESS_US ||
	    !event_pending(t->idle, EV_TIMEOUT, NULL))
		(void)event_add(t->idle, &idle);
}

static void
stored(struct turn *t, int slot)
{
	struct filling *l = &t->load[slot];
	int64_t expected = t->served + l->fresh;

	t->figures.commits++;
	t->figures.behind += (int64_t)l->batch.count;
	t->served = filling_send(l, slot);
	feed_release(t->server->feed, slot);
	pace_committed(
	    &t->pace, clock_us(), t->sync_us, t->append_us, expected);
	t->figures.commit_us = t->pace.commit_us;
	put_off(t);
}

/* How many rows the next append projects beside its own work. */
static int64_t
share(const struct turn *t)
{
	int64_t count = (int64_t)t->load[t->filling].batch.count;

	return t->figures.behind > BEHIND_MAX ? 2 * count + 64 : 0;
}

static void
append(struct turn *t, int slot)
{
	struct journal *j = t->server->journal;
	int64_t start_us = clock_us();

	t->error = j->ops->append(j, &t->load[slot].batch);
	t->sync_us = j->sync_us;
	t->append_us = clock_us() - start_us;
}

static void
settle(struct turn *t, int slot)
{
	int64_t projected = t->server->journal->project_with_append;

	if (t->failed || t->error) {
		fail(t, t->error ? t->error : JOURNAL_EBROKEN);
		return;
	}
	t->figures.behind -= projected;
	stored(t, slot);
}

static void
work_append(void *ctx)
{
	struct turn *t = ctx;

	append(t, !t->filling);
}

static void
done_append(void *ctx)
{
	struct turn *t = ctx;

	turn_begin(t);
	t->appending = false;
	settle(t, !t->filling);
}

static void
commit(struct turn *t)
{
	t->seen = 0;
	t->server->journal->project_with_append = share(t);
	/* Projections that take their share are not for the loop either. */
	if (pace_is_quick(&t->pace) && t->figures.behind <= BEHIND_MAX) {
		append(t, t->filling);
		settle(t, t->filling);
		return;
	}
	t->filling = !t->filling;
	t->appending = true;
	writer_start(t->writer, work_append, done_append, t);
}

/* --- Projections, when there is time ---------------------------------- */

static void
work_project(void *ctx)
{
	struct turn *t = ctx;
	struct journal *j = t->server->journal;

	t->error = j->ops->project(j, PROJECT_IDLE, &t->behind);
	if (!t->error && t->behind == 0)
		t->error = keeping_work(&t->keeping, j);
}

static void
done_project(void *ctx)
{
	const struct timeval soon = { 0, 1000 };
	struct turn *t = ctx;

	turn_begin(t);
	t->figures.behind = t->behind;
	if (t->failed || t->error) {
		fail(t, t->error ? t->error : JOURNAL_EBROKEN);
	} else if (t->figures.behind > 0 || t->keeping.left) {
		(void)event_add(t->idle, &soon);
	} else if (!keeping_order(&t->keeping, t->server)) {
		server_log("out of memory: nothing old is destroyed today");
	}
}

static void
on_idle(evutil_socket_t fd, short what, void *ctx)
{
	struct turn *t = ctx;

	(void)fd;
	(void)what;
	turn_begin(t);
	if (t->failed ||
	    (t->figures.behind <= 0 && !keeping_wants(&t->keeping, t->server)))
		return;
	if (writer_is_busy(t->writer)) {
		put_off(t);
		return;
	}
	t->unprojected_us = 0;
	keeping_begin(&t->keeping, t->server);
	writer_start(t->writer, work_project, done_project, t);
}

static void
on_linger(evutil_socket_t fd, short what, void *ctx)
{
	(void)fd;
	(void)what;
	turn_begin(ctx);
}

/* --- The turn --------------------------------------------------------- */

static void
measure(struct turn *t)
{
	int64_t took = clock_us() - t->began_us;
	int64_t cpu = clock_cpu_us() - t->began_cpu_us;

	t->begun = false;
	if (took > t->figures.longest_us)
		t->figures.longest_us = took;
	if (cpu > t->figures.longest_cpu_us)
		t->figures.longest_cpu_us = cpu;
}

/* Clients still come in, one after the other. */
static bool
gathers(struct turn *t, const struct filling *l)
{
	int64_t clients = (int64_t)l->conns_count;
	bool more = clients > t->seen;

	if (t->seen == 0)
		t->since_us = t->began_us;
	t->seen = clients;
	return more &&
	    pace_gathers(&t->pace, clock_us() - t->since_us, clients);
}

/* True: spin, the linger is shorter than a sleep. */
static bool
store(struct turn *t)
{
	const struct filling *l = &t->load[t->filling];

	if (t->failed || l->batch.count == 0 || writer_is_busy(t->writer))
		return false;
	if (!turn_is_full(t) && gathers(t, l))
		return true;
	int64_t linger = pace_linger_us(
	    &t->pace, clock_us(), (int64_t)l->conns_count);
	if (linger == 0 || turn_is_full(t)) {
		commit(t);
		return false;
	}
	if (pace_is_quick(&t->pace))
		return true;
	const struct timeval wait = { 0, (suseconds_t)linger };
	(void)event_add(t->linger, &wait);
	return false;
}

bool
turn_end(struct turn *t)
{
	struct server *s = t->server;
	bool again = store(t);

	again = feed_send_some(s->feed) || again;
	again = waits_step(s->waits, s->hall) || again;
	if (s->dead_conns)
		server_sweep(s);
	if (t->begun)
		measure(t);
	if (s->blocked_count > 0 && !turn_is_full(t)) {
		/* Those who have waited come first in the next turn. */
		turn_begin(t);
		server_unblock(s);
		again = true;
	}
	return again;
}

void
turn_loaded(struct turn *t)
{
	const struct timeval idle = { 0, IDLE_US };
	struct journal *j = t->server->journal;

	keeping_init(&t->keeping);
	if (j->ops->project(j, 0, &t->figures.behind) == JOURNAL_OK)
		(void)event_add(t->idle, &idle);
}

void
turn_figures(const struct turn *t, struct turn_figures *out)
{
	*out = t->figures;
}

struct turn *
turn_create(struct server *server)
{
	struct turn *t = calloc(1, sizeof(*t));

	if (!t)
		return NULL;
	t->server = server;
	t->writer = writer_create(server->base);
	t->idle = event_new(server->base, -1, 0, on_idle, t);
	t->mend = event_new(server->base, -1, 0, on_mend, t);
	t->linger = event_new(server->base, -1, 0, on_linger, t);
	if (t->writer && t->idle && t->mend && t->linger)
		return t;
	turn_destroy(t);
	return NULL;
}

void
turn_destroy(struct turn *t)
{
	if (!t)
		return;
	/* Joining waits for the batch in flight; then the last one goes. */
	bool flew = t->appending;
	writer_destroy(t->writer);
	if (t->writer && !t->failed && flew && !t->error)
		stored(t, !t->filling);
	if (t->writer && !t->failed && !t->error &&
	    t->load[t->filling].batch.count > 0) {
		append(t, t->filling);
		if (!t->error)
			stored(t, t->filling);
	}
	for (int i = 0; i < CONN_SLOTS; i++)
		filling_release(&t->load[i]);
	if (t->idle)
		event_free(t->idle);
	if (t->mend)
		event_free(t->mend);
	if (t->linger)
		event_free(t->linger);
	free(t);
}
