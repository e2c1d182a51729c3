/* The SQLite engine from inside: for the files of this room alone. */
#ifndef HAO_SQLITE_H
#define HAO_SQLITE_H

#include <sqlite3.h>

#include "server/journal/journal.h"
#include "server/journal/schema.h"

enum {
	STMT_BEGIN,
	STMT_COMMIT,
	STMT_ROLLBACK,
	STMT_PERSONAL,
	STMT_OPENING,
	STMT_READ,
	STMT_LAST,
	STMT_NEWEST,
	STMT_TYPES,
	STMT_PROJECTED,
	STMT_VERIFIER,
	STMT_REPLACED,
	STMTS
};

/* The row of `meta` that has the key of tokens, in hex. */
#define SQLITE_KEY "token_key"

#define SQLITE_BUSY_MS 2000 /* what an engine waits for another's lock */

#define SQLITE_INSERTS 4 /* statements, of so many rows each */

struct sqlite {
	struct journal base;
	sqlite3 *db; /* NULL while it could not be opened */
	sqlite3_stmt *stmt[STMTS];
	sqlite3_stmt *insert[SQLITE_INSERTS];
	sqlite3_stmt *project[EVENT_TYPES][SCHEMA_STEPS];
	int64_t last, projected;
	bool broken;
	int lock; /* descriptor of FILE.lock */
	char path[];
};

enum journal_error sqlite_error(int rc);
/* The columns of an event: seq, t, type, slot, payload, hash. */
#define SQLITE_ROW_COLUMNS "seq, t, type, slot, payload, hash"
/* The row that STMT stands on; false: it makes no sense. */
bool sqlite_row(sqlite3_stmt *stmt, struct journal_row *row);
/* Steps a statement that gives no rows, and resets it. */
int sqlite_run(sqlite3_stmt *stmt);

/* What the page cache has of the log, the disk has too; before it is used. */
int sqlite_write_log_again(sqlite3 *db);
/* While ON, pages are overwritten, too, and not only given free. */
int sqlite_wipe(struct sqlite *s, bool on);
/* What was deleted leaves the log too, unless somebody reads just now. */
void sqlite_empty_log(struct sqlite *s);

enum journal_error sqlite_append(
    struct journal *j, struct journal_batch *batch);

/* How far the file says that it is projected. */
int sqlite_read_projected(struct sqlite *s);
/* Projects rows after s->projected up to UNTIL, inside a transaction. */
int sqlite_project_to(struct sqlite *s, int64_t until);
enum journal_error sqlite_project(
    struct journal *j, int64_t rows, int64_t *behind);
enum journal_error sqlite_rebuild(struct journal *j);
enum journal_error sqlite_mark(struct journal *j, enum keep_kind kind,
    int64_t day, struct journal_mark *out);
/* Whole days are gone, or are to go: the tables can't be made anew. */
bool sqlite_has_forgotten(struct sqlite *s);
enum journal_error sqlite_forget(struct journal *j, int64_t rows, bool *left);

#endif
