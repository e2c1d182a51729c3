#include "kiosk/printer/door.h"

#include <errno.h>
#include <event2/buffer.h>
#include <event2/bufferevent.h>
#include <event2/event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include "kiosk/printer/order.h"

#define STATE_MAX 128
#define BACKLOG	  16

struct guest {
	struct guest *next; /* in the order of their coming */
	struct door *door;
	struct bufferevent *line;
	struct order order;
	bool told; /* has heard its last word, and leaves */
	bool dead; /* is freed when nothing of it is in use */
};

struct door {
	struct event_base *base;
	struct door_events events;
	struct sockaddr_un address;
	int fd;
	struct event *knock, *sweep, *rested;
	struct guest *guests;
	char state[STATE_MAX];
};

/* --- Guests -------------------------------------------------------------*/

static void
guest_free(struct guest *g)
{
	bufferevent_free(g->line);
	order_release(&g->order);
	free(g);
}

/* Frees those who left. */
static void
on_sweep(int fd, short what, void *ctx)
{
	struct door *d = ctx;
	(void)fd, (void)what;

	for (struct guest **at = &d->guests; *at != NULL;) {
		struct guest *g = *at;
		if (!g->dead) {
			at = &g->next;
			continue;
		}
		*at = g->next;
		guest_free(g);
	}
}

static void
leave(struct guest *g)
{
	g->dead = true;
	(void)bufferevent_disable(g->line, EV_READ | EV_WRITE);
	event_active(g->door->sweep, EV_TIMEOUT, 0);
}

static void
tell(struct guest *g, const char *word, const char *what, const char *why)
{
	if (!g->dead) {
		(void)evbuffer_add_printf(bufferevent_get_output(g->line),
		    "%s %s%s%s\n", word, what, *why != '\0' ? " " : "", why);
	}
}

/* The last word; it leaves when it has read that. */
static void
dismiss(struct guest *g, const char *word, const char *what, const char *why)
{
	tell(g, word, what, why);
	g->told = true;
	(void)bufferevent_disable(g->line, EV_READ);
}

static bool
has_job(const struct guest *g)
{
	return !g->dead && !g->told && g->order.whole;
}

/* The first one's job is always read on, so that somebody gets ahead. */
static void
hold_back(struct door *d)
{
	size_t held = 0;
	bool first = true;

	for (struct guest *g = d->guests; g != NULL; g = g->next)
		held += g->order.job.len;
	for (struct guest *g = d->guests; g != NULL; g = g->next) {
		if (g->dead || g->told)
			continue;
		if (first || held < DOOR_HIGH_WATER || g->order.job.len == 0) {
			(void)bufferevent_enable(g->line, EV_READ);
		} else {
			(void)bufferevent_disable(g->line, EV_READ);
		}
		first = false;
	}
}

/* Somebody else sent the same job, and still wants it. */
static bool
is_wanted(const struct guest *g)
{
	for (const struct guest *o = g->door->guests; o != NULL; o = o->next) {
		if (o != g && has_job(o) &&
		    strcmp(o->order.name, g->order.name) == 0)
			return true;
	}
	return false;
}

static void
withdraw(struct guest *g)
{
	struct door *d = g->door;

	if (has_job(g) && !is_wanted(g))
		d->events.cancelled(d->events.ctx, g->order.name);
}

static void
obey(struct guest *g, enum order_kind kind)
{
	struct door *d = g->door;

	switch (kind) {
	case ORDER_MORE:
		break;
	case ORDER_PRINT:
	case ORDER_WATCH:
		tell(g, "STATE", d->state, "");
		break;
	case ORDER_END:
		d->events.job(d->events.ctx);
		break;
	case ORDER_CANCEL:
		if (g->order.whole) {
			withdraw(g);
		} else {
			dismiss(g, "DONE", "failed", "it was cancelled");
		}
		break;
	case ORDER_WRONG:
		dismiss(g, "ERROR", g->order.wrong, "");
		break;
	}
}

static void
on_read(struct bufferevent *line, void *ctx)
{
	struct guest *g = ctx;
	struct evbuffer *in = bufferevent_get_input(line);
	char bytes[4096];
	int n;

	while (
	    !g->told && (n = evbuffer_remove(in, bytes, sizeof(bytes))) > 0) {
		const char *at = bytes;
		size_t left = (size_t)n;
		while (left > 0 && !g->told)
			obey(g, order_take(&g->order, &at, &left));
	}
	hold_back(g->door);
}

static void
on_written(struct bufferevent *line, void *ctx)
{
	struct guest *g = ctx;

	if (g->told && evbuffer_get_length(bufferevent_get_output(line)) == 0)
		leave(g);
}

static void
on_gone(struct bufferevent *line, short what, void *ctx)
{
	struct guest *g = ctx;
	(void)line, (void)what;

	withdraw(g);
	leave(g);
	hold_back(g->door);
}

static size_t
guests_count(const struct door *d)
{
	size_t n = 0;

	for (const struct guest *g = d->guests; g != NULL; g = g->next)
		n++;
	return n;
}

