/* A ticket's life at a counter: called, recalled, missed, served. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/hall/fixture.h"

static const struct spec usual = { "a:A:1-99:wrap b:B:1-99:wrap",
	"1:a,b 2:a 3:", "normal:0 priority:20", 3, 2, 30, 2000, 4, 0, 0 };

static enum refusal
ask_about(
    struct fixture *f, enum request_type type, const char *counter, int64_t id)
{
	return ask(
	    f, (struct request){ .type = type, .counter = counter, .id = id });
}

static enum refusal
call_number(struct fixture *f, const char *counter, const char *number)
{
	return ask(f,
	    (struct request){
		.type = REQUEST_CALL, .counter = counter, .number = number });
}

static void
missed_too_often_is_abandoned(void **state)
{
	struct fixture f;

	(void)state;
	fixture_start(&f, &usual);
	opened(&f, "1");
	int64_t id = issued(&f, "a", NULL);
	for (int misses = 1; misses < 3; misses++) {
		assert_int_equal(next(&f, "1"), id);
		about(&f, REQUEST_MISSED, "1", id);
		assert_string_equal(f.d.outcome.state, "missed");
		assert_state(&f, id, "missed");
		about(&f, REQUEST_RETURN, NULL, id);
	}
	assert_int_equal(next(&f, "1"), id);
	about(&f, REQUEST_MISSED, "1", id);
	assert_string_equal(f.d.outcome.state, "abandoned");
	assert_state(&f, id, "abandoned");
	about(&f, REQUEST_MISSED, "1", id);
	assert_true(f.d.outcome.replayed);
	assert_int_equal(
	    ask_about(&f, REQUEST_RETURN, NULL, id), REFUSE_BADSTATE);
	fixture_stop(&f);
}

/* Given up by a clerk after one miss: that is not a miss. */
static void
missed_is_not_abandoned(void **state)
{
	struct fixture f;

	(void)state;
	fixture_start(&f, &usual);
	opened(&f, "1");
	int64_t id = issued(&f, "a", NULL);
	next(&f, "1");
	about(&f, REQUEST_MISSED, "1", id);
	about(&f, REQUEST_ABANDONED, "1", id);
	assert_int_equal(
	    ask_about(&f, REQUEST_MISSED, "1", id), REFUSE_BADSTATE);
	about(&f, REQUEST_ABANDONED, "1", id);
	assert_true(f.d.outcome.replayed);
	fixture_stop(&f);
}

static void
recalls_have_a_limit(void **state)
{
	struct request again = { .type = REQUEST_RECALL, .counter = "1" };
	struct fixture f;

	(void)state;
	fixture_start(&f, &usual);
	opened(&f, "1");
	int64_t id = issued(&f, "a", NULL);
	f.now_ms += MINUTE_MS / 4;
	next(&f, "1");
	for (int calls = 2; calls <= 3; calls++) {
		/* Sooner than after five seconds it is the same call. */
		f.now_ms += 4999;
		assert_int_equal(ask(&f, again), REFUSE_NOT);
		assert_int_equal(f.d.outcome.calls, calls - 1);
		assert_false(f.d.has_event);
		f.now_ms += 1;
		assert_int_equal(ask(&f, again), REFUSE_NOT);
		assert_int_equal(f.d.outcome.calls, calls);
		assert_int_equal(f.d.outcome.waited_ms, MINUTE_MS / 4);
	}
	f.now_ms += 5000;
	assert_int_equal(ask(&f, again), REFUSE_RECALLS);
	/* After a miss it is another call, with recalls of its own. */
	about(&f, REQUEST_MISSED, "1", id);
	assert_int_equal(call_number(&f, "1", "A001"), REFUSE_NOT);
	assert_int_equal(f.d.outcome.calls, 1);
	assert_int_equal(ask(&f, again), REFUSE_NOT);
	about(&f, REQUEST_START, "1", id);
	assert_int_equal(ask(&f, again), REFUSE_BADSTATE);
	about(&f, REQUEST_FINISH, "1", id);
	assert_int_equal(ask(&f, again), REFUSE_BADSTATE);
	fixture_stop(&f);
}

