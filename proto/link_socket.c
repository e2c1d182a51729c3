#include <errno.h>
#include <event2/util.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "proto/link_own.h"
#include "proto/tls/tls.h"

/* Room for one read. */
enum {
	READ_ROOM = 16384
};

static bool
is_passing(int error)
{
	return error == EAGAIN || error == EINTR;
}

static void
close_socket(struct link *l)
{
	stream_release(&l->stream);
	if (l->fd < 0)
		return;
	(void)event_del(&l->connected);
	(void)close(l->fd);
	l->fd = -1;
}

void
link_close(struct link *l)
{
	close_socket(l);
	if (l->found)
		evutil_freeaddrinfo(l->found);
	l->found = NULL;
	l->try = NULL;
	buf_release(&l->in);
	buf_release(&l->out);
	wire_reply_reset(&l->reply);
}

bool
link_flush_later(struct link *l)
{
	return stream_await(&l->stream);
}

/* --- Connected ---------------------------------------------------------- */

static void
on_readable(void *ctx)
{
	struct link *l = ctx;

	if (!buf_reserve(&l->in, READ_ROOM)) {
		link_cut(l, LINK_SLOWLY, "out of memory");
		return;
	}
	ssize_t n = stream_read(
	    &l->stream, l->in.at + l->in.len, l->in.cap - l->in.len);
	if (n > 0) {
		l->in.len += (size_t)n;
		link_heard(l);
		link_read_replies(l);
	} else if (n == 0) {
		link_cut(l, LINK_SOON, "the server closed the connection");
	} else if (!is_passing(errno)) {
		link_cut(l, LINK_SOON,
		    l->phase == LINK_GREETING && errno == ECONNRESET
			? "closed at the greeting; does it want TLS there?"
			: strerror(errno));
	}
}

/*
 * A broken connection is left to the reading side: what the server said before
 * it closed may still be there, and says why.
 */
static void
on_writable(void *ctx)
{
	struct link *l = ctx;

	/* TLS tells of room that nobody has asked for. */
	if (l->out.len == 0)
		return;
	ssize_t n = stream_write(&l->stream, l->out.at, l->out.len);
	if (n < 0 && !is_passing(errno))
		return;
	if (n > 0) {
		l->gone += (uint64_t)n;
		buf_drop(&l->out, (size_t)n);
	}
	if (l->out.len > 0 && !link_flush_later(l))
		link_cut(l, LINK_SLOWLY, "out of memory");
}

static void
on_ready(void *ctx)
{
	link_greet(ctx);
}

static void
on_broken(void *ctx, const char *why)
{
	struct link *l = ctx;

	if (why) {
		link_cut(l, LINK_SLOWLY, why);
	} else if (l->phase == LINK_SHAKING) {
		link_cut(l, LINK_SOON,
		    "closed at the beginning of TLS; is it spoken there?");
	} else if (l->phase == LINK_GREETING) {
		link_cut(l, LINK_SOON,
		    "closed at the greeting; does it want a certificate of"
		    " this program?");
	} else {
		link_cut(l, LINK_SOON, "the server closed the connection");
	}
}

static const struct stream_calls calls = {
	.ready = on_ready,
	.readable = on_readable,
	.writable = on_writable,
	.broken = on_broken,
};

static bool
open_stream(struct link *l)
{
	struct ssl_st *tls = NULL;
	int fd = l->fd;

	if (l->config.tls) {
		tls = tls_connect(
		    l->config.tls, link_servers_now(&l->servers)->host);
		if (!tls)
			return false;
	}
	l->fd = -1; /* taken over */
	l->stream.calls = &calls;
	l->stream.ctx = l;
	return stream_open(&l->stream, l->base, fd, tls, STREAM_CLIENT);
}

/* --- Connecting --------------------------------------------------------- */

static void
on_connected(evutil_socket_t fd, short what, void *ctx)
{
	struct link *l = ctx;
	int error = 0;
	socklen_t len = sizeof(error);

	(void)what;
	if (getsockopt(fd, SOL_SOCKET, SO_ERROR, &error, &len))
		error = errno;
	if (error) {
		link_connect(l, strerror(error));
	} else if (!open_stream(l)) {
		link_cut(l, LINK_SLOWLY, "out of memory");
	} else if (l->config.tls) {
		l->phase = LINK_SHAKING;
		link_arm(l, LINK_CONNECT_MS);
	} else {
		link_greet(l);
	}
}

/* Begins to connect to TO; otherwise why not, in words. */
static const char *
begin_connect(struct link *l, const struct evutil_addrinfo *to)
{
	int one = 1;

	l->fd = socket(to->ai_family,
	    to->ai_socktype | SOCK_NONBLOCK | SOCK_CLOEXEC, to->ai_protocol);
	if (l->fd < 0)
		return strerror(errno);
	(void)setsockopt(l->fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	(void)event_assign(
	    &l->connected, l->base, l->fd, EV_WRITE, on_connected, l);
	if (connect(l->fd, to->ai_addr, (socklen_t)to->ai_addrlen) &&
	    errno != EINPROGRESS)
		return strerror(errno);
	return event_add(&l->connected, NULL) ? "out of memory" : NULL;
}

void
link_connect(struct link *l, const char *why)
{
	while (l->try) {
		const struct evutil_addrinfo *to = l->try;
		close_socket(l);
		l->try = to->ai_next;
		why = begin_connect(l, to);
		if (!why) {
			l->phase = LINK_CONNECTING;
			link_arm(l, LINK_CONNECT_MS);
			return;
		}
	}
	link_cut(l, LINK_SOON, why);
}

void
link_open(struct link *l)
{
	const char *why = "no address";

	link_servers_next(&l->servers);
	l->found = link_server_resolve(link_servers_now(&l->servers), &why);
	l->try = l->found;
	link_connect(l, why);
}
