/* What is said when no answer comes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "haoctl/query.h"

static const struct query made = {
	.words = { "ACCOUNT", "ADD", "k1", "kiosk" },
	.show = show_account,
	.start_ms = 1000,
};

static void
waits_out(struct query *q, const char *say)
{
	query_time(q, query_deadline(q) - 1);
	assert_false(q->finished);
	query_time(q, query_deadline(q));
	assert_true(q->finished && q->failed);
	buf_putc(&q->err, '\0');
	assert_non_null(strstr(q->err.at, say));
	query_release(q);
}

static void
no_server_came(void **state)
{
	struct query q = made;

	(void)state;
	waits_out(&q, "no server lets it in");
}

/* It let in, and may do what it was asked. */
static void
a_server_came_and_does_not_answer(void **state)
{
	struct query q = made;

	(void)state;
	query_link(&q, true, NULL);
	assert_int_equal(q.asks.count, 1);
	waits_out(&q, "does not answer");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(no_server_came),
		cmocka_unit_test(a_server_came_and_does_not_answer),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
