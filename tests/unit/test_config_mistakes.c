/* hall.yaml: every mistake by its line, its key and its sentence. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "tests/unit/config/hear.h"

static void
keys_are_checked(void **state)
{
	(void)state;
	expect(HALL "nme: x\n",
	    "4 nme is not a known key; did you mean \"name\"?\n");
	expect(HALL "zones:\n  - code: m\n    name: {zh: a, fr: b}\n",
	    "6 zones[0].name.fr is not a known key; the keys here are zh, "
	    "en\n");
	expect(HALL "lease_s: 9\nlease_s: 9\nlease_s: 9\n",
	    "5 lease_s is written twice (first on line 4); leave one out\n"
	    "6 lease_s is written twice (first on line 4); leave one out\n");
	expect("languages: [zh]\n\ntimezone: UTC\n",
	    "1 name is missing; add the key \"name\"\n");
	expect("name: {zh: a}\ntimezone: UTC\n",
	    "1 languages is missing; add the key \"languages\"\n");
	expect(HALL "services:\n  - prefix: A\n    name: {zh: a}\n",
	    "5 services[0].code is missing; add the key \"code\"\n");
	expect(HALL "? [a]\n: b\n",
	    "4 ? is a key that is no plain text; write key: value\n");
	expect(HALL "\"a\\x07b\": 1\n",
	    "4 a?b is not a known key; the keys here are languages, "
	    "name, timezone, day_starts_h, plain, loopback, "
	    "misses_max, after_miss, after_miss_calls, recalls_max, "
	    "lease_s, tickets_max, connections_max, limits, capacity, "
	    "hours, "
	    "last_ticket_min, at_session_end, holidays, workdays, "
	    "overrides, alerts, keep_days, keep_words_days, "
	    "book_days, bookings_max, checkin_early_min, "
	    "checkin_late_min, late_checkin, appointment_class, "
	    "logo, missed_rule, ticker, status_url, zones, departments, "
	    "classes, services, counters, devices\n");
}

static void
kinds_are_checked(void **state)
{
	(void)state;
	expect(HALL "lease_s: 0x1f\n",
	    "4 lease_s is \"0x1f\"; it must be a whole number in digits "
	    "alone, without zeros before it\n");
	expect(HALL "lease_s: 030\nmisses_max: 4294967296\n"
		    "recalls_max: -1\nday_starts_h:\n",
	    "4 lease_s is \"030\"; it must be a whole number in digits "
	    "alone, without zeros before it\n"
	    "5 misses_max is \"4294967296\"; it must be a whole number in "
	    "digits alone, without zeros before it\n"
	    "6 recalls_max is \"-1\"; it must be a whole number in digits "
	    "alone, without zeros before it\n"
	    "7 day_starts_h is \"\"; it must be a whole number in digits "
	    "alone, without zeros before it\n");
	expect(HALL "lease_s: [1]\nticker: x\nzones: {a: b}\nplain: {a: b}\n",
	    "4 lease_s is a list; it must be a single value\n"
	    "5 ticker is a single value; it must be keys with values, as "
	    "{zh: ...}\n"
	    "6 zones is keys with values; it must be a list, as [a, b] or "
	    "lines that begin with a dash\n"
	    "7 plain is keys with values; it must be a single value\n");
	expect(HALL "services:\n",
	    "4 services is empty; it must be a list, as [a, b] or lines "
	    "that begin with a dash\n");
	expect(HALL "services: [{code: a, name: {zh: a}, used_up: never}]\n",
	    "4 services[0].used_up is \"never\"; it must be \"refuse\" or "
	    "\"wrap\"\n");
	expect(HALL "ticker: {zh: \"a\\0b\", en: \"a\\u2028b\"}\n",
	    "4 ticker.zh has a control character or tab in it; write plain "
	    "text\n"
	    "4 ticker.en has a control character or tab in it; write plain "
	    "text\n");
	expect(HALL "ticker: &t {zh: a}\nmissed_rule: *t\n",
	    "5 missed_rule uses an alias (*name); write the value itself\n");
	expect("- a\n",
	    "1  is a list; it must be keys with values, as "
	    "{languages: ...}\n");
	expect("a\n",
	    "1  is a single value; it must be keys with values, as "
	    "{languages: ...}\n");
}

static void
lists_are_bounded(void **state)
{
	(void)state;
	expect("languages: [a, b, c, d, e, f, g, h,\n i,\n j]\n"
	       "name: {a: x}\ntimezone: UTC\n",
	    "2 languages has more than 8 entries; leave some out\n");
	expect("languages: []\nname: {a: x}\ntimezone: UTC\n",
	    "1 languages is an empty list; name at least one\n");
	expect(HALL "classes: []\nzones: []\n",
	    "4 classes is an empty list; name at least one\n"
	    "5 zones is an empty list; name at least one\n");
	expect(HALL "counters: [{label: a, groups: []}]\n",
	    "4 counters[0].groups is an empty list; name at least one\n");
}

static void
hall_is_checked(void **state)
{
	(void)state;
	expect("languages: [zh, zh, a b]\nname: {zh: }\ntimezone: \n",
	    "1 languages[1] names \"zh\" twice; leave one out\n"
	    "1 languages[2] is \"a b\"; a language is a code such as zh or "
	    "en\n"
	    "2 name is empty; write it in one language at least, as "
	    "{zh: ...}\n"
	    "3 timezone is empty; write a name such as Asia/Shanghai\n");
	expect(HALL "plain: yes\nloopback: no\n",
	    "4 plain is \"yes\"; it must be \"trusted-network\", or be left "
	    "out\n"
	    "5 loopback is \"no\"; it must be \"open\" or \"accounts\"\n");
	expect(HALL "zones: [{code: a, name: {zh: a}},\n"
		    " {code: a/b, name: {zh: a}},\n {code: a, name: {}}]\n",
	    "5 zones[1].code is \"a/b\"; a code has 1 to 16 of the "
	    "characters A-Z a-z 0-9 . _ -\n"
	    "6 zones[2].code is \"a\", which the zone on line 4 has already; "
	    "give each its own\n"
	    "6 zones[2].name is empty; write it in one language at least, as "
	    "{zh: ...}\n");
	expect(HALL "departments: [{code: abcdefghijklmnopq, name: {zh: a}}]",
	    "4 departments[0].code is \"abcdefghijklmnopq\"; a code has 1 to "
	    "16 of the characters A-Z a-z 0-9 . _ -\n");
}

static void
numbers_are_bounded(void **state)
{
	(void)state;
	expect(HALL "day_starts_h: 24\nmisses_max: 0\nrecalls_max: 21\n"
		    "lease_s: 4\ntickets_max: 10000001\n"
		    "connections_max: 60001\n"
		    "classes: [{code: a, name: {zh: a}, credit_min: 241}]\n",
	    "4 day_starts_h is 24; it must be 0 to 23\n"
	    "5 misses_max is 0; it must be 1 to 10\n"
	    "6 recalls_max is 21; it must be 0 to 20\n"
	    "7 lease_s is 4; it must be 5 to 600\n"
	    "8 tickets_max is 10000001; it must be 1 to 10000000\n"
	    "9 connections_max is 60001; it must be 1 to 60000\n"
	    "10 classes[0].credit_min is 241; it must be 0 to 240\n");
	expect(HALL "services:\n  - code: a\n    name: {zh: a}\n"
		    "    first: 0\n    last: 10000000\n"
		    "    target_wait_min: 0\n    target_handling_min: 1441\n",
	    "7 services[0].first is 0; it must be 1 to 9999999\n"
	    "8 services[0].last is 10000000; it must be 1 to 9999999\n"
	    "9 services[0].target_wait_min is 0; it must be 1 to 1440\n"
	    "10 services[0].target_handling_min is 1441; it must be 1 to "
	    "1440\n");
}

static void
timezones_are_known(void **state)
{
	static const char *const bad[] = { "Mars/Phobos", "/etc/localtime",
		"../zoneinfo/UTC", "Asia", "zone.tab", "\"Asia/Shang hai\"" };

	(void)state;
	for (size_t i = 0; i < sizeof(bad) / sizeof(bad[0]); i++) {
		struct buf b = { 0 };
		buf_puts(&b, "languages: [a]\nname: {a: a}\ntimezone: ");
		buf_puts(&b, bad[i]);
		expect_refusal(b.at, b.len, 3, "3 timezone is \"");
		buf_release(&b);
	}
}

static void
services_are_checked(void **state)
{
	(void)state;
	expect(HALL "services:\n"
		    "  - {code: a, name: {zh: a}, prefix: ABC}\n"
		    "  - {code: b, name: {zh: b}, prefix: b}\n"
		    "  - {code: c, name: {zh: b}, prefix: C, first: 5, "
		    "last: 4}\n"
		    "  - {code: a, name: {zh: b}, prefix: D, department: x}\n"
		    "  - {code: e, name: {zh: b}, prefix: E, zones: [mian, "
		    "main, main]}\n",
	    "5 services[0].prefix is \"ABC\"; it must be none, one or two of "
	    "the letters A-Z\n"
	    "6 services[1].prefix is \"b\"; it must be none, one or two of "
	    "the letters A-Z\n"
	    "7 services[2].last is 4, below the first number 5; it must be "
	    "that or more\n"
	    "8 services[3].code is \"a\", which the service on line 5 has "
	    "already; give each its own\n"
	    "8 services[3].department is \"x\", but no department has that "
	    "code; add it under departments, or name one that is there\n"
	    "9 services[4].zones[0] is \"mian\", but no zone has that code; "
	    "did you mean \"main\"?\n"
	    "9 services[4].zones[2] names \"main\" twice; leave one out\n");
}

static void
ranges_do_not_overlap(void **state)
{
	(void)state;
	expect(HALL SERVICE
	    "  - {code: b, name: {zh: b}, prefix: B}\n"
	    "  - {code: c, name: {zh: b}, prefix: A, first: 999, last: "
	    "1999}\n"
	    "  - {code: d, name: {zh: b}}\n  - {code: e, name: {zh: b}}\n",
	    "7 services[2].prefix \"A\" with the numbers 999 to 1999 "
	    "overlaps 1 to 999 of the service on line 5; give each its own "
	    "prefix or range\n"
	    "9 services[4].prefix \"\" with the numbers 1 to 999 overlaps 1 "
	    "to 999 of the service on line 8; give each its own prefix or "
	    "range\n");
	config_free(read_good(HALL SERVICE
	    "  - {code: c, name: {zh: b}, prefix: A, first: 1000, last: "
	    "1999}\n"));
}

static void
counters_are_checked(void **state)
{
	(void)state;
	expect(HALL SERVICE
	    "counters:\n"
	    "  - {label: \"1 2\", groups: [{services: [a]}]}\n"
	    "  - {label: \"1:2\", groups: [{services: [a]}]}\n"
	    "  - {label: \"1　2\", groups: [{services: [a]}]}\n"
	    "  - {label: 一二三四五六, groups: [{services: [a]}]}\n"
	    "  - {label: 3, groups: [{services: [aa]}], zones: [x]}\n"
	    "  - {label: 3, groups: [{services: [a, a]}]}\n"
	    "  - {label: 4, groups: [{services: [a]}, {services: [a]}]}\n",
	    "7 counters[0].label is \"1 2\"; a label has 1 to 16 bytes "
	    "without spaces and colons\n"
	    "8 counters[1].label is \"1:2\"; a label has 1 to 16 bytes "
	    "without spaces and colons\n"
	    "9 counters[2].label is \"1　2\"; a label has 1 to 16 bytes "
	    "without spaces and colons\n"
	    "10 counters[3].label is \"一二三四五六\"; a label has 1 to 16 "
	    "bytes without spaces and colons\n"
	    "11 counters[4].groups[0].services[0] is \"aa\", but no service "
	    "has that code; did you mean \"a\"?\n"
	    "11 counters[4].zones[0] is \"x\", but no zone has that code; add "
	    "it under zones, or name one that is there\n"
	    "12 counters[5].label is \"3\", which the counter on line 11 has "
	    "already; give each its own\n"
	    "12 counters[5].groups[0].services[1] names \"a\" twice; leave "
	    "one out\n"
	    "13 counters[6].groups[1].services[0] names \"a\", which an "
	    "earlier group of this counter has; leave one out\n");
	config_free(read_good(HALL SERVICE
	    "counters: [{label: 三号, groups: [{services: [a]}]}]\n"));
}

/* Keys, kinds, syntax-free mistakes and meaning, all in one reading. */
static void
all_are_told_at_once(void **state)
{
	(void)state;
	expect("languages: [zh]\n"
	       "timezone: Nowhere\n"
	       "counters:\n"
	       "  - {label: 1, groups: [{services: [b, c]}]}\n"
	       "services:\n"
	       "  - just a word\n"
	       "  - {code: b, nam: {zh: a}, first: x, prefix: ab}\n"
	       "lease_s: 1\n",
	    "1 name is missing; add the key \"name\"\n"
	    "2 timezone is \"Nowhere\", which this computer does not know; "
	    "write a name such as Asia/Shanghai (timedatectl list-timezones "
	    "shows them all)\n"
	    "4 counters[0].groups[0].services[1] is \"c\", but no service has "
	    "that code; add it under services, or name one that is there\n"
	    "6 services[0] is a single value; it must be keys with values, as "
	    "{code: ...}\n"
	    "7 services[1].nam is not a known key; did you mean \"name\"?\n"
	    "7 services[1].first is \"x\"; it must be a whole number in "
	    "digits alone, without zeros before it\n"
	    "7 services[1].name is missing; add the key \"name\"\n"
	    "7 services[1].prefix is \"ab\"; it must be none, one or two of "
	    "the letters A-Z\n"
	    "8 lease_s is 1; it must be 5 to 600\n");
}

