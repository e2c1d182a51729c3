/* A port behind a file descriptor. */
#include <errno.h>
#include <event2/event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "kiosk/printer/device.h"
#include "kiosk/printer/port.h"
#include "kiosk/printer/stream.h"

struct port_stream {
	struct port port;
	struct device device;
	struct event_base *base;
	int fd;
	struct event *readable, *writable, *retry;
	bool connected, pending;
	const char *said; /* why there is no connection; said once */
};

static void
close_fd(struct port_stream *s)
{
	if (s->readable != NULL)
		event_free(s->readable);
	if (s->writable != NULL)
		event_free(s->writable);
	s->readable = s->writable = NULL;
	if (s->fd >= 0)
		(void)close(s->fd);
	s->fd = -1;
	s->connected = s->pending = false;
}

static void
try_later(struct port_stream *s)
{
	const struct timeval after = { .tv_sec = PORT_RETRY_MS / 1000 };

	(void)event_add(s->retry, &after);
}

static void
lose(struct port_stream *s, const char *why)
{
	bool was = s->connected;

	close_fd(s);
	try_later(s);
	if (!was && s->said != NULL && strcmp(s->said, why) == 0)
		return;
	s->said = why;
	s->port.events.down(s->port.events.ctx, why);
}

static void
on_readable(int fd, short what, void *ctx)
{
	struct port_stream *s = ctx;
	uint8_t bytes[256];
	(void)what;

	ssize_t n = read(fd, bytes, sizeof(bytes));
	if (n > 0) {
		s->port.events.received(s->port.events.ctx, bytes, (size_t)n);
	} else if (n == 0) {
		lose(s, "the printer closed the connection");
	} else if (errno != EAGAIN && errno != EINTR) {
		lose(s, strerror(errno));
	}
}

static void
on_writable(int fd, short what, void *ctx)
{
	struct port_stream *s = ctx;
	(void)what;

	if (s->connected) {
		s->pending = false;
		s->port.events.flushed(s->port.events.ctx);
		return;
	}
	const char *why = stream_failed(&s->device, fd);
	if (why != NULL) {
		lose(s, why);
		return;
	}
	s->connected = true;
	s->said = NULL;
	if (event_add(s->readable, NULL) < 0) {
		lose(s, "out of memory");
		return;
	}
	s->port.events.up(s->port.events.ctx, "");
}

static void
open_fd(struct port_stream *s)
{
	const char *why = "out of memory";

	s->fd = stream_open(&s->device, &why);
	if (s->fd >= 0) {
		s->readable = event_new(
		    s->base, s->fd, EV_READ | EV_PERSIST, on_readable, s);
		s->writable = event_new(
		    s->base, s->fd, EV_WRITE, on_writable, s);
		if (s->readable != NULL && s->writable != NULL &&
		    event_add(s->writable, NULL) == 0)
			return;
	}
	lose(s, why);
}

static void
on_retry(int fd, short what, void *ctx)
{
	(void)fd, (void)what;
	open_fd(ctx);
}

static size_t
stream_write(struct port *p, const void *bytes, size_t n)
{
	struct port_stream *s = (struct port_stream *)p;

	if (!s->connected || s->pending)
		return 0;
	ssize_t taken = write(s->fd, bytes, n);
	/* What is broken shows where it is read. */
	s->pending = event_add(s->writable, NULL) == 0;
	return taken > 0 ? (size_t)taken : 0;
}

static void
stream_reset(struct port *p)
{
	struct port_stream *s = (struct port_stream *)p;

	if (s->fd >= 0)
		stream_drop(&s->device, s->fd);
	close_fd(s);
	try_later(s);
}

static void
stream_destroy(struct port *p)
{
	struct port_stream *s = (struct port_stream *)p;

	close_fd(s);
	if (s->retry != NULL)
		event_free(s->retry);
	free(s);
}

static const struct port_ops ops = {
	.write = stream_write,
	.reset = stream_reset,
	.destroy = stream_destroy,
};

struct port *
port_stream_create(struct event_base *base, const struct device *device,
    const struct port_events *events)
{
	struct port_stream *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return NULL;
	s->port = (struct port){ .ops = &ops, .events = *events };
	s->device = *device;
	s->base = base;
	s->fd = -1;
	s->retry = evtimer_new(base, on_retry, s);
	if (s->retry == NULL) {
		free(s);
		return NULL;
	}
	event_active(s->retry, EV_TIMEOUT, 0);
	return &s->port;
}
