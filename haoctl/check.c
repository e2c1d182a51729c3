/* check: all that is wrong with a journal's file, and what can be saved. */
#include "haoctl/check.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "haoctl/rules.h"
#include "server/hall/day.h"
#include "server/journal/damage.h"
#include "server/record/audit.h"

static void
print(const char *what, void *ctx)
{
	(void)ctx;
	printf("%s\n", what);
}

/* --- Days ------------------------------------------------------------- */

/* All of the day, and the event that ends it, are as they were written. */
static bool
is_sound(const struct damage *d, const struct reader_day *day)
{
	int64_t until = day->closed ? day->closed : day->last;

	for (size_t i = 0; i < d->sound_count; i++) {
		if (d->sound[i].from <= day->opening && until <= d->sound[i].to)
			return true;
	}
	return false;
}

static void
check_day(struct damage *d, struct reader *r, struct rules *rules,
    const struct reader_day *day, int64_t *said)
{
	struct audit audit;
	char name[DAY_TEXT];

	day_write(name, day->day);
	enum journal_error error = audit_day(
	    r, day, &rules->play, NULL, &audit);
	if (error) {
		damage_say(d, said,
		    "day %s: it can't be played again after event %" PRId64
		    ": %s",
		    name, audit.head_seq, journal_strerror(error));
	} else if (audit.wrong) {
		damage_say(d, said, "day %s, event %" PRId64 ": %s", name,
		    audit.wrong, audit.say.at);
	}
	audit_release(&audit);
}

static void
check_days(struct damage *d, struct reader *r)
{
	struct rules rules;
	struct reader_day day = { .day = INT64_MIN };
	int64_t said = 0;

	rules_init(&rules);
	/* What the chain does not hold was told already. */
	while (reader_day_after(r, day.day, &day)) {
		if (is_sound(d, &day))
			check_day(d, r, &rules, &day, &said);
	}
	rules_release(&rules);
}

/* --- All -------------------------------------------------------------- */

static void
tell_saved(const struct damage *d)
{
	printf("%" PRId64 " wrong. These events are whole and can be saved:\n",
	    d->found);
	for (size_t i = 0; i < d->sound_count; i++) {
		printf("  %" PRId64 " to %" PRId64 "\n", d->sound[i].from,
		    d->sound[i].to);
	}
	if (d->sound_count == 0)
		printf("  none\n");
	printf("Stop haod, keep this file, and restore the last backup that"
	       " check finds whole.\n");
}

int
check_journal(const char *name)
{
	struct damage d = { .tell = print };
	struct reader *r = NULL;
	char detail[200];
	enum journal_error error = reader_open(name, &r, detail);

	if (error) {
		(void)fprintf(stderr, "haoctl: %s: %s%s%s\n", name,
		    journal_strerror(error), detail[0] ? ": " : "", detail);
		return EXIT_FAILURE;
	}
	damage_pages(&d, r);
	damage_events(&d, r);
	check_days(&d, r);
	damage_tables(&d, r);
	if (d.found > 0) {
		tell_saved(&d);
	} else {
		printf("%" PRId64 " event%s, nothing wrong\n", d.events,
		    d.events == 1 ? "" : "s");
	}
	reader_close(r);
	return d.found > 0 ? EXIT_FAILURE : EXIT_SUCCESS;
}
