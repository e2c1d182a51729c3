#include "server/journal/figures.h"

#include <string.h>

#include "proto/buf.h"

#define TIMES	 (BY(DAY) | BY(SESSION) | BY(WEEKDAY) | BY(HALF))
#define SERVICES (BY(DEPARTMENT) | BY(SERVICE) | BY(ZONE))
#define DESKS	 (BY(COUNTER) | BY(CLERK))
#define TICKETS	 (TIMES | SERVICES | BY(CLASS))

#define COUNTED(name, sql) \
 {                         \
  name, sql, UNIT_COUNT    \
 }
#define RATED(name, part, whole)                                     \
 {                                                                   \
  name, "round(1.0 * " part " / nullif(" whole ", 0), 4)", UNIT_RATE \
 }
#define SECONDS(name, ms)                         \
 {                                                \
  name, "round(" ms " / 1000.0, 3)", UNIT_SECONDS \
 }
#define TEXT(name)      \
 {                      \
  name, name, UNIT_TEXT \
 }
#define CONTENT "count(iif(rating > 2, 1, NULL))"
#define PLACES	"count(DISTINCT day || ' ' || counter)"
#define OPENED	"count(DISTINCT iif(open, day || ' ' || counter, NULL))"
/* Of the measure x, ranked from 1 in its group of so many. */
#define MEAN SECONDS("mean_s", "avg(x)")
#define MEDIAN       \
 SECONDS("median_s", \
     "avg(CASE WHEN rank IN ((ranked + 1) / 2, (ranked + 2) / 2) THEN x END)")
#define P90 \
 SECONDS("p90_s", "min(CASE WHEN rank * 10 >= ranked * 9 THEN x END)")
#define MOST SECONDS("max_s", "max(x)")

/* Of tickets, whatever of them is counted. */
#define OF(fact_, by_, usual_) \
 .fact = (fact_), .by = (by_), .usual = BY(usual_), .zones = "service"

