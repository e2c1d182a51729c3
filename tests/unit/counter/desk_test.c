/* The clerk's page: presses made lines of the talk, the model made cells. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "counter/canvas.h"
#include "counter/desk.h"
#include "counter/press.h"
#include "proto/buf.h"
#include "proto/link.h"
#include "tests/unit/ui/taken.h"

#define RID "rid-one"

static const char layout[] =
    "{\"name\":{\"zh\":\"大厅\",\"en\":\"Hall\"},"
    "\"timezone\":\"Asia/Shanghai\","
    "\"services\":[{\"code\":\"id\",\"name\":{\"zh\":\"户籍办理\"},"
    "\"guide\":{\"zh\":\"请携带户口簿\",\"en\":\"Bring your register\"}},"
    "{\"code\":\"tax\",\"name\":{\"zh\":\"税务\",\"en\":\"Tax\"}}],"
    "\"classes\":[{\"code\":\"normal\",\"name\":{\"en\":\"Normal\"}}],"
    "\"counters\":[{\"label\":\"3\",\"zones\":[\"main\"],"
    "\"groups\":[{\"services\":[\"id\",\"tax\"]}]},{\"label\":\"5\"}]}";
static const char hall[] =
    "{\"seq\":5,\"t\":1000000,\"services\":[{\"service\":\"id\","
    "\"waiting\":4,\"longest_ms\":60000}],"
    "\"counters\":[{\"counter\":\"3\",\"state\":\"open\"}],\"alerts\":["
    "{\"kind\":\"wait\",\"subject\":\"id\",\"level\":\"alarm\","
    "\"limit\":900000}]}";
static const char aside[] =
    "[{\"id\":\"7\",\"number\":\"A007\",\"service\":\"id\","
    "\"state\":\"missed\",\"since\":940000},"
    "{\"id\":\"8\",\"number\":\"A008\",\"service\":\"id\","
    "\"state\":\"held\",\"hold\":\"papers\",\"since\":990000}]";

struct room {
	struct desk d;
	char words[TAKEN_SIZE];
};

static void
answer(struct room *r, int kind, const char *json)
{
	json_t *value = json_loads(json, JSON_DECODE_ANY, NULL);

	assert_non_null(value);
	desk_reply(&r->d, kind,
	    &(struct link_reply){ .verdict = LINK_OK, .value = value }, 2000);
	json_decref(value);
}

/* Answers the oldest ask, which must be of KIND. */
static void
answer_next(struct room *r, int kind, const char *json)
{
	assert_int_equal(taken(&r->d.talk.asks, r->words), kind);
	answer(r, kind, json);
}

static void
begin(struct room *r, const char *clerk)
{
	memset(r, 0, sizeof(*r));
	desk_init(&r->d,
	    &(struct talk_config){
		.label = "3", .clerk = clerk, .lang = "en", .start_ms = 1000 });
}

/* Open, with one in reach of each list. */
static void
come_up(struct room *r)
{
	begin(r, "7");
	desk_link(&r->d, true, "", 2000);
	answer_next(r, TALK_ASK_LAYOUT, layout);
	answer_next(r, TALK_ASK_OPEN, "{\"counter\":\"3\",\"seq\":4}");
	while (taken(&r->d.talk.asks, r->words) != TALK_ASK_STATE)
		assert_true(r->d.talk.asks.count > 0);
	answer(r, TALK_ASK_STATE, hall);
	answer_next(r, TALK_ASK_ASIDE, aside);
}

static void
called(struct room *r)
{
	desk_press(&r->d, PRESS_SPACE, RID, 2000);
	answer_next(r, TALK_ASK_ACTION,
	    "{\"id\":\"41\",\"number\":\"A012\",\"service\":\"id\","
	    "\"class\":\"normal\",\"counter\":\"3\",\"waited\":42000,"
	    "\"seq\":9}");
	answer_next(r, TALK_ASK_TICKET,
	    "{\"id\":\"41\",\"number\":\"A012\",\"service\":\"id\","
	    "\"class\":\"normal\",\"state\":\"called\",\"called\":998000,"
	    "\"matters\":2}");
	while (taken(&r->d.talk.asks, r->words) >= 0)
		continue;
}

static void
finish(struct room *r)
{
	desk_release(&r->d);
}

