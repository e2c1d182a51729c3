/* LED panels: the words of --panel, the bytes of a card, the talk with it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "display/panel_page.h"
#include "display/panel_talk.h"

static struct panel_settings
settings(const char *words)
{
	struct panel_settings to;
	const char *wrong = panel_read(&to, words);

	if (wrong != NULL)
		fail_msg("%s: %s", words, wrong);
	return to;
}

/* --- Words -------------------------------------------------------------- */

static void
words_say_which_panel(void **state)
{
	(void)state;
	struct panel_settings p = settings("cpower:tcp:10.0.0.9");
	assert_true(p.tcp);
	assert_string_equal(p.where, "10.0.0.9");
	assert_string_equal(p.port, "5200");
	assert_int_equal(p.id, 1);
	p = settings("cpower:tcp:[::1]:99,size=128x32,id=7,colour=yellow");
	assert_string_equal(p.where, "::1");
	assert_string_equal(p.port, "99");
	assert_int_equal(p.width, 128);
	assert_int_equal(p.height, 32);
	assert_int_equal(p.id, 7);
	assert_int_equal(p.colour, PANEL_YELLOW);
	assert_false(p.text);
	p = settings("cpower:tty:/dev/ttyS0@9600,text");
	assert_false(p.tcp);
	assert_string_equal(p.where, "/dev/ttyS0");
	assert_int_equal(p.baud, 9600);
	assert_true(p.text);
	assert_int_equal(settings("cpower:tty:/dev/ttyS0").baud, 115200);
}

/* What is taken fits in the frames that there are. */
static void
the_largest_picture_is_whole(void **state)
{
	static const uint8_t rows[1024 / 8 * 199];
	struct panel_settings to = settings("cpower:tcp:x,size=1024x199");
	const struct panel_picture p = { to.width, to.height, rows };
	struct panel_frames f = { 0 };
	(void)state;

	to.driver->picture(&f, &to, &p);
	assert_false(f.bytes.failed);
	assert_in_range(f.count, 1, PANEL_FRAMES_MAX);
	panel_frames_release(&f);
	assert_true(settings("cpower:tcp:x,size=1024x1024,text").text);
}

static void
wrong_words_say_what_to_change(void **state)
{
	static const char *const wrong[] = { "", "cpower", "onbon:tcp:x",
		"cpower:usb:/dev/x", "cpower:tcp:", "cpower:tcp:x:0",
		"cpower:tcp:x:y", "cpower:tcp:x:65536", "cpower:tty:ttyS0",
		"cpower:tty:/dev/ttyS0@x", "cpower:tty:/dev/ttyS0@12345",
		"cpower:tcp:x,", "cpower:tcp:x,id=0", "cpower:tcp:x,id=255",
		"cpower:tcp:x,size=9", "cpower:tcp:x,size=0x9",
		"cpower:tcp:x,size=9x1025", "cpower:tcp:x,size=9x9x9",
		"cpower:tcp:x,colour=blue",
		"cpower:tcp:x,colour=", "cpower:tcp:x,texts",
		"cpower:tcp:x,size=1024x200",
		"cpower:tcp:x,size=1024x100,colour=yellow" };
	struct panel_settings to;
	(void)state;

	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++) {
		if (panel_read(&to, wrong[i]) == NULL)
			fail_msg("%s is taken", wrong[i]);
	}
}

/* --- Bytes -------------------------------------------------------------- */

static void
are(const struct buf *b, const char *hex)
{
	char is[4096] = "";

	assert_false(b->failed);
	for (size_t i = 0; i < b->len; i++) {
		(void)snprintf(is + 3 * i, sizeof(is) - 3 * i, "%02X ",
		    (unsigned)(uint8_t)b->at[i]);
	}
	assert_string_equal(is, hex);
}

