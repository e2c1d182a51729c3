/* Words that ask the record what happened, beside a running haod. */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "haoctl/check.h"
#include "haoctl/head.h"
#include "haoctl/rules.h"
#include "haoctl/why.h"
#include "haoctl/word.h"
#include "server/hall/day.h"
#include "server/record/audit.h"

/* --- A day of a journal ----------------------------------------------- */

struct asked {
	struct reader *reader;
	struct rules rules;
	struct reader_day day;
	char name[DAY_TEXT];
	int status;
};

static void
complain(const char *what, const char *say, const char *detail)
{
	(void)fprintf(stderr, "haoctl: %s: %s%s%s\n", what, say,
	    detail[0] ? ": " : "", detail);
}

/* TEXT is a day, or NULL for the newest. False: said what is wrong. */
static bool
find_day(struct asked *a, const char *text)
{
	int64_t day = INT64_MAX;

	if (text && !day_read(text, &day)) {
		complain(text, "a day is written as 2026-11-24", "");
		a->status = 2;
		return false;
	}
	if (reader_day(a->reader, day, &a->day)) {
		day_write(a->name, a->day.day);
		return true;
	}
	complain(text ? text : "the journal",
	    text ? "the journal has no such day" : "no day has begun in it",
	    "");
	return false;
}

static bool
begin(struct asked *a, const struct haoctl_options *options, const char *day)
{
	char detail[200];
	enum journal_error error;

	*a = (struct asked){ .status = EXIT_FAILURE };
	rules_init(&a->rules);
	error = reader_open(options->journal, &a->reader, detail);
	if (!error)
		return find_day(a, day);
	complain(options->journal, journal_strerror(error), detail);
	return false;
}

static int
finish(struct asked *a)
{
	rules_release(&a->rules);
	reader_close(a->reader);
	return a->status;
}

/* --- Why -------------------------------------------------------------- */

static void
tell_story(struct asked *a, const char *number, const struct buf *story,
    const struct audit *audit)
{
	if (story->len == 0 && !audit->wrong) {
		complain(number, "nobody was given this number on", a->name);
		return;
	}
	printf("%s  %s\n", number, a->name);
	(void)fwrite(story->at, 1, story->len, stdout);
	if (audit->wrong) {
		printf("从这里起记录不可信 · not to be believed from here"
		       " on: event %" PRId64 ": %s\n",
		    audit->wrong, audit->say.at);
		return;
	}
	a->status = EXIT_SUCCESS;
}

static void
explain(struct asked *a, const char *number)
{
	struct buf story = { 0 };
	struct audit audit;
	const struct why_ask ask = { a->reader, &a->day, &a->rules.play,
		number };
	enum journal_error error = why_ticket(&ask, &audit, &story);

	if (error) {
		complain(a->name, journal_strerror(error), "");
	} else {
		tell_story(a, number, &story, &audit);
	}
	audit_release(&audit);
	buf_release(&story);
}

static int
run_why(const struct haoctl_options *options, int argc, char *const *argv)
{
	struct asked a;

	if (argc == 0) {
		complain("why", "name a number, such as A012", "");
		return 2;
	}
	if (begin(&a, options, argv[1]))
		explain(&a, argv[0]);
	return finish(&a);
}

/* --- Audit and head --------------------------------------------------- */

static void
print_head(const struct asked *a, int64_t seq, const uint8_t hash[JOURNAL_HASH])
{
	char text[HEAD_TEXT];

	head_write(text, hash);
	printf("%s  event %" PRId64 "%s\n%s\n", a->name, seq,
	    a->day.closed ? "" : "  (the day is not over)", text);
}

static void
compare_head(struct asked *a, const struct audit *audit, const char *paper)
{
	uint8_t hash[JOURNAL_HASH];

	if (!head_read(paper, hash)) {
		complain(paper, "a head is 64 digits of 0-9 and a-f", "");
		a->status = 2;
	} else if (memcmp(hash, audit->head, JOURNAL_HASH) != 0) {
		printf("the head is another than %s\n", paper);
	} else {
		printf("the head is the one given\n");
		a->status = EXIT_SUCCESS;
	}
}

static void
tell_audit(struct asked *a, const struct audit *audit, const char *paper)
{
	if (audit->wrong) {
		printf("%s  event %" PRId64 ": %s\n", a->name, audit->wrong,
		    audit->say.at);
		return;
	}
	printf("%" PRId64 " event%s, each as the rules in force decide\n",
	    audit->events, audit->events == 1 ? "" : "s");
	print_head(a, audit->head_seq, audit->head);
	if (paper) {
		compare_head(a, audit, paper);
	} else {
		a->status = EXIT_SUCCESS;
	}
}

static void
audit(struct asked *a, const char *paper)
{
	struct audit audit;
	enum journal_error error = audit_day(
	    a->reader, &a->day, &a->rules.play, NULL, &audit);

	if (!error) {
		tell_audit(a, &audit, paper);
	} else if (audit.head_seq > 0) {
		printf("%s  after event %" PRId64 ": %s\n", a->name,
		    audit.head_seq, journal_strerror(error));
	} else {
		complain(a->name, journal_strerror(error), "");
	}
	audit_release(&audit);
}

static int
run_audit(const struct haoctl_options *options, int argc, char *const *argv)
{
	struct asked a;

	if (begin(&a, options, argc > 0 ? argv[0] : NULL))
		audit(&a, options->head);
	return finish(&a);
}

static bool
take_hash(const struct journal_row *row, void *ctx)
{
	memcpy(ctx, row->hash, JOURNAL_HASH);
	return true;
}

static int
run_head(const struct haoctl_options *options, int argc, char *const *argv)
{
	uint8_t hash[JOURNAL_HASH] = { 0 };
	struct asked a;

	if (begin(&a, options, argc > 0 ? argv[0] : NULL)) {
		struct journal *j = reader_journal(a.reader);
		enum journal_error error = j->ops->read(
		    j, a.day.last - 1, a.day.last, take_hash, hash);
		if (error) {
			complain(a.name, journal_strerror(error), "");
		} else {
			print_head(&a, a.day.last, hash);
			a.status = EXIT_SUCCESS;
		}
	}
	return finish(&a);
}

static int
run_check(const struct haoctl_options *options, int argc, char *const *argv)
{
	(void)argc;
	(void)argv;
	return check_journal(options->journal);
}

const struct word words_record[] = {
	{ "why", "NUMBER [DAY]", "why a ticket was called when it was", true, 2,
	    run_why },
	{ "audit", "[DAY]", "play a day again and check every decision", true,
	    1, run_audit },
	{ "head", "[DAY]", "the day's head of the hash chain, for paper", true,
	    1, run_head },
	{ "check", NULL, "all that is wrong with a journal's file", true, 0,
	    run_check },
	{ 0 },
};
