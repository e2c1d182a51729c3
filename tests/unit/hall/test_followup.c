/* Ratings and complaints, and what the hall makes somebody see to. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "server/hall/day.h"
#include "server/hall/followup_view.h"
#include "tests/unit/hall/fixture.h"

static const struct spec usual = { "a:A:1-999:refuse b:B:1-99:refuse",
	"1:a,b 2:b", "normal:0", 3, 2, 36000, 20000, 4, 0, 0 };

static int
start(void **state)
{
	fixture_start(*state, &usual);
	return 0;
}

static int
stop(void **state)
{
	fixture_stop(*state);
	return 0;
}

/* Served at counter 1 by the terminal "pad". */
static int64_t
served(struct fixture *f)
{
	int64_t id = issued(f, "a", NULL);

	opened(f, "1");
	assert_int_equal(next(f, "1"), id);
	about(f, REQUEST_FINISH, "1", id);
	return id;
}

static enum refusal
rate(struct fixture *f, int64_t id, int64_t rating, const char *terminal)
{
	char rid[24];

	(void)snprintf(rid, sizeof(rid), "rate%d", ++f->rids);
	return ask(f,
	    (struct request){ .type = REQUEST_RATE,
		.id = id,
		.rid = rid,
		.rating = rating,
		.terminal = terminal });
}

static enum refusal
complain(struct fixture *f, int64_t id)
{
	char rid[24];

	(void)snprintf(rid, sizeof(rid), "complain%d", ++f->rids);
	return ask(f,
	    (struct request){ .type = REQUEST_COMPLAIN,
		.id = id,
		.rid = rid,
		.text = "he was rude",
		.terminal = "kiosk" });
}

static enum refusal
own(struct fixture *f, int64_t followup, const char *owner)
{
	return ask(f,
	    (struct request){ .type = REQUEST_FOLLOWUP_OWN,
		.followup = followup,
		.owner = owner });
}

static enum refusal
end(struct fixture *f, int64_t followup)
{
	return ask(f,
	    (struct request){ .type = REQUEST_FOLLOWUP_CLOSE,
		.followup = followup,
		.text = "said sorry" });
}

static void
nobody_has_rated_until_somebody_does(void **state)
{
	struct fixture *f = *state;
	struct ticket_view v;
	int64_t id = served(f);

	assert_true(hall_ticket_view(f->hall, id, &v));
	assert_int_equal(v.rating, 0);
	assert_int_equal(rate(f, id, 4, "kiosk"), REFUSE_NOT);
	assert_int_equal(f->d.outcome.rating, 4);
	assert_true(hall_ticket_view(f->hall, id, &v));
	assert_int_equal(v.rating, 4);
	assert_string_equal(v.state, "served");
}

static void
once_is_for_good(void **state)
{
	struct fixture *f = *state;
	int64_t id = served(f);

	assert_int_equal(rate(f, id, 2, "kiosk"), REFUSE_NOT);
	assert_false(f->d.outcome.replayed);
	assert_int_equal(rate(f, id, 2, "phone"), REFUSE_NOT);
	assert_true(f->d.outcome.replayed);
	assert_false(f->d.has_event);
	assert_int_equal(rate(f, id, 5, "phone"), REFUSE_RATED);
}

static void
only_what_was_served_is_rated(void **state)
{
	struct fixture *f = *state;
	int64_t id = issued(f, "a", NULL);

	assert_int_equal(rate(f, id, 5, "kiosk"), REFUSE_BADSTATE);
	assert_string_equal(f->d.detail, "waiting");
	opened(f, "1");
	assert_int_equal(next(f, "1"), id);
	assert_int_equal(rate(f, id, 5, "kiosk"), REFUSE_BADSTATE);
	assert_int_equal(rate(f, id + 1, 5, "kiosk"), REFUSE_NOSUCHTICKET);
}

/* Not by the terminal that has a counter, or that called the ticket. */
static void
a_clerk_rates_nobody(void **state)
{
	struct fixture *f = *state;
	int64_t id = served(f);
	const struct request close = {
		.type = REQUEST_CLOSE,
		.counter = "1",
	};

	assert_int_equal(rate(f, id, 5, "pad"), REFUSE_RATER);
	assert_null(f->d.detail);
	assert_int_equal(ask(f, close), REFUSE_NOT);
	assert_int_equal(rate(f, id, 5, "pad"), REFUSE_RATER);
	const struct request other = {
		.type = REQUEST_OPEN,
		.counter = "2",
		.clerk = "9",
		.terminal = "pad2",
	};
	assert_int_equal(ask(f, other), REFUSE_NOT);
	assert_int_equal(rate(f, id, 5, "pad2"), REFUSE_RATER);
	assert_int_equal(rate(f, id, 5, "kiosk"), REFUSE_NOT);
}

