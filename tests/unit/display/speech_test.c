/* The voice's queue: in order, only what is true, one display of a zone. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "display/speech.h"
#include "proto/link.h"
#include "tests/unit/ui/taken.h"

static struct asks asks;

static void
asks_for(const char *should)
{
	char words[TAKEN_SIZE] = "";

	(void)taken(&asks, words);
	assert_string_equal(words, should);
}

static void
put(struct speech *s)
{
	speech_put(s, &asks, "main", 1000);
}

static void
reply(struct speech *s, int kind, json_t *value)
{
	const struct link_reply reply = { .verdict = LINK_OK, .value = value };

	speech_reply(s, kind, &reply, 1000);
	json_decref(value);
	put(s);
}

static void
lease(struct speech *s, int speaks, json_t *unheard)
{
	reply(s, SPEECH_ASK_VOICE,
	    json_pack("{s:i,s:o}", "speaks", speaks, "unheard", unheard));
}

/* One that speaks. */
static void
begin(struct speech *s)
{
	asks.count = 0;
	speech_init(s);
	speech_able(s, true, 1000);
	speech_link(s, true);
	put(s);
	asks_for("DISPLAY VOICE main");
	lease(s, 1, json_array());
	assert_int_equal(asks.count, 0);
}

/* Ticket N is called to COUNTER by event SEQ. */
static void
call(struct speech *s, int n, const char *counter, int seq)
{
	struct board_call c = { .seq = seq };

	(void)snprintf(c.number, sizeof(c.number), "A%03d", n);
	(void)snprintf(c.ticket, sizeof(c.ticket), "%d", n);
	(void)snprintf(c.counter, sizeof(c.counter), "%s", counter);
	speech_call(s, &c, 1000);
	put(s);
}

static void
ticket_is(struct speech *s, const char *state, const char *counter)
{
	reply(s, SPEECH_ASK_TICKET,
	    json_pack("{s:s,s:s}", "state", state, "counter", counter));
}

static void
speaks(struct speech *s, int seq, int times)
{
	int is;
	const struct speech_item *now = speech_take(s, &is);

	assert_non_null(now);
	assert_int_equal(now->seq, seq);
	assert_int_equal(is, times);
	assert_null(speech_take(s, &is));
	speech_done(s);
	put(s);
}

static void
calls_are_asked_about_and_spoken_in_order(void **state)
{
	struct speech s;
	int times;
	(void)state;

	begin(&s);
	call(&s, 1, "3", 11);
	asks_for("TICKET GET 1");
	call(&s, 2, "4", 12);
	assert_int_equal(asks.count, 0);
	assert_null(speech_take(&s, &times));
	ticket_is(&s, "called", "3");
	speaks(&s, 11, 2);
	asks_for("TICKET GET 2");
	ticket_is(&s, "called", "4");
	speaks(&s, 12, 2);
	assert_int_equal(asks.count, 0);
}

static void
many_are_read_once(void **state)
{
	struct speech s;
	(void)state;

	begin(&s);
	for (int i = 1; i <= 5; i++)
		call(&s, i, (char[]){ (char)('0' + i), '\0' }, 10 + i);
	for (int i = 1; i <= 5; i++) {
		asks.count = 0;
		ticket_is(&s, "called", (char[]){ (char)('0' + i), '\0' });
		speaks(&s, 10 + i, 5 - i >= SPEECH_MANY ? 1 : 2);
	}
}

static void
what_is_no_longer_true_is_not_spoken(void **state)
{
	struct speech s;
	int times;
	(void)state;

	begin(&s);
	call(&s, 1, "1", 11);
	call(&s, 2, "2", 12);
	call(&s, 3, "3", 13);
	call(&s, 4, "4", 14);
	ticket_is(&s, "serving", "1");
	ticket_is(&s, "called", "9");
	reply(&s, SPEECH_ASK_TICKET, json_null());
	assert_null(speech_take(&s, &times));
	ticket_is(&s, "called", "4");
	speaks(&s, 14, 2);
}

static void
a_recall_or_the_counters_next_call_makes_way(void **state)
{
	struct speech s;
	(void)state;

	begin(&s);
	call(&s, 1, "1", 11);
	call(&s, 2, "2", 12);
	call(&s, 3, "3", 13);
	call(&s, 2, "2", 14); /* a recall */
	call(&s, 4, "3", 15); /* counter 3 calls the next one */
	ticket_is(&s, "called", "1");
	speaks(&s, 11, 2);
	ticket_is(&s, "called", "2");
	speaks(&s, 14, 2);
	ticket_is(&s, "called", "3");
	speaks(&s, 15, 2);
}

