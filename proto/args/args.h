/*
 * The command line of every program, read by one table: what an option is
 * called, what it takes, what it means and where its value goes. --help and
 * --version come by themselves.
 */
#ifndef HAO_ARGS_H
#define HAO_ARGS_H

#include <stddef.h>
#include <stdint.h>

struct buf;

enum args_kind {
	ARGS_FLAG,   /* a bool, set to true; takes no value */
	ARGS_TEXT,   /* a const char *; the last one given holds */
	ARGS_NUMBER, /* an int64_t, from 0 */
	ARGS_LIST,   /* a struct args_list; each one given is kept */
};

#define ARGS_LIST_MAX 32

struct args_list {
	const char *at[ARGS_LIST_MAX]; /* borrowed from the command line */
	size_t count;
};

struct args_option {
	char letter; /* 's' for -s; 0 for none */
	enum args_kind kind;
	const char *name;  /* "server" for --server; NULL for none */
	const char *value; /* what help calls the value; NULL for a flag */
	const char *help;
	size_t offset; /* of the value, in the caller's struct */
};

struct args_program {
	const char *name;     /* "hao-kiosk" */
	const char *operands; /* as the usage line shows them; NULL for none */
	const char *about;    /* one sentence */
	const char *more;     /* text after the options; NULL for none */
	const struct args_option *options;
	size_t options_count;
	int operands_max;
};

/* The words that are left: first those given, then the operands alone. */
struct args_line {
	int argc;
	char **argv; /* reordered in place; borrowed by what was read */
};

enum args_result {
	ARGS_GO = 0, /* all was read */
	ARGS_SAID,   /* help or version was asked for and is in OUT */
	ARGS_WRONG,  /* what to change is in OUT */
};

/*
 * Reads LINE (the program's name first) into the struct at INTO, which holds
 * the defaults. Pure: what is to be said goes to OUT.
 */
enum args_result args_read(const struct args_program *program,
    struct args_line *line, void *into, struct buf *out)
    __attribute__((warn_unused_result));

/*
 * The same at the edge: says it on stdout or stderr. Returns -1 to go on, or
 * the status to exit with: 0 after help, 2 after a misuse.
 */
int args_take(const struct args_program *program, struct args_line *line,
    void *into) __attribute__((warn_unused_result));

/* Says "PROGRAM: SAY" and where help is, on stderr. Returns 2, to exit with. */
int args_misused(const struct args_program *program, const char *say);

#endif
