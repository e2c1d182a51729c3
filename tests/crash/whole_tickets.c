/* The tickets' lives, by the journal's events alone. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/hall/hall.h"
#include "server/server.h"
#include "tests/crash/whole_facts.h"

/* A state as a bit, so that a rule can name many. */
enum life {
	WAITING = 1,
	CALLED = 2,
	SERVING = 4,
	MISSED = 8,
	HELD = 16,
	SERVED = 32,
	ABANDONED = 64,
	CANCELLED = 128,
	EXPIRED = 256,
};

#define AT_HAND (CALLED | SERVING)
#define ASIDE	(MISSED | HELD)
#define OPEN	(WAITING | AT_HAND | ASIDE)

struct ticket {
	int64_t id, credited_ms, from_ms; /* when it came, or should have */
	int64_t calls, misses;
	enum life life;
	bool front;
	const char *number, *service, *class, *counter;
	const char *for_counter, *for_clerk;
};

struct lives {
	const struct facts *f;
	struct ticket *at;
	size_t count;
	size_t today; /* the first one of the day */
};

static const struct {
	enum life life;
	const char *name;
} names[] = {
	{ WAITING, "waiting" },
	{ CALLED, "called" },
	{ SERVING, "serving" },
	{ MISSED, "missed" },
	{ HELD, "held" },
	{ SERVED, "served" },
	{ ABANDONED, "abandoned" },
	{ CANCELLED, "cancelled" },
	{ EXPIRED, "expired" },
};

static const char *
name_of(enum life life)
{
	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++) {
		if (names[i].life == life)
			return names[i].name;
	}
	return "";
}

static bool
same(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0;
}

static struct ticket *
find(const struct lives *l, int64_t id)
{
	for (size_t i = l->today; i < l->count; i++) {
		if (l->at[i].id == id)
			return &l->at[i];
	}
	return NULL;
}

/* The one that an event is about, if it may happen to it. */
static struct ticket *
from(const struct lives *l, int64_t id, const struct event *e, unsigned lives)
{
	struct ticket *t = find(l, id);

	if (!t || !(t->life & lives)) {
		whole_fail(l->f->whole,
		    "event %lld, %s, happened to ticket"
		    " %lld, which was %s",
		    (long long)e->seq, event_name(e->type), (long long)id,
		    t ? name_of(t->life) : "never issued");
	}
	return t;
}

static struct ticket *
at_counter(const struct lives *l, const char *counter)
{
	for (size_t i = l->today; i < l->count; i++) {
		if (l->at[i].life & AT_HAND && same(l->at[i].counter, counter))
			return &l->at[i];
	}
	return NULL;
}

/* --- The order ------------------------------------------------------------ */

static bool
is_before(const struct ticket *a, const struct ticket *b)
{
	if (a->front != b->front)
		return a->front;
	if (a->credited_ms != b->credited_ms)
		return a->credited_ms < b->credited_ms;
	return a->id < b->id;
}

/*
 * Within a class and a service nobody is overtaken; where credit rules, nobody
 * of the service.
 */
static void
check_first(const struct lives *l, const struct ticket *called, bool credit)
{
	for (size_t i = l->today; i < l->count; i++) {
		const struct ticket *t = &l->at[i];
		if (t->life == WAITING && same(t->service, called->service) &&
		    (credit || same(t->class, called->class)) &&
		    same(t->for_counter, called->for_counter) &&
		    same(t->for_clerk, called->for_clerk) &&
		    is_before(t, called)) {
			whole_fail(l->f->whole, "%s was called before %s",
			    called->number, t->number);
		}
	}
}

/* --- Events --------------------------------------------------------------- */

static void
wait_again(struct ticket *t, const struct event *e)
{
	t->life = WAITING;
	t->credited_ms = e->credited_ms;
	t->front = e->front != 0;
	if (e->to_service)
		t->service = e->to_service;
	t->for_counter = e->to_counter;
	t->for_clerk = e->to_clerk;
}

static void
issue(struct lives *l, const struct event *e)
{
	l->at[l->count++] = (struct ticket){ .id = e->id,
		.life = WAITING,
		.credited_ms = e->credited_ms,
		.from_ms = e->appointed_ms > e->t_ms ? e->appointed_ms
						     : e->t_ms,
		.number = e->number,
		.service = e->service,
		.class = e->class,
		.for_counter = e->to_counter,
		.for_clerk = e->to_clerk };
}

