/* A counter belongs to one terminal, as long as its lease lasts. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "tests/unit/hall/fixture.h"

static const struct spec usual = { "a:A:1-99:wrap", "1:a 2:a", "normal:0", 3, 2,
	30, 2000, 4, 0, 0 };

static enum refusal
from(struct fixture *f, const char *terminal, enum request_type type)
{
	return ask(f,
	    (struct request){ .type = type,
		.terminal = terminal,
		.counter = "1",
		.clerk = terminal });
}

/* How many lapsed. */
static int
tick(struct fixture *f)
{
	struct event e;
	int count = 0;

	for (; hall_tick(f->hall, f->now_ms, &e); count++)
		fixture_apply(f, &e);
	return count;
}

static void
one_terminal_at_a_time(void **state)
{
	struct fixture f;

	(void)state;
	fixture_start(&f, &usual);
	assert_int_equal(from(&f, "x", REQUEST_LEASE), REFUSE_COUNTERCLOSED);
	assert_int_equal(from(&f, "x", REQUEST_OPEN), REFUSE_NOT);
	assert_int_equal(from(&f, "y", REQUEST_OPEN), REFUSE_COUNTERTAKEN);
	assert_string_equal(f.d.detail, "x");
	assert_int_equal(from(&f, "y", REQUEST_NEXT), REFUSE_COUNTERTAKEN);
	assert_int_equal(from(&f, "y", REQUEST_CLOSE), REFUSE_COUNTERTAKEN);
	assert_int_equal(from(&f, "x", REQUEST_CLOSE), REFUSE_NOT);
	assert_int_equal(from(&f, "y", REQUEST_OPEN), REFUSE_NOT);
	fixture_stop(&f);
}

static void
silence_lapses_and_loses(void **state)
{
	struct counter_view view;
	struct fixture f;

	(void)state;
	fixture_start(&f, &usual);
	from(&f, "x", REQUEST_OPEN);
	int64_t id = issued(&f, "a", NULL);
	from(&f, "x", REQUEST_NEXT);
	f.now_ms += 30000;
	assert_int_equal(tick(&f), 0);
	f.now_ms += 1;
	assert_int_equal(tick(&f), 1);
	assert_int_equal(tick(&f), 0);
	hall_counter_view(f.hall, 0, &view);
	assert_true(view.lapsed);
	assert_int_equal(view.ticket, id);
	assert_int_equal(from(&f, "y", REQUEST_NEXT), REFUSE_COUNTERTAKEN);
	assert_int_equal(from(&f, "y", REQUEST_OPEN), REFUSE_NOT);
	hall_counter_view(f.hall, 0, &view);
	assert_false(view.lapsed);
	assert_string_equal(view.terminal, "y");
	assert_int_equal(view.ticket, id);
	assert_int_equal(from(&f, "x", REQUEST_NEXT), REFUSE_COUNTERTAKEN);
	fixture_stop(&f);
}

static void
any_command_renews(void **state)
{
	struct fixture f;

	(void)state;
	fixture_start(&f, &usual);
	from(&f, "x", REQUEST_OPEN);
	for (int i = 0; i < 10; i++) {
		f.now_ms += 29000;
		assert_int_equal(
		    from(&f, "x", i % 2 ? REQUEST_LEASE : REQUEST_NEXT),
		    REFUSE_NOT);
		assert_false(f.d.has_event);
		assert_int_equal(tick(&f), 0);
	}
	/* What another asks in vain renews nothing. */
	f.now_ms += 29000;
	from(&f, "y", REQUEST_LEASE);
	f.now_ms += 2000;
	assert_int_equal(tick(&f), 1);
	fixture_stop(&f);
}

static void
the_same_terminal_takes_it_again(void **state)
{
	struct counter_view view;
	struct fixture f;

	(void)state;
	fixture_start(&f, &usual);
	from(&f, "x", REQUEST_OPEN);
	assert_int_equal(ask(&f,
			     (struct request){ .type = REQUEST_PAUSE,
				 .terminal = "x",
				 .counter = "1",
				 .reason = "tea" }),
	    REFUSE_NOT);
	f.now_ms += 31000;
	assert_int_equal(tick(&f), 1);
	assert_int_equal(from(&f, "x", REQUEST_LEASE), REFUSE_NOT);
	assert_true(f.d.has_event);
	hall_counter_view(f.hall, 0, &view);
	assert_false(view.lapsed);
	assert_string_equal(view.state, "paused");
	assert_string_equal(view.reason, "tea");
	assert_string_equal(view.clerk, "x");
	fixture_stop(&f);
}

static void
a_start_gives_a_full_term(void **state)
{
	struct fixture f;

	(void)state;
	fixture_start(&f, &usual);
	from(&f, "x", REQUEST_OPEN);
	f.now_ms += HOUR_MS;
	hall_renew_leases(f.hall, f.now_ms);
	assert_int_equal(tick(&f), 0);
	f.now_ms += 30001;
	assert_int_equal(tick(&f), 1);
	fixture_stop(&f);
}

static void
no_close_with_a_ticket_at_hand(void **state)
{
	struct fixture f;

	(void)state;
	fixture_start(&f, &usual);
	from(&f, "x", REQUEST_OPEN);
	int64_t id = issued(&f, "a", NULL);
	from(&f, "x", REQUEST_NEXT);
	assert_int_equal(from(&f, "x", REQUEST_CLOSE), REFUSE_BADSTATE);
	assert_int_equal(ask(&f,
			     (struct request){ .type = REQUEST_FINISH,
				 .terminal = "x",
				 .counter = "1",
				 .id = id }),
	    REFUSE_NOT);
	assert_int_equal(from(&f, "x", REQUEST_CLOSE), REFUSE_NOT);
	assert_int_equal(from(&f, "x", REQUEST_CLOSE), REFUSE_NOT);
	assert_false(f.d.has_event);
	fixture_stop(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(one_terminal_at_a_time),
		cmocka_unit_test(silence_lapses_and_loses),
		cmocka_unit_test(any_command_renews),
		cmocka_unit_test(the_same_terminal_takes_it_again),
		cmocka_unit_test(a_start_gives_a_full_term),
		cmocka_unit_test(no_close_with_a_ticket_at_hand),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
