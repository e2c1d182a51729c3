/* Cells: what is cut, what is wide, what lies outside. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "counter/canvas.h"
#include "proto/buf.h"

static void
row_is(const struct canvas *c, int row, const char *wanted)
{
	struct buf b = { 0 };

	canvas_row(c, row, &b);
	buf_putc(&b, '\0');
	assert_string_equal(b.at, wanted);
	buf_release(&b);
}

static void
test_text_is_cut_with_an_ellipsis(void **state)
{
	struct canvas c;
	(void)state;

	assert_true(canvas_init(&c, 3, 20));
	assert_int_equal(
	    canvas_put(&c, canvas_at(0, 1, 10), INK_PLAIN, "queue"), 5);
	assert_int_equal(
	    canvas_put(&c, canvas_at(1, 0, 5), INK_PLAIN, "queueing"), 5);
	assert_int_equal(
	    canvas_put(&c, canvas_at(2, 0, 6), INK_PLAIN, "户籍办理"), 5);
	row_is(&c, 0, " queue");
	row_is(&c, 1, "queu…");
	row_is(&c, 2, "户籍…");
	canvas_put_right(&c, canvas_at(0, 20, 8), INK_PLAIN, "税务");
	row_is(&c, 0, " queue          税务");
	canvas_release(&c);
}

static void
test_half_of_a_wide_one_is_none(void **state)
{
	struct canvas c;
	(void)state;

	assert_true(canvas_init(&c, 1, 10));
	canvas_put(&c, canvas_at(0, 0, 10), INK_PLAIN, "户籍办理");
	canvas_put(&c, canvas_at(0, 1, 2), INK_PLAIN, "ab");
	row_is(&c, 0, " ab 办理");
	canvas_put(&c, canvas_at(0, 4, 1), INK_PLAIN, "x");
	row_is(&c, 0, " ab x 理");
	canvas_release(&c);
}

static void
test_outside_is_left_out(void **state)
{
	const struct area all = { -5, -5, 50, 50 };
	struct canvas c;
	(void)state;

	assert_true(canvas_init(&c, 2, 4));
	canvas_put(&c, canvas_at(2, 0, 4), INK_PLAIN, "below");
	canvas_put(&c, canvas_at(-1, 0, 4), INK_PLAIN, "above");
	canvas_put(&c, canvas_at(0, 4, 4), INK_PLAIN, "beside");
	canvas_put(&c, canvas_at(0, -1, 4), INK_PLAIN, "before");
	canvas_put(&c, canvas_at(1, 3, 4), INK_PLAIN, "户");
	canvas_number(&c, 0, 2, INK_NUMBER, "A1");
	canvas_clear(&c, &all, INK_BAR);
	canvas_fill(&c, &all, INK_BOX);
	row_is(&c, 0, "");
	row_is(&c, 1, "");
	for (int i = 0; i < 8; i++)
		assert_int_equal(c.cells[i].ink, INK_BOX);
	canvas_release(&c);
	assert_true(canvas_init(&c, 0, 100000));
	assert_int_equal(c.rows, 1);
	assert_int_equal(c.columns, CANVAS_COLUMNS_MAX);
	canvas_release(&c);
}

static void
test_marks_stay_with_their_letter(void **state)
{
	struct canvas c;
	(void)state;

	assert_true(canvas_init(&c, 1, 8));
	assert_int_equal(
	    canvas_put(&c, canvas_at(0, 0, 8), INK_PLAIN, "e\xCC\x81t"), 2);
	row_is(&c, 0, "e\xCC\x81t");
	canvas_put(&c, canvas_at(0, 0, 8), INK_PLAIN, "\x1B[2J\xFF");
	row_is(&c, 0, "?[2J?");
	canvas_release(&c);
}

static void
test_a_number_is_five_lines_high(void **state)
{
	struct canvas c;
	(void)state;

	assert_true(canvas_init(&c, 5, 20));
	assert_int_equal(canvas_number(&c, 0, 0, INK_NUMBER, "A1"), 14);
	row_is(&c, 0, "  ██      ██");
	row_is(&c, 1, "██  ██  ████");
	row_is(&c, 2, "██████    ██");
	row_is(&c, 3, "██  ██    ██");
	row_is(&c, 4, "██  ██  ██████");
	canvas_release(&c);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_text_is_cut_with_an_ellipsis),
		cmocka_unit_test(test_half_of_a_wide_one_is_none),
		cmocka_unit_test(test_outside_is_left_out),
		cmocka_unit_test(test_marks_stay_with_their_letter),
		cmocka_unit_test(test_a_number_is_five_lines_high),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
