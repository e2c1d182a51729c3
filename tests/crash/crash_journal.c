/*
 * The journal of the daemon on a disk that fails, at each of its calls in
 * turn: the call fails, or there is no more room, or the program is killed in
 * the midst of it, or the power goes. Whatever was acknowledged must be found,
 * in order and whole; of the batch under way all or nothing.
 *
 *	crash_journal [--seed N] [--seeds COUNT] [--at HARM CALL] [--new]
 */
#include <sqlite3.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "server/journal/journal.h"
#include "tests/crash/disk.h"

#define STEPS	  14
#define STEPS_NEW 3 /* where the making of the file is what fails */
#define ROWS_MAX  1024
#define OPENING	  "[\"the day as it begins\"]"
#define TRIES	  4
#define LIES	  20
#define LONG	  40 /* seeds */
#define RARELY	  6

/* What the journal was given, by seq; and how much of it was acknowledged. */
struct work {
	uint64_t seed, rnd;
	const char *harm;
	int64_t at;
	struct disk *disk;
	struct journal *j; /* NULL: it could not be opened */
	char *payload[ROWS_MAX];
	int64_t opening[ROWS_MAX]; /* the newest up to that row */
	int64_t acked, tried, tickets;
	bool lying, lost;
	bool new; /* the file is made in this run */
	char name[64];
};

