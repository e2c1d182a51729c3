/* hall.yaml: hours, holidays, make-up days, overrides and quotas. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "server/hall/layout.h"
#include "tests/unit/config/hear.h"

static const char whole[] = HALL
    "capacity: 200\n"
    "hours:\n"
    "  - days: [mon, tue, wed, thu, fri]\n"
    "    sessions: [09:00-12:00, 13:00-17:00]\n"
    "  - {days: [sat], sessions: ['18:00-02:00']}\n"
    "last_ticket_min: 15\n"
    "at_session_end: expire\n"
    "holidays:\n"
    "  - {from: 2026-10-01, until: 2026-10-07, name: {zh: a, en: b}}\n"
    "  - {from: 2027-01-01, name: {en: New Year}}\n"
    "workdays:\n"
    "  - {date: 2026-10-10, as: wed}\n"
    "overrides:\n"
    "  - date: 2026-11-24\n"
    "    sessions: []\n"
    "    approved_by: \"007\"\n"
    "    reason: the power is off\n"
    "  - {date: 2026-11-24, services: [a], sessions: [09:00-10:00],"
    " approved_by: \"007\", reason: urgent}\n"
    "services:\n"
    "  - {code: a, name: {zh: a}, prefix: A, quota: 50,"
    " last_ticket_min: 5, at_session_end: carry,"
    " hours: [{days: [tue], sessions: [04:00-24:00]}]}\n"
    "  - {code: b, name: {zh: b}, prefix: B}\n";

static char *
write_all(const struct layout *l)
{
	struct buf out = { 0 };

	config_write(&out, l, NULL);
	buf_putc(&out, '\0');
	assert_false(out.failed);
	return out.at;
}

static void
hours_are_read(void **state)
{
	struct layout *l = read_good(whole);

	(void)state;
	assert_int_equal(l->capacity, 200);
	assert_int_equal(l->hours_count, 2);
	assert_int_equal(l->hours[0].days_count, 5);
	assert_string_equal(l->hours[0].days[4], "fri");
	assert_string_equal(l->hours[0].sessions[1], "13:00-17:00");
	assert_int_equal(l->last_ticket_min, 15);
	assert_int_equal(l->at_session_end, LAYOUT_END_EXPIRE);
	assert_string_equal(l->holidays[0].until, "2026-10-07");
	assert_null(l->holidays[1].until);
	assert_string_equal(l->holidays[1].name.in[1], "New Year");
	assert_string_equal(l->workdays[0].as, "wed");
	assert_int_equal(l->overrides_count, 2);
	assert_int_equal(l->overrides[0].sessions_count, 0);
	assert_string_equal(l->overrides[0].approved_by, "007");
	assert_string_equal(l->overrides[1].services[0], "a");
	assert_int_equal(l->services[0].quota, 50);
	assert_int_equal(l->services[0].last_ticket_min, 5);
	assert_int_equal(l->services[0].at_session_end, LAYOUT_END_CARRY);
	assert_int_equal(l->services[0].hours_count, 1);
	assert_int_equal(l->services[1].hours_count, 0);
	assert_int_equal(l->services[1].quota, 0);
	assert_int_equal(l->services[1].at_session_end, LAYOUT_END_UNSET);
	config_free(l);
}

static void
hours_are_written_and_read_again(void **state)
{
	struct layout *l = read_good(whole);
	char *first = write_all(l);
	struct layout *again = read_good(first);
	char *second = write_all(again);

	(void)state;
	assert_string_equal(first, second);
	assert_non_null(strstr(first,
	    "\"capacity\":200,\"hours\":[{\"days\":[\"mon\",\"tue\",\"wed\","
	    "\"thu\",\"fri\"],\"sessions\":[\"09:00-12:00\",\"13:00-17:00\"]},"
	    "{\"days\":[\"sat\"],\"sessions\":[\"18:00-02:00\"]}],"
	    "\"last_ticket_min\":15,\"at_session_end\":\"expire\","
	    "\"holidays\":[{\"from\":\"2026-10-01\",\"until\":\"2026-10-07\","
	    "\"name\":{\"zh\":\"a\",\"en\":\"b\"}},{\"from\":\"2027-01-01\","
	    "\"name\":{\"en\":\"New Year\"}}],"
	    "\"workdays\":[{\"date\":\"2026-10-10\",\"as\":\"wed\"}],"
	    "\"overrides\":[{\"date\":\"2026-11-24\",\"sessions\":[],"
	    "\"approved_by\":\"007\",\"reason\":\"the power is off\"},"
	    "{\"date\":\"2026-11-24\",\"services\":[\"a\"],"
	    "\"sessions\":[\"09:00-10:00\"],\"approved_by\":\"007\","
	    "\"reason\":\"urgent\"}],"));
	assert_non_null(strstr(first,
	    "\"target_handling_min\":10,\"hours\":[{\"days\":[\"tue\"],"
	    "\"sessions\":[\"04:00-24:00\"]}],\"last_ticket_min\":5,"
	    "\"quota\":50,\"at_session_end\":\"carry\",\"zones\""));
	config_free(l);
	config_free(again);
	free(first);
	free(second);
}

static void
sessions_are_checked(void **state)
{
	(void)state;
	expect(HALL "hours:\n"
		    "  - days: [mon, tues, mon]\n"
		    "    sessions: [9-12, 11:00-10:00, 02:00-05:00]\n"
		    "  - days: [mon]\n"
		    "    sessions: [08:00-12:00, 11:30-13:00]\n"
		    "  - {days: [], sessions: []}\n",
	    "5 hours[0].days[1] is \"tues\"; it must be mon, tue, wed, thu, "
	    "fri, sat or sun\n"
	    "5 hours[0].days[2] names \"mon\" twice; leave one out\n"
	    "6 hours[0].sessions[0] is \"9-12\"; a session is two times of "
	    "the day, as 09:00-12:00\n"
	    "6 hours[0].sessions[1] is \"11:00-10:00\"; a session must lie "
	    "within one business day, which goes from 04:00 to 04:00 "
	    "(day_starts_h)\n"
	    "6 hours[0].sessions[2] is \"02:00-05:00\"; a session must lie "
	    "within one business day, which goes from 04:00 to 04:00 "
	    "(day_starts_h)\n"
	    "7 hours[1].days[0] names \"mon\" twice; leave one out\n"
	    "8 hours[1].sessions[1] is \"11:30-13:00\", which begins before "
	    "the session before it ends; write them in order, without "
	    "overlap\n"
	    "9 hours[2].days is an empty list; name at least one\n"
	    "9 hours[2].sessions is an empty list; name at least one\n");
	expect(HALL "day_starts_h: 0\n"
		    "services:\n"
		    "  - code: a\n"
		    "    name: {zh: a}\n"
		    "    quota: 0\n"
		    "    last_ticket_min: 241\n"
		    "    at_session_end: drop\n"
		    "    hours: [{days: [mon], sessions: [22:00-02:00]},\n"
		    "      {days: [tue], sessions: [00:00-24:00, a]}]\n",
	    "8 services[0].quota is 0; it must be 1 to 10000000\n"
	    "9 services[0].last_ticket_min is 241; it must be 1 to 240\n"
	    "10 services[0].at_session_end is \"drop\"; it must be \"carry\" "
	    "or \"expire\"\n"
	    "11 services[0].hours[0].sessions[0] is \"22:00-02:00\"; a "
	    "session must lie within one business day, which goes from 00:00 "
	    "to 00:00 (day_starts_h)\n"
	    "12 services[0].hours[1].sessions[1] is \"a\"; a session is two "
	    "times of the day, as 09:00-12:00\n");
	expect(HALL "day_starts_h: 99\n"
		    "hours: [{days: [mon], sessions: [00:00-01:00]}]\n"
		    "capacity: 0\nlast_ticket_min: 241\n",
	    "4 day_starts_h is 99; it must be 0 to 23\n"
	    "6 capacity is 0; it must be 1 to 1000000\n"
	    "7 last_ticket_min is 241; it must be 0 to 240\n");
}

static void
dates_are_checked(void **state)
{
	(void)state;
	expect(HALL "holidays:\n"
		    "  - {from: 2026-02-29, name: {}}\n"
		    "  - {from: 2026-10-07, until: 2026-10-01, name: {zh: a}}\n"
		    "  - {from: 2026-10-01, until: 2036-10-07, name: {zh: a}}\n"
		    "  - {from: , name: {zh: a}}\n"
		    "  - {until: 2026-10-01}\n"
		    "  - {from: 2026-05-01, until: 2026-05-05, name: {zh: a}}\n"
		    "workdays:\n"
		    "  - {date: 2026-05-05, as: wed}\n"
		    "  - {date: 2026-05-06, as: Wed}\n"
		    "  - {date: 2026-05-06, as: }\n"
		    "  - {date: tomorrow, as: sun}\n",
	    "5 holidays[0].name is empty; write it in one language at least, "
	    "as {zh: ...}\n"
	    "5 holidays[0].from is \"2026-02-29\"; it must be a date, as "
	    "2026-10-01\n"
	    "6 holidays[1].until is \"2026-10-01\", before the first day "
	    "\"2026-10-07\"; it must be that or later\n"
	    "7 holidays[2].until is \"2036-10-07\"; a holiday has 366 days at "
	    "most\n"
	    "8 holidays[3].from is empty; write a date, as 2026-10-01\n"
	    "9 holidays[4].from is missing; add the key \"from\"\n"
	    "9 holidays[4].name is missing; add the key \"name\"\n"
	    "12 workdays[0].date is \"2026-05-05\", a day of the holiday on "
	    "line 10; leave it out or change the holiday\n"
	    "13 workdays[1].as is \"Wed\"; it must be the weekday whose hours "
	    "the day has: mon, tue, wed, thu, fri, sat or sun\n"
	    "14 workdays[2].date is \"2026-05-06\", which is on line 13 "
	    "already; leave one out\n"
	    "14 workdays[2].as is \"\"; it must be the weekday whose hours "
	    "the day has: mon, tue, wed, thu, fri, sat or sun\n"
	    "15 workdays[3].date is \"tomorrow\"; it must be a date, as "
	    "2026-10-01\n");
}

static void
overrides_are_checked(void **state)
{
	(void)state;
	expect(HALL SERVICE
	    "overrides:\n"
	    "  - {date: 2026-11-24, sessions: [], reason: x}\n"
	    "  - {date: 2026-11-24, services: [a, aa, a], sessions: [10:00],"
	    " approved_by: , reason: }\n"
	    "  - {date: 2026-11-24, services: [a], sessions: [],"
	    " approved_by: b, reason: c}\n"
	    "  - {date: 2026-11-24, approved_by: b, reason: c}\n",
	    "7 overrides[0].approved_by is missing; add the key "
	    "\"approved_by\"\n"
	    "8 overrides[1].services[1] is \"aa\", but no service has that "
	    "code; did you mean \"a\"?\n"
	    "8 overrides[1].services[2] names \"a\" twice; leave one out\n"
	    "8 overrides[1].sessions[0] is \"10:00\"; a session is two times "
	    "of the day, as 09:00-12:00\n"
	    "8 overrides[1].approved_by is empty; write who approved it\n"
	    "8 overrides[1].reason is empty; write why it was approved\n"
	    "9 overrides[2].date is \"2026-11-24\", which the override on "
	    "line 8 has already for the same services; leave one out\n"
	    "10 overrides[3].sessions is missing; add the key \"sessions\"\n"
	    "10 overrides[3].date is \"2026-11-24\", which the override on "
	    "line 7 has already for the same services; leave one out\n");
}

/* Long texts of people, and of a holiday, which is shown to them. */
static void
long_reasons_are_refused(void **state)
{
	struct buf b = { 0 };
	char bytes[1002];

	(void)state;
	memset(bytes, 'x', 1001);
	bytes[1001] = '\0';
	buf_puts(&b,
	    HALL "overrides:\n - {date: 2026-11-24, sessions: [],"
		 " approved_by: a, reason: ");
	buf_puts(&b, bytes);
	buf_puts(&b, "}\n");
	expect_refusal(b.at, b.len, 5,
	    "5 overrides[0].reason has 1001 bytes; a text has 1000 at most");
	buf_clear(&b);
	buf_puts(&b, HALL "holidays:\n - {from: 2026-11-24, name: {zh: ");
	buf_puts(&b, bytes);
	buf_puts(&b, "}}\n");
	expect_refusal(b.at, b.len, 5,
	    "5 holidays[0].name.zh has 1001 bytes; a text has 1000 at most");
	buf_release(&b);
}

