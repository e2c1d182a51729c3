/* The folder of what must not be forgotten. */
#include <errno.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "kiosk/keep.h"

#define SOMEBODY 65534 /* whom the modes of a folder hold */

static void
what_is_put_there_is_there(void **state)
{
	char folder[] = "/tmp/hao-keep-XXXXXX", file[64];
	(void)state;

	assert_non_null(mkdtemp(folder));
	struct keep *k = keep_open(folder);
	assert_non_null(k);
	assert_true(keep_write(k, "open"));
	assert_null(keep_open(folder));
	assert_int_equal(errno, EBUSY);
	keep_close(k);
	k = keep_open(folder);
	assert_non_null(k);
	assert_string_equal(keep_text(k), "open");
	keep_close(k);
	(void)snprintf(file, sizeof(file), "%s/ticket", folder);
	assert_int_equal(unlink(file), 0);
	assert_int_equal(rmdir(folder), 0);
}

/* It is known at the start, and not when a ticket is open. */
static void
a_folder_to_read_alone_is_refused(void **state)
{
	char folder[] = "/tmp/hao-keep-XXXXXX";
	bool root = geteuid() == 0;
	(void)state;

	assert_non_null(mkdtemp(folder));
	assert_int_equal(chmod(folder, 0555), 0);
	assert_int_equal(root ? seteuid(SOMEBODY) : 0, 0);
	struct keep *k = keep_open(folder);
	int why = errno;
	assert_int_equal(root ? seteuid(0) : 0, 0);
	assert_null(k);
	assert_int_equal(why, EACCES);
	assert_int_equal(rmdir(folder), 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(what_is_put_there_is_there),
		cmocka_unit_test(a_folder_to_read_alone_is_refused),
	};
	return cmocka_run_group_tests(tests, NULL, NULL);
}
