#include "haoctl/reading.h"

#include <poll.h>
#include <sqlite3.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "server/journal/schema.h"
#include "server/journal/whose.h"

#define ENGINE	   "sqlite:"
#define BUSY_MS	   5000
#define CATCHUP_MS 3000 /* how long the tables may stand still */
#define POLL_MS	   20
#define READ_MS	   60000  /* how long a transaction may last */
#define STEPS	   100000 /* of SQLite between two looks at the clock */

static int64_t
now_ms(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000 + ts.tv_nsec / 1000000;
}

static int
is_over(void *ctx)
{
	const struct reading *r = ctx;

	return now_ms() > r->until_ms;
}

static const char projected_sql[] = "SELECT CAST(value AS INTEGER) FROM meta"
				    " WHERE key = 'projected'";

/* The first column of the first row; false: SQLite said no, or no row. */
static bool
ask(sqlite3 *db, const char *sql, int64_t *n)
{
	sqlite3_stmt *stmt;
	int rc = sqlite3_prepare_v2(db, sql, -1, &stmt, NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW)
		*n = sqlite3_column_int64(stmt, 0);
	(void)sqlite3_finalize(stmt);
	return rc == SQLITE_ROW;
}

static bool
is_ours(sqlite3 *db, const char *journal)
{
	int64_t version = 0;

	int rc = whose_look(db);
	if (rc != SQLITE_OK || !ask(db, "PRAGMA user_version", &version)) {
		(void)fprintf(
		    stderr, "haoctl: %s: %s\n", journal, whose_why(rc, db));
		return false;
	}
	if (version == schema_version())
		return true;
	(void)fprintf(stderr, "haoctl: %s: %s\n", journal,
	    version > schema_version()
		? "written by a later version of hao; use its haoctl"
		: "written by an earlier version of hao; start haod once");
	return false;
}

/* Each look is a transaction of its own. */
static bool
has_caught_up(sqlite3 *db, const char *journal)
{
	int64_t last = 0, projected = 0, before = -1, moved_ms = now_ms();

	bool well = ask(db, "SELECT coalesce(max(seq), 0) FROM event", &last);
	while (well && now_ms() - moved_ms < CATCHUP_MS) {
		well = ask(db, projected_sql, &projected);
		if (well && projected >= last)
			return true;
		if (projected > before)
			moved_ms = now_ms();
		before = projected;
		(void)poll(NULL, 0, POLL_MS);
	}
	if (!well) {
		(void)fprintf(
		    stderr, "haoctl: %s: %s\n", journal, sqlite3_errmsg(db));
		return false;
	}
	int64_t behind = last - projected;
	(void)fprintf(stderr,
	    "haoctl: %s: the tables are %lld event%s behind; start haod, or say"
	    " haoctl -j %s rebuild while it is stopped\n",
	    journal, (long long)behind, behind == 1 ? "" : "s", journal);
	return false;
}

bool
reading_open(struct reading *r, const char *journal)
{
	const char *path = journal + strlen(ENGINE);

	*r = (struct reading){ .until_ms = now_ms() + READ_MS };
	if (strncmp(journal, ENGINE, strlen(ENGINE)) != 0) {
		(void)fprintf(
		    stderr, "haoctl: %s: name it as " ENGINE "FILE\n", journal);
		return false;
	}
	int rc = sqlite3_open_v2(path, &r->db, SQLITE_OPEN_READONLY, NULL);
	if (rc != SQLITE_OK) {
		(void)fprintf(
		    stderr, "haoctl: %s: %s\n", journal, whose_why(rc, r->db));
		return false;
	}
	(void)sqlite3_busy_timeout(r->db, BUSY_MS);
	sqlite3_progress_handler(r->db, STEPS, is_over, r);
	/* Its views are asked, and it may be anybody's file. */
	if (sqlite3_exec(r->db, "PRAGMA trusted_schema = OFF", NULL, NULL,
		NULL) != SQLITE_OK) {
		(void)fprintf(
		    stderr, "haoctl: %s: %s\n", journal, sqlite3_errmsg(r->db));
		return false;
	}
	return is_ours(r->db, journal) && has_caught_up(r->db, journal);
}

void
reading_close(struct reading *r)
{
	(void)sqlite3_close(r->db);
	r->db = NULL;
}