/* The ticket at hand, which a call finishes first. */
static void
finish_first(const struct lives *l, const struct event *e)
{
	struct ticket *t = from(l, e->after, e, AT_HAND);

	t->life = e->after_to ? WAITING : SERVED;
	if (!e->after_to)
		return;
	t->service = e->after_to;
	t->credited_ms = e->after_credited_ms;
	t->front = false;
}

/* Which call, or miss, of the ticket it is. */
static void
check_count(
    const struct lives *l, const struct event *e, int64_t is, int64_t should)
{
	if (is != should) {
		whole_fail(l->f->whole,
		    "event %lld, %s of %s, is number %lld,"
		    " not %lld",
		    (long long)e->seq, event_name(e->type), e->number,
		    (long long)is, (long long)should);
	}
}

static void
call(const struct lives *l, const struct fact *fact)
{
	const struct event *e = &fact->e;
	const json_t *why = json_object_get(fact->object, "why");
	const char *rule = json_string_value(json_object_get(why, "rule"));
	const struct ticket *before = at_counter(l, e->counter);

	if (before && before->id != e->id && before->id != e->after) {
		whole_fail(l->f->whole, "%s was called to %s, where %s is",
		    e->number, e->counter, before->number);
	}
	/* Not where somebody named it, or goes on with it. */
	if (json_object_get(why, "heads")) {
		check_first(
		    l, from(l, e->id, e, WAITING), same(rule, "credit"));
	}
	if (e->after)
		finish_first(l, e);
	struct ticket *t = from(l, e->id, e, WAITING | MISSED | CALLED);
	if (t->life == CALLED && !same(t->counter, e->counter)) {
		whole_fail(l->f->whole, "%s was called to %s and to %s",
		    e->number, t->counter, e->counter);
	}
	check_count(l, e, e->calls, t->life == CALLED ? t->calls + 1 : 1);
	t->calls = e->calls;
	t->life = CALLED;
	t->counter = e->counter;
	t->for_counter = t->for_clerk = NULL;
}

static bool
is_listed(const char *list, const char *code)
{
	size_t len = strlen(code);

	for (const char *at = list; at; at = strchr(at, ',')) {
		at += *at == ',';
		if (strncmp(at, code, len) == 0 &&
		    (at[len] == ',' || at[len] == '\0'))
			return true;
	}
	return !list;
}

static void
end_many(const struct lives *l, const struct event *e)
{
	bool cleared = e->type == EVENT_HALL_CLEARED;

	for (size_t i = l->today; i < l->count; i++) {
		struct ticket *t = &l->at[i];
		bool meant = cleared
		    ? is_listed(e->services, t->service)
		    : same(e->service, t->service) && t->from_ms < e->until_ms;
		if (t->life == WAITING && meant)
			t->life = cleared ? CANCELLED : EXPIRED;
	}
}

static void class(const struct lives *l, const struct event *e)
{
	struct ticket *t = from(l, e->id, e, WAITING | ASIDE);

	t->class = e->class;
	t->credited_ms = e->credited_ms;
}

/* A missed one waits again by itself, where the hall has it so. */
static void
miss(const struct lives *l, const struct event *e)
{
	struct ticket *t = from(l, e->id, e, CALLED);

	check_count(l, e, e->misses, ++t->misses);
	t->life = MISSED;
	if (e->state)
		wait_again(t, e);
}

static void
abandon(const struct lives *l, const struct event *e)
{
	struct ticket *t = from(l, e->id, e, AT_HAND | ASIDE);

	t->life = ABANDONED;
	if (e->misses)
		check_count(l, e, e->misses, t->misses + 1);
}

static void
cancel(const struct lives *l, const struct event *e)
{
	/* What a request issued on an earlier day is over. */
	if (e->victim && !find(l, e->id))
		return;
	from(l, e->id, e, WAITING | ASIDE)->life = CANCELLED;
}

