/* hall.yaml: what is read, how it is written, and what is no YAML at all. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "server/hall/layout.h"
#include "tests/unit/config/hear.h"

/* The canonical form; freed by the caller. */
static char *
write_all(const struct layout *l, const char *lang)
{
	struct buf out = { 0 };

	config_write(&out, l, lang);
	buf_putc(&out, '\0');
	assert_false(out.failed);
	return out.at;
}

static void
sample_is_read(void **state)
{
	(void)state;
	struct layout *l = config_load(
	    SOURCE_ROOT "/docs/hall.yaml", refuse, NULL);

	assert_non_null(l);
	assert_int_equal(l->languages_count, 2);
	assert_string_equal(l->timezone, "Asia/Shanghai");
	assert_int_equal(l->services_count, 6);
	assert_int_equal(l->counters_count, 8);
	assert_int_equal(l->classes_count, 3);
	assert_int_equal(l->departments_count, 5);
	assert_string_equal(l->services[0].code, "A");
	assert_string_equal(l->services[0].department, "police");
	assert_string_equal(l->services[3].prefix, "D");
	assert_int_equal(l->services[3].last, 500);
	assert_int_equal(l->services[5].used_up, LAYOUT_USED_UP_WRAP);
	assert_null(l->services[5].department);
	assert_int_equal(l->classes[2].credit_min, 20);
	assert_int_equal(l->counters[2].groups_count, 2);
	assert_string_equal(l->counters[2].groups[0].services[1], "C");
	assert_string_equal(l->missed_rule.in[0], "过号请到服务台处理");
	config_free(l);
}

static void
writing_is_canonical(void **state)
{
	(void)state;
	struct layout *l = config_load(
	    SOURCE_ROOT "/docs/hall.yaml", refuse, NULL);
	char *first = write_all(l, NULL);
	struct layout *again = read_good(first);
	char *second = write_all(again, NULL);

	assert_string_equal(first, second);
	config_free(l);
	config_free(again);
	free(first);
	free(second);
}

static void
defaults_are_spelled_out(void **state)
{
	(void)state;
	struct layout *l = read_good(HALL SERVICE
	    "counters:\n  - {label: \"1\", groups: [{services: [a]}]}\n");
	char *json = write_all(l, NULL);

	assert_string_equal(json,
	    "{\"languages\":[\"zh\",\"en\"],\"name\":{\"zh\":\"a\"},"
	    "\"timezone\":\"Asia/Shanghai\",\"day_starts_h\":4,"
	    "\"misses_max\":3,\"recalls_max\":5,\"lease_s\":30,"
	    "\"tickets_max\":20000,\"connections_max\":1024,"
	    "\"limits\":{\"address_connections\":512,"
	    "\"address_strangers\":256,\"strangers\":512,"
	    "\"buffers_mib\":64,\"requests\":100000,"
	    "\"commands_stranger\":20,"
	    "\"commands_local\":0,\"commands_device\":500,"
	    "\"commands_kiosk\":500,\"commands_display\":500,"
	    "\"commands_pad\":500,\"commands_counter\":500,"
	    "\"commands_web\":500,\"commands_person\":200,"
	    "\"commands_supervisor\":200,\"commands_manager\":200,"
	    "\"commands_technician\":200},"
	    "\"alerts\":{\"wait_warn_min\":15,\"wait_alarm_min\":30,"
	    "\"target_warn_percent\":30,\"target_alarm_percent\":50,"
	    "\"load_warn\":0,\"load_alarm\":10,"
	    "\"capacity_warn_percent\":80,\"capacity_alarm_percent\":100,"
	    "\"abandoned_warn_percent\":10,"
	    "\"abandoned_alarm_percent\":20,"
	    "\"break_warn_min\":240,\"break_alarm_min\":360,"
	    "\"unshown_warn_s\":10,\"unshown_alarm_s\":60,"
	    "\"secrets_warn\":30,\"secrets_alarm\":100},"
	    "\"zones\":[{\"code\":\"main\",\"name\":{\"zh\":\"a\"}}],"
	    "\"departments\":[],"
	    "\"classes\":[{\"code\":\"normal\",\"name\":{\"zh\":\"normal\"},"
	    "\"credit_min\":0}],"
	    "\"services\":[{\"code\":\"a\",\"name\":{\"zh\":\"a\"},"
	    "\"prefix\":\"A\",\"first\":1,\"last\":999,"
	    "\"used_up\":\"refuse\",\"target_wait_min\":15,"
	    "\"target_handling_min\":10,\"zones\":[\"main\"]}],"
	    "\"counters\":[{\"label\":\"1\","
	    "\"groups\":[{\"services\":[\"a\"]}],\"zones\":[\"main\"]}]}");
	assert_null(l->plain);
	assert_null(l->loopback);
	config_free(l);
	free(json);
}

