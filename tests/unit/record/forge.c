#include "tests/unit/record/forge.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <string.h>

#include <cmocka.h>
#include <sqlite3.h>

static void
take(sqlite3_stmt *stmt, struct journal_row *row)
{
	*row = (struct journal_row){
		.seq = sqlite3_column_int64(stmt, 0),
		.t_ms = sqlite3_column_int64(stmt, 1),
		.type = event_of_name(
		    (const char *)sqlite3_column_text(stmt, 2)),
		.payload = (const char *)sqlite3_column_text(stmt, 3),
		.payload_len = (size_t)sqlite3_column_bytes(stmt, 3),
	};
}

void
forge(const struct file *f, const char *sql)
{
	uint8_t hash[JOURNAL_HASH] = { 0 };
	sqlite3 *db = NULL;
	sqlite3_stmt *read, *write;
	struct journal_row row;

	file_sql(f, sql);
	assert_int_equal(sqlite3_open(f->path, &db), SQLITE_OK);
	assert_int_equal(
	    sqlite3_exec(db, "BEGIN", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_prepare_v2(db,
			     "SELECT seq, t, type, payload FROM event"
			     " ORDER BY seq",
			     -1, &read, NULL),
	    SQLITE_OK);
	assert_int_equal(
	    sqlite3_prepare_v2(db, "UPDATE event SET hash = ?2 WHERE seq = ?1",
		-1, &write, NULL),
	    SQLITE_OK);
	while (sqlite3_step(read) == SQLITE_ROW) {
		take(read, &row);
		chain_next(hash, &row);
		(void)sqlite3_bind_int64(write, 1, row.seq);
		(void)sqlite3_bind_blob(
		    write, 2, hash, JOURNAL_HASH, SQLITE_STATIC);
		assert_int_equal(sqlite3_step(write), SQLITE_DONE);
		(void)sqlite3_reset(write);
	}
	(void)sqlite3_finalize(read);
	(void)sqlite3_finalize(write);
	assert_int_equal(
	    sqlite3_exec(db, "COMMIT", NULL, NULL, NULL), SQLITE_OK);
	assert_int_equal(sqlite3_close(db), SQLITE_OK);
}
