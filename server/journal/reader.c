#include "server/journal/reader.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/journal/sqlite.h"
#include "server/journal/whose.h"

#define DETAIL	200
#define ENGINE	"sqlite:"
#define WAIT_MS 2000

enum {
	READ_ROWS,
	READ_LAST,
	READ_DAY,
	READ_NEWEST_DAY,
	READ_NEXT_DAY,
	READ_CLOSING,
	READ_STATE,
	READ_PERSONAL,
	READS
};

#define FROM_OPENING "SELECT seq, day FROM opening "

static const char *const sql[READS] = {
	[READ_ROWS] = "SELECT " SQLITE_ROW_COLUMNS " FROM event"
		      " WHERE seq > ?1 AND seq <= ?2 ORDER BY seq LIMIT ?3",
	[READ_LAST] = "SELECT coalesce(max(seq), 0) FROM event",
	[READ_DAY] = FROM_OPENING "WHERE day = ?1 ORDER BY seq LIMIT 1",
	[READ_NEWEST_DAY] = FROM_OPENING "ORDER BY seq DESC LIMIT 1",
	[READ_NEXT_DAY] = FROM_OPENING
	"WHERE day > ?1 ORDER BY day, seq LIMIT 1",
	/* The last event of an archive closed its last day. */
	[READ_CLOSING] = "SELECT seq FROM event WHERE seq > ?1 AND seq ="
			 " (SELECT max(seq) FROM event)"
			 " AND type = 'day_closed'",
	[READ_STATE] = "SELECT state FROM opening WHERE seq = ?1",
	[READ_PERSONAL] = "SELECT salt, value FROM personal WHERE seq = ?1",
};

struct reader {
	struct journal base;
	sqlite3 *db;
	sqlite3_stmt *stmt[READS];
};

static struct reader *
reader_of(struct journal *j)
{
	return (struct reader *)j;
}

struct journal *
reader_journal(struct reader *r)
{
	return &r->base;
}

struct sqlite3 *
reader_db(struct reader *r)
{
	return r->db;
}

/* --- As a journal ------------------------------------------------------- */

struct reading {
	int64_t since, until;
	journal_row_fn *fn;
	void *ctx;
	bool more; /* there may be other rows */
};

/*
 * A page of rows. Their texts are shown while the transaction lasts: who sees
 * them must be quick.
 */
static int
read_page(struct reader *r, struct reading *to)
{
	sqlite3_stmt *stmt = r->stmt[READ_ROWS];
	struct journal_row row;
	int64_t count = 0;
	int rc = SQLITE_DONE;

	(void)sqlite3_bind_int64(stmt, 1, to->since);
	(void)sqlite3_bind_int64(stmt, 2, to->until);
	(void)sqlite3_bind_int64(stmt, 3, READER_ROWS);
	while (to->more && (rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		if (!sqlite_row(stmt, &row)) {
			rc = SQLITE_CORRUPT;
			break;
		}
		to->since = row.seq;
		to->more = to->fn(&row, to->ctx);
		rc = SQLITE_DONE;
		count++;
	}
	(void)sqlite3_reset(stmt);
	to->more = to->more && count == READER_ROWS;
	return rc;
}

static enum journal_error
read_rows(struct journal *j, int64_t since, int64_t until, journal_row_fn *fn,
    void *ctx)
{
	struct reading to = { since, until, fn, ctx, true };
	int rc = SQLITE_DONE;

	while (rc == SQLITE_DONE && to.more)
		rc = read_page(reader_of(j), &to);
	return sqlite_error(rc);
}

/* Steps STMT once and resets it; GOT says whether it found a row. */
static enum journal_error
end(sqlite3_stmt *stmt, int rc, bool *got)
{
	(void)sqlite3_reset(stmt);
	*got = rc == SQLITE_ROW;
	return *got ? JOURNAL_OK : sqlite_error(rc);
}

static enum journal_error
read_last(struct journal *j, int64_t *seq)
{
	sqlite3_stmt *stmt = reader_of(j)->stmt[READ_LAST];
	int rc = sqlite3_step(stmt);
	bool got;

	*seq = rc == SQLITE_ROW ? sqlite3_column_int64(stmt, 0) : 0;
	return end(stmt, rc, &got);
}

enum journal_error
reader_state(struct reader *r, int64_t seq, struct buf *state)
{
	sqlite3_stmt *stmt = r->stmt[READ_STATE];
	bool got;

	buf_clear(state);
	(void)sqlite3_bind_int64(stmt, 1, seq);
	int rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW) {
		buf_put(state, sqlite3_column_text(stmt, 0),
		    (size_t)sqlite3_column_bytes(stmt, 0));
	}
	enum journal_error error = end(stmt, rc, &got);
	return state->failed ? JOURNAL_ENOMEM : error;
}

static enum journal_error
read_opening(struct journal *j, struct buf *state, int64_t *seq)
{
	struct reader_day day;

	buf_clear(state);
	*seq = 0;
	if (!reader_day(reader_of(j), INT64_MAX, &day))
		return JOURNAL_OK;
	*seq = day.opening;
	return reader_state(reader_of(j), day.opening, state);
}

static enum journal_error
refuse_append(struct journal *j, struct journal_batch *batch)
{
	(void)j;
	(void)batch;
	return JOURNAL_EBROKEN;
}

static enum journal_error
refuse_project(struct journal *j, int64_t rows, int64_t *behind)
{
	(void)j;
	(void)rows;
	*behind = 0;
	return JOURNAL_EBROKEN;
}

