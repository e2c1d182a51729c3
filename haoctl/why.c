#include "haoctl/why.h"

#include <stdio.h>
#include <string.h>

#include "haoctl/passed.h"
#include "haoctl/story.h"
#include "server/hall/layout.h"
#include "server/hall/watch_view.h"

struct why {
	struct story story;
	const char *number;
	int64_t id;    /* the ticket that is followed; 0: none yet */
	int64_t lines; /* about others */
	bool open;     /* it was not over before this event */
};

/* --- Calls ---------------------------------------------------------------- */

/* The call that EVENT is, of the ticket CALLED as it waits. */
static bool
take_call(const struct play *p, const struct event *e,
    struct passed_ticket *called, struct passed_call *out)
{
	struct counter_view c = { 0 };
	size_t i;

	if (!passed_ticket(p->hall, e->id, called) || !e->counter)
		return false;
	if (hall_find_counter(p->hall, e->counter, &i))
		hall_counter_view(p->hall, i, &c);
	*out = (struct passed_call){
		.layout = p->layout,
		.counter = e->counter,
		.clerk = c.clerk,
		.why = json_object_get(p->payload, "why"),
		.called = called,
	};
	return true;
}

/* Only so many lines are told; the others are counted. */
static bool
tells(struct why *w)
{
	return ++w->lines <= WHY_LINES;
}

/* Those who had come earlier and wait on. */
static void
tell_passed(struct why *w, const struct play *p, const struct passed_call *call)
{
	struct passed_ticket v;
	int64_t id = 0, count = 0;

	while (
	    (id = hall_next_open(p->hall, id)) && id < call->called->view.id) {
		if (!passed_ticket(p->hall, id, &v) ||
		    strcmp(v.view.state, "waiting") != 0)
			continue;
		if (count++ == 0)
			story_tell(&w->story, &story_passed_over, NULL);
		if (tells(w))
			story_passed(&w->story, call, &v, false);
	}
	if (count == 0)
		story_tell(&w->story, &story_nobody_earlier, NULL);
}

static void
tell_call(struct why *w, const struct play *p, const struct event *e)
{
	struct passed_call call;
	struct passed_ticket t;

	story_event(&w->story, e, p->payload);
	if (!take_call(p, e, &t, &call) || strcmp(t.view.state, "called") == 0)
		return;
	story_rule(&w->story, &call);
	w->lines = 0;
	tell_passed(w, p, &call);
}

/* Another is called while it waits, and had come later. */
static void
tell_overtaken(struct why *w, const struct play *p, const struct event *e)
{
	struct passed_call call;
	struct passed_ticket t, own;

	if (e->id < w->id || !take_call(p, e, &t, &call) ||
	    strcmp(t.view.state, "waiting") != 0 ||
	    !passed_ticket(p->hall, w->id, &own) ||
	    strcmp(own.view.state, "waiting") != 0 || !tells(w))
		return;
	story_at(&w->story, e->t_ms);
	story_passed(&w->story, &call, &own, true);
}

/* --- Events ------------------------------------------------------------- */

static bool
is_own(const struct why *w, const struct event *e)
{
	return w->id && e->id == w->id && e->type != EVENT_DAY_CLOSED;
}

static bool
is_over(const struct why *w, const struct hall *hall)
{
	struct ticket_view v;

	return !w->id || !hall_ticket_view(hall, w->id, &v) || v.final;
}

static void
see(const struct play *p, const struct event *e, void *ctx)
{
	struct why *w = ctx;

	w->story.layout = p->layout;
	w->story.zone = p->zone;
	if (e->type == EVENT_ISSUED && e->number &&
	    strcmp(e->number, w->number) == 0) {
		w->id = e->id;
		w->lines = 0;
	}
	w->open = e->type == EVENT_ISSUED || !is_over(w, p->hall);
	if (is_own(w, e) && e->type == EVENT_CALLED) {
		tell_call(w, p, e);
	} else if (is_own(w, e)) {
		story_event(&w->story, e, p->payload);
	} else if (w->id && e->type == EVENT_CALLED) {
		tell_overtaken(w, p, e);
	}
}

/* What happened to it by an event that names another, or none. */
static void
saw(const struct play *p, const struct event *e, void *ctx)
{
	struct why *w = ctx;
	struct ticket_view v;

	if (!w->id || is_own(w, e) || !w->open)
		return;
	if (e->type == EVENT_DAY_CLOSED) {
		story_beside(&w->story, e, "expired");
	} else if (is_over(w, p->hall) &&
	    hall_ticket_view(p->hall, w->id, &v)) {
		story_beside(&w->story, e, v.state);
	} else if (e->type == EVENT_CALLED && e->after == w->id) {
		story_beside(&w->story, e, "waiting");
	}
}

enum journal_error
why_ticket(const struct why_ask *ask, struct audit *audit, struct buf *out)
{
	struct why w = { .number = ask->number, .story.out = out };
	const struct audit_watcher watcher = { see, saw, &w };
	enum journal_error error = audit_day(
	    ask->reader, ask->day, ask->rules, &watcher, audit);

	if (error)
		return error;
	return out->failed ? JOURNAL_ENOMEM : JOURNAL_OK;
}
