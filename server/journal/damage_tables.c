/*
 * The projections made once more, in temporary tables of the same names, which
 * SQLite finds before the file's own: so the statements that make them are the
 * very same. What grows with every day is compared when the day is over, and
 * dropped, so that ten years need no more room than a day.
 */
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/journal/damage.h"
#include "server/journal/sqlite.h"

static const struct projected {
	const char *name, *key; /* what its rows are known by */
	const char *join;	/* the same row in both */
	const char *among;	/* which of the file's rows are looked at */
	const char *over;	/* which are done with when a day is over */
} tables[] = {
	{ "ticket", "id", "m.id = t.id",
	    " AND m.id BETWEEN (SELECT min(id) FROM temp.ticket)"
	    " AND (SELECT max(id) FROM temp.ticket)",
	    "1" },
	{ "call", "id", "m.id = t.id",
	    " AND m.id BETWEEN (SELECT min(id) FROM temp.call)"
	    " AND (SELECT max(id) FROM temp.call)",
	    "1" },
	{ "work", "seq", "m.seq = t.seq AND m.counter = t.counter",
	    " AND m.seq BETWEEN (SELECT min(seq) FROM temp.work)"
	    " AND (SELECT max(seq) FROM temp.work)",
	    "ended IS NOT NULL" },
	{ "desk", "counter", "m.counter = t.counter", "", NULL },
	{ "followup", "id", "m.id = t.id", "", NULL },
	{ "appointment", "code", "m.code = t.code AND m.booked = t.booked", "",
	    NULL },
	{ "day", "day", "m.day = t.day", "", NULL },
	{ "session", "began", "m.day = t.day AND m.began = t.began", "", NULL },
	{ "service", "code", "m.code = t.code", "", NULL },
	{ "counter", "label", "m.label = t.label", "", NULL },
	{ "counter_day", "counter", "m.day = t.day AND m.counter = t.counter",
	    "", NULL },
	{ "counter_service", "service",
	    "m.service = t.service AND m.counter = t.counter", "", NULL },
	{ "counter_zone", "zone", "m.zone = t.zone AND m.counter = t.counter",
	    "", NULL },
	{ "service_zone", "zone", "m.zone = t.zone AND m.service = t.service",
	    "", NULL },
	{ "place", "code", "m.kind = t.kind AND m.code = t.code", "", NULL },
};
#define TABLES (sizeof(tables) / sizeof(*tables))
/* Without it a day's calls would be looked through for each of them. */
#define INDEX "CREATE INDEX temp.call_of_ticket ON call(ticket)"

/* The event up to which the tables have been made. */
#define PROJECTED \
 "SELECT CAST(value AS INTEGER) FROM meta WHERE key = 'projected'"

struct step {
	int64_t seq;
	enum event_type type;
};

struct maker {
	struct damage *d;
	sqlite3 *db;
	sqlite3_stmt *project[EVENT_TYPES][SCHEMA_STEPS];
	sqlite3_stmt *page;
	struct step step[READER_ROWS];
	int64_t tickets; /* compared so far */
	int64_t wrong;
	int rc;
};

static int
run(struct maker *m, const char *sql)
{
	if (m->rc == SQLITE_OK)
		m->rc = sqlite3_exec(m->db, sql, NULL, NULL, NULL);
	return m->rc;
}

static int64_t
number(struct maker *m, const char *sql)
{
	sqlite3_stmt *stmt = NULL;
	int64_t n = 0;

	if (m->rc == SQLITE_OK)
		m->rc = sqlite3_prepare_v2(m->db, sql, -1, &stmt, NULL);
	if (m->rc == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW)
		n = sqlite3_column_int64(stmt, 0);
	(void)sqlite3_finalize(stmt);
	return n;
}

/* --- Making ----------------------------------------------------------- */

/* A temporary table like the file's. */
static void
copy_table(struct maker *m, const char *name)
{
	sqlite3_stmt *stmt = NULL;
	char *sql = NULL;

	if (m->rc == SQLITE_OK) {
		m->rc = sqlite3_prepare_v2(m->db,
		    "SELECT 'CREATE TEMP TABLE ' || substr(sql, 14) FROM"
		    " main.sqlite_schema WHERE type = 'table' AND name = ?1",
		    -1, &stmt, NULL);
	}
	if (m->rc == SQLITE_OK)
		m->rc = sqlite3_bind_text(stmt, 1, name, -1, SQLITE_STATIC);
	if (m->rc == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW)
		sql = strdup((const char *)sqlite3_column_text(stmt, 0));
	(void)sqlite3_finalize(stmt);
	if (m->rc == SQLITE_OK && !sql)
		m->rc = SQLITE_CORRUPT;
	(void)run(m, sql);
	free(sql);
}

