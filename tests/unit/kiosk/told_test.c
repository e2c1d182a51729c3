/* What a kiosk of text says when it comes in, and whether it was heard. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "kiosk/talk.h"
#include "proto/link.h"
#include "tests/unit/ui/taken.h"

/* The kind of the oldest request; -1: none. */
static int
take(struct talk *t, char words[TAKEN_SIZE])
{
	return taken(&t->asks, words);
}

static void
answer(struct talk *t, enum link_verdict verdict, int64_t now_ms)
{
	talk_reply(t, TALK_ASK_DEVICE,
	    &(struct link_reply){ .verdict = verdict }, now_ms);
}

/* The journal failed: nobody knows whether it was kept. */
static void
what_may_not_be_known_is_told_again(void **state)
{
	char words[TAKEN_SIZE];
	struct talk t;
	(void)state;

	talk_init(&t,
	    &(struct talk_config){ .lang = "zh",
		.printer = { .there = true, .device = "kiosk-1" } });
	talk_link(&t, true, "", 1000);
	assert_int_equal(take(&t, words), TALK_ASK_LAYOUT);
	talk_printer_is(&t, PRINT_NO_PAPER);
	assert_int_equal(take(&t, words), TALK_ASK_DEVICE);
	answer(&t, LINK_UNKNOWN, 2000);
	assert_int_equal(talk_deadline(&t), 2000 + TAKE_RETRY_MS);
	assert_int_equal(take(&t, words), -1);
	talk_time(&t, 2000 + TAKE_RETRY_MS);
	assert_int_equal(take(&t, words), TALK_ASK_DEVICE);
	assert_string_equal(words, "DEVICE STATE kiosk-1 printer no_paper");
	answer(&t, LINK_OK, 4000);
	assert_int_equal(talk_deadline(&t), -1);
	talk_release(&t);
}

/* Without its layout nobody gets a ticket at it. */
static void
the_layout_is_asked_for_again(void **state)
{
	char words[TAKEN_SIZE];
	struct talk t;
	(void)state;

	talk_init(&t, &(struct talk_config){ .lang = "zh" });
	talk_link(&t, true, "", 1000);
	assert_int_equal(take(&t, words), TALK_ASK_LAYOUT);
	talk_reply(&t, TALK_ASK_LAYOUT,
	    &(struct link_reply){ .verdict = LINK_UNKNOWN }, 2000);
	assert_int_equal(talk_deadline(&t), 2000 + TAKE_RETRY_MS);
	talk_time(&t, 2000 + TAKE_RETRY_MS);
	assert_int_equal(take(&t, words), TALK_ASK_LAYOUT);
	assert_int_equal(talk_deadline(&t), -1);
	talk_release(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_may_not_be_known_is_told_again),
		cmocka_unit_test(the_layout_is_asked_for_again),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
