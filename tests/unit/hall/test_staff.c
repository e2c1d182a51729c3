/* Stops, texts, clearing, training and devices. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "server/hall/watch_view.h"
#include "tests/sim/spec_staff.h"
#include "tests/unit/hall/fixture.h"

static const struct spec usual = { "a:A:1-99:wrap b:B:1-99:wrap c:C:1-99:wrap",
	"1:a,b,c 2:b", "normal:0 priority:20", 3, 2, 30, 2000, 4,
	LAYOUT_MISS_RETURN, 0 };

static void
start(struct fixture *f)
{
	struct spec_layout *to = spec_make(&usual);

	fixture_start(f, &usual);
	assert_non_null(to);
	spec_set_zones(to, "a:east b:west c:east,west");
	hall_decide_layout(f->hall, &to->layout, to->raw, f->now_ms, &f->d);
	assert_true(f->d.has_event);
	fixture_apply(f, &f->d.event);
	f->before = f->layout;
	f->layout = to;
}

/* A request of the staff, with a request id of its own. */
static enum refusal
staff(struct fixture *f, struct request r)
{
	(void)snprintf(f->rid, sizeof(f->rid), "st%d", ++f->rids);
	r.rid = f->rid;
	return ask(f, r);
}

static enum refusal
pause(struct fixture *f, const char *service, const char *zone)
{
	return staff(f,
	    (struct request){ .type = REQUEST_HALL_PAUSE,
		.service = service,
		.zone = zone,
		.text = "a fire" });
}

static enum refusal
resume(struct fixture *f, const char *service, const char *zone)
{
	return staff(f,
	    (struct request){ .type = REQUEST_HALL_RESUME,
		.service = service,
		.zone = zone });
}

static enum refusal
issue(struct fixture *f, const char *service)
{
	return ask(
	    f, (struct request){ .type = REQUEST_ISSUE, .service = service });
}

static void
a_stop_is_of_the_hall_or_a_service(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	assert_int_equal(pause(&f, NULL, NULL), REFUSE_NOT);
	assert_true(f.d.has_event);
	assert_int_equal(f.d.outcome.type, OUTCOME_DONE);
	assert_int_equal(issue(&f, "a"), REFUSE_PAUSED);
	assert_string_equal(f.d.detail, "a fire");
	assert_int_equal(pause(&f, NULL, NULL), REFUSE_NOT);
	assert_false(f.d.has_event);
	assert_int_equal(pause(&f, "b", NULL), REFUSE_NOT);
	assert_int_equal(resume(&f, NULL, NULL), REFUSE_NOT);
	assert_int_equal(issue(&f, "a"), REFUSE_NOT);
	assert_int_equal(issue(&f, "b"), REFUSE_PAUSED);
	assert_int_equal(resume(&f, "b", NULL), REFUSE_NOT);
	assert_true(f.d.has_event);
	assert_int_equal(issue(&f, "b"), REFUSE_NOT);
	assert_int_equal(resume(&f, "b", NULL), REFUSE_NOT);
	assert_false(f.d.has_event);
	fixture_stop(&f);
}

static void
a_service_stops_with_all_its_zones(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	assert_int_equal(pause(&f, NULL, "east"), REFUSE_NOT);
	assert_int_equal(issue(&f, "a"), REFUSE_PAUSED);
	assert_int_equal(issue(&f, "b"), REFUSE_NOT);
	assert_int_equal(issue(&f, "c"), REFUSE_NOT);
	assert_int_equal(pause(&f, NULL, "west"), REFUSE_NOT);
	assert_int_equal(issue(&f, "c"), REFUSE_PAUSED);
	assert_int_equal(pause(&f, NULL, "north"), REFUSE_NOSUCHZONE);
	assert_int_equal(pause(&f, "z", NULL), REFUSE_NOSUCHSERVICE);
	assert_int_equal(pause(&f, "a", "east"), REFUSE_SCOPE);
	fixture_stop(&f);
}

