#include "server/net/conn.h"

#include <errno.h>
#include <event2/event.h>
#include <openssl/ssl.h>
#include <sodium.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "proto/wire.h"
#include "server/account/checks.h"
#include "server/command/command.h"
#include "server/net/feed.h"
#include "server/net/shed.h"
#include "server/server.h"
#include "server/turn.h"

#define LOOK_EVERY 16 /* commands */

void
conn_kill(struct conn *c)
{
	if (c->dead)
		return;
	c->dead = true;
	stream_stop(&c->stream);
	if (c->rest)
		event_del(c->rest);
	door_leave(&c->server->door, c);
	c->server->dead_conns = true;
}

void
conn_destroy(struct conn *c)
{
	conn_kill(c);
	feed_leave_all(c->server->feed, c);
	checks_forget(c);
	stream_release(&c->stream);
	shed_forget(c);
	if (c->rest)
		event_free(c->rest);
	buf_release(&c->parked);
	buf_release(&c->in);
	buf_release(&c->out);
	for (int i = 0; i < CONN_SLOTS; i++)
		buf_release(&c->held[i]);
	free(c);
}

/* --- Sending ---------------------------------------------------------- */

static ssize_t
send_some(struct conn *c, const char *bytes, size_t len)
{
	ssize_t n = stream_write(&c->stream, bytes, len);

	if (n >= 0)
		return n;
	if (errno == EAGAIN || errno == EINTR)
		return 0;
	conn_kill(c);
	return -1;
}

static size_t
queued(const struct conn *c)
{
	return c->out.len - c->sent;
}

/* All that has been put and is not in the socket yet. */
static size_t
waiting(const struct conn *c)
{
	return queued(c) + stream_pending(&c->stream);
}

/* And all that it will be told when a batch is stored. */
static size_t
owed(const struct conn *c)
{
	size_t held = 0;

	for (int i = 0; i < CONN_SLOTS; i++)
		held += c->held[i].len;
	return waiting(c) + held;
}

void
conn_caught_up(struct conn *c)
{
	if (!c->behind || c->dead || owed(c) > 0)
		return;
	c->behind = false;
	server_block(c->server, c);
}

static void
await_room(struct conn *c)
{
	if (!stream_await(&c->stream))
		conn_kill(c);
}

/* What the socket does not take now waits for it. */
static void
put_out(struct conn *c, const char *bytes, size_t len)
{
	size_t done = 0;

	if (c->dead || len == 0)
		return;
	if (queued(c) == 0) {
		ssize_t n = send_some(c, bytes, len);
		if (n < 0)
			return;
		done = (size_t)n;
	}
	if (done == len)
		return;
	if (c->sent > LIMIT_OUT_SOFT) {
		buf_drop(&c->out, c->sent);
		c->sent = 0;
	}
	buf_put(&c->out, bytes + done, len - done);
	if (c->out.failed || waiting(c) > LIMIT_REPLY) {
		conn_kill(c);
	} else {
		await_room(c);
		shed_note(c);
	}
}

/* What the commands of one read are answered goes out by one send. */
static void
empty_cork(struct conn *c)
{
	struct buf *cork = &c->server->cork;

	if (cork->failed) {
		conn_kill(c);
	} else {
		put_out(c, cork->at, cork->len);
	}
	buf_clear(cork);
}

static void
uncork(struct conn *c)
{
	if (c->corked)
		empty_cork(c);
	c->corked = false;
}

void
conn_send(struct conn *c, const char *bytes, size_t len)
{
	if (!c->corked) {
		put_out(c, bytes, len);
		return;
	}
	buf_put(&c->server->cork, bytes, len);
	if (c->server->cork.len >= LIMIT_OUT_SOFT)
		empty_cork(c);
}

