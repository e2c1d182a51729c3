/* What screens and voices tell of calls, and what is missing when none does. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "server/hall/shown.h"
#include "server/hall/watch_view.h"
#include "tests/sim/spec_staff.h"
#include "tests/unit/hall/fixture.h"

static const struct spec usual = { "a:A:1-999:wrap b:B:1-99:wrap", "1:a 2:b",
	"normal:0", 3, 2, 600, 2000, 4, LAYOUT_MISS_RETURN, 0 };

static void
start(struct fixture *f)
{
	struct spec_layout *to = spec_make(&usual);

	fixture_start(f, &usual);
	assert_non_null(to);
	spec_set_zones(to, "a:main b:main,yard");
	to->layout.alerts.unshown_warn_s = 10;
	to->layout.alerts.unshown_alarm_s = 60;
	assert_int_equal(fixture_take(f, to), REFUSE_NOT);
	opened(f, "1");
	opened(f, "2");
}

/* The seq of a call of a new ticket at counter 1. */
static int64_t
called(struct fixture *f)
{
	issued(f, "a", NULL);
	assert_true(next(f, "1") > 0);
	return hall_seq(f->hall);
}

static enum refusal
told(struct fixture *f, enum request_type type, int64_t seq)
{
	return ask(
	    f, (struct request){ .type = type, .zone = "main", .call = seq });
}

/* It was an event, or was none. */
static void
is_event(struct fixture *f, enum request_type type, int64_t seq, bool should)
{
	int64_t before = hall_seq(f->hall);

	assert_int_equal(told(f, type, seq), REFUSE_NOT);
	assert_int_equal(f->d.outcome.type, OUTCOME_DONE);
	assert_int_equal(hall_seq(f->hall) - before, should);
}

static void
only_the_first_is_an_event(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	int64_t seq = called(&f);
	is_event(&f, REQUEST_SHOWN, seq, true);
	is_event(&f, REQUEST_SHOWN, seq, false);
	is_event(&f, REQUEST_HEARD, seq, true);
	is_event(&f, REQUEST_HEARD, seq, false);
	/* No call, one that is over, and one still to come. */
	is_event(&f, REQUEST_SHOWN, seq - 1, false);
	is_event(&f, REQUEST_SHOWN, seq + 99, false);
	int64_t later = called(&f);
	is_event(&f, REQUEST_SHOWN, seq, false);
	is_event(&f, REQUEST_SHOWN, later, true);
	fixture_stop(&f);
}

static void
a_recall_is_shown_anew(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	is_event(&f, REQUEST_SHOWN, called(&f), true);
	f.now_ms += 6000;
	assert_int_equal(
	    ask(&f, (struct request){ .type = REQUEST_RECALL, .counter = "1" }),
	    REFUSE_NOT);
	is_event(&f, REQUEST_SHOWN, hall_seq(f.hall), true);
	fixture_stop(&f);
}

static void
a_zone_that_is_none_is_refused(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	const enum request_type types[] = { REQUEST_SHOWN, REQUEST_HEARD,
		REQUEST_VOICE };
	for (int i = 0; i < 3; i++) {
		assert_int_equal(
		    ask(&f,
			(struct request){
			    .type = types[i], .zone = "cellar", .call = 1 }),
		    REFUSE_NOSUCHZONE);
		assert_string_equal(f.d.detail, "cellar");
	}
	fixture_stop(&f);
}

/* --- Alerts ------------------------------------------------------------- */

static void
alerts(struct fixture *f, int64_t after_ms, const char *should)
{
	char is[200] = "";
	struct event e;

	f->now_ms += after_ms;
	while (hall_tick(f->hall, f->now_ms, &e)) {
		size_t len = strlen(is);
		if (e.type == EVENT_ALERT) {
			(void)snprintf(is + len, sizeof(is) - len,
			    "%s %s %s %s\n", e.kind, e.subject, e.level,
			    e.number ? e.number : "-");
		}
		fixture_apply(f, &e);
	}
	assert_string_equal(is, should);
}