static void
next_finishes_what_is_at_hand(void **state)
{
	struct ticket_view view;
	struct fixture f;

	(void)state;
	fixture_start(&f, &usual);
	opened(&f, "1");
	int64_t one = issued(&f, "a", NULL), two = issued(&f, "a", NULL);
	assert_int_equal(next(&f, "1"), one);
	f.now_ms += 5000;
	assert_int_equal(next(&f, "1"), two);
	assert_int_equal(f.d.event.after, one);
	assert_true(hall_ticket_view(f.hall, one, &view));
	assert_string_equal(view.state, "served");
	assert_int_equal(view.started_ms, view.called_ms);
	assert_int_equal(view.ended_ms, f.now_ms);
	assert_int_equal(view.matters, 1);
	/* Nobody waits: served all the same, and the reply is nil. */
	assert_int_equal(next(&f, "1"), 0);
	assert_true(f.d.has_event);
	assert_state(&f, two, "served");
	assert_int_equal(next(&f, "1"), 0);
	assert_false(f.d.has_event);
	fixture_stop(&f);
}

static void
the_nil_of_a_next_is_replayed(void **state)
{
	struct request r = {
		.type = REQUEST_NEXT, .counter = "1", .rid = "n", .args = 5
	};
	struct fixture f;

	(void)state;
	fixture_start(&f, &usual);
	opened(&f, "1");
	issued(&f, "a", NULL);
	next(&f, "1");
	assert_int_equal(ask(&f, r), REFUSE_NOT);
	assert_int_equal(f.d.outcome.type, OUTCOME_NIL);
	issued(&f, "a", NULL);
	assert_int_equal(ask(&f, r), REFUSE_NOT);
	assert_true(f.d.outcome.replayed);
	assert_false(f.d.has_event);
	assert_int_equal(f.d.outcome.type, OUTCOME_NIL);
	/* A nil that changed nothing is not remembered. */
	assert_int_equal(next(&f, "1"), 2);
	about(&f, REQUEST_FINISH, "1", 2);
	r.rid = "m";
	assert_int_equal(ask(&f, r), REFUSE_NOT);
	assert_false(f.d.has_event);
	issued(&f, "a", NULL);
	assert_int_equal(ask(&f, r), REFUSE_NOT);
	assert_int_equal(f.d.outcome.type, OUTCOME_CALL);
	fixture_stop(&f);
}

/* A pad with one button: NEXT resumes, whoever waits or does not. */
static void
next_resumes(void **state)
{
	struct counter_view view;
	struct fixture f;

	(void)state;
	for (int with = 0; with < 3; with++) {
		fixture_start(&f, &usual);
		opened(&f, "1");
		for (int i = 0; i < with; i++)
			issued(&f, "a", NULL);
		if (with)
			next(&f, "1");
		assert_int_equal(ask(&f,
				     (struct request){ .type = REQUEST_PAUSE,
					 .counter = "1",
					 .reason = "lunch" }),
		    REFUSE_NOT);
		hall_counter_view(f.hall, 0, &view);
		assert_string_equal(view.state, "paused");
		assert_string_equal(view.reason, "lunch");
		next(&f, "1");
		hall_counter_view(f.hall, 0, &view);
		assert_string_equal(view.state, "open");
		assert_null(view.reason);
		fixture_stop(&f);
	}
}

static void
called_by_number(void **state)
{
	struct fixture f;

	(void)state;
	fixture_start(&f, &usual);
	opened(&f, "1");
	opened(&f, "2");
	int64_t one = issued(&f, "b", NULL), two = issued(&f, "b", NULL);
	assert_int_equal(call_number(&f, "2", "B002"), REFUSE_NOT);
	assert_int_equal(f.d.outcome.id, two);
	assert_string_equal(f.d.outcome.counter, "2");
	assert_int_equal(call_number(&f, "1", "B002"), REFUSE_BADSTATE);
	assert_string_equal(f.d.detail, "called");
	assert_int_equal(call_number(&f, "2", "B002"), REFUSE_BADSTATE);
	assert_int_equal(call_number(&f, "1", "B003"), REFUSE_NOSUCHTICKET);
	assert_int_equal(call_number(&f, "1", "Q001"), REFUSE_NOSUCHTICKET);
	assert_int_equal(call_number(&f, "2", "B001"), REFUSE_NOT);
	assert_int_equal(f.d.event.after, two);
	assert_state(&f, two, "served");
	assert_state(&f, one, "called");
	assert_int_equal(call_number(&f, "1", "B002"), REFUSE_BADSTATE);
	fixture_stop(&f);
}