void
conn_flush(struct conn *c)
{
	uncork(c);
	if (c->dead)
		return;
	if (queued(c) > 0) {
		ssize_t n = send_some(c, c->out.at + c->sent, queued(c));
		if (n < 0)
			return;
		c->sent += (size_t)n;
	}
	if (waiting(c) > 0) {
		await_room(c);
		return;
	}
	c->sent = 0;
	buf_release(&c->out);
	shed_note(c);
	if (c->dead)
		return;
	if (c->slow && !c->closing)
		feed_caught_up(c->server->feed, c);
	if (c->closing && !turn_holds(c))
		conn_kill(c);
}

bool
conn_push(struct conn *c, const char *bytes, size_t len)
{
	if (c->dead)
		return false;
	size_t before = waiting(c);
	/* However long it is, who has nothing else to read is not slow. */
	if (c->slow || (before > 0 && before + len > LIMIT_OUT_SOFT)) {
		c->slow = true;
		c->skipped += len;
		if (before + c->skipped > LIMIT_OUT)
			conn_kill(c);
		return false;
	}
	conn_send(c, bytes, len);
	return true;
}

/* --- Reading ---------------------------------------------------------- */

static const struct wire_bounds *
bounds(const struct conn *c)
{
	return c->known ? &wire_bounds_known : &wire_bounds_stranger;
}

static void
refuse_bytes(struct conn *c, enum wire_status status)
{
	struct buf out = { 0 };

	if (status != WIRE_EFOREIGN) {
		wire_put_error(&out, "ERR", wire_strerror(status));
		turn_reply(c->server->turn, c, out.at, out.len);
	}
	buf_release(&out);
	c->closing = true;
	conn_flush(c);
	if (status == WIRE_EFOREIGN)
		conn_kill(c);
}

/* The clock is looked at once in a while: it costs what a word does. */
static bool
must_wait(const struct conn *c, size_t count)
{
	return turn_is_full(c->server->turn) ||
	    (count % LOOK_EVERY == 1 && turn_is_over(c->server->turn));
}

/* True: what it has not read yet is enough; it is read on after that. */
static bool
is_behind(struct conn *c)
{
	if (owed(c) <= LIMIT_OUT)
		return false;
	c->behind = true;
	stream_pause(&c->stream);
	return true;
}

static void
on_rested(evutil_socket_t fd, short what, void *ctx)
{
	struct conn *c = ctx;

	(void)fd;
	(void)what;
	turn_begin(c->server->turn);
	conn_resume(c);
}

/* True: it has been too fast, and is read on a little later. */
static bool
is_resting(struct conn *c)
{
	int64_t ms = brake_wait_ms(
	    &c->brake, conn_commands_max(c), c->server->clock.boot_ms);
	const struct timeval later = { ms / 1000, ms % 1000 * 1000 };

	if (ms == 0)
		return false;
	c->server->slowed[conn_role(c)]++;
	if (!c->rest)
		c->rest = event_new(c->server->base, -1, 0, on_rested, c);
	if (!c->rest || event_add(c->rest, &later) < 0) {
		conn_kill(c);
	} else {
		stream_pause(&c->stream);
	}
	return true;
}

/* Runs every whole command of BYTES; returns how many bytes they were. */
static size_t
run_commands(struct conn *c, char *bytes, size_t len)
{
	struct wire_command *command = &c->server->command;
	size_t used = 0, count = 0;

	c->corked = true;
	while (used < len && !c->dead && !c->closing) {
		if (is_behind(c) || is_resting(c))
			break;
		if (must_wait(c, ++count)) {
			stream_pause(&c->stream);
			server_block(c->server, c);
			break;
		}
		wire_command_reset(command);
		enum wire_status status = wire_command_read(
		    command, bytes + used, len - used, bounds(c));
		if (status == WIRE_MORE)
			break;
		if (status != WIRE_OK && status != WIRE_EMPTY) {
			refuse_bytes(c, status);
			break;
		}
		used += command->used;
		if (status != WIRE_OK)
			continue;
		brake_count(
		    &c->brake, conn_commands_max(c), c->server->clock.boot_ms);
		command_run(c->server, c, command);
		if (c->parked.len > 0) {
			stream_pause(&c->stream);
			break;
		}
	}
	uncork(c);
	return used;
}

