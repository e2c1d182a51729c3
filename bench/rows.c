/*
 * rows FILE COUNT: what storing takes without a daemon around it. Prints how
 * many `issued` events a second go into FILE as bare rows, with the journal's
 * columns, settings and unique index; and how many by the journal itself,
 * which writes them as JSON and chains them. Both BATCH to a transaction, as
 * many as 50 clients with 16 commands each ask at once.
 */
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "bench/tool.h"
#include "server/journal/journal.h"

#define BATCH	  768
#define COUNT_MAX 10000000
#define ROWS	  64 /* of one statement, as the journal has it */
#define COLUMNS	  6
#define SLOT	  365671179136008192

static const char setting[] =
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = EXTRA;"
    "PRAGMA temp_store = MEMORY;"
    "CREATE TABLE event ("
    " seq INTEGER PRIMARY KEY, t INTEGER NOT NULL, type TEXT NOT NULL,"
    " slot INTEGER, payload TEXT NOT NULL, hash BLOB NOT NULL) STRICT;"
    "CREATE UNIQUE INDEX event_slot ON event(slot) WHERE slot IS NOT NULL;";

static struct event
issued(int64_t seq, char number[24])
{
	(void)snprintf(number, 24, "A%07lld", (long long)seq);
	return (struct event){ .type = EVENT_ISSUED,
		.seq = seq,
		.t_ms = 1795936901862 + seq,
		.id = seq,
		.number = number,
		.service = "A",
		.class = "normal",
		.day = 20786,
		.user = "local",
		.rid = "i000000000012",
		.args = 1,
		.slot = SLOT + seq };
}

/* --- Bare rows -------------------------------------------------------- */

static sqlite3_stmt *
prepare(sqlite3 *db)
{
	char sql[64 + ROWS * sizeof("(?,?,?,?,?,?),")];
	sqlite3_stmt *stmt = NULL;
	int at = snprintf(sql, sizeof sql, "INSERT INTO event VALUES ");

	for (int i = 0; i < ROWS; i++) {
		at += snprintf(sql + at, sizeof sql - (size_t)at,
		    "%s(?,?,?,?,?,?)", i ? "," : "");
	}
	(void)sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);
	return stmt;
}

static bool
insert(sqlite3_stmt *stmt, int64_t seq, const struct journal_row *row)
{
	for (int i = 0; i < ROWS; i++) {
		int at = i * COLUMNS;
		(void)sqlite3_bind_int64(stmt, at + 1, seq + i);
		(void)sqlite3_bind_int64(stmt, at + 2, row->t_ms);
		(void)sqlite3_bind_text(
		    stmt, at + 3, "issued", -1, SQLITE_STATIC);
		(void)sqlite3_bind_int64(stmt, at + 4, SLOT + seq + i);
		(void)sqlite3_bind_text(stmt, at + 5, row->payload,
		    (int)row->payload_len, SQLITE_STATIC);
		(void)sqlite3_bind_blob(
		    stmt, at + 6, row->hash, JOURNAL_HASH, SQLITE_STATIC);
	}
	return sqlite3_step(stmt) == SQLITE_DONE &&
	    sqlite3_reset(stmt) == SQLITE_OK;
}

static bool
store_bare(sqlite3 *db, sqlite3_stmt *stmt, int64_t count)
{
	struct journal_batch like = { 0 };
	char number[24];
	struct event e = issued(1, number);
	bool ok = stmt && batch_add(&like, &e, NULL);

	for (int64_t seq = 1; ok && seq <= count; seq += ROWS) {
		if (seq % BATCH == 1)
			ok = !sqlite3_exec(db, "BEGIN", NULL, NULL, NULL);
		ok = ok && insert(stmt, seq, &like.row[0]);
		if (ok && (seq + ROWS) % BATCH == 1)
			ok = !sqlite3_exec(db, "COMMIT", NULL, NULL, NULL);
	}
	batch_release(&like);
	return ok;
}

static bool
bare(const char *path, int64_t count)
{
	sqlite3 *db = NULL;
	bool ok = sqlite3_open(path, &db) == SQLITE_OK &&
	    sqlite3_exec(db, setting, NULL, NULL, NULL) == SQLITE_OK;
	sqlite3_stmt *stmt = ok ? prepare(db) : NULL;

	ok = ok && store_bare(db, stmt, count);
	(void)sqlite3_finalize(stmt);
	if (!ok)
		(void)fprintf(stderr, "%s: %s\n", path, sqlite3_errmsg(db));
	(void)sqlite3_close(db);
	return ok;
}

/* --- The journal ------------------------------------------------------ */

static bool
store_events(struct journal *j, int64_t count)
{
	struct journal_batch batch = { 0 };
	char number[24];
	bool ok = true;

	for (int64_t seq = 1; ok && seq <= count; seq++) {
		struct event e = issued(seq, number);
		ok = batch_add(&batch, &e, NULL);
		if (ok && seq % BATCH == 0) {
			ok = j->ops->append(j, &batch) == JOURNAL_OK;
			batch_clear(&batch);
		}
	}
	batch_release(&batch);
	return ok;
}

static bool
journal(const char *path, int64_t count)
{
	char detail[200] = "it could not be written";
	struct journal *j = NULL;
	int64_t holder;
	bool ok = !journal_open_sqlite(path, &j, &holder, detail) &&
	    store_events(j, count);

	if (!ok)
		(void)fprintf(stderr, "%s: %s\n", path, detail);
	if (j)
		journal_close(j);
	return ok;
}

/* A second; a negative number when it failed. */
static double
rate(bool store(const char *, int64_t), const char *path, int64_t count)
{
	int64_t since = tool_now_ns();

	if (!store(path, count))
		return -1;
	return (double)count * 1e9 / (double)(tool_now_ns() - since);
}

int
main(int argc, char **argv)
{
	char other[4096];

	if (argc != 3) {
		(void)fprintf(stderr, "usage: rows FILE COUNT\n");
		return 2;
	}
	int64_t count = (int64_t)tool_number(argv[2], COUNT_MAX);
	count = (count + BATCH - 1) / BATCH * BATCH;
	(void)snprintf(other, sizeof other, "%s.journal", argv[1]);
	double rows = rate(bare, argv[1], count);
	double events = rate(journal, other, count);
	if (rows < 0 || events < 0)
		return 1;
	(void)printf("%.0f %.0f\n", rows, events);
	return 0;
}
