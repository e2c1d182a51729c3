#include "ui/usb_loop.h"

#include <event2/event.h>
#include <libusb-1.0/libusb.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>

struct watch {
	struct watch *next;
	int fd;
	struct event *event;
};

struct usb_loop {
	struct event_base *base;
	const char *program;
	libusb_context *context;
	struct watch *watches;
	struct event *timer; /* where libusb has no timerfd; else NULL */
};

static void
handle(struct usb_loop *l)
{
	struct timeval now = { 0 }, next;

	(void)libusb_handle_events_timeout_completed(l->context, &now, NULL);
	if (l->timer != NULL && libusb_get_next_timeout(l->context, &next) == 1)
		(void)evtimer_add(l->timer, &next);
}

static void
on_ready(int fd, short what, void *ctx)
{
	(void)fd, (void)what;
	handle(ctx);
}

static void LIBUSB_CALL
on_added(int fd, short events, void *ctx)
{
	struct usb_loop *l = ctx;
	struct watch *w = calloc(1, sizeof(*w));
	short what = EV_PERSIST;

	if (w == NULL)
		return;
	what |= (events & POLLIN) != 0 ? EV_READ : 0;
	what |= (events & POLLOUT) != 0 ? EV_WRITE : 0;
	w->fd = fd;
	w->event = event_new(l->base, fd, what, on_ready, l);
	w->next = l->watches;
	l->watches = w;
	if (w->event == NULL || event_add(w->event, NULL) < 0)
		(void)fprintf(stderr, "%s: can't watch USB\n", l->program);
}

static void LIBUSB_CALL
on_removed(int fd, void *ctx)
{
	struct usb_loop *l = ctx;

	for (struct watch **at = &l->watches; *at != NULL; at = &(*at)->next) {
		struct watch *w = *at;
		if (w->fd != fd)
			continue;
		*at = w->next;
		if (w->event != NULL)
			event_free(w->event);
		free(w);
		return;
	}
}

/* It starts a thread for what is plugged in, which must take no signals. */
static int
init_quietly(libusb_context **context)
{
	sigset_t all, before;

	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_BLOCK, &all, &before);
	int error = libusb_init(context);
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	return error;
}

static void
watch_all(struct usb_loop *l)
{
	const struct libusb_pollfd **all = libusb_get_pollfds(l->context);

	libusb_set_pollfd_notifiers(l->context, on_added, on_removed, l);
	for (size_t i = 0; all != NULL && all[i] != NULL; i++)
		on_added(all[i]->fd, all[i]->events, l);
	libusb_free_pollfds(all);
	if (!libusb_pollfds_handle_timeouts(l->context))
		l->timer = evtimer_new(l->base, on_ready, l);
}

struct usb_loop *
usb_loop_create(struct event_base *base, const char *program)
{
	struct usb_loop *l = calloc(1, sizeof(*l));
	int error = l == NULL ? LIBUSB_ERROR_NO_MEM : init_quietly(&l->context);

	if (error != 0) {
		(void)fprintf(stderr, "%s: no USB: %s\n", program,
		    libusb_strerror(error));
		free(l);
		return NULL;
	}
	l->base = base;
	l->program = program;
	watch_all(l);
	return l;
}

void
usb_loop_destroy(struct usb_loop *l)
{
	if (l == NULL)
		return;
	libusb_set_pollfd_notifiers(l->context, NULL, NULL, NULL);
	while (l->watches != NULL)
		on_removed(l->watches->fd, l);
	if (l->timer != NULL)
		event_free(l->timer);
	libusb_exit(l->context);
	free(l);
}

libusb_context *
usb_loop_context(const struct usb_loop *l)
{
	return l->context;
}
