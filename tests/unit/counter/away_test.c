/* The counter's talk when the server is away, unsure or refuses it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "proto/link.h"
#include "tests/unit/counter/room.h"
#include "tests/unit/ui/taken.h"

static void
test_unknown_is_asked_again_once_open(void **state)
{
	struct room r;
	(void)state;

	room_ready(&r, false);
	talk_line(&r.t, "n", RID, 2000);
	talk_link(&r.t, false, "gone", 2001);
	room_end_as(&r, TALK_ASK_ACTION, LINK_UNKNOWN, 2001);
	assert_int_equal(room_take(&r), -1);
	talk_link(&r.t, true, "", 9000);
	assert_int_equal(room_take(&r), TALK_ASK_LAYOUT);
	room_answer(&r, TALK_ASK_OPEN, "{}", 9000);
	room_answer(&r, TALK_ASK_ACTION, CALLED, 9001);
	assert_string_equal(r.words, "COUNTER NEXT 3 RID rid-one");
	assert_true(said(&r.t.out, "A012 ID normal waited 0:42 → 3\n"));
	assert_false(r.t.failed);
	room_finish(&r);
}

/* UNAVAILABLE: the server is there, and does not know. */
static void
test_unknown_while_up_is_asked_later(void **state)
{
	struct room r;
	(void)state;

	room_ready(&r, false);
	talk_line(&r.t, "n", RID, 2000);
	room_end_as(&r, TALK_ASK_ACTION, LINK_UNKNOWN, 2000);
	assert_int_equal(room_take(&r), -1);
	assert_int_equal(talk_deadline(&r.t), 2000 + TALK_RETRY_MS);
	talk_time(&r.t, 2000 + TALK_RETRY_MS);
	assert_int_equal(room_take(&r), TALK_ASK_ACTION);
	assert_string_equal(r.words, "COUNTER NEXT 3 RID rid-one");
	room_finish(&r);
}

static void
test_away_sends_nothing(void **state)
{
	struct room r;
	(void)state;

	room_ready(&r, true);
	talk_link(&r.t, false, "gone", 2000);
	talk_line(&r.t, "n", RID, 2001);
	assert_true(said(&r.t.err, "not done: the server is away"));
	assert_int_equal(room_take(&r), -1);
	room_come_up(&r, IDLE, 3000);
	assert_int_equal(room_take(&r), -1);
	room_finish(&r);
}

static void
test_lease_is_renewed(void **state)
{
	struct room r;
	(void)state;

	room_ready(&r, true);
	assert_int_equal(talk_deadline(&r.t), 1000 + TALK_LEASE_MS);
	talk_time(&r.t, 1000 + TALK_LEASE_MS);
	room_answer(&r, TALK_ASK_LEASE, "{}", 11000);
	assert_string_equal(r.words, "COUNTER LEASE 3");
	assert_int_equal(talk_deadline(&r.t), 11000 + TALK_LEASE_MS);
	talk_time(&r.t, 21000);
	room_end_as(&r, TALK_ASK_LEASE, LINK_REFUSED, 21000);
	assert_true(said(&r.t.err, "BADSTATE: not now\n"));
	assert_int_equal(talk_deadline(&r.t), -1);
	room_finish(&r);
}

static void
test_pause_outlives_a_reconnect(void **state)
{
	struct room r;
	(void)state;

	room_ready(&r, false);
	talk_line(&r.t, "p lunch", RID, 2000);
	room_answer(&r, TALK_ASK_ACTION, "{\"counter\":\"3\"}", 2000);
	talk_link(&r.t, false, "gone", 3000);
	talk_link(&r.t, true, "", 4000);
	room_answer(&r, TALK_ASK_LAYOUT, LAYOUT, 4000);
	room_answer(&r, TALK_ASK_OPEN, "{}", 4000);
	room_answer(&r, TALK_ASK_PAUSE, "{}", 4000);
	assert_string_equal(r.words, "COUNTER PAUSE 3 lunch");
	room_finish(&r);
}

static void
test_closed_stays_closed(void **state)
{
	struct room r;
	(void)state;

	room_ready(&r, false);
	talk_line(&r.t, "x", RID, 2000);
	room_answer(&r, TALK_ASK_ACTION, "{\"counter\":\"3\"}", 2000);
	assert_int_equal(talk_deadline(&r.t), -1);
	talk_link(&r.t, false, "gone", 3000);
	talk_link(&r.t, true, "", 4000);
	room_answer(&r, TALK_ASK_LAYOUT, LAYOUT, 4000);
	room_answer(&r, TALK_ASK_STATE, IDLE, 4000);
	assert_int_equal(room_take(&r), -1);
	assert_true(talk_ready(&r.t));
	room_finish(&r);
}

static void
test_quit_while_away_leaves(void **state)
{
	struct room r;
	(void)state;

	room_ready(&r, true);
	talk_link(&r.t, false, "gone", 2000);
	talk_line(&r.t, "q", RID, 2001);
	assert_true(r.t.finished);
	room_finish(&r);
}

static void
test_open_refused_ends_a_pipe(void **state)
{
	struct room r;
	(void)state;

	room_begin(&r, false, NULL);
	talk_link(&r.t, true, "", 1000);
	assert_int_equal(room_take(&r), TALK_ASK_LAYOUT);
	room_end_as(&r, TALK_ASK_OPEN, LINK_REFUSED, 1000);
	assert_true(r.t.finished && r.t.failed);
	room_finish(&r);
}

static void
test_open_unknown_is_asked_again(void **state)
{
	struct room r;
	(void)state;

	room_begin(&r, true, NULL);
	talk_link(&r.t, true, "", 1000);
	assert_int_equal(room_take(&r), TALK_ASK_LAYOUT);
	room_end_as(&r, TALK_ASK_OPEN, LINK_UNKNOWN, 1000);
	assert_int_equal(talk_deadline(&r.t), 1000 + TALK_RETRY_MS);
	talk_time(&r.t, 1000 + TALK_RETRY_MS);
	assert_int_equal(room_take(&r), TALK_ASK_OPEN);
	room_finish(&r);
}

static void
test_pipe_has_limits(void **state)
{
	struct room r;
	(void)state;

	room_begin(&r, false, NULL);
	assert_int_equal(talk_deadline(&r.t), 1000 + TALK_CONNECT_MS);
	talk_time(&r.t, 1000 + TALK_CONNECT_MS);
	assert_true(r.t.finished && r.t.failed);
	room_finish(&r);
	room_ready(&r, false);
	talk_line(&r.t, "n", RID, 2000);
	talk_link(&r.t, false, "gone", 3000);
	room_end_as(&r, TALK_ASK_ACTION, LINK_UNKNOWN, 3000);
	talk_time(&r.t, 3000 + TALK_AWAY_MS - 1);
	assert_false(r.t.finished);
	talk_time(&r.t, 3000 + TALK_AWAY_MS);
	assert_true(r.t.finished && r.t.failed);
	room_finish(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_unknown_is_asked_again_once_open),
		cmocka_unit_test(test_unknown_while_up_is_asked_later),
		cmocka_unit_test(test_away_sends_nothing),
		cmocka_unit_test(test_lease_is_renewed),
		cmocka_unit_test(test_pause_outlives_a_reconnect),
		cmocka_unit_test(test_closed_stays_closed),
		cmocka_unit_test(test_quit_while_away_leaves),
		cmocka_unit_test(test_open_refused_ends_a_pipe),
		cmocka_unit_test(test_open_unknown_is_asked_again),
		cmocka_unit_test(test_pipe_has_limits),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
