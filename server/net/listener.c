#include "server/net/listener.h"

#include <errno.h>
#include <event2/event.h>
#include <netdb.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "proto/limits.h"
#include "server/net/conn.h"
#include "server/server.h"
#include "server/turn.h"

#define ACCEPTS_A_TURN 64
#define SAY	       200

struct listener {
	struct server *server;
	struct event *event, *again;
	int fd;
	bool loopback, tls;
};

static const char tls_mark[] = "tls:";

static void
set_options(int fd)
{
	const int one = 1, idle_s = 30, interval_s = 10, count = 3;
	const int timeout_ms = 60000;

	(void)setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &one, sizeof(one));
	(void)setsockopt(fd, SOL_SOCKET, SO_KEEPALIVE, &one, sizeof(one));
	(void)setsockopt(
	    fd, IPPROTO_TCP, TCP_KEEPIDLE, &idle_s, sizeof(idle_s));
	(void)setsockopt(
	    fd, IPPROTO_TCP, TCP_KEEPINTVL, &interval_s, sizeof(interval_s));
	(void)setsockopt(fd, IPPROTO_TCP, TCP_KEEPCNT, &count, sizeof(count));
	(void)setsockopt(
	    fd, IPPROTO_TCP, TCP_USER_TIMEOUT, &timeout_ms, sizeof(timeout_ms));
}

/*
 * Out of descriptors: rest instead of spinning, but not for long: a whole line
 * of those who have given up may stand before who is still there.
 */
static void
rest(struct listener *l)
{
	const struct timeval tenth = { 0, 100000 };

	event_del(l->event);
	(void)event_add(l->again, &tenth);
}

static void
on_again(evutil_socket_t fd, short what, void *ctx)
{
	struct listener *l = ctx;

	(void)fd;
	(void)what;
	(void)event_add(l->event, NULL);
}

static void
on_accept(evutil_socket_t listening, short what, void *ctx)
{
	struct listener *l = ctx;

	(void)what;
	turn_begin(l->server->turn);
	for (int i = 0; i < ACCEPTS_A_TURN; i++) {
		struct sockaddr_storage from = { 0 };
		socklen_t len = sizeof(from);
		int fd = accept4(listening, (struct sockaddr *)&from, &len,
		    SOCK_NONBLOCK | SOCK_CLOEXEC);
		if (fd < 0) {
			if (errno != EAGAIN && errno != EINTR &&
			    errno != ECONNABORTED)
				rest(l);
			return;
		}
		set_options(fd);
		const struct server_guest guest = { fd, l->loopback, l->tls,
			door_address(&from) };
		server_take(l->server, &guest);
	}
}

static bool
is_loopback(const struct sockaddr *address)
{
	if (address->sa_family == AF_INET) {
		struct sockaddr_in in;
		memcpy(&in, address, sizeof(in));
		return (ntohl(in.sin_addr.s_addr) >> 24) == 127;
	}
	struct sockaddr_in6 in6;
	memcpy(&in6, address, sizeof(in6));
	return IN6_IS_ADDR_LOOPBACK(&in6.sin6_addr);
}

/* What is too large the system would take for another one. */
static bool
is_port(const char *text)
{
	size_t len = strspn(text, "0123456789");

	return len > 0 && len <= 5 && text[len] == '\0' &&
	    strtol(text, NULL, 10) <= UINT16_MAX;
}

static struct addrinfo *
resolve(const char *where, char *say)
{
	char host[200];
	const char *colon = strrchr(where, ':');
	const struct addrinfo hints = {
		.ai_flags = AI_PASSIVE | AI_NUMERICHOST | AI_NUMERICSERV,
		.ai_socktype = SOCK_STREAM,
	};
	struct addrinfo *found = NULL;

	if (!colon || (size_t)(colon - where) >= sizeof(host) ||
	    !is_port(colon + 1)) {
		(void)snprintf(say, SAY,
		    "'%.80s': say ADDR:PORT, the port being 0 to 65535", where);
		return NULL;
	}
	size_t len = (size_t)(colon - where);
	size_t bracket = len > 1 && where[0] == '[' && where[len - 1] == ']';
	memcpy(host, where + bracket, len - 2 * bracket);
	host[len - 2 * bracket] = '\0';
	int error = getaddrinfo(
	    strcmp(host, "localhost") == 0 ? "127.0.0.1" : host, colon + 1,
	    &hints, &found);
	if (error) {
		(void)snprintf(say, SAY,
		    "'%.80s': %s; say ADDR:PORT, the address in digits", where,
		    gai_strerror(error));
	}
	return found;
}

static void
write_ready(const struct listener *l, char *ready)
{
	struct sockaddr_storage address = { 0 };
	socklen_t len = sizeof(address);
	char host[64] = "?", port[8] = "?";

	if (getsockname(l->fd, (struct sockaddr *)&address, &len) == 0) {
		(void)getnameinfo((struct sockaddr *)&address, len, host,
		    sizeof(host), port, sizeof(port),
		    NI_NUMERICHOST | NI_NUMERICSERV);
	}
	bool six = address.ss_family == AF_INET6;
	(void)snprintf(ready, 100, "%s%s%s%s:%s", l->tls ? tls_mark : "",
	    six ? "[" : "", host, six ? "]" : "", port);
}

static int
listen_on(const struct addrinfo *at, const char *where, char *say)
{
	const int one = 1;
	int fd = socket(
	    at->ai_family, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);

	if (fd >= 0) {
		(void)setsockopt(
		    fd, SOL_SOCKET, SO_REUSEADDR, &one, sizeof(one));
	}
	if (fd >= 0 && bind(fd, at->ai_addr, at->ai_addrlen) == 0 &&
	    listen(fd, 1024) == 0)
		return fd;
	(void)snprintf(say, SAY, "%.80s: %s", where, strerror(errno));
	if (fd >= 0)
		(void)close(fd);
	return -1;
}

struct listener *
listener_create(
    struct server *server, const char *where, char *ready, char *say)
{
	bool tls = listener_wants_tls(where);
	const char *place = where + (tls ? sizeof(tls_mark) - 1 : 0);
	struct addrinfo *at = resolve(place, say);
	struct listener *l = at ? calloc(1, sizeof(*l)) : NULL;

	if (!l) {
		if (at)
			freeaddrinfo(at);
		return NULL;
	}
	l->server = server;
	l->tls = tls;
	l->loopback = is_loopback(at->ai_addr);
	l->fd = listen_on(at, where, say);
	freeaddrinfo(at);
	if (l->fd >= 0) {
		l->event = event_new(
		    server->base, l->fd, EV_READ | EV_PERSIST, on_accept, l);
		l->again = event_new(server->base, -1, 0, on_again, l);
	}
	if (l->fd < 0 || !l->event || !l->again) {
		listener_destroy(l);
		return NULL;
	}
	(void)event_add(l->event, NULL);
	write_ready(l, ready);
	return l;
}

void
listener_destroy(struct listener *l)
{
	if (!l)
		return;
	if (l->event)
		event_free(l->event);
	if (l->again)
		event_free(l->again);
	if (l->fd >= 0)
		(void)close(l->fd);
	free(l);
}

bool
listener_is_loopback(const struct listener *l)
{
	return l->loopback;
}

bool
listener_is_tls(const struct listener *l)
{
	return l->tls;
}

bool
listener_wants_tls(const char *where)
{
	return strncmp(where, tls_mark, sizeof(tls_mark) - 1) == 0;
}
