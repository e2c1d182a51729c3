/* Fingers, keys and scanners at the screen's machine. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "kiosk/draw.h"
#include "tests/unit/kiosk/screen_room.h"

/* A hundred taps a second, in one place, for four seconds. */
static void
test_drumming_is_one_press(void **state)
{
	static struct room r;
	int issues = 0;
	(void)state;

	room_ready(&r);
	struct paint_box box = room_box(&r, KIOSK_CHOOSE_SERVICE, 0);
	for (int i = 0; i < 400; i++) {
		room_finger(&r, WINDOW_PRESS, i, box);
		room_finger(&r, WINDOW_LIFT, i, box);
		r.now_ms += 10;
		while (r.s.asks.count > 0) {
			bool issue = r.s.asks.at[0].kind == TAKE_ASK_ISSUE;
			issues += issue;
			room_reply(&r, r.s.asks.at[0].kind, LINK_OK,
			    issue ? room_ticket : "{}");
		}
		if (r.s.print.wanted) {
			r.s.print.wanted = false;
			screen_printed(&r.s, TAKE_PAPER_PRINTED, r.now_ms);
		}
	}
	assert_int_equal(issues, 1);
	assert_int_equal(r.s.model.page, KIOSK_TICKET);
	room_finish(&r);
}

static void
test_a_finger_that_leaves_elsewhere_presses_nothing(void **state)
{
	static struct room r;
	(void)state;

	room_ready(&r);
	struct paint_box box = room_box(&r, KIOSK_CHOOSE_SERVICE, 0);
	room_finger(&r, WINDOW_PRESS, 1, box);
	assert_int_equal(r.s.model.pressed.action, KIOSK_CHOOSE_SERVICE);
	room_finger(&r, WINDOW_LIFT, 1, room_box(&r, KIOSK_CHOOSE_SERVICE, 1));
	assert_int_equal(r.s.model.page, KIOSK_SERVICES);
	assert_int_equal(r.s.model.pressed.action, 0);
	room_finish(&r);
}

static void
test_two_fingers_and_a_held_one(void **state)
{
	static struct room r;
	(void)state;

	room_ready(&r);
	struct paint_box a = room_box(&r, KIOSK_CHOOSE_SERVICE, 0);
	struct paint_box b = room_box(&r, KIOSK_CHOOSE_SERVICE, 1);
	room_finger(&r, WINDOW_PRESS, 1, a);
	room_finger(&r, WINDOW_PRESS, 2, b);
	room_finger(&r, WINDOW_LIFT, 2, b);
	assert_int_equal(r.s.model.page, KIOSK_SERVICES);
	/* The first is held: whoever comes next is not locked out. */
	r.now_ms += TOUCH_STUCK_MS;
	room_finger(&r, WINDOW_LIFT, 1, a);
	assert_int_equal(r.s.model.page, KIOSK_SERVICES);
	room_finger(&r, WINDOW_PRESS, 1, a);
	r.now_ms += TOUCH_STUCK_MS;
	room_finger(&r, WINDOW_PRESS, 3, b);
	room_finger(&r, WINDOW_LIFT, 3, b);
	assert_int_equal(r.s.model.page, KIOSK_GUIDE);
	room_finish(&r);
}

static void
test_a_scanned_address_finds_the_ticket(void **state)
{
	static struct room r;
	(void)state;

	room_ready(&r);
	room_type(&r, "https://hall.example/t?r=k7qm2h9xpd4t");
	room_key(&r, WINDOW_KEY_ENTER);
	room_reply(&r, SCREEN_ASK_FIND, LINK_OK, room_ticket);
	assert_string_equal(r.words, "TICKET FIND RID K7QM2H9XPD4T");
	assert_int_equal(r.s.model.page, KIOSK_FOUND);
	room_later(&r, SCREEN_QUIET_MS);
	room_tap(&r, KIOSK_GO_GIVE_BACK, 0);
	room_later(&r, SCREEN_QUIET_MS);
	room_tap(&r, KIOSK_GIVE_IT_BACK, 0);
	room_reply(&r, SCREEN_ASK_GIVE_BACK, LINK_OK, "{}");
	assert_string_equal(r.words, "TICKET CANCEL 41 RID KKKKKKKKKKKK");
	assert_true(r.s.model.good);
	room_finish(&r);
}

