/* Appointments in the hall, from the booking to the ticket or its lack. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "proto/buf.h"
#include "server/hall/appointment.h"
#include "server/hall/booking.h"
#include "tests/unit/hall/fixture.h"

static char class[] = "appointment";
static const struct spec usual = { "a:A:1-99:refuse b:B:1-99:refuse",
	"1:a,b 2:b", "normal:0 appointment:5", 3, 2, 36000, 50, 4, 0, 0 };
static const struct spec other = { "b:B:1-99:refuse", "1:b 2:b",
	"normal:0 appointment:5", 3, 2, 36000, 50, 4, 0, 0 };
static const struct spec_slots quarters = { "a/09:00-12:00/15/2", class, 14, 50,
	30, 15, LAYOUT_LATE_WALK_IN };
static const struct spec_slots strict = { "a/09:00-12:00/15/2", class, 14, 3,
	30, 15, LAYOUT_LATE_REFUSE };
static const struct spec_hours closed_at_ten = {
	.sessions = "08:00-10:00 11:00-17:00",
};

static enum refusal
take(struct fixture *f, const struct spec_slots *slots,
    const struct spec_hours *hours)
{
	struct spec_layout *to = spec_make(&usual);

	assert_non_null(to);
	spec_set_slots(to, slots);
	if (hours)
		spec_set_hours(to, hours);
	return fixture_take(f, to);
}

static void
start(struct fixture *f, const struct spec_slots *slots)
{
	fixture_start(f, &usual);
	assert_int_equal(take(f, slots, NULL), REFUSE_NOT);
}

/* The fixture begins at 08:00 and tells no zone: UTC. */
static int64_t
hour(int64_t hour, int64_t minute)
{
	return MORNING_MS + (hour - 8) * HOUR_MS + minute * MINUTE_MS;
}

static enum refusal
book(struct fixture *f, int64_t appointed_ms, const char *rid)
{
	return ask(f,
	    (struct request){ .type = REQUEST_BOOK,
		.service = "a",
		.rid = rid,
		.appointed_ms = appointed_ms,
		.random = (uint64_t)appointed_ms + (uint64_t)rid[0] });
}

/* Its code, in the memory of the caller. */
static const char *
booked(struct fixture *f, int64_t appointed_ms, const char *rid,
    char code[BOOKING_CODE + 1])
{
	assert_int_equal(book(f, appointed_ms, rid), REFUSE_NOT);
	assert_int_equal(f->d.outcome.type, OUTCOME_BOOKING);
	memcpy(code, f->d.outcome.appointment, BOOKING_CODE + 1);
	return code;
}

static enum refusal
about_code(struct fixture *f, enum request_type type, const char *code)
{
	return ask(f, (struct request){ .type = type, .appointment = code });
}

static void
assert_booking(struct fixture *f, const char *code, const char *state)
{
	struct booking_view v;

	assert_true(hall_booking_view(f->hall, code, &v));
	assert_string_equal(v.state, state);
}

static void
a_code_is_read_as_people_write_it(void **state)
{
	static const char *const none[] = { "", "K7QM3XR", "K7QM3XRPP",
		"K7QM3XR0", "K7QM3XRO", "K7QM3XR1", "K7QM3XRI", "K7QM3XR ",
		"K7QM3X\xc3\x84" };
	char again[BOOKING_CODE + 1];
	uint64_t value, other_value;

	(void)state;
	assert_true(booking_code_read("K7QM3XRP", &value));
	booking_code_write(again, value);
	assert_string_equal(again, "K7QM3XRP");
	assert_true(booking_code_read("k7qm-3xrp", &other_value));
	assert_int_equal(value, other_value);
	for (size_t i = 0; i < sizeof(none) / sizeof(*none); i++)
		assert_false(booking_code_read(none[i], &value));
}

