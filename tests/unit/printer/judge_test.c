/* What IPP's answers mean, and what the kiosk remembers of a paper. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>
#include <errno.h>

#include "kiosk/print_judge.h"
#include "kiosk/print_record.h"

#define PENDING	   3
#define PROCESSING 5
#define CANCELED   7
#define ABORTED	   8
#define COMPLETED  9

struct row {
	int state, progress;
	bool processed;
	enum print_source source;
	enum verdict verdict;
};

static const struct row rows[] = {
	{ COMPLETED, 0, true, PRINT_SOURCE_QUEUE, VERDICT_SENT },
	/* Another backend's progress is no verdict. */
	{ COMPLETED, 100, true, PRINT_SOURCE_QUEUE, VERDICT_SENT },
	{ COMPLETED, 0, true, PRINT_SOURCE_PRINTER, VERDICT_PRINTED },
	{ COMPLETED, 100, true, PRINT_SOURCE_HAO, VERDICT_PRINTED },
	{ COMPLETED, 99, true, PRINT_SOURCE_HAO, VERDICT_SENT },
	/* A cupsd that was started again has forgotten it. */
	{ COMPLETED, 0, true, PRINT_SOURCE_HAO, VERDICT_SENT },
	{ CANCELED, 1, true, PRINT_SOURCE_HAO, VERDICT_FAILED },
	{ CANCELED, 50, true, PRINT_SOURCE_HAO, VERDICT_UNKNOWN },
	{ CANCELED, 100, true, PRINT_SOURCE_HAO, VERDICT_PRINTED },
	{ CANCELED, 0, true, PRINT_SOURCE_HAO, VERDICT_UNKNOWN },
	{ CANCELED, 0, true, PRINT_SOURCE_QUEUE, VERDICT_UNKNOWN },
	{ CANCELED, 0, false, PRINT_SOURCE_QUEUE, VERDICT_FAILED },
	{ ABORTED, 0, false, PRINT_SOURCE_PRINTER, VERDICT_UNKNOWN },
};

static void
test_verdicts(void **state)
{
	(void)state;

	for (size_t i = 0; i < sizeof(rows) / sizeof(rows[0]); i++) {
		const struct print_job job = { .found = true,
			.state = rows[i].state,
			.progress = rows[i].progress,
			.processed = rows[i].processed,
			.name = "A1" };
		enum verdict verdict;
		assert_true(print_judge(&job, "A1", rows[i].source, &verdict));
		assert_string_equal(
		    verdict_word(verdict), verdict_word(rows[i].verdict));
	}
}

static void
test_a_job_that_goes_on(void **state)
{
	struct print_job job = {
		.found = true, .state = PENDING, .name = "A1"
	};
	enum verdict verdict;
	(void)state;

	assert_false(print_judge(&job, "A1", PRINT_SOURCE_HAO, &verdict));
	job.state = PROCESSING;
	job.progress = 100;
	assert_false(print_judge(&job, "A1", PRINT_SOURCE_HAO, &verdict));
}

static void
test_another_ones_job(void **state)
{
	struct print_job job = {
		.found = true, .state = COMPLETED, .progress = 100, .name = "A2"
	};
	enum verdict verdict;
	(void)state;

	assert_true(print_judge(&job, "A1", PRINT_SOURCE_HAO, &verdict));
	assert_int_equal(verdict, VERDICT_UNKNOWN);
	job.found = false;
	assert_true(print_judge(&job, "A2", PRINT_SOURCE_HAO, &verdict));
	assert_int_equal(verdict, VERDICT_UNKNOWN);
}

static void
test_an_empty_job(void **state)
{
	struct print_job job = {
		.found = true, .state = PENDING, .name = "A1"
	};
	(void)state;

	assert_true(print_is_empty(&job, "A1"));
	assert_false(print_is_empty(&job, "A2"));
	job.documents = -1;
	assert_false(print_is_empty(&job, "A1"));
	job.documents = 0;
	job.state = COMPLETED;
	assert_false(print_is_empty(&job, "A1"));
}

static void
test_a_held_job(void **state)
{
	struct print_job job = { .found = true,
		.state = PRINT_JOB_HELD,
		.documents = 1,
		.name = "A1" };
	(void)state;

	assert_true(print_is_held(&job, "A1"));
	assert_false(print_is_held(&job, "A2"));
	job.documents = 0;
	assert_false(print_is_held(&job, "A1"));
	job.documents = 1;
	job.state = PENDING;
	assert_false(print_is_held(&job, "A1"));
}

static void
test_the_worst_reason_holds(void **state)
{
	(void)state;

	assert_int_equal(print_reason(PRINT_OK, "none"), PRINT_OK);
	assert_int_equal(
	    print_reason(PRINT_OK, "media-low-warning"), PRINT_LOW);
	assert_int_equal(
	    print_reason(PRINT_LOW, "media-empty-error"), PRINT_NO_PAPER);
	assert_int_equal(
	    print_reason(PRINT_NO_PAPER, "media-low-warning"), PRINT_NO_PAPER);
	assert_int_equal(
	    print_reason(PRINT_OK, "cover-open-error"), PRINT_COVER);
	assert_int_equal(
	    print_reason(PRINT_OK, "offline-report"), PRINT_OFFLINE);
	assert_int_equal(print_reason(PRINT_OK, "toner-low"), PRINT_OK);
}

static void
add(int folder, const char *line)
{
	assert_true(print_record_add(folder, "A1", line));
}

static void
test_a_record(void **state)
{
	char path[] = "/tmp/hao-record-XXXXXX";
	char name[PRINT_NAME_MAX + 1] = "";
	struct print_record r;
	(void)state;

	assert_non_null(mkdtemp(path));
	int folder = print_record_open(path);
	assert_true(folder >= 0);
	assert_true(print_record_read(folder, "A1", &r));
	assert_int_equal(r.job, 0);
	add(folder, "job 16\nsending");
	add(folder, "job 17\nsending");
	assert_true(print_record_read(folder, "A1", &r));
	assert_true(r.job == 17 && r.sending && !r.over);
	add(folder, "owed");
	add(folder, "unknown");
	assert_true(print_record_read(folder, "A1", &r));
	assert_true(r.sending && r.over && r.owed);
	assert_int_equal(r.verdict, VERDICT_UNKNOWN);
	assert_true(print_record_owed(folder, name, sizeof(name)));
	assert_string_equal(name, "A1");
	add(folder, "paid");
	assert_false(print_record_owed(folder, name, sizeof(name)));
	assert_int_equal(errno, 0);
	assert_false(print_record_owed(-1, name, sizeof(name)));
	assert_int_equal(errno, EBADF);
	assert_int_equal(unlinkat(folder, "A1", 0), 0);
	(void)close(folder);
	assert_int_equal(rmdir(path), 0);
}

static void
test_names(void **state)
{
	(void)state;

	assert_true(print_record_is_name("12-kE9_x.2"));
	assert_false(print_record_is_name(""));
	assert_false(print_record_is_name("."));
	assert_false(print_record_is_name("../x"));
	assert_false(print_record_is_name("a b"));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_verdicts),
		cmocka_unit_test(test_a_job_that_goes_on),
		cmocka_unit_test(test_another_ones_job),
		cmocka_unit_test(test_an_empty_job),
		cmocka_unit_test(test_a_held_job),
		cmocka_unit_test(test_the_worst_reason_holds),
		cmocka_unit_test(test_a_record),
		cmocka_unit_test(test_names),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
