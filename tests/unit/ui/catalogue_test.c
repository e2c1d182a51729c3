/* Catalogues: the plural rule, the file's form, what the texts become. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "ui/catalogue.h"
#include "ui/catalogues.h"
#include "ui/mo.h"
#include "ui/plural.h"

#define POLISH \
 "(n==1 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
#define ARABIC                                                   \
 "n==0 ? 0 : n==1 ? 1 : n==2 ? 2 : n%100>=3 && n%100<=10 ? 3 : " \
 "n%100>=11 ? 4 : 5;\n"

static void
test_plural_rules(void **state)
{
	static const struct {
		const char *rule;
		uint64_t n;
		int form;
	} cases[] = {
		{ "0", 7, 0 },
		{ "n != 1;", 1, 0 },
		{ "n != 1;", 0, 1 },
		{ "n>1", 1, 0 },
		{ POLISH, 1, 0 },
		{ POLISH, 3, 1 },
		{ POLISH, 12, 2 },
		{ POLISH, 22, 1 },
		{ POLISH, 25, 2 },
		{ ARABIC, 0, 0 },
		{ ARABIC, 2, 2 },
		{ ARABIC, 10, 3 },
		{ ARABIC, 11, 4 },
		{ ARABIC, 100, 5 },
		{ ARABIC, 103, 3 },
	};
	(void)state;

	for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
		assert_int_equal(
		    plural_form(cases[i].rule, cases[i].n), cases[i].form);
	}
}

static void
test_no_plural_rules(void **state)
{
	static const char *const rules[] = { "", "n n", "n !=", "(n", "n)",
		"n ? 1", "1 : 2", "n % 0", "m", "n + 1", "99",
		"((((((((((((((((((((((((((((((((((((((((n" };
	(void)state;

	for (size_t i = 0; i < sizeof(rules) / sizeof(rules[0]); i++)
		assert_int_equal(plural_form(rules[i], 3), -1);
}

/* A file cut short, or with any one byte changed, is never read past it. */
static void
test_broken_files(void **state)
{
	const struct catalogues_entry *entry = &catalogues[0];
	struct mo mo;
	(void)state;

	for (size_t size = 0; size < entry->size; size += 97) {
		uint8_t *cut = malloc(size + 1);
		assert_non_null(cut);
		memcpy(cut, entry->bytes, size);
		assert_false(mo_open(&mo, cut, size));
		free(cut);
	}
	uint8_t *bytes = malloc(entry->size + 1);
	assert_non_null(bytes);
	for (size_t at = 0; at < 512; at++) {
		size_t length;
		memcpy(bytes, entry->bytes, entry->size);
		bytes[at] ^= 0xFF;
		if (mo_open(&mo, bytes, entry->size))
			(void)mo_find(&mo, "Back", &length);
	}
	free(bytes);
}

/* How often each {name} stands in TEXT, as a sum that ignores their order. */
static unsigned
names_of(const char *text)
{
	unsigned sum = 0;

	for (const char *at = strchr(text, '{'); at; at = strchr(at + 1, '{')) {
		unsigned name = 5381;
		for (const char *c = at; *c != '\0' && *c != '}'; c++)
			name = name * 33 + (unsigned char)*c;
		sum += name;
	}
	return sum;
}

static bool
is_data(const char *id)
{
	return strchr(id, ' ') == NULL && strchr(id, '.') != NULL;
}

/* Every language says all that English says, with the same names in it. */
static void
test_all_say_the_same(void **state)
{
	struct mo en = { 0 };
	size_t size;
	(void)state;

	for (size_t i = 0; i < catalogues_count; i++) {
		const struct catalogues_entry *entry = &catalogues[i];
		if (strcmp(entry->lang, "en") == 0)
			assert_true(mo_open(&en, entry->bytes, entry->size));
	}
	for (size_t i = 0; i < catalogues_count; i++) {
		struct mo mo = { 0 };
		assert_true(
		    mo_open(&mo, catalogues[i].bytes, catalogues[i].size));
		assert_int_equal(mo.count, en.count);
		for (uint32_t at = 1; at < en.count; at++) {
			const char *id = mo_id(&en, at);
			const char *text = mo_find(&mo, id, &size);
			assert_non_null(text);
			assert_string_not_equal(text, "");
			const char *last = text + size;
			while (last > text && last[-1] != '\0')
				last--;
			if (!is_data(id))
				assert_int_equal(names_of(last), names_of(id));
		}
	}
}

static void
test_texts(void **state)
{
	struct catalogue *zh = catalogue_create("zh");
	struct catalogue *ar = catalogue_create("ar");
	(void)state;

	assert_string_equal(tr(zh, "Back"), "返回");
	assert_string_equal(tr(zh, "no such text"), "no such text");
	assert_string_equal(trn(zh, "{n} waiting", "", 1), "等候 {n} 人");
	assert_string_equal(trn(ar, "{n} person", "", 2), "شخصان");
	assert_string_equal(trn(ar, "a", "b", 2), "b");
	assert_true(catalogue_rtl(ar));
	assert_false(catalogue_rtl(zh));
	assert_null(catalogue_create("xx"));
	catalogue_destroy(zh);
	catalogue_destroy(ar);
}

static void
test_fill(void **state)
{
	const struct catalogue_value values[] = { { "n", "7" },
		{ "all", "十二" }, { NULL, NULL } };
	char to[16];
	(void)state;

	catalogue_fill(to, sizeof(to), "{n}/{all}{x}", values);
	assert_string_equal(to, "7/十二{x}");
	/* Cut between characters, never within. */
	catalogue_fill(to, 7, "{n}/{all}", values);
	assert_string_equal(to, "7/十");
	catalogue_fill(to, 4, "十二", values);
	assert_string_equal(to, "十");
}

static void
test_dates(void **state)
{
	struct tm when = { .tm_year = 126,
		.tm_mon = 10,
		.tm_mday = 4,
		.tm_wday = 3,
		.tm_hour = 9,
		.tm_min = 5 };
	char to[CATALOGUE_NUMBER_SIZE];
	struct catalogue *zh = catalogue_create("zh");
	struct catalogue *en = catalogue_create("en");
	(void)state;

	catalogue_date(zh, "date.long", &when, to);
	assert_string_equal(to, "2026年11月4日 星期三");
	catalogue_date(en, "date.long", &when, to);
	assert_string_equal(to, "Wednesday, 4 November 2026");
	catalogue_date(en, "date.stamp", &when, to);
	assert_string_equal(to, "2026-11-04 09:05");
	assert_string_equal(catalogue_number(en, -12, to), "-12");
	catalogue_destroy(zh);
	catalogue_destroy(en);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_plural_rules),
		cmocka_unit_test(test_no_plural_rules),
		cmocka_unit_test(test_broken_files),
		cmocka_unit_test(test_all_say_the_same),
		cmocka_unit_test(test_texts),
		cmocka_unit_test(test_fill),
		cmocka_unit_test(test_dates),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
