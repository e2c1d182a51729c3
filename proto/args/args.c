#include "proto/args/args.h"

#include <errno.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/buf.h"

#define HELP_COLUMN 32

/* The state of one reading. */
struct reader {
	const struct args_program *program;
	int argc, at; /* AT is the word being read */
	char **argv;
	char *into;
	struct buf *out;
	int kept; /* operands so far, moved to the front */
};

static const struct args_option own[] = {
	{ 'h', ARGS_FLAG, "help", NULL, "say this and leave", 0 },
	{ 0, ARGS_FLAG, "version", NULL, "say the version and leave", 0 },
};

static void
option_name(struct buf *out, const struct args_option *o)
{
	if (o->name == NULL) {
		buf_putc(out, '-');
		buf_putc(out, o->letter);
		return;
	}
	buf_puts(out, "--");
	buf_puts(out, o->name);
}

static void
wrong_begin(struct reader *r)
{
	buf_puts(r->out, r->program->name);
	buf_puts(r->out, ": ");
}

static enum args_result
wrong_end(struct reader *r)
{
	buf_puts(r->out, "; see ");
	buf_puts(r->out, r->program->name);
	buf_puts(r->out, " --help\n");
	return ARGS_WRONG;
}

/* PROGRAM: OPTION SAY WHAT; see PROGRAM --help */
static enum args_result
wrong_option(struct reader *r, const struct args_option *o, const char *say,
    const char *what)
{
	wrong_begin(r);
	option_name(r->out, o);
	buf_puts(r->out, say);
	buf_puts(r->out, what);
	return wrong_end(r);
}

static enum args_result
wrong_word(struct reader *r, const char *say, const char *word)
{
	wrong_begin(r);
	buf_puts(r->out, say);
	buf_puts(r->out, " '");
	buf_puts(r->out, word);
	buf_puts(r->out, "'");
	return wrong_end(r);
}

static void
pad(struct buf *out, size_t from, size_t to)
{
	size_t at = from;

	do {
		buf_putc(out, ' ');
	} while (++at < to);
}

static void
help_option(struct buf *out, const struct args_option *o)
{
	size_t start = out->len;

	buf_puts(out, "  ");
	if (o->letter != 0) {
		buf_putc(out, '-');
		buf_putc(out, o->letter);
		buf_puts(out, o->name != NULL ? ", " : "");
	} else {
		buf_puts(out, "    ");
	}
	if (o->name != NULL) {
		buf_puts(out, "--");
		buf_puts(out, o->name);
	}
	if (o->value != NULL) {
		buf_putc(out, ' ');
		buf_puts(out, o->value);
	}
	pad(out, out->len - start, HELP_COLUMN);
	buf_puts(out, o->help);
	buf_putc(out, '\n');
}

static enum args_result
help(struct reader *r)
{
	const struct args_program *p = r->program;

	buf_puts(r->out, "Usage: ");
	buf_puts(r->out, p->name);
	buf_puts(r->out, " [OPTION]...");
	if (p->operands != NULL) {
		buf_putc(r->out, ' ');
		buf_puts(r->out, p->operands);
	}
	buf_putc(r->out, '\n');
	buf_puts(r->out, p->about);
	buf_puts(r->out, "\n\n");
	for (size_t i = 0; i < p->options_count; i++)
		help_option(r->out, &p->options[i]);
	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		help_option(r->out, &own[i]);
	if (p->more != NULL) {
		buf_putc(r->out, '\n');
		buf_puts(r->out, p->more);
	}
	return ARGS_SAID;
}

static enum args_result
version(struct reader *r)
{
	buf_puts(r->out, r->program->name);
	buf_puts(r->out, " (hao) " HAO_VERSION "\n");
	return ARGS_SAID;
}

static bool
named(const struct args_option *o, const char *name, size_t len)
{
	return o->name != NULL && strlen(o->name) == len &&
	    memcmp(o->name, name, len) == 0;
}

/* By its letter, or by its NAME of LEN bytes when LETTER is 0. */
static const struct args_option *
find(const struct args_program *p, char letter, const char *name, size_t len)
{
	for (size_t i = 0; i < p->options_count; i++) {
		const struct args_option *o = &p->options[i];
		if (letter != 0 ? o->letter == letter : named(o, name, len))
			return o;
	}
	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++) {
		const struct args_option *o = &own[i];
		if (letter != 0 ? o->letter == letter : named(o, name, len))
			return o;
	}
	return NULL;
}

static enum args_result
set_number(
    struct reader *r, const struct args_option *o, const char *text, void *at)
{
	char *end = NULL;

