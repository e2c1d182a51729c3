/* What the screen's machine shows and asks, and when. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "kiosk/raster.h"
#include "kiosk/screen_slip.h"
#include "proto/logo.h"
#include "tests/unit/kiosk/screen_room.h"

static void
test_one_ticket(void **state)
{
	static struct room r;
	(void)state;

	room_ready(&r);
	assert_int_equal(r.s.model.services[0].waiting, 7);
	assert_int_equal(r.s.model.services[0].wait.high, 5);
	room_tap(&r, KIOSK_CHOOSE_SERVICE, 0);
	assert_int_equal(r.s.model.page, KIOSK_WAIT);
	room_reply(&r, TAKE_ASK_ISSUE, LINK_OK, room_ticket);
	assert_string_equal(r.words, "TICKET ISSUE id RID " RID " LANG zh");
	assert_int_equal(r.s.model.page, KIOSK_TICKET);
	assert_string_equal(r.s.model.ticket.number, "A012");
	assert_string_equal(r.s.model.ticket.service, "户籍");
	assert_string_equal(r.s.model.ticket.counters, "1");
	assert_string_equal(r.s.model.ticket.qr, "");
	assert_true(r.s.print.wanted);
	r.s.print.wanted = false;
	screen_printed(&r.s, TAKE_PAPER_PRINTED, r.now_ms);
	room_reply(&r, TAKE_ASK_PRINTED, LINK_OK, "{}");
	assert_string_equal(r.words, "TICKET PRINTED 41 printed");
	assert_int_equal(r.s.take.state, TAKE_NONE);
	room_finish(&r);
}

static void
test_the_guide_comes_first(void **state)
{
	static struct room r;
	(void)state;

	room_ready(&r);
	room_tap(&r, KIOSK_CHOOSE_SERVICE, 1);
	assert_int_equal(r.s.model.page, KIOSK_GUIDE);
	assert_int_equal(r.s.asks.count, 0);
	room_later(&r, SCREEN_QUIET_MS);
	room_tap(&r, KIOSK_CHOOSE_CLASS, 0);
	assert_int_equal(room_take(&r), TAKE_ASK_ISSUE);
	assert_string_equal(r.words, "TICKET ISSUE tax RID " RID " LANG zh");
	room_finish(&r);
}

static void
test_refused_says_why_and_goes_back(void **state)
{
	static struct room r;
	(void)state;

	room_ready(&r);
	room_tap(&r, KIOSK_CHOOSE_SERVICE, 0);
	room_reply(&r, TAKE_ASK_ISSUE, LINK_REFUSED, "null");
	assert_int_equal(r.s.model.page, KIOSK_SAY);
	assert_string_equal(
	    r.s.model.text, "All numbers of this service are taken");
	assert_true(said(&r.s.err, "NUMBERSUSED"));
	room_later(&r, SCREEN_SAY_MS);
	assert_int_equal(r.s.model.page, KIOSK_SERVICES);
	room_finish(&r);
}

static void
test_away_says_so_and_comes_back(void **state)
{
	static struct room r;
	(void)state;

	room_ready(&r);
	screen_link(&r.s, false, r.now_ms);
	assert_int_equal(r.s.model.page, KIOSK_AWAY);
	assert_null(room_item(&r, KIOSK_CHOOSE_SERVICE, 0));
	screen_link(&r.s, true, r.now_ms);
	room_reply(&r, SCREEN_ASK_LAYOUT, LINK_OK, room_layout);
	room_reply(&r, SCREEN_ASK_STATE, LINK_OK, room_state);
	assert_int_equal(r.s.model.page, KIOSK_SERVICES);
	room_finish(&r);
}

/* Unknown: the same request again; too long: undone, and said. */
static void
test_a_lost_reply_is_asked_for_then_undone(void **state)
{
	static struct room r;
	(void)state;

	room_ready(&r);
	room_tap(&r, KIOSK_CHOOSE_SERVICE, 0);
	room_reply(&r, TAKE_ASK_ISSUE, LINK_UNKNOWN, "null");
	screen_link(&r.s, false, r.now_ms);
	assert_int_equal(r.s.model.page, KIOSK_WAIT);
	room_later(&r, TAKE_DOUBT_MS);
	assert_int_equal(r.s.model.page, KIOSK_SAY);
	assert_string_equal(r.s.model.text, "Please take a number again");
	screen_link(&r.s, true, r.now_ms);
	while (room_take(&r) != TAKE_ASK_CANCEL)
		assert_true(r.s.asks.count > 0);
	assert_string_equal(r.words, "TICKET CANCEL RID " RID);
	room_finish(&r);
}

