/* Calls made words, and the grammar that says how. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "display/say.h"

static const char both[] =
    "# a pack\n"
    "language zh\n"
    "voice cmn-latn-pinyin\n"
    "numbers zh\n"
    "digits 零 幺 二 三 四 五 六 七 八 九\n"
    "call 请 {number} 号到 {counter} 号窗口办理\n"
    "clip 请 zh/qing.wav\n"
    "clip A\tzh/A.wav\n"
    "\n"
    "language en\n"
    "voice en\n"
    "numbers en\n"
    "digits zero one two three four five six seven eight nine\n"
    "call Ticket {number} please_go_to_counter {counter}\n"
    "read A [['eI]]";

static struct grammar *
read(const char *text)
{
	struct grammar *g = test_malloc(sizeof(*g));

	if (!grammar_read(g, text))
		fail_msg("%s", g->wrong);
	return g;
}

static void
says(const char *lang, const char *number, const char *counter,
    const char *should)
{
	struct grammar *g = read(both);
	char text[SAY_TEXT];
	struct say say;

	say_call(&say, grammar_language(g, lang), number, counter);
	say_text(&say, grammar_language(g, lang), 0, say.count, text);
	assert_string_equal(text, should);
	test_free(g);
}

static void
numbers_are_read_by_digits_and_counters_as_numbers(void **state)
{
	(void)state;
	says("zh", "A012", "3", "请 A 零 幺 二 号到 三 号窗口办理");
	says("zh", "AB107", "12", "请 A B 幺 零 七 号到 十 二 号窗口办理");
	says("zh", "001", "F10", "请 零 零 幺 号到 F 十 号窗口办理");
	says("en", "A012", "3",
	    "Ticket [['eI]] zero one two please go to counter three");
	says("en", "b9", "f10", "Ticket B nine please go to counter F ten");
}

static void
counter(const char *lang, const char *label, const char *should)
{
	struct grammar *g = read(both);
	struct grammar_language l = *grammar_language(g, lang);
	char text[SAY_TEXT];
	struct say say;

	(void)strcpy(l.call, "{number} {counter}");
	say_call(&say, &l, "", label);
	say_text(&say, &l, 0, say.count, text);
	assert_string_equal(text, should);
	test_free(g);
}

static void
numbers_of_counters(void **state)
{
	(void)state;
	counter("zh", "01", "一");
	counter("zh", "0", "零");
	counter("zh", "10", "十");
	counter("zh", "20", "二 十");
	counter("zh", "21", "二 十 一");
	counter("zh", "100", "一 百");
	counter("zh", "101", "一 百 零 一");
	counter("zh", "110", "一 百 一 十");
	counter("zh", "1001", "一 千 零 一");
	counter("zh", "1010", "一 千 零 一 十");
	counter("zh", "12345", "幺 二 三 四 五");
	counter("zh", "贵宾室", "贵宾室");
	counter("zh", "2-贵宾", "二 贵宾");
	counter("en", "0", "zero");
	counter("en", "13", "thirteen");
	counter("en", "20", "twenty");
	counter("en", "42", "forty two");
	counter("en", "100", "one hundred");
	counter("en", "119", "one hundred nineteen");
	counter("en", "1020", "one thousand twenty");
}

static void
long_labels_are_cut(void **state)
{
	char number[200];
	struct grammar *g = read(both);
	struct say say;
	(void)state;

	memset(number, '7', sizeof(number) - 1);
	number[sizeof(number) - 1] = '\0';
	say_call(&say, grammar_language(g, "zh"), number, number);
	assert_int_equal(say.count, SAY_WORDS_MAX);
	test_free(g);
}

static void
clips_are_found(void **state)
{
	struct grammar *g = read(both);
	const struct grammar_language *zh = grammar_language(g, "zh");
	(void)state;

	assert_string_equal(grammar_clip(zh, "请"), "zh/qing.wav");
	assert_string_equal(grammar_clip(zh, "A"), "zh/A.wav");
	assert_null(grammar_clip(zh, "B"));
	assert_null(grammar_language(g, "ar"));
	test_free(g);
}

static void
is_wrong(const char *text, const char *say)
{
	struct grammar *g = test_malloc(sizeof(*g));

	assert_false(grammar_read(g, text));
	if (strstr(g->wrong, say) == NULL)
		fail_msg("\"%s\" has not \"%s\"", g->wrong, say);
	test_free(g);
}

static void
mistakes_name_their_line(void **state)
{
	(void)state;
	is_wrong("", "there is no language");
	is_wrong("voice en\n", "line 1: the first line is language");
	is_wrong("\nlangage zh\n", "line 2: a line begins with");
	is_wrong("language\n", "line 1: language takes its code");
	is_wrong("language zh\nnumbers roman\n", "line 2: numbers takes");
	is_wrong("language zh\ndigits 1 2 3\n", "line 2: digits takes ten");
	is_wrong("language zh\ncall 请 {number}\n", "line 2: call takes");
	is_wrong("language zh\nvoice zh\n", "needs call and digits");
	is_wrong("language zh\nclip 请\n", "line 2: clip takes");
	is_wrong("language zh\nread A\n", "line 2: read takes");
	is_wrong("language zh\nclip 请 /etc/x.wav\n", "line 2: clip takes");
	is_wrong("language zh\nclip 请 ../x.wav\n", "line 2: clip takes");
	is_wrong("language a\nlanguage b\nlanguage c\nlanguage d\nlanguage e",
	    "line 5: four languages");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(
		    numbers_are_read_by_digits_and_counters_as_numbers),
		cmocka_unit_test(numbers_of_counters),
		cmocka_unit_test(long_labels_are_cut),
		cmocka_unit_test(clips_are_found),
		cmocka_unit_test(mistakes_name_their_line),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
