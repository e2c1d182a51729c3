/* Numbers: how they are written and read, given, wrapped and used up. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "server/hall/number.h"
#include "tests/unit/hall/fixture.h"

static void
written_with_prefix_and_width(void **state)
{
	static const struct {
		const char *prefix;
		uint32_t last, n;
		const char *text;
	} cases[] = {
		{ "", 9, 1, "001" },
		{ "A", 999, 1, "A001" },
		{ "A", 1000, 1, "A0001" },
		{ "AB", 99, 99, "AB099" },
		{ "ZZ", 9999999, 9999999, "ZZ9999999" },
		{ "", 9999999, 12, "0000012" },
	};
	char out[OUTCOME_NUMBER];

	(void)state;
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct service s = { .first = 1, .last = cases[i].last };
		memcpy(s.prefix, cases[i].prefix, strlen(cases[i].prefix));
		number_write(out, &s, cases[i].n);
		assert_string_equal(out, cases[i].text);
	}
}

static const struct spec ranges = { "a:A:1-999:wrap b:AB:1-1000:wrap "
				    "c::5-9999999:wrap d:C:1-99:wrap",
	"1:a", "normal:0", 3, 2, 30, 2000, 4, 0, 0 };

static void
read_strictly(void **state)
{
	static const struct {
		const char *text, *code; /* NULL: no number of this hall */
		uint32_t ordinal;
	} cases[] = {
		{ "A001", "a", 1 },
		{ "A999", "a", 999 },
		{ "AB0001", "b", 1 },
		{ "0000005", "c", 5 },
		{ "9999999", "c", 9999999 },
		{ "C099", "d", 99 },
		{ "A000", NULL, 0 },
		{ "A01", NULL, 0 },
		{ "A0001", NULL, 0 },
		{ "A001 ", NULL, 0 },
		{ "a001", NULL, 0 },
		{ "AB001", NULL, 0 },
		{ "AB1001", NULL, 0 },
		{ "0000004", NULL, 0 },
		{ "00000005", NULL, 0 },
		{ "C100", NULL, 0 },
		{ "C099x", NULL, 0 },
		{ "", NULL, 0 },
		{ "A", NULL, 0 },
		{ "99999999999999999999", NULL, 0 },
	};
	struct fixture f;

	(void)state;
	fixture_start(&f, &ranges);
	for (size_t i = 0; i < sizeof(cases) / sizeof(*cases); i++) {
		struct service *s = NULL;
		uint32_t n = 0;
		bool is = number_read(f.hall->board, cases[i].text, &s, &n);
		assert_int_equal(is, cases[i].code != NULL);
		if (!is)
			continue;
		assert_string_equal(s->code, cases[i].code);
		assert_int_equal(n, cases[i].ordinal);
	}
	fixture_stop(&f);
}

static void
slots_tell_numbers_apart(void **state)
{
	static const char prefixes[][3] = { "", "A", "Z", "AA", "AZ", "ZZ" };
	static const uint32_t ordinals[] = { 1, 2, 999, 9999999 };
	int64_t slots[96];
	size_t count = 0;

	(void)state;
	for (size_t i = 0; i < 96; i++) {
		struct service s = { .first = 1, .last = 9999999 };
		uint32_t n = ordinals[i % 4], lap = i / 24 % 2 ? 1023 : 0;
		memcpy(s.prefix, prefixes[i / 4 % 6], 3);
		slots[count] = number_slot(
		    (int64_t)(TODAY + (int64_t)i / 48), &s, n, lap);
		assert_true(slots[count] > 0);
		for (size_t k = 0; k < count; k++)
			assert_true(slots[k] != slots[count]);
		uint32_t is_n, is_lap;
		assert_true(number_of_slot(slots[count++], &s, &is_n, &is_lap));
		assert_int_equal(is_n, n);
		assert_int_equal(is_lap, lap);
	}
	assert_true(slots[0] < slots[48]); /* the day stands highest */
}

