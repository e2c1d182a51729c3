/* Papers as documents, and the command line's words for them. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "kiosk/document.h"
#include "kiosk/pwg.h"
#include "kiosk/raster.h"
#include "proto/buf.h"

static void
test_what_a_printer_takes(void **state)
{
	struct document_kind k;
	(void)state;

	assert_null(document_read(&k, "cups:tickets", NULL, NULL));
	assert_int_equal(k.format, DOCUMENT_ESCPOS);
	assert_int_equal(document_columns(&k), 48);
	assert_null(document_read(&k, "ipp://host/ipp/print", NULL, NULL));
	assert_int_equal(k.format, DOCUMENT_PWG);
	assert_string_equal(k.mime, PWG_MIME);
	assert_null(document_read(&k, "cups:q", "generic-58", "text"));
	assert_int_equal(k.format, DOCUMENT_TEXT);
	assert_int_equal(document_columns(&k), 32);
	assert_non_null(document_read(&k, "cups:q", "no-such", NULL));
	assert_non_null(document_read(&k, "cups:q", NULL, "pdf"));
}

static void
test_a_text_is_no_picture(void **state)
{
	struct raster r = { 8, 1, 1, calloc(1, 1) };
	struct document_kind k;
	struct buf out = { 0 };
	(void)state;

	assert_null(document_read(&k, "cups:q", "generic", "text"));
	assert_false(document_picture(&k, &r, &out));
	assert_true(document_text(&k, "A1\n", &out));
	assert_memory_equal(out.at, "\x1b@\x1c&A1\n\x1dVB\0", out.len);
	buf_clear(&out);
	assert_null(document_read(&k, "cups:q", "epson-tm-t88", NULL));
	assert_false(document_text(&k, "A1\n", &out));
	assert_true(document_picture(&k, &r, &out));
	assert_memory_equal(
	    out.at, "\x1b@\x1dP\xb4\xb4\x1bJ\x01\x1dVB\0", out.len);
	buf_release(&out);
	raster_release(&r);
}

static void
test_a_reprint_is_another_name(void **state)
{
	char name[PRINT_NAME_MAX + 1];
	(void)state;

	document_name(name, "12", "r1", 0);
	assert_string_equal(name, "12-r1");
	document_name(name, "12", "r1", 1);
	assert_string_equal(name, "12-r1-2");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_what_a_printer_takes),
		cmocka_unit_test(test_a_text_is_no_picture),
		cmocka_unit_test(test_a_reprint_is_another_name),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