/* The page drawn at that size has TEXT on one of its rows. */
static bool
shows(const struct room *r, int rows, int columns, const char *text)
{
	struct canvas c;
	struct buf b = { 0 };

	assert_true(canvas_init(&c, rows, columns));
	desk_draw(&r->d, &c);
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
press_text(struct room *r, const char *s)
{
	for (; *s != '\0'; s++)
		desk_press(&r->d, (unsigned char)*s, RID, 3000);
}

static void
test_presses_send_words(void **state)
{
	static const struct {
		const char *keys, *words;
	} cases[] = {
		{ "r", "COUNTER RECALL 3 RID rid-one" },
		{ "S", "COUNTER START 3 41 RID rid-one" },
		{ "f", "COUNTER FINISH 3 41 RID rid-one" },
		{ "12f", "COUNTER FINISH 3 41 MATTERS 12 RID rid-one" },
		{ "1\x1B"
		  "f",
		    "COUNTER FINISH 3 41 RID rid-one" },
		{ "m", "COUNTER MISSED 3 41 RID rid-one" },
		{ "ay", "COUNTER ABANDONED 3 41 RID rid-one" },
		{ "h\r", "COUNTER HOLD 3 41 papers RID rid-one" },
		{ "hhere\r", "COUNTER HOLD 3 41 counter RID rid-one" },
		{ "huntil\r5\r",
		    "COUNTER HOLD 3 41 until UNTIL 1301000 RID rid-one" },
		{ "tTax\r\rtoo hard\r",
		    "COUNTER TRANSFER 3 41 SERVICE tax REASON too hard "
		    "RID rid-one" },
		{ "tcounter\rbehind\rx\r",
		    "COUNTER TRANSFER 3 41 COUNTER 5 PLACE end REASON x "
		    "RID rid-one" },
		{ "ca013\r", "COUNTER CALL 3 A013 RID rid-one" },
		{ "b\r", "COUNTER RETURN 7 RID rid-one" },
		{ "w\r", "COUNTER UNHOLD 3 8 RID rid-one" },
		{ "plunch\r", "COUNTER PAUSE 3 lunch" },
		{ "x", "COUNTER CLOSE 3" },
		{ "q", "COUNTER CLOSE 3" },
	};
	(void)state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct room r;
		come_up(&r);
		called(&r);
		press_text(&r, cases[i].keys);
		assert_int_equal(
		    taken(&r.d.talk.asks, r.words), TALK_ASK_ACTION);
		assert_string_equal(r.words, cases[i].words);
		assert_int_equal(taken(&r.d.talk.asks, r.words), -1);
		finish(&r);
	}
}

static void
test_what_is_left_sends_nothing(void **state)
{
	static const char *const keys[] = { "an", "h\x1B", "tTax\r\x1B",
		"p\x1B", "l", "5", "?", "b!\r\x1B" };
	(void)state;

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		struct room r;
		come_up(&r);
		called(&r);
		press_text(&r, keys[i]);
		assert_int_equal(taken(&r.d.talk.asks, r.words), -1);
		assert_false(form_is_open(&r.d.form));
		finish(&r);
	}
}

static void
test_a_held_key_calls_one(void **state)
{
	struct room r;
	(void)state;

	come_up(&r);
	called(&r);
	desk_press(&r.d, PRESS_SPACE, RID, 2000 + DESK_NEXT_MS - 1);
	assert_int_equal(taken(&r.d.talk.asks, r.words), -1);
	assert_true(shows(&r, 24, 80, "one moment"));
	desk_press(&r.d, PRESS_SPACE, RID, 2000 + DESK_NEXT_MS);
	assert_int_equal(taken(&r.d.talk.asks, r.words), TALK_ASK_ACTION);
	finish(&r);
}

static void
test_matters_are_of_one_ticket(void **state)
{
	struct room r;
	(void)state;

	come_up(&r);
	press_text(&r, "2"); /* nobody is at hand */
	called(&r);
	assert_false(shows(&r, 24, 80, "matters 2_"));
	press_text(&r, "3");
	assert_true(shows(&r, 24, 80, "matters 3_"));
	/* A next would finish it, and lose them. */
	desk_press(&r.d, PRESS_ENTER, RID, 4000);
	assert_int_equal(taken(&r.d.talk.asks, r.words), -1);
	assert_true(shows(&r, 24, 80, "matters are typed"));
	press_text(&r, "m");
	answer_next(&r, TALK_ASK_ACTION,
	    "{\"id\":\"41\",\"state\":\"missed\",\"seq\":11}");
	press_text(&r, " ");
	answer_next(&r, TALK_ASK_ACTION,
	    "{\"id\":\"42\",\"number\":\"A013\",\"service\":\"id\","
	    "\"class\":\"normal\",\"counter\":\"3\",\"seq\":12}");
	assert_true(shows(&r, 24, 80, "A013"));
	assert_false(shows(&r, 24, 80, "3_"));
	finish(&r);
}

