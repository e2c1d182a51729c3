/* The counter's talk: keys, tickets, quitting. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "proto/link.h"
#include "tests/unit/counter/room.h"
#include "tests/unit/ui/taken.h"

static void
test_each_key_sends_its_words(void **state)
{
	static const struct {
		const char *line, *words;
	} cases[] = {
		{ "", "COUNTER NEXT 3 RID rid-one" },
		{ "n", "COUNTER NEXT 3 RID rid-one" },
		{ "r", "COUNTER RECALL 3 RID rid-one" },
		{ "s", "COUNTER START 3 41 RID rid-one" },
		{ "f", "COUNTER FINISH 3 41 RID rid-one" },
		{ "f 2", "COUNTER FINISH 3 41 MATTERS 2 RID rid-one" },
		{ "m", "COUNTER MISSED 3 41 RID rid-one" },
		{ "a", "COUNTER ABANDONED 3 41 RID rid-one" },
		{ "t tax wrong  papers",
		    "COUNTER TRANSFER 3 41 SERVICE tax REASON wrong  papers "
		    "RID rid-one" },
		{ "t @5 he asked for it",
		    "COUNTER TRANSFER 3 41 COUNTER 5 REASON he asked for it "
		    "RID rid-one" },
		{ "t tax/end x",
		    "COUNTER TRANSFER 3 41 SERVICE tax PLACE end REASON x "
		    "RID rid-one" },
		{ "h until 2",
		    "COUNTER HOLD 3 41 until UNTIL 123000 RID rid-one" },
		{ "c B007", "COUNTER CALL 3 B007 RID rid-one" },
		{ "h", "COUNTER HOLD 3 41 papers RID rid-one" },
		{ "h counter", "COUNTER HOLD 3 41 counter RID rid-one" },
		{ "w A012", "COUNTER UNHOLD 3 41 RID rid-one" },
		{ "b 99", "COUNTER RETURN 99 RID rid-one" },
		/* A number had here is known by its id. */
		{ "b A012", "COUNTER RETURN 41 RID rid-one" },
		{ "p at lunch", "COUNTER PAUSE 3 at lunch" },
		{ "u", "COUNTER RESUME 3" },
		{ "x", "COUNTER CLOSE 3" },
		{ "o", "COUNTER OPEN 3 CLERK 7" },
	};
	(void)state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct room r;
		room_ready(&r, false);
		room_called(&r);
		talk_line(&r.t, cases[i].line, RID, 3000);
		assert_int_equal(room_take(&r), TALK_ASK_ACTION);
		assert_string_equal(r.words, cases[i].words);
		assert_int_equal(room_take(&r), -1);
		room_finish(&r);
	}
}

static void
test_what_lacks_something_is_not_sent(void **state)
{
	static const char *const lines[] = { "s", "f", "m", "a", "t tax x", "c",
		"b", "h", "w", "p", "z", "next", "nn" };
	struct room r;
	(void)state;

	room_ready(&r, false);
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		r.t.failed = false;
		talk_line(&r.t, lines[i], RID, 2000);
		assert_int_equal(room_take(&r), -1);
		assert_true(r.t.failed);
		assert_true(talk_ready(&r.t));
	}
	room_called(&r);
	talk_line(&r.t, "t tax", RID, 2000);
	talk_line(&r.t, "h until soon", RID, 2000);
	talk_line(&r.t, "h until 0", RID, 2000);
	assert_int_equal(room_take(&r), -1);
	room_finish(&r);
}

static void
test_ticket_at_hand(void **state)
{
	struct room r;
	(void)state;

	room_ready(&r, false);
	room_called(&r);
	assert_string_equal(r.t.ticket.state, "called");
	talk_line(&r.t, "s", RID, 3000);
	room_answer(&r, TALK_ASK_ACTION, TICKET, 3000);
	assert_string_equal(r.t.ticket.state, "serving");
	talk_line(&r.t, "f", RID, 4000);
	room_answer(&r, TALK_ASK_ACTION, TICKET, 4000);
	assert_string_equal(r.t.ticket.id, "");
	room_called(&r);
	talk_line(&r.t, "n", RID2, 5000);
	room_answer(&r, TALK_ASK_ACTION, "null", 5000);
	assert_true(said(&r.t.out, "nobody waits\n"));
	assert_string_equal(r.t.ticket.id, "");
	assert_false(r.t.failed);
	room_finish(&r);
}

static void
test_doubled_key_is_one_action(void **state)
{
	struct room r;
	(void)state;

	room_ready(&r, true);
	talk_line(&r.t, "n", RID, 2000);
	talk_line(&r.t, "n", RID2, 2001);
	assert_true(said(&r.t.err, "one moment"));
	room_answer(&r, TALK_ASK_ACTION, CALLED, 2002);
	assert_string_equal(r.words, "COUNTER NEXT 3 RID rid-one");
	assert_int_equal(room_take(&r), TALK_ASK_STATE);
	assert_int_equal(room_take(&r), -1);
	room_finish(&r);
}

static void
test_refusal_is_shown_and_it_goes_on(void **state)
{
	struct room r;
	(void)state;

	room_ready(&r, false);
	talk_line(&r.t, "r", RID, 2000);
	room_end_as(&r, TALK_ASK_ACTION, LINK_REFUSED, 2000);
	assert_true(said(&r.t.err, "BADSTATE: not now\n"));
	assert_true(talk_ready(&r.t));
	room_called(&r);
	talk_end(&r.t, 3000);
	assert_true(r.t.finished && r.t.failed);
	room_finish(&r);
}