static void
project(struct maker *m, const struct step *step)
{
	for (int i = 0; i < SCHEMA_STEPS && m->rc == SQLITE_OK; i++) {
		const char *sql = schema_project[step->type][i];
		sqlite3_stmt **stmt = &m->project[step->type][i];
		if (!sql)
			return;
		if (!*stmt)
			m->rc = sqlite3_prepare_v2(m->db, sql, -1, stmt, NULL);
		if (m->rc != SQLITE_OK)
			return;
		/* Some look at no event: nothing to bind. */
		(void)sqlite3_bind_int64(*stmt, 1, step->seq);
		m->rc = sqlite_run(*stmt);
	}
}

/* The types of a page of events after SINCE; how many there are. */
static size_t
read_page(struct maker *m, int64_t since, int64_t until)
{
	size_t count = 0;
	int rc = SQLITE_DONE;

	(void)sqlite3_bind_int64(m->page, 1, since);
	(void)sqlite3_bind_int64(m->page, 2, until);
	(void)sqlite3_bind_int64(m->page, 3, READER_ROWS);
	while (
	    count < READER_ROWS && (rc = sqlite3_step(m->page)) == SQLITE_ROW) {
		const char *name = (const char *)sqlite3_column_text(
		    m->page, 1);
		enum event_type type = name ? event_of_name(name) : EVENT_TYPES;
		if (type == EVENT_TYPES) {
			m->rc = SQLITE_CORRUPT;
			break;
		}
		m->step[count++] = (struct step){
			sqlite3_column_int64(m->page, 0), type
		};
	}
	(void)sqlite3_reset(m->page);
	if (rc != SQLITE_DONE && rc != SQLITE_ROW)
		m->rc = rc;
	return count;
}

/* --- Comparing -------------------------------------------------------- */

static void
tell_rows(struct maker *m, const char *table, const char *sql)
{
	sqlite3_stmt *stmt = NULL;

	if (!sql)
		m->rc = SQLITE_NOMEM;
	if (m->rc == SQLITE_OK)
		m->rc = sqlite3_prepare_v2(m->db, sql, -1, &stmt, NULL);
	while (m->rc == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW) {
		damage_say(m->d, &m->wrong,
		    "table %s, %.60s: it is not what the events make of it",
		    table, (const char *)sqlite3_column_text(stmt, 0));
	}
	(void)sqlite3_finalize(stmt);
}

/* " OR t.a IS NOT m.a" for each column; freed with sqlite3_free. */
static char *
other_columns(struct maker *m, const char *table)
{
	sqlite3_stmt *stmt = NULL;
	char *all = NULL;

	if (m->rc == SQLITE_OK) {
		m->rc = sqlite3_prepare_v2(m->db,
		    "SELECT group_concat(' OR t.' || name || ' IS NOT m.'"
		    " || name, '') FROM pragma_table_info(?1, 'main')",
		    -1, &stmt, NULL);
	}
	if (m->rc == SQLITE_OK)
		m->rc = sqlite3_bind_text(stmt, 1, table, -1, SQLITE_STATIC);
	if (m->rc == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW)
		all = sqlite3_mprintf("%s", sqlite3_column_text(stmt, 0));
	(void)sqlite3_finalize(stmt);
	return all;
}

/*
 * What the events make and the file has otherwise, of the rows that are OVER;
 * what it has beside that.
 */
static void
compare(struct maker *m, const struct projected *p, const char *over)
{
	char *columns = other_columns(m, p->name);
	char *made = sqlite3_mprintf(
	    "SELECT t.%s FROM (SELECT * FROM temp.%s WHERE %s) AS t"
	    " LEFT JOIN main.%s AS m ON %s WHERE 0%s",
	    p->key, p->name, over, p->name, p->join, columns ? columns : "");
	char *more = sqlite3_mprintf(
	    "SELECT m.%s FROM main.%s AS m LEFT JOIN temp.%s AS t ON %s"
	    " WHERE t.%s IS NULL%s",
	    p->key, p->name, p->name, p->join, p->key, p->among);

	tell_rows(m, p->name, made);
	tell_rows(m, p->name, more);
	sqlite3_free(columns);
	sqlite3_free(made);
	sqlite3_free(more);
}

