#include "server/journal/writer.h"

#include <assert.h>
#include <event2/event.h>
#include <pthread.h>
#include <signal.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/eventfd.h>
#include <unistd.h>

struct writer {
	pthread_t thread;
	pthread_mutex_t mutex;
	pthread_cond_t wake;
	writer_work_fn *work; /* NULL: nothing to do */
	writer_done_fn *done;
	void *ctx;
	bool busy, quit;
	int fd;
	struct event *event;
};

static void *
run(void *arg)
{
	struct writer *w = arg;
	const uint64_t one = 1;

	(void)pthread_mutex_lock(&w->mutex);
	for (;;) {
		while (!w->work && !w->quit)
			(void)pthread_cond_wait(&w->wake, &w->mutex);
		if (!w->work)
			break;
		writer_work_fn *work = w->work;
		(void)pthread_mutex_unlock(&w->mutex);
		work(w->ctx);
		(void)pthread_mutex_lock(&w->mutex);
		w->work = NULL;
		if (write(w->fd, &one, sizeof(one)) < 0)
			break;
	}
	(void)pthread_mutex_unlock(&w->mutex);
	return NULL;
}

static void
on_done(evutil_socket_t fd, short what, void *ctx)
{
	struct writer *w = ctx;
	uint64_t count;

	(void)what;
	if (read(fd, &count, sizeof(count)) < 0)
		return;
	w->busy = false;
	w->done(w->ctx);
}

/* Signals belong to the loop. */
static int
start_thread(struct writer *w)
{
	sigset_t all, old;

	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_SETMASK, &all, &old);
	int error = pthread_create(&w->thread, NULL, run, w);
	(void)pthread_sigmask(SIG_SETMASK, &old, NULL);
	return error;
}

struct writer *
writer_create(struct event_base *base)
{
	struct writer *w = calloc(1, sizeof(*w));

	if (!w)
		return NULL;
	w->fd = eventfd(0, EFD_NONBLOCK | EFD_CLOEXEC);
	w->event = w->fd < 0
	    ? NULL
	    : event_new(base, w->fd, EV_READ | EV_PERSIST, on_done, w);
	(void)pthread_mutex_init(&w->mutex, NULL);
	(void)pthread_cond_init(&w->wake, NULL);
	if (w->event && event_add(w->event, NULL) == 0 && start_thread(w) == 0)
		return w;
	if (w->event)
		event_free(w->event);
	if (w->fd >= 0)
		(void)close(w->fd);
	free(w);
	return NULL;
}

void
writer_destroy(struct writer *w)
{
	if (!w)
		return;
	(void)pthread_mutex_lock(&w->mutex);
	w->quit = true;
	(void)pthread_cond_signal(&w->wake);
	(void)pthread_mutex_unlock(&w->mutex);
	(void)pthread_join(w->thread, NULL);
	event_free(w->event);
	(void)close(w->fd);
	(void)pthread_mutex_destroy(&w->mutex);
	(void)pthread_cond_destroy(&w->wake);
	free(w);
}

void
writer_start(
    struct writer *w, writer_work_fn *work, writer_done_fn *done, void *ctx)
{
	assert(!w->busy);
	(void)pthread_mutex_lock(&w->mutex);
	w->busy = true;
	w->work = work;
	w->done = done;
	w->ctx = ctx;
	(void)pthread_cond_signal(&w->wake);
	(void)pthread_mutex_unlock(&w->mutex);
}

bool
writer_is_busy(const struct writer *w)
{
	return w->busy;
}
