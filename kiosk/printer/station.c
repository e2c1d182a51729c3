#include "kiosk/printer/station.h"

#include <errno.h>
#include <event2/event.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "kiosk/printer/door.h"
#include "kiosk/printer/jobfile.h"
#include "kiosk/printer/model.h"
#include "kiosk/printer/owner.h"
#include "kiosk/printer/port.h"
#include "kiosk/printer/reasons.h"

struct station {
	const struct station_config *config;
	struct owner owner;
	struct port *port;
	struct door *door;
	struct reasons *reasons; /* NULL: CUPS is not told */
	struct jobfiles files;
	struct event *timer;
	char job[JOBFILE_NAME_MAX + 1]; /* that the owner has */
};

static int64_t
now_ms(void)
{
	struct timespec now;

	if (clock_gettime(CLOCK_BOOTTIME, &now) < 0)
		abort(); /* the kernel has had this clock since 2.6.39 */
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static void
say(const char *what, const char *more)
{
	(void)fprintf(stderr, "hao-printer: %s%s%s\n", what,
	    *more != '\0' ? ": " : "", more);
}

/* --- Jobs ---------------------------------------------------------------*/

static void
settle(
    struct station *s, const char *name, enum verdict verdict, const char *why)
{
	if (!jobfile_end(&s->files, name, verdict))
		say("the job's file can't be written", strerror(errno));
	if (verdict == VERDICT_FAILED || verdict == VERDICT_UNKNOWN)
		say(verdict_word(verdict), why);
	door_done(s->door, name, verdict, why);
}

/* A job that has come before is answered as it was, or as it may have been. */
static bool
is_known(struct station *s, const char *name)
{
	enum verdict verdict = VERDICT_UNKNOWN;

	switch (jobfile_find(&s->files, name, &verdict)) {
	case JOBFILE_NONE:
		return false;
	case JOBFILE_BEGUN:
		settle(s, name, VERDICT_UNKNOWN, "it was begun before");
		return true;
	case JOBFILE_OVER:
		door_done(s->door, name, verdict, "it came before");
		return true;
	case JOBFILE_UNREADABLE:
		say("the job's file can't be read", strerror(errno));
		door_done(s->door, name, VERDICT_UNKNOWN, "its file is lost");
		return true;
	}
	return true;
}

static void
next_job(struct station *s)
{
	while (s->owner.state == OWNER_IDLE) {
		struct door_job job = door_next(s->door);
		if (job.name == NULL)
			return;
		(void)strncpy(s->job, job.name, sizeof(s->job) - 1);
		if (!is_known(s, s->job))
			owner_submit(&s->owner, job.bytes, now_ms());
	}
}

/* --- The loop -----------------------------------------------------------*/

static void
write_out(struct station *s)
{
	struct buf *out = &s->owner.out;

	while (out->len > 0 && !s->owner.busy) {
		size_t n = s->port->ops->write(s->port, out->at, out->len);
		if (n == 0)
			return;
		owner_took(&s->owner, n, now_ms());
	}
}

/* After whatever the owner was told. */
static void
pump(struct station *s)
{
	next_job(s);
	write_out(s);
	(void)event_del(s->timer);
	int64_t due_ms = owner_deadline(&s->owner);
	if (due_ms < 0)
		return;
	int64_t left_ms = due_ms - now_ms();
	left_ms = left_ms < 0 ? 0 : left_ms;
	struct timeval after = { .tv_sec = (time_t)(left_ms / 1000),
		.tv_usec = (suseconds_t)(left_ms % 1000) * 1000 };
	(void)event_add(s->timer, &after);
}

static void
on_timer(int fd, short what, void *ctx)
{
	struct station *s = ctx;
	(void)fd, (void)what;

	owner_time(&s->owner, now_ms());
	pump(s);
}

/* --- What the owner wants -----------------------------------------------*/

static bool
owner_begin(void *ctx)
{
	struct station *s = ctx;

	if (jobfile_begin(&s->files, s->job))
		return true;
	say("the job's file can't be written", strerror(errno));
	return false;
}

static void
owner_done(void *ctx, enum verdict verdict, const char *why)
{
	struct station *s = ctx;

	settle(s, s->job, verdict, why);
}

static void
owner_changed(void *ctx)
{
	struct station *s = ctx;
	struct buf reasons = { 0 };

	status_reasons(&reasons, &s->owner.status);
	buf_putc(&reasons, '\0');
	if (!reasons.failed) {
		door_state(s->door, reasons.at);
		reasons_set(s->reasons, reasons.at);
	}
	buf_release(&reasons);
}

static void
owner_ask_port(void *ctx)
{
	struct station *s = ctx;

	if (s->port->ops->ask != NULL)
		s->port->ops->ask(s->port);
}

static void
owner_reset(void *ctx)
{
	struct station *s = ctx;

	s->port->ops->reset(s->port);
	owner_down(&s->owner, "it is connected anew", now_ms());
}

static const struct owner_ops owner_ops = {
	.begin = owner_begin,
	.done = owner_done,
	.changed = owner_changed,
	.ask_port = owner_ask_port,
	.reset = owner_reset,
};

/* --- What the port tells ------------------------------------------------*/

static void
port_up(void *ctx, const char *id)
{
	struct station *s = ctx;
	const struct model *model = s->config->model;

	if (model == NULL)
		model = model_of_id(id);
	say("connected", model->name);
	owner_up(&s->owner, model, now_ms());
	pump(s);
}

static void
port_down(void *ctx, const char *why)
{
	struct station *s = ctx;

	say("not connected", why);
	owner_down(&s->owner, why, now_ms());
	pump(s);
}

static void
port_received(void *ctx, const uint8_t *bytes, size_t n)
{
	struct station *s = ctx;

	owner_received(&s->owner, bytes, n, now_ms());
	pump(s);
}

static void
port_flushed(void *ctx)
{
	struct station *s = ctx;

	owner_flushed(&s->owner, now_ms());
	pump(s);
}

static void
port_status(void *ctx, uint8_t status)
{
	struct station *s = ctx;

	owner_port(&s->owner, status, now_ms());
	pump(s);
}

/* --- What comes in at the door ------------------------------------------*/

static void
door_job(void *ctx)
{
	pump(ctx);
}

static void
door_cancelled(void *ctx, const char *name)
{
	struct station *s = ctx;

	if (s->owner.state != OWNER_IDLE && strcmp(s->job, name) == 0) {
		owner_cancel(&s->owner, now_ms());
	} else if (!is_known(s, name)) {
		settle(s, name, VERDICT_FAILED, "it was cancelled");
	}
	pump(s);
}

/* --- Together -----------------------------------------------------------*/

static bool
open_all(struct station *s, struct event_base *base)
{
	const struct station_config *c = s->config;
	const struct door_events door_events = {
		.job = door_job,
		.cancelled = door_cancelled,
		.ctx = s,
	};
	const struct port_events port_events = {
		.up = port_up,
		.down = port_down,
		.received = port_received,
		.flushed = port_flushed,
		.status = port_status,
		.ctx = s,
	};

	if (!jobfile_open(&s->files, c->jobs)) {
		(void)fprintf(stderr, "hao-printer: --jobs %s: %s\n", c->jobs,
		    strerror(errno));
		return false;
	}
	s->timer = evtimer_new(base, on_timer, s);
	s->door = door_open(base, c->socket, c->socket_mode, &door_events);
	if (s->timer == NULL || s->door == NULL)
		return false;
	if (c->queue != NULL) {
		s->reasons = reasons_create(c->queue);
		if (s->reasons == NULL)
			return false;
		owner_changed(s);
	}
	s->port = port_create(base, &c->device, &port_events);
	return s->port != NULL;
}

struct station *
station_create(struct event_base *base, const struct station_config *config)
{
	struct station *s = calloc(1, sizeof(*s));

	if (s == NULL)
		return NULL;
	s->config = config;
	s->files.dir = -1;
	owner_init(&s->owner,
	    &(struct owner_config){
		.model = config->model != NULL ? config->model : model_at(0),
		.ops = &owner_ops,
		.ctx = s,
		.wait_ms = config->wait_ms,
		.keeps = config->device.kind != DEVICE_TCP,
	    });
	if (!open_all(s, base)) {
		station_destroy(s);
		return NULL;
	}
	return s;
}

void
station_destroy(struct station *s)
{
	if (s == NULL)
		return;
	if (s->port != NULL)
		s->port->ops->destroy(s->port);
	door_close(s->door);
	reasons_destroy(s->reasons);
	if (s->timer != NULL)
		event_free(s->timer);
	jobfile_close(&s->files);
	owner_release(&s->owner);
	free(s);
}
