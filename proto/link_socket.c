#include <errno.h>
#include <event2/util.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "proto/link_own.h"

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
	if (l->fd < 0)
		return;
	(void)event_del(&l->can_read);
	(void)event_del(&l->can_write);
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
	return event_add(&l->can_write, NULL) == 0;
}

static void
on_readable(evutil_socket_t fd, short what, void *ctx)
{
	struct link *l = ctx;

	(void)what;
	if (!buf_reserve(&l->in, READ_ROOM)) {
		link_cut(l, LINK_SLOWLY, "out of memory");
		return;
	}
	ssize_t n = recv(fd, l->in.at + l->in.len, l->in.cap - l->in.len, 0);
	if (n > 0) {
		l->in.len += (size_t)n;
		link_heard(l);
		link_read_replies(l);
	} else if (n == 0) {
		link_cut(l, LINK_SOON, "the server closed the connection");
	} else if (!is_passing(errno)) {
		link_cut(l, LINK_SOON, strerror(errno));
	}
}

static void
flush(struct link *l)
{
	ssize_t n = send(l->fd, l->out.at, l->out.len, MSG_NOSIGNAL);

	/*
	 * A broken connection is left to the reading side: what the server
	 * said before it closed may still be there, and says why.
	 */
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
finish_connect(struct link *l)
{
	int error = 0;
	socklen_t len = sizeof(error);

	if (getsockopt(l->fd, SOL_SOCKET, SO_ERROR, &error, &len))
		error = errno;
	if (error) {
		link_connect(l, strerror(error));
		return;
	}
	if (event_add(&l->can_read, NULL)) {
		link_cut(l, LINK_SLOWLY, "out of memory");
		return;
	}
	link_greet(l);
}

static void
on_writable(evutil_socket_t fd, short what, void *ctx)
{
	struct link *l = ctx;

	(void)fd;
	(void)what;
	if (l->phase == LINK_CONNECTING) {
		finish_connect(l);
	} else {
		flush(l);
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
	    &l->can_read, l->base, l->fd, EV_READ | EV_PERSIST, on_readable, l);
	(void)event_assign(
	    &l->can_write, l->base, l->fd, EV_WRITE, on_writable, l);
	if (connect(l->fd, to->ai_addr, (socklen_t)to->ai_addrlen) &&
	    errno != EINPROGRESS)
		return strerror(errno);
	return event_add(&l->can_write, NULL) ? "out of memory" : NULL;
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