static void
a_slot_takes_as_many_as_it_has_room_for(void **state)
{
	struct fixture *f = *state;
	char code[BOOKING_CODE + 1], again[BOOKING_CODE + 1];

	start(f, &quarters);
	booked(f, hour(9, 15), "1", code);
	booked(f, hour(9, 15), "2", again);
	assert_string_not_equal(code, again);
	assert_int_equal(book(f, hour(9, 15), "3"), REFUSE_SLOTFULL);
	assert_int_equal(about_code(f, REQUEST_UNBOOK, code), REFUSE_NOT);
	assert_booking(f, code, "cancelled");
	assert_int_equal(book(f, hour(9, 15), "3"), REFUSE_NOT);
	assert_int_equal(book(f, hour(9, 15), "4"), REFUSE_SLOTFULL);
}

static void
there_is_no_other_slot(void **state)
{
	struct fixture *f = *state;

	start(f, &quarters);
	f->now_ms = hour(9, 15);
	assert_int_equal(book(f, hour(9, 15), "1"), REFUSE_NOSUCHSLOT);
	assert_int_equal(book(f, hour(9, 40), "1"), REFUSE_NOSUCHSLOT);
	assert_int_equal(book(f, hour(9, 30) + 1, "1"), REFUSE_NOSUCHSLOT);
	assert_int_equal(book(f, hour(12, 0), "1"), REFUSE_NOSUCHSLOT);
	assert_int_equal(book(f, INT64_MAX, "1"), REFUSE_NOSUCHSLOT);
	assert_int_equal(
	    book(f, hour(9, 30) + HOUR_MS * 24 * 15, "1"), REFUSE_NOSUCHSLOT);
	assert_int_equal(book(f, hour(11, 45), "1"), REFUSE_NOT);
	assert_int_equal(
	    book(f, hour(9, 30) + HOUR_MS * 24 * 14, "2"), REFUSE_NOT);
}

static void
nobody_is_booked_while_it_is_closed(void **state)
{
	struct fixture *f = *state;

	fixture_start(f, &usual);
	assert_int_equal(take(f, &quarters, &closed_at_ten), REFUSE_NOT);
	assert_int_equal(book(f, hour(9, 45), "1"), REFUSE_NOT);
	assert_int_equal(book(f, hour(10, 0), "2"), REFUSE_NOSUCHSLOT);
	assert_int_equal(book(f, hour(11, 0), "2"), REFUSE_NOT);
}

/* How many there are, and their times in ALL. */
static int
slots_of(struct fixture *f, int64_t day, struct buf *all)
{
	struct slot_walk walk = { .day = day };
	struct slot_view v;
	int count = 0;

	buf_clear(all);
	for (; hall_next_slot(f->hall, f->now_ms, &walk, &v); count++) {
		if (count > 0)
			buf_putc(all, ' ');
		buf_puts(all, v.time);
	}
	buf_putc(all, '\0');
	return count;
}

/* In Berlin the clock goes from 3 to 2 on the one day, from 2 to 3 later. */
static void
slots_follow_the_wall_clock(void **state)
{
	static struct zone_change changes[] = { { 1792890000, 3600 },
		{ 1806195600, 7200 } };
	static const struct zone_table berlin = { 7200, 2, changes };
	static const struct spec_slots night = { "a/22:00-04:00/30/1", class,
		366, 50, 30, 15, LAYOUT_LATE_REFUSE };
	struct fixture *f = *state;
	struct buf all = { 0 };

	start(f, &night);
	hall_set_zone(f->hall, &berlin);
	/* The business day that ends on 25 October 2026, and 28 March 2027. */
	assert_int_equal(slots_of(f, 20750, &all), 12);
	assert_string_equal(all.at,
	    "22:00 22:30 23:00 23:30 00:00 00:30 01:00 01:30 02:00 02:30 "
	    "03:00 03:30");
	assert_int_equal(slots_of(f, 20904, &all), 10);
	assert_string_equal(all.at,
	    "22:00 22:30 23:00 23:30 00:00 00:30 01:00 01:30 03:00 03:30");
	/* The first 02:30 of the two is the slot. */
	assert_int_equal(book(f, (int64_t)1792888200 * 1000, "1"), REFUSE_NOT);
	assert_int_equal(
	    book(f, (int64_t)1792891800 * 1000, "2"), REFUSE_NOSUCHSLOT);
	buf_release(&all);
}

