/* A pad's keys made the counter's commands, and the hall made its digits. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "pad/pad.h"
#include "pad/post.h"
#include "pad/rater.h"
#include "proto/link.h"
#include "tests/unit/ui/taken.h"

#define RID "rid-one"

struct room {
	struct pad p;
	char words[TAKEN_SIZE];
};

static void
answer(struct room *r, int kind, const char *json)
{
	json_t *value = json_loads(json, JSON_DECODE_ANY, NULL);

	assert_non_null(value);
	pad_reply(&r->p, kind,
	    &(struct link_reply){ .verdict = LINK_OK, .value = value }, 2000);
	json_decref(value);
}

static void
answer_next(struct room *r, int kind, const char *json)
{
	int taken_kind;

	do {
		assert_true(r->p.talk.asks.count > 0);
		taken_kind = taken(&r->p.talk.asks, r->words);
	} while (taken_kind != kind);
	answer(r, kind, json);
}

static const char layout[] =
    "{\"services\":[{\"code\":\"id\"},{\"code\":\"tax\"}],"
    "\"counters\":[{\"label\":\"3\",\"groups\":[{\"services\":[\"id\"]}]}]}";
static const char hall[] =
    "{\"seq\":5,\"t\":1000,\"services\":[{\"service\":\"id\","
    "\"waiting\":12},{\"service\":\"tax\",\"waiting\":90}],"
    "\"counters\":[{\"counter\":\"3\",\"state\":\"open\"}]}";

static void
reach_server(struct room *r)
{
	memset(r, 0, sizeof(*r));
	pad_init(&r->p, &pad_driver_serial, 1,
	    &(struct talk_config){
		.label = "3", .clerk = "7", .lang = "en", .start_ms = 1000 });
	pad_link(&r->p, true, "", 2000);
	answer_next(r, TALK_ASK_LAYOUT, layout);
}

static void
come_up(struct room *r)
{
	reach_server(r);
	answer_next(r, TALK_ASK_OPEN, "{\"counter\":\"3\",\"seq\":4}");
	answer_next(r, TALK_ASK_STATE, hall);
	answer_next(r, TALK_ASK_ASIDE,
	    "[{\"id\":\"8\",\"number\":\"A008\",\"state\":\"held\","
	    "\"counter\":\"5\"},{\"id\":\"9\",\"number\":\"A009\","
	    "\"state\":\"held\",\"counter\":\"3\"}]");
}

static void
finish(struct room *r)
{
	pad_release(&r->p);
}

static const char *
press(struct room *r, enum pad_key key, int digits, int64_t now_ms)
{
	const struct pad_press p = { .address = 1,
		.key = key,
		.digits = digits,
		.data = { (uint8_t)key },
		.data_len = 1 };

	return pad_press(&r->p, &p, RID, now_ms);
}

static void
called(struct room *r)
{
	(void)press(r, PAD_NEXT, -1, 3000);
	answer_next(r, TALK_ASK_ACTION,
	    "{\"id\":\"41\",\"number\":\"A1012\",\"service\":\"id\","
	    "\"class\":\"normal\",\"seq\":9}");
}

/* The last frame that was put on the line. */
static void
shows(struct room *r, const char *digits)
{
	const struct buf *line = &r->p.line;

	assert_true(line->len >= 15);
	assert_memory_equal(line->at + line->len - 8, digits, 6);
	buf_clear(&r->p.line);
}

