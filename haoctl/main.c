#include <stdio.h>
#include <string.h>

#include "haoctl/word.h"
#include "proto/buf.h"

#define ARGS_MAX_WORDS 8
#define HELP_COLUMN    32

/* Every family of words. */
static const struct word *const families[] = {
	words_server,
	words_file,
	words_record,
	words_keep,
	words_appointment,
	words_report,
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

static void
help_word(struct buf *out, const struct word *w)
{
	size_t start = out->len;

	buf_puts(out, "  ");
	buf_puts(out, w->name);
	if (w->args != NULL) {
		buf_putc(out, ' ');
		buf_puts(out, w->args);
	}
	do {
		buf_putc(out, ' ');
	} while (out->len - start < HELP_COLUMN);
	buf_puts(out, w->help);
	buf_puts(out, w->journal ? " (-j)\n" : "\n");
}

static void
help_words(struct buf *out)
{
	buf_puts(out, "Words:\n");
	for (size_t i = 0; i < sizeof(families) / sizeof(families[0]); i++) {
		for (const struct word *w = families[i]; w->name != NULL; w++)
			help_word(out, w);
	}
	buf_puts(out,
	    "\nAny other command: redis-cli -p PORT, which has help too.\n");
	buf_putc(out, '\0');
}

static const struct word *
find(const char *name)
{
	for (size_t i = 0; i < sizeof(families) / sizeof(families[0]); i++) {
		for (const struct word *w = families[i]; w->name != NULL; w++) {
			if (strcmp(w->name, name) == 0)
				return w;
		}
	}
	return NULL;
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
	const struct word *w = line->argc > 0 ? find(line->argv[0]) : NULL;
	const char *say = wrong(&o, line, w);
	if (w == NULL || say != NULL)
		return args_misused(program, say != NULL ? say : "no word");
	line->argv[line->argc] = NULL;
	return w->run(&o, line->argc - 1, line->argv + 1);
}

int
main(int argc, char **argv)
{
	struct args_line line = { argc, argv };
	struct buf more = { 0 };

	help_words(&more);
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
