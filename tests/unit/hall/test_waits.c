/* What the hall keeps for its estimates, and what is read of them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "server/hall/handling.h"
#include "server/hall/waits.h"
#include "tests/unit/hall/fixture.h"

static const struct spec usual = { "a:A:1-900:wrap b:B:1-99:wrap",
	"1:a/b 2:b 3:", "normal:0 priority:20", 3, 2, 30, 2000, 4, 0, 0 };
static const struct spec other = { "b:B:1-99:wrap a:A:1-900:wrap",
	"2:b 1:a/b 3:", "priority:20 normal:0", 3, 2, 30, 2000, 4, 0, 0 };

#define TARGET_MS (SPEC_TARGET_MIN * MINUTE_MS)

struct waiting {
	struct fixture f;
	struct waits *waits;
	struct estimate_wait w;
};

static void
start(struct waiting *w)
{
	fixture_start(&w->f, &usual);
	w->waits = waits_create();
	assert_non_null(w->waits);
}

static void
stop(struct waiting *w)
{
	waits_destroy(w->waits);
	fixture_stop(&w->f);
}

static bool
is_known(struct waiting *w, int64_t id)
{
	return waits_ticket(w->waits, w->f.hall, id, &w->w);
}

static bool
is_said(struct waiting *w, size_t service, const char *class)
{
	return waits_service(w->waits, w->f.hall, service, class, &w->w);
}

static void
refresh(struct waiting *w)
{
	w->f.now_ms += 1000;
	waits_refresh(w->waits, w->f.hall, w->f.now_ms);
}

static struct service *
service(struct waiting *w, const char *code)
{
	return board_service(w->f.hall->board, code);
}

static const struct estimate_recent *
recent(struct waiting *w, const char *code)
{
	return &service(w, code)->handling.recent;
}

static void
expect_recent(struct waiting *w, const char *code, const int64_t *s, size_t n)
{
	assert_int_equal(recent(w, code)->count, n);
	for (size_t i = 0; i < n; i++)
		assert_int_equal(recent(w, code)->ms[i], s[i] * 1000);
}

/* --- How long tickets keep counters --------------------------------------- */

static void
later(struct waiting *w, int64_t s)
{
	w->f.now_ms += s * 1000;
}

static void
counter_does(struct waiting *w, enum request_type type)
{
	about(&w->f, type, "1", w->f.hall->board->counters[0].ticket);
}

static void
from_call_to_call(void **state)
{
	static const int64_t times[] = { 100, 90, 130 };
	struct waiting w;

	(void)state;
	start(&w);
	opened(&w.f, "1");
	for (int i = 0; i < 4; i++)
		issued(&w.f, "a", NULL);
	next(&w.f, "1");
	later(&w, 100);
	/* NEXT finishes; a recall is no other handling. */
	next(&w.f, "1");
	later(&w, 30);
	assert_int_equal(
	    ask(&w.f,
		(struct request){ .type = REQUEST_RECALL, .counter = "1" }),
	    REFUSE_NOT);
	later(&w, 50);
	counter_does(&w, REQUEST_FINISH);
	/* What the clerk does between two tickets counts. */
	later(&w, 10);
	next(&w.f, "1");
	later(&w, 130);
	counter_does(&w, REQUEST_FINISH);
	/* But not a break of over a minute. */
	later(&w, 61);
	next(&w.f, "1");
	expect_recent(&w, "a", times, 3);
	stop(&w);
}

static void
idle_time_is_none(void **state)
{
	static const int64_t times[] = { 100, 45 };
	struct waiting w;

	(void)state;
	start(&w);
	opened(&w.f, "1");
	issued(&w.f, "a", NULL);
	next(&w.f, "1");
	later(&w, 100);
	counter_does(&w, REQUEST_FINISH);
	later(&w, 5);
	int64_t id = issued(&w.f, "a", NULL);
	later(&w, 5);
	next(&w.f, "1");
	later(&w, 45);
	/* A miss keeps the counter, too; a pause ends that at once. */
	about(&w.f, REQUEST_MISSED, "1", id);
	later(&w, 1);
	counter_does(&w, REQUEST_PAUSE);
	expect_recent(&w, "a", times, 2);
	stop(&w);
}