	errno = 0;
	long long n = strtoll(text, &end, 10);
	if (*text < '0' || *text > '9' || *end != '\0' || errno != 0) {
		return wrong_option(
		    r, o, " needs a whole number from 0, not ", text);
	}
	*(int64_t *)at = n;
	return ARGS_GO;
}

static enum args_result
set_list(
    struct reader *r, const struct args_option *o, const char *text, void *at)
{
	struct args_list *list = at;

	if (list->count == ARGS_LIST_MAX)
		return wrong_option(r, o, " is given too often at ", text);
	list->at[list->count++] = text;
	return ARGS_GO;
}

static enum args_result
set(struct reader *r, const struct args_option *o, const char *text)
{
	void *at = r->into + o->offset;

	switch (o->kind) {
	case ARGS_FLAG:
		*(bool *)at = true;
		return ARGS_GO;
	case ARGS_TEXT:
		*(const char **)at = text;
		return ARGS_GO;
	case ARGS_NUMBER:
		return set_number(r, o, text, at);
	case ARGS_LIST:
		return set_list(r, o, text, at);
	}
	return ARGS_WRONG;
}

/* INLINE_VALUE is what stood in the same word; NULL when nothing did. */
static enum args_result
take(struct reader *r, const struct args_option *o, const char *inline_value)
{
	if (o == &own[0])
		return help(r);
	if (o == &own[1])
		return version(r);
	if (o->kind == ARGS_FLAG) {
		if (inline_value != NULL) {
			return wrong_option(
			    r, o, " takes no value: leave out ", inline_value);
		}
		return set(r, o, NULL);
	}
	if (inline_value != NULL)
		return set(r, o, inline_value);
	if (r->at + 1 >= r->argc)
		return wrong_option(r, o, " needs a value: ", o->value);
	return set(r, o, r->argv[++r->at]);
}

static enum args_result
long_option(struct reader *r, const char *word)
{
	const char *name = word + 2;
	size_t len = strcspn(name, "=");
	const struct args_option *o = find(r->program, 0, name, len);

	if (o == NULL)
		return wrong_word(r, "unknown option", word);
	return take(r, o, name[len] == '=' ? name + len + 1 : NULL);
}

/* -t, -ts VALUE, -sVALUE */
static enum args_result
short_options(struct reader *r, const char *word)
{
	for (const char *at = word + 1; *at != '\0'; at++) {
		const struct args_option *o = find(r->program, *at, NULL, 0);
		if (o == NULL)
			return wrong_word(r, "unknown option", word);
		bool last = o->kind != ARGS_FLAG;
		const char *rest = last && at[1] != '\0' ? at + 1 : NULL;
		enum args_result result = take(r, o, rest);
		if (result != ARGS_GO || last)
			return result;
	}
	return ARGS_GO;
}

static enum args_result
operand(struct reader *r, char *word)
{
	if (r->kept == r->program->operands_max)
		return wrong_word(r, "leave out", word);
	r->argv[r->kept++] = word;
	return ARGS_GO;
}

static enum args_result
word_read(struct reader *r, bool *options)
{
	char *word = r->argv[r->at];

	if (!*options || word[0] != '-' || word[1] == '\0')
		return operand(r, word);
	if (strcmp(word, "--") == 0) {
		*options = false;
		return ARGS_GO;
	}
	if (word[1] == '-')
		return long_option(r, word);
	return short_options(r, word);
}

enum args_result
args_read(const struct args_program *program, struct args_line *line,
    void *into, struct buf *out)
{
	struct reader r = { .program = program,
		.argc = line->argc,
		.argv = line->argv,
		.into = into,
		.out = out };
	bool options = true;
	enum args_result result = ARGS_GO;

	for (r.at = 1; r.at < r.argc && result == ARGS_GO; r.at++)
		result = word_read(&r, &options);
	if (result == ARGS_GO)
		line->argc = r.kept;
	return result;
}

int
args_take(
    const struct args_program *program, struct args_line *line, void *into)
{
	struct buf out = { 0 };
	enum args_result result = args_read(program, line, into, &out);
	int status = result == ARGS_GO ? -1 : result == ARGS_SAID ? 0 : 2;

	if (status >= 0 && out.len > 0 &&
	    fwrite(out.at, 1, out.len, status == 0 ? stdout : stderr) !=
		out.len)
		status = 1;
	buf_release(&out);
	return status;
}

int
args_misused(const struct args_program *program, const char *say)
{
	(void)fprintf(stderr, "%s: %s; see %s --help\n", program->name, say,
	    program->name);
	return 2;
}
