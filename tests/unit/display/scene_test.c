/* From what the server says to what stands on the screen. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "display/display.h"
#include "display/scene.h"
#include "proto/link.h"
#include "ui/catalogue.h"

static struct display d;
static struct scene scene;
static struct scene_settings settings;
static struct catalogue *langs[SCENE_LANGS];

static void
time_text(char text[BOARD_TIME_SIZE])
{
	(void)snprintf(text, BOARD_TIME_SIZE, "2026-06-01 09:31:05");
}

static void
feed(const char *json, int64_t now_ms)
{
	json_t *message = json_loads(json, 0, NULL);

	assert_non_null(message);
	display_message(&d, message, now_ms);
	d.board.asks.count = 0;
	json_decref(message);
}

static void
answer(int kind, const char *json)
{
	json_t *value = json_loads(json, 0, NULL);
	const struct link_reply reply = { .verdict = LINK_OK, .value = value };

	assert_non_null(value);
	display_reply(&d, kind, &reply, 1000);
	d.board.asks.count = 0;
	json_decref(value);
}

static void
build(int64_t now_ms)
{
	const struct scene_time when = {
		.wall = { .tm_year = 126, .tm_mon = 5, .tm_mday = 1 },
		.now_ms = now_ms
	};

	scene_build(&scene, &d, &settings, &when);
}

static void
call(int seq, const char *number, const char *counter, int64_t now_ms)
{
	char text[256];

	(void)snprintf(text, sizeof(text),
	    "{\"type\":\"call\",\"seq\":%d,\"number\":\"%s\","
	    "\"counter\":\"%s\",\"service\":\"A\",\"ticket\":\"%d\"}",
	    seq, number, counter, seq);
	feed(text, now_ms);
}

static void
begin(enum scene_layout layout)
{
	display_init(&d,
	    &(struct display_config){
		.board = { .zone = "main", .time_text = time_text },
		.device = "display-1",
		.screen = true,
		.hold_ms = 3000 });
	langs[0] = catalogue_create("zh");
	langs[1] = catalogue_create("en");
	settings = (struct scene_settings){ .layout = layout,
		.langs = { langs[0], langs[1] },
		.langs_count = 2,
		.counter = "3" };
	display_link(&d, true, "", 1000);
	d.board.asks.count = 0;
	feed("{\"type\":\"snapshot\",\"epoch\":\"e\",\"seq\":2,\"calls\":["
	     "{\"seq\":1,\"number\":\"A001\",\"counter\":\"1\"},"
	     "{\"seq\":2,\"number\":\"A002\",\"counter\":\"2\"}],"
	     "\"counters\":[]}",
	    1000);
	answer(FACTS_ASK_LAYOUT,
	    "{\"name\":{\"zh\":\"大厅\",\"en\":\"Hall\"},"
	    "\"ticker\":{\"zh\":\"甲\",\"en\":\"x\"},"
	    "\"services\":[{\"code\":\"A\",\"prefix\":\"A\",\"name\":"
	    "{\"zh\":\"户籍\",\"en\":\"Household\"},\"zones\":[\"main\"]},"
	    "{\"code\":\"Z\",\"name\":{\"zh\":\"乙\"},\"zones\":[\"yard\"]}],"
	    "\"counters\":[{\"label\":\"3\",\"zones\":[\"main\"]}]}");
	answer(FACTS_ASK_SERVICES,
	    "[{\"service\":\"A\",\"waiting\":12},"
	    "{\"service\":\"Z\",\"waiting\":1}]");
	answer(
	    FACTS_ASK_COUNTERS, "[{\"counter\":\"3\",\"state\":\"paused\"}]");
}

static void
end(void)
{
	catalogue_destroy(langs[0]);
	catalogue_destroy(langs[1]);
	display_release(&d);
}

static void
a_screen_begins_with_what_is(void **state)
{
	(void)state;
	begin(SCENE_CALLS);
	build(1000);
	assert_string_equal(scene.hall[1], "Hall");
	assert_string_equal(scene.tiles[0].number, "A002");
	assert_false(scene.tiles[0].is_new);
	assert_int_equal(scene.rows_count, 1);
	assert_string_equal(scene.rows[0].number, "A001");
	/* The services of its own zone. */
	assert_int_equal(scene.services_count, 1);
	assert_int_equal(scene.services[0].waiting, 12);
	assert_string_equal(scene.services[0].name[1], "Household");
	assert_string_equal(scene.away, "");
	end();
}

static void
a_call_stands_large_then_in_the_rows(void **state)
{
	(void)state;
	begin(SCENE_CALLS);
	call(3, "A003", "3", 2000);
	build(2000);
	assert_int_equal(scene.tiles_count, 1);
	assert_string_equal(scene.tiles[0].number, "A003");
	assert_string_equal(scene.tiles[0].service[0], "户籍");
	assert_true(scene.tiles[0].is_new);
	assert_int_equal(scene.rows_count, 2);
	call(4, "A004", "1", 6000);
	build(6000);
	assert_string_equal(scene.tiles[0].number, "A004");
	assert_string_equal(scene.rows[0].number, "A003");
	assert_false(scene.rows[0].is_new);
	end();
}

