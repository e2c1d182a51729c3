/* Holds: a ticket is put aside and waits again. */
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
hold(struct fixture *f, const char *counter, int64_t id, const char *what,
    int64_t until_ms)
{
	return ask(f,
	    (struct request){ .type = REQUEST_HOLD,
		.counter = counter,
		.id = id,
		.hold = what,
		.until_ms = until_ms });
}

static enum refusal
unhold(struct fixture *f, const char *counter, int64_t id)
{
	return ask(f,
	    (struct request){
		.type = REQUEST_UNHOLD, .counter = counter, .id = id });
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

static struct ticket_view
view_of(const struct fixture *f, int64_t id)
{
	struct ticket_view v;

	assert_true(hall_ticket_view(f->hall, id, &v));
	return v;
}

static void
papers_keep_the_place_and_any_counter_calls(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	int64_t id = issued(&f, "b", NULL);
	pass_time(&f, 5);
	assert_int_equal(next(&f, "5"), id);
	int64_t later = issued(&f, "b", NULL);
	pass_time(&f, 2);
	assert_int_equal(hold(&f, "5", id, "papers", 0), REFUSE_NOT);
	assert_string_equal(f.d.outcome.state, "held");
	assert_int_equal(hall_ahead(f.hall, later), 0);
	pass_time(&f, 30);
	assert_int_equal(unhold(&f, "6", id), REFUSE_NOT);
	assert_int_equal(hall_ahead(f.hall, id), 0);
	assert_int_equal(hall_ahead(f.hall, later), 1);
	assert_int_equal(next(&f, "6"), id);
	assert_int_equal(f.d.outcome.calls, 1);
	fixture_stop(&f);
}

static void
handling_leaves_holds_out(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	int64_t id = issued(&f, "b", NULL);
	pass_time(&f, 1);
	next(&f, "5");
	int64_t called_ms = f.now_ms;
	pass_time(&f, 3);
	about(&f, REQUEST_START, "5", id);
	int64_t started_ms = f.now_ms;
	pass_time(&f, 5);
	hold(&f, "5", id, "papers", 0);
	assert_int_equal(view_of(&f, id).handled_ms, 5 * MINUTE_MS);
	pass_time(&f, 40);
	unhold(&f, NULL, id);
	pass_time(&f, 2);
	assert_int_equal(next(&f, "5"), id);
	/* Who fetched papers did not wait for a counter meanwhile. */
	assert_int_equal(f.d.outcome.waited_ms, 2 * MINUTE_MS);
	pass_time(&f, 4);
	finish(&f, "5", id, -1);
	assert_int_equal(f.d.event.handled_ms, 9 * MINUTE_MS);
	const struct ticket_view v = view_of(&f, id);
	assert_int_equal(v.handled_ms, 9 * MINUTE_MS);
	assert_int_equal(v.called_ms, called_ms);
	assert_int_equal(v.started_ms, started_ms);
	fixture_stop(&f);
}

static void
for_a_counter_it_waits_there_and_first(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	int64_t before = issued(&f, "b", "old");
	int64_t id = issued(&f, "b", NULL);
	about(&f, REQUEST_CANCEL, NULL, before);
	assert_int_equal(next(&f, "5"), id);
	int64_t old = issued(&f, "b", "old");
	hold(&f, "5", id, "counter", 0);
	assert_int_equal(unhold(&f, "6", id), REFUSE_NOT);
	assert_int_equal(next(&f, "6"), old);
	assert_int_equal(next(&f, "6"), 0);
	issued(&f, "b", "old");
	assert_int_equal(next(&f, "5"), id);
	fixture_stop(&f);
}

static void
until_a_time_it_comes_back_by_itself(void **state)
{
	struct fixture f;
	struct event e;

	(void)state;
	start(&f);
	int64_t late = issued(&f, "b", NULL), soon = issued(&f, "b", NULL);
	next(&f, "5");
	next(&f, "6");
	hold(&f, "5", late, "until", f.now_ms + 5 * MINUTE_MS);
	hold(&f, "6", soon, "until", f.now_ms + 2 * MINUTE_MS);
	pass_time(&f, 2);
	f.now_ms--;
	assert_false(hall_tick(f.hall, f.now_ms, &e));
	f.now_ms++;
	assert_true(hall_tick(f.hall, f.now_ms, &e));
	assert_int_equal(e.type, EVENT_UNHELD);
	assert_int_equal(e.id, soon);
	fixture_apply(&f, &e);
	assert_false(hall_tick(f.hall, f.now_ms, &e));
	assert_state(&f, soon, "waiting");
	assert_state(&f, late, "held");
	assert_int_equal(next(&f, "5"), soon);
	fixture_stop(&f);
}

static void
a_hold_needs_the_ticket_and_a_time_to_come(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	int64_t id = issued(&f, "b", NULL);
	assert_int_equal(hold(&f, "5", id, "papers", 0), REFUSE_BADSTATE);
	next(&f, "5");
	assert_int_equal(hold(&f, "6", id, "papers", 0), REFUSE_BADSTATE);
	assert_int_equal(hold(&f, "5", id, "until", f.now_ms), REFUSE_HOLD);
	assert_int_equal(hold(&f, "5", id, "until", 0), REFUSE_HOLD);
	assert_int_equal(
	    hold(&f, "5", id, "papers", f.now_ms + 1), REFUSE_HOLD);
	assert_int_equal(hold(&f, "5", id, "lunch", 0), REFUSE_HOLD);
	assert_int_equal(unhold(&f, "5", id), REFUSE_BADSTATE);
	assert_int_equal(unhold(&f, "5", 99), REFUSE_NOSUCHTICKET);
	fixture_stop(&f);
}

/* Also who helps there; and without a counter, a supervisor. */
static void
clerks_of_the_service_unhold(void **state)
{
	static const char *const counters[] = { "1", "2", "6", NULL };
	struct fixture f;

	(void)state;
	start(&f);
	for (size_t i = 0; i < 4; i++) {
		int64_t id = issued(&f, "a", NULL);
		assert_int_equal(next(&f, "1"), id);
		hold(&f, "1", id, "papers", 0);
		assert_int_equal(unhold(&f, "5", id), REFUSE_NOTTAKEN);
		assert_int_equal(unhold(&f, counters[i], id), REFUSE_NOT);
		about(&f, REQUEST_CANCEL, NULL, id);
	}
	fixture_stop(&f);
}

static void
what_is_so_already_is_answered_again(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	int64_t id = issued(&f, "a", NULL);
	next(&f, "1");
	hold(&f, "1", id, "papers", 0);
	assert_int_equal(hold(&f, "1", id, "papers", 0), REFUSE_NOT);
	assert_true(f.d.outcome.replayed);
	assert_int_equal(hold(&f, "1", id, "counter", 0), REFUSE_BADSTATE);
	unhold(&f, "2", id);
	assert_int_equal(unhold(&f, "1", id), REFUSE_NOT);
	assert_true(f.d.outcome.replayed);
	next(&f, "1");
	assert_int_equal(finish(&f, "1", id, -1), REFUSE_NOT);
	assert_false(f.d.outcome.replayed);
	assert_string_equal(f.d.outcome.service, "pay");
	assert_int_equal(finish(&f, "1", id, -1), REFUSE_NOT);
	assert_true(f.d.outcome.replayed);
	assert_string_equal(f.d.outcome.state, "waiting");
	/* Another counter has not passed it on. */
	assert_int_equal(finish(&f, "2", id, -1), REFUSE_BADSTATE);
	fixture_stop(&f);
}

static int64_t
held_until(struct fixture *f)
{
	int64_t id = issued(f, "b", NULL);

	assert_int_equal(next(f, "5"), id);
	pass_time(f, 1);
	assert_int_equal(
	    hold(f, "5", id, "until", f->now_ms + MINUTE_MS), REFUSE_NOT);
	return id;
}

static void
what_else_becomes_of_a_held_ticket(void **state)
{
	struct request away = {
		.type = REQUEST_TRANSFER, .counter = "6", .to_service = "get"
	};
	struct fixture f;
	struct event e;

	(void)state;
	start(&f);
	about(&f, REQUEST_CANCEL, NULL, held_until(&f));
	assert_string_equal(f.d.outcome.state, "cancelled");
	about(&f, REQUEST_ABANDONED, "6", held_until(&f));
	assert_string_equal(f.d.outcome.state, "abandoned");
	away.id = held_until(&f);
	assert_int_equal(ask(&f, away), REFUSE_NOT);
	assert_int_equal(view_of(&f, away.id).handled_ms, MINUTE_MS);
	assert_int_equal(next(&f, "4"), away.id);
	int64_t id = held_until(&f);
	assert_int_equal(ask(&f,
			     (struct request){ .type = REQUEST_CALL,
				 .counter = "5",
				 .number = number_of(&f, id) }),
	    REFUSE_BADSTATE);
	assert_int_equal(unhold(&f, "5", id), REFUSE_NOT);
	/* None of them comes back at its time. */
	pass_time(&f, 5);
	assert_false(hall_tick(f.hall, f.now_ms, &e));
	about(&f, REQUEST_CANCEL, NULL, id);
	held_until(&f);
	pass_time(&f, 2);
	fixture_day(&f, TODAY + 1);
	assert_false(hall_tick(f.hall, f.now_ms, &e));
	fixture_stop(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(papers_keep_the_place_and_any_counter_calls),
		cmocka_unit_test(handling_leaves_holds_out),
		cmocka_unit_test(for_a_counter_it_waits_there_and_first),
		cmocka_unit_test(until_a_time_it_comes_back_by_itself),
		cmocka_unit_test(a_hold_needs_the_ticket_and_a_time_to_come),
		cmocka_unit_test(clerks_of_the_service_unhold),
		cmocka_unit_test(what_is_so_already_is_answered_again),
		cmocka_unit_test(what_else_becomes_of_a_held_ticket),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
