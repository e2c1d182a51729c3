#include "display/say.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define NUMBER_MAX 9999 /* above it a number is read digit by digit */

static void
put(struct say *s, const char *word, size_t len)
{
	if (s->count == SAY_WORDS_MAX || len == 0)
		return;
	char *to = s->words[s->count++];
	len = len < GRAMMAR_WORD ? len : GRAMMAR_WORD - 1;
	memcpy(to, word, len);
	to[len] = '\0';
}

static void
put_word(struct say *s, const char *word)
{
	put(s, word, strlen(word));
}

/* --- Numbers ------------------------------------------------------------ */

/* 1,001 is 一千零一, and 10 to 19 begin with 十. */
static void
put_zh(struct say *s, int n)
{
	static const char *const digits[] = { "零", "一", "二", "三", "四",
		"五", "六", "七", "八", "九" };
	static const char *const units[] = { "", "十", "百", "千" };
	int scale = 1000;
	bool begun = false, gap = false;

	if (n == 0)
		put_word(s, digits[0]);
	for (int unit = 3; unit >= 0; unit--, scale /= 10) {
		int digit = n / scale % 10;
		gap |= begun && digit == 0;
		if (digit == 0)
			continue;
		if (gap)
			put_word(s, digits[0]);
		if (begun || unit != 1 || digit != 1)
			put_word(s, digits[digit]);
		put_word(s, units[unit]);
		begun = true;
		gap = false;
	}
}

static void
put_en(struct say *s, int n)
{
	static const char *const small[] = { "zero", "one", "two", "three",
		"four", "five", "six", "seven", "eight", "nine", "ten",
		"eleven", "twelve", "thirteen", "fourteen", "fifteen",
		"sixteen", "seventeen", "eighteen", "nineteen" };
	static const char *const tens[] = { "", "", "twenty", "thirty", "forty",
		"fifty", "sixty", "seventy", "eighty", "ninety" };
	static const struct {
		int scale;
		const char *word;
	} units[] = { { 1000, "thousand" }, { 100, "hundred" } };
	bool begun = false;

	for (int i = 0; i < 2; i++) {
		int count = n / units[i].scale;
		n %= units[i].scale;
		if (count == 0)
			continue;
		put_word(s, small[count]);
		put_word(s, units[i].word);
		begun = true;
	}
	if (n >= 20) {
		put_word(s, tens[n / 10]);
		n %= 10;
		begun = true;
	}
	if (n > 0 || !begun)
		put_word(s, small[n]);
}

static void
put_digits(
    struct say *s, const struct grammar_language *l, const char *at, size_t len)
{
	for (size_t i = 0; i < len; i++)
		put_word(s, l->digits[at[i] - '0']);
}

static void
put_number(
    struct say *s, const struct grammar_language *l, const char *at, size_t len)
{
	long n = strtol(at, NULL, 10);

	if (len > 4 || n > NUMBER_MAX || l->numbers == GRAMMAR_DIGITS) {
		put_digits(s, l, at, len);
	} else if (l->numbers == GRAMMAR_ZH) {
		put_zh(s, (int)n);
	} else {
		put_en(s, (int)n);
	}
}

/* --- Labels ------------------------------------------------------------- */

static bool
is_letter(char c)
{
	return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
}

/* What is neither digit nor letter: a Chinese label, say, is one word. */
static size_t
other(const char *at)
{
	size_t len = 1;

	if ((unsigned char)at[0] < 0x80)
		return len;
	while ((unsigned char)at[len] >= 0x80)
		len++;
	return len;
}

typedef void put_fn(struct say *s, const struct grammar_language *l,
    const char *at, size_t len);

static void
put_label(struct say *s, const struct grammar_language *l, const char *label,
    put_fn *number)
{
	for (size_t len; *label != '\0'; label += len) {
		len = strspn(label, "0123456789");
		if (len > 0) {
			number(s, l, label, len);
		} else if (is_letter(*label)) {
			const char upper = (char)(*label & ~0x20);
			len = 1;
			put(s, &upper, len);
		} else {
			len = other(label);
			/* A dash, a dot: nobody says them. */
			if (len > 1)
				put(s, label, len);
		}
	}
}

/* --- Sentences ---------------------------------------------------------- */

static bool
is(const char *at, size_t len, const char *word)
{
	return strlen(word) == len && memcmp(at, word, len) == 0;
}

void
say_call(struct say *s, const struct grammar_language *l, const char *number,
    const char *counter)
{
	s->count = 0;
	for (const char *at = l->call; *at != '\0';) {
		at += strspn(at, " \t");
		size_t len = strcspn(at, " \t");
		if (is(at, len, "{number}")) {
			put_label(s, l, number, put_digits);
		} else if (is(at, len, "{counter}")) {
			put_label(s, l, counter, put_number);
		} else {
			put(s, at, len);
		}
		at += len;
	}
}

void
say_text(const struct say *s, const struct grammar_language *l, size_t from,
    size_t end, char text[SAY_TEXT])
{
	size_t used = 0;

	text[0] = '\0';
	for (size_t i = from; i < end && used < SAY_TEXT; i++) {
		int n = snprintf(text + used, SAY_TEXT - used, "%s%s",
		    i > from ? " " : "", grammar_reading(l, s->words[i]));
		used += n > 0 ? (size_t)n : 0;
	}
	/* In a word of the grammar it stands for a space. */
	for (char *at = text; (at = strchr(at, '_')) != NULL;)
		*at = ' ';
}
