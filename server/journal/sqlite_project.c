/* The projections: tables that can be made again from the events. */
#include "server/journal/sqlite.h"

static int
project_one(struct sqlite *s, int64_t seq, enum event_type type)
{
	for (int i = 0; i < SCHEMA_STEPS; i++) {
		const char *sql = schema_project[type][i];
		sqlite3_stmt **stmt = &s->project[type][i];
		int rc = SQLITE_OK;
		if (!sql)
			return SQLITE_OK;
		if (!*stmt) {
			rc = sqlite3_prepare_v3(s->db, sql, -1,
			    SQLITE_PREPARE_PERSISTENT, stmt, NULL);
		}
		/* Some empty a table, whatever the event. */
		if (rc == SQLITE_OK && sqlite3_bind_parameter_count(*stmt) > 0)
			rc = sqlite3_bind_int64(*stmt, 1, seq);
		if (rc == SQLITE_OK)
			rc = sqlite_run(*stmt);
		if (rc != SQLITE_OK)
			return rc;
	}
	return SQLITE_OK;
}

int
sqlite_project_to(struct sqlite *s, int64_t until)
{
	sqlite3_stmt *types = s->stmt[STMT_TYPES];
	int64_t seq = s->projected;
	int rc;

	if (until <= seq)
		return SQLITE_OK;
	(void)sqlite3_bind_int64(types, 1, seq);
	(void)sqlite3_bind_int64(types, 2, until);
	while ((rc = sqlite3_step(types)) == SQLITE_ROW) {
		const char *name = (const char *)sqlite3_column_text(types, 1);
		enum event_type type = name ? event_of_name(name) : EVENT_TYPES;
		seq = sqlite3_column_int64(types, 0);
		rc = type < EVENT_TYPES ? project_one(s, seq, type)
					: SQLITE_CORRUPT;
		if (rc != SQLITE_OK)
			break;
	}
	(void)sqlite3_reset(types);
	if (rc != SQLITE_DONE)
		return rc;
	(void)sqlite3_bind_int64(s->stmt[STMT_PROJECTED], 1, seq);
	rc = sqlite_run(s->stmt[STMT_PROJECTED]);
	if (rc == SQLITE_OK)
		s->projected = seq;
	return rc;
}

enum journal_error
sqlite_project(struct journal *j, int64_t rows, int64_t *behind)
{
	struct sqlite *s = (struct sqlite *)j;
	int64_t before = s->projected;
	int64_t until = s->last - before > rows ? before + rows : s->last;

	*behind = s->last - before;
	if (s->broken)
		return JOURNAL_EBROKEN;
	if (until <= before)
		return JOURNAL_OK;
	int rc = sqlite_run(s->stmt[STMT_BEGIN]);
	if (rc == SQLITE_OK)
		rc = sqlite_project_to(s, until);
	if (rc == SQLITE_OK)
		rc = sqlite_run(s->stmt[STMT_COMMIT]);
	if (rc != SQLITE_OK) {
		s->projected = before;
		s->broken = true;
		(void)sqlite_run(s->stmt[STMT_ROLLBACK]);
		return sqlite_error(rc);
	}
	*behind = s->last - s->projected;
	return JOURNAL_OK;
}

enum journal_error
sqlite_rebuild(struct journal *j)
{
	struct sqlite *s = (struct sqlite *)j;

	if (s->broken)
		return JOURNAL_EBROKEN;
	if (sqlite_has_forgotten(s))
		return JOURNAL_EGONE;
	int rc = sqlite_run(s->stmt[STMT_BEGIN]);

	if (rc == SQLITE_OK)
		rc = sqlite3_exec(s->db, schema_forget, NULL, NULL, NULL);
	if (rc == SQLITE_OK)
		rc = sqlite_run(s->stmt[STMT_COMMIT]);
	if (rc == SQLITE_OK)
		s->projected = 0;
	return sqlite_error(rc);
}
