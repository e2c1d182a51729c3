/* What is about a person stands in no event, but for its salted hash. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <sodium.h>

#include "proto/buf.h"
#include "server/journal/codec.h"

static struct event
empty(enum event_type type)
{
	return (struct event){ .type = type, .seq = 5, .t_ms = 1780300800123 };
}

static void
what_is_personal_is_kept_apart(void **state)
{
	static const char salted[16 + 11] = "a salt of 16 by.moved house";
	struct event e = empty(EVENT_TRANSFERRED);
	struct buf out = { 0 };
	uint8_t hash[16];
	char hex[33];

	(void)state;
	e.reason = "moved house";
	assert_string_equal(codec_personal(&e), "moved house");
	codec_write(&out, &e, (const uint8_t *)salted);
	assert_null(memmem(out.at, out.len, "moved", 5));
	(void)crypto_generichash(hash, sizeof(hash), (const uint8_t *)salted,
	    sizeof(salted), NULL, 0);
	(void)sodium_bin2hex(hex, sizeof(hex), hash, sizeof(hash));
	assert_non_null(memmem(out.at, out.len, hex, 32));
	e.type = EVENT_PAUSED;
	assert_null(codec_personal(&e));
	buf_release(&out);
}

static void
what_a_citizen_says_is_kept_apart(void **state)
{
	static const enum event_type types[] = { EVENT_COMPLAINED,
		EVENT_FOLLOWUP_CLOSED };

	(void)state;
	for (size_t i = 0; i < 2; i++) {
		const uint8_t salt[16] = { 7 };
		struct event e = empty(types[i]);
		struct buf row = { 0 };
		e.text = "he was rude";
		assert_string_equal(codec_personal(&e), e.text);
		assert_string_equal(codec_kept(&e), e.text);
		assert_string_equal(codec_personal_field(e.type), "text");
		codec_write(&row, &e, salt);
		assert_null(memmem(row.at, row.len, "rude", 4));
		assert_non_null(memmem(row.at, row.len, "text_hash", 9));
		buf_release(&row);
	}
}

/* Nothing but its hash is kept of it, the salt beside it. */
static void
a_contact_is_never_written(void **state)
{
	static const char salted[16 + 11] = "a salt of 16 by.13800138000";
	struct event e = empty(EVENT_BOOKED);
	struct buf row = { 0 }, whole = { 0 };
	uint8_t hash[16];
	char hex[33];

	(void)state;
	e.contact = "13800138000";
	assert_string_equal(codec_personal(&e), "13800138000");
	assert_string_equal(codec_kept(&e), "");
	assert_string_equal(codec_personal_field(e.type), "contact");
	codec_write(&row, &e, (const uint8_t *)salted);
	codec_write_whole(&whole, &e);
	assert_null(memmem(row.at, row.len, "138", 3));
	assert_null(memmem(whole.at, whole.len, "138", 3));
	(void)crypto_generichash(hash, sizeof(hash), (const uint8_t *)salted,
	    sizeof(salted), NULL, 0);
	(void)sodium_bin2hex(hex, sizeof(hex), hash, sizeof(hash));
	assert_non_null(memmem(row.at, row.len, hex, 32));
	buf_release(&row);
	buf_release(&whole);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_personal_is_kept_apart),
		cmocka_unit_test(what_a_citizen_says_is_kept_apart),
		cmocka_unit_test(a_contact_is_never_written),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