static void
test_keys(void **state)
{
	static const struct {
		enum pad_key key;
		int digits;
		const char *words;
	} cases[] = {
		{ PAD_NEXT, -1, "COUNTER NEXT 3 RID rid-one" },
		{ PAD_RECALL, -1, "COUNTER RECALL 3 RID rid-one" },
		{ PAD_ASK_RATING, -1, "COUNTER FINISH 3 41 RID rid-one" },
		{ PAD_PAUSE, -1, "COUNTER PAUSE 3 call pad" },
		{ PAD_TRANSFER, 2,
		    "COUNTER TRANSFER 3 41 SERVICE tax REASON call pad "
		    "RID rid-one" },
		{ PAD_ABANDONED, 6, "COUNTER ABANDONED 3 41 RID rid-one" },
		{ PAD_HOLD, 0, "COUNTER HOLD 3 41 papers RID rid-one" },
		{ PAD_RESUME, 3, "COUNTER UNHOLD 3 9 RID rid-one" },
	};
	(void)state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		struct room r;
		come_up(&r);
		called(&r);
		while (taken(&r.p.talk.asks, r.words) >= 0)
			continue;
		assert_null(press(&r, cases[i].key, cases[i].digits, 9000));
		assert_int_equal(
		    taken(&r.p.talk.asks, r.words), TALK_ASK_ACTION);
		assert_string_equal(r.words, cases[i].words);
		finish(&r);
	}
}

static void
test_it_shows_who_waits_and_who_is_called(void **state)
{
	struct room r;
	(void)state;

	come_up(&r);
	shows(&r, "\x00\x01\x02\x0A\x0A\x0A");
	called(&r);
	shows(&r, "\x00\x01\x02\x00\x01\x02");
	pad_link(&r.p, false, "gone", 4000);
	shows(&r, "\x0A\x0A\x0A\x0A\x0A\x0A");
	pad_time(&r.p, 4000);
	assert_true(r.p.line.len > 0); /* said again: it may have restarted */
	buf_clear(&r.p.line);
	pad_time(&r.p, 4000 + PAD_TICK_MS - 1);
	assert_int_equal(r.p.line.len, 0);
	assert_int_equal(pad_deadline(&r.p), 4000 + PAD_TICK_MS);
	finish(&r);
}

static void
test_a_repeated_frame_is_one_press(void **state)
{
	struct room r;
	(void)state;

	come_up(&r);
	(void)press(&r, PAD_NEXT, -1, 3000);
	answer_next(&r, TALK_ASK_ACTION, "null");
	while (taken(&r.p.talk.asks, r.words) >= 0)
		continue;
	buf_clear(&r.p.line);
	(void)press(&r, PAD_NEXT, -1, 3000 + PAD_SAME_MS - 1);
	assert_int_equal(taken(&r.p.talk.asks, r.words), -1);
	assert_true(r.p.line.len > 0); /* acknowledged all the same */
	(void)press(&r, PAD_NEXT, -1, 3000 + 2 * PAD_SAME_MS);
	assert_int_equal(taken(&r.p.talk.asks, r.words), TALK_ASK_ACTION);
	finish(&r);
}

static void
answer_open(struct room *r, enum link_verdict verdict, const char *word)
{
	pad_reply(&r->p, TALK_ASK_OPEN,
	    &(struct link_reply){
		.verdict = verdict, .word = word, .say = "a PIN, please" },
	    2000);
}

static void
press_pin(struct room *r, const char *pin, int64_t now_ms)
{
	struct pad_press p = { .address = 1,
		.key = PAD_PIN,
		.data = { (uint8_t)pin[0] },
		.data_len = 1 };

	(void)snprintf(p.pin, sizeof(p.pin), "%s", pin);
	(void)pad_press(&r->p, &p, RID, now_ms);
}

static bool
beeps(struct room *r)
{
	static const char beep[] = "\xFF\x68\x02\x02\x68\x01\x03\x04\x16";
	bool found = r->p.line.len > 0 &&
	    memmem(r->p.line.at, r->p.line.len, beep, sizeof(beep) - 1);

	buf_clear(&r->p.line);
	return found;
}