/* 68+32+01+7B+01+0A+01+01+60+10 = 193 */
static void
a_window_on_a_line(void **state)
{
	struct panel_settings to = settings("cpower:tty:/dev/x,size=96x16");
	struct panel_frames f = { 0 };
	(void)state;

	panel_cpower.begin(&f, &to);
	assert_int_equal(f.count, 1);
	are(&f.bytes,
	    "A5 68 32 01 7B 01 0A 00 00 00 "
	    "01 01 00 00 00 00 00 60 00 10 93 01 AE ");
	panel_frames_release(&f);
}

/* Nine bytes of head, ten of command, two of sum: 15. */
static void
a_window_on_tcp(void **state)
{
	struct panel_settings to = settings("cpower:tcp:x,size=96x16");
	struct panel_frames f = { 0 };
	(void)state;

	panel_cpower.begin(&f, &to);
	are(&f.bytes,
	    "FF FF FF FF 15 00 00 00 68 32 01 7B 01 0A 00 00 00 "
	    "01 01 00 00 00 00 00 60 00 10 93 01 ");
	panel_frames_release(&f);
}

/* A5, AA and AE in the picture, and in the sum, are escaped. */
static void
a_picture_is_escaped(void **state)
{
	const uint8_t rows[] = { 0xa5, 0xaa, 0xae };
	const struct panel_picture picture = { 8, 3, rows };
	struct panel_settings to = settings("cpower:tty:/dev/x,size=8x3");
	struct panel_frames f = { 0 };
	(void)state;

	panel_cpower.picture(&f, &to, &picture);
	are(&f.bytes,
	    "A5 68 32 01 7B 01 16 00 00 00 03 00 00 01 00 03 04 00 00 00 00 "
	    "49 31 08 00 03 00 01 00 AA 05 AA 0A AA 0E BB 03 AE ");
	panel_frames_release(&f);
	/* Both diodes shine: the rows of each. */
	to = settings("cpower:tcp:x,size=8x3,colour=yellow");
	panel_cpower.picture(&f, &to, &picture);
	are(&f.bytes,
	    "FF FF FF FF 24 00 00 00 68 32 01 7B 01 19 00 00 00 "
	    "03 00 00 01 00 03 04 00 00 00 00 "
	    "49 31 08 00 03 00 03 00 A5 AA AE A5 AA AE BD 05 ");
	panel_frames_release(&f);
}

/* The number in GB 2312, with what it lacks as a question mark. */
static void
a_text_by_the_cards_letters(void **state)
{
	struct panel_settings to = settings(
	    "cpower:tty:/dev/x,size=96x16,id=3,colour=green,text");
	struct panel_frames f = { 0 };
	(void)state;

	panel_cpower.text(&f, &to, "A1→号ß");
	are(&f.bytes,
	    "A5 68 32 03 7B 01 18 00 00 00 04 00 01 01 00 00 00 00 00 60 00 "
	    "10 02 00 FF 00 41 31 A1 FA BA C5 3F 00 73 06 AE ");
	panel_frames_release(&f);
}

static void
a_large_picture_is_several_packets(void **state)
{
	uint8_t rows[64 * 4] = { 0 };
	const struct panel_picture picture = { 32, 64, rows };
	struct panel_settings to = settings("cpower:tcp:x,size=32x64");
	struct panel_frames f = { 0 };
	(void)state;

	/* 19 bytes before the rows: 275 in packets of 200 and 75. */
	panel_cpower.picture(&f, &to, &picture);
	assert_int_equal(f.count, 2);
	const uint8_t *first = (const uint8_t *)f.bytes.at;
	const uint8_t *second = first + f.ends[0];
	assert_int_equal(first[13], 200);
	assert_int_equal(first[15], 0);
	assert_int_equal(first[16], 1);
	assert_int_equal(second[13], 75);
	assert_int_equal(second[15], 1);
	assert_int_equal(second[16], 1);
	assert_int_equal(f.ends[0], 8 + 9 + 200 + 2);
	assert_int_equal(f.ends[1], f.ends[0] + 8 + 9 + 75 + 2);
	panel_frames_release(&f);
}

/* --- Pages -------------------------------------------------------------- */

