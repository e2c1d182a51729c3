/* Every call once and in order, whatever the connection did. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "display/board.h"
#include "proto/link.h"
#include "tests/unit/ui/taken.h"

static void
time_text(char text[BOARD_TIME_SIZE])
{
	(void)snprintf(text, BOARD_TIME_SIZE, "09:31:05");
}

static void
begin(struct board *b, const char *zone, int64_t calls_max)
{
	board_init(b,
	    &(struct board_config){
		.zone = zone, .calls_max = calls_max, .time_text = time_text });
}

/* The event of call SEQ, of ticket A00SEQ at counter 3. */
static json_t *
event(int seq, int prev, int recall)
{
	char number[8];

	(void)snprintf(number, sizeof(number), "A%03d", seq % 1000);
	return json_pack("{s:s,s:s,s:i,s:i,s:s,s:s,s:i}", "type", "call",
	    "epoch", "e1", "seq", seq, "prev", prev, "number", number,
	    "counter", "3", "recall", recall);
}

static void
feed(struct board *b, json_t *message)
{
	assert_non_null(message);
	board_message(b, message);
	json_decref(message);
}

/* A snapshot of the calls FIRST to LAST, none when LAST is 0. */
static void
feed_snapshot(struct board *b, const char *epoch, int first, int last)
{
	json_t *calls = json_array();

	for (int seq = first; seq <= last && last > 0; seq++)
		json_array_append_new(calls, event(seq, seq - 1, 0));
	feed(b,
	    json_pack("{s:s,s:s,s:i,s:o,s:[{s:s,s:s}]}", "type", "snapshot",
		"epoch", epoch, "seq", last, "calls", calls, "counters",
		"counter", "3", "state", "open"));
}

static void
shows(struct board *b, const char *lines)
{
	buf_putc(&b->out, '\0');
	assert_string_equal(b->out.at, lines);
	buf_clear(&b->out);
}

static json_t *
note(int seq, const char *notices)
{
	return json_pack("{s:s,s:s,s:i,s:i,s:o}", "type", "notice", "epoch",
	    "e1", "seq", seq, "prev", seq - 1, "notices",
	    json_loads(notices, 0, NULL));
}

static void
test_notices_are_a_line_when_they_change(void **state)
{
	struct board b;
	(void)state;

	begin(&b, "main", 0);
	board_link(&b, true, "", 1000);
	feed_snapshot(&b, "e1", 4, 5);
	feed(&b, note(6, "[{\"text\":\"a fire\"}]"));
	feed(&b, note(7, "[{\"text\":\"a fire\"}]"));
	feed(&b, event(8, 7, 0));
	feed(&b, note(6, "[]"));
	feed(&b,
	    note(9,
		"[{\"text\":\"a fire\"},"
		"{\"service\":\"B\",\"text\":\"x\"}]"));
	feed(&b, note(10, "[]"));
	shows(&b, "! a fire\nA008 → 3\n! a fire · B: x\n!\n");
	/* What changed while the server was away comes with the snapshot. */
	feed(&b, note(11, "[{\"text\":\"back\"}]"));
	feed_snapshot(&b, "e1", 4, 5);
	shows(&b, "! back\n!\n");
	board_release(&b);
}

static void
test_first_snapshot_shows_no_call(void **state)
{
	char words[TAKEN_SIZE];
	struct board b;
	(void)state;

	begin(&b, "main", 0);
	assert_int_equal(taken(&b.asks, words), ASK_SUBSCRIBE);
	assert_string_equal(words, "calls:main");
	board_link(&b, true, "", 1000);
	feed_snapshot(&b, "e1", 4, 5);
	assert_int_equal(b.out.len, 0);
	assert_true(said(&b.err, "open 1 of 1, last call A005 → 3"));
	feed(&b, event(6, 5, 0));
	feed(&b, event(7, 6, 1));
	shows(&b, "A006 → 3\nA007 → 3 again\n");
	board_release(&b);
}

static void
test_later_snapshot_shows_what_was_missed(void **state)
{
	struct board b;
	(void)state;

	begin(&b, "main", 0);
	feed_snapshot(&b, "e1", 1, 2);
	feed(&b, event(3, 2, 0));
	feed_snapshot(&b, "e1", 1, 5);
	feed(&b, event(5, 4, 0)); /* known from the snapshot */
	feed(&b, event(6, 5, 0));
	shows(&b, "A003 → 3\nA004 → 3\nA005 → 3\nA006 → 3\n");
	board_release(&b);
}

static void
test_too_many_missed_is_said(void **state)
{
	struct board b;
	(void)state;

	begin(&b, "main", 0);
	feed_snapshot(&b, "e1", 1, 2);
	buf_clear(&b.err);
	feed_snapshot(&b, "e1", 10, 29);
	assert_true(said(&b.err, "calls before A010 may be missing"));
	feed_snapshot(&b, "e1", 12, 31);
	assert_int_equal(b.err.len, 0);
	board_release(&b);
}

/* What was shown is gone, and EPOCH's calls go on from the third. */
static void
begins_anew(const char *epoch)
{
	struct board b;

	begin(&b, "main", 0);
	feed_snapshot(&b, "e1", 1, 50);
	feed_snapshot(&b, epoch, 1, 3);
	assert_string_equal(board_recent(&b, 2)->number, "A001");
	assert_null(board_recent(&b, 3));
	assert_int_equal(b.out.len, 0);
	feed(&b, event(4, 3, 0));
	shows(&b, "A004 → 3\n");
	board_release(&b);
}

