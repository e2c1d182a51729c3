/* What the clerk reads. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "counter/key.h"
#include "counter/view.h"
#include "proto/buf.h"

static const char layout_text[] =
    "{\"services\":[{\"code\":\"id\",\"name\":\"户籍\"},"
    "{\"code\":\"tax\",\"name\":\"税务\"}],"
    "\"counters\":[{\"label\":\"3\",\"groups\":[{\"services\":[\"id\"]},"
    "{\"services\":[\"tax\"]}]}]}";

static void
is(struct buf *b, const char *wanted)
{
	buf_putc(b, '\0');
	assert_string_equal(b->at, wanted);
	buf_release(b);
}

static void
test_durations_cross_the_hour(void **state)
{
	static const struct {
		int64_t ms;
		const char *text;
	} cases[] = {
		{ 0, "0:00" },
		{ 42999, "0:42" },
		{ 65000, "1:05" },
		{ 3599999, "59:59" },
		{ 3600000, "1:00:00" },
		{ 65 * 60000LL, "1:05:00" },
		{ 26 * 3600000LL + 61000, "26:01:01" },
		{ -5, "0:00" },
	};
	(void)state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct buf b = { 0 };
		view_duration(&b, cases[i].ms);
		is(&b, cases[i].text);
	}
}

/* The line for KEY's REPLY at counter 3. */
static void
result_is(const char *lang, char letter, const char *reply, const char *wanted)
{
	json_t *layout = json_loads(layout_text, 0, NULL);
	json_t *value = json_loads(reply, JSON_DECODE_ANY, NULL);
	struct view v = { lang, "3", layout };
	struct buf b = { 0 };

	assert_non_null(layout);
	assert_non_null(value);
	view_result(&b, &v, key_find(letter), value);
	is(&b, wanted);
	json_decref(layout);
	json_decref(value);
}

static void
test_results(void **state)
{
	static const char called[] =
	    "{\"id\":\"1\",\"number\":\"A012\",\"service\":\"id\","
	    "\"class\":\"normal\",\"waited\":42000}";
	static const char ticket[] =
	    "{\"id\":\"1\",\"number\":\"A012\",\"service\":\"tax\"}";
	(void)state;

	result_is("en", 'n', called, "A012 户籍 normal waited 0:42 → 3\n");
	result_is("zh", 'n', called, "A012 户籍 normal 等候 0:42 → 3\n");
	result_is(
	    "en", 'r', called, "A012 户籍 normal waited 0:42 → 3 again\n");
	result_is("en", 'n', "null", "nobody waits\n");
	result_is("zh", 'n', "null", "无人等候\n");
	result_is("en", 's', ticket, "A012 started\n");
	result_is("en", 'f', ticket, "A012 finished\n");
	result_is("en", 'm', ticket, "A012 missed\n");
	result_is("en", 'm',
	    "{\"id\":\"1\",\"number\":\"A012\",\"state\":\"abandoned\"}",
	    "A012 abandoned\n");
	result_is("en", 't', ticket, "A012 transferred to 税务\n");
	result_is("en", 'h', ticket, "A012 held\n");
	result_is("en", 'f',
	    "{\"id\":\"1\",\"number\":\"A012\",\"service\":\"tax\","
	    "\"state\":\"waiting\"}",
	    "A012 goes on to 税务\n");
	result_is("en", 'b', ticket, "A012 waits again\n");
	result_is("en", 'p', "{\"counter\":\"3\"}", "3 paused\n");
	result_is("en", 'x', "{\"counter\":\"3\"}", "3 closed\n");
}

static void
test_status(void **state)
{
	json_t *layout = json_loads(layout_text, 0, NULL);
	json_t *hall = json_loads(
	    "{\"services\":[{\"service\":\"tax\",\"waiting\":5}],"
	    "\"counters\":[{\"counter\":\"3\",\"state\":\"open\"}]}",
	    0, NULL);
	struct view v = { "en", "3", layout };
	struct view_ticket none = { .waited_ms = -1 };
	struct view_ticket t = { .id = "1",
		.number = "A012",
		.service = "id",
		.class = "normal",
		.state = "called",
		.waited_ms = 65 * 60000LL };
	struct buf b = { 0 };
	(void)state;

	view_status(&b, &v, &none, hall);
	is(&b, "[3] open · waiting: 户籍 0, 税务 5\n");
	view_status(&b, &v, &t, hall);
	is(&b,
	    "[3] open · A012 户籍 normal waited 1:05:00 called · "
	    "waiting: 户籍 0, 税务 5\n");
	json_decref(layout);
	json_decref(hall);
}

static void
test_help_has_every_key_once(void **state)
{
	struct buf b = { 0 };
	(void)state;

	view_help(&b, "en");
	buf_putc(&b, '\0');
	for (const char *at = "nrsfmatcbhwpuxoq"; *at != '\0'; at++) {
		const char line[] = { ' ', ' ', *at, ' ', '\0' };
		const char *found = strstr(b.at, line);
		assert_non_null(found);
		assert_null(strstr(found + 1, line));
	}
	buf_release(&b);
}

static void
alerts_are(const char *lang, const char *alerts, const char *wanted)
{
	json_t *layout = json_loads(layout_text, 0, NULL);
	json_t *hall = json_pack(
	    "{s:o}", "alerts", json_loads(alerts, 0, NULL));
	struct view v = { lang, "3", layout };
	struct buf b = { 0 };

	assert_non_null(hall);
	view_alerts(&b, &v, hall);
	is(&b, wanted);
	json_decref(layout);
	json_decref(hall);
}

static void
test_alerts_that_concern_it(void **state)
{
	static const char wait[] =
	    "[{\"kind\":\"wait\",\"subject\":\"id\",\"level\":\"warn\","
	    "\"limit\":900000},{\"kind\":\"wait\",\"subject\":\"other\","
	    "\"level\":\"alarm\",\"limit\":900000},"
	    "{\"kind\":\"break\",\"subject\":\"4\",\"level\":\"warn\","
	    "\"limit\":900000},{\"kind\":\"load\",\"level\":\"alarm\","
	    "\"limit\":10}]";
	static const char others[] =
	    "[{\"kind\":\"printer\",\"subject\":\"3\",\"level\":\"alarm\","
	    "\"limit\":2},{\"kind\":\"wait\",\"subject\":\"x\","
	    "\"level\":\"warn\",\"limit\":1}]";
	static const char own[] =
	    "[{\"kind\":\"break\",\"subject\":\"3\",\"level\":\"warn\","
	    "\"limit\":14400000},{\"kind\":\"target\",\"subject\":\"tax\","
	    "\"level\":\"warn\",\"limit\":30}]";
	(void)state;

	alerts_are("en", "[]", "");
	alerts_are("en", others, "");
	alerts_are("en", wait,
	    "! 户籍 waits over 15:00 · waiting for each counter, over 10 !\n");
	alerts_are(
	    "zh", own, "! 未休息已超过 4:00:00 · 税务 等候超时比例达 30%\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_durations_cross_the_hour),
		cmocka_unit_test(test_results),
		cmocka_unit_test(test_status),
		cmocka_unit_test(test_alerts_that_concern_it),
		cmocka_unit_test(test_help_has_every_key_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