static void
by_the_service_it_was_called_for(void **state)
{
	static const int64_t times[] = { 70 };
	struct waiting w;

	(void)state;
	start(&w);
	opened(&w.f, "1");
	int64_t id = issued(&w.f, "b", NULL);
	next(&w.f, "1");
	later(&w, 70);
	assert_int_equal(ask(&w.f,
			     (struct request){ .type = REQUEST_TRANSFER,
				 .counter = "1",
				 .id = id,
				 .to_service = "a" }),
	    REFUSE_NOT);
	later(&w, 120);
	counter_does(&w, REQUEST_CLOSE);
	expect_recent(&w, "b", times, 1);
	expect_recent(&w, "a", NULL, 0);
	stop(&w);
}

static void
a_layout_keeps_what_a_day_forgets(void **state)
{
	static const int64_t times[] = { 100 };
	struct waiting w;

	(void)state;
	start(&w);
	opened(&w.f, "1");
	for (int i = 0; i < 5; i++)
		issued(&w.f, "a", NULL);
	next(&w.f, "1");
	later(&w, 50);
	assert_int_equal(fixture_layout(&w.f, &other), REFUSE_NOT);
	later(&w, 50);
	next(&w.f, "1");
	expect_recent(&w, "a", times, 1);
	assert_int_equal(service(&w, "a")->handling.arrivals_count, 5);
	assert_int_equal(service(&w, "a")->handling.target_ms, TARGET_MS);
	fixture_day(&w.f, TODAY + 1);
	expect_recent(&w, "a", NULL, 0);
	assert_int_equal(service(&w, "a")->handling.arrivals_count, 0);
	assert_int_equal(service(&w, "a")->handling.target_ms, TARGET_MS);
	/* What was at hand yesterday was never finished. */
	issued(&w.f, "a", NULL);
	next(&w.f, "1");
	expect_recent(&w, "a", NULL, 0);
	stop(&w);
}

static void
arrivals_have_gaps(void **state)
{
	struct waiting w;

	(void)state;
	start(&w);
	for (int i = 0; i < 40; i++) {
		later(&w, 60);
		issued(&w.f, "a", i % 4 ? NULL : "priority");
	}
	const struct handling *a = &service(&w, "a")->handling;
	const struct class_rule *classes = w.f.hall->board->classes;
	assert_in_range(
	    handling_gap(a, classes[0].code, w.f.now_ms), 75000, 80000);
	assert_in_range(
	    handling_gap(a, classes[1].code, w.f.now_ms), 220000, 240000);
	/* Nobody for an hour: they come no more as they did. */
	assert_in_range(handling_gap(a, classes[0].code, w.f.now_ms + HOUR_MS),
	    200000, 240000);
	assert_int_equal(handling_gap(&service(&w, "b")->handling,
			     classes[0].code, w.f.now_ms),
	    0);
	stop(&w);
}

/* --- What is read --------------------------------------------------------- */

static void
one_waits(void **state)
{
	struct waiting w;

	(void)state;
	start(&w);
	int64_t first = issued(&w.f, "a", NULL);
	refresh(&w);
	assert_false(is_known(&w, first));
	assert_false(is_said(&w, 0, NULL));
	opened(&w.f, "1");
	refresh(&w);
	assert_true(is_known(&w, first));
	assert_int_equal(w.w.high_s, 0);
	assert_int_equal(next(&w.f, "1"), first);
	int64_t second = issued(&w.f, "a", NULL);
	refresh(&w);
	assert_false(is_known(&w, first));
	assert_true(is_known(&w, second));
	assert_in_range(w.w.mid_s, 300, 900);
	uint32_t second_s = w.w.mid_s;
	assert_true(is_said(&w, 0, NULL));
	assert_true(w.w.mid_s > second_s);
	/* Twenty minutes of credit: before the second. */
	assert_true(is_said(&w, 0, "priority"));
	assert_true(w.w.mid_s <= second_s);
	assert_false(is_known(&w, 99));
	stop(&w);
}

