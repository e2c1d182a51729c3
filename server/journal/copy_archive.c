/*
 * A year of a journal as a file of its own. Its chain begins at the event that
 * began the year's first day, and ends with the one that closed its last:
 * where it begins, with which hash, stands in its table meta. Whether that is
 * the journal's own chain, the heads on paper tell.
 */
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

#include "server/hall/day.h"
#include "server/journal/copy.h"
#include "server/journal/place.h"
#include "server/journal/reader.h"
#include "server/journal/sqlite.h"
#include "server/journal/whose.h"

struct archive {
	sqlite3 *db;
	int64_t first, last; /* days, the second one not of the year */
	int rc;
};

/* What is copied, in pages by a key: ?1 behind it, ?2 rows, ?3 and ?4 days. */
#define FIRST	      "(SELECT min(seq) FROM hall.opening WHERE day >= ?3)"
#define LAST	      "(SELECT min(seq) FROM hall.opening WHERE day >= ?4)"
#define OF(what, seq) "(SELECT " what " FROM hall.event WHERE seq = " seq ")"

/* What haod destroyed between two pages would be missing, and nobody told. */
#define DESTROYED                                                      \
 "SELECT count(*) FROM hall.forgotten WHERE kind = 'days' AND mark > " \
 "(SELECT min(seq) FROM main.event)"

#define ALL(table, which)                                         \
 "INSERT OR IGNORE INTO main." table " SELECT * FROM hall." table \
 " WHERE ?1 <= 0 AND ?2 > 0 AND ?3 < ?4 AND (" which ")"

static const char *const copies[] = {
	"INSERT INTO main.event SELECT * FROM hall.event WHERE seq > ?1"
	" AND seq BETWEEN " FIRST " AND " LAST " ORDER BY seq LIMIT ?2",
	"INSERT INTO main.opening SELECT * FROM hall.opening WHERE seq > ?1"
	" AND seq >= " FIRST " AND seq < " LAST " ORDER BY seq LIMIT ?2",
	"INSERT INTO main.ticket SELECT * FROM hall.ticket WHERE id > ?1"
	" AND id >= " OF("payload ->> 'id'", FIRST) " AND id < " OF(
	    "payload ->> 'id'", LAST) " ORDER BY id LIMIT ?2",
	"INSERT INTO main.followup SELECT * FROM hall.followup WHERE id > ?1"
	" AND id >= " FIRST " AND id < " LAST " ORDER BY id LIMIT ?2",
	"INSERT INTO main.call SELECT * FROM hall.call WHERE id > ?1"
	" AND id >= " FIRST " AND id < " LAST " ORDER BY id LIMIT ?2",
	/* These have no number to go by, and are few: all of them at once. */
	ALL("appointment",
	    "booked >= " OF("t", FIRST) " AND booked < " OF("t", LAST)),
	ALL("work", "seq >= " FIRST " AND seq < " LAST),
	ALL("day", "first_seq >= " FIRST " AND first_seq < " LAST),
	ALL("session", "day >= ?3 AND day < ?4"),
	ALL("counter_day", "day >= ?3 AND day < ?4"),
	ALL("service", "1"),
	ALL("counter", "1"),
	ALL("counter_service", "1"),
	ALL("counter_zone", "1"),
	ALL("service_zone", "1"),
	ALL("place", "1"),
};

static void
run(struct archive *a, const char *sql)
{
	if (a->rc == SQLITE_OK)
		a->rc = sqlite3_exec(a->db, sql, NULL, NULL, NULL);
}

/* Each page is a transaction of its own. */
static void
copy_rows(struct archive *a, const char *sql)
{
	sqlite3_stmt *stmt = NULL;
	int64_t after = -1, rows = READER_ROWS;

	if (a->rc == SQLITE_OK)
		a->rc = sqlite3_prepare_v2(a->db, sql, -1, &stmt, NULL);
	while (a->rc == SQLITE_OK && rows == READER_ROWS) {
		(void)sqlite3_bind_int64(stmt, 1, after);
		(void)sqlite3_bind_int64(stmt, 2, READER_ROWS);
		(void)sqlite3_bind_int64(stmt, 3, a->first);
		(void)sqlite3_bind_int64(stmt, 4, a->last);
		a->rc = sqlite_run(stmt);
		rows = sqlite3_changes64(a->db);
		after = sqlite3_last_insert_rowid(a->db);
	}
	(void)sqlite3_finalize(stmt);
}

static int64_t
number(struct archive *a, const char *sql)
{
	sqlite3_stmt *stmt = NULL;
	int64_t n = 0;

	if (a->rc == SQLITE_OK)
		a->rc = sqlite3_prepare_v2(a->db, sql, -1, &stmt, NULL);
	if (a->rc == SQLITE_OK) {
		(void)sqlite3_bind_int64(stmt, 3, a->first);
		(void)sqlite3_bind_int64(stmt, 4, a->last);
		if (sqlite3_step(stmt) == SQLITE_ROW)
			n = sqlite3_column_int64(stmt, 0);
	}
	(void)sqlite3_finalize(stmt);
	return n;
}

/* --- The file ------------------------------------------------------------ */