static void
a_changed_one_leaves_its_place(void **state)
{
	struct fixture *f = *state;
	char code[BOOKING_CODE + 1];
	struct request r = { .type = REQUEST_CHANGE,
		.appointment = code,
		.appointed_ms = hour(10, 0) };

	start(f, &quarters);
	booked(f, hour(9, 15), "1", code);
	assert_int_equal(ask(f, r), REFUSE_RIDREQUIRED);
	r.rid = "2";
	assert_int_equal(ask(f, r), REFUSE_NOT);
	assert_int_equal(f->d.outcome.appointed_ms, hour(10, 0));
	r.rid = "3";
	assert_int_equal(ask(f, r), REFUSE_NOT);
	assert_false(f->d.has_event);
	assert_int_equal(book(f, hour(9, 15), "4"), REFUSE_NOT);
	assert_int_equal(book(f, hour(9, 15), "5"), REFUSE_NOT);
	r.rid = "6";
	r.appointed_ms = hour(9, 15);
	assert_int_equal(ask(f, r), REFUSE_SLOTFULL);
}

static void
who_checks_in_is_credited_from_the_slot(void **state)
{
	struct fixture *f = *state;
	char code[BOOKING_CODE + 1];

	start(f, &quarters);
	opened(f, "1");
	booked(f, hour(9, 30), "1", code);
	f->now_ms = hour(8, 59);
	assert_int_equal(about_code(f, REQUEST_CHECKIN, code), REFUSE_TOOEARLY);
	assert_string_equal(f->d.detail, "06-01 09:00");
	f->now_ms = hour(9, 0);
	assert_int_equal(about_code(f, REQUEST_CHECKIN, code), REFUSE_NOT);
	int64_t id = f->d.outcome.id;
	assert_int_equal(f->d.outcome.type, OUTCOME_ISSUED);
	assert_string_equal(f->d.outcome.class, "appointment");
	assert_string_equal(f->d.outcome.appointment, code);
	/* Credited 09:25: before who comes then, behind who came before. */
	f->now_ms = hour(9, 24);
	int64_t before = issued(f, "a", NULL);
	f->now_ms = hour(9, 26);
	int64_t behind = issued(f, "b", NULL);
	assert_int_equal(next(f, "1"), before);
	f->now_ms = hour(9, 40);
	assert_int_equal(next(f, "1"), id);
	assert_int_equal(f->d.outcome.waited_ms, 10 * MINUTE_MS);
	assert_int_equal(next(f, "1"), behind);
}

static void
called_before_the_slot_it_has_not_waited(void **state)
{
	struct fixture *f = *state;
	char code[BOOKING_CODE + 1];

	start(f, &quarters);
	opened(f, "1");
	booked(f, hour(9, 30), "1", code);
	f->now_ms = hour(9, 10);
	assert_int_equal(about_code(f, REQUEST_CHECKIN, code), REFUSE_NOT);
	f->now_ms = hour(9, 20);
	assert_int_not_equal(next(f, "1"), 0);
	assert_int_equal(f->d.outcome.waited_ms, 0);
}

static void
checking_in_twice_gives_one_ticket(void **state)
{
	struct fixture *f = *state;
	char code[BOOKING_CODE + 1];

	start(f, &quarters);
	booked(f, hour(9, 0), "1", code);
	f->now_ms = hour(9, 15);
	(void)issued(f, "a", NULL);
	assert_int_equal(about_code(f, REQUEST_CHECKIN, code), REFUSE_NOT);
	int64_t id = f->d.outcome.id;
	assert_int_equal(f->d.outcome.ahead, 0);
	assert_int_equal(about_code(f, REQUEST_CHECKIN, code), REFUSE_NOT);
	assert_false(f->d.has_event);
	assert_true(f->d.outcome.replayed);
	assert_int_equal(f->d.outcome.type, OUTCOME_ISSUED);
	assert_int_equal(f->d.outcome.id, id);
	assert_int_equal(f->d.outcome.day, TODAY);
	assert_int_equal(f->d.outcome.issued_ms, hour(9, 15));
	assert_booking(f, code, "checked_in");
	assert_int_equal(about_code(f, REQUEST_UNBOOK, code), REFUSE_BADSTATE);
}

