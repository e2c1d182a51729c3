/* A ticket that was being taken when the kiosk was killed. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "kiosk/take.h"
#include "proto/buf.h"
#include "proto/link.h"
#include "tests/unit/ui/taken.h"
#include "ui/ask.h"

#define RID  "K7QM2H9XPD4T"
#define WALL 1795487278950

struct room {
	struct take t;
	struct asks asks;
	char words[TAKEN_SIZE];
};

static void
press(struct room *r, const char *code)
{
	*r = (struct room){ 0 };
	take_init(&r->t);
	take_press(&r->t,
	    &(struct take_wish){
		.service = "id", .class = "", .code = code, .lang = "zh" },
	    RID);
	r->t.pressed_ms = WALL;
	assert_int_equal(take_step(&r->t, &r->asks, true, 1000), TAKE_NO_NEWS);
	(void)taken(&r->asks, r->words);
}

/* Killed and begun again AFTER_MS later. */
static void
restart(struct room *r, int64_t after_ms)
{
	struct buf kept = { 0 };

	take_write(&r->t, &kept);
	buf_putc(&kept, '\0');
	*r = (struct room){ 0 };
	take_restore(&r->t, kept.at, WALL + after_ms);
	buf_release(&kept);
	(void)take_step(&r->t, &r->asks, true, 1000);
}

static enum take_news
answer(struct room *r, enum take_ask ask, const char *json)
{
	json_t *value = json_loads(json, JSON_DECODE_ANY, NULL);

	assert_non_null(value);
	enum take_news news = take_reply(&r->t, ask,
	    &(struct link_reply){ .verdict = LINK_OK, .value = value }, 2000);
	json_decref(value);
	return news;
}

static void
test_nothing_open_is_nothing_kept(void **state)
{
	struct room r = { 0 };
	(void)state;

	take_init(&r.t);
	restart(&r, 0);
	assert_int_equal(r.t.state, TAKE_NONE);
	assert_int_equal(r.asks.count, 0);
}

static void
test_a_ticket_is_found_and_printed(void **state)
{
	struct room r;
	(void)state;

	press(&r, "");
	restart(&r, 5000);
	assert_int_equal(taken(&r.asks, r.words), TAKE_ASK_FIND);
	assert_string_equal(r.words, "TICKET FIND RID " RID);
	assert_int_equal(
	    answer(&r, TAKE_ASK_FIND, "{\"id\":\"41\"}"), TAKE_ISSUED);
	take_printed(&r.t, TAKE_PAPER_PRINTED);
	(void)take_step(&r.t, &r.asks, true, 3000);
	(void)taken(&r.asks, r.words);
	assert_string_equal(r.words, "TICKET PRINTED 41 printed");
}

static void
test_nothing_issued_is_made_void(void **state)
{
	struct room r;
	(void)state;

	press(&r, "");
	restart(&r, 5000);
	(void)taken(&r.asks, r.words);
	assert_int_equal(answer(&r, TAKE_ASK_FIND, "null"), TAKE_NO_NEWS);
	(void)take_step(&r.t, &r.asks, true, 3000);
	(void)taken(&r.asks, r.words);
	assert_string_equal(r.words, "TICKET CANCEL RID " RID);
	(void)answer(&r, TAKE_ASK_CANCEL, "{\"void\":1}");
	assert_int_equal(r.t.state, TAKE_NONE);
}

/* Nobody waits at a kiosk that was dark for long. */
static void
test_long_after_it_is_undone(void **state)
{
	struct room r;
	(void)state;

	press(&r, "");
	restart(&r, TAKE_FRESH_MS);
	(void)taken(&r.asks, r.words);
	assert_string_equal(r.words, "TICKET CANCEL RID " RID);
	/* An appointment's owner comes again with the code. */
	press(&r, "ABCD2345");
	restart(&r, TAKE_FRESH_MS);
	assert_int_equal(r.t.state, TAKE_NONE);
}

static void
test_what_was_printing_is_asked_for(void **state)
{
	struct room r;
	(void)state;

	press(&r, "");
	assert_int_equal(
	    answer(&r, TAKE_ASK_ISSUE, "{\"id\":\"41\"}"), TAKE_ISSUED);
	restart(&r, 5000);
	(void)taken(&r.asks, r.words);
	assert_string_equal(r.words, "TICKET PRINTED 41 unknown");
}

static void
test_what_was_printed_is_not_again(void **state)
{
	struct room r;
	(void)state;

	press(&r, "");
	restart(&r, 0);
	assert_int_equal(answer(&r, TAKE_ASK_FIND,
			     "{\"id\":\"41\",\"printed\":\"printed\"}"),
	    TAKE_NO_NEWS);
	assert_int_equal(r.t.state, TAKE_NONE);
}

/* A reprint is told once, with an id of its own, and never made again. */
static void
test_a_reprint_is_told(void **state)
{
	struct room r = { 0 };
	(void)state;

	take_init(&r.t);
	take_reprint(&r.t, "41", RID);
	r.t.pressed_ms = WALL;
	restart(&r, 0);
	take_find_again(&r.t, WALL);
	assert_int_equal(r.t.state, TAKE_NOTING);
	(void)taken(&r.asks, r.words);
	assert_string_equal(
	    r.words, "TICKET PRINTED 41 unknown AGAIN 1 RID " RID);
	assert_int_equal(answer(&r, TAKE_ASK_PRINTED, "{}"), TAKE_NO_NEWS);
	assert_int_equal(r.t.state, TAKE_NONE);
}

static void
test_a_spoilt_file_is_nothing(void **state)
{
	static const char *const texts[] = {
		"", "stage asking\n", "stage flying\nrid x\n", "rid", "\n\n",
		"stage asking\nrid \n",
		"stage asking\nrid xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n"
	};
	struct take t;
	(void)state;

	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		take_restore(&t, texts[i], WALL);
		assert_int_equal(t.state, TAKE_NONE);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_nothing_open_is_nothing_kept),
		cmocka_unit_test(test_a_ticket_is_found_and_printed),
		cmocka_unit_test(test_nothing_issued_is_made_void),
		cmocka_unit_test(test_long_after_it_is_undone),
		cmocka_unit_test(test_what_was_printing_is_asked_for),
		cmocka_unit_test(test_what_was_printed_is_not_again),
		cmocka_unit_test(test_a_reprint_is_told),
		cmocka_unit_test(test_a_spoilt_file_is_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