static void
devices_name_what_is_there(void **state)
{
	(void)state;
	expect(HALL "devices:\n"
		    "  - {name: hall-1, zone: attic}\n"
		    "  - {name: hall-1, counter: \"3\"}\n"
		    "  - {name: a b, languages: [xx, xx]}\n"
		    "  - {name: x, screen: round, hold_s: 99}\n",
	    "5 devices[0].zone is \"attic\", but no zone has that code; add "
	    "it under zones, or name one that is there\n"
	    "6 devices[1].name is \"hall-1\", which devices[0] is already; "
	    "give each its own\n"
	    "6 devices[1].counter is \"3\", but no counter has that code; add "
	    "it under counters, or name one that is there\n"
	    "7 devices[2].name is \"a b\"; a device's name has 1 to 32 "
	    "printable characters without spaces, as its -n says\n"
	    "7 devices[2].languages[0] is \"xx\", which is none of the hall's "
	    "languages\n"
	    "7 devices[2].languages[1] is \"xx\", which is none of the hall's "
	    "languages\n"
	    "8 devices[3].screen is \"round\"; it must be \"calls\" or "
	    "\"list\" or \"counters\"\n"
	    "8 devices[3].hold_s is 99; it must be 1 to 60\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(keys_are_checked),
		cmocka_unit_test(kinds_are_checked),
		cmocka_unit_test(lists_are_bounded),
		cmocka_unit_test(hall_is_checked),
		cmocka_unit_test(numbers_are_bounded),
		cmocka_unit_test(timezones_are_known),
		cmocka_unit_test(services_are_checked),
		cmocka_unit_test(ranges_do_not_overlap),
		cmocka_unit_test(counters_are_checked),
		cmocka_unit_test(all_are_told_at_once),
		cmocka_unit_test(devices_name_what_is_there),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
