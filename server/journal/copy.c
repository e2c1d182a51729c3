#include "server/journal/copy.h"

#include <errno.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "server/journal/place.h"
#include "server/journal/reader.h"
#include "server/journal/sqlite.h"
#include "server/journal/whose.h"

#define STEP_PAGES 512 /* 2 MB */
#define WAIT_MS	   2000

/* --- Pages ----------------------------------------------------------- */

/* In a read transaction of FROM's, which ends with it. */
static int
copy_pages(sqlite3 *from, sqlite3 *to)
{
	sqlite3_backup *b = sqlite3_backup_init(to, "main", from, "main");
	int rc = b ? SQLITE_OK : sqlite3_errcode(to);

	while (rc == SQLITE_OK)
		rc = sqlite3_backup_step(b, STEP_PAGES);
	(void)sqlite3_backup_finish(b);
	(void)sqlite3_exec(from, "COMMIT", NULL, NULL, NULL);
	/* One file is all that anybody has to carry. */
	if (rc == SQLITE_DONE) {
		rc = sqlite3_exec(to,
		    "PRAGMA synchronous = EXTRA;"
		    "PRAGMA journal_mode = DELETE",
		    NULL, NULL, NULL);
	}
	return rc;
}

static int
open_file(const char *path, int flags, sqlite3 **db)
{
	int rc = sqlite3_open_v2(path, db, flags | SQLITE_OPEN_NOMUTEX, NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_busy_timeout(*db, WAIT_MS);
	if (rc == SQLITE_OK) {
		rc = sqlite3_exec(
		    *db, "PRAGMA trusted_schema = OFF", NULL, NULL, NULL);
	}
	return rc;
}

/*
 * The read transaction stays from the first page to the last: without it each
 * event that haod writes would make the copy begin anew.
 */
static int
open_source(const char *path, sqlite3 **db)
{
	int rc = open_file(path, SQLITE_OPEN_READONLY, db);

	if (rc == SQLITE_OK)
		rc = whose_look(*db);
	if (rc == SQLITE_OK) {
		rc = sqlite3_exec(*db, "BEGIN; SELECT 1 FROM event LIMIT 1",
		    NULL, NULL, NULL);
	}
	return rc;
}

/*
 * Who finds a copy can't make the tokens of the hall that runs. Overwritten,
 * and not only given free.
 */
static int
drop_key(sqlite3 *db)
{
	return sqlite3_exec(db,
	    "PRAGMA secure_delete = ON;"
	    "DELETE FROM meta WHERE key = '" SQLITE_KEY "'",
	    NULL, NULL, NULL);
}

/* FROM as the file TO, which is new and empty. */
static enum journal_error
copy_file(const char *from, const char *to, char *detail)
{
	sqlite3 *source = NULL, *target = NULL;
	int rc = open_source(from, &source);
	enum journal_error error = place_failed_db(rc, from, source, detail);

	if (!error) {
		rc = open_file(to, SQLITE_OPEN_READWRITE, &target);
		error = place_failed_db(rc, to, target, detail);
	}
	if (!error) {
		rc = copy_pages(source, target);
		if (rc == SQLITE_OK)
			rc = drop_key(target);
		error = place_failed_db(rc, to, target, detail);
	}
	(void)sqlite3_close(source);
	(void)sqlite3_close(target);
	return error;
}

/* --- The last event -------------------------------------------------- */

static bool
take_last(const struct journal_row *row, void *ctx)
{
	*(struct journal_row *)ctx = *row;
	return true;
}

static enum journal_error
read_last(struct journal *j, struct journal_row *last)
{
	int64_t seq = 0;
	enum journal_error error = j->ops->last(j, &seq);

	*last = (struct journal_row){ 0 };
	return error ? error : j->ops->read(j, seq - 1, seq, take_last, last);
}

static enum journal_error
note_last(const char *path, struct copied *out, char *detail)
{
	char name[PLACE_PATH + 8];
	struct journal_row last = { 0 };
	struct reader *r = NULL;

	(void)snprintf(name, sizeof(name), "sqlite:%s", path);
	enum journal_error error = reader_open(name, &r, detail);
	if (!error)
		error = read_last(reader_journal(r), &last);
	out->seq = last.seq;
	memcpy(out->hash, last.hash, JOURNAL_HASH);
	reader_close(r);
	return error;
}

/* --- Backup ---------------------------------------------------------- */

enum journal_error
copy_backup(const char *from, const char *to, struct copied *out, char *detail)
{
	char part[PLACE_PATH];

	*detail = '\0';
	if (sodium_init() < 0)
		return JOURNAL_ENOMEM;
	enum journal_error error = place_begin(part, to, detail);
	if (error)
		return error;
	error = copy_file(from, part, detail);
	if (!error)
		error = note_last(part, out, detail);
	if (!error)
		error = place_end(part, to, detail);
	if (error)
		place_drop(part);
	return error;
}

/* --- Restore --------------------------------------------------------- */

static int64_t
wall_ms(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_REALTIME, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

/* Hall time never goes back: the event stands at the last one's. */
static enum journal_error
append_restored(struct journal *j, int64_t skip)
{
	struct journal_batch b = { 0 };
	struct journal_row last;
	enum journal_error error = read_last(j, &last);
	const struct event e = {
		.type = EVENT_RESTORED,
		.seq = last.seq + 1,
		.t_ms = last.t_ms,
		.wall_ms = wall_ms(),
		.credited_ms = last.t_ms,
		.issued_ms = last.t_ms,
		.after_credited_ms = last.t_ms,
		.count = skip,
	};

	if (error)
		return error;
	error = batch_add(&b, &e, NULL) ? j->ops->append(j, &b)
					: JOURNAL_ENOMEM;
	batch_release(&b);
	return error;
}

static enum journal_error
begin_anew(const char *path, int64_t skip, char *detail)
{
	char name[PLACE_PATH + 8];
	struct journal *j = NULL;
	sqlite3 *db = NULL;

	(void)snprintf(name, sizeof(name), "sqlite:%s", path);
	enum journal_error error = journal_open(name, &j, NULL, detail);
	if (!error)
		error = append_restored(j, skip);
	journal_close(j);
	if (error)
		return error;
	int rc = open_file(path, SQLITE_OPEN_READWRITE, &db);
	if (rc == SQLITE_OK) {
		rc = sqlite3_exec(db,
		    "PRAGMA synchronous = EXTRA; UPDATE meta SET value ="
		    " lower(hex(randomblob(4))) WHERE key = 'epoch';"
		    "PRAGMA journal_mode = DELETE",
		    NULL, NULL, NULL);
	}
	error = place_failed_db(rc, path, db, detail);
	(void)sqlite3_close(db);
	return error;
}

/* A file and its log. */
static const char *const pair[] = { "", "-wal" };
#define PAIR (sizeof(pair) / sizeof(*pair))

/* Nothing that is there is written over. */
static enum journal_error
may_put_aside(const char *path, const char *kept, char *detail)
{
	char from[PLACE_PATH], to[PLACE_PATH];

	for (size_t i = 0; i < PAIR; i++) {
		place_beside(from, path, pair[i]);
		place_beside(to, kept, pair[i]);
		if (place_is_there(from) && place_is_there(to)) {
			return place_failed(JOURNAL_EREFUSED, to,
			    "is there already; move it away first", detail);
		}
	}
	return JOURNAL_OK;
}

/*
 * What is there now is kept, with its log: the backup may lack some of it.
 * Where an earlier restore was broken off, what is left of it goes the way.
 */
static enum journal_error
put_aside(const char *path, char *detail)
{
	char kept[PLACE_PATH], from[PLACE_PATH], to[PLACE_PATH];

	place_beside(kept, path, PLACE_BEFORE);
	enum journal_error error = may_put_aside(path, kept, detail);
	for (size_t i = 0; i < PAIR && !error; i++) {
		place_beside(from, path, pair[i]);
		place_beside(to, kept, pair[i]);
		if (place_is_there(from) && rename(from, to) < 0) {
			error = place_failed(
			    JOURNAL_EIO, from, strerror(errno), detail);
		}
	}
	if (error)
		return error;
	place_beside(from, path, "-shm");
	(void)unlink(from);
	place_hide(kept);
	return JOURNAL_OK;
}

static enum journal_error
replace(const char *from, const char *to, int64_t skip, char *detail)
{
	char part[PLACE_PATH];

	place_beside(part, to, ".part");
	place_drop(part);
	enum journal_error error = place_make(part, detail);
	if (!error)
		error = copy_file(from, part, detail);
	if (!error)
		error = begin_anew(part, skip, detail);
	if (!error)
		error = put_aside(to, detail);
	if (!error)
		error = place_end(part, to, detail);
	place_drop(part);
	return error;
}

enum journal_error
copy_restore(const char *from, const char *to, int64_t skip, struct copied *out,
    char *detail)
{
	int64_t holder = 0;
	int lock = -1;

	*detail = '\0';
	if (sodium_init() < 0)
		return JOURNAL_ENOMEM;
	enum journal_error error = journal_lock(to, &lock, &holder, detail);
	if (!error)
		error = replace(from, to, skip, detail);
	if (!error)
		error = note_last(to, out, detail);
	if (error == JOURNAL_EHELD) {
		(void)snprintf(detail, COPY_DETAIL, "pid %lld; stop it first",
		    (long long)holder);
	}
	if (lock >= 0)
		(void)close(lock);
	return error;
}
