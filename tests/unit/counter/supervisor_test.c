/* What a supervisor presses, asks for and is shown. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "counter/canvas.h"
#include "counter/press.h"
#include "counter/supervisor.h"
#include "proto/link.h"
#include "tests/unit/ui/taken.h"

static const char layout[] =
    "{\"name\":{\"en\":\"Hall\"},\"timezone\":\"Asia/Shanghai\","
    "\"zones\":[{\"code\":\"main\"}],"
    "\"classes\":[{\"code\":\"normal\"},{\"code\":\"priority\","
    "\"name\":{\"en\":\"Priority\"}}],\"services\":[{\"code\":\"A\","
    "\"name\":{\"en\":\"Register\"}},{\"code\":\"B\"}]}";
static const char hall[] =
    "{\"t\":1000000,\"day\":\"2026-11-24\",\"services\":["
    "{\"service\":\"A\",\"waiting\":4,\"longest_ms\":60000,\"open\":1},"
    "{\"service\":\"B\",\"waiting\":0,\"open\":0}],\"counters\":["
    "{\"counter\":\"1\",\"state\":\"open\",\"number\":\"A012\","
    "\"clerk\":\"101\"},{\"counter\":\"2\",\"state\":\"open\","
    "\"clerk\":\"102\"},{\"counter\":\"3\",\"state\":\"paused\"},"
    "{\"counter\":\"4\",\"state\":\"closed\"},"
    "{\"counter\":\"T1\",\"state\":\"open\",\"lapsed\":1,\"on\":0}],"
    "\"notices\":[{\"kind\":\"pause\",\"service\":\"A\","
    "\"text\":\"a fire\"},{\"kind\":\"broadcast\",\"zone\":\"main\","
    "\"text\":\"closing soon\"}],\"devices\":[{\"device\":\"k1\","
    "\"key\":\"printer\",\"state\":\"ok\"},{\"device\":\"k2\","
    "\"key\":\"printer\",\"state\":\"paper_out\"}],\"alerts\":["
    "{\"kind\":\"load\",\"level\":\"warn\",\"value\":9},"
    "{\"kind\":\"wait\",\"subject\":\"A\",\"level\":\"alarm\","
    "\"value\":1800000}]}";

struct room {
	struct supervisor s;
	char words[TAKEN_SIZE];
};

static void
answer(struct room *r, const char *json)
{
	int kind = taken(&r->s.asks, r->words);
	json_t *value = json_loads(json, JSON_DECODE_ANY, NULL);

	assert_non_null(value);
	assert_true(kind >= 0);
	supervisor_reply(&r->s, kind,
	    &(struct link_reply){ .verdict = LINK_OK, .value = value }, 2000);
	json_decref(value);
}

static void
come_up(struct room *r)
{
	memset(r, 0, sizeof(*r));
	supervisor_init(&r->s, "en", 1000);
	supervisor_link(&r->s, true, "", 2000);
	answer(r, layout);
	answer(r, hall);
	assert_int_equal(r->s.asks.count, 0);
}

static void
press_text(struct room *r, const char *keys)
{
	for (; *keys != '\0'; keys++)
		supervisor_press(&r->s, (unsigned char)*keys, "rid-one", 3000);
}

static bool
shows(const struct room *r, const char *text)
{
	struct canvas c;
	struct buf b = { 0 };

	assert_true(canvas_init(&c, 24, 80));
	supervisor_draw(&r->s, &c);
	for (int row = 0; row < c.rows; row++) {
		canvas_row(&c, row, &b);
		buf_putc(&b, '\n');
	}
	canvas_release(&c);
	bool shown = said(&b, text);
	buf_release(&b);
	return shown;
}

static void
test_each_action_sends_its_words(void **state)
{
	static const struct {
		const char *keys, *state, *words;
	} cases[] = {
		{ "fa012\runwell\r", "waiting",
		    "COUNTER TRANSFER 41 SERVICE A PLACE front REASON unwell "
		    "RID rid-one" },
		{ "fa012\runwell\r", "held",
		    "COUNTER TRANSFER 41 SERVICE A PLACE front REASON unwell "
		    "RID rid-one" },
		{ "fa012\runwell\r", "missed",
		    "COUNTER RETURN 41 PLACE front REASON unwell RID rid-one" },
		{ "ca012\rPrio\rold age\r", "waiting",
		    "TICKET CLASS 41 priority REASON old age RID rid-one" },
		{ "ba012\rarrival\rdeaf\r", "missed",
		    "COUNTER RETURN 41 PLACE lifetime REASON deaf "
		    "RID rid-one" },
		{ "sRegister\rno net\r", NULL,
		    "HALL PAUSE SERVICE A MESSAGE no net RID rid-one" },
		{ "s\rno net\r", NULL,
		    "HALL PAUSE MESSAGE no net RID rid-one" },
		{ "mmain\rgo home\rlate\r", NULL,
		    "HALL BROADCAST go home ZONE main REASON late "
		    "RID rid-one" },
		{ "ufire\rout\r", NULL,
		    "HALL RESUME SERVICE A REASON out RID rid-one" },
		{ "uclosing\rwrong\r", NULL,
		    "HALL BROADCAST  ZONE main REASON wrong RID rid-one" },
		{ "oT1\rcrowd\r", NULL,
		    "COUNTER SWITCH T1 ON REASON crowd RID rid-one" },
		{ "xmain\rsmoke\ry", NULL,
		    "HALL CLEAR ZONE main REASON smoke RID rid-one" },
	};
	(void)state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct room r;
		char found[128];
		come_up(&r);
		press_text(&r, cases[i].keys);
		if (cases[i].state != NULL) {
			(void)snprintf(found, sizeof(found),
			    "{\"id\":\"41\",\"service\":\"A\","
			    "\"state\":\"%s\"}",
			    cases[i].state);
			answer(&r, found);
			assert_string_equal(r.words, "TICKET FIND NUMBER A012");
		}
		answer(&r, "{\"number\":\"A012\",\"count\":3}");
		assert_string_equal(r.words, cases[i].words);
		assert_true(shows(&r, "done A012 3"));
		supervisor_release(&r.s);
	}
}

static void
test_what_is_left_sends_nothing(void **state)
{
	static const char *const keys[] = { "f\x1B", "fa012\r\x1B", "s\r\x1B",
		"xmain\rsmoke\rn", "z", "l", "" };
	(void)state;

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		struct room r;
		come_up(&r);
		press_text(&r, keys[i]);
		assert_int_equal(taken(&r.s.asks, r.words), -1);
		assert_int_equal(r.s.stage, STAGE_NONE);
		supervisor_release(&r.s);
	}
}

static void
test_an_answer_that_is_lost_is_asked_for_again(void **state)
{
	struct room r;
	(void)state;

	come_up(&r);
	press_text(&r, "s\rno net\r");
	assert_int_equal(r.s.asks.count, 1);
	(void)taken(&r.s.asks, r.words);
	supervisor_link(&r.s, false, "gone", 4000);
	supervisor_reply(
	    &r.s, 3, &(struct link_reply){ .verdict = LINK_UNKNOWN }, 4000);
	press_text(&r, "m");
	assert_true(shows(&r, "one moment"));
	assert_true(shows(&r, "No server since"));
	supervisor_link(&r.s, true, "", 9000);
	do {
		assert_true(taken(&r.s.asks, r.words) >= 0);
	} while (strncmp(r.words, "HALL PAUSE", 10) != 0);
	assert_string_equal(r.words, "HALL PAUSE MESSAGE no net RID rid-one");
	supervisor_release(&r.s);
}

static void
test_no_such_ticket_and_a_refusal(void **state)
{
	struct room r;
	(void)state;

	come_up(&r);
	press_text(&r, "fz999\rx\r");
	answer(&r, "null");
	assert_true(shows(&r, "no such ticket today"));
	press_text(&r, "s\rno net\r");
	while (taken(&r.s.asks, r.words) != 3)
		assert_true(r.s.asks.count > 0);
	supervisor_reply(&r.s, 3,
	    &(struct link_reply){ .verdict = LINK_REFUSED,
		.word = "NOPERM",
		.say = "没有权限 · not allowed" },
	    4000);
	assert_true(shows(&r, "not allowed"));
	press_text(&r, "l");
	assert_true(shows(&r, "没有权限"));
	supervisor_release(&r.s);
}

static void
test_the_page_has_it_all(void **state)
{
	static const char *const texts[] = { " Supervisor   Hall   2026-11-24",
		"Register", "4    1:00  stopped", "closed\n",
		"1    A012     101", "2    free     102", "3    paused",
		"T1   lost", "Alerts  Register wait 30:00  waiting for each",
		"Devices  k2 printer paper_out",
		"! Register: a fire · main: closing soon", "f to the front" };
	struct room r;
	(void)state;

	come_up(&r);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++)
		assert_true(shows(&r, texts[i]));
	supervisor_clock(&r.s, 3600000);
	assert_true(shows(&r, " 08:16\n"));
	supervisor_press(&r.s, PRESS_DOWN, "", 3000);
	assert_false(shows(&r, "A012"));
	for (int rows = 1; rows < 50; rows += 6) {
		struct canvas c;
		assert_true(canvas_init(&c, rows, 4 * rows));
		supervisor_draw(&r.s, &c);
		canvas_release(&c);
	}
	supervisor_release(&r.s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_action_sends_its_words),
		cmocka_unit_test(test_what_is_left_sends_nothing),
		cmocka_unit_test(
		    test_an_answer_that_is_lost_is_asked_for_again),
		cmocka_unit_test(test_no_such_ticket_and_a_refusal),
		cmocka_unit_test(test_the_page_has_it_all),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
