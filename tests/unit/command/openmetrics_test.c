/* OpenMetrics text: what stands before samples, labels, numbers. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "proto/buf.h"
#include "server/command/openmetrics.h"

static const struct metric wait = { "hao_wait_seconds", "seconds", "Waits.",
	METRIC_SUMMARY };
static const struct metric issued = { "hao_tickets_issued", NULL, "Tickets.",
	METRIC_COUNTER };
static const struct metric alerts = { "hao_alerts", NULL, "Alerts.",
	METRIC_GAUGE };

static void
assert_said(struct buf *out, const char *what)
{
	buf_putc(out, '\0');
	assert_false(out->failed);
	assert_string_equal(out->at, what);
	buf_release(out);
}

static void
a_family_says_what_it_is(void **state)
{
	struct buf out = { 0 };

	(void)state;
	metric_begin(&out, &wait);
	metric_put(&out, &wait, "_count", NULL, 2000);
	metric_put(&out, &wait, "_sum", NULL, 3900250);
	metric_begin(&out, &issued);
	metric_put(&out, &issued, "", NULL, 0);
	metric_end(&out);
	assert_said(&out,
	    "# TYPE hao_wait_seconds summary\n"
	    "# UNIT hao_wait_seconds seconds\n"
	    "# HELP hao_wait_seconds Waits.\n"
	    "hao_wait_seconds_count 2\n"
	    "hao_wait_seconds_sum 3900.25\n"
	    "# TYPE hao_tickets_issued counter\n"
	    "# HELP hao_tickets_issued Tickets.\n"
	    "hao_tickets_issued_total 0\n"
	    "# EOF\n");
}

static void
numbers_are_exact_to_a_thousandth(void **state)
{
	static const struct {
		int64_t thousandths;
		const char *text;
	} numbers[] = { { 1, "hao_alerts 0.001\n" },
		{ 100, "hao_alerts 0.1\n" }, { 65000, "hao_alerts 65\n" },
		{ -1050, "hao_alerts -1.05\n" },
		{ 1795856400123, "hao_alerts 1795856400.123\n" } };

	(void)state;
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++) {
		struct buf out = { 0 };
		metric_put(&out, &alerts, "", NULL, numbers[i].thousandths);
		assert_said(&out, numbers[i].text);
	}
}

/* A name that somebody chose may break no line, and steers no terminal. */
static void
labels_are_escaped(void **state)
{
	const struct metric_label labels[] = { { "kind", "printer" },
		{ "subject", "a\"b\\c\nd\x1b[2J 一楼" }, { 0 } };
	struct buf out = { 0 };

	(void)state;
	metric_put(&out, &alerts, "", labels, 1000);
	assert_said(&out,
	    "hao_alerts{kind=\"printer\","
	    "subject=\"a\\\"b\\\\c\\nd?[2J 一楼\"} 1\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_family_says_what_it_is),
		cmocka_unit_test(numbers_are_exact_to_a_thousandth),
		cmocka_unit_test(labels_are_escaped),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
