#include "kiosk/print_worker.h"

#include <errno.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

#include "kiosk/print_record.h"

#define LOOK_MS_MIN 5 /* between two looks at a job, growing */
#define LOOK_MS_MAX 200
#define LAST_MS	    3000 /* for a cancelled job to say how far it came */

static int64_t
now_ms(void)
{
	struct timespec now;

	if (clock_gettime(CLOCK_BOOTTIME, &now) < 0)
		abort(); /* the kernel has had this clock since 2.6.39 */
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

/* Waits MS, or for the loop; true when the loop has gone. */
static bool
rest(const struct print_worker *w, int64_t ms)
{
	struct pollfd p = { .fd = w->line, .events = POLLIN };

	return poll(&p, 1, (int)ms) > 0 && (p.revents & POLLHUP) != 0;
}

static void
tell(const struct print_worker *w, const struct print_news *news)
{
	/* Nobody listens any more: the record has it. */
	(void)send(w->line, news, sizeof(*news), MSG_NOSIGNAL);
}

/* --- One paper -------------------------------------------------------------*/

/* A verdict with its reason. */
struct outcome {
	enum verdict verdict;
	const char *why;
	bool gone;   /* the loop went before there was one */
	bool vacant; /* none: nothing of it came, and nothing will */
};

static struct outcome
outcome(enum verdict verdict, const char *why)
{
	return (struct outcome){ .verdict = verdict, .why = why };
}

static bool
note(const struct print_worker *w, const char *name, const char *line)
{
	return print_record_add(w->folder, name, line);
}

/* A job that is being watched. */
struct watched {
	const char *name;
	int id;
	bool known;	 /* it was sent by us, and since then */
	bool doubted;	 /* nobody knows whether its document came */
	bool cancelled;	 /* by us, just now */
	unsigned breaks; /* the connection broke so often */
};

/* What it was is known from another CUPS, or from an earlier process. */
static bool
is_broken_off(const struct print_worker *w, const struct watched *job)
{
	return !job->known || job->breaks != w->target.breaks;
}

/* What CUPS says of it, as far as it can know. */
static enum print_reply
look(struct print_worker *w, const struct watched *job, struct print_job *now)
{
	enum print_reply how = print_ipp_job(&w->target, job->id, now);

	now->processed = now->processed || is_broken_off(w, job);
	return how;
}

/*
 * Whether no document of it came and none can any more: what waits for one is
 * cancelled, which the next look sees.
 */
static bool
vacate(struct print_worker *w, const struct watched *job,
    const struct print_job *now)
{
	if (!job->doubted || !print_is_empty(now, job->name))
		return false;
	if (now->state == PRINT_JOB_CANCELED)
		return true;
	(void)print_ipp_cancel(&w->target, job->id);
	return false;
}

/*
 * A CUPS that was killed in the midst of it may hold it for five minutes,
 * though it has it all. Let go, it is printed, unless hao-printer knows that
 * it was: of no job does that one make two papers.
 */
static void
let_go(struct print_worker *w, const struct watched *job,
    const struct print_job *now)
{
	if (w->target.source == PRINT_SOURCE_HAO && is_broken_off(w, job) &&
	    print_is_held(now, job->name))
		(void)print_ipp_release(&w->target, job->id);
}

/*
 * CUPS calls it cancelled at once; how far it came hao-printer says a moment
 * later.
 */
static bool
has_more_to_say(const struct print_worker *w, const struct watched *job,
    const struct print_job *now)
{
	enum verdict verdict;

	return job->cancelled && w->target.source == PRINT_SOURCE_HAO &&
	    now->state == PRINT_JOB_CANCELED && now->processed &&
	    !verdict_of_progress(now->progress, &verdict);
}

/* Looks at the job until it is over; false: it is not by UNTIL_MS. */
static bool
watch(struct print_worker *w, const struct watched *job, int64_t until_ms,
    struct outcome *o)
{
	int64_t look_ms = LOOK_MS_MIN;
	struct print_job now;

	while (!o->gone) {
		enum print_reply how = look(w, job, &now);
		o->vacant = how != PRINT_SILENT && vacate(w, job, &now);
		if (o->vacant)
			return true;
		if (how != PRINT_SILENT &&
		    print_judge(
			&now, job->name, w->target.source, &o->verdict) &&
		    !has_more_to_say(w, job, &now))
			return true;
		if (now_ms() >= until_ms)
			return false;
		if (how != PRINT_SILENT)
			let_go(w, job, &now);
		o->gone = rest(w, look_ms);
		look_ms = look_ms * 2 < LOOK_MS_MAX ? look_ms * 2 : LOOK_MS_MAX;
	}
	return false;
}

/* Nobody waits for it any more: it must not come out late. */
static struct outcome
too_late(struct print_worker *w, const struct watched *job)
{
	struct outcome o = outcome(VERDICT_UNKNOWN, "it took too long");
	struct watched last = *job;

	last.cancelled = true;
	w->clear = false;
	if (!note(w, job->name, "owed"))
		return o;
	if (print_ipp_cancel(&w->target, job->id) == PRINT_SILENT)
		return o;
	(void)note(w, job->name, "paid");
	(void)watch(w, &last, now_ms() + LAST_MS, &o);
	return o.vacant ? outcome(VERDICT_FAILED, o.why) : o;
}

static struct outcome
follow(struct print_worker *w, const struct watched *job, int64_t since_ms)
{
	struct outcome o = outcome(VERDICT_UNKNOWN, "");

	if (watch(w, job, since_ms + w->deadline_ms, &o) || o.gone)
		return o;
	return too_late(w, job);
}

/* Nothing was sent of it: nothing can be printed. */
static struct outcome
give_up(struct print_worker *w, int job, const char *why)
{
	if (job > 0)
		(void)print_ipp_cancel(&w->target, job);
	return outcome(VERDICT_FAILED, why);
}

static struct outcome
send_it(struct print_worker *w, const struct print_paper *p, int job,
    int64_t since_ms)
{
	struct watched watched = {
		.name = p->name,
		.id = job,
		.known = true,
		.breaks = w->target.breaks,
	};
	char lines[32];

	(void)snprintf(lines, sizeof(lines), "job %d\nsending", job);
	if (!note(w, p->name, lines))
		return give_up(w, job, "it can't be remembered");
	switch (
	    print_ipp_send(&w->target, job, p->document.at, p->document.len)) {
	case PRINT_REFUSED:
		return give_up(w, job, "the document was refused");
	case PRINT_DONE:
		break;
	case PRINT_SILENT:
		/* A printer may begin before it has all of it; CUPS won't. */
		watched.doubted = w->target.source != PRINT_SOURCE_PRINTER;
		break;
	}
	return follow(w, &watched, since_ms);
}

static struct outcome
print_it(struct print_worker *w, const struct print_paper *p, int64_t since_ms)
{
	int job = 0;

	switch (print_ipp_create(&w->target, p->name, &job)) {
	case PRINT_SILENT:
		return give_up(w, 0, "nobody answers at the printer's address");
	case PRINT_REFUSED:
		return give_up(w, 0, "the job was refused");
	case PRINT_DONE:
		break;
	}
	return send_it(w, p, job, since_ms);
}

/* An earlier process was about to send it, or did. */
static struct outcome
recall(struct print_worker *w, const struct print_paper *p, int id)
{
	const struct watched job = {
		.name = p->name,
		.id = id,
		.doubted = true,
	};

	return follow(w, &job, now_ms());
}

/*
 * The paper may have been begun by an earlier process. Where CUPS was gone in
 * the midst of it and has nothing of it, it can be printed.
 */
static struct outcome
handle(struct print_worker *w, const struct print_paper *p)
{
	int64_t since_ms = now_ms();
	struct print_record r;

	if (!print_record_read(w->folder, p->name, &r))
		return outcome(VERDICT_UNKNOWN, "its record can't be read");
	if (r.over)
		return outcome(r.verdict, "it was submitted before");
	struct outcome o = r.sending ? recall(w, p, r.job)
				     : print_it(w, p, since_ms);
	while (o.vacant)
		o = print_it(w, p, since_ms);
	return o;
}

static void
do_paper(struct print_worker *w, struct print_paper *p)
{
	struct outcome o = handle(w, p);
	struct print_news news = { .is_verdict = true, .verdict = o.verdict };

	(void)snprintf(news.name, sizeof(news.name), "%s", p->name);
	(void)snprintf(news.why, sizeof(news.why), "%s", o.why);
	if (!o.gone) {
		tell(w, &news);
		/* A verdict that can't be kept is found again by its job. */
		(void)note(w, p->name, verdict_word(o.verdict));
	}
	buf_release(&p->document);
	free(p);
}

/* --- Between papers --------------------------------------------------------*/

static void
look_at_printer(struct print_worker *w)
{
	struct print_news news = { .state = print_ipp_state(&w->target) };

	if (w->told && w->state == news.state)
		return;
	w->state = news.state;
	w->told = true;
	tell(w, &news);
}

/* Cancels what could not be cancelled when it was due. */
static void
pay(struct print_worker *w)
{
	char name[PRINT_NAME_MAX + 1];
	struct print_record r;
	struct print_job job;

	if (w->clear || w->state == PRINT_AWAY)
		return;
	if (!print_record_owed(w->folder, name, sizeof(name))) {
		w->clear = errno == 0;
		return;
	}
	if (!print_record_read(w->folder, name, &r))
		return;
	if (print_ipp_job(&w->target, r.job, &job) == PRINT_SILENT)
		return;
	/* The id may be another job's by now. */
	if (job.found && strcmp(job.name, name) == 0 &&
	    print_ipp_cancel(&w->target, r.job) == PRINT_SILENT)
		return;
	(void)note(w, name, "paid");
}

void *
print_worker_run(void *arg)
{
	struct print_worker *w = arg;
	struct print_errand errand;
	struct pollfd line = { .fd = w->line, .events = POLLIN };

	while (!rest(w, 0)) {
		look_at_printer(w);
		pay(w);
		if (poll(&line, 1, PRINT_STATE_MS) <= 0)
			continue;
		if (recv(w->line, &errand, sizeof(errand), 0) !=
		    (ssize_t)sizeof(errand))
			break;
		do_paper(w, errand.paper);
	}
	print_target_release(&w->target);
	return NULL;
}
