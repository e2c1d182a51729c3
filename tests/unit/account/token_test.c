/* Tokens of tickets: who has one, and who only has something like it. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "server/account/token.h"

static const uint8_t ours[TOKEN_KEY] = { 1, 2, 3 };
static const uint8_t another_halls[TOKEN_KEY] = { 1, 2, 4 };

static void
a_ticket_has_one(void **state)
{
	static const int64_t ids[] = { 1, 7, 1234567, INT64_MAX };
	char token[TOKEN_TEXT], again[TOKEN_TEXT];
	int64_t id;

	(void)state;
	for (size_t i = 0; i < sizeof(ids) / sizeof(*ids); i++) {
		token_make(token, ours, ids[i]);
		token_make(again, ours, ids[i]);
		assert_string_equal(token, again);
		assert_true(token_read(ours, token, &id));
		assert_int_equal(id, ids[i]);
	}
}

/* What an address takes as it stands; the letters are 128 bits. */
static void
it_is_made_of_what_an_address_takes(void **state)
{
	char token[TOKEN_TEXT];

	(void)state;
	token_make(token, ours, 42);
	assert_int_equal(strncmp(token, "42.", 3), 0);
	assert_int_equal(strlen(token), 3 + 22);
	assert_int_equal(strspn(token + 3,
			     "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
			     "abcdefghijklmnopqrstuvwxyz0123456789-_"),
	    22);
}

/* Papers that are out stay good: what they are made of never changes. */
static void
it_stays_what_it_is(void **state)
{
	char token[TOKEN_TEXT];

	(void)state;
	token_make(token, ours, 42);
	assert_string_equal(token, "42.ZrZju9f4GTX3MCNVKubArg");
}

static void
no_two_are_alike(void **state)
{
	char one[TOKEN_TEXT], two[TOKEN_TEXT];

	(void)state;
	token_make(one, ours, 11);
	token_make(two, ours, 12);
	assert_string_not_equal(one + 3, two + 3);
	token_make(two, another_halls, 11);
	assert_string_not_equal(one, two);
}

static void
one_of_another_ticket_or_hall_is_none(void **state)
{
	char token[TOKEN_TEXT];
	int64_t id;

	(void)state;
	token_make(token, another_halls, 11);
	assert_false(token_read(ours, token, &id));
	token_make(token, ours, 11);
	token[1] = '2';
	assert_false(token_read(ours, token, &id));
}

static void
each_letter_counts(void **state)
{
	char token[TOKEN_TEXT];
	int64_t id;

	(void)state;
	token_make(token, ours, 7);
	for (size_t i = 0; token[i] != '\0'; i++) {
		char was = token[i];
		token[i] = was == 'A' ? 'B' : 'A';
		assert_false(token_read(ours, token, &id));
		token[i] = '\0';
		assert_false(token_read(ours, token, &id));
		token[i] = was;
	}
	assert_true(token_read(ours, token, &id));
}

static void
nonsense_is_none(void **state)
{
	static const char *const words[] = {
		"", ".", "7", "7.", "-7.x", "+7.x", "0.AAAAAAAAAAAAAAAAAAAAAA",
		"07.AAAAAAAAAAAAAAAAAAAAAA",
		"9223372036854775808.AAAAAAAAAAAAAAAAAAAAAA",
		"7.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
	};
	char token[TOKEN_TEXT + 4];
	int64_t id;

	(void)state;
	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++)
		assert_false(token_read(ours, words[i], &id));
	/* As no other text is: not with a zero before, nor with more behind. */
	token[0] = '0';
	token_make(token + 1, ours, 7);
	assert_false(token_read(ours, token, &id));
	memcpy(token + 1 + strlen(token + 1), "=", 2);
	assert_false(token_read(ours, token + 1, &id));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_ticket_has_one),
		cmocka_unit_test(it_is_made_of_what_an_address_takes),
		cmocka_unit_test(it_stays_what_it_is),
		cmocka_unit_test(no_two_are_alike),
		cmocka_unit_test(one_of_another_ticket_or_hall_is_none),
		cmocka_unit_test(each_letter_counts),
		cmocka_unit_test(nonsense_is_none),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