static void
they_need_a_request_id(void **state)
{
	static const enum request_type types[] = { REQUEST_HALL_PAUSE,
		REQUEST_HALL_RESUME, REQUEST_BROADCAST, REQUEST_CLEAR,
		REQUEST_TRAINING };
	struct fixture f;

	(void)state;
	start(&f);
	for (size_t i = 0; i < sizeof(types) / sizeof(*types); i++) {
		assert_int_equal(
		    ask(&f, (struct request){ .type = types[i], .text = "x" }),
		    REFUSE_RIDREQUIRED);
	}
	fixture_stop(&f);
}

static enum refusal
clear(struct fixture *f, const char *service, const char *zone)
{
	return staff(f,
	    (struct request){ .type = REQUEST_CLEAR,
		.service = service,
		.zone = zone,
		.reason = "a fire" });
}

static void
clearing_takes_who_waits_there(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	opened(&f, "1");
	int64_t called = issued(&f, "a", NULL), a = issued(&f, "a", "priority");
	int64_t b = issued(&f, "b", NULL), c = issued(&f, "c", NULL);
	assert_int_equal(next(&f, "1"), a);
	assert_int_equal(clear(&f, NULL, "east"), REFUSE_NOT);
	assert_int_equal(f.d.outcome.type, OUTCOME_COUNT);
	assert_int_equal(f.d.outcome.count, 1);
	assert_string_equal(f.d.event.reason, "a fire");
	assert_state(&f, called, "cancelled");
	assert_state(&f, a, "called");
	assert_state(&f, b, "waiting");
	assert_state(&f, c, "waiting");
	assert_int_equal(clear(&f, NULL, "east"), REFUSE_NOT);
	assert_false(f.d.has_event);
	assert_int_equal(f.d.outcome.count, 0);
	assert_int_equal(clear(&f, NULL, NULL), REFUSE_NOT);
	assert_int_equal(f.d.outcome.count, 2);
	assert_state(&f, c, "cancelled");
	assert_int_equal(next(&f, "1"), 0);
	fixture_stop(&f);
}

static void
clearing_takes_who_waits_for_a_counter(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	opened(&f, "1");
	int64_t a = issued(&f, "a", NULL), b = issued(&f, "b", NULL);
	assert_int_equal(ask(&f,
			     (struct request){ .type = REQUEST_TRANSFER,
				 .counter = "1",
				 .id = b,
				 .to_counter = "2" }),
	    REFUSE_NOT);
	assert_int_equal(clear(&f, "b", NULL), REFUSE_NOT);
	assert_int_equal(f.d.outcome.count, 1);
	assert_state(&f, b, "cancelled");
	assert_state(&f, a, "waiting");
	fixture_stop(&f);
}

static int
notices(const struct fixture *f, const char *zone)
{
	int count = 0;

	for (size_t i = 0; i < hall_notice_places(f->hall); i++)
		count += hall_notice_in(f->hall, i, zone);
	return count;
}

static enum refusal
broadcast(struct fixture *f, const char *text, const char *zone)
{
	return staff(f,
	    (struct request){
		.type = REQUEST_BROADCAST, .text = text, .zone = zone });
}

static void
screens_show_what_concerns_their_zone(void **state)
{
	struct notice_view v;
	struct fixture f;

	(void)state;
	start(&f);
	assert_int_equal(broadcast(&f, "welcome", NULL), REFUSE_NOT);
	assert_int_equal(broadcast(&f, "a car", "west"), REFUSE_NOT);
	assert_int_equal(pause(&f, "a", NULL), REFUSE_NOT);
	assert_int_equal(notices(&f, NULL), 3);
	assert_int_equal(notices(&f, "west"), 2);
	assert_int_equal(notices(&f, "east"), 2);
	assert_true(hall_notice_view(f.hall, 1, &v));
	assert_string_equal(v.kind, "broadcast");
	assert_string_equal(v.text, "welcome");
	assert_int_equal(v.since_ms, f.now_ms);
	assert_int_equal(broadcast(&f, "", NULL), REFUSE_NOT);
	assert_int_equal(notices(&f, "east"), 1);
	assert_int_equal(broadcast(&f, "", NULL), REFUSE_NOT);
	assert_false(f.d.has_event);
	fixture_stop(&f);
}

