/* Every path of the counter's talk, on a clock of our own. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "counter/talk.h"
#include "proto/link.h"
#include "tests/unit/ui/taken.h"

#define RID  "rid-one"
#define RID2 "rid-two"
#define CALLED                                            \
 "{\"id\":\"41\",\"number\":\"A012\",\"service\":\"id\"," \
 "\"class\":\"normal\",\"counter\":\"3\",\"waited\":42000,\"seq\":9}"
#define TICKET "{\"id\":\"41\",\"number\":\"A012\",\"seq\":10}"
#define IDLE                   \
 "{\"seq\":5,\"services\":[]," \
 "\"counters\":[{\"counter\":\"3\",\"state\":\"open\"}]}"
#define BUSY                                                    \
 "{\"seq\":5,\"services\":[],\"counters\":[{\"counter\":\"3\"," \
 "\"state\":\"open\",\"ticket\":\"40\",\"number\":\"A011\"}]}"
#define LAYOUT "{\"services\":[{\"code\":\"id\",\"name\":\"ID\"}]}"

struct room {
	struct talk t;
	char words[TAKEN_SIZE]; /* of the request taken last */
};

static int
take(struct room *r)
{
	return taken(&r->t.asks, r->words);
}

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
	    &(struct link_reply){
		.verdict = verdict, .word = "BADSTATE", .say = "not now" },
	    now_ms);
}

static void
begin(struct room *r, bool interactive, const char *once)
{
	*r = (struct room){ 0 };
	talk_init(&r->t,
	    &(struct talk_config){
		.label = "3",
		.clerk = "7",
		.lang = "en",
		.interactive = interactive,
		.start_ms = 1000,
		.once = once,
		.once_rid = RID,
	    });
}

/* The server is there, and says what HALL says. */
static void
come_up(struct room *r, const char *hall, int64_t now_ms)
{
	talk_link(&r->t, true, "", now_ms);
	answer(r, TALK_ASK_LAYOUT, LAYOUT, now_ms);
	assert_false(talk_ready(&r->t) && !r->t.config.interactive);
	answer(r, TALK_ASK_OPEN, "{\"counter\":\"3\",\"seq\":4}", now_ms);
	assert_string_equal(r->words, "COUNTER OPEN 3 CLERK 7");
	answer(r, TALK_ASK_STATE, hall, now_ms);
}

static void
ready(struct room *r, bool interactive)
{
	begin(r, interactive, NULL);
	come_up(r, IDLE, 1000);
	assert_true(talk_ready(&r->t));
	assert_int_equal(r->t.asks.count, 0);
	buf_clear(&r->t.out);
}

/* Called A012. */
static void
called(struct room *r)
{
	talk_line(&r->t, "n", RID, 2000);
	answer(r, TALK_ASK_ACTION, CALLED, 2000);
	buf_clear(&r->t.out);
	assert_string_equal(r->t.ticket.id, "41");
}

static void
finish(struct room *r)
{
	talk_release(&r->t);
}

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
		{ "c B007", "COUNTER CALL 3 B007 RID rid-one" },
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
		ready(&r, false);
		called(&r);
		talk_line(&r.t, cases[i].line, RID, 3000);
		assert_int_equal(take(&r), TALK_ASK_ACTION);
		assert_string_equal(r.words, cases[i].words);
		assert_int_equal(take(&r), -1);
		finish(&r);
	}
}

static void
test_what_lacks_something_is_not_sent(void **state)
{
	static const char *const lines[] = { "s", "f", "m", "a", "t tax x", "c",
		"b", "p", "z", "next", "nn" };
	struct room r;
	(void)state;

	ready(&r, false);
	for (size_t i = 0; i < sizeof(lines) / sizeof(lines[0]); i++) {
		r.t.failed = false;
		talk_line(&r.t, lines[i], RID, 2000);
		assert_int_equal(take(&r), -1);
		assert_true(r.t.failed);
		assert_true(talk_ready(&r.t));
	}
	called(&r);
	talk_line(&r.t, "t tax", RID, 2000);
	assert_int_equal(take(&r), -1);
	finish(&r);
}

