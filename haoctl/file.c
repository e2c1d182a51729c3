/* Words for a journal's file: haod need not run, or must not. */
#include <errno.h>
#include <inttypes.h>
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "haoctl/word.h"
#include "server/journal/codec.h"
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

/* Opens the journal; says why it can't. Its lock keeps haod out meanwhile. */
static struct journal *
open_journal(const char *name)
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
	struct journal *j = open_journal(options->journal);
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
		printf("%" PRId64 " events projected anew\n", last);
	}
	journal_close(j);
	return error ? EXIT_FAILURE : EXIT_SUCCESS;
}

struct checking {
	int64_t seq;
	uint8_t hash[JOURNAL_HASH];
	const char *wrong; /* with the row after seq; NULL: nothing */
};

static bool
can_be_read(const struct journal_row *row)
{
	struct event e = { .type = row->type };
	json_t *object = json_loadb(row->payload, row->payload_len, 0, NULL);
	bool ok = object && codec_read(&e, object);

	json_decref(object);
	return ok;
}

static bool
check_row(const struct journal_row *row, void *ctx)
{
	struct checking *c = ctx;

	chain_next(c->hash, row);
	if (row->seq != c->seq + 1) {
		c->wrong = "events are missing before it";
	} else if (memcmp(c->hash, row->hash, JOURNAL_HASH) != 0) {
		c->wrong = "it, or the one before, was changed: the hash"
			   " chain breaks";
	} else if (!can_be_read(row)) {
		c->wrong = "its payload can't be read";
	}
	c->seq = row->seq;
	return !c->wrong;
}

static int
run_check(const struct haoctl_options *options, int argc, char *const *argv)
{
	struct journal *j = open_journal(options->journal);
	struct checking c = { 0 };
	enum journal_error error;

	(void)argc;
	(void)argv;
	if (!j)
		return EXIT_FAILURE;
	error = j->ops->read(j, 0, INT64_MAX, check_row, &c);
	if (c.wrong) {
		printf("event %" PRId64 ": %s\n", c.seq, c.wrong);
	} else if (error) {
		printf("after event %" PRId64 ": %s\n", c.seq,
		    journal_strerror(error));
	} else {
		printf("%" PRId64 " events, nothing wrong\n", c.seq);
	}
	journal_close(j);
	return c.wrong || error ? EXIT_FAILURE : EXIT_SUCCESS;
}

const struct word words_file[] = {
	{ "check", NULL, "look for missing, changed and unreadable events",
	    true, 0, run_check },
	{ "rebuild", NULL, "make the tables beside the events anew", true, 0,
	    run_rebuild },
	{ 0 },
};