static void
the_day_ends_texts_and_training_but_no_stop(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	assert_int_equal(broadcast(&f, "a car", "west"), REFUSE_NOT);
	assert_int_equal(pause(&f, NULL, "west"), REFUSE_NOT);
	assert_int_equal(
	    staff(&f, (struct request){ .type = REQUEST_TRAINING, .on = true }),
	    REFUSE_NOT);
	assert_true(hall_in_training(f.hall));
	fixture_day(&f, TODAY + 1);
	assert_false(hall_in_training(f.hall));
	assert_int_equal(notices(&f, "west"), 1);
	assert_int_equal(issue(&f, "b"), REFUSE_PAUSED);
	fixture_stop(&f);
}

static void
a_layout_keeps_stops(void **state)
{
	struct spec_layout *to = spec_make(&usual);
	struct fixture f;

	(void)state;
	start(&f);
	assert_int_equal(pause(&f, NULL, "west"), REFUSE_NOT);
	assert_int_equal(pause(&f, "a", NULL), REFUSE_NOT);
	assert_non_null(to);
	spec_set_zones(to, "a:west b:east c:west");
	hall_decide_layout(f.hall, &to->layout, to->raw, f.now_ms, &f.d);
	fixture_apply(&f, &f.d.event);
	assert_int_equal(issue(&f, "c"), REFUSE_PAUSED);
	assert_int_equal(issue(&f, "b"), REFUSE_NOT);
	assert_int_equal(resume(&f, NULL, "west"), REFUSE_NOT);
	assert_int_equal(issue(&f, "c"), REFUSE_NOT);
	assert_int_equal(issue(&f, "a"), REFUSE_PAUSED);
	fixture_stop(&f);
	free(to);
}

static void
training_tickets_say_so(void **state)
{
	struct ticket_view view;
	struct service_view service;
	struct fixture f;

	(void)state;
	start(&f);
	assert_int_equal(
	    staff(&f, (struct request){ .type = REQUEST_TRAINING, .on = true }),
	    REFUSE_NOT);
	int64_t id = issued(&f, "a", NULL);
	assert_int_equal(f.d.outcome.training, 1);
	assert_true(hall_ticket_view(f.hall, id, &view));
	assert_true(view.training);
	hall_service_view(f.hall, 0, f.now_ms + HOUR_MS, &service);
	assert_int_equal(service.longest_ms, 0);
	assert_int_equal(
	    staff(&f, (struct request){ .type = REQUEST_TRAINING }),
	    REFUSE_NOT);
	assert_true(f.d.has_event);
	id = issued(&f, "a", NULL);
	assert_true(hall_ticket_view(f.hall, id, &view));
	assert_false(view.training);
	fixture_stop(&f);
}

/* Credit puts somebody else first; the oldest still waits the longest. */
static void
the_longest_wait_is_the_oldest_ones(void **state)
{
	struct service_view service;
	struct fixture f;

	(void)state;
	start(&f);
	opened(&f, "1");
	int64_t first = issued(&f, "a", NULL);
	f.now_ms += 5 * MINUTE_MS;
	issued(&f, "a", "priority");
	f.now_ms += MINUTE_MS;
	hall_service_view(f.hall, 0, f.now_ms, &service);
	assert_int_equal(service.longest_ms, 6 * MINUTE_MS);
	assert_int_not_equal(next(&f, "1"), first);
	assert_int_equal(next(&f, "1"), first);
	issued(&f, "a", NULL);
	f.now_ms += MINUTE_MS;
	about(&f, REQUEST_MISSED, "1", first);
	hall_service_view(f.hall, 0, f.now_ms, &service);
	assert_int_equal(service.longest_ms, MINUTE_MS);
	about(&f, REQUEST_RETURN, NULL, first);
	hall_service_view(f.hall, 0, f.now_ms, &service);
	assert_int_equal(service.longest_ms, 7 * MINUTE_MS);
	fixture_stop(&f);
}

