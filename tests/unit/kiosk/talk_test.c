/* Every path of the kiosk's talk, on a clock of our own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "kiosk/talk.h"
#include "proto/link.h"
#include "tests/unit/ui/taken.h"

#define RID  "rid-one"
#define RID2 "rid-two"

static const char layout_text[] =
    "{\"languages\":[\"zh\",\"en\"],\"name\":\"大厅\","
    "\"timezone\":\"Asia/Shanghai\",\"missed_rule\":\"\","
    "\"classes\":[{\"code\":\"normal\",\"name\":\"普通\"},"
    "{\"code\":\"army\",\"name\":\"军人\"},"
    "{\"code\":\"sick\",\"name\":\"病人\",\"declared\":\"supervisor\"}],"
    "\"services\":[{\"code\":\"id\",\"name\":\"户籍\"},"
    "{\"code\":\"tax\",\"name\":\"税务\"}],"
    "\"counters\":[{\"label\":\"1\",\"groups\":[{\"services\":[\"id\"]}]},"
    "{\"label\":\"2\",\"groups\":[{\"services\":[\"tax\"]},"
    "{\"services\":[\"id\"]}]}]}";
static const char state_text[] =
    "{\"services\":[{\"service\":\"id\",\"waiting\":7}]}";
static const char ticket_text[] =
    "{\"id\":\"41\",\"number\":\"A012\",\"service\":\"id\",\"issued\":99,"
    "\"ahead\":2,\"seq\":5,\"replayed\":0}";

struct room {
	struct talk t;
	char words[TAKEN_SIZE]; /* of the request taken last */
};

static void
time_text(const char *timezone, int64_t now_ms, char text[TALK_TIME_SIZE])
{
	(void)snprintf(
	    text, TALK_TIME_SIZE, "%s %lld", timezone, (long long)now_ms);
}

static void
begin(struct room *r, bool interactive)
{
	*r = (struct room){ 0 };
	talk_init(&r->t,
	    &(struct talk_config){
		.lang = "zh",
		.interactive = interactive,
		.start_ms = 1000,
		.time_text = time_text,
	    });
}

/* Takes the oldest request; its kind, or -1 when there is none. */
static int
take(struct room *r)
{
	return taken(&r->t.asks, r->words);
}

/* Takes a request of KIND and answers it. */
static void
answer(struct room *r, int kind, const char *json, int64_t now_ms)
{
	json_t *value = json_loads(json, JSON_DECODE_ANY, NULL);

	assert_non_null(value);
	assert_int_equal(take(r), kind);
	talk_reply(&r->t, (enum talk_ask)kind,
	    &(struct link_reply){ .verdict = LINK_OK, .value = value }, now_ms);
	json_decref(value);
}

static void
end_as(struct room *r, int kind, enum link_verdict verdict, int64_t now_ms)
{
	assert_int_equal(take(r), kind);
	talk_reply(&r->t, (enum talk_ask)kind,
	    &(struct link_reply){ .verdict = verdict,
		.word = "NUMBERSUSED",
		.say = "no number is left" },
	    now_ms);
}

/* Up, with its layout, and nothing under way. */
static void
ready(struct room *r, bool interactive)
{
	begin(r, interactive);
	talk_link(&r->t, true, "", 1000);
	answer(r, TALK_ASK_LAYOUT, layout_text, 1000);
	if (interactive)
		answer(r, TALK_ASK_STATE, state_text, 1000);
	assert_true(talk_ready(&r->t));
	assert_int_equal(r->t.asks.count, 0);
}

static void
finish(struct room *r)
{
	talk_release(&r->t);
}

static void
printed_and_noted(struct room *r, int64_t now_ms)
{
	assert_int_equal(r->t.take.state, TAKE_PRINTING);
	assert_true(said(&r->t.out, "A012"));
	talk_flushed(&r->t, true, now_ms);
	answer(r, TALK_ASK_PRINTED, "{}", now_ms);
	assert_string_equal(r->words, "TICKET PRINTED 41 printed");
	assert_int_equal(r->t.take.state, TAKE_NONE);
}

static void
test_one_ticket(void **state)
{
	struct room r;
	(void)state;

	ready(&r, false);
	talk_line(&r.t, "1", RID, 2000);
	assert_false(talk_ready(&r.t));
	answer(&r, TALK_ASK_ISSUE, ticket_text, 2000);
	assert_string_equal(r.words, "TICKET ISSUE id RID rid-one LANG zh");
	printed_and_noted(&r, 2000);
	talk_end(&r.t, 2000);
	assert_true(r.t.finished);
	assert_false(r.t.failed);
	finish(&r);
}

