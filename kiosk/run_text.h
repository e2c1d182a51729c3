/* The kiosk as text, on a terminal or a pipe, with a printer or without. */
#ifndef HAO_KIOSK_RUN_TEXT_H
#define HAO_KIOSK_RUN_TEXT_H

#include <stdbool.h>

#include "ui/shell.h"

struct document_kind;

struct text_options {
	const struct shell_options *shell;
	const char *program;
	const char *lang;		  /* the first citizen's */
	const char *printer;		  /* its URI; NULL: papers are shown */
	const struct document_kind *kind; /* what it takes */
	const char *folder; /* what is open is kept there; NULL: nowhere */
	bool stop_without_paper;
};

/* The exit status. */
int text_run(const struct text_options *options);

#endif
