/* What a keypad's keys press. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <linux/input-event-codes.h>

#include "counter/keymap.h"
#include "counter/press.h"

static void
test_a_numeric_keypad_works_at_once(void **state)
{
	struct keymap m;
	(void)state;

	keymap_init(&m);
	assert_int_equal(m.press[KEY_KPENTER], PRESS_ENTER);
	assert_int_equal(m.press[KEY_KP0], '0');
	assert_int_equal(m.press[KEY_KP9], '9');
	assert_int_equal(m.press[KEY_KPMINUS], 'm');
	assert_int_equal(m.press[KEY_Q], 0);
}

static void
test_a_line_changes_one_key(void **state)
{
	static const struct {
		const char *line;
		uint32_t code, press;
	} cases[] = {
		{ "KPPLUS f\n", KEY_KPPLUS, 'f' },
		{ "  kpdot\tErase  \r\n", KEY_KPDOT, PRESS_ERASE },
		{ "KPENTER None", KEY_KPENTER, 0 },
		{ "96 Escape", KEY_KPENTER, PRESS_ESCAPE },
		{ "TAB ?", KEY_TAB, '?' },
	};
	struct keymap m;
	(void)state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		keymap_init(&m);
		assert_null(keymap_line(&m, cases[i].line));
		assert_int_equal(m.press[cases[i].code], cases[i].press);
		assert_int_equal(m.press[KEY_KP5], '5');
	}
}

static void
test_mistakes_say_what_to_write(void **state)
{
	static const char *const wrong[] = { "KPPLUS", "KPLUS f", "0 f",
		"256 f", "KPPLUS next", "KPPLUS f m", "KPPLUS \x7F" };
	static const char *const right[] = { "", "\n", "  ", "# KPPLUS x y" };
	struct keymap m;
	(void)state;

	keymap_init(&m);
	for (size_t i = 0; i < sizeof(wrong) / sizeof(wrong[0]); i++)
		assert_non_null(keymap_line(&m, wrong[i]));
	for (size_t i = 0; i < sizeof(right) / sizeof(right[0]); i++)
		assert_null(keymap_line(&m, right[i]));
	assert_int_equal(m.press[KEY_KPPLUS], 'r');
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_a_numeric_keypad_works_at_once),
		cmocka_unit_test(test_a_line_changes_one_key),
		cmocka_unit_test(test_mistakes_say_what_to_write),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