/* A paper with a page has a token in its QR code. */
static void
test_a_scanned_token_finds_the_ticket(void **state)
{
	static struct room r;
	(void)state;

	room_ready(&r);
	room_tap(&r, KIOSK_GO_FIND, 0);
	room_later(&r, SCREEN_QUIET_MS);
	room_type(&r, "https://hall.example/t/" ROOM_TOKEN);
	room_key(&r, WINDOW_KEY_ENTER);
	room_reply(&r, SCREEN_ASK_FIND, LINK_OK, room_ticket);
	assert_string_equal(r.words, "TICKET GET " ROOM_TOKEN);
	assert_int_equal(r.s.model.page, KIOSK_FOUND);
	assert_string_equal(r.s.model.ticket.shown_code, "");
	room_finish(&r);
}

static void
test_what_is_no_token_asks_nothing(void **state)
{
	static const char *const texts[] = { "41", "41.",
		".sample-token-of-nobody", "41.sample-token-of-nobod",
		"41.sample-token-of-nobodyy", "41.sample+token-of-nobody",
		"41x.sample-token-of-nobody",
		"123456789012345678901.sample-token-of-nobody",
		"https://h.example/41.sample-token-of_nobody/t" };
	static struct room r;
	(void)state;

	room_ready(&r);
	for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
		room_type(&r, texts[i]);
		room_key(&r, WINDOW_KEY_ENTER);
		assert_int_equal(room_take(&r), -1);
	}
	room_finish(&r);
}

static void
test_a_visible_number_finds_nothing(void **state)
{
	static struct room r;
	(void)state;

	room_ready(&r);
	room_type(&r, "A012");
	room_key(&r, WINDOW_KEY_ENTER);
	assert_int_equal(room_take(&r), -1);
	room_tap(&r, KIOSK_GO_FIND, 0);
	room_later(&r, SCREEN_QUIET_MS);
	room_type(&r, "A012");
	/* 0 and 1 are in no code. */
	assert_string_equal(r.s.model.typed, "A2");
	room_tap(&r, KIOSK_ENTER, 0);
	assert_int_equal(room_take(&r), -1);
	room_finish(&r);
}

static void
test_an_appointment_by_touch(void **state)
{
	static const char code[] = "ABCD2345";
	static struct room r;
	(void)state;

	room_ready(&r);
	room_tap(&r, KIOSK_GO_CHECKIN, 0);
	room_later(&r, SCREEN_QUIET_MS);
	for (const char *c = code; *c != '\0'; c++)
		room_tap(&r, KIOSK_TYPE, *c);
	room_tap(&r, KIOSK_TYPE, 'Z');
	room_tap(&r, KIOSK_ENTER, 0);
	assert_int_equal(room_take(&r), TAKE_ASK_ISSUE);
	assert_string_equal(r.words, "CHECKIN ABCD2345 RID " RID " LANG zh");
	room_finish(&r);
}

/* All that a finger reaches, keys reach. */
static void
test_every_target_by_keys(void **state)
{
	static struct room r;
	size_t targets = 0;
	bool seen[VIEW_ITEMS_MAX] = { false };
	(void)state;

	room_ready(&r);
	(void)room_item(&r, KIOSK_TOGGLE, 0);
	for (size_t i = 0; i < r.view.count; i++)
		targets += r.view.items[i].action != 0;
	for (size_t i = 0; i < targets; i++) {
		room_key(&r, WINDOW_KEY_NEXT);
		const struct view_item *item = room_item(
		    &r, r.s.model.focus.action, r.s.model.focus.arg);
		assert_non_null(item);
		assert_false(seen[item - r.view.items]);
		seen[item - r.view.items] = true;
		assert_true(item->focus);
	}
	room_finish(&r);
}

static void
test_a_ticket_by_keys(void **state)
{
	static struct room r;
	(void)state;

	room_ready(&r);
	room_key(&r, WINDOW_KEY_RIGHT);
	assert_int_equal(r.s.model.focus.action, KIOSK_CHOOSE_SERVICE);
	assert_int_equal(r.s.model.focus.arg, 0);
	room_key(&r, WINDOW_KEY_RIGHT);
	assert_int_equal(r.s.model.focus.arg, 1);
	room_key(&r, WINDOW_KEY_LEFT);
	room_key(&r, WINDOW_KEY_ENTER);
	room_key(&r, WINDOW_KEY_ENTER);
	assert_int_equal(room_take(&r), TAKE_ASK_ISSUE);
	assert_int_equal(room_take(&r), -1);
	room_finish(&r);
}

