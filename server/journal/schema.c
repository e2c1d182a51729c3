#include "server/journal/schema.h"

#include <sqlite3.h>
#include <stdio.h>

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

static int
step_to(sqlite3 *db, int version)
{
	char *sql = sqlite3_mprintf(
	    "BEGIN IMMEDIATE; %s PRAGMA user_version = %d; COMMIT;",
	    migrations[version - 1], version);
	int rc = sql ? sqlite3_exec(db, sql, NULL, NULL, NULL) : SQLITE_NOMEM;

	sqlite3_free(sql);
	return rc;
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

/* SQL is laid out as SQL. */
/* clang-format off */
#define OF(key)	   "e.payload ->> '" key "'"
#define FROM_EVENT " FROM event AS e WHERE e.seq = ?1 AND ticket.id = " OF("id")
#define HANDLED	   ", handled = coalesce(" OF("handled") ", handled)"
#define LEFT	   ", started = coalesce(started, called)"
#define ENDED	   ", ended = e.t, final = 1"
/* The newest of its code, which may be given again once one is forgotten. */
#define FOR_CODE  " FROM event AS e WHERE e.seq = ?1 AND code = " CODE NEWEST
#define CODE	  OF("appointment")
#define NEWEST	  " AND booked = (SELECT max(booked)" BOOKED_AS ")"
#define BOOKED_AS " FROM appointment AS a WHERE a.code = " CODE

#define FOR_FOLLOWUP \
 " FROM event AS e WHERE e.seq = ?1 AND followup.id = " OF("followup")

static const char open_followup[] =
    "INSERT INTO followup (id, kind, ticket, rating, counter, clerk,"
    " opened, due, state) SELECT " OF("followup") ","
    " iif(" OF("rating") " IS NULL, 'complaint', 'rating'), " OF("id") ", "
    OF("rating") ", " OF("counter") ", " OF("clerk") ", t, " OF("due") ","
    " 'open' FROM event AS e WHERE seq = ?1"
    " AND " OF("followup") " IS NOT NULL";

const char *const schema_project[EVENT_TYPES][SCHEMA_STEPS] = {
	[EVENT_DAY_CLOSED] = {
		"UPDATE ticket SET state = 'expired', final = 1,"
		" ended = (SELECT t FROM event WHERE seq = ?1)"
		" WHERE final = 0",
	},
	[EVENT_ISSUED] = {
		"INSERT INTO ticket (id, day, number, service, class, lang,"
		" state, issued, matters, training, appointment, appointed)"
		" SELECT "
		OF("id") ", " OF("day") ", " OF("number") ", "
		OF("service") ", " OF("class") ", " OF("lang") ", 'waiting',"
		" t, coalesce(" OF("matters") ", 0),"
		" coalesce(" OF("training") ", 0), " OF("appointment") ", "
		OF("appointed") " FROM event AS e WHERE seq = ?1",
		"UPDATE appointment SET ticket = " OF("id") ", state = CASE"
		" WHEN " OF("appointed") " IS NULL THEN 'late'"
		" ELSE 'checked_in' END, ended = e.t" FOR_CODE,
	},
	[EVENT_CALLED] = {
		"UPDATE ticket SET state = 'served', matters = max(matters, 1),"
		" handled = coalesce(" OF("after_handled") ", handled)" LEFT
		ENDED " FROM event AS e WHERE e.seq = ?1"
		" AND " OF("after_to") " IS NULL"
		" AND ticket.id = " OF("after"),
		"UPDATE ticket SET state = 'waiting', calls = 0, service = "
		OF("after_to")
		", handled = coalesce(" OF("after_handled") ", handled)" LEFT
		" FROM event AS e WHERE e.seq = ?1"
		" AND " OF("after_to") " IS NOT NULL"
		" AND ticket.id = " OF("after"),
		"UPDATE ticket SET state = 'called', counter = " OF("counter")
		", clerk = (SELECT clerk FROM desk"
		" WHERE desk.counter = " OF("counter") ")"
		", calls = " OF("calls")
		", called = CASE WHEN " OF("calls") " = 1 AND "
		OF("again") " IS NULL THEN e.t"
		" ELSE coalesce(called, e.t) END" FROM_EVENT,
	},
	[EVENT_STARTED] = {
		"UPDATE ticket SET state = 'serving',"
		" started = coalesce(started, e.t)" FROM_EVENT,
	},
	[EVENT_SERVED] = {
		"UPDATE ticket SET state = 'served',"
		" matters = coalesce(" OF("matters") ", 0)" HANDLED LEFT
		ENDED FROM_EVENT,
	},
	[EVENT_MISSED] = {
		"UPDATE ticket SET state = coalesce(" OF("state") ", 'missed'),"
		" misses = " OF("misses")
		", calls = CASE WHEN " OF("state") " IS NULL THEN calls"
		" ELSE 0 END"
		", started = CASE WHEN " OF("state") " IS NULL THEN started"
		" END" FROM_EVENT,
	},
	[EVENT_ABANDONED] = {
		"UPDATE ticket SET state = 'abandoned',"
		" misses = coalesce(" OF("misses") ", misses)" HANDLED
		ENDED FROM_EVENT,
	},
	[EVENT_RETURNED] = {
		"UPDATE ticket SET state = 'waiting', calls = 0,"
		" started = NULL" FROM_EVENT,
	},
	[EVENT_TRANSFERRED] = {
		"UPDATE ticket SET state = 'waiting', calls = 0,"
		" started = NULL, service = coalesce(" OF("to_service")
		", service)" HANDLED FROM_EVENT,
	},
	[EVENT_CANCELLED] = {
		"UPDATE ticket SET state = 'cancelled'" ENDED FROM_EVENT,
	},
	[EVENT_SESSION_ENDED] = {
		"UPDATE ticket SET state = 'expired'" ENDED
		" FROM event AS e WHERE e.seq = ?1"
		" AND ticket.final = 0 AND ticket.state = 'waiting'"
		" AND ticket.service = " OF("service")
		" AND max(ticket.issued, coalesce(ticket.appointed, 0))"
		" < " OF("until"),
	},
	[EVENT_HELD] = {
		"UPDATE ticket SET state = 'held'" HANDLED LEFT FROM_EVENT,
	},
	[EVENT_UNHELD] = {
		"UPDATE ticket SET state = 'waiting', calls = 0" FROM_EVENT,
	},
	[EVENT_PASSED] = {
		"UPDATE ticket SET state = 'waiting', calls = 0, service = "
		OF("to_service") ", matters = coalesce(" OF("matters")
		", matters)" HANDLED LEFT FROM_EVENT,
	},
	[EVENT_HALL_CLEARED] = {
		"UPDATE ticket SET state = 'cancelled'" ENDED
		" FROM event AS e WHERE e.seq = ?1 AND ticket.final = 0"
		" AND ticket.state = 'waiting' AND (" OF("services")
		" IS NULL OR instr(',' || (" OF("services") ") || ',',"
		" ',' || ticket.service || ',') > 0)",
	},
	[EVENT_PRINTED] = {
		"UPDATE ticket SET printed = " OF("verdict") FROM_EVENT,
	},
	[EVENT_OPENED] = {
		"INSERT OR REPLACE INTO desk SELECT " OF("counter") ", "
		OF("clerk") " FROM event AS e WHERE seq = ?1",
	},
	[EVENT_CLASSED] = {
		"UPDATE ticket SET class = " OF("class") FROM_EVENT,
	},
	[EVENT_SWITCHED] = {
		"DELETE FROM desk WHERE counter = (SELECT " OF("counter")
		" FROM event AS e WHERE seq = ?1)",
	},
	[EVENT_CLOSED] = {
		"DELETE FROM desk WHERE counter = (SELECT " OF("counter")
		" FROM event AS e WHERE seq = ?1)",
	},
	[EVENT_BOOKED] = {
		"INSERT INTO appointment SELECT " OF("appointment") ", t, "
		OF("service") ", " OF("appointed") ", " OF("until") ", "
		OF("lang") ", " OF("contact_hash") ", 'booked', NULL, NULL"
		" FROM event AS e WHERE seq = ?1",
	},
	[EVENT_CHANGED] = {
		"UPDATE appointment SET appointed = " OF("appointed")
		", until = " OF("until") FOR_CODE,
	},
	[EVENT_UNBOOKED] = {
		"UPDATE appointment SET state = 'cancelled', ended = e.t"
		FOR_CODE,
	},
	[EVENT_NOSHOW] = {
		"UPDATE appointment SET state = 'noshow', ended = e.t"
		FOR_CODE,
	},
	[EVENT_RATED] = {
		"UPDATE ticket SET rating = " OF("rating") ", rated = e.t"
		FROM_EVENT,
		open_followup,
	},
	[EVENT_COMPLAINED] = {
		open_followup,
	},
	[EVENT_FOLLOWUP_OWNED] = {
		"UPDATE followup SET state = 'owned', owner = " OF("owner")
		FOR_FOLLOWUP,
	},
	[EVENT_FOLLOWUP_CLOSED] = {
		"UPDATE followup SET state = 'closed', closed = e.t,"
		" closing = e.seq" FOR_FOLLOWUP,
	},
};
/* clang-format on */
