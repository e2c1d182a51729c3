/*
 * The first account, made on the daemon's own machine while it is stopped;
 * and the way back in, when nobody has a secret any more.
 */
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "haoctl/file.h"
#include "haoctl/rules.h"
#include "haoctl/word.h"
#include "server/account/secret.h"
#include "server/hall/hall.h"
#include "server/journal/journal.h"
#include "server/journal/load.h"
#include "ui/prompt.h"

static int
misused(const char *say)
{
	(void)fprintf(stderr, "haoctl: account: %s\n", say);
	return 2;
}

/* --- The hall of a file ------------------------------------------------- */

struct place {
	struct journal *journal;
	struct hall *hall;
	struct rules rules;
};

static void
leave(struct place *p)
{
	hall_destroy(p->hall);
	rules_release(&p->rules);
	journal_close(p->journal);
}

static bool
enter(struct place *p, const char *name)
{
	*p = (struct place){ .journal = file_open(name) };
	if (!p->journal)
		return false;
	rules_init(&p->rules);
	p->hall = hall_create();
	enum journal_error error = p->hall
	    ? journal_load(p->journal, p->hall, p->rules.play.layout, NULL,
		  p->rules.play.ctx)
	    : JOURNAL_ENOMEM;
	if (!error && hall_has_layout(p->hall) && hall_day(p->hall) >= 0)
		return true;
	(void)fprintf(stderr, "haoctl: %s: %s\n", name,
	    error ? journal_strerror(error)
		  : "haod has not run on it yet: start it once, and stop it");
	leave(p);
	return false;
}

static int64_t
wall_ms(void)
{
	struct timespec now = { 0 };

	(void)clock_gettime(CLOCK_REALTIME, &now);
	return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static int
append(struct place *p, struct event *e)
{
	struct journal_batch batch = { 0 };

	e->wall_ms = wall_ms();
	enum journal_error error = batch_add(&batch, e, NULL)
	    ? p->journal->ops->append(p->journal, &batch)
	    : JOURNAL_ENOMEM;
	batch_release(&batch);
	if (!error)
		return EXIT_SUCCESS;
	(void)fprintf(stderr, "haoctl: %s\n", journal_strerror(error));
	return EXIT_FAILURE;
}

/* Hall time stands still while the daemon does. */
static int
carry_out(struct place *p, const struct request *r)
{
	struct decision d;

	hall_decide(p->hall, r, hall_last_ms(p->hall), &d);
	if (d.refusal == REFUSE_NOSUCHACCOUNT)
		return misused("there is none of that name");
	if (d.refusal == REFUSE_ACCOUNTTHERE)
		return misused("there is one of that name already");
	if (d.refusal)
		return misused("that can't be");
	if (d.has_event && append(p, &d.event) != EXIT_SUCCESS)
		return EXIT_FAILURE;
	printf("%s is %s, %s\n", d.outcome.account, d.outcome.role,
	    d.outcome.state);
	return EXIT_SUCCESS;
}

/* --- Secrets ------------------------------------------------------------ */

static bool
make_person(struct request *r, enum account_role role, char *verifier)
{
	char text[PROMPT_MAX];
	bool well = prompt_new_secret(text, r->account);
	const char *flaw = well ? secret_flaw(role, text) : NULL;

	if (flaw)
		(void)misused(flaw);
	well = well && !flaw && secret_of_person(verifier, text);
	sodium_memzero(text, sizeof(text));
	return well;
}

static int
with_secret(struct place *p, struct request *r, enum account_role role)
{
	char verifier[ACCOUNT_VERIFIER] = "", secret[SECRET_TEXT] = "";

	if (account_is_device(role)) {
		secret_make(secret);
		secret_of_device(verifier, secret);
	} else if (!make_person(r, role, verifier)) {
		return EXIT_FAILURE;
	}
	r->verifier = verifier;
	int status = carry_out(p, r);
	r->verifier = NULL;
	if (status == EXIT_SUCCESS && secret[0])
		printf("its secret, shown once: %s\n", secret);
	sodium_memzero(secret, sizeof(secret));
	return status;
}

static void
list(const struct hall *h)
{
	const struct account *a = hall_next_account(h, "");

	for (; a; a = hall_next_account(h, a->name)) {
		printf("%s is %s, %s\n", a->name, account_role_name(a->role),
		    account_state_name(a->disabled));
	}
}

static int
act(struct place *p, struct request *r, const char *what)
{
	const struct account *a = hall_account(p->hall, r->account);

	if (strcmp(what, "add") == 0) {
		enum account_role role = account_role_named(r->role);
		if (role == ACCOUNT_ROLES || !account_is_name(r->account))
			return misused("no name or role that one can have");
		r->type = REQUEST_ACCOUNT_ADD;
		return with_secret(p, r, role);
	}
	if (!a)
		return misused("there is none of that name");
	if (strcmp(what, "enable") == 0) {
		r->type = REQUEST_ACCOUNT_ENABLE;
		return carry_out(p, r);
	}
	r->type = REQUEST_ACCOUNT_SECRET;
	return with_secret(p, r, a->role);
}

static int
run_account(const struct haoctl_options *o, int argc, char *const *argv)
{
	const char *what = argc > 0 ? argv[0] : "";
	struct request r = { .user = "haoctl", .terminal = "" };
	struct place p;

	bool lists = argc == 1 && strcmp(what, "list") == 0;
	bool adds = argc == 3 && strcmp(what, "add") == 0;
	bool changes = argc == 2 &&
	    (strcmp(what, "enable") == 0 || strcmp(what, "secret") == 0);
	if (!lists && !adds && !changes) {
		return misused("say list, add NAME ROLE, enable NAME or"
			       " secret NAME");
	}
	if (sodium_init() < 0 || !enter(&p, o->journal))
		return EXIT_FAILURE;
	r.account = lists ? "" : argv[1];
	r.role = adds ? argv[2] : NULL;
	int status = EXIT_SUCCESS;
	if (lists) {
		list(p.hall);
	} else {
		status = act(&p, &r, what);
	}
	leave(&p);
	return status;
}

const struct word words_account_file[] = {
	{ "account", "list", "the accounts in the journal", true, 3,
	    run_account },
	{ "account", "add NAME ROLE", "one more: the first one is made so",
	    true, 3, run_account },
	{ "account", "enable NAME", "it comes in again", true, 3, run_account },
	{ "account", "secret NAME", "gives it another secret", true, 3,
	    run_account },
	{ NULL, NULL, NULL, false, 0, NULL },
};
