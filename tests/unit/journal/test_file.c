/* The file of the SQLite engine: its schema, its chain, what it refuses. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>
#include <sqlite3.h>

#include "server/journal/place.h"
#include "server/journal/schema.h"
#include "tests/unit/journal/file.h"

static int
start(void **state)
{
	return file_start(*state) ? 0 : -1;
}

static int
stop(void **state)
{
	return file_stop(*state) ? 0 : -1;
}

static void
append(struct file *f, int64_t first, int64_t count)
{
	struct journal_batch b = { 0 };

	for (int64_t seq = first; seq < first + count; seq++) {
		const struct event e = {
			.type = EVENT_ISSUED,
			.seq = seq,
			.t_ms = 1000 * seq,
			.wall_ms = 1000 * seq,
			.id = seq,
			.slot = seq,
			.number = "A001",
		};
		assert_true(batch_add(&b, &e, NULL));
	}
	assert_int_equal(f->j->ops->append(f->j, &b), JOURNAL_OK);
	batch_release(&b);
}

static int
version_of(sqlite3 *db)
{
	sqlite3_stmt *stmt = NULL;

	assert_int_equal(
	    sqlite3_prepare_v2(db, "PRAGMA user_version", -1, &stmt, NULL),
	    SQLITE_OK);
	assert_int_equal(sqlite3_step(stmt), SQLITE_ROW);
	int version = sqlite3_column_int(stmt, 0);
	(void)sqlite3_finalize(stmt);
	return version;
}

static void
an_empty_file_becomes_the_newest(void **state)
{
	const struct file *f = *state;
	sqlite3 *db = NULL;
	int newer = 7;

	assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
	assert_int_equal(version_of(db), 0);
	assert_int_equal(schema_migrate(db, &newer), SQLITE_OK);
	assert_int_equal(newer, 0);
	int version = version_of(db);
	assert_true(version >= 1);
	assert_int_equal(
	    sqlite3_exec(db,
		"SELECT seq, t, type, slot, payload, hash FROM event;"
		"SELECT seq, day, state FROM opening;"
		"SELECT seq, field, salt, value FROM personal;"
		"SELECT id, day, number, state FROM ticket",
		NULL, NULL, NULL),
	    SQLITE_OK);
	/* Once more changes nothing. */
	assert_int_equal(schema_migrate(db, &newer), SQLITE_OK);
	assert_int_equal(version_of(db), version);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}

static void
a_file_keeps_its_epoch(void **state)
{
	struct file *f = *state;
	struct buf epoch = { 0 };

	assert_int_equal(file_open(f), JOURNAL_OK);
	file_rows(f, "SELECT value FROM meta WHERE key = 'epoch'", &epoch);
	for (int i = 0; i < 3; i++) {
		assert_true(strlen(f->j->epoch) > 0);
		assert_memory_equal(f->j->epoch, epoch.at, strlen(f->j->epoch));
		file_close(f);
		assert_int_equal(file_open(f), JOURNAL_OK);
	}
	buf_release(&epoch);
}

static void
a_newer_file_is_refused(void **state)
{
	struct file *f = *state;
	struct buf version = { 0 };
	char back[64];

	assert_int_equal(file_open(f), JOURNAL_OK);
	append(f, 1, 3);
	file_close(f);
	file_rows(f, "PRAGMA user_version", &version);
	file_sql(f, "PRAGMA user_version = 1000");
	assert_int_equal(file_open(f), JOURNAL_ENEWER);
	assert_null(f->j);
	/* And left as it was: with its own hao it goes on. */
	(void)snprintf(
	    back, sizeof(back), "PRAGMA user_version = %s", version.at);
	buf_release(&version);
	file_sql(f, back);
	assert_int_equal(file_open(f), JOURNAL_OK);
	append(f, 4, 1);
}

static void
a_file_of_something_else_is_refused(void **state)
{
	struct file *f = *state;
	FILE *file = fopen(f->path, "we");

	assert_non_null(file);
	for (int i = 0; i < 1000; i++)
		assert_true(fputs("This is not a journal. ", file) >= 0);
	assert_int_equal(fclose(file), 0);
	assert_int_equal(file_open(f), JOURNAL_EDAMAGED);
	assert_non_null(strstr(f->detail, "hall.db"));
}

