/* The hours in the hall: refusals, quotas, and those who wait at the end. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "proto/buf.h"
#include "server/hall/day.h"
#include "tests/unit/hall/fixture.h"

static const struct spec usual = { "a:A:1-99:refuse b:B:1-99:refuse",
	"1:a,b 2:b", "normal:0", 3, 2, 36000, 50, 4, 0, 0 };
static const struct spec_hours two_sessions = {
	.sessions = "09:00-12:00 13:00-17:00",
	.last_ticket_min = 15,
};
static const struct spec_hours expiring = {
	.sessions = "09:00-12:00 13:00-17:00",
	.at_session_end = LAYOUT_END_EXPIRE,
};
static const struct spec_hours longer = {
	.sessions = "09:00-12:30 13:00-17:00",
	.at_session_end = LAYOUT_END_EXPIRE,
};
static const struct spec_hours always = {
	.at_session_end = LAYOUT_END_EXPIRE,
};
static const struct spec_hours quotas = {
	.sessions = "08:00-12:00 13:00-17:00",
	.quotas = "a:2",
};
static const struct spec_hours more = {
	.sessions = "08:00-12:00 13:00-17:00",
	.quotas = "a:3",
};
static const struct spec_hours daily = { .quotas = "a:2" };
static const struct spec_hours small = { .capacity = 3 };

static void
start(struct fixture *f, const struct spec_hours *hours)
{
	fixture_start(f, &usual);
	assert_int_equal(fixture_hours(f, &usual, hours), REFUSE_NOT);
}

/* The fixture begins at 08:00 and tells no zone: UTC. */
static void
at(struct fixture *f, int64_t hour, int64_t minute)
{
	f->now_ms = MORNING_MS + (hour - 8) * HOUR_MS + minute * MINUTE_MS;
}

static enum refusal
issue(struct fixture *f, const char *service)
{
	return ask(
	    f, (struct request){ .type = REQUEST_ISSUE, .service = service });
}

/* Stores and applies what time brings; how many sessions ended. */
static int
tick(struct fixture *f)
{
	struct event e;
	int ended = 0;

	while (hall_tick(f->hall, f->now_ms, &e)) {
		assert_int_equal(e.type, EVENT_SESSION_ENDED);
		fixture_apply(f, &e);
		ended++;
	}
	return ended;
}

static void
tickets_keep_the_hours(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, &two_sessions);
	assert_int_equal(issue(&f, "a"), REFUSE_SERVICECLOSED);
	assert_string_equal(f.d.detail,
	    "no session runs now; it opens 06-01 09:00 · 06-01 09:00 起可取号");
	at(&f, 9, 0);
	assert_int_equal(issue(&f, "a"), REFUSE_NOT);
	assert_int_equal(f.d.event.session_ms, f.now_ms);
	at(&f, 11, 45);
	assert_int_equal(issue(&f, "a"), REFUSE_SERVICECLOSED);
	assert_string_equal(f.d.detail,
	    "it closes soon; it opens 06-01 13:00 · 06-01 13:00 起可取号");
	at(&f, 17, 0);
	assert_int_equal(issue(&f, "a"), REFUSE_SERVICECLOSED);
	assert_string_equal(f.d.detail,
	    "no session runs now; it opens 06-02 09:00 · 06-02 09:00 起可取号");
	/* Who has a ticket is called at any hour. */
	opened(&f, "1");
	assert_int_equal(next(&f, "1"), 1);
	fixture_stop(&f);
}

static void
the_zone_is_told(void **state)
{
	static const struct zone_table shanghai = { 28800, 0, NULL };
	struct fixture f;
	int64_t opens_ms;

	(void)state;
	start(&f, &two_sessions);
	at(&f, 9, 30);
	assert_true(hall_service_open(f.hall, 0, f.now_ms, &opens_ms));
	assert_int_equal(opens_ms, 0);
	hall_set_zone(f.hall, &shanghai);
	assert_false(hall_service_open(f.hall, 0, f.now_ms, &opens_ms));
	assert_int_equal(opens_ms, MORNING_MS + 17 * HOUR_MS);
	assert_int_equal(issue(&f, "a"), REFUSE_SERVICECLOSED);
	assert_string_equal(f.d.detail,
	    "no session runs now; it opens 06-02 09:00 · 06-02 09:00 起可取号");
	hall_set_zone(f.hall, NULL);
	assert_int_equal(issue(&f, "a"), REFUSE_NOT);
	fixture_stop(&f);
}