static void
a_role_is_as_fast_as_its_kind(void **state)
{
	(void)state;
	struct layout *l = read_good(
	    HALL "limits: {commands_device: 7, commands_kiosk: 0,"
		 " commands_manager: 9}\n");
	const uint32_t *commands = l->limits.commands;

	assert_int_equal(commands[ACCOUNT_STRANGER], 20);
	assert_int_equal(commands[ACCOUNT_LOCAL], 0);
	assert_int_equal(commands[ACCOUNT_KIOSK], 0);
	assert_int_equal(commands[ACCOUNT_DISPLAY], 7);
	assert_int_equal(commands[ACCOUNT_WEB], 7);
	assert_int_equal(commands[ACCOUNT_SUPERVISOR], 200);
	assert_int_equal(commands[ACCOUNT_MANAGER], 9);
	config_free(l);
}

static void
zero_is_not_absent(void **state)
{
	(void)state;
	struct layout *l = read_good(
	    HALL "day_starts_h: 0\nrecalls_max: 0\nplain: "
		 "trusted-network\nloopback: accounts\n");
	char *json = write_all(l, NULL);

	assert_int_equal(l->day_starts_h, 0);
	assert_int_equal(l->recalls_max, 0);
	assert_non_null(strstr(json,
	    "\"day_starts_h\":0,\"plain\":\"trusted-network\","
	    "\"loopback\":\"accounts\",\"misses_max\":3,\"recalls_max\":0"));
	config_free(l);
	free(json);
}

static void
alerts_are_read_and_checked(void **state)
{
	(void)state;
	struct layout *l = read_good(
	    HALL "alerts: {wait_warn_min: 5, load_alarm: 0}\n");
	char *json = write_all(l, NULL);
	struct layout *again = read_good(json);

	assert_int_equal(again->alerts.wait_warn_min, 5);
	assert_int_equal(again->alerts.wait_alarm_min, 30);
	assert_int_equal(again->alerts.load_alarm, 0);
	config_free(l);
	config_free(again);
	free(json);
	expect(HALL "alerts:\n  wait_warn_min: 31\n  load_alarm: 1001\n"
		    "  wait_wrn_min: 3\n",
	    "4 alerts.wait_alarm_min is 30, below wait_warn_min, which is 31; "
	    "it must be that or more, or 0 for no alarm\n"
	    "6 alerts.load_alarm is 1001; it must be 0 to 1000\n"
	    "7 alerts.wait_wrn_min is not a known key; did you mean "
	    "\"wait_warn_min\"?\n");
	expect(HALL "alerts: 5\n",
	    "4 alerts is a single value; it must be keys with values, "
	    "as {wait_warn_min: ...}\n");
}

static void
first_zone_is_default(void **state)
{
	(void)state;
	struct layout *l = read_good(HALL
	    "zones: [{code: up, name: {en: Up}}, {code: b, name: {zh: b}}]\n"
	    "services: [{code: a, name: {zh: a}, zones: [b, up]},"
	    " {code: b, name: {zh: b}, prefix: B}]\n");

	assert_int_equal(l->services[0].zones_count, 2);
	assert_string_equal(l->services[0].prefix, "");
	assert_int_equal(l->services[1].zones_count, 1);
	assert_string_equal(l->services[1].zones[0], "up");
	config_free(l);
}