static int64_t
paused_ms(struct waiting *w)
{
	return w->f.hall->board->counters[0].at_hand.paused_ms;
}

/* Another reason is no other pause; yesterday's goes on. */
static void
since_when_it_is_paused(void **state)
{
	struct waiting w;

	(void)state;
	start(&w);
	opened(&w.f, "1");
	later(&w, 10);
	counter_does(&w, REQUEST_PAUSE);
	later(&w, 10);
	counter_does(&w, REQUEST_PAUSE);
	assert_int_equal(paused_ms(&w), w.f.now_ms - 10000);
	fixture_day(&w.f, TODAY + 1);
	assert_int_equal(paused_ms(&w), 0);
	counter_does(&w, REQUEST_RESUME);
	counter_does(&w, REQUEST_PAUSE);
	assert_int_equal(paused_ms(&w), w.f.now_ms);
	stop(&w);
}

/* Nobody knows whether the clerk is there. */
static void
a_silent_counter_serves_nobody(void **state)
{
	struct waiting w;
	struct event e;

	(void)state;
	start(&w);
	opened(&w.f, "1");
	refresh(&w);
	assert_true(is_said(&w, 0, NULL));
	later(&w, 60);
	assert_true(hall_tick(w.f.hall, w.f.now_ms, &e));
	assert_int_equal(e.type, EVENT_LAPSED);
	fixture_apply(&w.f, &e);
	refresh(&w);
	assert_false(is_said(&w, 0, NULL));
	stop(&w);
}

static void
for_one_counter_alone(void **state)
{
	struct waiting w;

	(void)state;
	start(&w);
	int64_t id = issued(&w.f, "a", NULL);
	opened(&w.f, "1");
	next(&w.f, "1");
	assert_int_equal(ask(&w.f,
			     (struct request){ .type = REQUEST_TRANSFER,
				 .counter = "1",
				 .id = id,
				 .to_counter = "3" }),
	    REFUSE_NOT);
	refresh(&w);
	assert_false(is_known(&w, id));
	opened(&w.f, "3");
	refresh(&w);
	assert_true(is_known(&w, id));
	assert_int_equal(w.w.mid_s, 0);
	/* One that came to it after the estimate is not yet known. */
	int64_t late = issued(&w.f, "a", NULL);
	assert_true(is_known(&w, late));
	next(&w.f, "1");
	assert_int_equal(ask(&w.f,
			     (struct request){ .type = REQUEST_TRANSFER,
				 .counter = "1",
				 .id = late,
				 .to_counter = "3" }),
	    REFUSE_NOT);
	assert_false(is_known(&w, late));
	stop(&w);
}

/* A second old, or of another layout or day. */
static void
made_once_a_second(void **state)
{
	struct waiting w;

	(void)state;
	start(&w);
	opened(&w.f, "1");
	refresh(&w);
	for (int i = 0; i < 10; i++)
		issued(&w.f, "a", NULL);
	w.f.now_ms += 999;
	waits_refresh(w.waits, w.f.hall, w.f.now_ms);
	assert_true(is_said(&w, 0, NULL));
	assert_int_equal(w.w.mid_s, 0);
	w.f.now_ms += 1;
	waits_refresh(w.waits, w.f.hall, w.f.now_ms);
	assert_true(is_said(&w, 0, NULL));
	assert_true(w.w.mid_s > 0);
	assert_int_equal(fixture_layout(&w.f, &other), REFUSE_NOT);
	assert_false(is_said(&w, 0, NULL));
	waits_refresh(w.waits, w.f.hall, w.f.now_ms);
	/* Services, counters and classes have other places now. */
	assert_true(is_said(&w, 1, "normal"));
	assert_true(w.w.mid_s > 0);
	assert_true(is_said(&w, 0, "normal"));
	fixture_day(&w.f, TODAY + 1);
	assert_false(is_said(&w, 1, NULL));
	waits_refresh(w.waits, w.f.hall, w.f.now_ms);
	assert_true(is_said(&w, 1, NULL));
	assert_int_equal(w.w.mid_s, 0);
	stop(&w);
}