static void
only_its_counter_may_end_it(void **state)
{
	static const enum request_type types[] = { REQUEST_START,
		REQUEST_FINISH, REQUEST_MISSED, REQUEST_ABANDONED,
		REQUEST_TRANSFER };
	struct fixture f;

	(void)state;
	fixture_start(&f, &usual);
	opened(&f, "1");
	opened(&f, "2");
	int64_t id = issued(&f, "a", NULL);
	next(&f, "1");
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++) {
		assert_int_equal(
		    ask_about(&f, types[i], "2", id), REFUSE_BADSTATE);
		assert_int_equal(
		    ask_about(&f, types[i], "3", id), REFUSE_COUNTERCLOSED);
		assert_int_equal(
		    ask_about(&f, types[i], "9", id), REFUSE_NOSUCHCOUNTER);
		assert_int_equal(
		    ask_about(&f, types[i], "1", 77), REFUSE_NOSUCHTICKET);
		assert_int_equal(ask_about(&f, types[i], "1", INT64_MIN),
		    REFUSE_NOSUCHTICKET);
	}
	assert_state(&f, id, "called");
	fixture_stop(&f);
}

static void
the_same_again_is_answered_again(void **state)
{
	static const enum request_type types[] = { REQUEST_START,
		REQUEST_FINISH };
	struct fixture f;

	(void)state;
	fixture_start(&f, &usual);
	opened(&f, "1");
	int64_t id = issued(&f, "a", NULL);
	next(&f, "1");
	for (size_t i = 0; i < 2; i++) {
		about(&f, types[i], "1", id);
		assert_true(f.d.has_event);
		about(&f, types[i], "1", id);
		assert_false(f.d.has_event);
		assert_true(f.d.outcome.replayed);
	}
	fixture_stop(&f);
}

static void
the_day_ends_all(void **state)
{
	struct counter_view view;
	struct fixture f;

	(void)state;
	fixture_start(&f, &usual);
	opened(&f, "1");
	int64_t called = issued(&f, "a", NULL);
	int64_t waiting = issued(&f, "a", NULL);
	next(&f, "1");
	fixture_day(&f, TODAY + 1);
	assert_int_equal(
	    ask_about(&f, REQUEST_FINISH, "1", called), REFUSE_NOSUCHTICKET);
	assert_int_equal(
	    ask_about(&f, REQUEST_CANCEL, NULL, waiting), REFUSE_NOSUCHTICKET);
	assert_int_equal(next(&f, "1"), 0);
	hall_counter_view(f.hall, 0, &view);
	assert_string_equal(view.state, "open");
	assert_int_equal(view.ticket, 0);
	assert_int_equal(issued(&f, "a", NULL), waiting + 1);
	assert_string_equal(number_of(&f, waiting + 1), "A001");
	fixture_stop(&f);
}

static void
refused_before_the_first_day(void **state)
{
	struct hall *h = hall_create();
	struct request r = { .type = REQUEST_ISSUE, .user = "", .rid = "1" };
	struct decision d;

	(void)state;
	hall_decide(h, &r, MORNING_MS, &d);
	assert_int_equal(d.refusal, REFUSE_SERVICECLOSED);
	assert_false(d.has_event);
	hall_destroy(h);
	hall_destroy(NULL);
}

/* Hall time stands still while the clock is behind it. */
static void
time_never_goes_back(void **state)
{
	struct fixture f;

	(void)state;
	fixture_start(&f, &usual);
	issued(&f, "a", NULL);
	f.now_ms -= HOUR_MS;
	int64_t id = issued(&f, "a", NULL);
	assert_int_equal(f.d.event.t_ms, MORNING_MS);
	assert_int_equal(hall_ahead(f.hall, id), 1);
	fixture_stop(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(missed_too_often_is_abandoned),
		cmocka_unit_test(missed_is_not_abandoned),
		cmocka_unit_test(recalls_have_a_limit),
		cmocka_unit_test(next_finishes_what_is_at_hand),
		cmocka_unit_test(the_nil_of_a_next_is_replayed),
		cmocka_unit_test(next_resumes),
		cmocka_unit_test(called_by_number),
		cmocka_unit_test(only_its_counter_may_end_it),
		cmocka_unit_test(the_same_again_is_answered_again),
		cmocka_unit_test(the_day_ends_all),
		cmocka_unit_test(refused_before_the_first_day),
		cmocka_unit_test(time_never_goes_back),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
