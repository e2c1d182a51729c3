/* The kiosk as text, on a terminal or a pipe, with a printer or without. */
#ifndef HAO_KIOSK_RUN_TEXT_H
#define HAO_KIOSK_RUN_TEXT_H

#include <stdbool.h>

#include "ui/shell.h"

struct printing;

struct text_options {
	const struct shell_options *shell;
	const char *program;
	const char *lang;		 /* the first citizen's */
	const struct printing *printing; /* NULL: papers come as text */
	const char *folder; /* what is open is kept there; for a printer */
	bool stop_without_paper;
};

/* The exit status. */
int text_run(const struct text_options *options);

#endif
