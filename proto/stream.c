#include "proto/stream.h"

#include <errno.h>
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/bufferevent_ssl.h>
#include <event2/event.h>
#include <openssl/err.h>
#include <openssl/ssl.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "proto/tls/tls.h"

enum {
	READ_WINDOW = 16384 /* bytes that TLS holds for who reads */
};

/* --- Plain ------------------------------------------------------------- */

static void
on_read(evutil_socket_t fd, short what, void *ctx)
{
	struct stream *s = ctx;
	(void)fd, (void)what;

	s->calls->readable(s->ctx);
}

static void
on_write(evutil_socket_t fd, short what, void *ctx)
{
	struct stream *s = ctx;
	(void)fd, (void)what;

	s->calls->writable(s->ctx);
}

static bool
open_plain(struct stream *s, struct event_base *base)
{
	s->read = event_new(base, s->fd, EV_READ | EV_PERSIST, on_read, s);
	s->write = event_new(base, s->fd, EV_WRITE, on_write, s);
	return s->read && s->write && event_add(s->read, NULL) == 0;
}

/* --- TLS --------------------------------------------------------------- */

/* What has come is not told again: it is read until none is left. */
static void
on_tls_read(struct bufferevent *tls, void *ctx)
{
	struct stream *s = ctx;
	const struct evbuffer *in = bufferevent_get_input(tls);

	while (s->tls == tls && !s->paused && evbuffer_get_length(in) > 0)
		s->calls->readable(s->ctx);
}

static void
on_tls_write(struct bufferevent *tls, void *ctx)
{
	struct stream *s = ctx;
	(void)tls;

	s->calls->writable(s->ctx);
}

static void
on_tls_event(struct bufferevent *tls, short what, void *ctx)
{
	struct stream *s = ctx;
	char why[TLS_SAY];

	if (what & BEV_EVENT_CONNECTED) {
		s->shaken = true;
		s->calls->ready(s->ctx);
		return;
	}
	bool said = tls_say_broken(bufferevent_openssl_get_ssl(tls),
	    bufferevent_get_openssl_error(tls), why);
	s->calls->broken(s->ctx, said ? why : NULL);
}

static bool
open_tls(struct stream *s, struct event_base *base, struct ssl_st *tls,
    enum stream_side side)
{
	s->tls = bufferevent_openssl_socket_new(base, s->fd, tls,
	    side == STREAM_SERVER ? BUFFEREVENT_SSL_ACCEPTING
				  : BUFFEREVENT_SSL_CONNECTING,
	    BEV_OPT_CLOSE_ON_FREE);
	if (!s->tls) {
		SSL_free(tls);
		return false;
	}
	bufferevent_setcb(s->tls, on_tls_read, on_tls_write, on_tls_event, s);
	bufferevent_setwatermark(s->tls, EV_READ, 0, READ_WINDOW);
	return bufferevent_enable(s->tls, EV_READ | EV_WRITE) == 0;
}

static void
release_tls(struct stream *s)
{
	/* Says that this is the end, if the socket has room for it. */
	if (s->shaken)
		(void)SSL_shutdown(bufferevent_openssl_get_ssl(s->tls));
	ERR_clear_error();
	bufferevent_free(s->tls);
}

/* --- Both -------------------------------------------------------------- */

bool
stream_open(struct stream *s, struct event_base *base, int fd,
    struct ssl_st *tls, enum stream_side side)
{
	s->fd = fd;
	s->read = s->write = NULL;
	s->tls = NULL;
	s->shaken = s->paused = false;
	if (tls ? open_tls(s, base, tls, side) : open_plain(s, base))
		return true;
	stream_release(s);
	return false;
}

void
stream_stop(struct stream *s)
{
	if (s->tls) {
		bufferevent_setcb(s->tls, NULL, NULL, NULL, NULL);
		(void)bufferevent_disable(s->tls, EV_READ | EV_WRITE);
		return;
	}
	if (s->read)
		event_del(s->read);
	if (s->write)
		event_del(s->write);
}

void
stream_release(struct stream *s)
{
	if (s->tls) {
		release_tls(s);
	} else if (s->read || s->write || s->fd > 0) {
		if (s->read)
			event_free(s->read);
		if (s->write)
			event_free(s->write);
		(void)close(s->fd);
	}
	s->tls = NULL;
	s->read = s->write = NULL;
	s->fd = -1;
}

const struct ssl_st *
stream_ssl(const struct stream *s)
{
	return s->tls ? bufferevent_openssl_get_ssl(s->tls) : NULL;
}

static ssize_t
as_told(ssize_t n)
{
	if (n > 0)
		return n;
	errno = EAGAIN;
	return -1;
}

/* What is taken may be a secret: it does not stay in what becomes free. */
static size_t
take(struct evbuffer *in, char *at, size_t room)
{
	struct evbuffer_iovec next;
	size_t taken = 0;

	while (taken < room && evbuffer_peek(in, -1, NULL, &next, 1) > 0) {
		size_t left = room - taken;
		size_t n = next.iov_len < left ? next.iov_len : left;
		if (n == 0)
			break;
		memcpy(at + taken, next.iov_base, n);
		explicit_bzero(next.iov_base, n);
		(void)evbuffer_drain(in, n);
		taken += n;
	}
	return taken;
}

ssize_t
stream_read(struct stream *s, char *at, size_t room)
{
	if (s->tls) {
		struct evbuffer *in = bufferevent_get_input(s->tls);
		return as_told((ssize_t)take(in, at, room));
	}
	return recv(s->fd, at, room, MSG_DONTWAIT);
}

ssize_t
stream_write(struct stream *s, const char *bytes, size_t len)
{
	if (!s->tls)
		return send(s->fd, bytes, len, MSG_NOSIGNAL | MSG_DONTWAIT);
	size_t pending = stream_pending(s);
	size_t room = pending < STREAM_WINDOW ? STREAM_WINDOW - pending : 0;
	if (len > room)
		len = room;
	if (len > 0 && bufferevent_write(s->tls, bytes, len) < 0) {
		errno = ENOMEM;
		return -1;
	}
	return as_told((ssize_t)len);
}

size_t
stream_pending(const struct stream *s)
{
	return s->tls ? evbuffer_get_length(bufferevent_get_output(s->tls)) : 0;
}

bool
stream_await(struct stream *s)
{
	if (!s->tls)
		return event_add(s->write, NULL) == 0;
	/* Of what it holds, TLS tells by itself when that has left. */
	if (stream_pending(s) == 0) {
		bufferevent_trigger(s->tls, EV_WRITE,
		    BEV_TRIG_IGNORE_WATERMARKS | BEV_TRIG_DEFER_CALLBACKS);
	}
	return true;
}

void
stream_pause(struct stream *s)
{
	s->paused = true;
	if (s->tls) {
		(void)bufferevent_disable(s->tls, EV_READ);
	} else {
		event_del(s->read);
	}
}

void
stream_resume(struct stream *s)
{
	s->paused = false;
	if (!s->tls) {
		(void)event_add(s->read, NULL);
		return;
	}
	(void)bufferevent_enable(s->tls, EV_READ);
	bufferevent_trigger(s->tls, EV_READ, BEV_TRIG_DEFER_CALLBACKS);
}
