/* What a report found, as people and as programs read it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "haoctl/sheet.h"

static void
fill(struct sheet *s)
{
	*s = (struct sheet){ .bars = "issued" };
	sheet_column(s, "service", SHEET_TEXT);
	sheet_column(s, "issued", SHEET_COUNT);
	sheet_column(s, "max_s", SHEET_SECONDS);
	sheet_column(s, "rate", SHEET_RATE);
	sheet_text(s, "身份证");
	sheet_int(s, 8);
	sheet_real(s, 3900.0);
	sheet_real(s, 0.9333);
	sheet_text(s, "=1+\"1\"");
	sheet_int(s, 1);
	sheet_none(s);
	sheet_none(s);
	assert_false(s->failed);
}

static void
assert_put(
    void (*put)(struct buf *out, const struct sheet *s), const char *what)
{
	struct buf out = { 0 };
	struct sheet s;

	fill(&s);
	put(&out, &s);
	buf_putc(&out, '\0');
	assert_string_equal(out.at, what);
	buf_release(&out);
	sheet_release(&s);
}

/* 65 minutes are 1:05:00; a wide character takes two columns. */
static void
people_see_columns_and_bars(void **state)
{
	(void)state;
	assert_put(sheet_put_table,
	    "SERVICE  ISSUED      MAX    RATE  \n"
	    "身份证        8  1:05:00  93.3 %  "
	    "████████████████████████████████████████\n"
	    "=1+\"1\"        1        -       -  █████\n");
}

static void
a_spreadsheet_sees_no_formula(void **state)
{
	(void)state;
	assert_put(sheet_put_csv,
	    "service,issued,max_s,rate\r\n"
	    "身份证,8,3900,0.9333\r\n"
	    "\"'=1+\"\"1\"\"\",1,,\r\n");
}

static void
programs_see_numbers_and_nulls(void **state)
{
	(void)state;
	assert_put(sheet_put_json,
	    "[{\"service\":\"身份证\",\"issued\":8,\"max_s\":3900,"
	    "\"rate\":0.9333},{\"service\":\"=1+\\\"1\\\"\",\"issued\":1,"
	    "\"max_s\":null,\"rate\":null}]\n");
}

static void
nothing_is_an_empty_list(void **state)
{
	struct buf out = { 0 };
	struct sheet s = { 0 };

	(void)state;
	sheet_column(&s, "issued", SHEET_COUNT);
	sheet_put_json(&out, &s);
	buf_putc(&out, '\0');
	assert_string_equal(out.at, "[]\n");
	buf_release(&out);
	sheet_release(&s);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(people_see_columns_and_bars),
		cmocka_unit_test(a_spreadsheet_sees_no_formula),
		cmocka_unit_test(programs_see_numbers_and_nulls),
		cmocka_unit_test(nothing_is_an_empty_list),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