static void
a_bad_rating_opens_a_followup(void **state)
{
	struct fixture *f = *state;
	struct followup_view v;

	for (int64_t rating = 1; rating <= 5; rating++) {
		int64_t id = served(f);
		assert_int_equal(rate(f, id, rating, "kiosk"), REFUSE_NOT);
		bool bad = hall_followup_view(f->hall, f->d.event.seq, &v);
		assert_int_equal(bad, rating <= 2);
		if (!bad)
			continue;
		assert_string_equal(v.kind, "rating");
		assert_string_equal(v.state, "open");
		assert_int_equal(v.rating, rating);
		assert_int_equal(v.ticket, id);
		assert_string_equal(v.number, number_of(f, id));
		assert_string_equal(v.counter, "1");
		assert_non_null(v.clerk);
		assert_null(v.owner);
		assert_int_equal(v.due, TODAY + 15);
	}
}

static void
a_complaint_is_about_ticket_counter_and_clerk(void **state)
{
	struct fixture *f = *state;
	struct followup_view v;
	int64_t id = served(f), waiting = issued(f, "b", NULL);

	assert_int_equal(complain(f, id), REFUSE_NOT);
	assert_int_equal(f->d.outcome.type, OUTCOME_FOLLOWUP);
	assert_string_equal(f->d.event.text, "he was rude");
	assert_true(hall_followup_view(f->hall, f->d.outcome.followup, &v));
	assert_string_equal(v.kind, "complaint");
	assert_string_equal(v.counter, "1");
	assert_int_equal(v.ticket, id);
	/* Who waits may complain of that; it is nobody's counter yet. */
	assert_int_equal(complain(f, waiting), REFUSE_NOT);
	assert_true(hall_followup_view(f->hall, f->d.outcome.followup, &v));
	assert_null(v.counter);
	assert_null(v.clerk);
	const struct request own_words = {
		.type = REQUEST_COMPLAIN,
		.id = id,
		.rid = "pads",
		.text = "well done",
	};
	assert_int_equal(ask(f, own_words), REFUSE_RATER);
}

static void
practice_opens_none(void **state)
{
	struct fixture *f = *state;
	const struct request on = {
		.type = REQUEST_TRAINING,
		.rid = "practice",
		.on = true,
	};
	struct followup_view v;

	assert_int_equal(ask(f, on), REFUSE_NOT);
	int64_t id = served(f);
	assert_int_equal(rate(f, id, 1, "kiosk"), REFUSE_NOT);
	assert_false(hall_next_followup(f->hall, 0, &v));
	assert_int_equal(complain(f, id), REFUSE_BADSTATE);
}

static void
somebody_owns_it_and_closes_it(void **state)
{
	struct fixture *f = *state;
	struct followup_view v;
	int64_t id = served(f);

	assert_int_equal(rate(f, id, 1, "kiosk"), REFUSE_NOT);
	int64_t followup = f->d.event.followup;
	assert_true(hall_followup_view(f->hall, followup, &v));
	assert_int_equal(end(f, followup), REFUSE_BADSTATE);
	assert_int_equal(own(f, followup, v.clerk), REFUSE_OWNER);
	assert_int_equal(own(f, followup, "boss"), REFUSE_NOT);
	assert_string_equal(f->d.outcome.state, "owned");
	assert_int_equal(own(f, followup, "boss"), REFUSE_NOT);
	assert_true(f->d.outcome.replayed);
	/* It may pass to another. */
	assert_int_equal(own(f, followup, "mayor"), REFUSE_NOT);
	assert_int_equal(end(f, followup), REFUSE_NOT);
	assert_string_equal(f->d.outcome.owner, "mayor");
	assert_int_equal(end(f, followup), REFUSE_NOT);
	assert_true(f->d.outcome.replayed);
	assert_int_equal(own(f, followup, "boss"), REFUSE_BADSTATE);
	assert_int_equal(own(f, followup + 1, "x"), REFUSE_NOSUCHFOLLOWUP);
}

