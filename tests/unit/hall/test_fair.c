/* Who is next: credit, groups, and the places a transfer gives. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/hall/fixture.h"

static const struct spec usual = { "a:A:1-99:wrap b:B:1-99:wrap c:C:1-99:wrap",
	"1:a,b/c 2:b 3:", "normal:0 priority:20 booked:5", 3, 2, 30, 2000, 4, 0,
	0 };

/* Opened for as long as the clock goes on without it. */
static void
start(struct fixture *f)
{
	fixture_start(f, &usual);
	opened(f, "1");
	opened(f, "2");
	opened(f, "3");
}

static int64_t
issued_later(struct fixture *f, const char *service, const char *class)
{
	f->now_ms += MINUTE_MS;
	return issued(f, service, class);
}

static void
moved(struct fixture *f, int64_t id, const char *service, const char *counter,
    enum place_word place)
{
	assert_int_equal(ask(f,
			     (struct request){ .type = REQUEST_TRANSFER,
				 .counter = "1",
				 .id = id,
				 .to_service = service,
				 .to_counter = counter,
				 .place = place }),
	    REFUSE_NOT);
}

static void
expect(struct fixture *f, const char *counter, const int64_t *ids, size_t count)
{
	for (size_t i = 0; i < count; i++)
		assert_int_equal(next(f, counter), ids[i]);
	assert_int_equal(next(f, counter), 0);
}

static void
credit_is_so_many_minutes(void **state)
{
	struct fixture f;
	int64_t normal[25];

	(void)state;
	start(&f);
	for (size_t i = 0; i < 25; i++)
		normal[i] = issued_later(&f, "a", NULL);
	f.now_ms += MINUTE_MS / 2;
	int64_t first = issued(&f, "a", "priority");
	/* Twenty minutes ahead: the five of before come first. */
	assert_int_equal(f.d.outcome.ahead, 5);
	assert_int_equal(hall_ahead(f.hall, first), 5);
	for (size_t i = 0; i < 5; i++)
		assert_int_equal(next(&f, "1"), normal[i]);
	assert_int_equal(next(&f, "1"), first);
	assert_int_equal(next(&f, "1"), normal[5]);
	fixture_stop(&f);
}

static void
ties_go_to_the_lower_id(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	int64_t one = issued(&f, "b", NULL), two = issued(&f, "a", NULL);
	int64_t three = issued(&f, "b", NULL);
	f.now_ms += 5 * MINUTE_MS;
	int64_t booked = issued(&f, "a", "booked");
	const int64_t ids[] = { one, two, three, booked };
	expect(&f, "1", ids, 4);
	fixture_stop(&f);
}

static void
a_group_is_emptied_first(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	int64_t c = issued(&f, "c", "priority");
	int64_t b = issued_later(&f, "b", NULL);
	int64_t a = issued_later(&f, "a", "booked");
	const int64_t ids[] = { a, b, c };
	expect(&f, "1", ids, 3);
	fixture_stop(&f);
}

static void
a_lifetime_is_kept(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	int64_t one = issued(&f, "a", "booked");
	int64_t two = issued_later(&f, "b", NULL);
	next(&f, "1");
	moved(&f, one, "b", NULL, PLACE_LIFETIME);
	assert_int_equal(hall_ahead(f.hall, one), 0);
	assert_int_equal(hall_ahead(f.hall, two), 1);
	const int64_t ids[] = { one, two };
	expect(&f, "2", ids, 2);
	assert_string_equal(number_of(&f, one), "A001");
	fixture_stop(&f);
}

static void
the_end_and_the_front(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	int64_t end = issued(&f, "a", "priority");
	int64_t two = issued_later(&f, "b", NULL);
	int64_t three = issued_later(&f, "b", "priority");
	int64_t front = issued_later(&f, "a", NULL);
	f.now_ms += MINUTE_MS;
	moved(&f, end, "b", NULL, PLACE_END);
	moved(&f, front, "b", NULL, PLACE_FRONT);
	const int64_t ids[] = { front, three, two, end };
	expect(&f, "2", ids, 4);
	fixture_stop(&f);
}

/* For one counter alone: even one that takes no service at all. */
static void
waits_for_a_counter_alone(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	int64_t one = issued(&f, "a", NULL), two = issued(&f, "b", NULL);
	moved(&f, one, NULL, "2", PLACE_LIFETIME);
	moved(&f, two, NULL, "3", PLACE_END);
	assert_int_equal(next(&f, "1"), 0);
	assert_int_equal(next(&f, "2"), one);
	assert_int_equal(next(&f, "3"), two);
	about(&f, REQUEST_MISSED, "2", one);
	/* What it missed it need not wait for again. */
	about(&f, REQUEST_RETURN, NULL, one);
	assert_int_equal(next(&f, "2"), 0);
	assert_int_equal(next(&f, "1"), one);
	fixture_stop(&f);
}

static void
returned_goes_to_the_end(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	int64_t one = issued(&f, "a", "priority");
	int64_t two = issued_later(&f, "a", NULL);
	next(&f, "1");
	about(&f, REQUEST_MISSED, "1", one);
	f.now_ms += 1;
	about(&f, REQUEST_RETURN, NULL, one);
	const int64_t ids[] = { two, one };
	expect(&f, "1", ids, 2);
	fixture_stop(&f);
}

static void
a_transfer_must_go_somewhere(void **state)
{
	static const struct {
		const char *service, *counter;
		enum refusal refusal;
	} cases[] = { { NULL, NULL, REFUSE_BADARG },
		{ "x", NULL, REFUSE_NOSUCHSERVICE },
		{ NULL, "x", REFUSE_NOSUCHCOUNTER },
		{ "b", "x", REFUSE_NOSUCHCOUNTER }, { "b", "2", REFUSE_NOT } };
	struct fixture f;

	(void)state;
	start(&f);
	int64_t id = issued(&f, "a", NULL);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		assert_int_equal(ask(&f,
				     (struct request){ .type = REQUEST_TRANSFER,
					 .counter = "1",
					 .id = id,
					 .to_service = cases[i].service,
					 .to_counter = cases[i].counter }),
		    cases[i].refusal);
	}
	fixture_stop(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(credit_is_so_many_minutes),
		cmocka_unit_test(ties_go_to_the_lower_id),
		cmocka_unit_test(a_group_is_emptied_first),
		cmocka_unit_test(a_lifetime_is_kept),
		cmocka_unit_test(the_end_and_the_front),
		cmocka_unit_test(waits_for_a_counter_alone),
		cmocka_unit_test(returned_goes_to_the_end),
		cmocka_unit_test(a_transfer_must_go_somewhere),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