static void
a_long_text_is_pages(void **state)
{
	static const struct {
		const char *text;
		size_t columns;
		const char *pages[4];
	} cases[] = {
		{ "", 8, { "" } },
		{ "A012", 8, { "A012" } },
		{ "A012 -> 3", 9, { "A012 -> 3" } },
		{ "Please wait in the hall", 11,
		    { "Please wait", "in the hall" } },
		{ "Please  wait", 7, { "Please", "wait" } },
		{ "Wheelchairs", 5, { "Wheel", "chair", "s" } },
		{ "停电通知请离开", 8, { "停电通知", "请离开" } },
		{ "请到3号窗口", 6, { "请到3", "号窗口" } },
		{ "停电", 1, { "停", "电" } },
	};
	struct buf out = { 0 };
	(void)state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		size_t count = 0;
		while (count < 4 && cases[i].pages[count] != NULL)
			count++;
		for (size_t k = 0; k < count; k++) {
			assert_int_equal(panel_page(&out, cases[i].text,
					     cases[i].columns, k),
			    count);
			assert_string_equal(out.at, cases[i].pages[k]);
		}
	}
	buf_release(&out);
}

/* --- Answers ------------------------------------------------------------ */

static const char well[] = "\xa5\xe8\x32\x01\x7b\x00\x96\x01\xae";
static const char badly[] = "\xa5\xe8\x32\x01\x7b\x01\x97\x01\xae";

static enum panel_answer
answer(const char *words, const char *bytes, size_t len, size_t took)
{
	struct panel_settings to = settings(words);
	enum panel_answer answer = PANEL_NOISE;

	assert_int_equal(
	    panel_cpower.answer(&to, (const uint8_t *)bytes, len, &answer),
	    took);
	return answer;
}

static void
answers_are_read(void **state)
{
	const char *line = "cpower:tty:/dev/x", *tcp = "cpower:tcp:x";
	(void)state;

	assert_int_equal(answer(line, well, 9, 9), PANEL_DONE);
	assert_int_equal(answer(line, badly, 9, 9), PANEL_BAD);
	for (size_t len = 0; len < 9; len++)
		(void)answer(line, well, len, 0);
	/* A wrong sum, another card, what lies before a frame. */
	assert_int_equal(
	    answer(line, "\xa5\xe8\x32\x01\x7b\x00\x97\x01\xae", 9, 9),
	    PANEL_NOISE);
	assert_int_equal(
	    answer(line, "\xa5\xe8\x32\x02\x7b\x00\x97\x01\xae", 9, 9),
	    PANEL_NOISE);
	assert_int_equal(answer(line, "x\xa5", 2, 1), PANEL_NOISE);
	assert_int_equal(answer(line, "\xa5\xe8\xa5\xe8", 4, 2), PANEL_NOISE);
	assert_int_equal(answer(tcp,
			     "\xff\xff\xff\xff\x07\x00\x00\x00"
			     "\xe8\x32\x01\x7b\x00\x96\x01",
			     15, 15),
	    PANEL_DONE);
	(void)answer(tcp, "\xff\xff\xff\xff\x07\x00\x00\x00\xe8", 9, 0);
}

/* An escaped AA in the sum: E8+32+0F+7B+06 = 1AA. */
static void
an_escaped_answer_is_read(void **state)
{
	(void)state;
	assert_int_equal(
	    answer("cpower:tty:/dev/x,id=15",
		"\xa5\xe8\x32\x0f\x7b\x06\xaa\x0a\x01\xae", 10, 10),
	    PANEL_BAD);
}

/* --- The talk ----------------------------------------------------------- */

static void
begin(struct panel_talk *t)
{
	struct panel_settings to = settings(
	    "cpower:tty:/dev/x,size=96x16,text");

	panel_talk_init(t, &to);
	assert_int_equal(t->trouble, PANEL_AWAY);
	panel_talk_wire(t, true, 1000);
}

/* What it sent is a frame of that command. */
static void
sent(struct panel_talk *t, unsigned command)
{
	assert_true(t->tx.len > 10);
	assert_int_equal((uint8_t)t->tx.at[10], command);
	buf_clear(&t->tx);
}