static void
test_another_epoch_begins_anew(void **state)
{
	(void)state;
	begins_anew("e2");
}

/* A file that was copied back has its epoch, and counts from before. */
static void
test_the_same_epoch_from_before_begins_anew(void **state)
{
	(void)state;
	begins_anew("e1");
}

static void
test_other_messages_show_nothing(void **state)
{
	struct board b;
	(void)state;

	begin(&b, "main", 0);
	feed_snapshot(&b, "e1", 0, 0);
	feed(&b, json_pack("{s:s,s:i}", "type", "beat", "seq", 9));
	feed(&b, json_pack("{s:s,s:i}", "type", "counter", "seq", 10));
	feed(&b, json_pack("[s]", "call"));
	assert_int_equal(b.out.len, 0);
	feed(&b, event(3, 0, 0));
	shows(&b, "A003 → 3\n");
	board_release(&b);
}

static void
test_recent_calls_are_remembered(void **state)
{
	struct buf line = { 0 };
	struct board b;
	(void)state;

	begin(&b, "main", 0);
	board_line(&b, &line);
	assert_string_equal(line.at, "");
	feed_snapshot(&b, "e1", 1, 2);
	for (int seq = 3; seq < 3 + BOARD_RECENT; seq++)
		feed(&b, event(seq, seq - 1, seq == 34));
	assert_string_equal(board_recent(&b, 0)->number, "A034");
	assert_true(board_recent(&b, 0)->recall);
	assert_false(board_recent(&b, 0)->old);
	assert_int_equal(board_recent(&b, BOARD_RECENT - 1)->seq, 3);
	assert_null(board_recent(&b, BOARD_RECENT));
	buf_clear(&line);
	board_line(&b, &line);
	assert_string_equal(line.at, "A034 → 3");
	feed(&b, note(40, "[{\"text\":\"a fire\"}]"));
	buf_clear(&line);
	board_line(&b, &line);
	assert_string_equal(line.at, "a fire");
	buf_release(&line);
	board_release(&b);
}

static void
test_count_ends_it(void **state)
{
	struct board b;
	(void)state;

	begin(&b, "main", 2);
	feed_snapshot(&b, "e1", 0, 0);
	feed(&b, event(1, 0, 0));
	assert_false(b.finished);
	feed(&b, event(2, 1, 0));
	assert_true(b.finished);
	feed(&b, event(3, 2, 0));
	shows(&b, "A001 → 3\nA002 → 3\n");
	board_release(&b);
}

static void
test_away_and_back_are_said(void **state)
{
	struct board b;
	(void)state;

	begin(&b, "main", 0);
	board_link(&b, false, "refused", 1000);
	board_link(&b, false, "timed out", 2000);
	buf_putc(&b.err, '\0');
	assert_string_equal(
	    b.err.at, "the server is away since 09:31:05: refused\n");
	buf_clear(&b.err);
	board_link(&b, true, "", 63000);
	assert_true(said(&b.err, "away since 09:31:05 (62 s)"));
	board_release(&b);
}

static void
answer_layout(struct board *b, enum link_verdict verdict, json_t *value)
{
	char words[TAKEN_SIZE];

	assert_int_equal(taken(&b->asks, words), BOARD_ASK_LAYOUT);
	assert_string_equal(words, "HALL LAYOUT");
	board_reply(b,
	    &(struct link_reply){
		.verdict = verdict, .value = value, .say = "not you" },
	    1000);
	json_decref(value);
}

static void
test_zone_is_the_first_one(void **state)
{
	char words[TAKEN_SIZE];
	struct board b;
	(void)state;

	begin(&b, NULL, 0);
	assert_int_equal(taken(&b.asks, words), -1);
	board_link(&b, true, "", 1000);
	answer_layout(&b, LINK_UNKNOWN, NULL);
	assert_int_equal(board_deadline(&b), 1000 + BOARD_RETRY_MS);
	board_time(&b, 1000 + BOARD_RETRY_MS);
	answer_layout(&b, LINK_OK,
	    json_pack(
		"{s:[{s:s},{s:s}]}", "zones", "code", "east", "code", "west"));
	assert_int_equal(taken(&b.asks, words), ASK_SUBSCRIBE);
	assert_string_equal(words, "calls:east");
	assert_int_equal(board_deadline(&b), -1);
	board_release(&b);
}

static void
test_no_zone_ends_it(void **state)
{
	struct board b;
	(void)state;

	begin(&b, NULL, 0);
	board_link(&b, true, "", 1000);
	answer_layout(&b, LINK_REFUSED, NULL);
	assert_true(b.finished && b.failed);
	assert_true(said(&b.err, "not you; add -z ZONE"));
	board_release(&b);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_notices_are_a_line_when_they_change),
		cmocka_unit_test(test_first_snapshot_shows_no_call),
		cmocka_unit_test(test_later_snapshot_shows_what_was_missed),
		cmocka_unit_test(test_too_many_missed_is_said),
		cmocka_unit_test(test_another_epoch_begins_anew),
		cmocka_unit_test(test_the_same_epoch_from_before_begins_anew),
		cmocka_unit_test(test_other_messages_show_nothing),
		cmocka_unit_test(test_recent_calls_are_remembered),
		cmocka_unit_test(test_count_ends_it),
		cmocka_unit_test(test_away_and_back_are_said),
		cmocka_unit_test(test_zone_is_the_first_one),
		cmocka_unit_test(test_no_zone_ends_it),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