/* So many that no turn of a loop may play them all; one of the first. */
static int64_t
crowd(struct waiting *w)
{
	start(w);
	opened(&w->f, "1");
	refresh(w);
	int64_t id = issued(&w->f, "a", NULL);
	for (int i = 0; i < 300; i++)
		(void)issued(&w->f, "a", NULL);
	w->f.now_ms += 1000;
	waits_refresh(w->waits, w->f.hall, w->f.now_ms);
	return id;
}

static void
a_crowd_is_played_in_steps(void **state)
{
	struct waiting w;
	int64_t first = crowd(&w);
	int steps = 1;

	(void)state;
	/* What is kept is good until then: nobody waited. */
	assert_true(is_said(&w, 0, NULL));
	assert_int_equal(w.w.mid_s, 0);
	for (; waits_step(w.waits, w.f.hall); steps++) {
		assert_true(is_said(&w, 0, NULL));
		assert_int_equal(w.w.mid_s, 0);
		/* Asking again begins nothing anew. */
		waits_refresh(w.waits, w.f.hall, w.f.now_ms);
	}
	assert_in_range(steps, 8, ESTIMATE_ROUNDS + 1);
	assert_true(is_known(&w, first));
	/* Who comes now waits for them all, longer than is ever said. */
	assert_false(is_said(&w, 0, NULL));
	assert_false(waits_step(w.waits, w.f.hall));
	stop(&w);
}

static void
steps_end_with_the_hall_they_began_in(void **state)
{
	struct waiting w;

	(void)state;
	(void)crowd(&w);
	assert_true(waits_step(w.waits, w.f.hall));
	assert_false(waits_step(w.waits, NULL));
	stop(&w);
	(void)crowd(&w);
	assert_true(waits_step(w.waits, w.f.hall));
	fixture_day(&w.f, TODAY + 1);
	assert_false(waits_step(w.waits, w.f.hall));
	waits_refresh(w.waits, w.f.hall, w.f.now_ms);
	assert_true(is_said(&w, 0, NULL));
	stop(&w);
}

static void
no_layout_no_waits(void **state)
{
	struct waits *waits = waits_create();
	struct hall *hall = hall_create();
	struct estimate_wait w;

	(void)state;
	assert_non_null(waits);
	assert_non_null(hall);
	waits_refresh(waits, hall, MORNING_MS);
	assert_false(waits_service(waits, hall, 0, NULL, &w));
	assert_false(waits_ticket(waits, hall, 1, &w));
	hall_destroy(hall);
	waits_destroy(waits);
	waits_destroy(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(from_call_to_call),
		cmocka_unit_test(idle_time_is_none),
		cmocka_unit_test(by_the_service_it_was_called_for),
		cmocka_unit_test(a_layout_keeps_what_a_day_forgets),
		cmocka_unit_test(arrivals_have_gaps),
		cmocka_unit_test(one_waits),
		cmocka_unit_test(since_when_it_is_paused),
		cmocka_unit_test(a_silent_counter_serves_nobody),
		cmocka_unit_test(for_one_counter_alone),
		cmocka_unit_test(made_once_a_second),
		cmocka_unit_test(a_crowd_is_played_in_steps),
		cmocka_unit_test(steps_end_with_the_hall_they_began_in),
		cmocka_unit_test(no_layout_no_waits),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
