#include "pad/line.h"

#include <errno.h>
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "pad/driver.h"
#include "proto/buf.h"

#define REOPEN_S 1
#define LATE_MAX 4096UL /* bytes on their way: later ones are too late */
#define READ_MAX 256UL

struct line {
	struct line_config config;
	struct event_base *base;
	struct bufferevent *stream; /* NULL while it is lost */
	struct event *timer;
	struct buf in;
	bool told, open; /* what CHANGED was told last */
};

static void
tell(struct line *l, bool open, const char *why)
{
	if (l->told && l->open == open)
		return;
	l->told = true;
	l->open = open;
	l->config.changed(open, why, l->config.ctx);
}

static void
lose(struct line *l, const char *why)
{
	static const struct timeval later = { .tv_sec = REOPEN_S };

	if (l->stream != NULL) {
		int fd = bufferevent_getfd(l->stream);
		bufferevent_free(l->stream);
		(void)close(fd);
	}
	l->stream = NULL;
	buf_clear(&l->in);
	(void)event_add(l->timer, &later);
	tell(l, false, why);
}

static void
on_bytes(struct bufferevent *stream, void *ctx)
{
	struct line *l = ctx;
	struct pad_press press;
	char bytes[READ_MAX];
	size_t n;

	while ((n = bufferevent_read(stream, bytes, sizeof(bytes))) > 0) {
		buf_put(&l->in, bytes, n);
		while (l->config.driver->read(&l->in, &press))
			l->config.press(&press, l->config.ctx);
	}
}

static void
on_event(struct bufferevent *stream, short what, void *ctx)
{
	int error = errno;
	(void)stream;

	lose(ctx,
	    (what & BEV_EVENT_ERROR) != 0 ? strerror(error)
					  : "the line was closed");
}

static void
reopen(struct line *l)
{
	const struct serial *s = &l->config.serial;
	const char *why = "out of memory";
	int fd = serial_open(s->path, s->baud, false, &why);

	if (fd >= 0)
		l->stream = bufferevent_socket_new(l->base, fd, 0);
	if (l->stream == NULL) {
		if (fd >= 0)
			(void)close(fd);
		lose(l, why);
		return;
	}
	bufferevent_setcb(l->stream, on_bytes, NULL, on_event, l);
	(void)bufferevent_enable(l->stream, EV_READ | EV_WRITE);
	tell(l, true, "");
}

static void
on_timer(int fd, short what, void *ctx)
{
	(void)fd, (void)what;
	reopen(ctx);
}

struct line *
line_create(struct event_base *base, const struct line_config *config)
{
	static const struct timeval at_once = { 0 };
	struct line *l = calloc(1, sizeof(*l));

	if (l == NULL)
		return NULL;
	l->config = *config;
	l->base = base;
	l->timer = event_new(base, -1, 0, on_timer, l);
	if (l->timer == NULL || event_add(l->timer, &at_once) < 0) {
		line_destroy(l);
		return NULL;
	}
	return l;
}

void
line_destroy(struct line *l)
{
	if (l == NULL)
		return;
	if (l->stream != NULL) {
		int fd = bufferevent_getfd(l->stream);
		bufferevent_free(l->stream);
		(void)close(fd);
	}
	if (l->timer != NULL)
		event_free(l->timer);
	buf_release(&l->in);
	free(l);
}

void
line_write(struct line *l, struct buf *bytes)
{
	bool late = l->stream == NULL ||
	    evbuffer_get_length(bufferevent_get_output(l->stream)) > LATE_MAX;

	if (!late && bytes->len > 0 && !bytes->failed)
		(void)bufferevent_write(l->stream, bytes->at, bytes->len);
	buf_clear(bytes);
}