static void
test_ticket_at_hand(void **state)
{
	struct room r;
	(void)state;

	ready(&r, false);
	called(&r);
	assert_string_equal(r.t.ticket.state, "called");
	talk_line(&r.t, "s", RID, 3000);
	answer(&r, TALK_ASK_ACTION, TICKET, 3000);
	assert_string_equal(r.t.ticket.state, "serving");
	talk_line(&r.t, "f", RID, 4000);
	answer(&r, TALK_ASK_ACTION, TICKET, 4000);
	assert_string_equal(r.t.ticket.id, "");
	called(&r);
	talk_line(&r.t, "n", RID2, 5000);
	answer(&r, TALK_ASK_ACTION, "null", 5000);
	assert_true(said(&r.t.out, "nobody waits\n"));
	assert_string_equal(r.t.ticket.id, "");
	assert_false(r.t.failed);
	finish(&r);
}

static void
test_unknown_is_asked_again_once_open(void **state)
{
	struct room r;
	(void)state;

	ready(&r, false);
	talk_line(&r.t, "n", RID, 2000);
	talk_link(&r.t, false, "gone", 2001);
	end_as(&r, TALK_ASK_ACTION, LINK_UNKNOWN, 2001);
	assert_int_equal(take(&r), -1);
	talk_link(&r.t, true, "", 9000);
	assert_int_equal(take(&r), TALK_ASK_LAYOUT);
	answer(&r, TALK_ASK_OPEN, "{}", 9000);
	answer(&r, TALK_ASK_ACTION, CALLED, 9001);
	assert_string_equal(r.words, "COUNTER NEXT 3 RID rid-one");
	assert_true(said(&r.t.out, "A012 ID normal waited 0:42 → 3\n"));
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
	talk_line(&r.t, "n", RID, 2000);
	end_as(&r, TALK_ASK_ACTION, LINK_UNKNOWN, 2000);
	assert_int_equal(take(&r), -1);
	assert_int_equal(talk_deadline(&r.t), 2000 + TALK_RETRY_MS);
	talk_time(&r.t, 2000 + TALK_RETRY_MS);
	assert_int_equal(take(&r), TALK_ASK_ACTION);
	assert_string_equal(r.words, "COUNTER NEXT 3 RID rid-one");
	finish(&r);
}

static void
test_doubled_key_is_one_action(void **state)
{
	struct room r;
	(void)state;

	ready(&r, true);
	talk_line(&r.t, "n", RID, 2000);
	talk_line(&r.t, "n", RID2, 2001);
	assert_true(said(&r.t.err, "one moment"));
	answer(&r, TALK_ASK_ACTION, CALLED, 2002);
	assert_string_equal(r.words, "COUNTER NEXT 3 RID rid-one");
	assert_int_equal(take(&r), TALK_ASK_STATE);
	assert_int_equal(take(&r), -1);
	finish(&r);
}

static void
test_away_sends_nothing(void **state)
{
	struct room r;
	(void)state;

	ready(&r, true);
	talk_link(&r.t, false, "gone", 2000);
	talk_line(&r.t, "n", RID, 2001);
	assert_true(said(&r.t.err, "not done: the server is away"));
	assert_int_equal(take(&r), -1);
	come_up(&r, IDLE, 3000);
	assert_int_equal(take(&r), -1);
	finish(&r);
}

static void
test_refusal_is_shown_and_it_goes_on(void **state)
{
	struct room r;
	(void)state;

	ready(&r, false);
	talk_line(&r.t, "r", RID, 2000);
	end_as(&r, TALK_ASK_ACTION, LINK_REFUSED, 2000);
	assert_true(said(&r.t.err, "BADSTATE: not now\n"));
	assert_true(talk_ready(&r.t));
	called(&r);
	talk_end(&r.t, 3000);
	assert_true(r.t.finished && r.t.failed);
	finish(&r);
}

static void
test_lease_is_renewed(void **state)
{
	struct room r;
	(void)state;

	ready(&r, true);
	assert_int_equal(talk_deadline(&r.t), 1000 + TALK_LEASE_MS);
	talk_time(&r.t, 1000 + TALK_LEASE_MS);
	answer(&r, TALK_ASK_LEASE, "{}", 11000);
	assert_string_equal(r.words, "COUNTER LEASE 3");
	assert_int_equal(talk_deadline(&r.t), 11000 + TALK_LEASE_MS);
	talk_time(&r.t, 21000);
	end_as(&r, TALK_ASK_LEASE, LINK_REFUSED, 21000);
	assert_true(said(&r.t.err, "BADSTATE: not now\n"));
	assert_int_equal(talk_deadline(&r.t), -1);
	finish(&r);
}