/* A visit may come back: a code stands there as often as it likes. */
static void
steps_are_read_and_checked(void **state)
{
	static const char text[] = HALL
	    "services:\n"
	    "  - {code: a, name: {zh: a}, prefix: A, steps: [b, a, b]}\n"
	    "  - {code: b, name: {zh: b}, prefix: B}\n";
	struct layout *l = read_good(text);
	char *json = write_all(l);
	struct layout *again = read_good(json);

	(void)state;
	assert_int_equal(again->services[0].steps_count, 3);
	assert_string_equal(again->services[0].steps[1], "a");
	assert_int_equal(again->services[1].steps_count, 0);
	assert_non_null(strstr(json, "\"steps\":[\"b\",\"a\",\"b\"]"));
	assert_null(strstr(json, "\"steps\":[]"));
	config_free(l);
	config_free(again);
	free(json);
	expect(HALL "services:\n"
		    "  - {code: pay, name: {zh: a}, prefix: A, steps: [py]}\n",
	    "5 services[0].steps[0] is \"py\", but no service has that code; "
	    "did you mean \"pay\"?\n");
	expect(HALL "services:\n"
		    "  - {code: a, name: {zh: a}, prefix: A,\n"
		    "     steps: [a, a, a, a, a, a, a, a, a]}\n",
	    "6 services[0].steps has more than 8 entries; leave some out\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(hours_are_read),
		cmocka_unit_test(hours_are_written_and_read_again),
		cmocka_unit_test(sessions_are_checked),
		cmocka_unit_test(dates_are_checked),
		cmocka_unit_test(overrides_are_checked),
		cmocka_unit_test(long_reasons_are_refused),
		cmocka_unit_test(steps_are_read_and_checked),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