static enum refusal
device(struct fixture *f, const char *name, const char *value)
{
	return ask(f,
	    (struct request){ .type = REQUEST_DEVICE,
		.device = name,
		.key = "printer",
		.state = value });
}

static void
a_device_is_an_event_only_on_change(void **state)
{
	struct device_view v;
	struct fixture f;

	(void)state;
	start(&f);
	assert_int_equal(device(&f, "kiosk", "gone"), REFUSE_NOT);
	assert_false(f.d.has_event);
	assert_int_equal(device(&f, "kiosk", "ok"), REFUSE_NOT);
	assert_true(f.d.has_event);
	assert_int_equal(device(&f, "kiosk", "ok"), REFUSE_NOT);
	assert_false(f.d.has_event);
	f.now_ms += 1000;
	assert_int_equal(device(&f, "kiosk", "low"), REFUSE_NOT);
	assert_int_equal(hall_devices(f.hall), 1);
	hall_device_view(f.hall, 0, &v);
	assert_string_equal(v.state, "low");
	assert_int_equal(v.since_ms, f.now_ms);
	assert_int_equal(device(&f, "kiosk", "gone"), REFUSE_NOT);
	assert_int_equal(hall_devices(f.hall), 0);
	fixture_stop(&f);
}

static void
devices_are_bounded(void **state)
{
	struct fixture f;
	char name[16];

	(void)state;
	start(&f);
	for (int i = 0; i < WATCH_DEVICES_MAX; i++) {
		(void)snprintf(name, sizeof(name), "d%d", i);
		assert_int_equal(device(&f, name, "ok"), REFUSE_NOT);
	}
	assert_int_equal(device(&f, "one more", "ok"), REFUSE_DEVICES);
	assert_int_equal(device(&f, "d7", "gone"), REFUSE_NOT);
	assert_int_equal(device(&f, "one more", "ok"), REFUSE_NOT);
	fixture_stop(&f);
}

static void
what_is_open_is_handed_over(void **state)
{
	struct ticket_view v;
	struct fixture f;

	(void)state;
	start(&f);
	opened(&f, "1");
	int64_t first = issued(&f, "a", NULL), second = issued(&f, "a", NULL);
	assert_int_equal(hall_next_open(f.hall, 0), first);
	f.now_ms += MINUTE_MS;
	assert_int_equal(next(&f, "1"), first);
	assert_true(hall_ticket_view(f.hall, first, &v));
	assert_int_equal(v.since_ms, f.now_ms);
	about(&f, REQUEST_FINISH, "1", first);
	assert_int_equal(hall_next_open(f.hall, 0), second);
	assert_true(hall_ticket_view(f.hall, second, &v));
	assert_int_equal(v.since_ms, f.now_ms - MINUTE_MS);
	assert_int_equal(hall_next_open(f.hall, second), 0);
	fixture_stop(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_stop_is_of_the_hall_or_a_service),
		cmocka_unit_test(a_service_stops_with_all_its_zones),
		cmocka_unit_test(they_need_a_request_id),
		cmocka_unit_test(clearing_takes_who_waits_there),
		cmocka_unit_test(clearing_takes_who_waits_for_a_counter),
		cmocka_unit_test(screens_show_what_concerns_their_zone),
		cmocka_unit_test(the_day_ends_texts_and_training_but_no_stop),
		cmocka_unit_test(a_layout_keeps_stops),
		cmocka_unit_test(training_tickets_say_so),
		cmocka_unit_test(the_longest_wait_is_the_oldest_ones),
		cmocka_unit_test(a_device_is_an_event_only_on_change),
		cmocka_unit_test(devices_are_bounded),
		cmocka_unit_test(what_is_open_is_handed_over),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