static void
test_paper_says_counters_and_time(void **state)
{
	struct room r;
	(void)state;

	ready(&r, false);
	talk_line(&r.t, "1", RID, 2000);
	answer(&r, TALK_ASK_ISSUE, ticket_text, 2000);
	buf_putc(&r.t.out, '\0');
	assert_non_null(strstr(r.t.out.at, "窗口 1, 2"));
	assert_non_null(strstr(r.t.out.at, "Asia/Shanghai 99"));
	finish(&r);
}

static void
test_unknown_is_asked_again(void **state)
{
	struct room r;
	(void)state;

	ready(&r, false);
	talk_line(&r.t, "1", RID, 2000);
	talk_link(&r.t, false, "gone", 2100);
	end_as(&r, TALK_ASK_ISSUE, LINK_UNKNOWN, 2100);
	assert_int_equal(take(&r), -1);
	assert_int_equal(talk_deadline(&r.t), 12100);
	talk_link(&r.t, true, "", 11000);
	assert_int_equal(take(&r), TALK_ASK_LAYOUT);
	answer(&r, TALK_ASK_ISSUE, ticket_text, 11001);
	assert_string_equal(r.words, "TICKET ISSUE id RID rid-one LANG zh");
	printed_and_noted(&r, 11001);
	assert_false(r.t.failed);
	finish(&r);
}

/* UNAVAILABLE: the server is there, and does not know. */
static void
test_unknown_while_up_is_asked_later(void **state)
{
	struct room r;
	(void)state;

	ready(&r, false);
	talk_line(&r.t, "1", RID, 2000);
	end_as(&r, TALK_ASK_ISSUE, LINK_UNKNOWN, 2000);
	assert_int_equal(take(&r), -1);
	assert_int_equal(talk_deadline(&r.t), 2000 + TAKE_RETRY_MS);
	talk_time(&r.t, 2000 + TAKE_RETRY_MS - 1);
	assert_int_equal(take(&r), -1);
	talk_time(&r.t, 2000 + TAKE_RETRY_MS);
	answer(&r, TALK_ASK_ISSUE, ticket_text, 3000);
	assert_string_equal(r.words, "TICKET ISSUE id RID rid-one LANG zh");
	printed_and_noted(&r, 3000);
	finish(&r);
}

static void
test_unknown_too_long_is_cancelled(void **state)
{
	struct room r;
	(void)state;

	ready(&r, true);
	talk_line(&r.t, "1", RID, 2000);
	talk_link(&r.t, false, "gone", 2100);
	end_as(&r, TALK_ASK_ISSUE, LINK_UNKNOWN, 2100);
	buf_clear(&r.t.err);
	talk_time(&r.t, 12099);
	assert_int_equal(r.t.take.state, TAKE_ASKING);
	talk_time(&r.t, 12100);
	assert_int_equal(r.t.take.state, TAKE_UNDOING);
	assert_true(said(&r.t.err, "未取号"));
	assert_int_equal(take(&r), -1);
	talk_link(&r.t, true, "", 60000);
	assert_int_equal(take(&r), TALK_ASK_LAYOUT);
	assert_int_equal(take(&r), TALK_ASK_STATE);
	answer(&r, TALK_ASK_CANCEL, "{\"void\":1}", 60001);
	assert_string_equal(r.words, "TICKET CANCEL RID rid-one");
	assert_int_equal(r.t.take.state, TAKE_NONE);
	assert_true(r.t.failed);
	finish(&r);
}

/* Back at the very moment: the time is over, so nothing is issued. */
static void
test_back_too_late_cancels(void **state)
{
	struct room r;
	(void)state;

	ready(&r, false);
	talk_line(&r.t, "1", RID, 2000);
	talk_link(&r.t, false, "gone", 2000);
	end_as(&r, TALK_ASK_ISSUE, LINK_UNKNOWN, 2000);
	talk_link(&r.t, true, "", 12000);
	assert_int_equal(take(&r), TALK_ASK_LAYOUT);
	assert_int_equal(take(&r), TALK_ASK_CANCEL);
	assert_string_equal(r.words, "TICKET CANCEL RID rid-one");
	finish(&r);
}