static void
a_session_has_its_quota(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, &quotas);
	(void)issued(&f, "a", NULL);
	(void)issued(&f, "a", NULL);
	assert_int_equal(issue(&f, "a"), REFUSE_SESSIONQUOTA);
	assert_string_equal(f.d.detail, "a");
	(void)issued(&f, "b", NULL);
	at(&f, 13, 0);
	(void)issued(&f, "a", NULL);
	(void)issued(&f, "a", NULL);
	assert_int_equal(issue(&f, "a"), REFUSE_SESSIONQUOTA);
	/* Another layout of the same sessions goes on counting. */
	assert_int_equal(fixture_hours(&f, &usual, &more), REFUSE_NOT);
	(void)issued(&f, "a", NULL);
	assert_int_equal(issue(&f, "a"), REFUSE_SESSIONQUOTA);
	fixture_stop(&f);
}

static void
without_hours_it_is_a_days(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, &daily);
	(void)issued(&f, "a", NULL);
	at(&f, 27, 59);
	(void)issued(&f, "a", NULL);
	assert_int_equal(issue(&f, "a"), REFUSE_SESSIONQUOTA);
	at(&f, 28, 0);
	fixture_day(&f, TODAY + 1);
	(void)issued(&f, "a", NULL);
	fixture_stop(&f);
}

static void
a_hall_has_its_capacity(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, &small);
	opened(&f, "1");
	opened(&f, "2");
	(void)issued(&f, "a", NULL);
	(void)issued(&f, "b", NULL);
	(void)issued(&f, "b", NULL);
	assert_int_equal(issue(&f, "a"), REFUSE_CAPACITY);
	assert_int_equal(next(&f, "1"), 1);
	assert_int_equal(issue(&f, "a"), REFUSE_CAPACITY);
	about(&f, REQUEST_START, "1", 1);
	assert_int_equal(issue(&f, "a"), REFUSE_CAPACITY);
	about(&f, REQUEST_FINISH, "1", 1);
	(void)issued(&f, "a", NULL);
	assert_int_equal(next(&f, "2"), 2);
	about(&f, REQUEST_MISSED, "2", 2);
	(void)issued(&f, "a", NULL);
	assert_int_equal(issue(&f, "a"), REFUSE_CAPACITY);
	fixture_stop(&f);
}

static void
those_who_wait_are_carried(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, &two_sessions);
	at(&f, 9, 0);
	int64_t id = issued(&f, "a", NULL);
	for (int64_t hour = 9; hour < 24; hour++) {
		at(&f, hour, 0);
		assert_int_equal(tick(&f), 0);
	}
	assert_state(&f, id, "waiting");
	fixture_stop(&f);
}