static void
test_a_pin_opens_the_counter_and_is_forgotten(void **state)
{
	struct room r;
	(void)state;

	reach_server(&r);
	assert_int_equal(taken(&r.p.talk.asks, r.words), TALK_ASK_OPEN);
	assert_string_equal(r.words, "COUNTER OPEN 3 CLERK 7");
	answer_open(&r, LINK_REFUSED, "WRONGPASS");
	assert_true(beeps(&r));
	press_pin(&r, "1234", 3000);
	do {
		assert_true(r.p.talk.asks.count > 0);
	} while (taken(&r.p.talk.asks, r.words) != TALK_ASK_OPEN);
	assert_string_equal(r.words, "COUNTER OPEN 3 CLERK 7 PIN 1234");
	answer_open(&r, LINK_REFUSED, "WRONGPASS");
	assert_true(beeps(&r));
	assert_string_equal(r.p.pin, "");
	press_pin(&r, "0042", 4000);
	/* Not answered yet: it is asked with the same one again. */
	answer_open(&r, LINK_UNKNOWN, "");
	assert_string_equal(r.p.pin, "0042");
	pad_time(&r.p, 9000);
	while (taken(&r.p.talk.asks, r.words) != TALK_ASK_OPEN)
		continue;
	assert_string_equal(r.words, "COUNTER OPEN 3 CLERK 7 PIN 0042");
	assert_int_equal(r.p.last.key, PAD_NEXT); /* wiped */
	answer(&r, TALK_ASK_OPEN, "{\"counter\":\"3\",\"seq\":4}");
	assert_string_equal(r.p.pin, "");
	answer_next(&r, TALK_ASK_STATE, hall);
	shows(&r, "\x00\x01\x02\x0A\x0A\x0A");
	finish(&r);
}

static void
refuse(struct room *r, int kind, const char *word)
{
	pad_reply(&r->p, kind,
	    &(struct link_reply){
		.verdict = LINK_REFUSED, .word = word, .say = "no" },
	    2000);
}

static void
next_is(struct room *r, int kind, const char *words)
{
	int taken_kind;

	do {
		assert_true(r->p.talk.asks.count > 0);
		taken_kind = taken(&r->p.talk.asks, r->words);
	} while (taken_kind != kind);
	assert_string_equal(r->words, words);
}

/* Another terminal had it, and has closed it since then. */
static void
test_a_press_opens_what_was_another_s(void **state)
{
	struct room r;
	(void)state;

	reach_server(&r);
	(void)taken(&r.p.talk.asks, r.words);
	refuse(&r, TALK_ASK_OPEN, "COUNTERTAKEN");
	(void)press(&r, PAD_NEXT, -1, 9000);
	next_is(&r, TALK_ASK_OPEN, "COUNTER OPEN 3 CLERK 7");
	while (taken(&r.p.talk.asks, r.words) >= 0)
		assert_string_not_equal(r.words, "COUNTER NEXT 3 RID rid-one");
	answer(&r, TALK_ASK_OPEN, "{\"counter\":\"3\",\"seq\":4}");
	next_is(&r, TALK_ASK_ACTION, "COUNTER NEXT 3 RID rid-one");
	answer(&r, TALK_ASK_ACTION, "null");
	/* It was silent for long, and another took it. */
	refuse(&r, TALK_ASK_LEASE, "COUNTERTAKEN");
	(void)press(&r, PAD_RECALL, -1, 19000);
	next_is(&r, TALK_ASK_OPEN, "COUNTER OPEN 3 CLERK 7");
	refuse(&r, TALK_ASK_OPEN, "COUNTERTAKEN");
	next_is(&r, TALK_ASK_ACTION, "COUNTER RECALL 3 RID rid-one");
	finish(&r);
}

static void
test_a_pin_that_nobody_asked_for_beeps(void **state)
{
	struct room r;
	(void)state;

	come_up(&r);
	while (taken(&r.p.talk.asks, r.words) >= 0)
		continue;
	buf_clear(&r.p.line);
	press_pin(&r, "1234", 3000);
	assert_true(beeps(&r));
	assert_int_equal(taken(&r.p.talk.asks, r.words), -1);
	assert_string_equal(r.p.pin, "");
	finish(&r);
}