static void
what_is_not_closed_outlives_the_day(void **state)
{
	struct fixture *f = *state;
	struct followup_view v;
	int64_t kept[3];

	for (int i = 0; i < 3; i++) {
		assert_int_equal(rate(f, served(f), 1, "kiosk"), REFUSE_NOT);
		kept[i] = f->d.event.followup;
	}
	assert_int_equal(own(f, kept[1], "boss"), REFUSE_NOT);
	assert_int_equal(own(f, kept[2], "boss"), REFUSE_NOT);
	assert_int_equal(end(f, kept[2]), REFUSE_NOT);
	f->now_ms += DAY_MS;
	fixture_day(f, TODAY + 1);
	assert_true(hall_followup_view(f->hall, kept[0], &v));
	assert_string_equal(v.state, "open");
	assert_true(hall_followup_view(f->hall, kept[1], &v));
	assert_string_equal(v.owner, "boss");
	assert_false(hall_followup_view(f->hall, kept[2], &v));
	fixture_day(f, TODAY + 15);
	assert_true(hall_followup_view(f->hall, kept[0], &v));
	assert_false(v.overdue);
	fixture_day(f, TODAY + 16);
	assert_true(hall_followup_view(f->hall, kept[0], &v));
	assert_true(v.overdue);
}

static char mon[] = "mon", tue[] = "tue", wed[] = "wed", thu[] = "thu",
	    fri[] = "fri", nine[] = "09:00-17:00", from[] = "2026-06-18",
	    until[] = "2026-06-21", made_up[] = "2026-06-14";

/*
 * From Monday 1 June: the Dragon Boat festival from Thursday 18 to Sunday 21
 * takes two working days, and Sunday 14 is made up for one.
 */
static void
days_are_the_halls_working_days(void **state)
{
	struct fixture *f = *state;
	char *days[] = { mon, tue, wed, thu, fri }, *sessions[] = { nine };
	struct layout_hours hours = { days, 5, sessions, 1 };
	struct layout_holiday holiday = { .from = from, .until = until };
	struct layout_workday workday = { made_up, fri };
	struct spec_layout *to = spec_make(&usual);
	char text[DAY_TEXT];

	int64_t id = served(f);
	assert_non_null(to);
	to->layout.hours = &hours;
	to->layout.hours_count = 1;
	(void)snprintf(to->raw, sizeof(to->raw), "[\"working days\"]");
	assert_int_equal(fixture_take(f, to), REFUSE_NOT);
	assert_int_equal(complain(f, id), REFUSE_NOT);
	day_write(text, f->d.event.due);
	assert_string_equal(text, "2026-06-22");
	to = spec_make(&usual);
	assert_non_null(to);
	to->layout.hours = &hours;
	to->layout.hours_count = 1;
	to->layout.holidays = &holiday;
	to->layout.holidays_count = 1;
	to->layout.workdays = &workday;
	to->layout.workdays_count = 1;
	(void)snprintf(to->raw, sizeof(to->raw), "[\"a festival\"]");
	assert_int_equal(fixture_take(f, to), REFUSE_NOT);
	assert_int_equal(complain(f, id), REFUSE_NOT);
	day_write(text, f->d.event.due);
	assert_string_equal(text, "2026-06-23");
}

static void
there_are_not_more_than_are_kept(void **state)
{
	struct fixture *f = *state;
	int64_t id = served(f);

	for (int i = 0; i < FOLLOWUPS_MAX; i++)
		assert_int_equal(complain(f, id), REFUSE_NOT);
	assert_int_equal(complain(f, id), REFUSE_FOLLOWUPS);
	assert_int_equal(rate(f, id, 1, "kiosk"), REFUSE_FOLLOWUPS);
	assert_int_equal(rate(f, id, 3, "kiosk"), REFUSE_NOT);
}

int
main(void)
{
	static struct fixture f;
#define CASE(fn) cmocka_unit_test_prestate_setup_teardown(fn, start, stop, &f)
	const struct CMUnitTest tests[] = {
		CASE(nobody_has_rated_until_somebody_does),
		CASE(once_is_for_good),
		CASE(only_what_was_served_is_rated),
		CASE(a_clerk_rates_nobody),
		CASE(a_bad_rating_opens_a_followup),
		CASE(a_complaint_is_about_ticket_counter_and_clerk),
		CASE(practice_opens_none),
		CASE(somebody_owns_it_and_closes_it),
		CASE(what_is_not_closed_outlives_the_day),
		CASE(days_are_the_halls_working_days),
		CASE(there_are_not_more_than_are_kept),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
