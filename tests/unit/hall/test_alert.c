/* Alerts: raised once, cleared once, and known after a restart. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "server/hall/watch_view.h"
#include "tests/unit/hall/fixture.h"

static const struct spec usual = { "a:A:1-999:wrap b:B:1-99:wrap", "1:a 2:b",
	"normal:0 priority:20", 3, 2, 600, 2000, 4, LAYOUT_MISS_RETURN, 0 };
static const struct layout_alerts limits = {
	.wait_warn_min = 15,
	.wait_alarm_min = 30,
	.target_warn_percent = 30,
	.target_alarm_percent = 50,
	.load_alarm = 10,
	.capacity_warn_percent = 80,
	.capacity_alarm_percent = 100,
	.abandoned_warn_percent = 10,
	.abandoned_alarm_percent = 20,
	.break_warn_min = 60,
	.break_alarm_min = 90,
};

static void
start(struct fixture *f)
{
	struct spec_layout *to = spec_make(&usual);

	fixture_start(f, &usual);
	assert_non_null(to);
	to->layout.alerts = limits;
	to->layout.capacity = 50;
	to->services[0].target_wait_min = 5;
	(void)strcpy(to->raw, "[\"with alerts\"]");
	hall_decide_layout(f->hall, &to->layout, to->raw, f->now_ms, &f->d);
	fixture_apply(f, &f->d.event);
	f->before = f->layout;
	f->layout = to;
}

/* Alerts told now, as text: "wait a warn 900000/900000". */
static void
told(struct fixture *f, const char *should)
{
	char is[400] = "";
	struct event e;

	while (hall_tick(f->hall, f->now_ms, &e)) {
		size_t len = strlen(is);
		if (e.type == EVENT_ALERT) {
			(void)snprintf(is + len, sizeof(is) - len,
			    "%s %s %s %lld/%lld\n", e.kind,
			    e.subject ? e.subject : "-", e.level,
			    (long long)e.value, (long long)e.limit);
		}
		fixture_apply(f, &e);
	}
	assert_string_equal(is, should);
}

static void
after(struct fixture *f, int64_t ms, const char *should)
{
	f->now_ms += ms;
	told(f, should);
}

static void
a_wait_is_told_at_each_limit_and_once(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	opened(&f, "1");
	int64_t one = issued(&f, "a", NULL);
	after(&f, 10 * MINUTE_MS, "");
	/* Who has credit goes first; the other one has waited longer. */
	issued(&f, "a", "priority");
	after(&f, 5 * MINUTE_MS - 1, "");
	after(&f, 1000, "wait a warn 900999/900000\n");
	after(&f, 1000, "");
	after(&f, 14 * MINUTE_MS, "");
	after(&f, MINUTE_MS, "wait a alarm 1801999/1800000\n");
	assert_int_not_equal(next(&f, "1"), one);
	after(&f, 1000, "");
	assert_int_equal(next(&f, "1"), one);
	after(&f, 1000, "wait a cleared 0/900000\n");
	after(&f, 1000, "");
	fixture_stop(&f);
}

/* Four fifths of 15 minutes are 12. */
static void
it_falls_only_well_below_its_limit(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	opened(&f, "1");
	issued(&f, "a", NULL);
	f.now_ms += 2 * MINUTE_MS;
	issued(&f, "a", NULL);
	f.now_ms += 2 * MINUTE_MS;
	issued(&f, "a", NULL);
	after(&f, 11 * MINUTE_MS, "wait a warn 900000/900000\n");
	next(&f, "1");
	after(&f, 1000, "");
	next(&f, "1");
	after(&f, 1000, "wait a cleared 662000/900000\n");
	fixture_stop(&f);
}

static void
they_are_looked_at_once_a_second(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	issued(&f, "a", NULL);
	after(&f, 15 * MINUTE_MS - 500, "");
	after(&f, 999, "");
	after(&f, 1, "wait a warn 900500/900000\n");
	fixture_stop(&f);
}

