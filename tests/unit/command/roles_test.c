/*
 * docs/ROLES.md is what the commands say of themselves; and what supervisors
 * alone may do they do not do without saying why.
 *
 *	roles_test FILE		 compares
 *	roles_test --write FILE	 writes it
 */
#include <stdio.h>
#include <string.h>

#include "proto/buf.h"
#include "server/command/command.h"

/* A clerk comes in by no connection of their own. */
static const enum account_role columns[] = { ACCOUNT_STRANGER, ACCOUNT_LOCAL,
	ACCOUNT_KIOSK, ACCOUNT_DISPLAY, ACCOUNT_PAD, ACCOUNT_COUNTER,
	ACCOUNT_WEB, ACCOUNT_SUPERVISOR, ACCOUNT_MANAGER, ACCOUNT_TECHNICIAN };
#define COLUMNS (sizeof(columns) / sizeof(*columns))

static const char head[] =
    "# Roles\n\n"
    "Every command names the roles that may give it; this page is made from"
    " them, by\n`roles_test --write docs/ROLES.md`. Anything else is answered"
    " `-NOPERM`, and to a\n*stranger*, who has not said who it is,"
    " `-NOAUTH`.\n\n"
    "- *local* is whoever speaks on the daemon's own machine and needs no"
    " account:\n  everything but accounts.\n"
    "- *kiosk*, *display*, *pad*, *counter* and *web* are devices. *web* is"
    " what speaks\n  for people's phones: it names a ticket by its token"
    " alone, and hears of no\n  channel but that ticket's.\n"
    "- A *clerk* has no column: a clerk's PIN counts in COUNTER OPEN, said by"
    " a device.\n"
    "- A *manager* keeps the accounts of clerks and supervisors, a"
    " *technician* all.\n"
    "- COUNTER TRANSFER and UNHOLD without a counter, PLACE front, and the"
    " channel\n  `hall` (SUBSCRIBE, EVENTS SINCE) are for whom"
    " [the protocol](../proto/PROTOCOL.md)\n  names; HALL CLOCK ACCEPT is for"
    " technicians.\n\n";

static void
put_row(struct buf *out, const struct command *at)
{
	buf_puts(out, "| `");
	buf_puts(out, at->family);
	if (at->name) {
		buf_putc(out, ' ');
		buf_puts(out, at->name);
	}
	buf_puts(out, "` |");
	for (size_t i = 0; i < COLUMNS; i++)
		buf_puts(out, at->roles & 1u << columns[i] ? " x |" : " |");
	buf_putc(out, '\n');
}

/* For the record; or to all, who then know. */
static bool
says_why(const struct command *at)
{
	for (const struct word *w = at->words; w->name; w++) {
		if (w->needed &&
		    (strcmp(w->name, "REASON") == 0 ||
			strcmp(w->name, "MESSAGE") == 0))
			return true;
	}
	return false;
}

static int
look_at_powers(void)
{
	int bad = 0;

	for (size_t i = 0; command_at(i); i++) {
		const struct command *at = command_at(i);
		if (at->roles != ROLES_SUPERVISOR || says_why(at))
			continue;
		printf("%s: needs no reason\n", at->summary);
		bad++;
	}
	return bad;
}

static int
make(struct buf *out)
{
	int bad = 0;

	buf_puts(out, head);
	buf_puts(out, "| command |");
	for (size_t i = 0; i < COLUMNS; i++) {
		buf_putc(out, ' ');
		buf_puts(out, account_role_name(columns[i]));
		buf_puts(out, " |");
	}
	buf_puts(out, "\n|---|");
	for (size_t i = 0; i < COLUMNS; i++)
		buf_puts(out, "---|");
	buf_putc(out, '\n');
	for (size_t i = 0; command_at(i); i++) {
		const struct command *at = command_at(i);
		put_row(out, at);
		if (at->roles)
			continue;
		printf("%s: nobody may give it\n", at->summary);
		bad++;
	}
	buf_putc(out, '\0');
	return bad;
}

static int
write_page(const char *path, const char *text)
{
	FILE *to = fopen(path, "w");

	if (!to || fputs(text, to) < 0 || fclose(to) != 0) {
		perror(path);
		return 1;
	}
	return 0;
}

static int
compare(const char *path, const char *text)
{
	static char page[65536];
	FILE *from = fopen(path, "r");
	size_t len = from ? fread(page, 1, sizeof(page) - 1, from) : 0;

	if (from)
		(void)fclose(from);
	page[len] = '\0';
	if (strcmp(page, text) == 0)
		return 0;
	printf(
	    "%s is not what the commands say: roles_test --write it\n", path);
	return 1;
}

int
main(int argc, char **argv)
{
	struct buf text = { 0 };
	int status = make(&text) + look_at_powers();

	if (argc == 3 && strcmp(argv[1], "--write") == 0) {
		status += write_page(argv[2], text.at);
	} else if (argc == 2) {
		status += compare(argv[1], text.at);
	} else {
		status++;
	}
	buf_release(&text);
	return status > 0;
}
