/*
 * The journal of the daemon on a disk that fails, at each of its calls in
 * turn: the call fails, or there is no more room, or the program is killed in
 * the midst of it, or the power goes. Whatever was acknowledged must be found,
 * in order and whole; of the batch under way all or nothing.
 *
 *	crash_journal [--seed N] [--every N] [--at HARM CALL] [--new]
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "tests/crash/work.h"

#define STEPS	  14
#define STEPS_NEW 3 /* where the making of the file is what fails */
#define TRIES	  4
#define LIES	  20
#define LONG	  8 /* seeds */
#define RARELY	  6
#define TWICE	  "twice" /* a harm that comes after another */
#define TWELVE	  12
#define CALLS	  40 /* it meets one of so many */
#define TEARS	  8  /* ways in which a log is torn */

/* --- Recovering ------------------------------------------------------- */

static bool
begin_anew(struct work *w)
{
	if (disk_is_off(w->disk)) {
		work_close(w);
		disk_start(w->disk);
	}
	/* It may go again on the way back. */
	if (work_chance(w, 4) == 0) {
		disk_plan(w->disk,
		    &(struct disk_fault){ DISK_CHANGES,
			1 + (int64_t)work_chance(w, 12),
			work_chance(w, 2) ? DISK_CUTS : DISK_FAILS });
	} else {
		disk_mend(w->disk);
	}
	return work_reach(w);
}

static void
recover(struct work *w)
{
	if (!disk_has_failed(w->disk) && !disk_is_off(w->disk) && !w->lying) {
		work_fail(
		    w, "a sound disk fails, after %lld", (long long)w->acked);
	}
	for (int i = 0; i < TRIES; i++) {
		bool ok = begin_anew(w);
		disk_mend(w->disk);
		if (ok && !disk_is_off(w->disk)) {
			work_look(w);
			return;
		}
	}
	if (disk_is_off(w->disk)) {
		work_close(w);
		disk_start(w->disk);
	}
	if (work_reach(w)) {
		work_look(w);
	} else {
		work_lose(w, "a sound disk does not help, after", w->acked);
	}
}

/* --- A run ------------------------------------------------------------ */

static void
play(struct work *w)
{
	const int steps = w->new ? STEPS_NEW : STEPS;

	if (!work_open(w))
		recover(w);
	for (int i = 0; w->j && !w->lost && i < steps; i++) {
		if (!work_step(w, i))
			recover(w);
	}
	/* Now it is seen what only the page cache had. */
	disk_cut(w->disk);
	if (!w->lost)
		recover(w);
	if (w->j && !w->lost)
		work_look_at_file(w);
	work_close(w);
}

/*
 * A log that the disk has not all of, though whoever reads it sees all; then
 * something fails on the way back, and the power goes before anything more is
 * written. Row 11 leaves the index of numbers alone, row 12 does not: once the
 * file had both and the log on the disk only the first, the table went back
 * and the index did not.
 */
static void
play_twice(struct work *w, const struct disk_fault *then)
{
	static const struct disk_fault sync = { DISK_SYNC, 1, DISK_FAILS };

	if (!work_open(w) || !work_append(w, TWELVE - 2) || !work_reach(w) ||
	    !work_append(w, 1))
		work_fail(w, "a sound disk fails");
	disk_plan(w->disk, &sync);
	if (work_append(w, 1))
		work_fail(w, "it was stored without a sync");
	disk_plan(w->disk, then);
	for (int i = 0; i < TRIES && !work_reach(w); i++)
		disk_mend(w->disk);
	disk_mend(w->disk);
	work_look(w);
	/* What was not believed may yet be found: nobody was told of it. */
	w->tried = TWELVE;
	disk_cut(w->disk);
	recover(w);
	work_look_at_file(w);
	work_close(w);
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
	int64_t every; /* 1; more: so much fewer calls are looked at */
	bool lying, thorough;
};

static void
begin(struct work *w, const struct plan *p, const char *harm, int64_t at)
{
	const uint64_t seed = p->seed * 1000003 + (uint64_t)at;

	*w = (struct work){ .seed = p->seed, .rnd = p->seed, .at = at };
	w->harm = harm;
	w->lying = p->lying;
	w->new = !p->made;
	w->disk = p->made ? disk_copy(p->made, seed) : disk_create(seed);
	if (!w->disk)
		abort();
	memcpy(w->name, p->name, sizeof(w->name));
}

static void
end(struct work *w)
{
	for (int i = 0; i < ROWS_MAX; i++)
		free(w->payload[i]);
	disk_destroy(w->disk);
}

/* The AT-th call meets HARM; returns how many of its calls there were. */
static int64_t
run(const struct plan *p, const struct harm *harm, int64_t at, bool *lost)
{
	const struct disk_fault fault = { harm->calls, at, harm->harm };
	struct work w;

	begin(&w, p, harm->name, at);
	disk_plan(w.disk, &fault);
	if (w.lying)
		disk_lie(w.disk);
	play(&w);
	int64_t count = disk_count(w.disk, harm->calls);
	end(&w);
	if (lost)
		*lost = w.lost;
	return count;
}

/* After a sync that failed the AT-th call does, of any kind. */
static void
run_twice(const struct plan *p, int64_t at)
{
	const struct disk_fault then = { DISK_READ | DISK_CHANGES, at,
		DISK_FAILS };
	struct work w;

	begin(&w, p, TWICE, at);
	play_twice(&w, &then);
	end(&w);
}

static void
run_all(const struct plan *p)
{
	for (size_t i = 0; i < HARMS; i++) {
		int64_t calls = run(p, &harms[i], 0, NULL);
		int64_t every = p->every * (p->thorough ? 1 : harms[i].one_in);
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

static void
run_all_twice(const struct plan *p)
{
	struct plan torn = *p;

	for (uint64_t n = 0; n < TEARS; n++, torn.seed++) {
		for (int64_t at = 1; at <= CALLS; at++)
			run_twice(&torn, at);
	}
	printf("seeds %llu to %llu, a sync and then another call: %d\n",
	    (unsigned long long)p->seed, (unsigned long long)torn.seed - 1,
	    TEARS * CALLS);
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
	if (strcmp(name, TWICE) == 0)
		run_twice(p, at);
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
		if (strcmp(argv[i], "--every") == 0)
			p->every = strtoll(value, NULL, 10);
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
	if (o->harm) {
		ok = run_one(p, o->harm, o->at);
	} else {
		ok = lies_lose(p);
		run_all_twice(p);
	}
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
	const bool thorough = getenv("HAO_LONG");
	struct options o = { .seeds = thorough ? LONG : 1 };
	char folder[] = "/tmp/hao-crash-XXXXXX", beside[64];
	struct plan p = { .seed = 1, .every = 1, .thorough = thorough };

	take_options(&o, &p, argc, argv);
	if (p.every < 1)
		return EXIT_FAILURE;
	(void)sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
	if (!mkdtemp(folder))
		return EXIT_FAILURE;
	(void)snprintf(p.name, sizeof(p.name), "sqlite:%s/hall.db", folder);
	bool ok = run_as_told(&p, &o);
	(void)snprintf(beside, sizeof(beside), "%s/hall.db.lock", folder);
	(void)unlink(beside);
	(void)unlink(strchr(p.name, ':') + 1);
	(void)rmdir(folder);
	return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
