#include "server/journal/schema.h"

#include <sqlite3.h>
#include <stdio.h>

#include "proto/buf.h"
#include "server/journal/facts.h"
#include "server/journal/figures.h"

const char schema_forget[] =
    "DELETE FROM ticket; DELETE FROM desk; DELETE FROM appointment;"
    "DELETE FROM followup; DELETE FROM day; DELETE FROM session;"
    "DELETE FROM call; DELETE FROM work; DELETE FROM service;"
    "DELETE FROM counter; DELETE FROM counter_day;"
    "DELETE FROM counter_service; DELETE FROM counter_zone;"
    "DELETE FROM service_zone; DELETE FROM place;"
    "UPDATE meta SET value = '0' WHERE key = 'projected';";

/*
 * `event` is the truth. It has one index besides its key: the slots of the
 * numbers given. `ticket` is a projection; its only other index holds what is
 * still open, so that it stays as small as a day.
 */
static const char *const migrations[] = {
	"CREATE TABLE meta ("
	" key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID, STRICT;"
	"CREATE TABLE event ("
	" seq INTEGER PRIMARY KEY, t INTEGER NOT NULL, type TEXT NOT NULL,"
	" slot INTEGER, payload TEXT NOT NULL, hash BLOB NOT NULL) STRICT;"
	"CREATE UNIQUE INDEX event_slot ON event(slot)"
	" WHERE slot IS NOT NULL;"
	"CREATE TABLE personal ("
	" seq INTEGER NOT NULL, field TEXT NOT NULL, salt BLOB NOT NULL,"
	" value TEXT NOT NULL, PRIMARY KEY (seq, field))"
	" WITHOUT ROWID, STRICT;"
	"CREATE TABLE opening ("
	" seq INTEGER PRIMARY KEY, day INTEGER NOT NULL,"
	" state TEXT NOT NULL) STRICT;"
	"CREATE TABLE ticket ("
	" id INTEGER PRIMARY KEY, day INTEGER NOT NULL, number TEXT NOT NULL,"
	" service TEXT NOT NULL, class TEXT NOT NULL, lang TEXT,"
	" state TEXT NOT NULL, counter TEXT, clerk TEXT,"
	" issued INTEGER NOT NULL, called INTEGER, started INTEGER,"
	" ended INTEGER, calls INTEGER NOT NULL DEFAULT 0,"
	" misses INTEGER NOT NULL DEFAULT 0,"
	" matters INTEGER NOT NULL DEFAULT 0, printed TEXT,"
	" final INTEGER NOT NULL DEFAULT 0) STRICT;"
	"CREATE INDEX ticket_open ON ticket(id) WHERE final = 0;"
	"CREATE TABLE desk ("
	" counter TEXT PRIMARY KEY, clerk TEXT) WITHOUT ROWID, STRICT;"
	"INSERT INTO meta VALUES ('epoch', lower(hex(randomblob(4))));"
	"INSERT INTO meta VALUES ('projected', '0');",
	"ALTER TABLE ticket ADD COLUMN handled INTEGER NOT NULL DEFAULT 0;",
	"ALTER TABLE ticket ADD COLUMN training INTEGER NOT NULL DEFAULT 0;",
	"ALTER TABLE ticket ADD COLUMN appointment TEXT;"
	"ALTER TABLE ticket ADD COLUMN appointed INTEGER;"
	"CREATE TABLE appointment ("
	" code TEXT NOT NULL, booked INTEGER NOT NULL, service TEXT NOT NULL,"
	" appointed INTEGER NOT NULL, until INTEGER NOT NULL, lang TEXT,"
	" contact_hash TEXT, state TEXT NOT NULL, ticket INTEGER,"
	" ended INTEGER, PRIMARY KEY (code, booked)) WITHOUT ROWID, STRICT;",
	"ALTER TABLE ticket ADD COLUMN rating INTEGER;"
	"ALTER TABLE ticket ADD COLUMN rated INTEGER;"
	"CREATE TABLE followup ("
	" id INTEGER PRIMARY KEY, kind TEXT NOT NULL, ticket INTEGER NOT NULL,"
	" rating INTEGER, counter TEXT, clerk TEXT, opened INTEGER NOT NULL,"
	" due INTEGER NOT NULL, owner TEXT, state TEXT NOT NULL,"
	" closed INTEGER, closing INTEGER) STRICT;",
	/* What figures are made of: the tables are filled anew. */
	"DELETE FROM ticket; DELETE FROM desk; DELETE FROM appointment;"
	"DELETE FROM followup;"
	"UPDATE meta SET value = '0' WHERE key = 'projected';"
	"ALTER TABLE ticket ADD COLUMN issued_for TEXT;"
	"ALTER TABLE ticket ADD COLUMN session INTEGER;"
	"ALTER TABLE ticket ADD COLUMN step INTEGER NOT NULL DEFAULT 0;"
	"CREATE TABLE day ("
	" day INTEGER PRIMARY KEY, date TEXT NOT NULL, began INTEGER NOT NULL,"
	" ended INTEGER, wall INTEGER NOT NULL, turns INTEGER, turned INTEGER,"
	" first_seq INTEGER NOT NULL, last_seq INTEGER NOT NULL,"
	" first_ticket INTEGER NOT NULL, last_ticket INTEGER NOT NULL) STRICT;"
	"CREATE TABLE session ("
	" day INTEGER NOT NULL, began INTEGER NOT NULL,"
	" PRIMARY KEY (day, began)) WITHOUT ROWID, STRICT;"
	"CREATE TABLE call ("
	" id INTEGER PRIMARY KEY, ticket INTEGER NOT NULL,"
	" service TEXT NOT NULL, counter TEXT NOT NULL, clerk TEXT,"
	" step INTEGER NOT NULL, first INTEGER NOT NULL,"
	" waited INTEGER NOT NULL, target INTEGER, called INTEGER NOT NULL,"
	" started INTEGER, ended INTEGER, result TEXT,"
	" recalls INTEGER NOT NULL DEFAULT 0) STRICT;"
	"CREATE INDEX call_ticket ON call(ticket);"
	"CREATE TABLE work ("
	" seq INTEGER NOT NULL, counter TEXT NOT NULL, clerk TEXT,"
	" state TEXT NOT NULL, reason TEXT, began INTEGER NOT NULL,"
	" ended INTEGER, PRIMARY KEY (seq, counter)) WITHOUT ROWID, STRICT;"
	"CREATE INDEX work_open ON work(counter) WHERE ended IS NULL;"
	"CREATE TABLE service ("
	" code TEXT PRIMARY KEY, name TEXT, department TEXT, target INTEGER)"
	" WITHOUT ROWID, STRICT;"
	"CREATE TABLE counter (label TEXT PRIMARY KEY) WITHOUT ROWID, STRICT;"
	"CREATE TABLE counter_day ("
	" day INTEGER NOT NULL, counter TEXT NOT NULL,"
	" PRIMARY KEY (day, counter)) WITHOUT ROWID, STRICT;"
	"CREATE TABLE counter_service ("
	" service TEXT NOT NULL, counter TEXT NOT NULL,"
	" PRIMARY KEY (service, counter)) WITHOUT ROWID, STRICT;"
	"CREATE TABLE counter_zone ("
	" zone TEXT NOT NULL, counter TEXT NOT NULL,"
	" PRIMARY KEY (zone, counter)) WITHOUT ROWID, STRICT;"
	"CREATE TABLE service_zone ("
	" zone TEXT NOT NULL, service TEXT NOT NULL,"
	" PRIMARY KEY (zone, service)) WITHOUT ROWID, STRICT;"
	"CREATE TABLE place ("
	" kind TEXT NOT NULL, code TEXT NOT NULL, name TEXT,"
	" PRIMARY KEY (kind, code)) WITHOUT ROWID, STRICT;"
	"CREATE INDEX appointment_at ON appointment(appointed);"
	"CREATE TABLE half (n INTEGER PRIMARY KEY) STRICT;"
	"INSERT INTO half WITH RECURSIVE k(n) AS"
	" (VALUES (0) UNION ALL SELECT n + 1 FROM k WHERE n < 51)"
	" SELECT n FROM k;",
	"CREATE TABLE forgotten ("
	" seq INTEGER PRIMARY KEY, kind TEXT NOT NULL, mark INTEGER NOT NULL,"
	" hash TEXT NOT NULL, day INTEGER NOT NULL, ordered INTEGER NOT NULL,"
	" rows INTEGER NOT NULL DEFAULT 0,"
	" done INTEGER NOT NULL DEFAULT 0) STRICT;",
	/* Each opening is as large as a page: ten years of them are 15 MB. */
	"CREATE INDEX opening_day ON opening(day);",
};
#define VERSION ((int)(sizeof(migrations) / sizeof(*migrations)))