static void
one_frame_at_a_time(void **state)
{
	struct panel_talk t;
	(void)state;

	begin(&t);
	sent(&t, 1);
	panel_talk_text(&t, "A001", 1010);
	panel_talk_text(&t, "A002", 1020);
	assert_int_equal(t.tx.len, 0);
	panel_talk_bytes(&t, well, 9, 1030);
	/* The newest alone. */
	assert_non_null(memmem(t.tx.at, t.tx.len, "A002", 4));
	sent(&t, 4);
	assert_int_equal(t.trouble, PANEL_AWAY);
	panel_talk_bytes(&t, well, 9, 1040);
	assert_int_equal(t.tx.len, 0);
	assert_int_equal(t.trouble, PANEL_WELL);
	assert_int_equal(t.deadline_ms, -1);
	panel_talk_text(&t, "A003", 1050);
	sent(&t, 4);
	panel_talk_release(&t);
}

static void
a_silent_panel_is_told_thrice_and_then_anew(void **state)
{
	struct panel_talk t;
	(void)state;

	begin(&t);
	panel_talk_text(&t, "A001", 1000);
	for (int i = 1; i <= PANEL_TRIES; i++) {
		sent(&t, 1);
		panel_talk_time(&t, 1000 + i * PANEL_ANSWER_MS);
	}
	assert_int_equal(t.trouble, PANEL_SILENT);
	assert_int_equal(t.tx.len, 0);
	panel_talk_text(&t, "A002", 5000);
	assert_int_equal(t.tx.len, 0);
	panel_talk_time(&t, t.deadline_ms);
	sent(&t, 1);
	panel_talk_bytes(&t, well, 9, 9000);
	assert_non_null(memmem(t.tx.at, t.tx.len, "A002", 4));
	panel_talk_bytes(&t, well, 9, 9010);
	assert_int_equal(t.trouble, PANEL_WELL);
	panel_talk_release(&t);
}

static void
a_panel_that_refuses_is_trouble(void **state)
{
	struct panel_talk t;
	(void)state;

	begin(&t);
	for (int i = 0; i < PANEL_TRIES; i++) {
		sent(&t, 1);
		panel_talk_bytes(&t, badly, 9, 1010);
	}
	assert_int_equal(t.trouble, PANEL_REFUSES);
	panel_talk_release(&t);
}

static void
a_wire_that_comes_back_shows_the_last_line(void **state)
{
	struct panel_talk t;
	(void)state;

	begin(&t);
	panel_talk_bytes(&t, well, 9, 1010);
	panel_talk_wire(&t, false, 1020);
	assert_int_equal(t.trouble, PANEL_AWAY);
	panel_talk_text(&t, "A001", 1030);
	buf_clear(&t.tx);
	panel_talk_wire(&t, true, 1040);
	sent(&t, 1);
	panel_talk_bytes(&t, well, 9, 1050);
	assert_non_null(memmem(t.tx.at, t.tx.len, "A001", 4));
	panel_talk_release(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(words_say_which_panel),
		cmocka_unit_test(the_largest_picture_is_whole),
		cmocka_unit_test(wrong_words_say_what_to_change),
		cmocka_unit_test(a_window_on_a_line),
		cmocka_unit_test(a_window_on_tcp),
		cmocka_unit_test(a_picture_is_escaped),
		cmocka_unit_test(a_text_by_the_cards_letters),
		cmocka_unit_test(a_large_picture_is_several_packets),
		cmocka_unit_test(answers_are_read),
		cmocka_unit_test(an_escaped_answer_is_read),
		cmocka_unit_test(one_frame_at_a_time),
		cmocka_unit_test(a_silent_panel_is_told_thrice_and_then_anew),
		cmocka_unit_test(a_panel_that_refuses_is_trouble),
		cmocka_unit_test(a_wire_that_comes_back_shows_the_last_line),
		cmocka_unit_test(a_long_text_is_pages),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
