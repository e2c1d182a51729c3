#include <stdio.h>
#include <string.h>

#include "haoctl/help.h"
#include "haoctl/word.h"
#include "proto/buf.h"

#define ARGS_MAX_WORDS 8

/* Every family of words. */
static const struct word *const families[] = {
	words_server,
	words_account,
	words_account_file,
	words_file,
	words_record,
	words_keep,
	words_appointment,
	words_report,
	NULL,
};

static const struct args_option options[] = {
	SHELL_ARGS(offsetof(struct haoctl_options, shell)),
	{ 'j', ARGS_TEXT, "journal", "sqlite:FILE",
	    "work on this journal, not on a server",
	    offsetof(struct haoctl_options, journal) },
	{ 0, ARGS_TEXT, "day", "DAY", "of this day alone, such as 2026-11-24",
	    offsetof(struct haoctl_options, day) },
	{ 0, ARGS_TEXT, "head", "HASH", "audit: the head that paper has",
	    offsetof(struct haoctl_options, head) },
	{ 0, ARGS_NUMBER, "skip", "N",
	    "restore: ids and numbers to skip, issued since the backup",
	    offsetof(struct haoctl_options, skip) },
	{ 0, ARGS_FLAG, "json", NULL, "the answer as JSON, not as a table",
	    offsetof(struct haoctl_options, json) },
	{ 0, ARGS_TEXT, "by", "day,service", "report: by what",
	    offsetof(struct haoctl_options, by) },
	{ 0, ARGS_TEXT, "from", "DAY", "report: from this day on",
	    offsetof(struct haoctl_options, from) },
	{ 0, ARGS_TEXT, "to", "DAY", "report: up to this day",
	    offsetof(struct haoctl_options, to) },
	{ 0, ARGS_FLAG, "csv", NULL, "report: as CSV",
	    offsetof(struct haoctl_options, csv) },
	{ 0, ARGS_FLAG, "bom", NULL, "report: CSV that Excel takes for UTF-8",
	    offsetof(struct haoctl_options, bom) },
};

static const struct help help = {
	.families = families,
	.options = options,
	.options_count = sizeof(options) / sizeof(*options),
};

/* A word may be one for a server and one for a journal. */
static const struct word *
find(const char *name, bool journal)
{
	const struct word *other = NULL;

	for (size_t i = 0; families[i]; i++) {
		for (const struct word *w = families[i]; w->name != NULL; w++) {
			if (strcmp(w->name, name) != 0)
				continue;
			if (w->journal == journal)
				return w;
			other = w;
		}
	}
	return other;
}

/* What is wrong with the line; NULL when nothing is. */
static const char *
wrong(const struct haoctl_options *o, const struct args_line *line,
    const struct word *w)
{
	if (line->argc == 0)
		return "add a word, such as state";
	if (w == NULL)
		return "no such word";
	if (line->argc - 1 > w->args_max)
		return "too many arguments for this word";
	if (w->journal && o->journal == NULL)
		return "this word needs -j sqlite:FILE";
	if (!w->journal && o->journal != NULL)
		return "this word asks a server: leave out -j";
	return NULL;
}

static int
act(const struct args_program *program, struct args_line *line)
{
	struct haoctl_options o = { .shell.servers = SHELL_SERVERS,
		.skip = -1 };
	int status = args_take(program, line, &o);

	if (status >= 0)
		return status;
	const struct word *w = line->argc > 0
	    ? find(line->argv[0], o.journal != NULL)
	    : NULL;
	const char *say = wrong(&o, line, w);
	if (w == NULL || say != NULL)
		return args_misused(program, say != NULL ? say : "no word");
	line->argv[line->argc] = NULL;
	return w->run(&o, line->argc - 1, line->argv + 1);
}

static bool
is_help(const char *arg)
{
	return strcmp(arg, "--help") == 0 || strcmp(arg, "-h") == 0;
}

/* haoctl WORD --help, in any order: it is of the word. */
static bool
told_of_word(int argc, char **argv)
{
	const char *word = NULL;
	struct buf out = { 0 };
	bool asked = false;

	for (int i = 1; i < argc; i++) {
		asked = asked || is_help(argv[i]);
		if (!word && find(argv[i], false))
			word = argv[i];
	}
	bool told = asked && word && help_word(&out, &help, word);
	if (told)
		(void)fputs(out.at, stdout);
	buf_release(&out);
	return told;
}

int
main(int argc, char **argv)
{
	struct args_line line = { argc, argv };
	struct buf more = { 0 };

	if (told_of_word(argc, argv))
		return 0;
	help_words(&more, &help);
	struct args_program program = {
		.name = "haoctl",
		.operands = "WORD [ARGUMENT]...",
		.about = "Looks at a hall, and after its journal.",
		.more = more.failed ? NULL : more.at,
		.options = options,
		.options_count = sizeof(options) / sizeof(options[0]),
		.operands_max = ARGS_MAX_WORDS,
	};
	int status = act(&program, &line);
	buf_release(&more);
	return status;
}
