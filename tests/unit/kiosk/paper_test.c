/* The paper against golden files, and the width that it never passes. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

#include "kiosk/paper.h"
#include "proto/buf.h"
#include "ui/text.h"

static const struct paper short_zh = {
	.lang = "zh",
	.hall = "中心政务大厅",
	.number = "A012",
	.service = "户籍",
	.counters = "3, 4",
	.ahead = 3,
	.wait = { 10, 25 },
	.time = "2026-11-24 09:31",
	.missed_rule = "过号顺延三位",
};

static const struct paper short_en = {
	.lang = "en",
	.hall = "Central Service Hall",
	.number = "A012",
	.service = "Household register",
	.counters = "3, 4",
	.ahead = 0,
	.wait = { 0, 5 },
	.time = "2026-11-24 09:31",
	.missed_rule = "",
};

static const struct paper long_zh = {
	.lang = "zh",
	.hall = "某某市某某区人民政府行政审批局便民服务中心第一分中心,"
		"一楼综合大厅",
	.number = "KM1234567",
	.service = "社会保险费缴纳、查询与关系转移接续(含异地),个人及单位",
	.counters = "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, F10, F11, F12",
	.ahead = 1234,
	.time = "2026-11-24 09:31",
	.missed_rule = "过号请到服务台处理;过号三次视为弃号,须重新取号。",
};

static const struct paper long_en = {
	.lang = "en",
	.hall = "Government Service Centre of the Northern District, Hall 1",
	.number = "KM12345",
	.service = "Socialinsurancecontributionsandtransfersofallkindswithout"
		   "aspace",
	.counters = "1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, F10, F11, F12",
	.ahead = 1,
	.time = "2026-11-24 09:31",
	.missed_rule = "Missed tickets wait for three more calls; after the "
		       "third miss a new one must be taken.",
};

static const struct {
	const char *file;
	const struct paper *paper;
	int columns;
} golden[] = {
	{ "short_zh_48", &short_zh, 48 },
	{ "short_en_48", &short_en, 48 },
	{ "short_zh_80", &short_zh, 80 },
	{ "short_en_80", &short_en, 80 },
	{ "long_zh_48", &long_zh, 48 },
	{ "long_en_48", &long_en, 48 },
	{ "long_zh_32", &long_zh, 32 },
	{ "long_en_32", &long_en, 32 },
};

static const struct paper *const all[] = { &short_zh, &short_en, &long_zh,
	&long_en };

static void
test_golden(void **state)
{
	const char *folder = *state;
	static char want[16384];

	for (size_t i = 0; i < sizeof(golden) / sizeof(golden[0]); i++) {
		char path[512];
		struct buf got = { 0 };
		(void)snprintf(
		    path, sizeof(path), "%s/%s.txt", folder, golden[i].file);
		FILE *file = fopen(path, "re");
		assert_non_null(file);
		size_t len = fread(want, 1, sizeof(want), file);
		assert_int_equal(fclose(file), 0);
		paper_text(&got, golden[i].paper, golden[i].columns);
		assert_false(got.failed);
		assert_int_equal(got.len, len);
		assert_memory_equal(got.at, want, len);
		buf_release(&got);
	}
}

static void
test_training_stands_above_the_number(void **state)
{
	struct paper p = short_en;
	struct buf got = { 0 };
	(void)state;

	p.training = true;
	paper_text(&got, &p, 48);
	buf_putc(&got, '\0');
	assert_false(got.failed);
	const char *says = strstr(got.at, "培训/TRAINING");
	assert_non_null(says);
	assert_true(says < strstr(got.at, "A012"));
	buf_release(&got);
}

/* Every line of TEXT fits, and there is no trailing space. */
static void
check_lines(char *text, int columns)
{
	char *next;

	for (char *line = text; *line != '\0'; line = next) {
		char *end = strchr(line, '\n');
		assert_non_null(end);
		*end = '\0';
		next = end + 1;
		assert_true(text_columns(line) <= columns);
		if (end != line)
			assert_int_not_equal(end[-1], ' ');
	}
}

static void
test_never_too_wide(void **state)
{
	(void)state;
	for (int columns = PAPER_COLUMNS_MIN; columns <= 96; columns++) {
		for (size_t i = 0; i < sizeof(all) / sizeof(all[0]); i++) {
			struct buf got = { 0 };
			paper_text(&got, all[i], columns);
			buf_putc(&got, '\0');
			assert_false(got.failed);
			check_lines(got.at, columns);
			buf_release(&got);
		}
	}
}

static void
test_order(void **state)
{
	static const char *const parts[] = { "中心政务大厅", "██", "A012",
		"户籍", "窗口 3, 4", "您前面还有 3 人在等待",
		"2026-11-24 09:31", "当日有效", "过号顺延三位" };
	struct buf got = { 0 };
	(void)state;

	paper_text(&got, &short_zh, PAPER_COLUMNS);
	buf_putc(&got, '\0');
	const char *at = got.at;
	for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
		at = strstr(at, parts[i]);
		assert_non_null(at);
	}
	buf_release(&got);
}

static void
test_unknown_ahead_is_left_out(void **state)
{
	struct paper p = short_zh;
	struct buf got = { 0 };
	(void)state;

	p.ahead = -1;
	paper_text(&got, &p, PAPER_COLUMNS);
	buf_putc(&got, '\0');
	assert_null(strstr(got.at, "您前面"));
	buf_release(&got);
}

static void
test_names_steer_nothing(void **state)
{
	struct paper p = short_en;
	struct buf got = { 0 };
	(void)state;

	p.hall = "a\x1b[2Jb\xff";
	p.number = "A\n1";
	paper_text(&got, &p, PAPER_COLUMNS);
	buf_putc(&got, '\0');
	assert_null(strchr(got.at, '\x1b'));
	assert_non_null(strstr(got.at, "a?[2Jb?"));
	assert_non_null(strstr(got.at, "A?1"));
	buf_release(&got);
}

/* The golden files' folder is the only argument. */
int
main(int argc, char **argv)
{
	if (argc != 2)
		return 2;
	const struct CMUnitTest tests[] = {
		cmocka_unit_test_prestate(test_golden, argv[1]),
		cmocka_unit_test(test_training_stands_above_the_number),
		cmocka_unit_test(test_never_too_wide),
		cmocka_unit_test(test_order),
		cmocka_unit_test(test_unknown_ahead_is_left_out),
		cmocka_unit_test(test_names_steer_nothing),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
