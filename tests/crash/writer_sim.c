/*
 * In place of the journal's thread: the work is done by the loop itself, some
 * simulated time after it was ordered, and is said to be done some time after
 * that. So the daemon goes on between the two, as it does beside a thread, and
 * the same seed does the same again.
 */
#include <assert.h>
#include <event2/event.h>
#include <stdlib.h>

#include "server/journal/writer.h"

#define STEP_US	 900
#define STEPS	 7
#define PARTS_IN 2

struct writer {
	struct event *event;
	writer_work_fn *work;
	writer_done_fn *done;
	void *ctx;
	unsigned orders;
	bool busy;
};

static void
wait_a_while(struct writer *w)
{
	const struct timeval later = { 0,
		STEP_US * (suseconds_t)(++w->orders * PARTS_IN % STEPS) };

	(void)event_add(w->event, &later);
}

static void
on_time(evutil_socket_t fd, short what, void *ctx)
{
	struct writer *w = ctx;

	(void)fd;
	(void)what;
	if (w->work) {
		writer_work_fn *work = w->work;
		w->work = NULL;
		work(w->ctx);
		wait_a_while(w);
		return;
	}
	w->busy = false;
	w->done(w->ctx);
}

struct writer *
writer_create(struct event_base *base)
{
	struct writer *w = calloc(1, sizeof(*w));

	if (w)
		w->event = event_new(base, -1, 0, on_time, w);
	if (w && w->event)
		return w;
	free(w);
	return NULL;
}

void
writer_destroy(struct writer *w)
{
	if (!w)
		return;
	if (w->work)
		w->work(w->ctx);
	event_free(w->event);
	free(w);
}

void
writer_start(
    struct writer *w, writer_work_fn *work, writer_done_fn *done, void *ctx)
{
	assert(!w->busy);
	w->busy = true;
	w->work = work;
	w->done = done;
	w->ctx = ctx;
	wait_a_while(w);
}

bool
writer_is_busy(const struct writer *w)
{
	return w->busy;
}
