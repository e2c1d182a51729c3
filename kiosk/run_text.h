/* The kiosk as text, on a terminal or a pipe. */
#ifndef HAO_KIOSK_RUN_TEXT_H
#define HAO_KIOSK_RUN_TEXT_H

#include "ui/shell.h"

/* The exit status. LANG is the first citizen's. */
int text_run(
    const struct shell_options *options, const char *program, const char *lang);

#endif
