/*
 * The journal in an SQLite file. The settings are those that lost nothing in
 * a million simulated power cuts: WAL with synchronous=EXTRA; FULL leaves the
 * unlink of the old journal to chance when a new file switches to WAL.
 */
#include "server/journal/sqlite.h"

#include <errno.h>
#include <fcntl.h>
#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "server/journal/place.h"
#include "server/journal/whose.h"

#define DETAIL 200

/*
 * What is deleted, or moved to another page, is overwritten where it was: what
 * is to be forgotten must not stay between the rows. FAST: unless that alone
 * would write a page; sqlite_forget() has those written, too.
 */
static const char *const settings =
    "PRAGMA secure_delete = FAST;"
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = EXTRA;"
    "PRAGMA wal_autocheckpoint = 1000; PRAGMA journal_size_limit = 67108864;"
    "PRAGMA temp_store = MEMORY; PRAGMA trusted_schema = OFF;"
    "PRAGMA cache_size = -2000;";

static const char *const sql[STMTS] = {
	[STMT_BEGIN] = "BEGIN IMMEDIATE",
	[STMT_COMMIT] = "COMMIT",
	[STMT_ROLLBACK] = "ROLLBACK",
	[STMT_PERSONAL] = "INSERT INTO personal VALUES (?1, ?4, ?2, ?3)",
	[STMT_OPENING] = "INSERT INTO opening VALUES (?1, ?2, ?3)",
	[STMT_READ] = "SELECT " SQLITE_ROW_COLUMNS " FROM event"
		      " WHERE seq > ?1 AND seq <= ?2 ORDER BY seq",
	[STMT_LAST] = "SELECT seq, hash FROM event ORDER BY seq DESC LIMIT 1",
	[STMT_NEWEST] = "SELECT seq, state FROM opening"
			" ORDER BY seq DESC LIMIT 1",
	[STMT_TYPES] = "SELECT seq, type FROM event"
		       " WHERE seq > ?1 AND seq <= ?2 ORDER BY seq",
	[STMT_PROJECTED] = "UPDATE meta SET value = ?1"
			   " WHERE key = 'projected'",
	[STMT_VERIFIER] = "SELECT value FROM personal"
			  " WHERE seq = ?1 AND field = 'verifier'",
	[STMT_REPLACED] = "DELETE FROM personal"
			  " WHERE seq = ?1 AND field = 'verifier'",
};

static struct sqlite *
sqlite_of(struct journal *j)
{
	return (struct sqlite *)j;
}

enum journal_error
sqlite_error(int rc)
{
	switch (rc & 0xff) {
	case SQLITE_OK:
	case SQLITE_DONE:
		return JOURNAL_OK;
	case SQLITE_CONSTRAINT:
		return JOURNAL_ETWICE;
	case SQLITE_NOMEM:
		return JOURNAL_ENOMEM;
	case SQLITE_EMPTY:
	case SQLITE_MISMATCH:
		return JOURNAL_EFOREIGN;
	case SQLITE_CORRUPT:
	case SQLITE_NOTADB:
		return JOURNAL_EDAMAGED;
	default:
		return JOURNAL_EIO;
	}
}

int
sqlite_run(sqlite3_stmt *stmt)
{
	int rc = sqlite3_step(stmt);

	(void)sqlite3_reset(stmt);
	return rc == SQLITE_DONE || rc == SQLITE_ROW ? SQLITE_OK : rc;
}

/* --- Reading ---------------------------------------------------------- */

bool
sqlite_row(sqlite3_stmt *stmt, struct journal_row *row)
{
	const char *type = (const char *)sqlite3_column_text(stmt, 2);
	const void *hash = sqlite3_column_blob(stmt, 5);

	*row = (struct journal_row){
		.seq = sqlite3_column_int64(stmt, 0),
		.t_ms = sqlite3_column_int64(stmt, 1),
		.slot = sqlite3_column_int64(stmt, 3),
		.type = type ? event_of_name(type) : EVENT_TYPES,
		.payload = (const char *)sqlite3_column_text(stmt, 4),
		.payload_len = (size_t)sqlite3_column_bytes(stmt, 4),
	};
	if (!hash || sqlite3_column_bytes(stmt, 5) != JOURNAL_HASH)
		return false;
	memcpy(row->hash, hash, JOURNAL_HASH);
	return row->payload && row->type < EVENT_TYPES;
}