/* And left as it was. */
static void
another_programs_database_is_refused(void **state)
{
	struct file *f = *state;
	struct buf mode = { 0 };

	file_sql(f, "CREATE TABLE photo (name TEXT); PRAGMA user_version = 3");
	assert_int_equal(file_open(f), JOURNAL_EFOREIGN);
	assert_non_null(strstr(f->detail, "another program"));
	file_rows(f, "SELECT name FROM sqlite_master", &mode);
	assert_string_equal(mode.at, "photo\n");
	buf_clear(&mode);
	file_rows(f, "PRAGMA journal_mode", &mode);
	assert_string_equal(mode.at, "delete\n");
	buf_release(&mode);
}

struct walk {
	uint8_t hash[JOURNAL_HASH];
	int64_t wrong; /* the first seq whose hash is not the chain's */
};

static bool
walk(const struct journal_row *row, void *ctx)
{
	struct walk *w = ctx;

	chain_next(w->hash, row);
	if (memcmp(w->hash, row->hash, JOURNAL_HASH) != 0)
		w->wrong = row->seq;
	return !w->wrong;
}

static int64_t
first_wrong(struct file *f)
{
	struct walk w = { 0 };

	assert_int_equal(file_open(f), JOURNAL_OK);
	assert_int_equal(
	    f->j->ops->read(f->j, 0, INT64_MAX, walk, &w), JOURNAL_OK);
	file_close(f);
	return w.wrong;
}

static void
the_chain_sees_a_change(void **state)
{
	static const struct {
		const char *sql, *undo;
	} changes[] = {
		{ "UPDATE event SET t = t + 1 WHERE seq = 7",
		    "UPDATE event SET t = t - 1 WHERE seq = 7" },
		{ "UPDATE event SET type = 'called' WHERE seq = 7",
		    "UPDATE event SET type = 'issued' WHERE seq = 7" },
		{ "UPDATE event SET payload ="
		  " replace(payload, 'A001', 'A002') WHERE seq = 7",
		    "UPDATE event SET payload ="
		    " replace(payload, 'A002', 'A001') WHERE seq = 7" },
	};
	struct file *f = *state;

	assert_int_equal(file_open(f), JOURNAL_OK);
	append(f, 1, 20);
	file_close(f);
	assert_int_equal(first_wrong(f), 0);
	for (size_t i = 0; i < sizeof(changes) / sizeof(*changes); i++) {
		file_sql(f, changes[i].sql);
		assert_int_equal(first_wrong(f), 7);
		file_sql(f, changes[i].undo);
		assert_int_equal(first_wrong(f), 0);
	}
	/* One taken out, and the gap closed again. */
	file_sql(f, "DELETE FROM event WHERE seq = 7");
	assert_int_equal(first_wrong(f), 8);
	file_sql(f, "UPDATE event SET seq = seq - 1 WHERE seq > 7");
	assert_int_equal(first_wrong(f), 7);
}

/* --- Who may read it ------------------------------------------------- */

static sqlite3_vfs *real, watching;
static bool exposed;

static bool
is_open_to_others(const char *path)
{
	struct stat is;

	return stat(path, &is) == 0 && (is.st_mode & S_IRWXO) != 0;
}

static int
open_watched(
    sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags, int *out)
{
	(void)vfs;
	int rc = real->xOpen(real, name, file, flags, out);

	exposed = exposed || (name && is_open_to_others(name));
	return rc;
}

static void
watch_opens(void)
{
	real = sqlite3_vfs_find(NULL);
	watching = *real;
	watching.zName = "watching";
	watching.xOpen = open_watched;
	exposed = false;
	assert_int_equal(sqlite3_vfs_register(&watching, 1), SQLITE_OK);
}

