/* Words that put a whole journal elsewhere, and back. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "haoctl/head.h"
#include "haoctl/word.h"
#include "server/journal/copy.h"

#define ENGINE "sqlite:"

/* The file's path; NULL, and said why, when NAME names none. */
static const char *
path_of(const char *name)
{
	if (strncmp(name, ENGINE, strlen(ENGINE)) == 0)
		return name + strlen(ENGINE);
	(void)fprintf(stderr, "haoctl: %s: name it as " ENGINE "FILE\n", name);
	return NULL;
}

static int
tell(const char *what, const struct copied *copied, enum journal_error error,
    const char *detail)
{
	char head[HEAD_TEXT];

	if (error) {
		(void)fprintf(stderr, "haoctl: %s%s%s\n",
		    journal_strerror(error), detail[0] ? ": " : "", detail);
		return EXIT_FAILURE;
	}
	head_write(head, copied->hash);
	printf("%s, up to event %" PRId64 "\n%s\n", what, copied->seq, head);
	return EXIT_SUCCESS;
}

static int
misused(const char *say)
{
	(void)fprintf(stderr, "haoctl: %s\n", say);
	return 2;
}

static int
run_backup(const struct haoctl_options *options, int argc, char *const *argv)
{
	const char *from = path_of(options->journal);
	struct copied copied = { 0 };
	char detail[COPY_DETAIL];

	if (argc == 0)
		return misused("name the file that the backup is to be");
	if (!from)
		return 2;
	enum journal_error error = copy_backup(from, argv[0], &copied, detail);
	return tell("backed up", &copied, error, detail);
}

static int
run_restore(const struct haoctl_options *options, int argc, char *const *argv)
{
	const char *to = path_of(options->journal);
	struct copied copied = { 0 };
	char detail[COPY_DETAIL];

	if (argc == 0)
		return misused("name the backup");
	if (options->skip < 0 || options->skip > COPY_SKIP_MAX) {
		return misused("say --skip N: how many tickets may have been"
			       " issued since the backup; 0 if none, at most"
			       " 100000");
	}
	if (!to)
		return 2;
	enum journal_error error = copy_restore(
	    argv[0], to, options->skip, &copied, detail);
	return tell("restored", &copied, error, detail);
}

static int
run_archive(const struct haoctl_options *options, int argc, char *const *argv)
{
	const char *from = path_of(options->journal);
	struct copied copied = { 0 };
	char detail[COPY_DETAIL], *end = NULL;

	if (argc < 2)
		return misused("say archive YEAR FILE");
	if (!from)
		return 2;
	long long year = strtoll(argv[0], &end, 10);
	enum journal_error error = copy_archive(
	    from, *end ? -1 : year, argv[1], &copied, detail);
	return tell("archived", &copied, error, detail);
}

const struct word words_keep[] = {
	{ "archive", "YEAR FILE", "write the days of a year to a new file",
	    true, 2, run_archive },
	{ "backup", "FILE", "copy the journal, while haod runs", true, 1,
	    run_backup },
	{ "restore", "FILE", "put a backup back, haod stopped; --skip N", true,
	    1, run_restore },
	{ 0 },
};
