/*
 * Destroying what is kept no longer. The event `forgotten` is in the chain
 * before anything goes; its row in the table of the same name says how far it
 * has been carried out, so that a daemon that died goes on where it was.
 *
 * Days go from the front: the chain then begins at the event that the last
 * `forgotten` names, with the hash that it names.
 */
#include <string.h>

#include "server/hall/keep.h"
#include "server/journal/sqlite.h"

#define STEPS_MAX 12
/* What secrets are compared with is kept as long as there are accounts. */
#define NOT_SECRET " AND field <> 'verifier'"
#define FIRST_DAY  " (SELECT payload ->> 'day' FROM event WHERE seq = ?1)"

/* ?1: the first event that is kept; ?2: rows at most. In this order. */
static const char *const steps[KEEP_KINDS][STEPS_MAX] = {
	[KEEP_WORDS] = {
		/* As long as a complaint is open its words are needed. */
		"DELETE FROM personal WHERE (seq, field) IN (SELECT seq, field"
		" FROM personal WHERE seq < ?1" NOT_SECRET " AND seq NOT IN"
		" (SELECT id FROM followup WHERE state <> 'closed') LIMIT ?2)",
	},
	[KEEP_DAYS] = {
		"DELETE FROM personal WHERE (seq, field) IN (SELECT seq, field"
		" FROM personal WHERE seq < ?1" NOT_SECRET " LIMIT ?2)",
		"DELETE FROM ticket WHERE id IN (SELECT id FROM ticket"
		" WHERE id < (SELECT payload ->> 'id' FROM event"
		" WHERE seq = ?1) ORDER BY id LIMIT ?2)",
		"DELETE FROM call WHERE id IN (SELECT id FROM call"
		" WHERE id < ?1 ORDER BY id LIMIT ?2)",
		"DELETE FROM work WHERE (seq, counter) IN (SELECT seq, counter"
		" FROM work WHERE seq < ?1 LIMIT ?2)",
		"DELETE FROM session WHERE (day, began) IN"
		" (SELECT day, began FROM session WHERE day <" FIRST_DAY
		" LIMIT ?2)",
		"DELETE FROM counter_day WHERE (day, counter) IN"
		" (SELECT day, counter FROM counter_day WHERE day <" FIRST_DAY
		" LIMIT ?2)",
		"DELETE FROM day WHERE day IN (SELECT day FROM day"
		" WHERE day <" FIRST_DAY " LIMIT ?2)",
		"DELETE FROM followup WHERE id IN (SELECT id FROM followup"
		" WHERE id < ?1 AND state = 'closed' LIMIT ?2)",
		"DELETE FROM appointment WHERE (code, booked) IN"
		" (SELECT code, booked FROM appointment WHERE state <> 'booked'"
		" AND max(booked, appointed) < (SELECT t FROM event"
		" WHERE seq = ?1) LIMIT ?2)",
		/* Each is as large as a hundred events. */
		"DELETE FROM opening WHERE seq IN (SELECT seq FROM opening"
		" WHERE seq < ?1 ORDER BY seq LIMIT 1 + ?2 / 100)",
		"DELETE FROM event WHERE seq IN (SELECT seq FROM event"
		" WHERE seq < ?1 ORDER BY seq LIMIT ?2)",
	},
};

bool
sqlite_has_forgotten(struct sqlite *s)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(
	    s->db, "SELECT " SCHEMA_FIRST " > 1", -1, &stmt, NULL);
	bool gone = rc == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW &&
	    sqlite3_column_int(stmt, 0);

	(void)sqlite3_finalize(stmt);
	return gone;
}

/* --- What there is to destroy ---------------------------------------- */

static const char *const oldest[KEEP_KINDS] = {
	[KEEP_WORDS] = "SELECT min(seq) FROM personal WHERE true" NOT_SECRET,
	[KEEP_DAYS] = "SELECT min(seq) FROM event",
};

static int
prepare_mark(struct sqlite *s, enum keep_kind kind, sqlite3_stmt **stmt)
{
	char *sql = sqlite3_mprintf(
	    "SELECT o.seq, lower(hex(e.hash)) FROM opening AS o"
	    " JOIN event AS e ON e.seq = o.seq WHERE o.day <= ?1"
	    " AND o.seq > (%s) AND NOT EXISTS (SELECT 1 FROM forgotten"
	    " WHERE kind = '%s' AND mark >= o.seq)"
	    " ORDER BY o.day DESC, o.seq DESC LIMIT 1",
	    oldest[kind], keep_name(kind));
	int rc = sql ? sqlite3_prepare_v2(s->db, sql, -1, stmt, NULL)
		     : SQLITE_NOMEM;

	sqlite3_free(sql);
	return rc;
}

enum journal_error
sqlite_mark(struct journal *j, enum keep_kind kind, int64_t day,
    struct journal_mark *out)
{
	struct sqlite *s = (struct sqlite *)j;
	sqlite3_stmt *stmt = NULL;