static void
test_cancel_is_sent_until_answered(void **state)
{
	struct room r;
	(void)state;

	ready(&r, false);
	talk_line(&r.t, "1", RID, 2000);
	end_as(&r, TALK_ASK_ISSUE, LINK_UNKNOWN, 2000);
	talk_time(&r.t, 12000);
	end_as(&r, TALK_ASK_CANCEL, LINK_UNKNOWN, 12000);
	assert_int_equal(take(&r), -1);
	talk_time(&r.t, 12000 + TAKE_RETRY_MS);
	end_as(&r, TALK_ASK_CANCEL, LINK_UNSENT, 13000);
	talk_time(&r.t, 13000 + TAKE_RETRY_MS);
	answer(&r, TALK_ASK_CANCEL, "{\"id\":\"41\"}", 14000);
	assert_int_equal(r.t.take.state, TAKE_NONE);
	talk_line(&r.t, "2", RID2, 15000);
	assert_int_equal(take(&r), TALK_ASK_ISSUE);
	assert_string_equal(r.words, "TICKET ISSUE tax RID rid-two LANG zh");
	finish(&r);
}

/* The second ask never left: the first may still have issued. */
static void
test_unsent_after_unknown_is_still_unknown(void **state)
{
	struct room r;
	(void)state;

	ready(&r, false);
	talk_line(&r.t, "1", RID, 2000);
	end_as(&r, TALK_ASK_ISSUE, LINK_UNKNOWN, 2000);
	talk_time(&r.t, 3000);
	end_as(&r, TALK_ASK_ISSUE, LINK_UNSENT, 3000);
	assert_int_equal(r.t.take.state, TAKE_ASKING);
	talk_time(&r.t, 12000);
	assert_int_equal(take(&r), TALK_ASK_CANCEL);
	finish(&r);
}

static void
test_unsent_is_not_issued(void **state)
{
	struct room r;
	(void)state;

	ready(&r, false);
	talk_line(&r.t, "1", RID, 2000);
	end_as(&r, TALK_ASK_ISSUE, LINK_UNSENT, 2000);
	assert_int_equal(r.t.take.state, TAKE_NONE);
	assert_true(r.t.failed);
	assert_int_equal(take(&r), -1);
	finish(&r);
}

static void
test_away_sends_nothing(void **state)
{
	struct room r;
	(void)state;

	ready(&r, true);
	talk_link(&r.t, false, "refused", 2000);
	assert_true(said(&r.t.err, "refused"));
	talk_line(&r.t, "1", RID, 3000);
	assert_true(said(&r.t.err, "未取号"));
	assert_int_equal(take(&r), -1);
	assert_true(r.t.failed);
	finish(&r);
}

static void
test_doubled_press_is_one_ticket(void **state)
{
	struct room r;
	(void)state;

	ready(&r, true);
	talk_line(&r.t, "1", RID, 2000);
	talk_line(&r.t, "1", RID2, 2001);
	assert_true(said(&r.t.err, "请稍候"));
	answer(&r, TALK_ASK_ISSUE, ticket_text, 2002);
	assert_int_equal(take(&r), -1);
	printed_and_noted(&r, 2002);
	answer(&r, TALK_ASK_STATE, state_text, 2002);
	/* The same press, bouncing after a quick ticket. */
	talk_line(&r.t, "1", RID2, 2002 + TALK_GUARD_MS - 1);
	assert_int_equal(take(&r), -1);
	talk_line(&r.t, "1", RID2, 2002 + TALK_GUARD_MS);
	assert_int_equal(take(&r), TALK_ASK_ISSUE);
	assert_false(r.t.failed);
	finish(&r);
}

static void
test_refused(void **state)
{
	struct room r;
	(void)state;

	ready(&r, false);
	talk_line(&r.t, "1", RID, 2000);
	end_as(&r, TALK_ASK_ISSUE, LINK_REFUSED, 2000);
	assert_true(
	    said(&r.t.err, "排队号已取完: NUMBERSUSED: no number is left"));
	assert_int_equal(r.t.take.state, TAKE_NONE);
	assert_true(r.t.failed);
	finish(&r);
}

static void
test_no_paper_is_noted(void **state)
{
	struct room r;
	(void)state;

	ready(&r, false);
	talk_line(&r.t, "1", RID, 2000);
	answer(&r, TALK_ASK_ISSUE, ticket_text, 2000);
	talk_flushed(&r.t, false, 2000);
	answer(&r, TALK_ASK_PRINTED, "{}", 2000);
	assert_string_equal(r.words, "TICKET PRINTED 41 failed");
	assert_true(r.t.finished);
	assert_true(r.t.failed);
	finish(&r);
}