/* Behind all others; false when there is no room or memory. */
static bool
admit(struct door *d, int fd)
{
	struct guest **last = &d->guests;
	struct guest *g = calloc(1, sizeof(*g));

	if (g == NULL || guests_count(d) >= DOOR_GUESTS_MAX) {
		free(g);
		return false;
	}
	g->door = d;
	g->line = bufferevent_socket_new(d->base, fd, BEV_OPT_CLOSE_ON_FREE);
	if (g->line == NULL) {
		free(g);
		return false;
	}
	bufferevent_setcb(g->line, on_read, on_written, on_gone, g);
	(void)bufferevent_enable(g->line, EV_READ | EV_WRITE);
	while (*last != NULL)
		last = &(*last)->next;
	*last = g;
	return true;
}

/* Out of descriptors: it rests instead of spinning. */
static void
rest(struct door *d)
{
	const struct timeval tenth = { 0, 100000 };

	(void)event_del(d->knock);
	(void)event_add(d->rested, &tenth);
}

static void
on_rested(int fd, short what, void *ctx)
{
	struct door *d = ctx;
	(void)fd, (void)what;

	(void)event_add(d->knock, NULL);
}

static void
on_knock(int fd, short what, void *ctx)
{
	(void)what;
	int guest = accept4(fd, NULL, NULL, SOCK_NONBLOCK | SOCK_CLOEXEC);

	if (guest < 0 && errno != EAGAIN && errno != EINTR &&
	    errno != ECONNABORTED)
		rest(ctx);
	/* Who finds no room comes again. */
	if (guest >= 0 && !admit(ctx, guest))
		(void)close(guest);
}

/* --- The socket ---------------------------------------------------------*/

static bool
is_socket(const char *path)
{
	struct stat is;

	return lstat(path, &is) == 0 && S_ISSOCK(is.st_mode);
}

/* A socket that nobody listens at any more is in the way. */
static bool
is_left_over(const struct sockaddr_un *a)
{
	if (!is_socket(a->sun_path))
		return false;
	int fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
	bool dead = fd >= 0 &&
	    connect(fd, (const struct sockaddr *)a, sizeof(*a)) < 0 &&
	    errno == ECONNREFUSED;

	if (fd >= 0)
		(void)close(fd);
	return dead;
}

static bool
listen_at(struct door *d, unsigned mode)
{
	const struct sockaddr *a = (const struct sockaddr *)&d->address;

	d->fd = socket(AF_UNIX, SOCK_STREAM | SOCK_NONBLOCK | SOCK_CLOEXEC, 0);
	if (d->fd < 0)
		return false;
	if (is_left_over(&d->address))
		(void)unlink(d->address.sun_path);
	return bind(d->fd, a, sizeof(d->address)) == 0 &&
	    chmod(d->address.sun_path, mode) == 0 &&
	    listen(d->fd, BACKLOG) == 0;
}

struct door *
door_open(struct event_base *base, const char *path, unsigned mode,
    const struct door_events *events)
{
	struct door *d = calloc(1, sizeof(*d));

	if (d == NULL)
		return NULL;
	*d = (struct door){ .base = base,
		.events = *events,
		.fd = -1,
		.address.sun_family = AF_UNIX,
		.state = "offline-report" };
	errno = ENAMETOOLONG;
	if (strlen(path) < sizeof(d->address.sun_path)) {
		memcpy(d->address.sun_path, path, strlen(path) + 1);
		if (listen_at(d, mode)) {
			d->knock = event_new(
			    base, d->fd, EV_READ | EV_PERSIST, on_knock, d);
			d->sweep = evtimer_new(base, on_sweep, d);
			d->rested = evtimer_new(base, on_rested, d);
		}
	}
	if (d->knock == NULL || d->sweep == NULL || d->rested == NULL ||
	    event_add(d->knock, NULL) < 0) {
		bool there = errno == EADDRINUSE;
		const char *why = there ? "another hao-printer has it"
					: strerror(errno);
		if (there && !is_socket(path))
			why = "it is there, and no socket; name another one";
		(void)fprintf(
		    stderr, "hao-printer: --socket %s: %s\n", path, why);
		d->address.sun_path[0] = '\0'; /* it is another's */
		door_close(d);
		return NULL;
	}
	return d;
}

void
door_close(struct door *d)
{
	if (d == NULL)
		return;
	while (d->guests != NULL) {
		struct guest *g = d->guests;
		d->guests = g->next;
		guest_free(g);
	}
	if (d->knock != NULL)
		event_free(d->knock);
	if (d->sweep != NULL)
		event_free(d->sweep);
	if (d->rested != NULL)
		event_free(d->rested);
	if (d->fd >= 0)
		(void)close(d->fd);
	if (d->address.sun_path[0] != '\0')
		(void)unlink(d->address.sun_path);
	free(d);
}

struct door_job
door_next(const struct door *d)
{
	for (struct guest *g = d->guests; g != NULL; g = g->next) {
		if (!has_job(g))
			continue;
		return (struct door_job){ g->order.name, &g->order.job };
	}
	return (struct door_job){ 0 };
}

void
door_done(
    struct door *d, const char *name, enum verdict verdict, const char *why)
{
	for (struct guest *g = d->guests; g != NULL; g = g->next) {
		if (has_job(g) && strcmp(g->order.name, name) == 0)
			dismiss(g, "DONE", verdict_word(verdict), why);
	}
	hold_back(d);
}

void
door_state(struct door *d, const char *reasons)
{
	if (strcmp(d->state, reasons) == 0)
		return;
	(void)snprintf(d->state, sizeof(d->state), "%s", reasons);
	for (struct guest *g = d->guests; g != NULL; g = g->next) {
		if (!g->told)
			tell(g, "STATE", d->state, "");
	}
}
