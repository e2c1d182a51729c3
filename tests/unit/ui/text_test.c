/* Columns, fields and lines of text that terminals show. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "proto/buf.h"
#include "ui/text.h"

static void
test_columns(void **state)
{
	static const struct {
		const char *text;
		int columns;
	} cases[] = {
		{ "", 0 }, { "A012", 4 }, { "户籍", 4 }, { "A012 → 3", 8 },
		{ "한국", 4 }, { "é", 1 },
		{ "e\xcc\x81", 1 },	   /* e and a combining accent */
		{ "\xf0\xa0\x80\x80", 2 }, /* a rare character */
		{ "ก\xe0\xb8\xb4", 1 },	   /* Thai with a vowel above */
		{ "\xff\xfe", 2 },	   /* no UTF-8: question marks */
		{ "\xe6\x88", 2 },	   /* a cut character */
		{ "\x1b[m", 3 }, { "\xed\xa0\x80", 3 }, /* a surrogate */
		{ "\xc0\xaf", 2 },			/* overlong */
	};
	(void)state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(text_columns(cases[i].text), cases[i].columns);
	}
}

static void
field_is_text(
    const char *text, int columns, enum text_side side, const char *wanted)
{
	struct buf b = { 0 };

	text_field(&b, text, columns, side);
	buf_putc(&b, '\0');
	assert_string_equal(b.at, wanted);
	buf_release(&b);
}

static void
test_fields(void **state)
{
	(void)state;
	field_is_text("ab", 4, TEXT_LEFT, "ab  ");
	field_is_text("ab", 4, TEXT_RIGHT, "  ab");
	field_is_text("ab", 6, TEXT_CENTRE, "  ab");
	field_is_text("户籍", 6, TEXT_LEFT, "户籍  ");
	/* Half a wide character is never shown. */
	field_is_text("户籍", 3, TEXT_LEFT, "户 ");
	field_is_text("a\x1b"
		      "b",
	    3, TEXT_LEFT, "a?b");
	field_is_text("\xe2\x80\xae"
		      "x",
	    2, TEXT_LEFT, "?x");
}

static void
wraps(const char *text, int columns, const char *first, const char *rest)
{
	const char *next;
	size_t bytes = text_wrap(text, columns, &next);

	assert_int_equal(bytes, strlen(first));
	assert_memory_equal(text, first, bytes);
	assert_string_equal(next, rest);
}

static void
test_wraps(void **state)
{
	(void)state;
	wraps("one two", 7, "one two", "");
	wraps("one two", 6, "one", "two");
	wraps("one   two", 4, "one", "two");
	wraps("abcdef", 4, "abcd", "ef");
	wraps("户籍业务", 5, "户籍", "业务");
	wraps("窗口3号", 5, "窗口3", "号");
	/* A comma stays with the word before it. */
	wraps("户籍,业务", 4, "户", "籍,业务");
	/* Wider than the line: one character all the same. */
	wraps("户籍", 1, "户", "籍");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_columns),
		cmocka_unit_test(test_fields),
		cmocka_unit_test(test_wraps),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
