/* The rules of a hall: help, clerks, floating counters, misses, grants. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/hall/fixture.h"

#define LAYOUT(rule, calls)                                                  \
 {                                                                           \
  "a:A:1-99:refuse b:B:1-99:refuse:ratio", "1:a^b 2:b ~3:a,b",               \
      "normal:0 army:0:1 granted:30:1:supervisor", 3, 2, 36000, 99, 4, rule, \
      calls                                                                  \
 }
static const struct spec usual = LAYOUT(LAYOUT_MISS_RETURN, 0);
static const struct spec voiding = LAYOUT(LAYOUT_MISS_VOID, 0);
static const struct spec ending = LAYOUT(LAYOUT_MISS_END, 0);
static const struct spec after_two = LAYOUT(LAYOUT_MISS_AFTER, 2);

static void
start(struct fixture *f, const struct spec *spec)
{
	fixture_start(f, spec);
	opened(f, "1");
	opened(f, "2");
}

static int64_t
issued_later(struct fixture *f, const char *service, const char *class)
{
	f->now_ms += 1000;
	return issued(f, service, class);
}

static void
help_waits_for_its_limit(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, &usual);
	int64_t b = issued(&f, "b", NULL);
	f.now_ms += MINUTE_MS - 1;
	assert_int_equal(next(&f, "1"), 0);
	f.now_ms += 1;
	int64_t a = issued(&f, "a", NULL);
	/* Its own people come first, however long others wait. */
	assert_int_equal(next(&f, "1"), a);
	assert_int_equal(next(&f, "1"), b);
	assert_non_null(strstr(f.d.event.why, "\"help\":1"));
	fixture_stop(&f);
}

static void
one_clerk_is_waited_for(void **state)
{
	struct request open = {
		.type = REQUEST_OPEN, .counter = "2", .clerk = "chen"
	};
	struct request r = {
		.type = REQUEST_ISSUE, .service = "a", .to_clerk = "chen"
	};
	struct fixture f;

	(void)state;
	start(&f, &usual);
	assert_int_equal(ask(&f, r), REFUSE_NOT);
	int64_t id = f.d.outcome.id;
	assert_int_equal(f.d.outcome.ahead, 0);
	assert_int_equal(next(&f, "1"), 0);
	assert_int_equal(next(&f, "2"), 0);
	assert_int_equal(ask(&f, open), REFUSE_NOT);
	assert_int_equal(next(&f, "2"), id);
	r.to_counter = "1";
	assert_int_equal(ask(&f, r), REFUSE_BADARG);
	/* Whoever was waited for yesterday costs nothing today. */
	assert_int_equal(f.hall->lines_count, 1);
	fixture_day(&f, TODAY + 1);
	assert_int_equal(f.hall->lines_count, 0);
	fixture_stop(&f);
}

static void
one_counter_is_waited_for(void **state)
{
	struct request r = {
		.type = REQUEST_ISSUE, .service = "a", .to_counter = "2"
	};
	struct fixture f;

	(void)state;
	start(&f, &usual);
	assert_int_equal(ask(&f, r), REFUSE_NOT);
	int64_t id = f.d.outcome.id;
	assert_int_equal(next(&f, "1"), 0);
	assert_int_equal(next(&f, "2"), id);
	r.to_counter = "9";
	assert_int_equal(ask(&f, r), REFUSE_NOSUCHCOUNTER);
	fixture_stop(&f);
}

static enum refusal
switched(struct fixture *f, const char *counter, bool on)
{
	return ask(f,
	    (struct request){ .type = REQUEST_SWITCH,
		.counter = counter,
		.terminal = "supervisor",
		.on = on,
		.reason = "a rush" });
}

static void
a_floating_counter_opens_when_it_is_on(void **state)
{
	struct request open = {
		.type = REQUEST_OPEN, .counter = "3", .clerk = "7"
	};
	struct fixture f;

	(void)state;
	start(&f, &usual);
	assert_int_equal(ask(&f, open), REFUSE_COUNTEROFF);
	assert_int_equal(switched(&f, "1", true), REFUSE_BADSTATE);
	assert_int_equal(switched(&f, "3", true), REFUSE_NOT);
	assert_string_equal(f.d.outcome.state, "closed");
	assert_int_equal(ask(&f, open), REFUSE_NOT);
	int64_t id = issued(&f, "a", NULL);
	assert_int_equal(next(&f, "3"), id);
	assert_int_equal(switched(&f, "3", false), REFUSE_BADSTATE);
	about(&f, REQUEST_FINISH, "3", id);
	assert_int_equal(switched(&f, "3", false), REFUSE_NOT);
	assert_int_equal(ask(&f, open), REFUSE_COUNTEROFF);
	fixture_stop(&f);
}

/* Calls the first of four and misses it; gives its id. */
static int64_t
missed_one(struct fixture *f, int64_t ids[4])
{
	for (int i = 0; i < 4; i++)
		ids[i] = issued_later(f, "a", NULL);
	assert_int_equal(next(f, "1"), ids[0]);
	f->now_ms += 1000;
	about(f, REQUEST_MISSED, "1", ids[0]);
	return ids[0];
}

