/* The word for figures: asked of the journal's file, beside a running haod. */
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>

#include "haoctl/reading.h"
#include "haoctl/sheet.h"
#include "haoctl/word.h"
#include "server/hall/day.h"
#include "server/journal/figures.h"

#define BOM	   "\xef\xbb\xbf" /* so that Excel takes it for UTF-8 */
#define WHERE_SIZE 80
#define DATE_SIZE  11

/* What is asked. Days are "", when there is no limit there. */
struct asked {
	const struct figure *figure;
	unsigned int by; /* bits */
	char from[DATE_SIZE], to[DATE_SIZE];
};

/* --- What is asked -------------------------------------------------------- */

static int
misused(const char *say, const char *what)
{
	(void)fprintf(stderr, "haoctl: report: %s%s%s\n", say, what ? ": " : "",
	    what ? what : "");
	return 2;
}

static void
list_bys(FILE *to, unsigned int by)
{
	const char *comma = "";

	for (enum figure_by i = 0; i < FIGURE_BYS; i++) {
		if (!(by & (1u << i)))
			continue;
		(void)fprintf(to, "%s%s", comma, figure_by_name(i));
		comma = ",";
	}
	(void)fputc('\n', to);
}

static void
list_figures(void)
{
	for (const struct figure *f = figures; f->name; f++) {
		printf("%-14s%s\n", f->name, f->help);
		if (!f->by)
			continue;
		printf("%-14s  by ", "");
		list_bys(stdout, f->by);
	}
}

/* "day,service"; false: said what is wrong. */
static bool
take_by(struct asked *a, const char *text)
{
	char name[16];

	a->by = text ? 0 : a->figure->usual;
	while (text && *text) {
		size_t len = strcspn(text, ",");
		(void)snprintf(name, sizeof(name), "%.*s", (int)len, text);
		enum figure_by by = figure_by_named(name);
		if (by == FIGURE_BYS || !(a->figure->by & (1u << by))) {
			(void)fprintf(stderr,
			    "haoctl: report: %s is not asked by %s; say --by"
			    " with some of ",
			    a->figure->name, name);
			list_bys(stderr, a->figure->by);
			return false;
		}
		a->by |= 1u << by;
		text += len + (text[len] == ',');
	}
	return true;
}

static bool
take_day(char out[DATE_SIZE], const char *text)
{
	char again[DAY_TEXT] = "";
	int64_t day;

	if (!text)
		return true;
	if (day_read(text, &day))
		day_write(again, day);
	if (strlen(again) != DATE_SIZE - 1)
		return false;
	memcpy(out, again, DATE_SIZE);
	return true;
}

/* 0, or the status to exit with. */
static int
take_asked(const struct haoctl_options *o, const char *name, struct asked *a)
{
	a->figure = figure_named(name);
	if (!a->figure)
		return misused("no such figure; report lists them", name);
	if (!take_by(a, o->by))
		return 2;
	if (!take_day(a->from, o->from ? o->from : o->day) ||
	    !take_day(a->to, o->to ? o->to : o->day))
		return misused("a day is written as 2026-11-24", NULL);
	if ((*a->from || *a->to) && a->figure->is_now)
		return misused("it is of now, and of no day", name);
	if (o->csv && o->json)
		return misused("say --csv or --json, not both", NULL);
	if (o->bom && !o->csv)
		return misused("--bom goes with --csv", NULL);
	return 0;
}

/* --- What the file says --------------------------------------------------- */

static void
take_columns(struct sheet *s, sqlite3_stmt *stmt, const struct asked *a)
{
	static const enum sheet_kind kinds[] = {
		[UNIT_COUNT] = SHEET_COUNT,
		[UNIT_SECONDS] = SHEET_SECONDS,
		[UNIT_RATE] = SHEET_RATE,
		[UNIT_TEXT] = SHEET_TEXT,
	};
	const struct figure_column *c = a->figure->columns;

	for (int i = 0; i < sqlite3_column_count(stmt); i++) {
		const char *name = sqlite3_column_name(stmt, i);
		bool own = c->name && strcmp(c->name, name) == 0;
		sheet_column(s, name, own ? kinds[c->unit] : SHEET_TEXT);
		c += own;
	}
}