static void
test_pause_outlives_a_reconnect(void **state)
{
	struct room r;
	(void)state;

	ready(&r, false);
	talk_line(&r.t, "p lunch", RID, 2000);
	answer(&r, TALK_ASK_ACTION, "{\"counter\":\"3\"}", 2000);
	talk_link(&r.t, false, "gone", 3000);
	talk_link(&r.t, true, "", 4000);
	answer(&r, TALK_ASK_LAYOUT, LAYOUT, 4000);
	answer(&r, TALK_ASK_OPEN, "{}", 4000);
	answer(&r, TALK_ASK_PAUSE, "{}", 4000);
	assert_string_equal(r.words, "COUNTER PAUSE 3 lunch");
	finish(&r);
}

static void
test_closed_stays_closed(void **state)
{
	struct room r;
	(void)state;

	ready(&r, false);
	talk_line(&r.t, "x", RID, 2000);
	answer(&r, TALK_ASK_ACTION, "{\"counter\":\"3\"}", 2000);
	assert_int_equal(talk_deadline(&r.t), -1);
	talk_link(&r.t, false, "gone", 3000);
	talk_link(&r.t, true, "", 4000);
	answer(&r, TALK_ASK_LAYOUT, LAYOUT, 4000);
	answer(&r, TALK_ASK_STATE, IDLE, 4000);
	assert_int_equal(take(&r), -1);
	assert_true(talk_ready(&r.t));
	finish(&r);
}

static void
test_takes_over_the_ticket_at_the_counter(void **state)
{
	struct room r;
	(void)state;

	begin(&r, false, NULL);
	come_up(&r, BUSY, 1000);
	answer(&r, TALK_ASK_TICKET,
	    "{\"id\":\"40\",\"number\":\"A011\",\"state\":\"serving\","
	    "\"issued\":1000,\"called\":61000}",
	    1000);
	assert_string_equal(r.words, "TICKET GET 40");
	assert_int_equal(r.t.ticket.waited_ms, 60000);
	talk_line(&r.t, "f", RID, 2000);
	assert_int_equal(take(&r), TALK_ASK_ACTION);
	assert_string_equal(r.words, "COUNTER FINISH 3 40 RID rid-one");
	finish(&r);
}

/* An answer older than the last action's is no news about the ticket. */
static void
test_old_state_is_no_news(void **state)
{
	struct room r;
	(void)state;

	ready(&r, true);
	called(&r);
	answer(&r, TALK_ASK_STATE, IDLE, 2000);
	assert_string_equal(r.t.ticket.id, "41");
	talk_message(&r.t, 3000);
	answer(&r, TALK_ASK_STATE,
	    "{\"seq\":12,\"counters\":[{\"counter\":\"3\"}]}", 3000);
	assert_string_equal(r.t.ticket.id, "");
	finish(&r);
}

static void
test_status_is_shown_when_it_changes(void **state)
{
	struct room r;
	(void)state;

	ready(&r, true);
	talk_message(&r.t, 2000);
	talk_message(&r.t, 2000); /* while the first is asked */
	answer(&r, TALK_ASK_STATE, IDLE, 2001);
	assert_int_equal(r.t.out.len, 0);
	answer(&r, TALK_ASK_STATE, BUSY, 2002);
	assert_true(said(&r.t.out, "[3] open · A011"));
	finish(&r);
}

static void
test_quit_closes(void **state)
{
	struct room r;
	(void)state;

	ready(&r, true);
	talk_line(&r.t, "q", RID, 2000);
	assert_false(r.t.finished);
	answer(&r, TALK_ASK_ACTION, "{\"counter\":\"3\"}", 2000);
	assert_string_equal(r.words, "COUNTER CLOSE 3");
	assert_true(r.t.finished);
	assert_false(r.t.failed);
	finish(&r);
}

static void
test_quit_with_a_ticket_stays(void **state)
{
	struct room r;
	(void)state;

	ready(&r, true);
	talk_line(&r.t, "q", RID, 2000);
	end_as(&r, TALK_ASK_ACTION, LINK_REFUSED, 2000);
	assert_false(r.t.finished || r.t.quitting);
	finish(&r);
	ready(&r, false);
	talk_line(&r.t, "q", RID, 2000);
	end_as(&r, TALK_ASK_ACTION, LINK_REFUSED, 2000);
	assert_true(r.t.finished && r.t.failed);
	finish(&r);
}