static enum journal_error
sqlite_read(struct journal *j, int64_t since, int64_t until, journal_row_fn *fn,
    void *ctx)
{
	struct sqlite *s = sqlite_of(j);
	sqlite3_stmt *stmt = s->stmt[STMT_READ];
	struct journal_row row;
	int rc;

	if (s->broken)
		return JOURNAL_EBROKEN;
	(void)sqlite3_bind_int64(stmt, 1, since);
	(void)sqlite3_bind_int64(stmt, 2, until);
	while ((rc = sqlite3_step(stmt)) == SQLITE_ROW) {
		if (!sqlite_row(stmt, &row)) {
			rc = SQLITE_CORRUPT;
			break;
		}
		if (!fn(&row, ctx)) {
			rc = SQLITE_DONE;
			break;
		}
	}
	(void)sqlite3_reset(stmt);
	return sqlite_error(rc);
}

static enum journal_error
sqlite_last(struct journal *j, int64_t *seq)
{
	*seq = sqlite_of(j)->last;
	return sqlite_of(j)->broken ? JOURNAL_EBROKEN : JOURNAL_OK;
}

static enum journal_error
sqlite_opening(struct journal *j, struct buf *state, int64_t *seq)
{
	struct sqlite *s = sqlite_of(j);
	sqlite3_stmt *stmt = s->stmt[STMT_NEWEST];

	*seq = 0;
	buf_clear(state);
	if (s->broken)
		return JOURNAL_EBROKEN;
	int rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW) {
		*seq = sqlite3_column_int64(stmt, 0);
		buf_put(state, sqlite3_column_text(stmt, 1),
		    (size_t)sqlite3_column_bytes(stmt, 1));
		rc = SQLITE_DONE;
	}
	(void)sqlite3_reset(stmt);
	return state->failed ? JOURNAL_ENOMEM : sqlite_error(rc);
}

static enum journal_error
sqlite_verifier(struct journal *j, int64_t seq, struct buf *out)
{
	struct sqlite *s = sqlite_of(j);
	sqlite3_stmt *stmt = s->stmt[STMT_VERIFIER];

	buf_clear(out);
	if (s->broken)
		return JOURNAL_EBROKEN;
	(void)sqlite3_bind_int64(stmt, 1, seq);
	int rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW) {
		buf_put(out, sqlite3_column_text(stmt, 0),
		    (size_t)sqlite3_column_bytes(stmt, 0));
		rc = SQLITE_DONE;
	}
	(void)sqlite3_reset(stmt);
	return out->failed ? JOURNAL_ENOMEM : sqlite_error(rc);
}

/* --- Opening and closing ---------------------------------------------- */

static void
close_db(struct sqlite *s)
{
	for (int i = 0; i < STMTS; i++) {
		(void)sqlite3_finalize(s->stmt[i]);
		s->stmt[i] = NULL;
	}
	for (int i = 0; i < SQLITE_INSERTS; i++) {
		(void)sqlite3_finalize(s->insert[i]);
		s->insert[i] = NULL;
	}
	for (int i = 0; i < EVENT_TYPES; i++) {
		for (int k = 0; k < SCHEMA_STEPS; k++) {
			(void)sqlite3_finalize(s->project[i][k]);
			s->project[i][k] = NULL;
		}
	}
	(void)sqlite3_close(s->db);
	s->db = NULL;
}

static int
meta(struct sqlite *s, const char *key, char *out, size_t size)
{
	sqlite3_stmt *stmt;
	int rc = sqlite3_prepare_v2(
	    s->db, "SELECT value FROM meta WHERE key = ?1", -1, &stmt, NULL);

	if (rc != SQLITE_OK)
		return rc;
	(void)sqlite3_bind_text(stmt, 1, key, -1, SQLITE_STATIC);
	rc = sqlite3_step(stmt);
	const char *value = (const char *)sqlite3_column_text(stmt, 0);
	if (rc == SQLITE_ROW && value)
		(void)snprintf(out, size, "%s", value);
	(void)sqlite3_finalize(stmt);
	return rc == SQLITE_ROW ? SQLITE_OK : SQLITE_CORRUPT;
}

