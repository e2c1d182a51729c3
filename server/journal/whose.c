#include "server/journal/whose.h"

#include <sqlite3.h>
#include <string.h>

/* The first version had the table of events. */
static const char look[] = "SELECT count(*), coalesce(sum(name = 'event'), 0)"
			   " FROM sqlite_master";

int
whose_look(sqlite3 *db)
{
	sqlite3_stmt *stmt;
	int rc = sqlite3_prepare_v2(db, look, -1, &stmt, NULL);

	if (rc != SQLITE_OK)
		return rc;
	rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW) {
		rc = SQLITE_OK;
		if (sqlite3_column_int(stmt, 0) == 0) {
			rc = SQLITE_EMPTY;
		} else if (sqlite3_column_int(stmt, 1) == 0) {
			rc = SQLITE_MISMATCH;
		}
	}
	(void)sqlite3_finalize(stmt);
	return rc;
}

const char *
whose_why(int rc, sqlite3 *db)
{
	int system = db ? sqlite3_system_errno(db) : 0;

	switch (rc & 0xff) {
	case SQLITE_EMPTY:
		return "there is nothing in it";
	case SQLITE_MISMATCH:
		return "it is a database of another program";
	case SQLITE_CANTOPEN:
	case SQLITE_IOERR:
		if (system != 0)
			return strerror(system);
		break;
	default:
		break;
	}
	return db ? sqlite3_errmsg(db) : sqlite3_errstr(rc);
}