static bool
is_any_open_to_others(const struct file *f)
{
	static const char *const ends[] = { "", "-wal", "-shm", ".lock" };
	bool any = false;
	char path[100];

	for (size_t i = 0; i < sizeof(ends) / sizeof(*ends); i++) {
		(void)snprintf(path, sizeof(path), "%s%s", f->path, ends[i]);
		any = any || is_open_to_others(path);
	}
	return any;
}

static void
others_never_see_it(void **state)
{
	struct file *f = *state;
	mode_t was = umask(0);

	watch_opens();
	assert_int_equal(file_open(f), JOURNAL_OK);
	append(f, 1, 3);
	assert_false(exposed);
	assert_false(is_any_open_to_others(f));
	file_close(f);
	/* One that was made by somebody's umask is closed to them. */
	assert_int_equal(chmod(f->path, 0644), 0);
	assert_int_equal(file_open(f), JOURNAL_OK);
	append(f, 4, 3);
	assert_false(is_any_open_to_others(f));
	(void)sqlite3_vfs_register(real, 1);
	(void)sqlite3_vfs_unregister(&watching);
	(void)umask(was);
}

static bool
says(const char *path, const char *text)
{
	char bytes[16] = "";
	FILE *from = fopen(path, "r");

	assert_non_null(from);
	(void)fgets(bytes, sizeof(bytes), from);
	(void)fclose(from);
	return strcmp(bytes, text) == 0;
}

/* Who has the folder leads nobody, and root least, to another file. */
static void
a_lock_is_no_way_to_another_file(void **state)
{
	struct file *f = *state;
	char other[100], lock[100];

	(void)snprintf(other, sizeof(other), "%s/other", f->folder);
	(void)snprintf(lock, sizeof(lock), "%s.lock", f->path);
	FILE *to = fopen(other, "w");
	assert_non_null(to);
	assert_true(fputs("kept", to) >= 0);
	assert_int_equal(fclose(to), 0);
	assert_int_equal(symlink(other, lock), 0);
	assert_int_equal(file_open(f), JOURNAL_EIO);
	assert_true(says(other, "kept"));
	assert_int_equal(unlink(other), 0);
}

/* Only root is led elsewhere: others may have their journal where they like. */
static void
root_changes_no_mode_elsewhere(void **state)
{
	struct file *f = *state;
	char other[100], aside[100];
	struct stat is;

	if (geteuid() != 0)
		skip();
	assert_int_equal(file_open(f), JOURNAL_OK);
	file_close(f);
	(void)snprintf(other, sizeof(other), "%s/other", f->folder);
	(void)snprintf(aside, sizeof(aside), "%s-journal", f->path);
	assert_int_equal(mkdir(other, 0755), 0);
	assert_int_equal(symlink(other, aside), 0);
	place_hide(f->path);
	assert_int_equal(stat(other, &is), 0);
	assert_int_equal(is.st_mode & 0777, 0755);
	assert_int_equal(unlink(aside), 0);
	assert_int_equal(rmdir(other), 0);
}

/* Whoever names a folder, /tmp say, shuts nobody out of it. */
static void
a_folder_is_no_journal_and_stays_open(void **state)
{
	struct file *f = *state;
	struct stat is;

	assert_int_equal(mkdir(f->path, 0755), 0);
	assert_int_equal(file_open(f), JOURNAL_EIO);
	assert_int_equal(stat(f->path, &is), 0);
	assert_int_equal(is.st_mode & 0777, 0755);
	assert_int_equal(rmdir(f->path), 0);
}

int
main(void)
{
	static struct file f;
#define CASE(fn) cmocka_unit_test_prestate_setup_teardown(fn, start, stop, &f)
	const struct CMUnitTest tests[] = {
		CASE(an_empty_file_becomes_the_newest),
		CASE(a_file_keeps_its_epoch),
		CASE(a_newer_file_is_refused),
		CASE(a_file_of_something_else_is_refused),
		CASE(another_programs_database_is_refused),
		CASE(the_chain_sees_a_change),
		CASE(others_never_see_it),
		CASE(a_lock_is_no_way_to_another_file),
		CASE(root_changes_no_mode_elsewhere),
		CASE(a_folder_is_no_journal_and_stays_open),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