static void
test_the_page_has_it_all(void **state)
{
	static const char *const texts[] = { " Counter 3   Clerk 7   open",
		"Hall", "户籍办理", "Normal   called   matters 2",
		"waited 0:42   called 0:02", "Bring your register",
		"户籍办理                   4    1:00",
		"Tax                        0", "A007     missed",
		"A008     papers", "waits over 15:00 !", "Space next" };
	struct room r;
	(void)state;

	come_up(&r);
	called(&r);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		assert_true(shows(&r, 24, 80, texts[i]));
		assert_true(shows(&r, 40, 120, texts[i]));
	}
	press_text(&r, "l");
	assert_true(shows(&r, 24, 80, " 3 号窗口   工作人员 7   工作"));
	assert_true(shows(&r, 24, 80, "请携带户口簿"));
	finish(&r);
}

static void
test_calls_of_the_hall_are_shown(void **state)
{
	json_t *snapshot = json_loads(
	    "{\"type\":\"snapshot\",\"calls\":[{\"number\":\"B001\","
	    "\"counter\":\"5\",\"t\":1000000},{\"number\":\"A011\","
	    "\"counter\":\"3\",\"t\":1000500}]}",
	    0, NULL);
	json_t *call = json_loads("{\"type\":\"call\",\"number\":\"B002\","
				  "\"counter\":\"5\",\"t\":1060000}",
	    0, NULL);
	struct room r;
	(void)state;

	come_up(&r);
	/* The hall's clock, and not this computer's. */
	desk_clock(&r.d, 3600000);
	assert_true(shows(&r, 24, 80, "Hall  08:16\n"));
	desk_message(&r.d, "calls:main", snapshot, 2000);
	desk_message(&r.d, "calls:main", call, 2000);
	desk_message(&r.d, "calls:east", call, 2000); /* the same one */
	assert_true(
	    shows(&r, 24, 80, "Last calls   B002 → 5   A011 → 3   B001 → 5\n"));
	assert_true(shows(&r, 40, 120, "B002 → 5"));
	assert_true(shows(&r, 40, 120, "08:17\n"));
	json_decref(snapshot);
	json_decref(call);
	finish(&r);
}

/* Until the hall has said what time it is, the wall's clock stands there. */
static void
test_the_clock_before_the_hall_is_known(void **state)
{
	struct room r;
	(void)state;

	begin(&r, "7");
	desk_link(&r.d, true, "", 2000);
	answer_next(&r, TALK_ASK_LAYOUT, layout);
	desk_clock(&r.d, 3600000);
	assert_true(shows(&r, 24, 80, "Hall  09:00\n"));
	finish(&r);
}

static void
test_away_says_since_when(void **state)
{
	struct room r;
	(void)state;

	come_up(&r);
	called(&r);
	press_text(&r, "f");
	assert_int_equal(taken(&r.d.talk.asks, r.words), TALK_ASK_ACTION);
	desk_link(&r.d, false, "gone", 5000);
	desk_reply(&r.d, TALK_ASK_ACTION,
	    &(struct link_reply){ .verdict = LINK_UNKNOWN }, 5000);
	desk_time(&r.d, 66000);
	assert_true(
	    shows(&r, 24, 80, "No server since 08:16:43 (1:01)   asking"));
	/* What was sent is settled by its request id, and nothing else. */
	press_text(&r, "m");
	desk_link(&r.d, true, "", 70000);
	answer_next(&r, TALK_ASK_LAYOUT, layout);
	answer_next(&r, TALK_ASK_OPEN, "{\"counter\":\"3\",\"seq\":4}");
	assert_int_equal(taken(&r.d.talk.asks, r.words), TALK_ASK_ACTION);
	assert_string_equal(r.words, "COUNTER FINISH 3 41 RID rid-one");
	assert_false(shows(&r, 24, 80, "No server"));
	finish(&r);
}