static enum journal_error
look(const char *path, char *detail)
{
	sqlite3 *db = NULL;
	int rc = sqlite3_open_v2(
	    path, &db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_busy_timeout(db, SQLITE_BUSY_MS);
	if (rc == SQLITE_OK)
		rc = whose_look(db);
	enum journal_error error = place_failed_db(rc, path, db, detail);
	(void)sqlite3_close(db);
	return error;
}

static void
open_both(struct archive *a, const char *from, const char *part)
{
	int newer = 0;
	char *sql = sqlite3_mprintf("ATTACH 'file:%q?mode=ro' AS hall", from);

	a->rc = sqlite3_open_v2(part, &a->db,
	    SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_URI |
		SQLITE_OPEN_NOMUTEX,
	    NULL);
	if (a->rc == SQLITE_OK)
		a->rc = sqlite3_busy_timeout(a->db, SQLITE_BUSY_MS);
	/* Until all of it is there, nobody counts on it. */
	run(a,
	    "PRAGMA journal_mode = DELETE; PRAGMA synchronous = OFF;"
	    "PRAGMA trusted_schema = OFF");
	if (a->rc == SQLITE_OK)
		a->rc = schema_migrate(a->db, &newer);
	run(a, sql ? sql : "");
	sqlite3_free(sql);
}

static const char *
refused(struct archive *a)
{
	if (number(a, "PRAGMA main.user_version") !=
	    number(a, "PRAGMA hall.user_version"))
		return "it is of another version of hao: start haod once";
	if (number(a,
		"SELECT coalesce((SELECT 1 FROM hall.opening"
		" WHERE day >= ?3 AND day < ?4), 0)") == 0)
		return "it has no day of that year";
	if (number(a, "SELECT coalesce(" LAST ", 0)") == 0)
		return "that year is not over";
	if (number(a,
		"SELECT CAST(value AS INTEGER) >= " LAST
		" FROM hall.meta WHERE key = 'projected'") == 0)
		return "its tables are behind the events: ask again soon";
	return NULL;
}

static void
write_meta(struct archive *a, int64_t year)
{
	char *sql = sqlite3_mprintf(
	    "PRAGMA synchronous = EXTRA; BEGIN;"
	    "UPDATE meta SET value = (SELECT value FROM hall.meta"
	    " WHERE key = 'epoch') WHERE key = 'epoch';"
	    "UPDATE meta SET value = (SELECT max(seq) FROM main.event)"
	    " WHERE key = 'projected';"
	    "INSERT INTO meta VALUES ('archive', '%lld');"
	    "INSERT INTO meta SELECT 'first', min(seq) FROM main.event;"
	    "INSERT INTO meta SELECT 'first_hash', lower(hex(hash))"
	    " FROM main.event WHERE seq = (SELECT min(seq) FROM main.event);"
	    "COMMIT",
	    (long long)year);

	run(a, sql ? sql : "");
	if (!sql)
		a->rc = SQLITE_NOMEM;
	sqlite3_free(sql);
}

static void
note_last(struct archive *a, struct copied *out)
{
	sqlite3_stmt *stmt = NULL;

	if (a->rc == SQLITE_OK) {
		a->rc = sqlite3_prepare_v2(a->db,
		    "SELECT seq, hash FROM main.event ORDER BY seq DESC"
		    " LIMIT 1",
		    -1, &stmt, NULL);
	}
	if (a->rc == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW &&
	    sqlite3_column_bytes(stmt, 1) == JOURNAL_HASH) {
		out->seq = sqlite3_column_int64(stmt, 0);
		memcpy(out->hash, sqlite3_column_blob(stmt, 1), JOURNAL_HASH);
	}
	(void)sqlite3_finalize(stmt);
}

static bool
read_year(struct archive *a, int64_t year)
{
	char text[32];

	(void)snprintf(text, sizeof(text), "%04" PRId64 "-01-01", year);
	if (!day_read(text, &a->first))
		return false;
	(void)snprintf(text, sizeof(text), "%04" PRId64 "-01-01", year + 1);
	return day_read(text, &a->last);
}

static enum journal_error
fill(struct archive *a, const char *from, int64_t year, struct copied *out,
    char *detail)
{
	const char *no = a->rc == SQLITE_OK ? refused(a) : NULL;

	if (a->rc == SQLITE_OK && no)
		return place_failed(JOURNAL_EREFUSED, from, no, detail);
	for (size_t i = 0; i < sizeof(copies) / sizeof(*copies); i++)
		copy_rows(a, copies[i]);
	if (number(a, DESTROYED)) {
		return place_failed(JOURNAL_EREFUSED, from,
		    "days of that year are being destroyed: ask again soon,"
		    " for what is left",
		    detail);
	}
	write_meta(a, year);
	note_last(a, out);
	return place_failed_db(a->rc, from, a->db, detail);
}

enum journal_error
copy_archive(const char *from, int64_t year, const char *to, struct copied *out,
    char *detail)
{
	struct archive a = { 0 };
	char part[PLACE_PATH];

	*detail = '\0';
	if (!read_year(&a, year)) {
		return place_failed(
		    JOURNAL_EREFUSED, "the year", "is written as 2026", detail);
	}
	enum journal_error error = look(from, detail);
	if (!error)
		error = place_begin(part, to, detail);
	if (error)
		return error;
	open_both(&a, from, part);
	error = fill(&a, from, year, out, detail);
	(void)sqlite3_close(a.db);
	if (!error)
		error = place_end(part, to, detail);
	if (error)
		place_drop(part);
	return error;
}
