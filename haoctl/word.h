/*
 * haoctl's words: a const table of them for each thing it talks to. A new
 * family is a file with its table, and one line in main.c.
 */
#ifndef HAO_WORD_H
#define HAO_WORD_H

#include <stdbool.h>
#include <stdint.h>

#include "ui/shell.h"

struct haoctl_options {
	struct shell_options shell;
	const char *journal;	    /* "sqlite:FILE"; NULL: talk to a server */
	const char *day;	    /* NULL: any */
	const char *head;	    /* of the chain, from paper; or NULL */
	int64_t skip;		    /* by restore; -1: not said */
	bool json;		    /* the document itself, not a table */
	const char *by, *from, *to; /* of a report; NULL: as it is usual */
	bool csv, bom;
};

/* Arguments after the word, ended by NULL; returns the status to exit with. */
typedef int word_run_fn(
    const struct haoctl_options *options, int argc, char *const *argv);

struct word {
	const char *name; /* NULL ends a table */
	const char *args; /* as help shows them; NULL for none */
	const char *help;
	bool journal; /* needs -j, and no server */
	int args_max;
	word_run_fn *run;
};

extern const struct word words_server[], words_file[], words_appointment[],
    words_record[], words_report[], words_keep[], words_account[],
    words_account_file[];

#endif