int
sqlite_read_projected(struct sqlite *s)
{
	char projected[24] = "";
	int rc = meta(s, "projected", projected, sizeof(projected));

	s->projected = strtoll(projected, NULL, 10);
	return rc;
}

#define KEY_TEXT (2 * JOURNAL_KEY + 1)

/* Plain, and no replace: one that is there is never lost to another. */
static int
make_key(struct sqlite *s, char text[KEY_TEXT])
{
	sqlite3_stmt *stmt;
	int rc = sqlite3_prepare_v2(s->db,
	    "INSERT INTO meta VALUES ('" SQLITE_KEY "', ?1)", -1, &stmt, NULL);

	if (rc != SQLITE_OK)
		return rc;
	randombytes_buf(s->base.key, sizeof(s->base.key));
	(void)sodium_bin2hex(text, KEY_TEXT, s->base.key, sizeof(s->base.key));
	(void)sqlite3_bind_text(stmt, 1, text, -1, SQLITE_STATIC);
	rc = sqlite_run(stmt);
	(void)sqlite3_finalize(stmt);
	return rc;
}

static int
read_key(struct sqlite *s)
{
	char text[KEY_TEXT];
	size_t len = 0;
	int rc = meta(s, SQLITE_KEY, text, sizeof(text));

	/* There is none yet. */
	if (rc == SQLITE_CORRUPT)
		rc = make_key(s, text);
	if (rc == SQLITE_OK &&
	    (sodium_hex2bin(s->base.key, sizeof(s->base.key), text,
		 strlen(text), NULL, &len, NULL) < 0 ||
		len != sizeof(s->base.key)))
		rc = SQLITE_CORRUPT;
	sodium_memzero(text, sizeof(text));
	return rc;
}