static void
test_printed_is_sent_until_answered(void **state)
{
	struct room r;
	(void)state;

	ready(&r, false);
	talk_line(&r.t, "1", RID, 2000);
	answer(&r, TALK_ASK_ISSUE, ticket_text, 2000);
	talk_flushed(&r.t, true, 2000);
	talk_link(&r.t, false, "gone", 2001);
	end_as(&r, TALK_ASK_PRINTED, LINK_UNKNOWN, 2001);
	talk_link(&r.t, true, "", 50000);
	assert_int_equal(take(&r), TALK_ASK_LAYOUT);
	answer(&r, TALK_ASK_PRINTED, "{}", 50001);
	assert_int_equal(r.t.take.state, TAKE_NONE);
	assert_false(r.t.failed);
	finish(&r);
}

static void
test_menu_and_language(void **state)
{
	struct room r;
	(void)state;

	ready(&r, true);
	assert_true(said(&r.t.out, "等候 7"));
	talk_line(&r.t, "l", RID, 2000);
	answer(&r, TALK_ASK_LAYOUT, layout_text, 2000);
	assert_string_equal(r.words, "HALL LAYOUT LANG en");
	answer(&r, TALK_ASK_STATE, state_text, 2000);
	assert_true(said(&r.t.out, "waiting 0\n  n.2  军人"));
	talk_line(&r.t, "1.2", RID, 3000);
	assert_int_equal(take(&r), TALK_ASK_ISSUE);
	assert_string_equal(
	    r.words, "TICKET ISSUE id RID rid-one LANG en CLASS army");
	finish(&r);
}

static void
test_wrong_keys_ask_nothing(void **state)
{
	static const char *const lines[] = { "0", "3", "-1", "1.3", "x",
		"99999999999999999999999" };
	struct room r;
	(void)state;

	ready(&r, false);
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		talk_line(&r.t, lines[i], RID, 2000);
		assert_int_equal(take(&r), -1);
		assert_true(said(&r.t.err, "没有这个选项"));
	}
	assert_true(r.t.failed);
	finish(&r);
}

static void
test_pipe_without_server_ends(void **state)
{
	struct room r;
	(void)state;

	begin(&r, false);
	talk_link(&r.t, false, "refused", 1001);
	assert_false(talk_ready(&r.t));
	assert_int_equal(talk_deadline(&r.t), 1000 + TALK_CONNECT_MS);
	talk_time(&r.t, 1000 + TALK_CONNECT_MS - 1);
	assert_false(r.t.finished);
	talk_time(&r.t, 1000 + TALK_CONNECT_MS);
	assert_true(r.t.finished);
	assert_true(r.t.failed);
	finish(&r);
}

static void
test_end_waits_for_what_is_open(void **state)
{
	struct room r;
	(void)state;

	ready(&r, true);
	talk_line(&r.t, "1", RID, 2000);
	talk_line(&r.t, "q", RID2, 2001);
	assert_false(r.t.finished);
	end_as(&r, TALK_ASK_ISSUE, LINK_UNKNOWN, 2002);
	talk_link(&r.t, false, "gone", 2002);
	talk_time(&r.t, 2001 + TALK_SETTLE_MS - 1);
	assert_false(r.t.finished);
	buf_clear(&r.t.err);
	talk_time(&r.t, 2001 + TALK_SETTLE_MS);
	assert_true(r.t.finished);
	assert_true(r.t.failed);
	assert_true(said(&r.t.err, RID));
	finish(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_ticket),
		cmocka_unit_test(test_paper_says_counters_and_time),
		cmocka_unit_test(test_unknown_is_asked_again),
		cmocka_unit_test(test_unknown_while_up_is_asked_later),
		cmocka_unit_test(test_unknown_too_long_is_cancelled),
		cmocka_unit_test(test_back_too_late_cancels),
		cmocka_unit_test(test_cancel_is_sent_until_answered),
		cmocka_unit_test(test_unsent_after_unknown_is_still_unknown),
		cmocka_unit_test(test_unsent_is_not_issued),
		cmocka_unit_test(test_away_sends_nothing),
		cmocka_unit_test(test_doubled_press_is_one_ticket),
		cmocka_unit_test(test_refused),
		cmocka_unit_test(test_no_paper_is_noted),
		cmocka_unit_test(test_printed_is_sent_until_answered),
		cmocka_unit_test(test_menu_and_language),
		cmocka_unit_test(test_wrong_keys_ask_nothing),
		cmocka_unit_test(test_pipe_without_server_ends),
		cmocka_unit_test(test_end_waits_for_what_is_open),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