static void
refused_when_used_up(void **state)
{
	static const struct spec spec = { "a:A:7-9:refuse", "1:a", "normal:0",
		3, 2, 30, 100, 4, 0, 0 };
	struct fixture f;

	(void)state;
	fixture_start(&f, &spec);
	for (int i = 7; i <= 9; i++) {
		char number[16];
		(void)snprintf(number, sizeof(number), "A%03d", i);
		assert_string_equal(
		    number_of(&f, issued(&f, "a", NULL)), number);
	}
	for (int i = 0; i < 3; i++) {
		assert_int_equal(ask(&f,
				     (struct request){ .type = REQUEST_ISSUE,
					 .service = "a" }),
		    REFUSE_NUMBERSUSED);
	}
	about(&f, REQUEST_CANCEL, NULL, 1);
	assert_int_equal(
	    ask(&f, (struct request){ .type = REQUEST_ISSUE, .service = "a" }),
	    REFUSE_NUMBERSUSED);
	fixture_day(&f, TODAY + 1);
	assert_string_equal(number_of(&f, issued(&f, "a", NULL)), "A007");
	fixture_stop(&f);
}

static void
wrapping_skips_what_is_open(void **state)
{
	static const struct spec spec = { "a:A:1-3:wrap", "1:a", "normal:0", 3,
		2, 30, 100, 4, 0, 0 };
	struct fixture f;

	(void)state;
	fixture_start(&f, &spec);
	for (int i = 0; i < 3; i++)
		issued(&f, "a", NULL);
	struct request more = { .type = REQUEST_ISSUE, .service = "a" };
	assert_int_equal(ask(&f, more), REFUSE_NUMBERSUSED);
	about(&f, REQUEST_CANCEL, NULL, 2);
	assert_string_equal(number_of(&f, issued(&f, "a", NULL)), "A002");
	assert_int_equal(ask(&f, more), REFUSE_NUMBERSUSED);
	/* Called is open still, served is not. */
	opened(&f, "1");
	assert_int_equal(next(&f, "1"), 1);
	assert_int_equal(ask(&f, more), REFUSE_NUMBERSUSED);
	about(&f, REQUEST_FINISH, "1", 1);
	assert_string_equal(number_of(&f, issued(&f, "a", NULL)), "A001");
	assert_int_equal(ask(&f, more), REFUSE_NUMBERSUSED);
	fixture_stop(&f);
}

/* Whoever has the number now is meant, not who had it a lap ago. */
static void
a_number_means_its_last_ticket(void **state)
{
	static const struct spec spec = { "a:A:1-2:wrap", "1:a", "normal:0", 3,
		2, 30, 100, 4, 0, 0 };
	struct fixture f;

	(void)state;
	fixture_start(&f, &spec);
	issued(&f, "a", NULL);
	issued(&f, "a", NULL);
	about(&f, REQUEST_CANCEL, NULL, 1);
	assert_int_equal(hall_by_number(f.hall, "A001")->id, 1);
	assert_int_equal(issued(&f, "a", NULL), 3);
	assert_int_equal(hall_by_number(f.hall, "A001")->id, 3);
	assert_null(hall_by_number(f.hall, "A003"));
	fixture_day(&f, TODAY + 1);
	assert_null(hall_by_number(f.hall, "A001"));
	fixture_stop(&f);
}

static void
laps_have_an_end(void **state)
{
	static const struct spec spec = { "a:A:1-1:wrap", "1:a", "normal:0", 3,
		2, 30, 5000, 4, 0, 0 };
	struct request more = { .type = REQUEST_ISSUE, .service = "a" };
	struct fixture f;

	(void)state;
	fixture_start(&f, &spec);
	for (int lap = 0; lap <= 1023; lap++)
		about(&f, REQUEST_CANCEL, NULL, issued(&f, "a", NULL));
	assert_int_equal(ask(&f, more), REFUSE_NUMBERSUSED);
	fixture_day(&f, TODAY + 1);
	issued(&f, "a", NULL);
	fixture_stop(&f);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(written_with_prefix_and_width),
		cmocka_unit_test(read_strictly),
		cmocka_unit_test(slots_tell_numbers_apart),
		cmocka_unit_test(refused_when_used_up),
		cmocka_unit_test(wrapping_skips_what_is_open),
		cmocka_unit_test(a_number_means_its_last_ticket),
		cmocka_unit_test(laps_have_an_end),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