const struct figure figures[] = {
	{ "issued", "tickets issued, and what was given back or expired",
	    OF("fact_ticket", TICKETS, SERVICE),
	    .columns = { COUNTED("issued", "count(*)"),
		COUNTED("cancelled", "sum(cancelled)"),
		COUNTED("expired", "sum(expired)") } },
	{ "served", "tickets served, and matters handled",
	    OF("fact_served", TICKETS | DESKS, SERVICE),
	    .columns = { COUNTED("served", "sum(served)"),
		COUNTED("matters", "sum(matters)") } },
	{ "wait", "from the issue, or the slot, to the first call",
	    OF("fact_call", TICKETS | DESKS, SERVICE), .measure = "wait_ms",
	    .columns = { COUNTED("called", "count(*)"), MEAN, MEDIAN, P90,
		MOST } },
	{ "handling", "from start to finish, holds left out",
	    OF("fact_served", TICKETS | DESKS, SERVICE),
	    .measure = "handling_ms",
	    .columns = { COUNTED("finished", "count(*)"), MEAN, MEDIAN, P90 } },
	{ "target", "called within the service's target",
	    OF("fact_call", TICKETS | DESKS, SERVICE),
	    .columns = { COUNTED("called", "count(within)"),
		COUNTED("within", "sum(within)"),
		RATED("rate", "sum(within)", "count(within)") } },
	{ "missed", "called, and did not come at least once",
	    OF("fact_call", TICKETS | DESKS, SERVICE),
	    .columns = { COUNTED("called", "count(*)"),
		COUNTED("missed", "sum(missed)"),
		RATED("rate", "sum(missed)", "count(*)") } },
	{ "abandoned", "given up, of the tickets issued",
	    OF("fact_ticket", TICKETS, SERVICE),
	    .columns = { COUNTED("issued", "count(*)"),
		COUNTED("abandoned", "sum(abandoned)"),
		RATED("rate", "sum(abandoned)", "count(*)") } },
	{ "satisfied", "rated 3 or better, and the share that rated",
	    OF("fact_served", TICKETS | DESKS, SERVICE),
	    .columns = { COUNTED("served", "sum(served)"),
		COUNTED("rated", "count(rating)"),
		COUNTED("satisfied", CONTENT),
		RATED("rate", CONTENT, "count(rating)"),
		RATED("rated_rate", "count(rating)", "sum(served)") } },
	{ "use", "serving, of the time open and not paused",
	    .fact = "fact_counter", .by = TIMES | BY(ZONE) | DESKS,
	    .usual = BY(COUNTER), .zones = "counter",
	    .columns = { SECONDS("open_s", "sum(open_ms)"),
		SECONDS("paused_s", "sum(paused_ms)"),
		SECONDS("serving_s", "sum(serving_ms)"),
		RATED("rate", "sum(serving_ms)",
		    "(sum(open_ms) - sum(paused_ms))") } },
	{ "open", "counters open, of those there are", .fact = "fact_place",
	    .by = BY(DAY) | BY(WEEKDAY) | BY(HALF) | BY(ZONE) | BY(COUNTER),
	    .usual = BY(DAY), .zones = "counter",
	    .columns = { COUNTED("counters", PLACES), COUNTED("opened", OPENED),
		RATED("rate", OPENED, PLACES) } },
	{ "load", "waiting now, for each counter open now",
	    OF("fact_now", SERVICES, SERVICE), .is_now = true,
	    .columns = { COUNTED("waiting", "sum(waiting)"),
		COUNTED("open", "count(DISTINCT counter)"),
		{ "load",
		    "round(1.0 * sum(waiting)"
		    " / nullif(count(DISTINCT counter), 0), 2)",
		    UNIT_COUNT } } },
	{ "peak", "half hours by the tickets issued",
	    OF("fact_ticket", TICKETS, HALF), .bars = "issued",
	    .columns = { COUNTED("issued", "count(*)") } },
	{ "appointments", "kept, of those booked and not cancelled",
	    OF("fact_appointment", BY(DAY) | BY(WEEKDAY) | BY(HALF) | SERVICES,
		SERVICE),
	    .columns = { COUNTED("booked", "sum(booked)"),
		COUNTED("kept", "sum(kept)"), COUNTED("late", "sum(late)"),
		COUNTED("noshow", "sum(noshow)"),
		COUNTED("cancelled", "sum(cancelled)"),
		RATED("rate", "sum(kept)", "sum(booked)") } },
	{ "followups", "what ratings and complaints asked to be seen to",
	    .fact = "fact_followup", .is_list = true,
	    .columns = { TEXT("followup"), TEXT("day"), TEXT("kind"),
		TEXT("rating"), TEXT("number"), TEXT("service"),
		TEXT("counter"), TEXT("clerk"), TEXT("due"), TEXT("state"),
		TEXT("owner"), TEXT("said"), TEXT("done") } },
	{ 0 },
};

static const char *const by_names[FIGURE_BYS] = {
	[BY_DAY] = "day",
	[BY_SESSION] = "session",
	[BY_WEEKDAY] = "weekday",
	[BY_HALF] = "half",
	[BY_DEPARTMENT] = "department",
	[BY_SERVICE] = "service",
	[BY_CLASS] = "class",
	[BY_ZONE] = "zone",
	[BY_COUNTER] = "counter",
	[BY_CLERK] = "clerk",
};

/* Where the names for people stand. */
static const char *const name_tables[FIGURE_BYS] = {
	[BY_DEPARTMENT] = "place WHERE kind = 'departments' AND code = ",
	[BY_SERVICE] = "service WHERE code = ",
	[BY_ZONE] = "place WHERE kind = 'zones' AND code = ",
};

const struct figure *
figure_named(const char *name)
{
	for (const struct figure *f = figures; f->name; f++) {
		if (strcmp(f->name, name) == 0)
			return f;
	}
	return NULL;
}

const char *
figure_by_name(enum figure_by by)
{
	return by_names[by];
}

