/* hall.yaml: slots, and what appointments go by. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "server/hall/layout.h"
#include "tests/unit/config/hear.h"

#define CLASSES                        \
 "classes:\n"                          \
 "  - {code: normal, name: {zh: a}}\n" \
 "  - {code: appointment, name: {zh: b}, credit_min: 5}\n"
#define A_SERVICE "services:\n  - {code: a, name: {zh: a}, prefix: A"

static void
slots_are_read_with_their_defaults(void **state)
{
	struct layout *l = read_good(
	    HALL CLASSES A_SERVICE ", slots: [09:00-11:30, 13:00-16:30]}\n"
				   "  - {code: b, name: {zh: b}, prefix: B}\n");

	(void)state;
	assert_int_equal(l->services[0].slots_count, 2);
	assert_string_equal(l->services[0].slots[1], "13:00-16:30");
	assert_int_equal(l->services[0].slot_min, 15);
	assert_int_equal(l->services[0].slot_capacity, 1);
	assert_int_equal(l->services[1].slots_count, 0);
	assert_int_equal(l->services[1].slot_min, 0);
	assert_int_equal(l->book_days, 14);
	assert_int_equal(l->bookings_max, 20000);
	assert_int_equal(l->checkin_early_min, 30);
	assert_int_equal(l->checkin_late_min, 15);
	assert_int_equal(l->late_checkin, LAYOUT_LATE_WALK_IN);
	assert_string_equal(l->appointment_class, "appointment");
	config_free(l);
}

static char *
write_all(const struct layout *l)
{
	struct buf out = { 0 };

	config_write(&out, l, NULL);
	buf_putc(&out, '\0');
	assert_false(out.failed);
	return out.at;
}

static void
slots_are_written_and_read_again(void **state)
{
	struct layout *l = read_good(HALL CLASSES
	    "book_days: 7\nbookings_max: 100\ncheckin_early_min: 20\n"
	    "checkin_late_min: 5\nlate_checkin: refuse\n"
	    "appointment_class: normal\n" A_SERVICE
	    ", slots: [09:00-11:30], slot_min: 30, slot_capacity: 4}\n");
	char *first = write_all(l);
	struct layout *again = read_good(first);
	char *second = write_all(again);

	(void)state;
	assert_string_equal(first, second);
	assert_non_null(strstr(first,
	    "\"book_days\":7,\"bookings_max\":100,\"checkin_early_min\":20,"
	    "\"checkin_late_min\":5,\"late_checkin\":\"refuse\","
	    "\"appointment_class\":\"normal\","));
	assert_non_null(strstr(first,
	    "\"slots\":[\"09:00-11:30\"],\"slot_min\":30,"
	    "\"slot_capacity\":4,\"zones\""));
	config_free(l);
	config_free(again);
	free(first);
	free(second);
}

static void
a_hall_without_says_nothing_of_them(void **state)
{
	struct layout *l = read_good(HALL A_SERVICE "}\n");
	char *text = write_all(l);

	(void)state;
	assert_null(strstr(text, "slot"));
	assert_null(strstr(text, "book"));
	assert_null(strstr(text, "checkin"));
	assert_null(strstr(text, "appointment"));
	config_free(l);
	free(text);
}

static void
slots_are_checked(void **state)
{
	(void)state;
	expect(HALL CLASSES A_SERVICE ",\n"
				      "     slots: [9-12, 13:00-13:10],\n"
				      "     slot_min: 4, slot_capacity: 1001}\n"
				      "book_days: 0\n"
				      "appointment_class: appointmnt\n",
	    "9 services[0].slots[0] is \"9-12\"; a session is two times of "
	    "the day, as 09:00-12:00\n"
	    "10 services[0].slot_min is 4; it must be 5 to 480\n"
	    "10 services[0].slot_capacity is 1001; it must be 1 to 1000\n"
	    "11 book_days is 0; it must be 1 to 366\n"
	    "12 appointment_class is \"appointmnt\", but no class has that "
	    "code; did you mean \"appointment\"?\n");
	expect(HALL CLASSES A_SERVICE ", slots: [09:00-09:10]}\n",
	    "8 services[0].slots[0] is \"09:00-09:10\", shorter than one slot "
	    "of 15 minutes (slot_min)\n");
}

static void
what_has_no_meaning_is_refused(void **state)
{
	(void)state;
	expect(HALL "late_checkin: refuse\ncheckin_late_min: 5\n" A_SERVICE
		    ", slot_min: 15}\n",
	    "5 checkin_late_min is there, but there are no appointments; "
	    "write slots, as [\"09:00-11:30\"], or leave it out\n"
	    "7 services[0].slot_min is there, but there are no appointments; "
	    "write slots, as [\"09:00-11:30\"], or leave it out\n");
	expect(HALL A_SERVICE ", slots: [09:00-11:30]}\n",
	    "1 classes have none with the code \"appointment\", which those "
	    "who booked get; add it, or name another one by "
	    "appointment_class\n");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(slots_are_read_with_their_defaults),
		cmocka_unit_test(slots_are_written_and_read_again),
		cmocka_unit_test(a_hall_without_says_nothing_of_them),
		cmocka_unit_test(slots_are_checked),
		cmocka_unit_test(what_has_no_meaning_is_refused),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