static void
json_is_read(void **state)
{
	(void)state;
	struct layout *l = read_good("{\"languages\":[\"en\"],\"name\":"
				     "{\"en\":\"q\\\"\\\\ \\u000ab\\/\\u00e9\"}"
				     ",\"timezone\":\"UTC\",\"lease_s\":5}");

	assert_string_equal(l->name.in[0], "q\"\\ \nb/é");
	assert_int_equal(l->lease_s, 5);
	config_free(l);
}

/* Quotes, newlines and what YAML would take for something else. */
static void
texts_survive(void **state)
{
	(void)state;
	struct layout *l = read_good("\xef\xbb\xbflanguages: [no, 'on']\r\n"
				     "name: {no: \"q\\\"\\\\\\n: # é\", on: ~}"
				     "\r\ntimezone: UTC\r\n"
				     "ticker:\r\n  no:\r\n  on: |\r\n"
				     "    one\r\n    two\r\n");
	char *json = write_all(l, NULL);
	struct layout *again = read_good(json);

	assert_string_equal(l->name.in[0], "q\"\\\n: # é");
	assert_string_equal(l->name.in[1], "~");
	assert_null(l->ticker.in[0]);
	assert_string_equal(l->ticker.in[1], "one\ntwo\n");
	assert_string_equal(again->name.in[0], l->name.in[0]);
	assert_string_equal(again->ticker.in[1], l->ticker.in[1]);
	config_free(l);
	config_free(again);
	free(json);
}

static void
language_is_chosen(void **state)
{
	(void)state;
	struct layout *l = read_good(
	    HALL "ticker: {en: T}\nmissed_rule: {zh: m, en: n}\n");
	char *en = write_all(l, "en");
	char *other = write_all(l, "fr");

	assert_non_null(strstr(en, ",\"name\":\"a\","));
	assert_non_null(strstr(en, "\"missed_rule\":\"n\",\"ticker\":\"T\","));
	assert_non_null(
	    strstr(other, "\"missed_rule\":\"m\",\"ticker\":\"T\","));
	config_free(l);
	free(en);
	free(other);
}

static void
broken_yaml_is_told(void **state)
{
	(void)state;
	expect(HALL "zones:\n\t- code: a\n",
	    "5  begins with a tab; indent with spaces alone\n");
	expect(HALL "nme: 1\nzones: [a\nlease_s: 4\n",
	    "4 nme is not a known key; did you mean \"name\"?\n"
	    "5 zones[0] is a single value; it must be keys with values, as "
	    "{code: ...}\n"
	    "6  is no YAML: did not find expected ',' or ']', while parsing "
	    "a flow sequence that begins on line 5; look for a missing "
	    "quote, bracket, colon or space before here\n");
	expect(HALL "lease_s: 9\xff\n",
	    "4  has bytes that are no text (invalid leading UTF-8 octet); "
	    "save the file as UTF-8\n");
	expect(HALL "---\nlease_s: 1\n",
	    "4  has a second document; leave out the line of dashes "
	    "(---)\n");
	expect("",
	    "1  has nothing in it; copy the sample file and change "
	    "it\n");
	expect("# a remark\n",
	    "1  has nothing in it; copy the sample file "
	    "and change it\n");
}

static void
garbage_is_refused(void **state)
{
	const size_t len = 1000000;
	char *bytes = malloc(len);
	uint32_t x = 1;

	(void)state;
	assert_non_null(bytes);
	for (size_t i = 0; i < len; i++) {
		x = x * 1664525U + 1013904223U;
		bytes[i] = (char)(x >> 24 & 0x7f);
	}
	bytes[0] = 'a';
	expect_refusal(bytes, len, 1, "no text");
	for (size_t i = 0; i < len; i++)
		bytes[i] = i % 5 ? 'k' : '\n';
	expect_refusal(bytes, len, 2, "is a single value");
	for (size_t i = 0; i < len; i++)
		bytes[i] = "{k: }"[i % 5];
	expect_refusal(bytes, len, 1, "is no YAML");
	free(bytes);
}

