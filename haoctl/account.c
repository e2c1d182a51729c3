/* The word that keeps accounts, over the wire. */
#include <sodium.h>
#include <stdio.h>
#include <string.h>

#include "haoctl/query.h"
#include "haoctl/server.h"
#include "haoctl/word.h"
#include "server/hall/account.h"
#include "ui/prompt.h"

/* A person's account in the making: somebody types the secret. */
static bool
add_secret(struct query *q, size_t at, char text[PROMPT_MAX], const char *name)
{
	if (!prompt_new_secret(text, name))
		return false;
	q->words[at] = "SECRET";
	q->words[at + 1] = text;
	return true;
}

static int
run_add(const struct haoctl_options *o, char *const *argv)
{
	enum account_role role = account_role_named(argv[2]);
	struct query q = { .words = { "ACCOUNT", "ADD", argv[1], argv[2] },
		.show = show_account };
	char text[PROMPT_MAX];

	if (role != ACCOUNT_ROLES && !account_is_device(role) &&
	    !add_secret(&q, 4, text, argv[1]))
		return 1;
	int status = server_ask(o, &q);
	sodium_memzero(text, sizeof(text));
	return status;
}

/* A device's is made for it; a person's is typed. */
static int
run_secret(const struct haoctl_options *o, char *const *argv, bool typed)
{
	struct query q = { .words = { "ACCOUNT", "SECRET", argv[1] },
		.show = show_account };
	char text[PROMPT_MAX];

	if (typed && !add_secret(&q, 3, text, argv[1]))
		return 1;
	int status = server_ask(o, &q);
	sodium_memzero(text, sizeof(text));
	return status;
}

static int
run_account(const struct haoctl_options *o, int argc, char *const *argv)
{
	const char *what = argc > 0 ? argv[0] : "";
	struct query q = { .words = { "ACCOUNT", "LIST" },
		.page_key = "account",
		.show = show_accounts };

	if (argc == 1 && strcmp(what, "list") == 0)
		return server_ask(o, &q);
	if (argc == 3 && strcmp(what, "add") == 0)
		return run_add(o, argv);
	if (argc == 2 && strcmp(what, "secret") == 0)
		return run_secret(o, argv, false);
	if (argc == 2 && strcmp(what, "password") == 0)
		return run_secret(o, argv, true);
	q = (struct query){ .show = show_account };
	q.words[0] = "ACCOUNT";
	if (argc == 2 && strcmp(what, "disable") == 0) {
		q.words[1] = "DISABLE";
	} else if (argc == 2 && strcmp(what, "enable") == 0) {
		q.words[1] = "ENABLE";
	} else if (argc == 3 && strcmp(what, "pair") == 0) {
		q.words[1] = "PAIR";
		q.words[3] = argv[2];
	} else {
		(void)fputs("haoctl: say account list, add, disable, enable,"
			    " secret, password or pair; see haoctl account"
			    " --help\n",
		    stderr);
		return 2;
	}
	q.words[2] = argv[1];
	return server_ask(o, &q);
}

const struct word words_account[] = {
	{ "account", "list", "who may come in, and as what", false, 3,
	    run_account },
	{ "account", "add NAME ROLE",
	    "another one; a person's secret is typed, a device's is told",
	    false, 3, run_account },
	{ "account", "disable NAME", "it comes in no more", false, 3,
	    run_account },
	{ "account", "enable NAME", "it comes in again", false, 3,
	    run_account },
	{ "account", "secret NAME", "makes a device another secret", false, 3,
	    run_account },
	{ "account", "password NAME", "types a person's other secret", false, 3,
	    run_account },
	{ "account", "pair NAME ROLE", "a code that brings a device in", false,
	    3, run_account },
	{ NULL, NULL, NULL, false, 0, NULL },
};
