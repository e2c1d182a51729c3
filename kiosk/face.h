/*
 * The kiosk's screen at its edge: the window, the server, the folder that
 * keeps the open ticket, the voice and the papers, around screen.h's machine.
 */
#ifndef HAO_KIOSK_FACE_H
#define HAO_KIOSK_FACE_H

#include <stdbool.h>

#include "ui/shell.h"

struct document_kind;

struct face_options {
	const struct shell_options *shell;
	const char *program;
	const char *lang;    /* the first citizen's */
	const char *folder;  /* what is open is kept there */
	const char *papers;  /* writes papers there as pictures; NULL: none */
	const char *printer; /* as print.h's uri; NULL: none */
	const struct document_kind *kind; /* what it takes */
	int width, height;		  /* of a window; 0: the whole screen */
	int dots;			  /* of a paper's width */
	bool stop_without_paper, mute;
};

/* The exit status, once it was told to leave or could not begin. */
int face_run(const struct face_options *options);

#endif