static int
version_of(sqlite3 *db, int *version)
{
	sqlite3_stmt *stmt;
	int rc = sqlite3_prepare_v2(db, "PRAGMA user_version", -1, &stmt, NULL);

	if (rc != SQLITE_OK)
		return rc;
	rc = sqlite3_step(stmt);
	*version = sqlite3_column_int(stmt, 0);
	(void)sqlite3_finalize(stmt);
	return rc == SQLITE_ROW ? SQLITE_OK : rc;
}

/* All views, those of an earlier version dropped before. */
static int
make_views(sqlite3 *db)
{
	struct buf sql = { 0 };

	for (size_t i = 0; facts_sql[i]; i++)
		buf_puts(&sql, facts_sql[i]);
	figures_views(&sql);
	buf_putc(&sql, '\0');
	int rc = sql.failed ? SQLITE_NOMEM
			    : sqlite3_exec(db, sql.at, NULL, NULL, NULL);
	buf_release(&sql);
	return rc;
}

static int
step_to(sqlite3 *db, int version)
{
	char end[64];
	int rc = sqlite3_exec(db, "BEGIN IMMEDIATE", NULL, NULL, NULL);

	(void)snprintf(
	    end, sizeof(end), "PRAGMA user_version = %d; COMMIT", version);
	if (rc == SQLITE_OK) {
		rc = sqlite3_exec(
		    db, migrations[version - 1], NULL, NULL, NULL);
	}
	if (rc == SQLITE_OK && version == VERSION)
		rc = make_views(db);
	if (rc == SQLITE_OK)
		rc = sqlite3_exec(db, end, NULL, NULL, NULL);
	return rc;
}

int
schema_version(void)
{
	return VERSION;
}

int
schema_migrate(sqlite3 *db, int *newer)
{
	int version = 0;
	int rc = version_of(db, &version);

	*newer = version > VERSION;
	while (rc == SQLITE_OK && version < VERSION)
		rc = step_to(db, ++version);
	return rc;
}
