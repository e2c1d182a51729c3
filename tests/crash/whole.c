/*
 * The whole daemon, by chance: whole.h says what it is made of.
 *
 *	whole --seed N		one run, its steps said when it fails
 *	whole --seeds N COUNT	so many from N on; the first is done twice.
 *				Ten times as many when HAO_LONG is set
 *
 * A run that fails is made smaller: steps are left out as long as it fails.
 */
#include <malloc.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "proto/wire.h"
#include "server/journal/journal.h"
#include "tests/crash/disk.h"
#include "tests/crash/machine.h"
#include "tests/crash/plan.h"
#include "tests/crash/secret_sim.h"
#include "tests/crash/whole_play.h"

#define HEAP_KEPT    (1 << 30)
#define PRINT_FACTOR 0x100000001b3U /* what each came to, and in which order */

/* --- Seeds ---------------------------------------------------------------- */

/* In a process of its own: whatever is wrong ends that alone. */
static bool
fails(const struct place *place, const struct plan *p, bool quiet)
{
	int status = 0;

	(void)fflush(stdout);
	pid_t child = fork();
	if (child == 0) {
		if (quiet &&
		    (!freopen("/dev/null", "w", stdout) ||
			!freopen("/dev/null", "w", stderr)))
			_exit(EXIT_FAILURE);
		(void)plan_run(place, p);
		_exit(EXIT_SUCCESS);
	}
	return waitpid(child, &status, 0) != child || status != 0;
}

/* Leaves out FROM to UNTIL; true: it fails all the same. */
static bool
fails_without(
    const struct place *place, struct plan *p, size_t from, size_t until)
{
	struct plan less = { .seed = p->seed };

	for (size_t i = 0; i < p->count; i++) {
		if (i < from || i >= until)
			less.step[less.count++] = p->step[i];
	}
	if (!fails(place, &less, true))
		return false;
	*p = less;
	return true;
}

static void
shrink(const struct place *place, struct plan *p)
{
	for (size_t size = p->count / 2; size > 0; size /= 2) {
		for (size_t at = 0; at < p->count;) {
			size_t until = at + size;
			if (!fails_without(place, p, at, until))
				at = until;
		}
	}
}

static bool
try_seed(const struct place *place, uint64_t seed)
{
	struct plan p;

	plan_make(&p, seed);
	if (!fails(place, &p, false))
		return true;
	shrink(place, &p);
	printf("seed %llu fails in %zu steps:\n", (unsigned long long)seed,
	    p.count);
	plan_say(&p);
	(void)fails(place, &p, false);
	return false;
}

/* In one process, as forking costs more than a run; PROGRESS is told. */
static void
run_seeds(const struct place *place, uint64_t from, uint64_t count, int tell)
{
	struct plan p;
	uint64_t all = 0;

	for (uint64_t seed = from; seed < from + count; seed++) {
		plan_make(&p, seed);
		if (write(tell, &seed, sizeof(seed)) != sizeof(seed))
			return;
		uint64_t print = plan_run(place, &p);
		if (seed == from && plan_run(place, &p) != print) {
			printf("seed %llu: the second time it is another\n",
			    (unsigned long long)seed);
			_exit(EXIT_FAILURE);
		}
		all = all * PRINT_FACTOR + print;
	}
	printf("%llu seeds from %llu on came to %016llx\n",
	    (unsigned long long)count, (unsigned long long)from,
	    (unsigned long long)all);
}

static bool
try_seeds(const struct place *place, uint64_t from, uint64_t count)
{
	uint64_t seed = from, next;
	int progress[2], status = 0;

	if (pipe(progress) < 0)
		return false;
	(void)fflush(stdout);
	pid_t child = fork();
	if (child == 0) {
		(void)close(progress[0]);
		run_seeds(place, from, count, progress[1]);
		exit(EXIT_SUCCESS);
	}
	(void)close(progress[1]);
	while (read(progress[0], &next, sizeof(next)) == sizeof(next))
		seed = next;
	(void)close(progress[0]);
	if (waitpid(child, &status, 0) == child && status == 0)
		return true;
	(void)try_seed(place, seed);
	return false;
}

/* --- The program ---------------------------------------------------------- */

/* What both have, and where they differ. */
static const char hall[] =
    "languages: [en]\nname: {en: Hall}\ntimezone: Asia/Shanghai\n"
    "status_url: {en: \"https://hall.example/t/\"}\n"
    "appointment_class: priority\n"
    "services:\n"
    "  - {code: A, name: {en: One}, prefix: A}\n"
    "  - {code: B, name: {en: Two}, prefix: B, policy: ratio}\n"
    "  - {code: C, name: {en: Three}, prefix: C, slots: [05:00-23:00],"
    " slot_capacity: 2}\n"
    "%s"
    "counters:\n"
    "  - {label: \"1\", groups: [{services: [A]}, {services: [B]}]}\n"
    "  - {label: \"2\", groups: [{services: [A, B, C]}]}\n"
    "  - {label: \"3\", groups: [{services: [B]}], floating: yes}\n"
    "classes:\n"
    "  - {code: normal, name: {en: Normal}}\n"
    "  - {code: priority, name: {en: Priority}, credit_min: %d}\n"
    "  - {code: special, name: {en: Special}, rank: 1,"
    " declared: supervisor}\n"
    "%s";

