#include "tests/unit/hall/fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>

#include <cmocka.h>

void
fixture_apply(struct fixture *f, struct event *e)
{
	e->wall_ms = e->t_ms;
	assert_int_equal(e->seq, hall_seq(f->hall) + 1);
	assert_true(hall_reserve(f->hall, e));
	hall_apply(f->hall, e);
}

enum refusal
fixture_take(struct fixture *f, struct spec_layout *to)
{
	assert_non_null(to);
	hall_decide_layout(f->hall, &to->layout, to->raw, f->now_ms, &f->d);
	if (!f->d.has_event) {
		free(to);
		return f->d.refusal;
	}
	fixture_apply(f, &f->d.event);
	free(f->before);
	f->before = f->layout;
	f->layout = to;
	return REFUSE_NOT;
}

enum refusal
fixture_hours(
    struct fixture *f, const struct spec *spec, const struct spec_hours *hours)
{
	struct spec_layout *to = spec_make(spec);

	assert_non_null(to);
	if (hours)
		spec_set_hours(to, hours);
	return fixture_take(f, to);
}

enum refusal
fixture_layout(struct fixture *f, const struct spec *spec)
{
	return fixture_hours(f, spec, NULL);
}

void
fixture_day(struct fixture *f, int64_t day)
{
	struct event e;

	hall_decide_day(f->hall, day, f->now_ms, &e);
	fixture_apply(f, &e);
}

void
fixture_start(struct fixture *f, const struct spec *spec)
{
	*f = (struct fixture){ .now_ms = MORNING_MS };
	f->hall = hall_create();
	assert_non_null(f->hall);
	assert_int_equal(fixture_layout(f, spec), REFUSE_NOT);
	fixture_day(f, TODAY);
}

void
fixture_stop(struct fixture *f)
{
	hall_destroy(f->hall);
	free(f->layout);
	free(f->before);
}

static bool
needs_rid(const struct request *r)
{
	return r->type == REQUEST_ISSUE || r->type == REQUEST_NEXT ||
	    r->type == REQUEST_CALL || r->type == REQUEST_RECALL ||
	    r->type == REQUEST_TRANSFER;
}

enum refusal
ask(struct fixture *f, struct request r)
{
	r.user = r.user ? r.user : "";
	r.terminal = r.terminal ? r.terminal : "pad";
	if (!r.rid && needs_rid(&r)) {
		(void)snprintf(f->rid, sizeof(f->rid), "auto%d", ++f->rids);
		r.rid = f->rid;
	}
	hall_decide(f->hall, &r, f->now_ms, &f->d);
	if (f->d.has_event)
		fixture_apply(f, &f->d.event);
	return f->d.refusal;
}

void
opened(struct fixture *f, const char *counter)
{
	assert_int_equal(
	    ask(f,
		(struct request){
		    .type = REQUEST_OPEN, .counter = counter, .clerk = "007" }),
	    REFUSE_NOT);
}

int64_t
issued(struct fixture *f, const char *service, const char *class)
{
	assert_int_equal(ask(f,
			     (struct request){ .type = REQUEST_ISSUE,
				 .service = service,
				 .class = class }),
	    REFUSE_NOT);
	return f->d.outcome.id;
}

int64_t
next(struct fixture *f, const char *counter)
{
	struct request r = { .type = REQUEST_NEXT, .counter = counter };

	assert_int_equal(ask(f, r), REFUSE_NOT);
	return f->d.outcome.type == OUTCOME_NIL ? 0 : f->d.outcome.id;
}

void
about(
    struct fixture *f, enum request_type type, const char *counter, int64_t id)
{
	struct request r = { .type = type, .counter = counter, .id = id };

	assert_int_equal(ask(f, r), REFUSE_NOT);
}

const char *
number_of(const struct fixture *f, int64_t id)
{
	const struct ticket *t = hall_ticket(f->hall, id);

	assert_non_null(t);
	return t->number;
}

void
assert_state(const struct fixture *f, int64_t id, const char *state)
{
	struct ticket_view view;

	assert_true(hall_ticket_view(f->hall, id, &view));
	assert_string_equal(view.state, state);
}
