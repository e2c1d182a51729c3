/* What a screen asks for by itself, and when nobody answers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "display/facts.h"
#include "proto/link.h"
#include "tests/unit/ui/taken.h"
#include "ui/ask.h"
#include "ui/field.h"

static struct asks asks;

static void
asked(struct facts *f, int64_t now_ms, const char *should)
{
	char all[TAKEN_SIZE] = "", words[TAKEN_SIZE];
	size_t len = 0;

	facts_put(f, &asks, now_ms);
	while (taken(&asks, words) != -1) {
		int n = snprintf(all + len, sizeof(all) - len, "%s\n", words);
		len += (size_t)n;
	}
	assert_string_equal(all, should);
}

static void
answer(struct facts *f, int kind, const char *json, int64_t now_ms)
{
	json_t *value = json_loads(json, 0, NULL);
	const struct link_reply reply = { .verdict = LINK_OK, .value = value };

	assert_non_null(value);
	facts_reply(f, kind, &reply, now_ms);
	json_decref(value);
}

static const char all[] = "HALL LAYOUT\nHALL SERVICES\nHALL COUNTERS\n";
static const char some[] = "HALL SERVICES\nHALL COUNTERS\n";

static void
answer_all(struct facts *f, int64_t now_ms)
{
	char services[64];

	/* Whoever waits has waited longer each time. */
	(void)snprintf(services, sizeof(services),
	    "[{\"service\":\"A\",\"longest_ms\":%d}]", (int)now_ms);
	answer(f, FACTS_ASK_SERVICES, services, now_ms);
	answer(f, FACTS_ASK_COUNTERS, "[{\"counter\":\"3\"}]", now_ms);
}

static void
it_asks_at_once_and_every_few_seconds(void **state)
{
	struct facts f;
	(void)state;

	facts_init(&f, true);
	asked(&f, 1000, "");
	assert_int_equal(facts_deadline(&f), -1);
	facts_link(&f, true);
	asked(&f, 1000, all);
	asked(&f, 1000, "");
	answer(&f, FACTS_ASK_LAYOUT,
	    "{\"services\":[{\"code\":\"A\",\"name\":{\"zh\":\"甲\"}}]}", 1000);
	uint64_t before = f.changes;
	answer_all(&f, 1010);
	assert_true(f.changes > before);
	asked(&f, 1020, "");
	assert_int_equal(facts_deadline(&f), 1010 + FACTS_AGAIN_MS);
	asked(&f, 1010 + FACTS_AGAIN_MS, some);
	/* The same again is nothing new. */
	before = f.changes;
	answer_all(&f, 7000);
	assert_true(f.changes == before);
	assert_string_equal(
	    field_words(facts_service(&f, "A"), "name", "en"), "甲");
	assert_non_null(facts_counter(&f, "3"));
	facts_release(&f);
}

static void
after_a_call_it_asks_soon(void **state)
{
	struct facts f;
	(void)state;

	facts_init(&f, true);
	facts_link(&f, true);
	asked(&f, 1000, all);
	answer_all(&f, 1000);
	facts_soon(&f, 1100);
	asked(&f, 1100 + FACTS_SOON_MS, some);
	answer_all(&f, 2000);
	facts_layout_is_old(&f);
	asked(&f, 2000, all);
	facts_release(&f);
}

static void
who_does_not_answer_is_away(void **state)
{
	struct facts f;
	(void)state;

	facts_init(&f, true);
	facts_link(&f, true);
	asked(&f, 1000, all);
	assert_int_equal(facts_deadline(&f), 1000 + FACTS_LATE_MS);
	asked(&f, 1000 + FACTS_LATE_MS - 1, "");
	assert_false(f.late);
	uint64_t before = f.changes;
	asked(&f, 1000 + FACTS_LATE_MS, "");
	assert_true(f.late && f.changes > before);
	/* Within 20 s of its last answer, whenever it stopped. */
	assert_true(FACTS_AGAIN_MS + FACTS_LATE_MS <= 20000);
	answer_all(&f, 30000);
	assert_false(f.late);
	facts_release(&f);
}

static void
without_a_screen_the_layout_is_enough(void **state)
{
	struct facts f;
	(void)state;

	facts_init(&f, false);
	facts_link(&f, true);
	asked(&f, 1000, "HALL LAYOUT\n");
	asked(&f, 1000, "");
	assert_int_equal(facts_deadline(&f), -1);
	facts_release(&f);
}

static void
take(struct facts *f, const char *json)
{
	json_t *message = json_loads(json, 0, NULL);

	assert_non_null(message);
	facts_take_counter(f, message);
	json_decref(message);
}

static void
a_counter_says_by_itself_what_it_is(void **state)
{
	struct facts f;
	(void)state;

	facts_init(&f, true);
	take(&f, "{\"counter\":\"3\",\"state\":\"open\"}"); /* nothing yet */
	facts_link(&f, true);
	asked(&f, 1000, all);
	answer(&f, FACTS_ASK_COUNTERS,
	    "[{\"counter\":\"2\",\"state\":\"open\"},"
	    "{\"counter\":\"3\",\"state\":\"open\",\"number\":\"A001\"}]",
	    1000);
	uint64_t before = f.changes;
	take(&f,
	    "{\"type\":\"snapshot\",\"counters\":[{\"counter\":\"3\","
	    "\"state\":\"open\",\"number\":\"A001\"}]}");
	assert_true(f.changes == before);
	take(&f, "{\"counter\":\"3\",\"state\":\"paused\"}");
	assert_true(f.changes > before);
	assert_true(field_is(facts_counter(&f, "3"), "state", "paused"));
	assert_null(json_object_get(facts_counter(&f, "3"), "number"));
	assert_true(field_is(facts_counter(&f, "2"), "state", "open"));
	facts_release(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(it_asks_at_once_and_every_few_seconds),
		cmocka_unit_test(after_a_call_it_asks_soon),
		cmocka_unit_test(who_does_not_answer_is_away),
		cmocka_unit_test(without_a_screen_the_layout_is_enough),
		cmocka_unit_test(a_counter_says_by_itself_what_it_is),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
