/*
 * The test paper, for whoever sets up a kiosk: what citizens will get, as the
 * hall's server has it, on the printer that is configured or into a file.
 */
#ifndef HAO_KIOSK_RUN_TEST_H
#define HAO_KIOSK_RUN_TEST_H

#include "ui/shell.h"

struct document_kind;

struct test_options {
	const struct shell_options *shell;
	const char *program;
	const char *lang;
	const char *file;    /* a picture of it goes there; or NULL: … */
	const char *printer; /* … its URI */
	const struct document_kind *kind; /* what that takes */
	const char *folder; /* papers are remembered in it; for a printer */
	int dots;	    /* of the paper's width */
};

/* The exit status: 0 when it was printed, sent or written. */
int test_run(const struct test_options *options);

#endif