static void
a_call_that_no_screen_shows_is_told(void **state)
{
	struct alert_view v = { 0 };
	struct fixture f;

	(void)state;
	start(&f);
	int64_t seq = called(&f);
	alerts(&f, 9999, "");
	alerts(&f, 1001, "unshown main warn A001\n");
	alerts(&f, 49000, "unshown main alarm A001\n");
	for (size_t i = 0; !v.level; i++)
		assert_true(hall_alert_view(f.hall, i, f.now_ms, &v));
	assert_string_equal(v.number, "A001");
	is_event(&f, REQUEST_SHOWN, seq, true);
	alerts(&f, 1000, "unshown main cleared -\n");
	alerts(&f, HOUR_MS, "");
	fixture_stop(&f);
}

static void
nobody_misses_a_call_that_is_over(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	(void)called(&f);
	alerts(&f, 11000, "unshown main warn A001\n");
	about(&f, REQUEST_START, "1", 1);
	alerts(&f, 1000, "unshown main cleared -\n");
	fixture_stop(&f);
}

/* --- The lease ---------------------------------------------------------- */

static bool
speaks(struct fixture *f, const char *terminal, const char *holder)
{
	assert_int_equal(ask(f,
			     (struct request){ .type = REQUEST_VOICE,
				 .zone = "main",
				 .terminal = terminal }),
	    REFUSE_NOT);
	assert_int_equal(f->d.outcome.type, OUTCOME_VOICE);
	assert_string_equal(f->d.outcome.holder, holder);
	return f->d.outcome.count;
}

static void
one_speaks_until_it_dies(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	assert_true(speaks(&f, "one", "one"));
	assert_false(speaks(&f, "two", "one"));
	f.now_ms += SHOWN_VOICE_MS;
	assert_true(speaks(&f, "one", "one"));
	f.now_ms += SHOWN_VOICE_MS;
	assert_false(speaks(&f, "two", "one"));
	f.now_ms += 1;
	assert_true(speaks(&f, "two", "two"));
	assert_false(speaks(&f, "one", "two"));
	/* Another layout takes the word from nobody. */
	assert_int_equal(fixture_layout(&f, &usual), REFUSE_NOT);
	fixture_stop(&f);
}

static void
who_takes_over_learns_what_was_not_heard(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	int64_t seq = called(&f);
	assert_int_equal(hall_unheard(f.hall, "main", 0), seq);
	assert_int_equal(hall_unheard(f.hall, "yard", 0), 0);
	is_event(&f, REQUEST_HEARD, seq, true);
	assert_int_equal(hall_unheard(f.hall, "main", 0), 0);
	fixture_stop(&f);
}

static void
another_layout_keeps_what_was_shown(void **state)
{
	struct fixture f;

	(void)state;
	start(&f);
	int64_t seq = called(&f);
	is_event(&f, REQUEST_SHOWN, seq, true);
	struct spec_layout *to = spec_make(&usual);
	assert_non_null(to);
	/* The same zone is another bit now. */
	spec_set_zones(to, "a:yard,main b:yard");
	assert_int_equal(fixture_take(&f, to), REFUSE_NOT);
	is_event(&f, REQUEST_SHOWN, seq, false);
	is_event(&f, REQUEST_HEARD, seq, true);
	fixture_stop(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(only_the_first_is_an_event),
		cmocka_unit_test(a_recall_is_shown_anew),
		cmocka_unit_test(a_zone_that_is_none_is_refused),
		cmocka_unit_test(a_call_that_no_screen_shows_is_told),
		cmocka_unit_test(nobody_misses_a_call_that_is_over),
		cmocka_unit_test(one_speaks_until_it_dies),
		cmocka_unit_test(who_takes_over_learns_what_was_not_heard),
		cmocka_unit_test(another_layout_keeps_what_was_shown),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
