/* Visits of several steps, and of several matters. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/hall/fixture.h"

#define USUAL                                                             \
 {                                                                        \
  "a:A:1-99:wrap>pay>get pay:P:1-99:wrap get:G:1-99:wrap b:B:1-9:wrap",   \
      "1:a 2:a 3:pay 4:get 5:b 6:b,pay^a", "normal:0 old:20", 3, 2, 6000, \
      2000, 4, LAYOUT_MISS_RETURN, 0                                      \
 }
static const struct spec usual = USUAL;

static void
start(struct fixture *f)
{
	static const char *const counters[] = { "1", "2", "3", "4", "5", "6" };

	fixture_start(f, &usual);
	for (size_t i = 0; i < sizeof(counters) / sizeof(*counters); i++)
		opened(f, counters[i]);
}

static void
pass_time(struct fixture *f, int64_t minutes)
{
	f->now_ms += minutes * MINUTE_MS;
}

static enum refusal
finish(struct fixture *f, const char *counter, int64_t id, int64_t matters)
{
	return ask(f,
	    (struct request){ .type = REQUEST_FINISH,
		.counter = counter,
		.id = id,
		.matters = matters });
}

static int64_t
issued_with(
    struct fixture *f, const char *service, const char *steps, int64_t matters)
{
	const struct request r = { .type = REQUEST_ISSUE,
		.service = service,
		.steps = steps,
		.matters = matters };

	assert_int_equal(ask(f, r), REFUSE_NOT);
	return f->d.outcome.id;
}

static struct ticket_view
view_of(const struct fixture *f, int64_t id)
{
	struct ticket_view v;

	assert_true(hall_ticket_view(f->hall, id, &v));
	return v;
}

static void
a_finish_passes_on_by_the_first_arrival(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	int64_t id = issued(&f, "a", NULL);
	pass_time(&f, 10);
	int64_t other = issued(&f, "pay", NULL);
	assert_int_equal(next(&f, "1"), id);
	pass_time(&f, 3);
	finish(&f, "1", id, -1);
	assert_int_equal(f.d.event.type, EVENT_PASSED);
	assert_string_equal(view_of(&f, id).service, "pay");
	assert_int_equal(view_of(&f, id).step, 1);
	assert_int_equal(view_of(&f, id).steps_count, 2);
	assert_int_equal(hall_ahead(f.hall, id), 0);
	assert_int_equal(hall_ahead(f.hall, other), 1);
	pass_time(&f, 1);
	assert_int_equal(next(&f, "3"), id);
	assert_int_equal(f.d.outcome.waited_ms, MINUTE_MS);
	pass_time(&f, 2);
	/* The next NEXT passes on what is at hand. */
	assert_int_equal(next(&f, "3"), other);
	assert_string_equal(f.d.event.after_to, "get");
	assert_int_equal(next(&f, "4"), id);
	pass_time(&f, 1);
	finish(&f, "4", id, -1);
	assert_int_equal(f.d.event.type, EVENT_SERVED);
	assert_int_equal(f.d.event.handled_ms, 6 * MINUTE_MS);
	assert_state(&f, id, "served");
	fixture_stop(&f);
}

static void
next_without_others_passes_on_and_says_nil(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	int64_t id = issued(&f, "a", NULL);
	next(&f, "1");
	assert_int_equal(next(&f, "1"), 0);
	assert_state(&f, id, "waiting");
	assert_int_equal(next(&f, "3"), id);
	fixture_stop(&f);
}

/* One window for all: the citizen need not get up. */
static void
who_takes_the_next_step_too_calls_it(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	int64_t id = issued_with(&f, "b", "pay", 0);
	assert_int_equal(next(&f, "6"), id);
	assert_int_equal(next(&f, "6"), id);
	assert_string_equal(f.d.outcome.service, "pay");
	assert_int_equal(f.d.outcome.calls, 1);
	assert_int_equal(f.d.outcome.waited_ms, 0);
	assert_state(&f, id, "called");
	assert_int_equal(next(&f, "6"), 0);
	assert_state(&f, id, "served");
	fixture_stop(&f);
}

static enum refusal
issue(struct fixture *f, const char *steps)
{
	return ask(f,
	    (struct request){
		.type = REQUEST_ISSUE, .service = "a", .steps = steps });
}