static void
a_clock_set_back_hides_none(void **state)
{
	struct fixture f;
	struct event e;

	(void)state;
	start(&f);
	assert_false(hall_tick(f.hall, f.now_ms + HOUR_MS, &e));
	issued(&f, "a", NULL);
	after(&f, 15 * MINUTE_MS, "wait a warn 900000/900000\n");
	fixture_stop(&f);
}

static void
load_is_by_open_counters(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	opened(&f, "1");
	opened(&f, "2");
	for (int i = 0; i < 19; i++)
		issued(&f, i % 2 ? "a" : "b", NULL);
	after(&f, 1000, "");
	issued(&f, "a", NULL);
	after(&f, 1000, "load - alarm 10/10\n");
	for (int i = 0; i < 4; i++)
		next(&f, "1");
	after(&f, 1000, "");
	next(&f, "1");
	/* 15 for two counters. */
	after(&f, 1000, "load - cleared 7/10\n");
	fixture_stop(&f);
}

static void
shares_need_twenty_tickets(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	opened(&f, "1");
	for (int i = 0; i < 20; i++) {
		if (i == 19)
			after(&f, 1000, "");
		int64_t id = issued(&f, "a", NULL);
		f.now_ms += i < 9 ? 6 * MINUTE_MS : 1000;
		assert_int_equal(next(&f, "1"), id);
		if (i < 2)
			about(&f, REQUEST_ABANDONED, "1", id);
	}
	after(&f, 1000, "target a warn 45/30\nabandoned - warn 10/10\n");
	/* The next day begins without. */
	f.now_ms += 24 * HOUR_MS;
	fixture_day(&f, TODAY + 1);
	about(&f, REQUEST_LEASE, "1", 0);
	after(&f, 1000, "target a cleared 0/30\nabandoned - cleared 0/10\n");
	fixture_stop(&f);
}

static void
capacity_is_of_people(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	opened(&f, "1");
	for (int i = 0; i < 40; i++)
		issued(&f, "a", NULL);
	after(&f, 1000, "load - alarm 40/10\ncapacity - warn 80/80\n");
	fixture_stop(&f);
}

static void
a_break_is_wanted_after_hours(void **state)
{
	static const struct request pause = {
		.type = REQUEST_PAUSE, .counter = "1", .reason = "tea"
	};
	struct fixture f;

	(void)state;
	start(&f);
	opened(&f, "1");
	for (int i = 0; i < 6; i++) {
		after(&f, 10 * MINUTE_MS - 1, "");
		about(&f, REQUEST_LEASE, "1", 0);
	}
	after(&f, 1000, "break 1 warn 3600994/3600000\n");
	assert_int_equal(ask(&f, pause), REFUSE_NOT);
	after(&f, 1000, "break 1 cleared 0/3600000\n");
	/* NEXT resumes, and another hour begins. */
	assert_int_equal(next(&f, "1"), 0);
	after(&f, 1000, "");
	fixture_stop(&f);
}

static void
device(struct fixture *f, const char *key, const char *state)
{
	assert_int_equal(ask(f,
			     (struct request){ .type = REQUEST_DEVICE,
				 .device = "kiosk",
				 .key = key,
				 .state = state }),
	    REFUSE_NOT);
}

static void
a_device_alerts_by_its_state(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	device(&f, "lamp", "broken");
	device(&f, "printer", "ok");
	after(&f, 1000, "");
	device(&f, "printer", "low");
	after(&f, 1000, "printer kiosk warn 1/1\n");
	device(&f, "printer", "paper_out");
	device(&f, "screen", "off");
	after(&f, 1000, "printer kiosk alarm 2/2\ndisplay kiosk alarm 2/2\n");
	device(&f, "printer", "ok");
	after(&f, 1000, "printer kiosk cleared 0/1\n");
	assert_int_equal(hall_devices(f.hall), 3);
	/* One that is gone stays until its alert is cleared. */
	device(&f, "screen", "gone");
	assert_int_equal(hall_devices(f.hall), 3);
	after(&f, 1000, "display kiosk cleared 0/1\n");
	assert_int_equal(hall_devices(f.hall), 2);
	fixture_stop(&f);
}