_Noreturn static void fail(const struct work *w, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

_Noreturn static void
fail(const struct work *w, const char *format, ...)
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

static uint64_t
chance(struct work *w, uint64_t below)
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

static bool
append(struct work *w)
{
	struct journal_batch b = { 0 };
	/* Now and then a whole turn's worth. */
	int64_t count = 1 + (int64_t)chance(w, chance(w, 6) == 0 ? 90 : 5);

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

static bool
open_journal(struct work *w)
{
	char detail[200];
	int64_t holder;

	w->j = NULL;
	return journal_open(w->name, &w->j, &holder, detail) == JOURNAL_OK;
}

static void
close_journal(struct work *w)
{
	journal_close(w->j);
	w->j = NULL;
}

static bool
step(struct work *w, int number)
{
	int64_t behind;

	if (number % 5 == 3)
		return w->j->ops->project(w->j, 40, &behind) == JOURNAL_OK;
	if (number % 7 == 6)
		return w->j->ops->reopen(w->j) == JOURNAL_OK;
	return append(w);
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
static void
lose(struct work *w, const char *what, int64_t seq)
{
	if (!w->lying)
		fail(w, "%s %lld; acknowledged %lld, tried %lld", what,
		    (long long)seq, (long long)w->acked, (long long)w->tried);
	w->lost = true;
}

static void
look(struct work *w)
{
	struct look l = { .w = w };
	struct buf state = { 0 };
	int64_t opening = -1;

	if (w->j->ops->read(w->j, 0, INT64_MAX, look_at, &l) != JOURNAL_OK ||
	    l.wrong)
		lose(w, "a row is not what was stored:", l.last);
	else if (l.last != w->acked && l.last != w->tried)
		lose(w, "the last row is", l.last);
	else if (w->j->ops->opening(w->j, &state, &opening) != JOURNAL_OK ||
	    opening != w->opening[l.last])
		lose(w, "the newest opening is", opening);
	buf_release(&state);
	w->acked = w->tried = l.last;
}

/* --- Recovering ------------------------------------------------------- */

static bool
begin_anew(struct work *w)
{
	if (disk_is_off(w->disk)) {
		close_journal(w);
		disk_start(w->disk);
	}
	/* It may go again on the way back. */
	if (chance(w, 4) == 0) {
		disk_plan(w->disk,
		    &(struct disk_fault){ DISK_CHANGES,
			1 + (int64_t)chance(w, 12),
			chance(w, 2) ? DISK_CUTS : DISK_FAILS });
	} else {
		disk_mend(w->disk);
	}
	if (w->j)
		return w->j->ops->reopen(w->j) == JOURNAL_OK;
	return open_journal(w);
}

static void
recover(struct work *w)
{
	if (!disk_has_failed(w->disk) && !disk_is_off(w->disk) && !w->lying)
		fail(w, "a sound disk fails, after %lld", (long long)w->acked);
	for (int i = 0; i < TRIES; i++) {
		bool ok = begin_anew(w);
		disk_mend(w->disk);
		if (ok && !disk_is_off(w->disk)) {
			look(w);
			return;
		}
	}
	if (disk_is_off(w->disk)) {
		close_journal(w);
		disk_start(w->disk);
	}
	if (!(w->j ? w->j->ops->reopen(w->j) == JOURNAL_OK : open_journal(w)))
		lose(w, "a sound disk does not help, after", w->acked);
	else
		look(w);
}

/* --- A run ------------------------------------------------------------ */

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
static void
look_at_file(struct work *w)
{
	char said[80] = "";
	sqlite3 *db = NULL;
	int64_t behind;

	if (w->j->ops->project(w->j, ROWS_MAX, &behind) != JOURNAL_OK)
		lose(w, "no projection of", w->acked);
	close_journal(w);
	if (sqlite3_open(strchr(w->name, ':') + 1, &db) != SQLITE_OK ||
	    first_of(db, "PRAGMA integrity_check", said, 80) != SQLITE_ROW ||
	    strcmp(said, "ok") != 0)
		lose(w, "the file is damaged at", w->acked);
	if (first_of(db,
		"SELECT (SELECT count(*) FROM event WHERE type = 'issued') ="
		" (SELECT count(*) FROM ticket)",
		said, 80) != SQLITE_ROW ||
	    strcmp(said, "1") != 0)
		lose(w, "the tickets are not the events' at", w->acked);
	(void)sqlite3_close(db);
}

static void
play(struct work *w)
{
	const int steps = w->new ? STEPS_NEW : STEPS;

	if (!open_journal(w))
		recover(w);
	for (int i = 0; w->j && !w->lost && i < steps; i++) {
		if (!step(w, i))
			recover(w);
	}
	/* Now it is seen what only the page cache had. */
	disk_cut(w->disk);
	if (!w->lost)
		recover(w);
	if (w->j && !w->lost)
		look_at_file(w);
	close_journal(w);
}

struct harm {
	const char *name;
	unsigned calls;
	enum disk_harm harm;
	int64_t one_in; /* calls are looked at where there is little time */
};

static const struct harm harms[] = {
	{ "read", DISK_READ, DISK_FAILS, 3 },
	{ "write", DISK_WRITE, DISK_FAILS, 3 },
	{ "sync", DISK_SYNC, DISK_FAILS, 1 },
	{ "truncate", DISK_TRUNCATE | DISK_REMOVE, DISK_FAILS, 1 },
	{ "full", DISK_WRITE, DISK_FULL, 3 },
	{ "kill", DISK_CHANGES, DISK_KILLS, 2 },
	{ "power", DISK_CHANGES, DISK_CUTS, 1 },
};
#define HARMS (sizeof(harms) / sizeof(*harms))

/* A file to begin with, or none; and what is to be looked at. */
struct plan {
	char name[64];
	uint64_t seed;
	const struct disk *made;
	bool lying, thorough;
};

/* The AT-th call meets HARM; returns how many of its calls there were. */
static int64_t
run(const struct plan *p, const struct harm *harm, int64_t at, bool *lost)
{
	const struct disk_fault fault = { harm->calls, at, harm->harm };
	const uint64_t seed = p->seed * 1000003 + (uint64_t)at;
	struct work w = { .seed = p->seed, .rnd = p->seed, .at = at };

	w.harm = harm->name;
	w.lying = p->lying;
	w.new = !p->made;
	w.disk = p->made ? disk_copy(p->made, seed) : disk_create(seed);
	if (!w.disk)
		abort();
	memcpy(w.name, p->name, sizeof(w.name));
	disk_plan(w.disk, &fault);
	if (w.lying)
		disk_lie(w.disk);
	play(&w);
	int64_t count = disk_count(w.disk, harm->calls);
	for (int i = 0; i < ROWS_MAX; i++)
		free(w.payload[i]);
	disk_destroy(w.disk);
	if (lost)
		*lost = w.lost;
	return count;
}

static void
run_all(const struct plan *p)
{
	for (size_t i = 0; i < HARMS; i++) {
		int64_t calls = run(p, &harms[i], 0, NULL);
		int64_t every = p->thorough ? 1 : harms[i].one_in;
		/* To make a file takes long, and it is made but once. */
		if (!p->thorough && !p->made)
			every *= RARELY;
		for (int64_t at = 1; at <= calls; at += every)
			(void)run(p, &harms[i], at, NULL);
		printf("seed %llu, a file %s: %s at one in %lld of %lld\n",
		    (unsigned long long)p->seed,
		    p->made ? "in use" : "being made", harms[i].name,
		    (long long)every, (long long)calls);
	}
}

/*
 * Nothing stands against a disk that says it has stored what it has not. Were
 * nothing lost here, the disk of this test would tear nothing.
 */
static bool
lies_lose(const struct plan *p)
{
	struct plan lying = *p;
	int count = 0;

	lying.lying = true;
	for (int64_t at = 1; at <= LIES; at++) {
		bool lost = false;
		(void)run(&lying, &harms[HARMS - 1], 2 * at, &lost);
		count += lost;
	}
	printf(
	    "a disk that lies: lost something in %d of %d runs\n", count, LIES);
	return count > 0;
}

/* --- The program ------------------------------------------------------ */

static struct disk *
make_file(const char *name)
{
	struct disk *d = disk_create(1);
	char detail[200];
	struct journal *j;
	int64_t holder;

	if (!d || journal_open(name, &j, &holder, detail) != JOURNAL_OK)
		abort();
	journal_close(j);
	return d;
}

static bool
run_one(const struct plan *p, const char *name, int64_t at)
{
	for (size_t i = 0; i < HARMS; i++) {
		if (strcmp(harms[i].name, name) == 0)
			(void)run(p, &harms[i], at, NULL);
	}
	return true;
}

struct options {
	uint64_t seeds;
	const char *harm;
	int64_t at;
	bool new;
};

static void
take_options(struct options *o, struct plan *p, int argc, char **argv)
{
	for (int i = 1; i < argc; i++) {
		const char *value = i + 1 < argc ? argv[i + 1] : "";
		if (strcmp(argv[i], "--seed") == 0)
			p->seed = strtoull(value, NULL, 10);
		if (strcmp(argv[i], "--seeds") == 0)
			o->seeds = strtoull(value, NULL, 10);
		if (strcmp(argv[i], "--new") == 0)
			o->new = true;
		if (strcmp(argv[i], "--at") == 0 && i + 2 < argc) {
			o->harm = value;
			o->at = strtoll(argv[i + 2], NULL, 10);
		}
	}
}

static bool
run_as_told(struct plan *p, const struct options *o)
{
	struct disk *made = make_file(p->name);
	bool ok = true;

	p->made = o->new ? NULL : made;
	if (o->harm)
		ok = run_one(p, o->harm, o->at);
	else
		ok = lies_lose(p);
	for (uint64_t n = 0; !o->harm && n < o->seeds; n++, p->seed++) {
		p->made = made;
		run_all(p);
		p->made = NULL;
		run_all(p);
	}
	disk_destroy(made);
	return ok;
}

int
main(int argc, char **argv)
{
	const bool thorough = getenv("HAO_LONG") != NULL;
	struct options o = { .seeds = thorough ? LONG : 1 };
	char folder[] = "/tmp/hao-crash-XXXXXX", lock[64];
	struct plan p = { .seed = 1, .thorough = thorough };

	take_options(&o, &p, argc, argv);
	(void)sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
	if (!mkdtemp(folder))
		return EXIT_FAILURE;
	(void)snprintf(p.name, sizeof(p.name), "sqlite:%s/hall.db", folder);
	bool ok = run_as_told(&p, &o);
	(void)snprintf(lock, sizeof(lock), "%s/hall.db.lock", folder);
	(void)unlink(lock);
	(void)rmdir(folder);
	return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