static void
test_the_voice_reads_digit_by_digit(void **state)
{
	static struct room r;
	(void)state;

	room_ready(&r);
	room_tap(&r, KIOSK_TOGGLE, KIOSK_VOICE);
	room_key(&r, WINDOW_KEY_RIGHT);
	assert_string_equal(r.s.speech, "户籍");
	room_key(&r, WINDOW_KEY_ENTER);
	room_reply(&r, TAKE_ASK_ISSUE, LINK_OK, room_ticket);
	assert_string_equal(r.s.speech, "A 零 幺 二 号");
	room_finish(&r);
}

/* A list of targets that the focus has been on. */
struct visited {
	struct kiosk_target at[VIEW_ITEMS_MAX];
	size_t count;
};

static bool
has_visited(const struct visited *v, int action, int arg)
{
	for (size_t i = 0; i < v->count; i++) {
		if (v->at[i].action == action && v->at[i].arg == arg)
			return true;
	}
	return false;
}

static void
visit(struct visited *v, struct kiosk_target target)
{
	if (target.action != 0 && !has_visited(v, target.action, target.arg))
		v->at[v->count++] = target;
}

/* From each target that was reached, in all directions. */
static void
walk(struct room *r, struct visited *v, const enum window_key *keys, size_t n)
{
	r->s.model.focus = (struct kiosk_target){ 0 };
	room_key(r, keys[0]);
	visit(v, r->s.model.focus);
	for (size_t at = 0; at < v->count; at++) {
		for (size_t k = 0; k < n; k++) {
			r->s.model.focus = v->at[at];
			room_key(r, keys[k]);
			visit(v, r->s.model.focus);
		}
	}
}

static void
expect_all(struct room *r, const struct visited *v, const char *by)
{
	kiosk_layout(&r->view, &r->s.model, r->s.width, r->s.height);
	for (size_t i = 0; i < r->view.count; i++) {
		const struct view_item *item = &r->view.items[i];
		bool reached = item->action == 0 ||
		    has_visited(v, item->action, item->arg);
		if (!reached)
			print_message("%s: not by %s\n", item->name, by);
		assert_true(reached);
	}
}

static void
test_keys_reach_every_target(void **state)
{
	static const enum window_key arrows[] = { WINDOW_KEY_DOWN,
		WINDOW_KEY_UP, WINDOW_KEY_LEFT, WINDOW_KEY_RIGHT };
	static const enum window_key next[] = { WINDOW_KEY_NEXT };
	static struct room r;
	static struct visited v;
	(void)state;

	for (int page = 0; page < KIOSK_PAGES; page++) {
		room_ready(&r);
		r.s.model.page = (enum kiosk_page)page;
		r.s.model.title = r.s.model.text = "Served";
		r.s.model.ticket.may_rate = r.s.model.ticket.may_print = true;
		v.count = 0;
		walk(&r, &v, arrows, 4);
		expect_all(&r, &v, "the arrows");
		v.count = 0;
		walk(&r, &v, next, 1);
		expect_all(&r, &v, "Tab");
		room_finish(&r);
	}
}

/* Whoever scans too early scans again, and that counts. */
static void
test_a_scan_too_early_is_forgotten(void **state)
{
	static struct room r;
	(void)state;

	room_ready(&r);
	room_tap(&r, KIOSK_GO_FIND, 0);
	for (int i = 0; i < 2; i++) {
		room_type(&r, "K7QM2H9XPD4T");
		room_key(&r, WINDOW_KEY_ENTER);
		assert_int_equal(r.s.asks.count, i);
		room_later(&r, SCREEN_QUIET_MS);
	}
	assert_int_equal(room_take(&r), SCREEN_ASK_FIND);
	room_finish(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_drumming_is_one_press),
		cmocka_unit_test(
		    test_a_finger_that_leaves_elsewhere_presses_nothing),
		cmocka_unit_test(test_two_fingers_and_a_held_one),
		cmocka_unit_test(test_a_scanned_address_finds_the_ticket),
		cmocka_unit_test(test_a_scanned_token_finds_the_ticket),
		cmocka_unit_test(test_what_is_no_token_asks_nothing),
		cmocka_unit_test(test_a_visible_number_finds_nothing),
		cmocka_unit_test(test_an_appointment_by_touch),
		cmocka_unit_test(test_every_target_by_keys),
		cmocka_unit_test(test_a_ticket_by_keys),
		cmocka_unit_test(test_the_voice_reads_digit_by_digit),
		cmocka_unit_test(test_a_scan_too_early_is_forgotten),
		cmocka_unit_test(test_keys_reach_every_target),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