static void
test_quit_waits_for_the_action(void **state)
{
	struct room r;
	(void)state;

	ready(&r, true);
	talk_line(&r.t, "n", RID, 2000);
	talk_end(&r.t, 2001);
	assert_false(r.t.finished);
	answer(&r, TALK_ASK_ACTION, "null", 2002);
	answer(&r, TALK_ASK_ACTION, "{\"counter\":\"3\"}", 2003);
	assert_string_equal(r.words, "COUNTER CLOSE 3");
	assert_true(r.t.finished);
	finish(&r);
}

static void
test_quit_while_away_leaves(void **state)
{
	struct room r;
	(void)state;

	ready(&r, true);
	talk_link(&r.t, false, "gone", 2000);
	talk_line(&r.t, "q", RID, 2001);
	assert_true(r.t.finished);
	finish(&r);
}

static void
test_once(void **state)
{
	struct room r;
	(void)state;

	begin(&r, false, "n");
	come_up(&r, IDLE, 1000);
	answer(&r, TALK_ASK_ACTION, CALLED, 1001);
	assert_string_equal(r.words, "COUNTER NEXT 3 RID rid-one");
	assert_true(r.t.finished);
	assert_false(r.t.failed);
	finish(&r);
}

static void
test_open_refused_ends_a_pipe(void **state)
{
	struct room r;
	(void)state;

	begin(&r, false, NULL);
	talk_link(&r.t, true, "", 1000);
	assert_int_equal(take(&r), TALK_ASK_LAYOUT);
	end_as(&r, TALK_ASK_OPEN, LINK_REFUSED, 1000);
	assert_true(r.t.finished && r.t.failed);
	finish(&r);
}

static void
test_open_unknown_is_asked_again(void **state)
{
	struct room r;
	(void)state;

	begin(&r, true, NULL);
	talk_link(&r.t, true, "", 1000);
	assert_int_equal(take(&r), TALK_ASK_LAYOUT);
	end_as(&r, TALK_ASK_OPEN, LINK_UNKNOWN, 1000);
	assert_int_equal(talk_deadline(&r.t), 1000 + TALK_RETRY_MS);
	talk_time(&r.t, 1000 + TALK_RETRY_MS);
	assert_int_equal(take(&r), TALK_ASK_OPEN);
	finish(&r);
}

static void
test_pipe_has_limits(void **state)
{
	struct room r;
	(void)state;

	begin(&r, false, NULL);
	assert_int_equal(talk_deadline(&r.t), 1000 + TALK_CONNECT_MS);
	talk_time(&r.t, 1000 + TALK_CONNECT_MS);
	assert_true(r.t.finished && r.t.failed);
	finish(&r);
	ready(&r, false);
	talk_line(&r.t, "n", RID, 2000);
	talk_link(&r.t, false, "gone", 3000);
	end_as(&r, TALK_ASK_ACTION, LINK_UNKNOWN, 3000);
	talk_time(&r.t, 3000 + TALK_AWAY_MS - 1);
	assert_false(r.t.finished);
	talk_time(&r.t, 3000 + TALK_AWAY_MS);
	assert_true(r.t.finished && r.t.failed);
	finish(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_each_key_sends_its_words),
		cmocka_unit_test(test_what_lacks_something_is_not_sent),
		cmocka_unit_test(test_ticket_at_hand),
		cmocka_unit_test(test_unknown_is_asked_again_once_open),
		cmocka_unit_test(test_unknown_while_up_is_asked_later),
		cmocka_unit_test(test_doubled_key_is_one_action),
		cmocka_unit_test(test_away_sends_nothing),
		cmocka_unit_test(test_refusal_is_shown_and_it_goes_on),
		cmocka_unit_test(test_lease_is_renewed),
		cmocka_unit_test(test_pause_outlives_a_reconnect),
		cmocka_unit_test(test_closed_stays_closed),
		cmocka_unit_test(test_takes_over_the_ticket_at_the_counter),
		cmocka_unit_test(test_old_state_is_no_news),
		cmocka_unit_test(test_status_is_shown_when_it_changes),
		cmocka_unit_test(test_quit_closes),
		cmocka_unit_test(test_quit_with_a_ticket_stays),
		cmocka_unit_test(test_quit_waits_for_the_action),
		cmocka_unit_test(test_quit_while_away_leaves),
		cmocka_unit_test(test_once),
		cmocka_unit_test(test_open_refused_ends_a_pipe),
		cmocka_unit_test(test_open_unknown_is_asked_again),
		cmocka_unit_test(test_pipe_has_limits),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