/* Ten at once: four large, six in the rows; none is out of sight. */
static void
ten_at_once_are_all_seen(void **state)
{
	char number[8];
	(void)state;

	begin(SCENE_CALLS);
	for (int i = 0; i < 10; i++) {
		(void)snprintf(number, sizeof(number), "B%03d", i);
		call(10 + i, number, number + 3, 2000);
	}
	build(2000);
	assert_int_equal(scene.tiles_count, 4);
	assert_int_equal(scene.rows_count, 6);
	assert_true(scene.rows[0].is_new);
	assert_int_equal(d.unseen_count, 10);
	for (size_t i = 0; i < 4; i++)
		display_seen(&d, scene.tiles[i].seq, 2000);
	for (size_t i = 0; i < 6; i++)
		display_seen(&d, scene.rows[i].seq, 2000);
	assert_int_equal(d.unseen_count, 0);
	end();
}

static void
away_and_back_only_what_is_true_is_new(void **state)
{
	(void)state;
	begin(SCENE_CALLS);
	display_link(&d, false, "gone", 2000);
	build(2000);
	assert_string_equal(scene.away, "09:31:05");
	assert_string_equal(scene.tiles[0].number, "A002");
	display_link(&d, true, "", 9000);
	feed("{\"type\":\"snapshot\",\"epoch\":\"e\",\"seq\":4,\"calls\":["
	     "{\"seq\":3,\"number\":\"A003\",\"counter\":\"1\","
	     "\"ticket\":\"3\"},{\"seq\":4,\"number\":\"A004\","
	     "\"counter\":\"2\",\"ticket\":\"4\"}],\"counters\":["
	     "{\"counter\":\"1\",\"ticket\":\"9\"},"
	     "{\"counter\":\"2\",\"ticket\":\"4\"}]}",
	    9000);
	build(9000);
	assert_string_equal(scene.away, "");
	assert_int_equal(scene.tiles_count, 1);
	assert_string_equal(scene.tiles[0].number, "A004");
	assert_string_equal(scene.rows[0].number, "A003");
	assert_false(scene.rows[0].is_new);
	assert_int_equal(d.speech.count, 1);
	end();
}

static void
notices_and_urgent_ones(void **state)
{
	(void)state;
	begin(SCENE_CALLS);
	feed("{\"type\":\"notice\",\"seq\":5,\"notices\":["
	     "{\"kind\":\"pause\",\"text\":\"!no\"},"
	     "{\"kind\":\"broadcast\",\"text\":\"! a fire\"}]}",
	    2000);
	build(2000);
	assert_string_equal(scene.urgent, "a fire");
	assert_non_null(strstr(scene.notice, "!no"));
	feed("{\"type\":\"notice\",\"seq\":6,\"notices\":[]}", 3000);
	build(3000);
	assert_string_equal(scene.urgent, "");
	assert_string_equal(scene.notice, "");
	end();
}

static void
a_sign_says_its_counters_state(void **state)
{
	(void)state;
	begin(SCENE_SIGN);
	build(1000);
	assert_int_equal(scene.counters_count, 1);
	assert_int_equal(scene.counters[0].state, SCENE_PAUSED);
	call(3, "A003", "3", 2000);
	build(2000);
	assert_string_equal(scene.counters[0].number, "A003");
	assert_int_equal(scene.counters[0].state, SCENE_OPEN);
	assert_int_equal(scene.tiles_count, 1);
	call(4, "A004", "1", 9000);
	answer(FACTS_ASK_COUNTERS,
	    "[{\"counter\":\"3\",\"state\":\"open\",\"number\":\"A003\"}]");
	build(9000);
	assert_string_equal(scene.counters[0].number, "A003");
	assert_string_equal(scene.counters[0].service[1], "Household");
	assert_int_equal(scene.tiles_count, 0);
	end();
}

static void
a_voice_out_of_order_is_said(void **state)
{
	(void)state;
	begin(SCENE_CALLS);
	display_voice(&d, false, "no_card", 1000);
	build(1000);
	assert_string_not_equal(scene.alarm, "");
	display_voice(&d, true, "ok", 1000);
	build(1000);
	assert_string_equal(scene.alarm, "");
	end();
}

static void
many_services_turn_their_pages(void **state)
{
	struct buf json = { 0 };
	(void)state;

	begin(SCENE_CALLS);
	for (int i = 0; i < 13; i++) {
		buf_puts(
		    &json, i > 0 ? ",{\"service\":\"S" : "[{\"service\":\"S");
		buf_put_int(&json, i);
		buf_puts(&json, "\",\"waiting\":");
		buf_put_int(&json, i);
		buf_putc(&json, '}');
	}
	buf_put(&json, "]", 2);
	answer(FACTS_ASK_SERVICES, json.at);
	buf_release(&json);
	build(0);
	assert_int_equal(scene.pages, 3);
	assert_int_equal(scene.services_count, 6);
	assert_int_equal(scene.services[0].waiting, 0);
	build(INT64_C(2000) * SCENE_PAGE_S);
	assert_int_equal(scene.services_count, 1);
	assert_int_equal(scene.services[0].waiting, 12);
	build(INT64_C(3000) * SCENE_PAGE_S);
	assert_int_equal(scene.page, 0);
	end();
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_screen_begins_with_what_is),
		cmocka_unit_test(a_call_stands_large_then_in_the_rows),
		cmocka_unit_test(ten_at_once_are_all_seen),
		cmocka_unit_test(away_and_back_only_what_is_true_is_new),
		cmocka_unit_test(notices_and_urgent_ones),
		cmocka_unit_test(a_sign_says_its_counters_state),
		cmocka_unit_test(a_voice_out_of_order_is_said),
		cmocka_unit_test(many_services_turn_their_pages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
