#include "tests/crash/work.h"

#include <assert.h>
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define OPENING "[\"the day as it begins\"]"

_Noreturn void
work_fail(const struct work *w, const char *format, ...)
{
	va_list args;

	printf("crash_journal --seed %llu --at %s %lld%s: ",
	    (unsigned long long)w->seed, w->harm, (long long)w->at,
	    w->new ? " --new" : "");
	va_start(args, format);
	(void)vprintf(format, args);
	va_end(args);
	printf("\n");
	(void)fflush(stdout);
	abort();
}

uint64_t
work_chance(struct work *w, uint64_t below)
{
	w->rnd = w->rnd * 6364136223846793005U + 1442695040888963407U;
	return (w->rnd >> 33) % below;
}

/* --- Writing ---------------------------------------------------------- */

static struct event
event_of(int64_t seq)
{
	const bool day = seq % 29 == 0, complaint = seq % 11 == 0;

	return (struct event){
		.type = day	? EVENT_DAY_CLOSED
		    : complaint ? EVENT_COMPLAINED
				: EVENT_ISSUED,
		.seq = seq,
		.t_ms = 1000 * seq,
		.wall_ms = 1000 * seq,
		.id = seq,
		.slot = day || complaint ? 0 : 7000 + seq,
		.day = 20000 + seq / 29,
		.followup = complaint ? seq : 0,
		.due = complaint ? 20000 : 0,
		.number = "A001",
		.service = "A",
		.class = "normal",
		.user = "local",
		.rid = "a request of some length, as clients send it",
		.text = complaint ? "nobody was at the counter" : NULL,
	};
}

static void
keep(struct work *w, const struct journal_row *row)
{
	free(w->payload[row->seq]);
	w->payload[row->seq] = strdup(row->payload);
	w->opening[row->seq] = row->opening ? row->seq
					    : w->opening[row->seq - 1];
}

bool
work_append(struct work *w, int64_t count)
{
	struct journal_batch b = { 0 };

	for (int64_t seq = w->acked + 1; seq <= w->acked + count; seq++) {
		const struct event e = event_of(seq);
		if (!batch_add(
			&b, &e, e.type == EVENT_DAY_CLOSED ? OPENING : NULL))
			abort();
	}
	for (size_t i = 0; i < b.count; i++)
		keep(w, &b.row[i]);
	w->tried = w->acked + count;
	bool ok = w->j->ops->append(w->j, &b) == JOURNAL_OK;
	if (ok)
		w->acked = w->tried;
	batch_release(&b);
	return ok;
}

bool
work_open(struct work *w)
{
	char detail[200];
	int64_t holder;

	w->j = NULL;
	return journal_open(w->name, &w->j, &holder, detail) == JOURNAL_OK;
}

void
work_close(struct work *w)
{
	journal_close(w->j);
	w->j = NULL;
}

bool
work_step(struct work *w, int number)
{
	int64_t behind;

	if (number % 5 == 3)
		return w->j->ops->project(w->j, 40, &behind) == JOURNAL_OK;
	if (number % 7 == 6)
		return w->j->ops->reopen(w->j) == JOURNAL_OK;
	/* Now and then a whole turn's worth. */
	return work_append(
	    w, 1 + (int64_t)work_chance(w, work_chance(w, 6) ? 5 : 90));
}

/* --- Looking ---------------------------------------------------------- */

struct look {
	struct work *w;
	int64_t last;
	uint8_t hash[JOURNAL_HASH];
	bool wrong;
};

static bool
look_at(const struct journal_row *row, void *ctx)
{
	struct look *l = ctx;
	const struct work *w = l->w;

	chain_next(l->hash, row);
	l->wrong = row->seq != l->last + 1 || row->seq > w->tried ||
	    memcmp(l->hash, row->hash, JOURNAL_HASH) != 0 ||
	    strcmp(row->payload, w->payload[row->seq]) != 0;
	l->last = row->seq;
	return !l->wrong;
}

/* Something acknowledged is not there: a disk that lies may do that. */
void
work_lose(struct work *w, const char *what, int64_t seq)
{
	if (!w->lying) {
		work_fail(w, "%s %lld; acknowledged %lld, tried %lld", what,
		    (long long)seq, (long long)w->acked, (long long)w->tried);
	}
	w->lost = true;
}

void
work_look(struct work *w)
{
	struct look l = { .w = w };
	struct buf state = { 0 };
	int64_t opening = -1;

	assert(w->j);
	if (w->j->ops->read(w->j, 0, INT64_MAX, look_at, &l) != JOURNAL_OK ||
	    l.wrong) {
		work_lose(w, "a row is not what was stored:", l.last);
	} else if (l.last != w->acked && l.last != w->tried) {
		work_lose(w, "the last row is", l.last);
	} else if (w->j->ops->opening(w->j, &state, &opening) != JOURNAL_OK ||
	    opening != w->opening[l.last]) {
		work_lose(w, "the newest opening is", opening);
	}
	buf_release(&state);
	w->acked = w->tried = l.last;
}

/* --- The file ---------------------------------------------------------- */

static int
first_of(sqlite3 *db, const char *sql, char *out, size_t size)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW)
		(void)snprintf(out, size, "%s", sqlite3_column_text(stmt, 0));
	(void)sqlite3_finalize(stmt);
	return rc;
}

/* The file as SQLite sees it, and the tickets as the events say. */
void
work_look_at_file(struct work *w)
{
	char said[80] = "";
	sqlite3 *db = NULL;
	int64_t behind;

	if (w->j->ops->project(w->j, ROWS_MAX, &behind) != JOURNAL_OK)
		work_lose(w, "no projection of", w->acked);
	work_close(w);
	if (sqlite3_open(strchr(w->name, ':') + 1, &db) != SQLITE_OK ||
	    first_of(db, "PRAGMA integrity_check", said, 80) != SQLITE_ROW ||
	    strcmp(said, "ok") != 0)
		work_lose(w, "the file is damaged at", w->acked);
	if (first_of(db,
		"SELECT (SELECT count(*) FROM event WHERE type = 'issued') ="
		" (SELECT count(*) FROM ticket)",
		said, 80) != SQLITE_ROW ||
	    strcmp(said, "1") != 0)
		work_lose(w, "the tickets are not the events' at", w->acked);
	(void)sqlite3_close(db);
}

bool
work_reach(struct work *w)
{
	if (!w->j)
		return work_open(w);
	return w->j->ops->reopen(w->j) == JOURNAL_OK;
}