static int
read_state(struct sqlite *s)
{
	int rc = meta(s, "epoch", s->base.epoch, sizeof(s->base.epoch));

	if (rc == SQLITE_OK)
		rc = read_key(s);
	if (rc == SQLITE_OK)
		rc = sqlite_read_projected(s);
	if (rc != SQLITE_OK)
		return rc;
	sqlite3_stmt *stmt = s->stmt[STMT_LAST];
	rc = sqlite3_step(stmt);
	s->last = 0;
	memset(s->base.hash, 0, JOURNAL_HASH);
	if (rc == SQLITE_ROW) {
		s->last = sqlite3_column_int64(stmt, 0);
		if (sqlite3_column_bytes(stmt, 1) == JOURNAL_HASH) {
			memcpy(s->base.hash, sqlite3_column_blob(stmt, 1),
			    JOURNAL_HASH);
		}
		rc = SQLITE_DONE;
	}
	(void)sqlite3_reset(stmt);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/*
 * Whatever the page cache holds after a failed fsync, the disk may not: the
 * log, written again, must go into the file, by this connection, before
 * anything is believed.
 */
static int
checkpoint(struct sqlite *s)
{
	int rc = sqlite3_wal_checkpoint_v2(
	    s->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);

	/* A report that reads at this moment only delays the truncation. */
	return rc == SQLITE_BUSY ? SQLITE_OK : rc;
}

static enum journal_error
open_db(struct sqlite *s, char *detail)
{
	int newer = 0;
	int rc = sqlite3_open_v2(s->path, &s->db,
	    SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_NOMUTEX,
	    NULL);

	if (rc == SQLITE_OK) {
		(void)sqlite3_busy_timeout(s->db, SQLITE_BUSY_MS);
		rc = whose_look(s->db);
	}
	if (rc == SQLITE_OK || rc == SQLITE_EMPTY)
		rc = sqlite3_exec(s->db, settings, NULL, NULL, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite_write_log_again(s->db);
	if (rc == SQLITE_OK)
		rc = schema_migrate(s->db, &newer);
	if (newer)
		return JOURNAL_ENEWER;
	for (int i = 0; rc == SQLITE_OK && i < STMTS; i++) {
		rc = sqlite3_prepare_v3(s->db, sql[i], -1,
		    SQLITE_PREPARE_PERSISTENT, &s->stmt[i], NULL);
	}
	if (rc == SQLITE_OK)
		rc = checkpoint(s);
	if (rc == SQLITE_OK)
		rc = read_state(s);
	if (rc != SQLITE_OK && detail) {
		(void)snprintf(
		    detail, DETAIL, "%s: %s", s->path, whose_why(rc, s->db));
	}
	s->broken = rc != SQLITE_OK;
	return sqlite_error(rc);
}

static enum journal_error
sqlite_reopen(struct journal *j)
{
	struct sqlite *s = sqlite_of(j);

	close_db(s);
	enum journal_error error = open_db(s, NULL);
	s->broken = error != JOURNAL_OK;
	return error;
}

static void
sqlite_close_journal(struct journal *j)
{
	struct sqlite *s = sqlite_of(j);

	close_db(s);
	if (s->lock >= 0)
		(void)close(s->lock);
	sodium_memzero(s->base.key, sizeof(s->base.key));
	free(s);
}

static const struct journal_ops sqlite_ops = {
	.append = sqlite_append,
	.read = sqlite_read,
	.last = sqlite_last,
	.opening = sqlite_opening,
	.project = sqlite_project,
	.rebuild = sqlite_rebuild,
	.mark = sqlite_mark,
	.forget = sqlite_forget,
	.verifier = sqlite_verifier,
	.reopen = sqlite_reopen,
	.close = sqlite_close_journal,
};

/* One daemon a file: FILE.lock is locked, and says whose pid it is. */
enum journal_error
journal_lock(const char *path, int *lock, int64_t *holder, char *detail)
{
	char name[4096], pid[24] = "";

	(void)snprintf(name, sizeof(name), "%s.lock", path);
	/* Where another has put a link, it is not followed: root may ask. */
	*lock = open(name, O_RDWR | O_CREAT | O_CLOEXEC | O_NOFOLLOW, 0640);
	if (*lock < 0) {
		(void)snprintf(
		    detail, DETAIL, "%.150s: %s", name, strerror(errno));
		return JOURNAL_EIO;
	}
	/* Left behind by root, it must not keep haod's user out. */
	(void)place_give(*lock, name);
	if (flock(*lock, LOCK_EX | LOCK_NB) < 0) {
		if (pread(*lock, pid, sizeof(pid) - 1, 0) > 0 && holder)
			*holder = strtoll(pid, NULL, 10);
		return JOURNAL_EHELD;
	}
	int len = snprintf(pid, sizeof(pid), "%ld\n", (long)getpid());
	if (ftruncate(*lock, 0) < 0 ||
	    pwrite(*lock, pid, (size_t)len, 0) != len) {
		(void)snprintf(
		    detail, DETAIL, "%.150s: %s", name, strerror(errno));
		return JOURNAL_EIO;
	}
	return JOURNAL_OK;
}

enum journal_error
journal_open_sqlite(
    const char *path, struct journal **out, int64_t *holder, char *detail)
{
	struct sqlite *s = calloc(1, sizeof(*s) + strlen(path) + 1);

	if (!s)
		return JOURNAL_ENOMEM;
	/* Counting every allocation under a mutex costs 3 %. */
	(void)sqlite3_config(SQLITE_CONFIG_MEMSTATUS, 0);
	s->base.ops = &sqlite_ops;
	s->lock = -1;
	memcpy(s->path, path, strlen(path) + 1);
	enum journal_error error = journal_lock(path, &s->lock, holder, detail);
	if (!error)
		error = place_keep(path, detail);
	if (!error)
		error = open_db(s, detail);
	if (error) {
		sqlite_close_journal(&s->base);
		return error;
	}
	*out = &s->base;
	return JOURNAL_OK;
}
