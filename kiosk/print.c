#include "kiosk/print.h"

#include <errno.h>
#include <event2/event.h>
#include <pthread.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

#include "kiosk/print_record.h"
#include "kiosk/print_worker.h"

struct print {
	struct print_events events;
	struct print_worker worker;
	struct event *readable;
	pthread_t thread;
	int line; /* the loop's end of the pair */
	bool running, busy;
};

static const char *const state_words[] = {
	[PRINT_OK] = "ok",
	[PRINT_LOW] = "low",
	[PRINT_NO_PAPER] = "no_paper",
	[PRINT_COVER] = "cover",
	[PRINT_OFFLINE] = "offline",
	[PRINT_FAULT] = "fault",
	[PRINT_AWAY] = "away",
};

const char *
print_state_word(enum print_state state)
{
	return state_words[state];
}

static void
on_news(int fd, short what, void *ctx)
{
	struct print *p = ctx;
	struct print_news news;
	(void)what;

	while (recv(fd, &news, sizeof(news), MSG_DONTWAIT) ==
	    (ssize_t)sizeof(news)) {
		if (news.is_verdict) {
			p->busy = false;
			p->events.done(
			    p->events.ctx, news.name, news.verdict, news.why);
		} else {
			p->events.state(p->events.ctx, news.state);
		}
	}
}

static int
start_thread(struct print *p)
{
	sigset_t all, before;

	/* Signals are the loop's. */
	(void)sigfillset(&all);
	(void)pthread_sigmask(SIG_BLOCK, &all, &before);
	int error = pthread_create(
	    &p->thread, NULL, print_worker_run, &p->worker);
	(void)pthread_sigmask(SIG_SETMASK, &before, NULL);
	return error;
}

/* NULL, or why not. */
static const char *
start(struct print *p, struct event_base *base)
{
	int pair[2];

	if (socketpair(AF_UNIX, SOCK_SEQPACKET | SOCK_CLOEXEC, 0, pair) < 0)
		return strerror(errno);
	p->line = pair[0];
	p->worker.line = pair[1];
	p->readable = event_new(
	    base, p->line, EV_READ | EV_PERSIST, on_news, p);
	if (p->readable == NULL || event_add(p->readable, NULL) < 0)
		return "out of memory";
	int error = start_thread(p);
	if (error != 0)
		return strerror(error);
	p->running = true;
	return NULL;
}

struct print *
print_create(struct event_base *base, const struct print_config *config,
    const struct print_events *events, const char **why)
{
	struct print *p = calloc(1, sizeof(*p));

	*why = "out of memory";
	if (p == NULL)
		return NULL;
	p->events = *events;
	p->line = p->worker.line = p->worker.folder = -1;
	p->worker.deadline_ms = config->deadline_ms;
	*why = print_target_read(
	    &p->worker.target, config->uri, config->format);
	if (*why == NULL) {
		p->worker.folder = print_record_open(config->folder);
		*why = p->worker.folder < 0 ? strerror(errno) : start(p, base);
	}
	if (*why == NULL)
		return p;
	print_destroy(p);
	return NULL;
}

static void
close_fd(int fd)
{
	if (fd >= 0)
		(void)close(fd);
}

void
print_destroy(struct print *p)
{
	if (p == NULL)
		return;
	if (p->readable != NULL)
		event_free(p->readable);
	close_fd(p->line); /* which is the thread's end */
	if (p->running)
		(void)pthread_join(p->thread, NULL);
	close_fd(p->worker.line);
	close_fd(p->worker.folder);
	free(p);
}

bool
print_submit(struct print *p, const char *name, struct buf *document)
{
	struct print_paper *paper;

	if (p->busy || document->failed || !print_record_is_name(name))
		return false;
	paper = calloc(1, sizeof(*paper));
	if (paper == NULL)
		return false;
	memcpy(paper->name, name, strlen(name) + 1);
	paper->document = *document;
	struct print_errand errand = { paper };
	if (send(p->line, &errand, sizeof(errand), MSG_NOSIGNAL) !=
	    (ssize_t)sizeof(errand)) {
		free(paper);
		return false;
	}
	*document = (struct buf){ 0 };
	p->busy = true;
	return true;
}
