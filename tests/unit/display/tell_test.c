/* What a display tells the server: each call once, whatever breaks. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "display/display.h"
#include "proto/link.h"
#include "tests/unit/ui/taken.h"

static const struct link_reply ok = { .verdict = LINK_OK };
static const struct link_reply unknown = { .verdict = LINK_UNKNOWN };

static void
put(struct tell *t, struct asks *asks)
{
	tell_put(t, asks, "main", 1000);
}

static void
asks_for(struct asks *asks, const char *should)
{
	char words[TAKEN_SIZE] = "";

	(void)taken(asks, words);
	assert_string_equal(words, should);
}

static void
calls_are_told_in_order(void **state)
{
	struct asks asks = { 0 };
	struct tell t;
	(void)state;

	tell_init(&t, "display-1");
	tell_call(&t, TELL_SHOWN, 7);
	put(&t, &asks);
	assert_int_equal(asks.count, 0); /* nobody is there */
	tell_link(&t, true);
	tell_put(&t, &asks, "", 1000);
	assert_int_equal(asks.count, 0); /* the zone is not known */
	tell_call(&t, TELL_HEARD, 7);
	put(&t, &asks);
	asks_for(&asks, "DISPLAY SHOWN main 7");
	asks_for(&asks, "DISPLAY HEARD main 7");
	put(&t, &asks);
	assert_int_equal(asks.count, 0);
	tell_reply(&t, TELL_ASK_CALL, &ok, 1000);
	tell_reply(&t, TELL_ASK_CALL, &ok, 1000);
	assert_int_equal(tell_deadline(&t), -1);
}

static void
what_was_lost_is_told_again(void **state)
{
	struct asks asks = { 0 };
	struct tell t;
	(void)state;

	tell_init(&t, "display-1");
	tell_link(&t, true);
	tell_call(&t, TELL_SHOWN, 7);
	tell_call(&t, TELL_SHOWN, 8);
	put(&t, &asks);
	asks.count = 0;
	tell_reply(&t, TELL_ASK_CALL, &ok, 1000);
	tell_link(&t, false);
	tell_reply(&t, TELL_ASK_CALL, &unknown, 1000);
	tell_link(&t, true);
	put(&t, &asks);
	asks_for(&asks, "DISPLAY SHOWN main 8");
	/* The journal fails while the connection stands: after a while. */
	tell_reply(&t, TELL_ASK_CALL, &unknown, 1000);
	put(&t, &asks);
	assert_int_equal(asks.count, 0);
	assert_int_equal(tell_deadline(&t), 1000 + TELL_RETRY_MS);
	tell_put(&t, &asks, "main", tell_deadline(&t));
	asks_for(&asks, "DISPLAY SHOWN main 8");
}

/* So many at once find room by and by. */
static void
a_burst_is_told_whole(void **state)
{
	struct asks asks = { 0 };
	char words[TAKEN_SIZE], should[TAKEN_SIZE];
	struct tell t;
	int told = 0;
	(void)state;

	tell_init(&t, "display-1");
	tell_link(&t, true);
	for (int seq = 0; seq < TELL_CALLS_MAX + 3; seq++)
		tell_call(&t, TELL_SHOWN, seq);
	while (tell_deadline(&t) >= 0) {
		put(&t, &asks);
		while (taken(&asks, words) != -1) {
			(void)snprintf(should, sizeof(should),
			    "DISPLAY SHOWN main %d", 3 + told++);
			assert_string_equal(words, should);
		}
	}
	assert_int_equal(told, TELL_CALLS_MAX);
}

static void
a_device_is_told_when_it_changes(void **state)
{
	struct asks asks = { 0 };
	struct tell t;
	(void)state;

	tell_init(&t, "display-1");
	tell_link(&t, true);
	tell_device(&t, "screen", "ok");
	put(&t, &asks);
	asks_for(&asks, "DEVICE STATE display-1 screen ok");
	tell_device(&t, "screen", "ok");
	put(&t, &asks);
	assert_int_equal(asks.count, 0);
	tell_device(&t, "screen", "silent");
	tell_device(&t, "sound", "ok");
	put(&t, &asks);
	asks_for(&asks, "DEVICE STATE display-1 screen silent");
	asks_for(&asks, "DEVICE STATE display-1 sound ok");
	/* The server may be another one now. */
	tell_link(&t, false);
	tell_link(&t, true);
	put(&t, &asks);
	assert_int_equal(asks.count, 2);
}

/* --- The whole display -------------------------------------------------- */

static void
time_text(char text[BOARD_TIME_SIZE])
{
	text[0] = '\0';
}

static void
feed(struct display *d, const char *json)
{
	json_t *message = json_loads(json, 0, NULL);

	assert_non_null(message);
	display_message(d, message, 1000);
	json_decref(message);
}

static void
only_what_people_saw_is_told(void **state)
{
	struct display d;
	(void)state;

	display_init(&d,
	    &(struct display_config){
		.board = { .zone = "main", .time_text = time_text },
		.device = "display-1" });
	display_link(&d, true, "", 1000);
	asks_for(&d.board.asks, "calls:main");
	asks_for(&d.board.asks, "HALL LAYOUT");
	feed(&d,
	    "{\"type\":\"snapshot\",\"epoch\":\"e\",\"seq\":4,"
	    "\"calls\":[{\"seq\":4,\"number\":\"A001\"}],"
	    "\"counters\":[]}");
	asks_for(&d.board.asks, "HALL LAYOUT"); /* it may be another one */
	display_shown(&d, 1000);
	assert_int_equal(d.board.asks.count, 0); /* long ago */
	feed(&d, "{\"type\":\"call\",\"seq\":5,\"number\":\"A002\"}");
	assert_int_equal(d.board.asks.count, 0);
	display_shown(&d, 1000);
	asks_for(&d.board.asks, "DISPLAY SHOWN main 5");
	display_shown(&d, 1000);
	assert_int_equal(d.board.asks.count, 0);
	assert_int_equal(display_deadline(&d), -1);
	display_release(&d);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(calls_are_told_in_order),
		cmocka_unit_test(what_was_lost_is_told_again),
		cmocka_unit_test(a_burst_is_told_whole),
		cmocka_unit_test(a_device_is_told_when_it_changes),
		cmocka_unit_test(only_what_people_saw_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