static void
practice_is_marked_on_every_answer(void **state)
{
	struct fixture *f = *state;
	char code[BOOKING_CODE + 1];

	start(f, &quarters);
	booked(f, hour(9, 0), "1", code);
	f->now_ms = hour(9, 0);
	assert_int_equal(
	    ask(f,
		(struct request){
		    .type = REQUEST_TRAINING, .on = true, .rid = "t" }),
	    REFUSE_NOT);
	for (int i = 0; i < 2; i++) {
		assert_int_equal(
		    about_code(f, REQUEST_CHECKIN, code), REFUSE_NOT);
		assert_true(f->d.outcome.training);
		assert_int_equal(f->d.outcome.replayed, i);
	}
}

static bool
ticked(struct fixture *f)
{
	struct event e;

	if (!hall_tick(f->hall, f->now_ms, &e))
		return false;
	assert_int_equal(e.type, EVENT_NOSHOW);
	fixture_apply(f, &e);
	return true;
}

static void
who_does_not_come_is_a_noshow(void **state)
{
	struct fixture *f = *state;
	char first[BOOKING_CODE + 1], second[BOOKING_CODE + 1];

	start(f, &quarters);
	booked(f, hour(9, 30), "1", second);
	booked(f, hour(9, 15), "2", first);
	f->now_ms = hour(9, 30);
	assert_false(ticked(f));
	f->now_ms++;
	assert_true(ticked(f));
	assert_false(ticked(f));
	assert_booking(f, first, "noshow");
	assert_booking(f, second, "booked");
}

static void
who_comes_late_is_a_walk_in(void **state)
{
	struct fixture *f = *state;
	char code[BOOKING_CODE + 1];

	start(f, &quarters);
	booked(f, hour(9, 15), "1", code);
	f->now_ms = hour(9, 31);
	assert_true(ticked(f));
	assert_int_equal(about_code(f, REQUEST_CHECKIN, code), REFUSE_NOT);
	assert_string_equal(f->d.outcome.class, "normal");
	assert_string_equal(f->d.outcome.appointment, code);
	assert_int_equal(f->d.outcome.appointed_ms, 0);
	assert_int_equal(
	    hall_ticket(f->hall, f->d.outcome.id)->credited_ms, hour(9, 31));
	assert_booking(f, code, "late");
}

static void
who_comes_late_is_refused_where_it_says_so(void **state)
{
	struct fixture *f = *state;
	char code[BOOKING_CODE + 1];

	start(f, &strict);
	booked(f, hour(9, 15), "1", code);
	f->now_ms = hour(9, 30);
	assert_false(ticked(f));
	f->now_ms++;
	assert_int_equal(about_code(f, REQUEST_CHECKIN, code), REFUSE_TOOLATE);
	assert_string_equal(f->d.detail, "06-01 09:15");
	f->now_ms--;
	assert_int_equal(about_code(f, REQUEST_CHECKIN, code), REFUSE_NOT);
	assert_string_equal(f->d.outcome.class, "appointment");
}