static void
test_a_citizen_leaves_nothing_behind(void **state)
{
	static struct room r;
	(void)state;

	room_ready(&r);
	room_tap(&r, KIOSK_CHOOSE_LANGUAGE, 1);
	assert_string_equal(r.s.model.services[0].name, "Household");
	room_tap(&r, KIOSK_TOGGLE, KIOSK_CONTRAST);
	assert_true(r.s.model.modes[KIOSK_CONTRAST]);
	room_later(&r, 2 * SCREEN_IDLE_MS - 1);
	assert_true(r.s.model.modes[KIOSK_CONTRAST]);
	room_later(&r, 1);
	assert_false(r.s.model.modes[KIOSK_CONTRAST]);
	assert_string_equal(r.s.model.services[0].name, "户籍");
	/* Then it waits for ever, and only for the server and the clock. */
	assert_true(screen_deadline(&r.s) - r.now_ms <= SCREEN_STATE_MS);
	room_finish(&r);
}

static void
test_the_ticket_counts_down(void **state)
{
	static struct room r;
	(void)state;

	room_ready(&r);
	room_tap(&r, KIOSK_CHOOSE_SERVICE, 0);
	room_reply(&r, TAKE_ASK_ISSUE, LINK_OK, room_ticket);
	assert_int_equal(r.s.model.left_s, SCREEN_TICKET_MS / 1000);
	r.s.print.wanted = false;
	room_later(&r, 1000);
	assert_int_equal(r.s.model.left_s, SCREEN_TICKET_MS / 1000 - 1);
	room_later(&r, SCREEN_TICKET_MS - 1000);
	assert_int_equal(r.s.model.page, KIOSK_SERVICES);
	room_finish(&r);
}

static void
test_a_served_ticket_is_rated(void **state)
{
	static struct room r;
	(void)state;

	room_ready(&r);
	room_type(&r, "K7QM2H9XPD4T");
	room_key(&r, WINDOW_KEY_ENTER);
	room_reply(&r, SCREEN_ASK_FIND, LINK_OK,
	    "{\"id\":\"41\",\"number\":\"A012\",\"state\":\"served\"}");
	room_later(&r, SCREEN_QUIET_MS);
	room_tap(&r, KIOSK_GO_RATE, 0);
	room_later(&r, SCREEN_QUIET_MS);
	room_tap(&r, KIOSK_CHOOSE_RATING, 5);
	room_reply(&r, SCREEN_ASK_RATE, LINK_OK, "{}");
	assert_string_equal(r.words, "TICKET RATE 41 5 RID " RID);
	assert_true(r.s.model.good);
	room_finish(&r);
}

/* However often it is pressed: one paper, and the server hears of it. */
static void
test_a_reprint_is_one_paper_and_told(void **state)
{
	static struct room r;
	(void)state;

	room_ready(&r);
	room_type(&r, "K7QM2H9XPD4T");
	room_key(&r, WINDOW_KEY_ENTER);
	room_reply(&r, SCREEN_ASK_FIND, LINK_OK, room_ticket);
	room_later(&r, SCREEN_QUIET_MS);
	room_tap(&r, KIOSK_PRINT_AGAIN, 0);
	assert_true(r.s.print.wanted && r.s.print.again);
	assert_int_equal(r.s.model.page, KIOSK_TICKET);
	r.s.print.wanted = false;
	room_type(&r, "K7QM2H9XPD4T");
	room_key(&r, WINDOW_KEY_ENTER);
	room_later(&r, SCREEN_QUIET_MS);
	room_key(&r, WINDOW_KEY_ENTER);
	assert_false(r.s.print.wanted);
	screen_printed(&r.s, TAKE_PAPER_PRINTED, r.now_ms);
	while (room_take(&r) != TAKE_ASK_PRINTED)
		assert_true(r.s.asks.count > 0);
	assert_string_equal(
	    r.words, "TICKET PRINTED 41 printed AGAIN 1 RID " RID);
	room_finish(&r);
}

