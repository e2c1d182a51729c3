/* Wrong secrets counted by the minute, called by name, told with an address. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

#include <cmocka.h>

#include "server/account/guesses.h"

#define MINUTE_MS ((int64_t)60000)
#define BEGUN_MS  (100 * MINUTE_MS)

static void
note(struct guesses *g, const char *address, int count, int64_t now_ms)
{
	for (int i = 0; i < count; i++)
		guesses_note(g, address, now_ms);
}

static void
ten_minutes_count(void **state)
{
	static struct guesses g;

	(void)state;
	assert_int_equal(guesses_recent(&g, BEGUN_MS), 0);
	note(&g, "a", 3, BEGUN_MS);
	note(&g, "b", 2, BEGUN_MS + 4 * MINUTE_MS);
	assert_int_equal(guesses_recent(&g, BEGUN_MS + 9 * MINUTE_MS), 5);
	assert_int_equal(guesses_recent(&g, BEGUN_MS + 10 * MINUTE_MS), 2);
	assert_int_equal(guesses_recent(&g, BEGUN_MS + 14 * MINUTE_MS), 0);
	assert_int_equal(g.all, 5);
}

static void
after_a_long_quiet_they_begin_anew(void **state)
{
	static struct guesses g;

	(void)state;
	for (int64_t i = 0; i < GUESSES_MINUTES; i++)
		note(&g, "a", 7, BEGUN_MS + i * MINUTE_MS);
	assert_int_equal(guesses_recent(&g, BEGUN_MS + 9 * MINUTE_MS), 70);
	note(&g, "a", 1, BEGUN_MS + 100000 * MINUTE_MS);
	assert_int_equal(guesses_recent(&g, BEGUN_MS + 100000 * MINUTE_MS), 1);
}

static void
there_are_two_limits(void **state)
{
	(void)state;
	assert_string_equal(guesses_state(29, 30, 100, "ok"), "ok");
	assert_string_equal(guesses_state(30, 30, 100, "ok"), "many");
	assert_string_equal(guesses_state(99, 30, 100, "many"), "many");
	assert_string_equal(guesses_state(100, 30, 100, "ok"), "flood");
	assert_string_equal(guesses_state(1000000, 0, 0, "ok"), "ok");
	assert_string_equal(guesses_state(500, 0, 100, "ok"), "flood");
	assert_string_equal(guesses_state(500, 30, 0, "ok"), "many");
}

static void
it_does_not_swing(void **state)
{
	(void)state;
	assert_string_equal(guesses_state(80, 30, 100, "flood"), "flood");
	assert_string_equal(guesses_state(79, 30, 100, "flood"), "many");
	assert_string_equal(guesses_state(24, 30, 100, "flood"), "many");
	assert_string_equal(guesses_state(24, 30, 100, "many"), "many");
	assert_string_equal(guesses_state(23, 30, 100, "many"), "ok");
	assert_string_equal(guesses_state(24, 30, 100, "ok"), "ok");
}

static void
the_log_names_who_sent_most(void **state)
{
	static struct guesses g;
	struct guesses_line line;

	(void)state;
	assert_false(guesses_tell(&g, BEGUN_MS, &line));
	note(&g, "192.0.2.1", 1, BEGUN_MS);
	assert_true(guesses_tell(&g, BEGUN_MS, &line));
	assert_int_equal(line.count, 1);
	note(&g, "192.0.2.1", 2, BEGUN_MS + 1);
	note(&g, "2001:db8::1", 5, BEGUN_MS + 1);
	note(&g, "192.0.2.1", 1, BEGUN_MS + 2);
	/* Once a minute, so that nobody fills the log. */
	assert_false(guesses_tell(&g, BEGUN_MS + GUESSES_TELL_MS - 1, &line));
	assert_true(guesses_tell(&g, BEGUN_MS + GUESSES_TELL_MS, &line));
	assert_int_equal(line.count, 8);
	assert_int_equal(line.most, 5);
	assert_string_equal(line.address, "2001:db8::1");
	assert_false(guesses_tell(&g, BEGUN_MS + 9 * MINUTE_MS, &line));
}

static void
many_addresses_push_out_the_quietest(void **state)
{
	static struct guesses g;
	struct guesses_line line;
	char address[GUESSES_ADDRESS];

	(void)state;
	note(&g, "192.0.2.1", 9, BEGUN_MS);
	for (unsigned i = 0; i < 1000; i++) {
		(void)snprintf(address, sizeof(address), "2001:db8::%x", i);
		note(&g, address, 1, BEGUN_MS);
	}
	assert_true(guesses_tell(&g, BEGUN_MS, &line));
	assert_int_equal(line.count, 1009);
	assert_int_equal(line.most, 9);
	assert_string_equal(line.address, "192.0.2.1");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(ten_minutes_count),
		cmocka_unit_test(after_a_long_quiet_they_begin_anew),
		cmocka_unit_test(there_are_two_limits),
		cmocka_unit_test(it_does_not_swing),
		cmocka_unit_test(the_log_names_who_sent_most),
		cmocka_unit_test(many_addresses_push_out_the_quietest),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