static void
mistakes_are_capped(void **state)
{
	struct buf b = { 0 };
	struct heard h = { 0 };

	(void)state;
	for (int i = 0; i < 3000; i++)
		buf_puts(&b, "k: 1\n");
	assert_null(config_read(b.at, b.len, "test.yaml", hear, &h));
	assert_int_equal(h.count, 1001);
	buf_putc(&h.text, '\0');
	assert_non_null(strstr(h.text.at, "1000  there are more mistakes"));
	buf_release(&b);
	buf_release(&h.text);
}

static void
deep_nesting_is_refused(void **state)
{
	static const char begin[] = "a: ";
	const size_t len = 500000;
	char *bytes = malloc(len);

	(void)state;
	assert_non_null(bytes);
	memset(bytes, '[', len);
	memcpy(bytes, begin, sizeof(begin) - 1);
	expect_refusal(bytes, len, 1, "is nested deeper than 32 levels");
	memset(bytes, '{', len);
	expect_refusal(bytes, len, 1, "is nested deeper than 32 levels");
	free(bytes);
}

static void
size_is_bounded(void **state)
{
	const size_t len = (8U << 20) + 1;
	char *bytes = malloc(len);

	(void)state;
	assert_non_null(bytes);
	memset(bytes, '\n', len);
	expect_refusal(
	    bytes, len, 0, "has 8388609 bytes; 8388608 are the most");
	memset(bytes, 'x', 1001);
	bytes[1001] = '\0';
	struct buf b = { 0 };
	buf_puts(&b, HALL "ticker: {en: ");
	buf_puts(&b, bytes);
	buf_puts(&b, "}\n");
	expect_refusal(b.at, b.len, 4,
	    "4 ticker.en has 1001 bytes; a text has 1000 at most");
	buf_clear(&b);
	/* A QR code has to hold it, with a token behind it. */
	buf_puts(&b, HALL "status_url: {en: ");
	buf_puts(&b, bytes + 800);
	buf_puts(&b, "}\n");
	expect_refusal(b.at, b.len, 4,
	    "4 status_url.en has 201 bytes; a text has 200 at most");
	buf_release(&b);
	free(bytes);
}

static void
hear_file(const struct config_mistake *m, void *ctx)
{
	assert_int_equal(m->line, 0);
	assert_string_equal(m->key, "");
	assert_non_null(strstr(m->say, "can't be read: "));
	++*(int *)ctx;
}

static void
missing_file_is_told(void **state)
{
	int heard = 0;

	(void)state;
	assert_null(config_load("/nowhere/hall.yaml", hear_file, &heard));
	assert_null(config_load("/", hear_file, &heard));
	assert_int_equal(heard, 2);
	config_free(NULL);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(sample_is_read),
		cmocka_unit_test(writing_is_canonical),
		cmocka_unit_test(defaults_are_spelled_out),
		cmocka_unit_test(a_role_is_as_fast_as_its_kind),
		cmocka_unit_test(zero_is_not_absent),
		cmocka_unit_test(alerts_are_read_and_checked),
		cmocka_unit_test(first_zone_is_default),
		cmocka_unit_test(json_is_read),
		cmocka_unit_test(texts_survive),
		cmocka_unit_test(language_is_chosen),
		cmocka_unit_test(broken_yaml_is_told),
		cmocka_unit_test(garbage_is_refused),
		cmocka_unit_test(mistakes_are_capped),
		cmocka_unit_test(deep_nesting_is_refused),
		cmocka_unit_test(size_is_bounded),
		cmocka_unit_test(missing_file_is_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
