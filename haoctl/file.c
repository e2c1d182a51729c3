/* Words for a journal's file: haod need not run, or must not. */
#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "haoctl/file.h"
#include "haoctl/word.h"
#include "server/journal/journal.h"

#define ENGINE	     "sqlite:"
#define REBUILD_ROWS 10000

/* A name mistyped may not become a new and empty journal. */
static bool
is_file(const char *name)
{
	size_t engine = strlen(ENGINE);

	if (strncmp(name, ENGINE, engine) != 0) {
		(void)fprintf(
		    stderr, "haoctl: %s: name it as " ENGINE "FILE\n", name);
		return false;
	}
	if (access(name + engine, F_OK) < 0) {
		(void)fprintf(
		    stderr, "haoctl: %s: %s\n", name + engine, strerror(errno));
		return false;
	}
	return true;
}

struct journal *
file_open(const char *name)
{
	struct journal *j = NULL;
	int64_t holder = 0;
	char detail[200];

	if (!is_file(name))
		return NULL;
	enum journal_error error = journal_open(name, &j, &holder, detail);

	if (error == JOURNAL_EHELD) {
		(void)fprintf(stderr,
		    "haoctl: %s: haod, pid %" PRId64
		    ", has it; stop it first\n",
		    name, holder);
	} else if (error) {
		(void)fprintf(stderr, "haoctl: %s: %s%s%s\n", name,
		    journal_strerror(error), detail[0] ? ": " : "", detail);
	}
	return j;
}

static int
run_rebuild(const struct haoctl_options *options, int argc, char *const *argv)
{
	struct journal *j = file_open(options->journal);
	int64_t behind = 1, last = 0;
	enum journal_error error;

	(void)argc;
	(void)argv;
	if (!j)
		return EXIT_FAILURE;
	error = j->ops->rebuild(j);
	while (!error && behind > 0)
		error = j->ops->project(j, REBUILD_ROWS, &behind);
	if (!error)
		error = j->ops->last(j, &last);
	if (error) {
		(void)fprintf(stderr, "haoctl: %s: %s\n", options->journal,
		    journal_strerror(error));
	} else {
		printf("%" PRId64 " event%s projected anew\n", last,
		    last == 1 ? "" : "s");
	}
	journal_close(j);
	return error ? EXIT_FAILURE : EXIT_SUCCESS;
}

const struct word words_file[] = {
	{ "rebuild", NULL, "make the tables beside the events anew", true, 0,
	    run_rebuild },
	{ 0 },
};
