/* The kiosk's talk with citizens who booked: c and the code. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "kiosk/talk.h"
#include "proto/link.h"
#include "tests/unit/ui/taken.h"

static void
time_text(const char *timezone, int64_t now_ms, char text[TALK_TIME_SIZE])
{
	(void)timezone, (void)now_ms;
	text[0] = '\0';
}

static void
answer(struct talk *t, enum talk_ask ask, const char *json)
{
	json_t *value = json_loads(json, JSON_DECODE_ANY, NULL);

	assert_non_null(value);
	talk_reply(t, ask,
	    &(struct link_reply){ .verdict = LINK_OK, .value = value }, 2000);
	json_decref(value);
}

/* On a pipe, up, and the code has been typed. */
static void
typed(struct talk *t, char words[TAKEN_SIZE])
{
	talk_init(t,
	    &(struct talk_config){
		.lang = "zh", .start_ms = 1000, .time_text = time_text });
	talk_link(t, true, "", 1000);
	assert_int_equal(taken(&t->asks, words), TALK_ASK_LAYOUT);
	answer(t, TALK_ASK_LAYOUT,
	    "{\"services\":[{\"code\":\"id\",\"name\":\"户籍\"}]}");
	talk_line(t, "c K7QM-3XRP", "rid-one", 2000);
	assert_int_equal(taken(&t->asks, words), TALK_ASK_ISSUE);
	assert_string_equal(words, "CHECKIN K7QM-3XRP RID rid-one LANG zh");
}

static void
test_a_code_brings_a_ticket(void **state)
{
	char words[TAKEN_SIZE];
	struct talk t;
	(void)state;

	typed(&t, words);
	answer(&t, TALK_ASK_ISSUE,
	    "{\"id\":\"41\",\"number\":\"A012\",\"service\":\"id\"}");
	assert_true(said(&t.out, "A012"));
	talk_flushed(&t, true, 2000);
	assert_int_equal(taken(&t.asks, words), TALK_ASK_PRINTED);
	answer(&t, TALK_ASK_PRINTED, "{}");
	/* The next one has no appointment. */
	talk_line(&t, "1", "rid-two", 4000);
	assert_int_equal(taken(&t.asks, words), TALK_ASK_ISSUE);
	assert_string_equal(words, "TICKET ISSUE id RID rid-two LANG zh");
	talk_release(&t);
}

/* The code brings the same ticket again: nothing has to be undone. */
static void
test_given_up_is_not_undone(void **state)
{
	char words[TAKEN_SIZE];
	struct talk t;
	(void)state;

	typed(&t, words);
	talk_link(&t, false, "gone", 2100);
	talk_reply(&t, TALK_ASK_ISSUE,
	    &(struct link_reply){ .verdict = LINK_UNKNOWN }, 2100);
	talk_time(&t, 2100 + TAKE_DOUBT_MS);
	assert_int_equal(t.take.state, TAKE_NONE);
	assert_true(t.failed);
	assert_int_equal(taken(&t.asks, words), -1);
	talk_release(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_code_brings_a_ticket),
		cmocka_unit_test(test_given_up_is_not_undone),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