static void
write_hall(const struct place *place, int number)
{
	bool first = number == 1;
	char path[96];

	(void)snprintf(
	    path, sizeof(path), "%s/hall%d.yaml", place->folder, number);
	FILE *file = whole_must(fopen(path, "we"));
	(void)fprintf(file, hall,
	    first ? "  - {code: D, name: {en: Four}, prefix: D}\n" : "",
	    first ? 20 : 30,
	    first ? "" : "after_miss: after\nafter_miss_calls: 2\n");
	(void)fclose(file);
}

/*
 * haod asks none of the file's views, and reads all of them whenever it opens
 * it: half of what that costs.
 */
static void
drop_views(const char *path)
{
	static const char write[] =
	    "SELECT group_concat('DROP VIEW ' || name, ';')"
	    " FROM sqlite_schema WHERE type = 'view'";
	sqlite3 *db = NULL;
	sqlite3_stmt *stmt = NULL;

	if (sqlite3_open(path, &db) != SQLITE_OK ||
	    sqlite3_prepare_v2(db, write, -1, &stmt, NULL) != SQLITE_OK ||
	    sqlite3_step(stmt) != SQLITE_ROW)
		abort();
	char *drop = whole_must(
	    strdup((const char *)sqlite3_column_text(stmt, 0)));
	(void)sqlite3_finalize(stmt);
	if (sqlite3_exec(db, drop, NULL, NULL, NULL) != SQLITE_OK)
		abort();
	(void)sqlite3_close(db);
	free(drop);
}

/* A hall in service, with accounts. */
static void
make_journal(struct place *place)
{
	struct whole w = { .seed = 0 };

	machine_begin(WHOLE_MORNING - 1000, 1);
	secret_sim_begin(0);
	place->made = whole_must(disk_create(1));
	w.disk = place->made;
	(void)snprintf(
	    w.config, sizeof(w.config), "%s/hall1.yaml", place->folder);
	(void)snprintf(
	    w.name, sizeof(w.name), "sqlite:%s/hall.db", place->folder);
	if (!daemon_begin(&w))
		abort();
	daemon_add_accounts(&w);
	daemon_end(&w);
	drop_views(strchr(w.name, ':') + 1);
}

static void
prepare(struct place *place)
{
	/* In memory, where there is such a folder. */
	(void)snprintf(place->folder, sizeof(place->folder),
	    "%s/hao-whole-XXXXXX",
	    access("/dev/shm", W_OK) == 0 ? "/dev/shm" : "/tmp");
	(void)whole_must(mkdtemp(place->folder));
	write_hall(place, 1);
	write_hall(place, 2);
	place->reply = whole_must(calloc(1, sizeof(*place->reply)));
	make_journal(place);
}

static void
clean_up(struct place *place)
{
	static const char *const files[] = { "hall1.yaml", "hall2.yaml",
		"hall.db.lock", "hall.db" };
	char path[96];

	disk_destroy(place->made);
	free(place->reply);
	for (int i = 0; i < 4; i++) {
		(void)snprintf(
		    path, sizeof(path), "%s/%s", place->folder, files[i]);
		(void)unlink(path);
	}
	(void)rmdir(place->folder);
}

static uint64_t
number(int argc, char **argv, int i)
{
	return i < argc ? strtoull(argv[i], NULL, 10) : 0;
}

int
main(int argc, char **argv)
{
	struct place place = { 0 };
	bool ok = false;

	(void)sqlite3_config(SQLITE_CONFIG_SINGLETHREAD);
	(void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	/* What a run gives back the next one takes, without the kernel. */
	(void)mallopt(M_MMAP_THRESHOLD, HEAP_KEPT);
	(void)mallopt(M_TRIM_THRESHOLD, HEAP_KEPT);
	prepare(&place);
	if (argc > 1 && strcmp(argv[1], "--seed") == 0) {
		ok = try_seed(&place, number(argc, argv, 2));
	} else if (argc > 1 && strcmp(argv[1], "--seeds") == 0) {
		ok = try_seeds(&place, number(argc, argv, 2),
		    number(argc, argv, 3) * (getenv("HAO_LONG") ? 10 : 1));
	}
	clean_up(&place);
	return ok ? EXIT_SUCCESS : EXIT_FAILURE;
}