static void
test_without_paper_the_screen_is_the_ticket(void **state)
{
	static struct room r;
	(void)state;

	room_ready(&r);
	screen_printer(&r.s, KIOSK_PRINTER_EMPTY, "no_paper", r.now_ms);
	room_later(&r, SCREEN_QUIET_MS);
	room_tap(&r, KIOSK_CHOOSE_SERVICE, 0);
	room_reply(&r, TAKE_ASK_ISSUE, LINK_OK, room_ticket);
	assert_false(r.s.print.wanted);
	room_reply(&r, TAKE_ASK_PRINTED, LINK_OK, "{}");
	assert_string_equal(r.words, "TICKET PRINTED 41 failed");
	room_finish(&r);
}

static void
test_without_paper_it_stops_where_it_should(void **state)
{
	static struct room r;
	(void)state;

	room_ready(&r);
	r.s.config.stop_without_paper = true;
	r.s.config.name = "kiosk-1";
	screen_printer(&r.s, KIOSK_PRINTER_EMPTY, "no_paper", r.now_ms);
	assert_int_equal(r.s.model.page, KIOSK_NO_PAPER);
	assert_int_equal(room_take(&r), SCREEN_ASK_DEVICE);
	assert_string_equal(r.words, "DEVICE STATE kiosk-1 printer no_paper");
	screen_printer(&r.s, KIOSK_PRINTER_OK, "ok", r.now_ms);
	assert_int_equal(r.s.model.page, KIOSK_SERVICES);
	room_finish(&r);
}

/* Takes all requests: is the printer's state among them? */
static bool
is_told(struct room *r)
{
	bool told = false;

	for (int kind; (kind = room_take(r)) >= 0;) {
		told |= kind == SCREEN_ASK_DEVICE &&
		    strstr(r->words, "kiosk-1 printer no_paper");
	}
	return told;
}

/* The journal failed: nobody knows whether it was kept. */
static void
test_what_may_not_be_known_is_told_again(void **state)
{
	static struct room r;
	(void)state;

	room_ready(&r);
	r.s.config.name = "kiosk-1";
	screen_printer(&r.s, KIOSK_PRINTER_EMPTY, "no_paper", r.now_ms);
	room_reply(&r, SCREEN_ASK_DEVICE, LINK_UNKNOWN, "{}");
	assert_false(is_told(&r));
	r.now_ms += SCREEN_STATE_MS;
	screen_time(&r.s, r.now_ms);
	assert_true(is_told(&r));
	r.now_ms += SCREEN_STATE_MS;
	screen_time(&r.s, r.now_ms);
	assert_false(is_told(&r));
	room_finish(&r);
}

static cairo_status_t
put_png(void *closure, const unsigned char *data, unsigned int length)
{
	buf_put(closure, data, length);
	return CAIRO_STATUS_SUCCESS;
}

/* The layout of the room with a logo, 40 by 20, that is black. */
static void
put_logo(struct buf *layout)
{
	cairo_surface_t *black = cairo_image_surface_create(
	    CAIRO_FORMAT_RGB24, 40, 20);
	struct buf png = { 0 };

	assert_int_equal(
	    cairo_surface_write_to_png_stream(black, put_png, &png), 0);
	buf_puts(layout, "{\"logo\":\"");
	logo_write(layout, (const uint8_t *)png.at, png.len);
	buf_puts(layout, "\",");
	buf_puts(layout, room_layout + 1);
	buf_putc(layout, '\0');
	cairo_surface_destroy(black);
	buf_release(&png);
}

/* On the screen and on the paper, where it is one black block. */
static void
test_the_halls_logo(void **state)
{
	static struct room r;
	struct buf layout = { 0 };
	struct raster with, without;
	(void)state;

	put_logo(&layout);
	room_ready(&r);
	assert_null(r.s.model.logo);
	assert_true(screen_slip(&r.s, 576, &without));
	r.s.layout_ms = r.now_ms;
	screen_time(&r.s, r.now_ms);
	room_reply(&r, SCREEN_ASK_LAYOUT, LINK_OK, layout.at);
	assert_int_equal(cairo_image_surface_get_width(r.s.model.logo), 40);
	assert_true(screen_slip(&r.s, 576, &with));
	assert_true(with.height >= without.height + 96);
	assert_true(raster_dot(&with, 288, 50));
	raster_release(&with);
	raster_release(&without);
	buf_release(&layout);
	room_finish(&r);
}

