/* What a change of layout may do while tickets are open. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/hall/fixture.h"

#define REST 3, 2, 30, 2000, 4, 0, 0

static const struct spec first = { "a:A:1-99:wrap b:B:1-99:wrap", "1:a,b 2:a",
	"normal:0 priority:20", REST };

static int64_t
slot_of_next(struct fixture *f, const char *service)
{
	issued(f, service, NULL);
	return f->d.event.slot;
}

static void
a_new_range_repeats_no_slot(void **state)
{
	static const struct spec wider = { "a:A:1-500:wrap b:B:1-99:wrap",
		"1:a,b 2:a", "normal:0", REST };
	static const struct spec gone = { "b:B:1-99:wrap", "1:b 2:b",
		"normal:0", REST };
	static const struct spec renamed = { "x:A:1-99:wrap b:B:1-99:wrap",
		"1:x,b 2:b", "normal:0", REST };
	const struct spec *const then[] = { &wider, &gone, &first, &gone,
		&renamed };
	int64_t slots[6];
	struct fixture f;
	size_t count = 0;

	(void)state;
	fixture_start(&f, &first);
	slots[count++] = slot_of_next(&f, "a");
	for (size_t i = 0; i < 5; i++) {
		about(&f, REQUEST_CANCEL, NULL, f.d.outcome.id);
		assert_int_equal(fixture_layout(&f, then[i]), REFUSE_NOT);
		const char *code = then[i] == &gone ? "b"
		    : then[i] == &renamed	    ? "x"
						    : "a";
		slots[count] = slot_of_next(&f, code);
		for (size_t k = 0; k < count; k++)
			assert_true(slots[k] != slots[count]);
		count++;
	}
	fixture_stop(&f);
}

static void
a_kept_range_goes_on(void **state)
{
	static const struct spec later = { "c:C:1-9:wrap b:B:1-99:wrap "
					   "a:A:1-99:refuse",
		"2:c,a 1:a 7:b", "normal:0", REST };
	struct fixture f;

	(void)state;
	fixture_start(&f, &first);
	int64_t one = issued(&f, "a", NULL), two = issued(&f, "a", NULL);
	opened(&f, "1");
	assert_int_equal(fixture_layout(&f, &later), REFUSE_NOT);
	assert_int_equal(hall_ahead(f.hall, two), 1);
	assert_string_equal(number_of(&f, issued(&f, "a", NULL)), "A003");
	assert_int_equal(next(&f, "1"), one);
	assert_int_equal(hall_by_number(f.hall, "A002")->id, two);
	fixture_stop(&f);
}

static void
refused_while_tickets_are_open(void **state)
{
	static const struct spec no_service = { "b:B:1-99:wrap", "1:b 2:b",
		"normal:0", REST };
	static const struct spec other_prefix = { "a:D:1-99:wrap b:B:1-99:wrap",
		"1:a 2:b", "normal:0", REST };
	static const struct spec other_range = { "a:A:1-98:wrap b:B:1-99:wrap",
		"1:a 2:b", "normal:0", REST };
	const struct spec *const all[] = { &no_service, &other_prefix,
		&other_range };
	struct fixture f;

	(void)state;
	fixture_start(&f, &first);
	int64_t id = issued(&f, "a", NULL);
	for (size_t i = 0; i < 3; i++) {
		assert_int_equal(
		    fixture_layout(&f, all[i]), REFUSE_OPENTICKETS);
		assert_string_equal(f.d.detail, "A001");
	}
	about(&f, REQUEST_CANCEL, NULL, id);
	for (size_t i = 0; i < 3; i++)
		assert_int_equal(fixture_layout(&f, all[i]), REFUSE_NOT);
	fixture_stop(&f);
}

/* A transfer keeps the number: the service that gave it must stay. */
static void
a_moved_ticket_keeps_both_services(void **state)
{
	static const struct spec no_a = { "b:B:1-99:wrap", "1:b", "normal:0",
		REST };
	static const struct spec no_b = { "a:A:1-99:wrap", "1:a", "normal:0",
		REST };
	struct fixture f;

	(void)state;
	fixture_start(&f, &first);
	int64_t id = issued(&f, "a", NULL);
	opened(&f, "1");
	assert_int_equal(ask(&f,
			     (struct request){ .type = REQUEST_TRANSFER,
				 .counter = "1",
				 .id = id,
				 .to_service = "b" }),
	    REFUSE_NOT);
	assert_int_equal(fixture_layout(&f, &no_a), REFUSE_OPENTICKETS);
	assert_int_equal(fixture_layout(&f, &no_b), REFUSE_OPENTICKETS);
	fixture_stop(&f);
}

static void
a_counter_stays_while_it_is_waited_for(void **state)
{
	static const struct spec no_two = { "a:A:1-99:wrap b:B:1-99:wrap",
		"1:a,b", "normal:0", REST };
	struct fixture f;

	(void)state;
	fixture_start(&f, &first);
	int64_t id = issued(&f, "a", NULL);
	opened(&f, "2");
	assert_int_equal(ask(&f,
			     (struct request){ .type = REQUEST_TRANSFER,
				 .counter = "2",
				 .id = id,
				 .to_counter = "2" }),
	    REFUSE_NOT);
	assert_int_equal(fixture_layout(&f, &no_two), REFUSE_OPENTICKETS);
	assert_int_equal(next(&f, "2"), id);
	assert_int_equal(fixture_layout(&f, &no_two), REFUSE_OPENTICKETS);
	about(&f, REQUEST_FINISH, "2", id);
	assert_int_equal(fixture_layout(&f, &no_two), REFUSE_NOT);
	fixture_stop(&f);
}

static void
the_same_layout_is_no_event(void **state)
{
	struct fixture f;

	(void)state;
	fixture_start(&f, &first);
	hall_decide_layout(
	    f.hall, &f.layout->layout, f.layout->raw, f.now_ms, &f.d);
	assert_int_equal(f.d.refusal, REFUSE_NOT);
	assert_false(f.d.has_event);
	fixture_stop(&f);
}

static void
laps_end_with_many_layouts_too(void **state)
{
	static const struct spec other = { "a:A:1-98:wrap b:B:1-99:wrap",
		"1:a,b 2:a", "normal:0 priority:20", REST };
	struct fixture f;

	(void)state;
	fixture_start(&f, &first);
	for (int i = 0; i < 1024; i++) {
		assert_int_equal(
		    fixture_layout(&f, i % 2 ? &first : &other), REFUSE_NOT);
	}
	assert_int_equal(
	    ask(&f, (struct request){ .type = REQUEST_ISSUE, .service = "a" }),
	    REFUSE_NUMBERSUSED);
	issued(&f, "b", NULL); /* its range was never changed */
	fixture_day(&f, TODAY + 1);
	issued(&f, "a", NULL);
	fixture_stop(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_new_range_repeats_no_slot),
		cmocka_unit_test(a_kept_range_goes_on),
		cmocka_unit_test(refused_while_tickets_are_open),
		cmocka_unit_test(a_moved_ticket_keeps_both_services),
		cmocka_unit_test(a_counter_stays_while_it_is_waited_for),
		cmocka_unit_test(the_same_layout_is_no_event),
		cmocka_unit_test(laps_end_with_many_layouts_too),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