/* haod says how many they were by the state. */
static void
wrong_secrets_have_two_levels(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	device(&f, "secrets", "many");
	after(&f, 1000, "secrets kiosk warn 1/1\n");
	device(&f, "secrets", "flood");
	after(&f, 1000, "secrets kiosk alarm 2/2\n");
	device(&f, "secrets", "many");
	after(&f, 1000, "secrets kiosk warn 1/1\n");
	device(&f, "secrets", "ok");
	after(&f, 1000, "secrets kiosk cleared 0/1\n");
	fixture_stop(&f);
}

/* A hall made of the opening of F's, as a start does. */
struct copy {
	struct fixture *f;
	struct hall *hall;
};

static bool
play(const struct event *e, void *ctx)
{
	struct copy *c = ctx;
	struct event one = *e;

	one.layout = &c->f->layout->layout;
	assert_true(hall_reserve(c->hall, &one));
	hall_apply(c->hall, &one);
	return true;
}

static void
a_restart_raises_nothing_again(void **state)
{
	struct fixture f;
	struct copy copy = { &f, hall_create() };
	struct event e;

	(void)state;
	assert_non_null(copy.hall);
	start(&f);
	device(&f, "printer", "paper_out");
	opened(&f, "1");
	after(&f, 1000, "printer kiosk alarm 2/2\n");
	fixture_day(&f, TODAY + 1);
	assert_true(hall_opening(f.hall, play, &copy));
	hall_renew_leases(copy.hall, f.now_ms);
	f.now_ms += 1000;
	assert_false(hall_tick(copy.hall, f.now_ms, &e));
	told(&f, "");
	struct alert_view v = { 0 };
	for (size_t i = 0; !v.level; i++)
		assert_true(hall_alert_view(copy.hall, i, f.now_ms, &v));
	assert_string_equal(v.kind, "printer");
	assert_string_equal(v.level, "alarm");
	assert_string_equal(v.state, "paper_out");
	assert_int_equal(v.since_ms, MORNING_MS + 1000);
	hall_destroy(copy.hall);
	fixture_stop(&f);
}

static void
training_raises_nothing(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	assert_int_equal(
	    ask(&f,
		(struct request){
		    .type = REQUEST_TRAINING, .rid = "t", .on = true }),
	    REFUSE_NOT);
	for (int i = 0; i < 30; i++)
		issued(&f, "a", NULL);
	after(&f, HOUR_MS, "");
	fixture_stop(&f);
}

static void
a_limit_taken_away_clears(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	issued(&f, "a", NULL);
	after(&f, 20 * MINUTE_MS, "wait a warn 1200000/900000\n");
	assert_int_equal(fixture_layout(&f, &usual), REFUSE_NOT);
	after(&f, 1000, "wait a cleared 1201000/0\n");
	fixture_stop(&f);
}

static void
it_concerns_who_can_help(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	assert_true(hall_alert_concerns(f.hall, "1", "wait", "a"));
	assert_false(hall_alert_concerns(f.hall, "2", "wait", "a"));
	assert_true(hall_alert_concerns(f.hall, "2", "break", "2"));
	assert_false(hall_alert_concerns(f.hall, "1", "break", "2"));
	assert_false(hall_alert_concerns(f.hall, "1", "load", NULL));
	fixture_stop(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_wait_is_told_at_each_limit_and_once),
		cmocka_unit_test(it_falls_only_well_below_its_limit),
		cmocka_unit_test(they_are_looked_at_once_a_second),
		cmocka_unit_test(a_clock_set_back_hides_none),
		cmocka_unit_test(load_is_by_open_counters),
		cmocka_unit_test(shares_need_twenty_tickets),
		cmocka_unit_test(capacity_is_of_people),
		cmocka_unit_test(a_break_is_wanted_after_hours),
		cmocka_unit_test(a_device_alerts_by_its_state),
		cmocka_unit_test(wrong_secrets_have_two_levels),
		cmocka_unit_test(a_restart_raises_nothing_again),
		cmocka_unit_test(training_raises_nothing),
		cmocka_unit_test(a_limit_taken_away_clears),
		cmocka_unit_test(it_concerns_who_can_help),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
