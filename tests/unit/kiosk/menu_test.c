/* The menu of the text kiosk: who waits, and what issues nothing now. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>

#include "kiosk/ticket.h"
#include "proto/buf.h"

static void
test_closed_services_say_so(void **state)
{
	json_t *layout = json_loads("{\"name\":\"Hall\",\"services\":["
				    "{\"code\":\"A\",\"name\":\"Open\"},"
				    "{\"code\":\"B\",\"name\":\"Shut\"}]}",
	    0, NULL);
	json_t *hall = json_loads(
	    "{\"services\":[{\"service\":\"A\",\"waiting\":4,\"open\":1},"
	    "{\"service\":\"B\",\"waiting\":2,\"open\":0}]}",
	    0, NULL);
	struct buf out = { 0 };
	(void)state;

	ticket_menu(&out, layout, hall, "en");
	buf_putc(&out, '\0');
	assert_false(out.failed);
	assert_non_null(strstr(out.at, "waiting 4\n"));
	assert_non_null(strstr(out.at, "no tickets now\n"));
	assert_null(strstr(out.at, "waiting 2"));
	buf_release(&out);
	/* Without the hall's state nothing is said to be shut. */
	ticket_menu(&out, layout, NULL, "zh");
	buf_putc(&out, '\0');
	assert_null(strstr(out.at, "暂不取号"));
	buf_release(&out);
	json_decref(layout);
	json_decref(hall);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_closed_services_say_so),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
