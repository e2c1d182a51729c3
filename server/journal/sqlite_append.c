/*
 * A batch made rows, in one transaction. Rows go in by many to a statement:
 * one that is begun once keeps its place at the end of the table and of the
 * index, and costs a third of as many statements of one row.
 */
#include <stdio.h>
#include <string.h>
#include <time.h>

#include "server/journal/codec.h"
#include "server/journal/sqlite.h"

#define COLUMNS	 6
#define ROWS_MAX 64

static const size_t rows_of[SQLITE_INSERTS] = { ROWS_MAX, 16, 4, 1 };

/* Prepared when it is first needed: most halls never fill the larger ones. */
static int
prepare(struct sqlite *s, int i)
{
	static const char head[] =
	    "INSERT INTO event (seq, t, type, slot, payload, hash) VALUES ";
	char sql[sizeof(head) + ROWS_MAX * sizeof("(?,?,?,?,?,?),")];
	int at = snprintf(sql, sizeof(sql), "%s", head);

	if (s->insert[i])
		return SQLITE_OK;
	for (size_t k = 0; k < rows_of[i]; k++) {
		at += snprintf(sql + at, sizeof(sql) - (size_t)at,
		    "%s(?,?,?,?,?,?)", k ? "," : "");
	}
	return sqlite3_prepare_v3(
	    s->db, sql, at + 1, SQLITE_PREPARE_PERSISTENT, &s->insert[i], NULL);
}

static void
bind_event(sqlite3_stmt *stmt, int at, const struct journal_row *r)
{
	(void)sqlite3_bind_int64(stmt, at + 1, r->seq);
	(void)sqlite3_bind_int64(stmt, at + 2, r->t_ms);
	(void)sqlite3_bind_text(
	    stmt, at + 3, event_name(r->type), -1, SQLITE_STATIC);
	if (r->slot) {
		(void)sqlite3_bind_int64(stmt, at + 4, r->slot);
	} else {
		(void)sqlite3_bind_null(stmt, at + 4);
	}
	(void)sqlite3_bind_text(
	    stmt, at + 5, r->payload, (int)r->payload_len, SQLITE_STATIC);
	(void)sqlite3_bind_blob(
	    stmt, at + 6, r->hash, JOURNAL_HASH, SQLITE_STATIC);
}

/* Inserts as many rows as the largest statement that they fill. */
static int
insert_some(struct sqlite *s, struct journal_row *row, size_t *count)
{
	int i = 0;

	while (rows_of[i] > *count)
		i++;
	*count = rows_of[i];
	int rc = prepare(s, i);
	if (rc != SQLITE_OK)
		return rc;
	for (size_t k = 0; k < *count; k++) {
		chain_next(s->base.hash, &row[k]);
		memcpy(row[k].hash, s->base.hash, JOURNAL_HASH);
		bind_event(s->insert[i], (int)k * COLUMNS, &row[k]);
	}
	return sqlite_run(s->insert[i]);
}

static int
insert_beside(struct sqlite *s, const struct journal_row *r)
{
	sqlite3_stmt *personal = s->stmt[STMT_PERSONAL];
	sqlite3_stmt *opening = s->stmt[STMT_OPENING];
	sqlite3_stmt *replaced = s->stmt[STMT_REPLACED];
	int rc = SQLITE_OK;

	if (r->personal) {
		(void)sqlite3_bind_int64(personal, 1, r->seq);
		(void)sqlite3_bind_blob(
		    personal, 2, r->salt, sizeof(r->salt), SQLITE_STATIC);
		(void)sqlite3_bind_text(
		    personal, 3, r->personal, -1, SQLITE_STATIC);
		(void)sqlite3_bind_text(personal, 4,
		    codec_personal_field(r->type), -1, SQLITE_STATIC);
		rc = sqlite_run(personal);
	}
	if (rc == SQLITE_OK && r->replaced) {
		(void)sqlite3_bind_int64(replaced, 1, r->replaced);
		rc = sqlite_run(replaced);
	}
	if (rc == SQLITE_OK && r->opening) {
		(void)sqlite3_bind_int64(opening, 1, r->seq);
		(void)sqlite3_bind_int64(opening, 2, r->day);
		(void)sqlite3_bind_text(
		    opening, 3, r->opening, -1, SQLITE_STATIC);
		rc = sqlite_run(opening);
	}
	return rc;
}

static int
insert_all(struct sqlite *s, struct journal_batch *batch)
{
	int rc = SQLITE_OK;

	for (size_t i = 0, n; rc == SQLITE_OK && i < batch->count; i += n) {
		n = batch->count - i;
		rc = insert_some(s, &batch->row[i], &n);
	}
	for (size_t i = 0; rc == SQLITE_OK && i < batch->count; i++)
		rc = insert_beside(s, &batch->row[i]);
	return rc;
}

static bool
replaces(const struct journal_batch *batch)
{
	for (size_t i = 0; i < batch->count; i++) {
		if (batch->row[i].replaced)
			return true;
	}
	return false;
}

static int64_t
now_us(void)
{
	struct timespec ts;

	(void)clock_gettime(CLOCK_MONOTONIC, &ts);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

static int
commit(struct sqlite *s)
{
	int64_t start = now_us();
	int rc = sqlite_run(s->stmt[STMT_COMMIT]);

	s->base.sync_us = now_us() - start;
	return rc;
}

static int
put_all(struct sqlite *s, struct journal_batch *batch)
{
	int rc = sqlite_run(s->stmt[STMT_BEGIN]);

	if (rc == SQLITE_OK)
		rc = insert_all(s, batch);
	if (rc == SQLITE_OK && s->base.project_with_append > 0) {
		rc = sqlite_project_to(
		    s, s->projected + s->base.project_with_append);
	}
	return rc == SQLITE_OK ? commit(s) : rc;
}

/* A secret that was replaced is not left behind in any free space. */
static int
put(struct sqlite *s, struct journal_batch *batch)
{
	if (!replaces(batch))
		return put_all(s, batch);
	int rc = sqlite_wipe(s, true);
	if (rc == SQLITE_OK)
		rc = put_all(s, batch);
	(void)sqlite_wipe(s, false);
	if (rc == SQLITE_OK)
		sqlite_empty_log(s);
	return rc;
}

enum journal_error
sqlite_append(struct journal *j, struct journal_batch *batch)
{
	struct sqlite *s = (struct sqlite *)j;
	int64_t projected = s->projected;

	if (s->broken)
		return JOURNAL_EBROKEN;
	if (batch->count == 0)
		return JOURNAL_OK;
	if (batch->row[0].seq != s->last + 1) {
		s->broken = true;
		return JOURNAL_ETWICE;
	}
	int rc = put(s, batch);
	if (rc != SQLITE_OK) {
		s->broken = true;
		s->projected = projected;
		(void)sqlite_run(s->stmt[STMT_ROLLBACK]);
		return sqlite_error(rc);
	}
	s->last += (int64_t)batch->count;
	return JOURNAL_OK;
}