static void
test_takes_over_the_ticket_at_the_counter(void **state)
{
	struct room r;
	(void)state;

	room_begin(&r, false, NULL);
	room_come_up(&r, BUSY, 1000);
	room_answer(&r, TALK_ASK_TICKET,
	    "{\"id\":\"40\",\"number\":\"A011\",\"state\":\"serving\","
	    "\"issued\":1000,\"called\":61000}",
	    1000);
	assert_string_equal(r.words, "TICKET GET 40");
	assert_int_equal(r.t.ticket.waited_ms, 60000);
	talk_line(&r.t, "f", RID, 2000);
	assert_int_equal(room_take(&r), TALK_ASK_ACTION);
	assert_string_equal(r.words, "COUNTER FINISH 3 40 RID rid-one");
	room_finish(&r);
}

/* An answer older than the last action's is no news about the ticket. */
static void
test_old_state_is_no_news(void **state)
{
	struct room r;
	(void)state;

	room_ready(&r, true);
	room_called(&r);
	room_answer(&r, TALK_ASK_STATE, IDLE, 2000);
	assert_string_equal(r.t.ticket.id, "41");
	talk_message(&r.t, 3000);
	room_answer(&r, TALK_ASK_STATE,
	    "{\"seq\":12,\"counters\":[{\"counter\":\"3\"}]}", 3000);
	assert_string_equal(r.t.ticket.id, "");
	room_finish(&r);
}

/* A journal that was restored counts from where the backup ended. */
static void
test_a_restored_hall_is_news(void **state)
{
	struct room r;
	(void)state;

	room_ready(&r, true);
	room_called(&r);
	talk_link(&r.t, false, "gone", 2000);
	while (room_take(&r) != -1)
		continue;
	room_come_up(&r, IDLE, 3000);
	assert_string_equal(r.t.ticket.id, "");
	room_finish(&r);
}

static void
test_status_is_shown_when_it_changes(void **state)
{
	struct room r;
	(void)state;

	room_ready(&r, true);
	talk_message(&r.t, 2000);
	talk_message(&r.t, 2000); /* while the first is asked */
	room_answer(&r, TALK_ASK_STATE, IDLE, 2001);
	assert_int_equal(r.t.out.len, 0);
	room_answer(&r, TALK_ASK_STATE, BUSY, 2002);
	assert_true(said(&r.t.out, "[3] open · A011"));
	room_finish(&r);
}

static void
test_quit_closes(void **state)
{
	struct room r;
	(void)state;

	room_ready(&r, true);
	talk_line(&r.t, "q", RID, 2000);
	assert_false(r.t.finished);
	room_answer(&r, TALK_ASK_ACTION, "{\"counter\":\"3\"}", 2000);
	assert_string_equal(r.words, "COUNTER CLOSE 3");
	assert_true(r.t.finished);
	assert_false(r.t.failed);
	room_finish(&r);
}

static void
test_quit_with_a_ticket_stays(void **state)
{
	struct room r;
	(void)state;

	room_ready(&r, true);
	talk_line(&r.t, "q", RID, 2000);
	room_end_as(&r, TALK_ASK_ACTION, LINK_REFUSED, 2000);
	assert_false(r.t.finished || r.t.quitting);
	room_finish(&r);
	room_ready(&r, false);
	talk_line(&r.t, "q", RID, 2000);
	room_end_as(&r, TALK_ASK_ACTION, LINK_REFUSED, 2000);
	assert_true(r.t.finished && r.t.failed);
	room_finish(&r);
}

static void
test_quit_waits_for_the_action(void **state)
{
	struct room r;
	(void)state;

	room_ready(&r, true);
	talk_line(&r.t, "n", RID, 2000);
	talk_end(&r.t, 2001);
	assert_false(r.t.finished);
	room_answer(&r, TALK_ASK_ACTION, "null", 2002);
	room_answer(&r, TALK_ASK_ACTION, "{\"counter\":\"3\"}", 2003);
	assert_string_equal(r.words, "COUNTER CLOSE 3");
	assert_true(r.t.finished);
	room_finish(&r);
}

static void
test_once(void **state)
{
	struct room r;
	(void)state;

	room_begin(&r, false, "n");
	room_come_up(&r, IDLE, 1000);
	room_answer(&r, TALK_ASK_ACTION, CALLED, 1001);
	assert_string_equal(r.words, "COUNTER NEXT 3 RID rid-one");
	assert_true(r.t.finished);
	assert_false(r.t.failed);
	room_finish(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_key_sends_its_words),
		cmocka_unit_test(test_what_lacks_something_is_not_sent),
		cmocka_unit_test(test_ticket_at_hand),
		cmocka_unit_test(test_doubled_key_is_one_action),
		cmocka_unit_test(test_refusal_is_shown_and_it_goes_on),
		cmocka_unit_test(test_takes_over_the_ticket_at_the_counter),
		cmocka_unit_test(test_old_state_is_no_news),
		cmocka_unit_test(test_a_restored_hall_is_news),
		cmocka_unit_test(test_status_is_shown_when_it_changes),
		cmocka_unit_test(test_quit_closes),
		cmocka_unit_test(test_quit_with_a_ticket_stays),
		cmocka_unit_test(test_quit_waits_for_the_action),
		cmocka_unit_test(test_once),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