static enum journal_error
refuse_mark(struct journal *j, enum keep_kind kind, int64_t day,
    struct journal_mark *out)
{
	(void)j;
	(void)kind;
	(void)day;
	*out = (struct journal_mark){ 0 };
	return JOURNAL_EBROKEN;
}

static enum journal_error
refuse_forget(struct journal *j, int64_t rows, bool *left)
{
	(void)j;
	(void)rows;
	*left = false;
	return JOURNAL_EBROKEN;
}

static enum journal_error
refuse(struct journal *j)
{
	(void)j;
	return JOURNAL_EBROKEN;
}

static void
close_journal(struct journal *j)
{
	struct reader *r = reader_of(j);

	for (int i = 0; i < READS; i++)
		(void)sqlite3_finalize(r->stmt[i]);
	(void)sqlite3_close(r->db);
	free(r);
}

static const struct journal_ops reader_ops = {
	.append = refuse_append,
	.read = read_rows,
	.last = read_last,
	.opening = read_opening,
	.project = refuse_project,
	.rebuild = refuse,
	.mark = refuse_mark,
	.forget = refuse_forget,
	.reopen = refuse,
	.close = close_journal,
};

/* --- Days --------------------------------------------------------------- */

static bool
find_opening(
    struct reader *r, int which, int64_t day, int64_t *seq, int64_t *found)
{
	sqlite3_stmt *stmt = r->stmt[which];
	bool got;

	if (which != READ_NEWEST_DAY)
		(void)sqlite3_bind_int64(stmt, 1, day);
	int rc = sqlite3_step(stmt);
	*seq = rc == SQLITE_ROW ? sqlite3_column_int64(stmt, 0) : 0;
	*found = rc == SQLITE_ROW ? sqlite3_column_int64(stmt, 1) : 0;
	(void)end(stmt, rc, &got);
	return got;
}

static int64_t
find_closing(struct reader *r, int64_t opening)
{
	sqlite3_stmt *stmt = r->stmt[READ_CLOSING];
	bool got;

	(void)sqlite3_bind_int64(stmt, 1, opening);
	int rc = sqlite3_step(stmt);
	int64_t seq = rc == SQLITE_ROW ? sqlite3_column_int64(stmt, 0) : 0;
	(void)end(stmt, rc, &got);
	return seq;
}

static bool
find_day(struct reader *r, int which, int64_t day, struct reader_day *out)
{
	int64_t next = 0;

	*out = (struct reader_day){ 0 };
	if (!find_opening(r, which, day, &out->opening, &out->day))
		return false;
	if (find_opening(r, READ_NEXT_DAY, out->day, &out->closed, &next)) {
		out->last = out->closed - 1;
		return true;
	}
	out->closed = find_closing(r, out->opening);
	if (out->closed) {
		out->last = out->closed - 1;
		return true;
	}
	return read_last(&r->base, &out->last) == JOURNAL_OK;
}

bool
reader_day(struct reader *r, int64_t day, struct reader_day *out)
{
	return find_day(
	    r, day == INT64_MAX ? READ_NEWEST_DAY : READ_DAY, day, out);
}

bool
reader_day_after(struct reader *r, int64_t day, struct reader_day *out)
{
	return find_day(r, READ_NEXT_DAY, day, out);
}

bool
reader_personal(
    struct reader *r, int64_t seq, uint8_t salt[16], struct buf *value)
{
	sqlite3_stmt *stmt = r->stmt[READ_PERSONAL];
	bool got;

	(void)sqlite3_bind_int64(stmt, 1, seq);
	int rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW && sqlite3_column_bytes(stmt, 0) == 16) {
		memcpy(salt, sqlite3_column_blob(stmt, 0), 16);
		buf_put(value, sqlite3_column_text(stmt, 1),
		    (size_t)sqlite3_column_bytes(stmt, 1));
		buf_putc(value, '\0');
	} else {
		rc = SQLITE_DONE;
	}
	(void)end(stmt, rc, &got);
	return got && !value->failed;
}

/* --- Opening ------------------------------------------------------------ */

static int
open_db(struct reader *r, const char *path)
{
	int rc = sqlite3_open_v2(
	    path, &r->db, SQLITE_OPEN_READONLY | SQLITE_OPEN_NOMUTEX, NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_busy_timeout(r->db, WAIT_MS);
	if (rc == SQLITE_OK) {
		rc = sqlite3_exec(
		    r->db, "PRAGMA trusted_schema = OFF", NULL, NULL, NULL);
	}
	if (rc == SQLITE_OK)
		rc = whose_look(r->db);
	for (int i = 0; rc == SQLITE_OK && i < READS; i++) {
		rc = sqlite3_prepare_v3(r->db, sql[i], -1,
		    SQLITE_PREPARE_PERSISTENT, &r->stmt[i], NULL);
	}
	return rc;
}

enum journal_error
reader_open(const char *name, struct reader **out, char *detail)
{
	*detail = '\0';
	if (sodium_init() < 0)
		return JOURNAL_ENOMEM;
	if (strncmp(name, ENGINE, strlen(ENGINE)) != 0)
		return JOURNAL_EARG;
	struct reader *r = calloc(1, sizeof(*r));
	if (!r)
		return JOURNAL_ENOMEM;
	r->base.ops = &reader_ops;
	int rc = open_db(r, name + strlen(ENGINE));
	if (rc == SQLITE_OK) {
		*out = r;
		return JOURNAL_OK;
	}
	(void)snprintf(detail, DETAIL, "%s", whose_why(rc, r->db));
	close_journal(&r->base);
	return sqlite_error(rc);
}

void
reader_close(struct reader *r)
{
	if (r)
		close_journal(&r->base);
}
