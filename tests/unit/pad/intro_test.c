/* What a station of pads says once it is in, until it is answered. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "pad/intro.h"
#include "proto/link.h"
#include "tests/unit/ui/taken.h"

struct room {
	struct intro n;
	struct asks asks;
	char words[TAKEN_SIZE];
};

static int
take(struct room *r)
{
	return taken(&r->asks, r->words);
}

static void
answer(struct room *r, enum link_verdict verdict, int64_t now_ms)
{
	intro_reply(&r->n, &(struct link_reply){ .verdict = verdict }, now_ms);
}

/* The journal failed, and what came with it was not answered either. */
static void
who_is_not_answered_asks_again(void **state)
{
	struct room r = { .n = { .name = "pads", .wants_pads = true } };
	(void)state;

	intro_link(&r.n, true, &r.asks);
	for (int64_t now_ms = 5000; now_ms < 8000; now_ms += INTRO_RETRY_MS) {
		assert_int_equal(take(&r), INTRO_DEVICE);
		assert_string_equal(r.words, "DEVICE STATE pads pad unplugged");
		assert_int_equal(take(&r), INTRO_LAYOUT);
		assert_int_equal(take(&r), -1);
		answer(&r, LINK_UNKNOWN, now_ms);
		answer(&r, LINK_UNKNOWN, now_ms);
		assert_int_equal(intro_deadline(&r.n), now_ms + INTRO_RETRY_MS);
		intro_time(&r.n, &r.asks, now_ms + INTRO_RETRY_MS);
	}
	answer(&r, LINK_OK, 9000);
	answer(&r, LINK_REFUSED, 9000);
	assert_int_equal(intro_deadline(&r.n), -1);
}

static void
a_line_is_told_while_somebody_hears(void **state)
{
	struct room r = { .n = { .name = "pads" } };
	(void)state;

	intro_line(&r.n, false, &r.asks);
	assert_int_equal(take(&r), -1);
	intro_link(&r.n, true, &r.asks);
	assert_int_equal(take(&r), INTRO_DEVICE);
	assert_int_equal(take(&r), -1);
	intro_line(&r.n, true, &r.asks);
	assert_int_equal(take(&r), INTRO_DEVICE);
	assert_string_equal(r.words, "DEVICE STATE pads pad ok");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(who_is_not_answered_asks_again),
		cmocka_unit_test(a_line_is_told_while_somebody_hears),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