static void
take_row(struct sheet *s, sqlite3_stmt *stmt)
{
	for (int i = 0; i < sqlite3_column_count(stmt); i++) {
		switch (sqlite3_column_type(stmt, i)) {
		case SQLITE_INTEGER:
			sheet_int(s, sqlite3_column_int64(stmt, i));
			break;
		case SQLITE_FLOAT:
			sheet_real(s, sqlite3_column_double(stmt, i));
			break;
		case SQLITE_NULL:
			sheet_none(s);
			break;
		default:
			sheet_text(
			    s, (const char *)sqlite3_column_text(stmt, i));
			break;
		}
	}
}

/* Nothing said: the last day that the journal has. */
static void
put_where(char out[WHERE_SIZE], const struct asked *a)
{
	bool all = a->figure->is_now || a->figure->is_list;

	out[0] = '\0';
	if (*a->from || *a->to) {
		(void)snprintf(out, WHERE_SIZE, "day BETWEEN '%s' AND '%s'",
		    a->from, *a->to ? a->to : "9999");
	} else if (!all) {
		(void)snprintf(
		    out, WHERE_SIZE, "day = (SELECT max(date) FROM day)");
	}
}

/* SQLite's status: SQLITE_DONE when the sheet has all. */
static int
read_sheet(
    sqlite3 *db, const struct asked *a, struct sheet *s, sqlite3_stmt **stmt)
{
	struct buf sql = { 0 };
	char where[WHERE_SIZE];

	put_where(where, a);
	figure_select(&sql, a->figure, a->by, *where ? where : NULL);
	buf_putc(&sql, '\0');
	int rc = sql.failed ? SQLITE_NOMEM
			    : sqlite3_prepare_v2(db, sql.at, -1, stmt, NULL);
	buf_release(&sql);
	if (rc != SQLITE_OK)
		return rc;
	take_columns(s, *stmt, a);
	while ((rc = sqlite3_step(*stmt)) == SQLITE_ROW)
		take_row(s, *stmt);
	return rc;
}

static bool
show(const struct haoctl_options *o, const struct sheet *s)
{
	struct buf out = { 0 };

	if (o->csv) {
		buf_puts(&out, o->bom ? BOM : "");
		sheet_put_csv(&out, s);
	} else if (o->json) {
		sheet_put_json(&out, s);
	} else {
		sheet_put_table(&out, s);
	}
	bool well = !out.failed && !s->failed &&
	    fwrite(out.at, 1, out.len, stdout) == out.len &&
	    fflush(stdout) == 0;
	buf_release(&out);
	return well;
}

static int
report(const struct haoctl_options *o, struct reading *r, const struct asked *a)
{
	struct sheet s = { .bars = a->figure->bars };
	sqlite3_stmt *stmt = NULL;
	int rc = read_sheet(r->db, a, &s, &stmt);
	bool well = rc == SQLITE_DONE && show(o, &s);

	if (rc == SQLITE_INTERRUPT) {
		(void)fprintf(stderr,
		    "haoctl: report: it takes too long; ask for fewer days"
		    " with --from and --to\n");
	} else if (rc != SQLITE_DONE) {
		(void)fprintf(
		    stderr, "haoctl: report: %s\n", sqlite3_errmsg(r->db));
	} else if (!well) {
		(void)fprintf(stderr, "haoctl: report: it can't be written\n");
	}
	(void)sqlite3_finalize(stmt);
	sheet_release(&s);
	return well ? 0 : 1;
}

static int
run_report(const struct haoctl_options *o, int argc, char *const *argv)
{
	struct asked a = { 0 };
	struct reading r;

	if (argc == 0) {
		list_figures();
		return 0;
	}
	int status = take_asked(o, argv[0], &a);
	if (status != 0)
		return status;
	status = reading_open(&r, o->journal) ? report(o, &r, &a) : 1;
	reading_close(&r);
	return status;
}

const struct word words_report[] = {
	{ "report", "[FIGURE]", "a figure of the hall, or which there are",
	    true, 1, run_report },
	{ NULL, NULL, NULL, false, 0, NULL },
};