/* What the QR code says of a ticket, of a hall with that address. */
static void
expect_qr(const char *address, const char *ticket, const char *qr)
{
	static struct room r;

	room_ready(&r);
	assert_int_equal(json_object_set_new(r.s.layout, "status_url",
			     json_pack("{s:s}", "zh", address)),
	    0);
	room_tap(&r, KIOSK_CHOOSE_SERVICE, 0);
	room_reply(&r, TAKE_ASK_ISSUE, LINK_OK, ticket);
	assert_string_equal(r.s.model.ticket.qr, qr);
	assert_string_equal(r.s.model.ticket.code, RID);
	room_finish(&r);
}

/* It leads to the page, in the citizen's language, and to this ticket. */
static void
test_the_status_page(void **state)
{
	char address[256];
	(void)state;

	expect_qr("https://h.example/t/", room_token_ticket,
	    "https://h.example/t/" ROOM_TOKEN);
	expect_qr("", room_token_ticket, "");
	expect_qr("https://h.example/t/", room_ticket, "");
	/* One that is cut short would lead to nobody. */
	memset(address, 'a', sizeof(address));
	address[256 - sizeof(ROOM_TOKEN) + 1] = '\0';
	expect_qr(address, room_token_ticket, "");
}

static void
test_a_found_ticket_has_its_page(void **state)
{
	static struct room r;
	(void)state;

	room_ready(&r);
	assert_int_equal(json_object_set_new(r.s.layout, "status_url",
			     json_pack("{s:s}", "zh", "https://h.example/t/")),
	    0);
	room_type(&r, RID);
	room_key(&r, WINDOW_KEY_ENTER);
	room_reply(&r, SCREEN_ASK_FIND, LINK_OK, room_token_ticket);
	assert_string_equal(
	    r.s.model.ticket.qr, "https://h.example/t/" ROOM_TOKEN);
	room_finish(&r);
}

static void
test_killed_and_back_shows_the_ticket(void **state)
{
	static struct room r;
	(void)state;

	room_begin(&r);
	screen_restore(&r.s,
	    "stage asking\nrid K7QM2H9XPD4T\nlang en\npressed 5000\n", 6000);
	screen_link(&r.s, true, r.now_ms);
	room_reply(&r, SCREEN_ASK_LAYOUT, LINK_OK, room_layout);
	room_reply(&r, SCREEN_ASK_STATE, LINK_OK, room_state);
	room_reply(&r, TAKE_ASK_FIND, LINK_OK, room_ticket);
	assert_int_equal(r.s.model.page, KIOSK_TICKET);
	assert_string_equal(r.s.model.ticket.service, "Household");
	assert_string_equal(r.s.model.ticket.code, "K7QM2H9XPD4T");
	assert_true(r.s.print.wanted);
	room_finish(&r);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_one_ticket),
		cmocka_unit_test(test_the_guide_comes_first),
		cmocka_unit_test(test_refused_says_why_and_goes_back),
		cmocka_unit_test(test_away_says_so_and_comes_back),
		cmocka_unit_test(test_a_lost_reply_is_asked_for_then_undone),
		cmocka_unit_test(test_a_citizen_leaves_nothing_behind),
		cmocka_unit_test(test_the_ticket_counts_down),
		cmocka_unit_test(test_a_served_ticket_is_rated),
		cmocka_unit_test(test_a_reprint_is_one_paper_and_told),
		cmocka_unit_test(test_without_paper_the_screen_is_the_ticket),
		cmocka_unit_test(test_without_paper_it_stops_where_it_should),
		cmocka_unit_test(test_what_may_not_be_known_is_told_again),
		cmocka_unit_test(test_the_halls_logo),
		cmocka_unit_test(test_the_status_page),
		cmocka_unit_test(test_a_found_ticket_has_its_page),
		cmocka_unit_test(test_killed_and_back_shows_the_ticket),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
