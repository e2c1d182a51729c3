/* Questions: written, chosen, narrowed, left. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "counter/canvas.h"
#include "counter/form.h"
#include "counter/press.h"

static void
write_text(struct form *f, const char *s)
{
	for (; *s != '\0'; s++) {
		assert_int_equal(
		    form_press(f, (unsigned char)*s), FORM_GOES_ON);
	}
}

static void
begin(struct form *f, enum form_kind kind)
{
	*f = (struct form){ 0 };
	form_open(f, kind, "what?", "so");
	form_choice(f, "one", "1");
	form_choice(f, "two", "2");
	form_choice(f, "twenty", "20");
}

static void
test_a_text_is_written(void **state)
{
	struct form f;
	(void)state;

	begin(&f, FORM_TEXT);
	assert_int_equal(form_press(&f, PRESS_ENTER), FORM_GOES_ON);
	write_text(&f, "abc");
	form_press(&f, PRESS_ERASE);
	form_press(&f, 0x6237); /* 户 */
	form_press(&f, 0x1F600);
	form_press(&f, PRESS_ERASE);
	form_press(&f, 0xE9); /* é */
	form_press(&f, PRESS_F0 + 3);
	form_press(&f, 0x07);
	assert_string_equal(form_value(&f), "ab户é");
	assert_int_equal(form_press(&f, PRESS_ENTER), FORM_DONE);
	begin(&f, FORM_TEXT);
	for (int i = 0; i < 300; i++)
		form_press(&f, 0x6237);
	assert_int_equal(strlen(form_value(&f)), LIMIT_TEXT / 3 * 3);
	assert_int_equal(form_press(&f, PRESS_ESCAPE), FORM_LEFT);
	assert_false(form_is_open(&f));
}

static void
test_a_proposal_takes_the_text_s_place(void **state)
{
	struct form f;
	(void)state;

	begin(&f, FORM_TEXT);
	form_press(&f, PRESS_DOWN);
	assert_string_equal(form_value(&f), "1");
	form_press(&f, PRESS_DOWN);
	assert_string_equal(form_value(&f), "2");
	form_press(&f, PRESS_UP);
	form_press(&f, PRESS_UP);
	assert_string_equal(form_value(&f), "");
	form_press(&f, PRESS_DOWN);
	write_text(&f, "x");
	assert_string_equal(form_value(&f), "x");
}

static void
test_a_list_is_narrowed(void **state)
{
	struct form f;
	(void)state;

	begin(&f, FORM_CHOICE);
	assert_string_equal(form_value(&f), "1");
	form_press(&f, PRESS_DOWN);
	form_press(&f, PRESS_DOWN);
	form_press(&f, PRESS_DOWN);
	assert_string_equal(form_value(&f), "20");
	write_text(&f, "TW");
	assert_string_equal(form_value(&f), "2");
	write_text(&f, "e");
	assert_string_equal(form_value(&f), "20");
	write_text(&f, "!");
	assert_string_equal(form_value(&f), "");
	assert_int_equal(form_press(&f, PRESS_ENTER), FORM_GOES_ON);
	form_press(&f, PRESS_ERASE);
	assert_int_equal(form_press(&f, PRESS_ENTER), FORM_DONE);
}

static void
test_only_y_is_yes(void **state)
{
	struct form f;
	(void)state;

	begin(&f, FORM_YES);
	assert_int_equal(form_press(&f, PRESS_ENTER), FORM_LEFT);
	begin(&f, FORM_YES);
	assert_int_equal(form_press(&f, PRESS_SPACE), FORM_LEFT);
	begin(&f, FORM_YES);
	assert_int_equal(form_press(&f, 'y'), FORM_DONE);
}

/* More than there is room for: the page of any size holds. */
static void
test_it_fits_any_page(void **state)
{
	struct form f = { 0 };
	(void)state;

	form_open(&f, FORM_CHOICE, "which of them?", "so or not");
	for (int i = 0; i <= FORM_CHOICES_MAX; i++) {
		form_choice(&f, "户籍办理户籍办理户籍办理户籍办理户籍办理",
		    "something");
	}
	assert_int_equal(f.choices_count, FORM_CHOICES_MAX);
	for (int rows = 1; rows < 30; rows += 3) {
		struct canvas c;
		assert_true(canvas_init(&c, rows, 7 * rows));
		form_draw(&f, &c);
		canvas_release(&c);
	}
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_text_is_written),
		cmocka_unit_test(test_a_proposal_takes_the_text_s_place),
		cmocka_unit_test(test_a_list_is_narrowed),
		cmocka_unit_test(test_only_y_is_yes),
		cmocka_unit_test(test_it_fits_any_page),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