static void
test_what_can_t_be_done_beeps(void **state)
{
	static const enum pad_key keys[] = { PAD_HOLD, PAD_TRANSFER,
		PAD_ABANDONED, PAD_UNKNOWN };
	struct room r;
	(void)state;

	come_up(&r);
	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		buf_clear(&r.p.line);
		(void)press(&r, keys[i], -1, 3000);
		assert_int_equal(taken(&r.p.talk.asks, r.words), -1);
		assert_memory_equal(r.p.line.at + r.p.line.len - 9,
		    "\xFF\x68\x02\x02\x68\x01\x03\x04\x16", 9);
	}
	finish(&r);
}

static void
test_a_rating_is_of_what_is_over(void **state)
{
	struct room r;
	(void)state;

	come_up(&r);
	assert_null(press(&r, PAD_RATING, 5, 3000));
	called(&r);
	assert_null(press(&r, PAD_RATING, 4, 4000));
	(void)press(&r, PAD_ASK_RATING, -1, 5000);
	assert_string_equal(press(&r, PAD_RATING, 3, 6000), "41");
	finish(&r);
}

static void
test_ratings_are_settled_one_by_one(void **state)
{
	struct rater r = { 0 };
	char words[TAKEN_SIZE];
	(void)state;

	assert_false(rater_add(&r, "41", 6, "a"));
	assert_false(rater_add(&r, "41", 0, "a"));
	assert_true(rater_add(&r, "41", 5, "a"));
	assert_true(rater_add(&r, "42", 1, "b"));
	assert_int_equal(r.asks.count, 0);
	rater_link(&r, true);
	(void)taken(&r.asks, words);
	assert_string_equal(words, "TICKET RATE 41 5 RID a");
	rater_reply(&r, &(struct link_reply){ .verdict = LINK_UNKNOWN }, 1000);
	assert_int_equal(rater_deadline(&r), 1000 + RATER_RETRY_MS);
	rater_time(&r, 1000 + RATER_RETRY_MS);
	(void)taken(&r.asks, words);
	assert_string_equal(words, "TICKET RATE 41 5 RID a");
	rater_reply(&r, &(struct link_reply){ .verdict = LINK_OK }, 3000);
	(void)taken(&r.asks, words);
	assert_string_equal(words, "TICKET RATE 42 1 RID b");
	rater_reply(&r,
	    &(struct link_reply){
		.verdict = LINK_REFUSED, .word = "BADSTATE", .say = "twice" },
	    3000);
	assert_true(said(&r.err, "BADSTATE: twice"));
	assert_int_equal(r.count, 0);
	rater_release(&r);
}

static void
test_posts(void **state)
{
	struct post p;
	(void)state;

	assert_null(post_read("1=3:103", &p));
	assert_int_equal(p.address, 1);
	assert_string_equal(p.label, "3");
	assert_string_equal(p.clerk, "103");
	assert_null(post_read("255=窗口", &p));
	assert_string_equal(p.clerk, "窗口");
	assert_non_null(post_read("256=3", &p));
	assert_non_null(post_read("-1=3", &p));
	assert_non_null(post_read("=3", &p));
	assert_non_null(post_read("1", &p));
	assert_non_null(post_read("1=", &p));
	assert_non_null(post_read("1=3:", &p));
	assert_non_null(post_read("1=12345678901234567", &p));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_keys),
		cmocka_unit_test(test_it_shows_who_waits_and_who_is_called),
		cmocka_unit_test(test_a_repeated_frame_is_one_press),
		cmocka_unit_test(test_a_pin_opens_the_counter_and_is_forgotten),
		cmocka_unit_test(test_a_press_opens_what_was_another_s),
		cmocka_unit_test(test_a_pin_that_nobody_asked_for_beeps),
		cmocka_unit_test(test_what_can_t_be_done_beeps),
		cmocka_unit_test(test_a_rating_is_of_what_is_over),
		cmocka_unit_test(test_ratings_are_settled_one_by_one),
		cmocka_unit_test(test_posts),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