static void
test_signing_in_opens(void **state)
{
	struct room r;
	(void)state;

	begin(&r, NULL);
	desk_link(&r.d, true, "", 2000);
	answer_next(&r, TALK_ASK_LAYOUT, layout);
	assert_true(shows(&r, 24, 80, "Your staff number"));
	press_text(&r, "a far too long number of a clerk\r");
	assert_true(shows(&r, 24, 80, "too long"));
	press_text(&r, "o207\r");
	while (taken(&r.d.talk.asks, r.words) != TALK_ASK_OPEN)
		assert_true(r.d.talk.asks.count > 0);
	assert_string_equal(r.words, "COUNTER OPEN 3 CLERK 207");
	desk_reply(&r.d, TALK_ASK_OPEN,
	    &(struct link_reply){ .verdict = LINK_REFUSED,
		.word = "COUNTERTAKEN",
		.say = "窗口已被占用 · the counter is held by: pad" },
	    2000);
	assert_true(shows(&r, 24, 80, "the counter is held by: pad"));
	press_text(&r, "l");
	assert_true(shows(&r, 24, 80, "窗口已被占用: pad"));
	finish(&r);
}

static void
refuse_open(struct room *r, const char *word, const char *say)
{
	while (taken(&r->d.talk.asks, r->words) != TALK_ASK_OPEN)
		assert_true(r->d.talk.asks.count > 0);
	desk_reply(&r->d, TALK_ASK_OPEN,
	    &(struct link_reply){
		.verdict = LINK_REFUSED, .word = word, .say = say },
	    2000);
}

static void
test_a_pin_is_asked_where_one_is_wanted(void **state)
{
	struct room r;
	(void)state;

	begin(&r, NULL);
	desk_link(&r.d, true, "", 2000);
	answer_next(&r, TALK_ASK_LAYOUT, layout);
	press_text(&r, "207\r");
	refuse_open(&r, "WRONGPASS", "the PIN is missing");
	assert_string_equal(r.words, "COUNTER OPEN 3 CLERK 207");
	assert_true(shows(&r, 24, 80, "Your PIN"));
	assert_false(shows(&r, 24, 80, "the PIN is missing"));
	press_text(&r, "4711");
	assert_true(shows(&r, 24, 80, "****"));
	assert_false(shows(&r, 24, 80, "4711"));
	press_text(&r, "\r");
	refuse_open(&r, "WRONGPASS", "that is not the PIN");
	assert_string_equal(r.words, "COUNTER OPEN 3 CLERK 207 PIN 4711");
	assert_true(shows(&r, 24, 80, "Your PIN")); /* another one */
	press_text(&r, "4712\r");
	while (taken(&r.d.talk.asks, r.words) != TALK_ASK_OPEN)
		assert_true(r.d.talk.asks.count > 0);
	answer(&r, TALK_ASK_OPEN, "{\"counter\":\"3\",\"seq\":4}");
	/* That one was wanted was no failure. */
	assert_false(shows(&r, 24, 80, "the PIN is missing"));
	assert_true(shows(&r, 24, 80, "that is not the PIN"));
	/* It opens it again with the same, after the link broke. */
	desk_link(&r.d, false, "", 2000);
	desk_link(&r.d, true, "", 2000);
	while (taken(&r.d.talk.asks, r.words) != TALK_ASK_OPEN)
		assert_true(r.d.talk.asks.count > 0);
	assert_string_equal(r.words, "COUNTER OPEN 3 CLERK 207 PIN 4712");
	finish(&r);
}

static void
test_every_size_holds(void **state)
{
	struct room r;
	(void)state;

	come_up(&r);
	called(&r);
	for (int rows = 1; rows < 60; rows += 7) {
		for (int columns = 1; columns < 200; columns += 13)
			(void)shows(&r, rows, columns, "");
	}
	finish(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_presses_send_words),
		cmocka_unit_test(test_what_is_left_sends_nothing),
		cmocka_unit_test(test_a_held_key_calls_one),
		cmocka_unit_test(test_matters_are_of_one_ticket),
		cmocka_unit_test(test_the_page_has_it_all),
		cmocka_unit_test(test_calls_of_the_hall_are_shown),
		cmocka_unit_test(test_the_clock_before_the_hall_is_known),
		cmocka_unit_test(test_away_says_since_when),
		cmocka_unit_test(test_signing_in_opens),
		cmocka_unit_test(test_a_pin_is_asked_where_one_is_wanted),
		cmocka_unit_test(test_every_size_holds),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