static void
an_urgent_notice_goes_first(void **state)
{
	struct speech s;
	(void)state;

	begin(&s);
	call(&s, 1, "1", 11);
	call(&s, 2, "2", 12);
	speech_notice(&s, "fire", 1000);
	ticket_is(&s, "called", "1");
	speaks(&s, 11, 2);
	assert_string_equal(s.now.text, "fire");
	speaks(&s, 0, 2);
	asks.count = 0;
	/* Taken back before it was spoken. */
	speech_notice(&s, "fire", 1000);
	speech_notice(&s, "", 1000);
	ticket_is(&s, "called", "2");
	speaks(&s, 12, 2);
	assert_int_equal(s.state, SPEECH_IDLE);
}

static void
only_the_holder_speaks_and_the_next_takes_over(void **state)
{
	struct speech s;
	(void)state;

	begin(&s);
	speech_link(&s, false);
	speech_link(&s, true);
	put(&s);
	asks_for("DISPLAY VOICE main");
	lease(&s, 0, json_array());
	call(&s, 1, "1", 11);
	call(&s, 2, "2", 12);
	call(&s, 3, "3", 13);
	assert_int_equal(asks.count, 0);
	assert_int_equal(speech_deadline(&s), 1000 + SPEECH_LEASE_MS);
	speech_put(&s, &asks, "main", speech_deadline(&s));
	asks_for("DISPLAY VOICE main");
	/* The other one died after it had spoken the first. */
	lease(&s, 1, json_pack("[i,i]", 13, 12));
	asks_for("TICKET GET 2");
	ticket_is(&s, "called", "2");
	speaks(&s, 12, 2);
	asks_for("TICKET GET 3");
}

static void
who_does_not_speak_forgets(void **state)
{
	struct speech s;
	(void)state;

	begin(&s);
	speech_link(&s, false);
	call(&s, 1, "1", 11);
	speech_time(&s, 1000 + SPEECH_KEEP_MS - 1);
	assert_int_equal(s.count, 1);
	speech_time(&s, 1000 + SPEECH_KEEP_MS);
	assert_int_equal(s.count, 0);
}

static void
without_sound_it_asks_for_no_lease(void **state)
{
	struct speech s;
	(void)state;

	begin(&s);
	speech_able(&s, false, 1000);
	call(&s, 1, "1", 11);
	assert_int_equal(asks.count, 0);
	assert_int_equal(speech_deadline(&s), -1);
	speech_able(&s, true, 2000);
	speech_put(&s, &asks, "main", 2000);
	asks_for("DISPLAY VOICE main");
}

static void
a_server_that_leaves_is_asked_again(void **state)
{
	const struct link_reply lost = { .verdict = LINK_UNKNOWN };
	struct speech s;
	int times;
	(void)state;

	begin(&s);
	call(&s, 1, "1", 11);
	asks_for("TICKET GET 1");
	speech_link(&s, false);
	speech_reply(&s, SPEECH_ASK_TICKET, &lost, 1000);
	put(&s);
	assert_null(speech_take(&s, &times));
	speech_link(&s, true);
	put(&s);
	asks_for("DISPLAY VOICE main");
	lease(&s, 1, json_pack("[i]", 11));
	asks_for("TICKET GET 1");
	ticket_is(&s, "called", "1");
	speaks(&s, 11, 2);
}

static void
too_many_push_out_the_oldest(void **state)
{
	struct speech s;
	(void)state;

	begin(&s);
	speech_link(&s, false);
	for (int i = 0; i < SPEECH_MAX + 5; i++) {
		char label[8];
		(void)snprintf(label, sizeof(label), "%d", i);
		call(&s, i, label, 100 + i);
	}
	assert_int_equal(s.count, SPEECH_MAX);
	assert_int_equal(s.items[0].seq, 105);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(calls_are_asked_about_and_spoken_in_order),
		cmocka_unit_test(many_are_read_once),
		cmocka_unit_test(what_is_no_longer_true_is_not_spoken),
		cmocka_unit_test(a_recall_or_the_counters_next_call_makes_way),
		cmocka_unit_test(an_urgent_notice_goes_first),
		cmocka_unit_test(
		    only_the_holder_speaks_and_the_next_takes_over),
		cmocka_unit_test(who_does_not_speak_forgets),
		cmocka_unit_test(without_sound_it_asks_for_no_lease),
		cmocka_unit_test(a_server_that_leaves_is_asked_again),
		cmocka_unit_test(too_many_push_out_the_oldest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