static void
take_event(struct lives *l, const struct fact *fact)
{
	const struct event *e = &fact->e;

	if (e->type == EVENT_ISSUED) {
		issue(l, e);
	} else if (e->type == EVENT_CALLED) {
		call(l, fact);
	} else if (e->type == EVENT_STARTED) {
		from(l, e->id, e, CALLED)->life = SERVING;
	} else if (e->type == EVENT_SERVED) {
		from(l, e->id, e, AT_HAND)->life = SERVED;
	} else if (e->type == EVENT_PASSED) {
		wait_again(from(l, e->id, e, AT_HAND), e);
	} else if (e->type == EVENT_MISSED) {
		miss(l, e);
	} else if (e->type == EVENT_ABANDONED) {
		abandon(l, e);
	} else if (e->type == EVENT_RETURNED) {
		wait_again(from(l, e->id, e, MISSED), e);
	} else if (e->type == EVENT_TRANSFERRED) {
		wait_again(from(l, e->id, e, OPEN), e);
	} else if (e->type == EVENT_HELD) {
		from(l, e->id, e, AT_HAND)->life = HELD;
	} else if (e->type == EVENT_UNHELD) {
		wait_again(from(l, e->id, e, HELD), e);
	} else if (e->type == EVENT_CLASSED) {
		class(l, e);
	} else if (e->type == EVENT_CANCELLED) {
		cancel(l, e);
	} else if (e->type == EVENT_SESSION_ENDED ||
	    e->type == EVENT_HALL_CLEARED) {
		end_many(l, e);
	} else if (e->type == EVENT_DAY_CLOSED) {
		l->today = l->count;
	}
}

/* --- What was said, and what has become of it ----------------------------- */

static int64_t
count_waiting(const struct lives *l, const char *service)
{
	int64_t count = 0;

	for (size_t i = l->today; i < l->count; i++) {
		count += l->at[i].life == WAITING &&
		    same(l->at[i].service, service);
	}
	return count;
}

static void
check_said(const struct lives *l, int64_t seq)
{
	const struct whole *w = l->f->whole;
	size_t count = w->said_count < WHOLE_SAID ? w->said_count : WHOLE_SAID;

	for (size_t i = 0; i < count; i++) {
		const struct said *s = &w->said[i];
		if (s->seq != seq)
			continue;
		const struct ticket *at = at_counter(l, s->subject);
		int64_t is = s->waiting ? count_waiting(l, s->subject)
		    : at		? at->id
					: 0;
		if (is != s->value) {
			whole_fail(w,
			    "at %lld it was said %lld of %s%s, by the"
			    " journal %lld",
			    (long long)seq, (long long)s->value,
			    s->waiting ? "" : "counter ", s->subject,
			    (long long)is);
		}
	}
}

static void
check_ended(const struct lives *l)
{
	const struct hall *h = daemon_server(l->f->whole)->hall;
	struct ticket_view v;

	for (size_t i = l->today; i < l->count; i++) {
		const struct ticket *t = &l->at[i];
		if (!hall_ticket_view(h, t->id, &v) ||
		    !same(v.state, name_of(t->life)) ||
		    !same(v.service, t->service) || !same(v.class, t->class)) {
			whole_fail(l->f->whole,
			    "%s is %s by the hall, and %s by its events",
			    t->number, v.state, name_of(t->life));
		}
	}
}

static void
check_phone(const struct lives *l, const struct view *v)
{
	const char *id = strchr(v->channel, ':');
	const struct ticket *t = find(l, strtoll(id ? id + 1 : "", NULL, 10));
	const char *is = t ? name_of(t->life) : "expired";

	/* One that was over before the day closed stays what it was. */
	if (!v->heard || strcmp(v->state, is) == 0 || (!t && v->state[0]))
		return;
	whole_fail(l->f->whole, "a phone shows %s of %s, which is %s", v->state,
	    v->channel, is);
}

static void
check_sign(const struct lives *l, const struct view *v)
{
	const char *subject = strchr(v->channel, ':');
	const struct ticket *t = at_counter(l, subject ? subject + 1 : "");
	int64_t is = t ? t->id : 0;

	if (v->channel[0] == 'q')
		is = count_waiting(l, subject + 1);
	if (v->heard && v->value != is) {
		whole_fail(l->f->whole,
		    "a sign shows %lld of %s, which is at"
		    " %lld",
		    (long long)v->value, v->channel, (long long)is);
	}
}

static void
check_views(const struct lives *l, const struct client *c)
{
	for (int i = 0; i < WHOLE_VIEWS; i++) {
		if (c->role == ROLE_PHONE)
			check_phone(l, &c->view[i]);
		if (c->role == ROLE_SIGN)
			check_sign(l, &c->view[i]);
	}
}

void
tickets_check(const struct facts *f)
{
	struct lives l = { .f = f };

	l.at = whole_must(calloc((size_t)f->count + 1, sizeof(*l.at)));
	for (int64_t i = 1; i <= f->count; i++) {
		take_event(&l, &f->at[i]);
		check_said(&l, i);
	}
	check_ended(&l);
	for (int i = 0; i < WHOLE_CLIENTS; i++)
		check_views(&l, &f->whole->client[i]);
	free(l.at);
}