enum figure_by
figure_by_named(const char *name)
{
	enum figure_by by = 0;

	while (by < FIGURE_BYS && strcmp(by_names[by], name) != 0)
		by++;
	return by;
}

/* --- A SELECT ------------------------------------------------------------ */

static void
put_list(struct buf *out, const char *before, unsigned int by)
{
	const char *comma = before;

	for (enum figure_by i = 0; i < FIGURE_BYS; i++) {
		if (!(by & (1u << i)))
			continue;
		buf_puts(out, comma);
		buf_puts(out, by_names[i]);
		comma = ", ";
	}
}

static void
put_columns(struct buf *out, const struct figure *f, unsigned int by)
{
	const char *comma = "";

	for (enum figure_by i = 0; i < FIGURE_BYS; i++) {
		if (!(by & (1u << i)))
			continue;
		buf_puts(out, comma);
		buf_puts(out, by_names[i]);
		comma = ", ";
		if (!name_tables[i])
			continue;
		buf_puts(out, ", (SELECT name FROM ");
		buf_puts(out, name_tables[i]);
		buf_puts(out, "f.");
		buf_puts(out, by_names[i]);
		buf_puts(out, ") AS ");
		buf_puts(out, by_names[i]);
		buf_puts(out, "_name");
	}
	for (const struct figure_column *c = f->columns; c->name; c++) {
		buf_puts(out, comma);
		buf_puts(out, c->sql);
		buf_puts(out, " AS ");
		buf_puts(out, c->name);
		comma = ", ";
	}
}

/* The measure as x, its rank in its group, how many there are; no more. */
static void
put_ranks(struct buf *out, const struct figure *f, unsigned int by)
{
	put_list(out, "", by);
	buf_puts(out, by ? ", " : "");
	buf_puts(out, f->measure);
	buf_puts(out, " AS x, row_number() OVER (");
	put_list(out, "PARTITION BY ", by);
	buf_puts(out, " ORDER BY ");
	buf_puts(out, f->measure);
	buf_puts(out, ") AS rank, count(*) OVER (");
	put_list(out, "PARTITION BY ", by);
	buf_puts(out, ") AS ranked");
}

void
figure_select(
    struct buf *out, const struct figure *f, unsigned int by, const char *where)
{
	buf_puts(out, "SELECT ");
	put_columns(out, f, by);
	buf_puts(out, " FROM (SELECT ");
	if (f->measure) {
		put_ranks(out, f, by);
	} else {
		buf_putc(out, '*');
	}
	buf_puts(out, " FROM ");
	buf_puts(out, f->fact);
	if (by & BY(ZONE)) {
		buf_puts(out, " JOIN ");
		buf_puts(out, f->zones);
		buf_puts(out, "_zone USING (");
		buf_puts(out, f->zones);
		buf_puts(out, ")");
	}
	if (where) {
		buf_puts(out, " WHERE ");
		buf_puts(out, where);
	}
	buf_puts(out, ") AS f");
	put_list(out, " GROUP BY ", by);
	put_list(out, " ORDER BY ", by);
}

/* --- Views ---------------------------------------------------------------- */

static void
put_view(struct buf *out, const struct figure *f, enum figure_by by)
{
	unsigned int day = f->by & BY(DAY);
	unsigned int all = (by == BY_WEEKDAY ? f->by & BY(HALF) : day) |
	    1u << by;

	buf_puts(out, "DROP VIEW IF EXISTS figure_");
	buf_puts(out, f->name);
	buf_puts(out, "_by_");
	buf_puts(out, by_names[by]);
	buf_puts(out, "; CREATE VIEW figure_");
	buf_puts(out, f->name);
	buf_puts(out, "_by_");
	buf_puts(out, by_names[by]);
	buf_puts(out, " AS ");
	figure_select(out, f, all, NULL);
	buf_puts(out, ";");
}

void
figures_views(struct buf *out)
{
	for (const struct figure *f = figures; f->name; f++) {
		for (enum figure_by by = 0; by < FIGURE_BYS; by++) {
			if (f->by & (1u << by))
				put_view(out, f, by);
		}
	}
}