static void
steps_are_said_or_the_layouts(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	struct ticket_view v = view_of(&f, issued(&f, "a", NULL));
	assert_int_equal(v.steps_count, 2);
	assert_string_equal(v.steps[0], "pay");
	assert_string_equal(v.steps[1], "get");
	v = view_of(&f, issued_with(&f, "a", "get,a,get", 0));
	assert_int_equal(v.steps_count, 3);
	assert_string_equal(v.steps[1], "a");
	assert_int_equal(
	    view_of(&f, issued_with(&f, "a", "", 0)).steps_count, 0);
	assert_int_equal(issue(&f, "a,a,a,a,a,a,a,a"), REFUSE_NOT);
	assert_int_equal(issue(&f, "a,a,a,a,a,a,a,a,a"), REFUSE_STEPS);
	assert_int_equal(issue(&f, "a,"), REFUSE_STEPS);
	assert_int_equal(issue(&f, ",a"), REFUSE_STEPS);
	assert_int_equal(issue(&f, "a,,b"), REFUSE_STEPS);
	assert_int_equal(issue(&f, "a,none"), REFUSE_NOSUCHSERVICE);
	assert_int_equal(issue(&f, "pa"), REFUSE_NOSUCHSERVICE);
	fixture_stop(&f);
}

static void
a_transfer_keeps_what_is_to_come(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	int64_t id = issued(&f, "a", NULL);
	next(&f, "1");
	assert_int_equal(ask(&f,
			     (struct request){ .type = REQUEST_TRANSFER,
				 .counter = "1",
				 .id = id,
				 .to_service = "b" }),
	    REFUSE_NOT);
	assert_int_equal(next(&f, "5"), id);
	finish(&f, "5", id, -1);
	assert_string_equal(view_of(&f, id).service, "pay");
	fixture_stop(&f);
}

static void
a_layout_keeps_the_steps_to_come(void **state)
{
	struct spec without = USUAL;
	struct fixture f;

	(void)state;
	start(&f);
	without.services = "a:A:1-99:wrap get:G:1-99:wrap b:B:1-9:wrap";
	without.counters = "1:a 2:a 4:get 5:b 6:b";
	int64_t id = issued(&f, "a", NULL);
	assert_int_equal(fixture_layout(&f, &without), REFUSE_OPENTICKETS);
	assert_string_equal(f.d.detail, number_of(&f, id));
	next(&f, "1");
	finish(&f, "1", id, -1);
	about(&f, REQUEST_CANCEL, NULL, id);
	assert_int_equal(fixture_layout(&f, &without), REFUSE_NOT);
	/* Of a chain only what is to come counts. */
	id = issued_with(&f, "b", "a,get", 0);
	next(&f, "5");
	finish(&f, "5", id, -1);
	next(&f, "1");
	finish(&f, "1", id, -1);
	without.services = "get:G:1-99:wrap b:B:1-9:wrap";
	without.counters = "1:get 2:b 4:get 5:b 6:b";
	assert_int_equal(fixture_layout(&f, &without), REFUSE_NOT);
	assert_int_equal(next(&f, "4"), id);
	fixture_stop(&f);
}

/* --- Matters ------------------------------------------------------------- */

static int64_t
matters_of(struct fixture *f, int64_t own, int64_t said)
{
	int64_t id = issued_with(f, "b", NULL, own);

	assert_int_equal(next(f, "5"), id);
	assert_int_equal(finish(f, "5", id, said), REFUSE_NOT);
	return view_of(f, id).matters;
}

static void
matters_are_said_or_the_tickets_own(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	assert_int_equal(matters_of(&f, -1, -1), 1);
	assert_int_equal(matters_of(&f, 3, -1), 3);
	assert_int_equal(matters_of(&f, 3, 2), 2);
	assert_int_equal(matters_of(&f, -1, 0), 0);
	int64_t id = issued_with(&f, "b", "get", 4);
	next(&f, "5");
	next(&f, "5");
	next(&f, "4");
	next(&f, "4");
	assert_int_equal(view_of(&f, id).matters, 4);
	fixture_stop(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_finish_passes_on_by_the_first_arrival),
		cmocka_unit_test(next_without_others_passes_on_and_says_nil),
		cmocka_unit_test(who_takes_the_next_step_too_calls_it),
		cmocka_unit_test(steps_are_said_or_the_layouts),
		cmocka_unit_test(a_transfer_keeps_what_is_to_come),
		cmocka_unit_test(a_layout_keeps_the_steps_to_come),
		cmocka_unit_test(matters_are_said_or_the_tickets_own),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