	*out = (struct journal_mark){ 0 };
	if (s->broken)
		return JOURNAL_EBROKEN;
	int rc = prepare_mark(s, kind, &stmt);
	if (rc == SQLITE_OK)
		rc = sqlite3_bind_int64(stmt, 1, day);
	if (rc == SQLITE_OK)
		rc = sqlite3_step(stmt);
	const char *hash = rc == SQLITE_ROW
	    ? (const char *)sqlite3_column_text(stmt, 1)
	    : NULL;
	if (hash && strlen(hash) < sizeof(out->hash)) {
		out->seq = sqlite3_column_int64(stmt, 0);
		memcpy(out->hash, hash, strlen(hash) + 1);
	}
	(void)sqlite3_finalize(stmt);
	return rc == SQLITE_ROW ? JOURNAL_OK : sqlite_error(rc);
}

/* --- Destroying ------------------------------------------------------ */

/* An order not yet carried out; seq 0: there is none. */
struct order {
	int64_t seq, mark;
	enum keep_kind kind;
};

static int
read_order(struct sqlite *s, struct order *out)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(s->db,
	    "SELECT seq, mark, kind FROM forgotten WHERE done = 0"
	    " ORDER BY seq LIMIT 1",
	    -1, &stmt, NULL);

	*out = (struct order){ 0 };
	if (rc == SQLITE_OK)
		rc = sqlite3_step(stmt);
	if (rc == SQLITE_ROW) {
		out->seq = sqlite3_column_int64(stmt, 0);
		out->mark = sqlite3_column_int64(stmt, 1);
		out->kind = keep_named(
		    (const char *)sqlite3_column_text(stmt, 2));
		rc = SQLITE_DONE;
	}
	(void)sqlite3_finalize(stmt);
	return rc == SQLITE_DONE ? SQLITE_OK : rc;
}

/* Runs SQL with two numbers. COUNT: rows that it changed. */
static int
change(struct sqlite *s, const char *sql, int64_t a, int64_t b, int *count)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(s->db, sql, -1, &stmt, NULL);

	if (rc == SQLITE_OK)
		rc = sqlite3_bind_int64(stmt, 1, a);
	if (rc == SQLITE_OK && sqlite3_bind_parameter_count(stmt) > 1)
		rc = sqlite3_bind_int64(stmt, 2, b);
	if (rc == SQLITE_OK)
		rc = sqlite_run(stmt);
	*count = rc == SQLITE_OK ? sqlite3_changes(s->db) : 0;
	(void)sqlite3_finalize(stmt);
	return rc;
}

/* The first of its steps that finds anything. */
static int
carry_out(struct sqlite *s, const struct order *order, int64_t rows)
{
	int rc = SQLITE_OK, count = 0, noted;

	for (int i = 0; i < STEPS_MAX && rc == SQLITE_OK && count == 0; i++) {
		const char *sql = order->kind < KEEP_KINDS
		    ? steps[order->kind][i]
		    : NULL;
		if (!sql)
			break;
		rc = change(s, sql, order->mark, rows, &count);
	}
	if (rc != SQLITE_OK)
		return rc;
	if (count == 0) {
		return change(s, "UPDATE forgotten SET done = 1 WHERE seq = ?1",
		    order->seq, 0, &noted);
	}
	return change(s, "UPDATE forgotten SET rows = rows + ?2 WHERE seq = ?1",
	    order->seq, count, &noted);
}

int
sqlite_wipe(struct sqlite *s, bool on)
{
	return sqlite3_exec(s->db,
	    on ? "PRAGMA secure_delete = ON" : "PRAGMA secure_delete = FAST",
	    NULL, NULL, NULL);
}

void
sqlite_empty_log(struct sqlite *s)
{
	(void)sqlite3_busy_timeout(s->db, 0);
	(void)sqlite3_wal_checkpoint_v2(
	    s->db, NULL, SQLITE_CHECKPOINT_TRUNCATE, NULL, NULL);
	(void)sqlite3_busy_timeout(s->db, SQLITE_BUSY_MS);
}

static int
forget_some(struct sqlite *s, const struct order *order, int64_t rows)
{
	int rc = sqlite_wipe(s, true);

	if (rc == SQLITE_OK)
		rc = sqlite_run(s->stmt[STMT_BEGIN]);
	if (rc == SQLITE_OK)
		rc = carry_out(s, order, rows);
	if (rc == SQLITE_OK)
		rc = sqlite_run(s->stmt[STMT_COMMIT]);
	if (rc != SQLITE_OK) {
		s->broken = true;
		(void)sqlite_run(s->stmt[STMT_ROLLBACK]);
	}
	(void)sqlite_wipe(s, false);
	return rc;
}

enum journal_error
sqlite_forget(struct journal *j, int64_t rows, bool *left)
{
	struct sqlite *s = (struct sqlite *)j;
	struct order order;

	*left = false;
	if (s->broken)
		return JOURNAL_EBROKEN;
	/* The tables are made from the events: these must not go before. */
	if (s->projected < s->last)
		return JOURNAL_OK;
	int rc = read_order(s, &order);
	if (rc != SQLITE_OK || order.seq == 0)
		return sqlite_error(rc);
	rc = forget_some(s, &order, rows);
	if (rc == SQLITE_OK)
		rc = read_order(s, &order);
	*left = rc == SQLITE_OK && order.seq > 0;
	if (rc == SQLITE_OK && !*left)
		sqlite_empty_log(s);
	return sqlite_error(rc);
}