static void
a_miss_may_void_it(void **state)
{
	struct fixture f;
	int64_t ids[4];

	(void)state;
	start(&f, &voiding);
	int64_t id = missed_one(&f, ids);
	assert_state(&f, id, "abandoned");
	about(&f, REQUEST_MISSED, "1", id);
	assert_false(f.d.has_event);
	fixture_stop(&f);
}

static void
expect(struct fixture *f, const int64_t *ids, size_t count)
{
	for (size_t i = 0; i < count; i++)
		assert_int_equal(next(f, "1"), ids[i]);
	assert_int_equal(next(f, "1"), 0);
}

static void
a_miss_may_put_it_last(void **state)
{
	struct fixture f;
	int64_t ids[4];

	(void)state;
	start(&f, &ending);
	int64_t id = missed_one(&f, ids);
	assert_state(&f, id, "waiting");
	/* The word again, its reply having been lost, does nothing. */
	about(&f, REQUEST_MISSED, "1", id);
	assert_false(f.d.has_event);
	int64_t late = issued_later(&f, "a", NULL);
	expect(&f, (int64_t[]){ ids[1], ids[2], ids[3], id, late }, 5);
	fixture_stop(&f);
}

static void
a_miss_may_put_it_behind_two(void **state)
{
	struct fixture f;
	int64_t ids[4];

	(void)state;
	start(&f, &after_two);
	int64_t id = missed_one(&f, ids);
	assert_int_equal(hall_ahead(f.hall, id), 2);
	expect(&f, (int64_t[]){ ids[1], ids[2], id, ids[3] }, 4);
	fixture_stop(&f);
}

static void
the_last_miss_abandons_whatever_the_rule(void **state)
{
	struct fixture f;

	(void)state;
	start(&f, &ending);
	int64_t id = issued(&f, "a", NULL);
	for (int i = 0; i < 3; i++) {
		f.now_ms += 1000;
		assert_int_equal(next(&f, "1"), id);
		about(&f, REQUEST_MISSED, "1", id);
	}
	assert_state(&f, id, "abandoned");
	fixture_stop(&f);
}

static void
a_return_goes_where_it_is_put(void **state)
{
	struct request r = { .type = REQUEST_RETURN, .place = PLACE_LIFETIME };
	struct fixture f;
	int64_t ids[4];

	(void)state;
	start(&f, &usual);
	r.id = missed_one(&f, ids);
	assert_int_equal(ask(&f, r), REFUSE_NOT);
	expect(&f, ids, 4);
	fixture_stop(&f);
}

static void
a_class_is_granted(void **state)
{
	struct request issue = {
		.type = REQUEST_ISSUE, .service = "a", .class = "granted"
	};
	struct request grant = { .type = REQUEST_CLASS,
		.class = "granted",
		.reason = "eight months pregnant" };
	struct fixture f;

	(void)state;
	start(&f, &usual);
	assert_int_equal(ask(&f, issue), REFUSE_GRANTED);
	int64_t first = issued_later(&f, "a", NULL);
	int64_t second = issued_later(&f, "a", NULL);
	grant.id = second;
	assert_int_equal(ask(&f, grant), REFUSE_NOT);
	assert_string_equal(f.d.event.was, "normal");
	assert_string_equal(f.d.event.reason, "eight months pregnant");
	assert_int_equal(hall_ahead(f.hall, second), 0);
	assert_int_equal(ask(&f, grant), REFUSE_NOT);
	assert_false(f.d.has_event);
	expect(&f, (int64_t[]){ second, first }, 2);
	fixture_stop(&f);
}

static void
a_ratio_says_who_is_ahead(void **state)
{
	struct fixture f;
	int64_t n[4], r[2];

	(void)state;
	start(&f, &usual);
	for (int i = 0; i < 4; i++)
		n[i] = issued_later(&f, "b", NULL);
	for (int i = 0; i < 2; i++)
		r[i] = issued_later(&f, "b", "army");
	/* One of rank after two without: n n r n n r. */
	assert_int_equal(hall_ahead(f.hall, r[0]), 2);
	assert_int_equal(hall_ahead(f.hall, r[1]), 5);
	assert_int_equal(hall_ahead(f.hall, n[2]), 3);
	const int64_t order[] = { n[0], n[1], r[0], n[2], n[3], r[1] };
	for (int i = 0; i < 6; i++)
		assert_int_equal(next(&f, "2"), order[i]);
	fixture_stop(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(help_waits_for_its_limit),
		cmocka_unit_test(one_clerk_is_waited_for),
		cmocka_unit_test(one_counter_is_waited_for),
		cmocka_unit_test(a_floating_counter_opens_when_it_is_on),
		cmocka_unit_test(a_miss_may_void_it),
		cmocka_unit_test(a_miss_may_put_it_last),
		cmocka_unit_test(a_miss_may_put_it_behind_two),
		cmocka_unit_test(the_last_miss_abandons_whatever_the_rule),
		cmocka_unit_test(a_return_goes_where_it_is_put),
		cmocka_unit_test(a_class_is_granted),
		cmocka_unit_test(a_ratio_says_who_is_ahead),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