static void
those_who_wait_expire(void **state)
{
	struct fixture f;
	struct request transfer = { .type = REQUEST_TRANSFER,
		.counter = "1",
		.to_counter = "2",
		.reason = "x" };

	(void)state;
	start(&f, &expiring);
	at(&f, 9, 0);
	opened(&f, "1");
	for (int i = 0; i < 6; i++)
		(void)issued(&f, i == 5 ? "b" : "a", NULL);
	assert_int_equal(next(&f, "1"), 1);
	about(&f, REQUEST_MISSED, "1", 1);
	assert_int_equal(next(&f, "1"), 2);
	transfer.id = 2;
	assert_int_equal(ask(&f, transfer), REFUSE_NOT);
	assert_int_equal(next(&f, "1"), 3);
	at(&f, 11, 59);
	assert_int_equal(tick(&f), 0);
	at(&f, 12, 0);
	assert_int_equal(tick(&f), 2);
	assert_int_equal(tick(&f), 0);
	assert_state(&f, 1, "missed");
	assert_state(&f, 2, "expired");
	assert_state(&f, 3, "called");
	assert_state(&f, 4, "expired");
	assert_state(&f, 5, "expired");
	assert_state(&f, 6, "expired");
	struct ticket_view view;
	assert_true(hall_ticket_view(f.hall, 4, &view));
	assert_true(view.final);
	assert_int_equal(view.ended_ms, f.now_ms);
	struct request cancel = { .type = REQUEST_CANCEL, .id = 4 };
	assert_int_equal(ask(&f, cancel), REFUSE_BADSTATE);
	assert_string_equal(f.d.detail, "expired");
	/* A missed one may come back, and waits until the next end. */
	about(&f, REQUEST_RETURN, NULL, 1);
	at(&f, 16, 59);
	assert_int_equal(tick(&f), 0);
	at(&f, 17, 1);
	assert_int_equal(tick(&f), 2);
	assert_state(&f, 1, "expired");
	assert_state(&f, 3, "called");
	fixture_stop(&f);
}

/* The daemon was away over the end: who came after it stays. */
static void
a_late_end_spares_the_next_session(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, &expiring);
	at(&f, 11, 0);
	int64_t early = issued(&f, "a", NULL);
	at(&f, 13, 0);
	int64_t late = issued(&f, "a", NULL);
	assert_int_equal(tick(&f), 2);
	assert_state(&f, early, "expired");
	assert_state(&f, late, "waiting");
	fixture_stop(&f);
}

static void
nothing_ends_twice(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, &expiring);
	at(&f, 18, 0);
	assert_int_equal(tick(&f), 2);
	/* Not over the night, and not by another layout. */
	at(&f, 27, 59);
	assert_int_equal(tick(&f), 0);
	at(&f, 28, 0);
	assert_int_equal(tick(&f), 0);
	/* Nor tomorrow's, while the clock that says so is not trusted. */
	at(&f, 24 + 12, 10);
	assert_int_equal(tick(&f), 0);
	at(&f, 28, 0);
	fixture_day(&f, TODAY + 1);
	assert_int_equal(tick(&f), 0);
	at(&f, 24 + 12, 10);
	assert_int_equal(tick(&f), 2);
	assert_int_equal(fixture_hours(&f, &usual, &longer), REFUSE_NOT);
	assert_int_equal(tick(&f), 0);
	at(&f, 24 + 12, 30);
	assert_int_equal(tick(&f), 2);
	fixture_stop(&f);
}

static void
a_new_rule_does_not_look_back(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, &two_sessions);
	at(&f, 11, 0);
	int64_t id = issued(&f, "a", NULL);
	at(&f, 12, 30);
	assert_int_equal(fixture_hours(&f, &usual, &expiring), REFUSE_NOT);
	assert_int_equal(tick(&f), 0);
	assert_state(&f, id, "waiting");
	at(&f, 17, 0);
	assert_int_equal(tick(&f), 2);
	assert_state(&f, id, "expired");
	fixture_stop(&f);
}

static void
a_day_without_hours_has_no_end(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, &always);
	int64_t id = issued(&f, "a", NULL);
	assert_int_equal(f.d.event.session_ms, 0);
	at(&f, 28, 0);
	assert_int_equal(tick(&f), 0);
	assert_state(&f, id, "waiting");
	fixture_stop(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(tickets_keep_the_hours),
		cmocka_unit_test(the_zone_is_told),
		cmocka_unit_test(a_session_has_its_quota),
		cmocka_unit_test(without_hours_it_is_a_days),
		cmocka_unit_test(a_hall_has_its_capacity),
		cmocka_unit_test(those_who_wait_are_carried),
		cmocka_unit_test(those_who_wait_expire),
		cmocka_unit_test(a_late_end_spares_the_next_session),
		cmocka_unit_test(nothing_ends_twice),
		cmocka_unit_test(a_new_rule_does_not_look_back),
		cmocka_unit_test(a_day_without_hours_has_no_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
