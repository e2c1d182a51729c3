#include "haoctl/help.h"

#include <string.h>

#include "proto/buf.h"

#define COLUMN	    32
#define OPTIONS_MAX 32
#define FLAGS_MAX   8

/* Flags beside those that all words have which talk to the same thing. */
static const struct {
	const char *word, *flags[FLAGS_MAX];
} own[] = {
	{ "state", { "json" } },
	{ "services", { "json" } },
	{ "counters", { "json" } },
	{ "events", { "json" } },
	{ "layout", { "json" } },
	{ "followup", { "json" } },
	{ "account", { "json" } },
	{ "appointment", { "day" } },
	{ "audit", { "head" } },
	{ "report", { "by", "from", "to", "csv", "bom", "json" } },
	{ "restore", { "skip" } },
};

static void
put_word(struct buf *out, const struct word *w)
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
	} while (out->len - start < COLUMN);
	buf_puts(out, w->help);
	buf_puts(out, w->journal ? " (-j)\n" : "\n");
}

/* All of NAME, or all that there are. */
static void
put_words(struct buf *out, const struct help *help, const char *name)
{
	for (size_t i = 0; help->families[i]; i++) {
		for (const struct word *w = help->families[i]; w->name; w++) {
			if (!name || strcmp(w->name, name) == 0)
				put_word(out, w);
		}
	}
}

void
help_words(struct buf *out, const struct help *help)
{
	buf_puts(out, "Words, each with a --help of its own:\n");
	put_words(out, help, NULL);
	buf_puts(out,
	    "\nAny other command: redis-cli -p PORT, which has help too.\n");
	buf_putc(out, '\0');
}

static const struct word *
find(const struct help *help, const char *name)
{
	for (size_t i = 0; help->families[i]; i++) {
		for (const struct word *w = help->families[i]; w->name; w++) {
			if (strcmp(w->name, name) == 0)
				return w;
		}
	}
	return NULL;
}

static bool
is_own(const char *word, const char *flag)
{
	for (size_t i = 0; i < sizeof(own) / sizeof(*own); i++) {
		if (strcmp(own[i].word, word) != 0)
			continue;
		for (size_t k = 0; k < FLAGS_MAX && own[i].flags[k]; k++) {
			if (strcmp(own[i].flags[k], flag) == 0)
				return true;
		}
	}
	return false;
}

/* Those of the journal, those of the connection, or the word's own. */
static bool
belongs(const struct word *w, const struct args_option *o)
{
	static const char *const connection[] = { "server", "name", "user",
		"secret-file", "pair", "tls", "ca", "pin", "cert", "key" };

	if (strcmp(o->name, "journal") == 0)
		return w->journal;
	for (size_t i = 0; i < sizeof(connection) / sizeof(*connection); i++) {
		if (strcmp(o->name, connection[i]) == 0)
			return !w->journal;
	}
	return is_own(w->name, o->name);
}

bool
help_word(struct buf *out, const struct help *help, const char *name)
{
	const struct word *w = find(help, name);
	struct args_option options[OPTIONS_MAX];
	char program[64] = "haoctl ", ask[] = "--help";
	char *line[] = { program, ask };
	struct args_line asked = { 2, line };
	struct buf forms = { 0 };
	size_t count = 0;

	if (!w || strlen(name) + sizeof("haoctl ") > sizeof(program))
		return false;
	memcpy(program + strlen(program), name, strlen(name) + 1);
	for (size_t i = 0; i < help->options_count && count < OPTIONS_MAX;
	     i++) {
		if (belongs(w, &help->options[i]))
			options[count++] = help->options[i];
	}
	put_words(&forms, help, name);
	buf_putc(&forms, '\0');
	const struct args_program one = { .name = program,
		.operands = w->args,
		.about = w->help,
		.more = forms.failed ? NULL : forms.at,
		.options = options,
		.options_count = count };
	bool said = args_read(&one, &asked, NULL, out) == ARGS_SAID;
	buf_release(&forms);
	buf_putc(out, '\0');
	return said && !out->failed;
}