/* It may be the beginning of a secret. What follows a QUIT is thrown away. */
static void
keep_rest(struct conn *c, char *bytes, size_t len)
{
	if (len == 0 || c->closing) {
		buf_release(&c->in);
	} else if (!c->dead) {
		buf_clear(&c->in);
		buf_put(&c->in, bytes, len);
	}
	sodium_memzero(bytes, len);
	if (c->in.failed)
		conn_kill(c);
}

static void
on_readable(void *ctx)
{
	struct conn *c = ctx;
	struct server *s = c->server;
	size_t before = c->in.len;

	turn_begin(s->turn);
	/* What was left over goes in front; it is smaller than a command. */
	if (before > 0)
		memcpy(s->input, c->in.at, before);
	ssize_t n = stream_read(
	    &c->stream, s->input + before, SERVER_INPUT - before);
	if (n < 0 && (errno == EAGAIN || errno == EINTR))
		return;
	if (n <= 0) {
		conn_kill(c);
		return;
	}
	size_t len = before + (size_t)n;
	size_t used = run_commands(c, s->input, len);
	keep_rest(c, s->input + used, len - used);
}

void
conn_resume(struct conn *c)
{
	struct server *s = c->server;
	size_t len = c->in.len;

	if (c->dead)
		return;
	stream_resume(&c->stream);
	/* Nothing came meanwhile: there may be no buffer. */
	if (len > 0)
		memcpy(s->input, c->in.at, len);
	size_t used = run_commands(c, s->input, len);
	keep_rest(c, s->input + used, len - used);
}

void
conn_run_parked(struct conn *c)
{
	struct server *s = c->server;
	struct wire_command *command = &s->command;
	size_t len = c->parked.len;

	if (c->dead)
		return;
	memcpy(s->input, c->parked.at, len);
	buf_release(&c->parked);
	wire_command_reset(command);
	if (wire_command_read(command, s->input, len, bounds(c)) == WIRE_OK)
		command_run(s, c, command);
	sodium_memzero(s->input, len);
	if (c->parked.len > 0)
		return;
	/* An answer that was not asked for again is nobody's. */
	checks_forget(c);
	conn_resume(c);
}

static void
on_writable(void *ctx)
{
	struct conn *c = ctx;

	turn_begin(c->server->turn);
	conn_flush(c);
	conn_caught_up(c);
}

/* --- Coming in -------------------------------------------------------- */

/* Only now can it be somebody: who speaks no TLS never gets here. */
static void
on_ready(void *ctx)
{
	struct conn *c = ctx;

	turn_begin(c->server->turn);
	/* While the journal is mended nobody is known; it comes again. */
	if (c->server->secure.names && !c->server->hall) {
		conn_kill(c);
	} else {
		conn_begin(c);
	}
}

static void
on_broken(void *ctx, const char *why)
{
	struct conn *c = ctx;

	turn_begin(c->server->turn);
	if (why && !c->stream.shaken)
		secure_note_broken(&c->server->secure, why);
	conn_kill(c);
}

static const struct stream_calls calls = {
	.ready = on_ready,
	.readable = on_readable,
	.writable = on_writable,
	.broken = on_broken,
};

struct conn *
conn_create(struct server *server, const struct arrival *from)
{
	struct conn *c = calloc(1, sizeof(*c));

	if (!c) {
		(void)close(from->fd);
		SSL_free(from->tls);
		return NULL;
	}
	c->server = server;
	c->proto = 2;
	c->believed = from->believed;
	c->known = from->believed && !from->tls;
	conn_find_address(c, from->fd);
	c->id = ++server->conn_ids;
	c->since_ms = server->clock.boot_ms;
	c->in.secret = c->parked.secret = true;
	c->stream.calls = &calls;
	c->stream.ctx = c;
	if (stream_open(
		&c->stream, server->base, from->fd, from->tls, STREAM_SERVER))
		return c;
	free(c);
	return NULL;
}