static void
compare_day(struct maker *m)
{
	m->tickets += number(m, "SELECT count(*) FROM temp.ticket");
	for (size_t i = 0; i < TABLES && tables[i].over; i++) {
		const struct projected *p = &tables[i];
		char *sql = sqlite3_mprintf(
		    "DELETE FROM temp.%s WHERE %s", p->name, p->over);
		compare(m, p, p->over);
		(void)run(m, sql);
		sqlite3_free(sql);
	}
}

/* --- All of it -------------------------------------------------------- */

/* Makes what the events after SINCE say, up to UNTIL; days are compared. */
static void
make(struct maker *m, int64_t since, int64_t until)
{
	size_t count = READER_ROWS;

	while (m->rc == SQLITE_OK && count == READER_ROWS) {
		count = read_page(m, since, until);
		for (size_t i = 0; i < count && m->rc == SQLITE_OK; i++) {
			project(m, &m->step[i]);
			if (m->step[i].type == EVENT_DAY_CLOSED)
				compare_day(m);
			since = m->step[i].seq;
		}
	}
}

static void
begin(struct maker *m)
{
	(void)run(m, "PRAGMA temp_store = MEMORY");
	for (size_t i = 0; i < TABLES; i++)
		copy_table(m, tables[i].name);
	(void)run(m, INDEX);
	/* What was ordered is written there; what was done stays here. */
	copy_table(m, "forgotten");
	if (m->rc == SQLITE_OK) {
		m->rc = sqlite3_prepare_v2(m->db,
		    "SELECT seq, type FROM event WHERE seq > ?1 AND seq <= ?2"
		    " ORDER BY seq LIMIT ?3",
		    -1, &m->page, NULL);
	}
}

static void
end(struct maker *m)
{
	for (int i = 0; i < EVENT_TYPES; i++) {
		for (int k = 0; k < SCHEMA_STEPS; k++)
			(void)sqlite3_finalize(m->project[i][k]);
	}
	(void)sqlite3_finalize(m->page);
	for (size_t i = 0; i <= TABLES; i++) {
		char *sql = sqlite3_mprintf("DROP TABLE IF EXISTS temp.%s",
		    i < TABLES ? tables[i].name : "forgotten");
		(void)sqlite3_exec(m->db, sql, NULL, NULL, NULL);
		sqlite3_free(sql);
	}
}

/*
 * The day under way is made and compared as it stands at one moment: haod may
 * be writing on.
 */
static void
compare_today(struct maker *m, int64_t since)
{
	(void)run(m, "BEGIN");
	make(m, since, number(m, PROJECTED));
	m->tickets += number(m, "SELECT count(*) FROM temp.ticket");
	if (m->tickets != number(m, "SELECT count(*) FROM main.ticket") &&
	    m->rc == SQLITE_OK && m->wrong == 0) {
		damage_say(m->d, &m->wrong,
		    "table ticket: it has rows that no event makes");
	}
	for (size_t i = 0; i < TABLES; i++)
		compare(m, &tables[i], "1");
	(void)sqlite3_exec(m->db, "COMMIT", NULL, NULL, NULL);
}

void
damage_tables(struct damage *d, struct reader *r)
{
	struct maker *m = calloc(1, sizeof(*m));

	if (!m)
		return;
	m->d = d;
	m->db = reader_db(r);
	if (number(m, "PRAGMA user_version") < schema_version()) {
		d->tell("The tables beside the events are those of an earlier"
			" version, which haod makes its own when it starts:"
			" they are not compared.",
		    d->ctx);
		free(m);
		return;
	}
	/* What they also came from is gone: they can't be made once more. */
	if (number(m, "SELECT " SCHEMA_FIRST) > 1) {
		free(m);
		return;
	}
	begin(m);
	int64_t today = number(m,
	    "SELECT coalesce(max(seq), 0) FROM opening WHERE seq <= (" PROJECTED
	    ")");
	make(m, 0, today);
	compare_today(m, today);
	if (m->rc != SQLITE_OK) {
		damage_say(d, &m->wrong,
		    "the tables beside the events can't be compared: %.200s",
		    sqlite3_errmsg(m->db));
	}
	end(m);
	free(m);
}