static void
codes_and_kept_ones_are_bounded(void **state)
{
	struct fixture *f = *state;
	struct request r = {
		.type = REQUEST_BOOK, .service = "a", .random = 7
	};
	char first[BOOKING_CODE + 1];

	start(f, &strict);
	for (int i = 0; i < 3; i++) {
		const char *const rids[] = { "1", "2", "3" };
		r.rid = rids[i];
		r.appointed_ms = hour(9, (int64_t)15 * i);
		assert_int_equal(ask(f, r), REFUSE_NOT);
		/* The same random number never gives the same code. */
		if (i > 0) {
			assert_string_not_equal(
			    f->d.outcome.appointment, first);
		}
		memcpy(first, f->d.outcome.appointment, sizeof(first));
	}
	r.rid = "4";
	r.appointed_ms = hour(10, 0);
	assert_int_equal(ask(f, r), REFUSE_BOOKINGS);
	assert_int_equal(about_code(f, REQUEST_CHECKIN, "22222222"),
	    REFUSE_NOSUCHAPPOINTMENT);
}

static void
those_to_come_outlive_the_day(void **state)
{
	struct fixture *f = *state;
	char today[BOOKING_CODE + 1], tomorrow[BOOKING_CODE + 1];
	struct booking_view v;

	start(f, &quarters);
	booked(f, hour(9, 15), "1", today);
	booked(f, hour(33, 15), "2", tomorrow);
	f->now_ms = hour(9, 15);
	assert_int_equal(about_code(f, REQUEST_CHECKIN, today), REFUSE_NOT);
	f->now_ms = hour(28, 0);
	fixture_day(f, TODAY + 1);
	assert_false(hall_booking_view(f->hall, today, &v));
	assert_booking(f, tomorrow, "booked");
	assert_true(hall_next_booking(f->hall, TODAY + 1, NULL, &v));
	assert_string_equal(v.code, tomorrow);
	assert_false(hall_next_booking(f->hall, TODAY + 1, &v, &v));
	assert_false(hall_next_booking(f->hall, TODAY, NULL, &v));
	/* Its request is known as long as it is, not a day alone. */
	f->now_ms = hour(33, 0);
	hall_forget(f->hall, f->now_ms, 100);
	assert_int_equal(book(f, hour(33, 15), "2"), REFUSE_NOT);
	assert_false(f->d.has_event);
	assert_string_equal(f->d.outcome.appointment, tomorrow);
}

static void
a_layout_keeps_what_is_booked(void **state)
{
	struct fixture *f = *state;
	char code[BOOKING_CODE + 1];

	start(f, &quarters);
	booked(f, hour(9, 15), "1", code);
	assert_int_equal(fixture_layout(f, &other), REFUSE_BOOKED);
	assert_string_equal(f->d.detail, "a");
	assert_int_equal(fixture_layout(f, &usual), REFUSE_NOT);
	assert_int_equal(book(f, hour(9, 30), "2"), REFUSE_NOSUCHSLOT);
	assert_booking(f, code, "booked");
	assert_int_equal(about_code(f, REQUEST_UNBOOK, code), REFUSE_NOT);
	assert_int_equal(fixture_layout(f, &other), REFUSE_NOT);
}

static int
stop(void **state)
{
	fixture_stop(*state);
	return 0;
}

int
main(void)
{
	static struct fixture f;
#define CASE(fn) cmocka_unit_test_prestate_setup_teardown(fn, NULL, stop, &f)
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_code_is_read_as_people_write_it),
		CASE(a_slot_takes_as_many_as_it_has_room_for),
		CASE(there_is_no_other_slot),
		CASE(nobody_is_booked_while_it_is_closed),
		CASE(slots_follow_the_wall_clock),
		CASE(a_changed_one_leaves_its_place),
		CASE(who_checks_in_is_credited_from_the_slot),
		CASE(called_before_the_slot_it_has_not_waited),
		CASE(checking_in_twice_gives_one_ticket),
		CASE(practice_is_marked_on_every_answer),
		CASE(who_does_not_come_is_a_noshow),
		CASE(who_comes_late_is_a_walk_in),
		CASE(who_comes_late_is_refused_where_it_says_so),
		CASE(codes_and_kept_ones_are_bounded),
		CASE(those_to_come_outlive_the_day),
		CASE(a_layout_keeps_what_is_booked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
