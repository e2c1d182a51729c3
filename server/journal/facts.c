#include "server/journal/facts.h"

#include <stddef.h>

/* SQL is laid out as SQL. */
/* clang-format off */

/*
 * Views reach the rows of a day by the first and last of their keys, which the
 * day keeps: no index grows with the years. `d` is the day.
 */
#define WALL_S(t)                                                \
 "((" t ") / 1000 + CASE WHEN d.turns <= (" t ") THEN d.turned " \
 "ELSE d.wall END)"
#define HALF(t) \
 "strftime('%H:%M', " WALL_S(t) " - " WALL_S(t) " % 1800, 'unixepoch')"
#define SESSION(t) \
 "coalesce(strftime('%H:%M', " WALL_S(t) ", 'unixepoch'), '')"
/* 1 is Monday; day 0, 1970-01-01, was a Thursday. */
#define WEEKDAY "(d.day + 3) % 7 + 1"
/* Hall time, as far as the tables go. */
#define NOW                                \
 "(SELECT t FROM event WHERE seq = (SELECT" \
 " CAST(value AS INTEGER) FROM meta WHERE key = 'projected'))"

#define VIEW(name) "DROP VIEW IF EXISTS " name "; CREATE VIEW " name " AS "

/* What every fact about a ticket is asked by; `t` is the ticket. */
#define OF_TICKET(service)                                              \
 "d.date AS day, " SESSION("t.session") " AS session, " HALF("t.issued") \
 " AS half, " WEEKDAY " AS weekday, " service " AS service,"            \
 " s.department AS department, t.class AS class, t.id AS ticket,"       \
 " t.number AS number"

static const char tickets[] =
    VIEW("fact_ticket")
    "SELECT " OF_TICKET("t.issued_for") ", t.called IS NOT NULL AS called,"
    " t.misses > 0 AS missed, t.state = 'served' AS served,"
    " t.state = 'abandoned' AS abandoned, t.state = 'cancelled' AS cancelled,"
    " t.state = 'expired' AS expired"
    " FROM day AS d CROSS JOIN ticket AS t"
    " ON t.id BETWEEN d.first_ticket AND d.last_ticket"
    " LEFT JOIN service AS s ON s.code = t.issued_for"
    " WHERE t.training = 0;";

/* First calls alone: by the day's keys, and by no index made for them. */
static const char calls[] =
    VIEW("fact_call")
    "SELECT " OF_TICKET("c.service") ", c.counter AS counter,"
    " c.clerk AS clerk, c.waited AS wait_ms,"
    " c.waited <= nullif(c.target, 0) AS within, t.misses > 0 AS missed"
    " FROM day AS d CROSS JOIN call AS c"
    " ON c.id BETWEEN d.first_seq AND d.last_seq"
    " CROSS JOIN ticket AS t ON t.id = c.ticket"
    " LEFT JOIN service AS s ON s.code = c.service"
    " WHERE +c.first = 1;";

/* A service done: the ticket was served, or passed on to its next step. */
static const char services[] =
    VIEW("fact_served")
    "SELECT " OF_TICKET("c.service") ", c.counter AS counter,"
    " c.clerk AS clerk, c.result = 'served' AS served,"
    " iif(c.result = 'served', t.matters, 0) AS matters,"
    " (SELECT sum(h.ended - coalesce(h.started, h.called)) FROM call AS h"
    " WHERE h.ticket = c.ticket AND h.step = c.step"
    " AND h.result <> 'missed') AS handling_ms,"
    " iif(c.result = 'served', t.rating, NULL) AS rating"
    " FROM day AS d CROSS JOIN call AS c"
    " ON c.id BETWEEN d.first_seq AND d.last_seq"
    " CROSS JOIN ticket AS t ON t.id = c.ticket"
    " LEFT JOIN service AS s ON s.code = c.service"
    " WHERE c.result IN ('served', 'passed');";

/*
 * A day's half hours by the wall, from the one that it begins in. A spell, of
 * a counter's work or of a service, has a part in each that it touches. What
 * parts are asked by is worked out around them, and only when it is asked.
 */
#define BASE "(d.began - (d.began + d.wall * 1000) % 1800000)"
#define PART(state) \
 "SELECT d.date AS day, d.day AS number, d.wall AS wall," \
 " d.turns AS turns, d.turned AS turned, w.counter AS counter," \
 " w.clerk AS clerk, " state " AS state," \
 " max(w.began, " BASE " + 1800000 * h.n) AS began," \
 " min(w.until, " BASE " + 1800000 * (h.n + 1)) AS until" \
 " FROM day AS d CROSS JOIN "
#define IN_HALVES \
 " CROSS JOIN half AS h ON h.n" \
 " BETWEEN (w.began - " BASE ") / 1800000" \
 " AND (w.until - 1 - " BASE ") / 1800000"

static const char counters[] =
    VIEW("fact_counter")
    "SELECT d.day AS day, coalesce((SELECT " SESSION("max(x.began)")
    " FROM session AS x WHERE x.day = d.number"
    " AND x.began <= d.began), '') AS session, "
    HALF("d.began") " AS half, (d.number + 3) % 7 + 1 AS weekday,"
    " d.counter AS counter, d.clerk AS clerk,"
    " iif(d.state = 'serving', 0, d.until - d.began) AS open_ms,"
    " iif(d.state = 'paused', d.until - d.began, 0) AS paused_ms,"
    " iif(d.state = 'serving', d.until - d.began, 0) AS serving_ms"
    " FROM (" PART("w.state")
    "(SELECT *, coalesce(ended, " NOW ") AS until FROM work) AS w"
    " ON w.seq BETWEEN d.first_seq AND d.last_seq" IN_HALVES
    " UNION ALL " PART("'serving'")
    "(SELECT *, coalesce(started, iif(result IS NULL, NULL, called))"
    " AS began, coalesce(ended, " NOW ") AS until FROM call"
    " WHERE coalesce(result, '') <> 'missed') AS w"
    " ON w.id BETWEEN d.first_seq AND d.last_seq" IN_HALVES ") AS d;";

/* Each counter of the hall in each half hour in which any was open. */
static const char places[] =
    VIEW("fact_place")
    "WITH cell AS (SELECT DISTINCT day, half, counter FROM fact_counter"
    " WHERE open_ms > 0)"
    " SELECT d.date AS day, p.half AS half, " WEEKDAY " AS weekday,"
    " c.counter AS counter, cell.counter IS NOT NULL AS open"
    " FROM day AS d CROSS JOIN (SELECT DISTINCT day, half FROM cell) AS p"
    " ON p.day = d.date JOIN counter_day AS c ON c.day = d.day"
    " LEFT JOIN cell ON cell.day = p.day AND cell.half = p.half"
    " AND cell.counter = c.counter;";

/* Those whose time has come, or that are over before. */
static const char appointments[] =
    VIEW("fact_appointment")
    "SELECT d.date AS day, " HALF("a.appointed") " AS half, "
    WEEKDAY " AS weekday, a.service AS service, s.department AS department,"
    " a.state <> 'cancelled' AS booked, a.state = 'checked_in' AS kept,"
    " a.state = 'late' AS late, a.state = 'noshow' AS noshow,"
    " a.state = 'cancelled' AS cancelled"
    " FROM day AS d CROSS JOIN appointment AS a"
    " ON a.appointed >= d.began"
    " AND a.appointed < coalesce(d.ended, " NOW " + 1)"
    " LEFT JOIN service AS s ON s.code = a.service"
    " WHERE a.state <> 'booked';";

/* As the tables stand: who waits, and where each service is taken. */
static const char now[] =
    VIEW("fact_now")
    "SELECT t.service AS service, s.department AS department, 1 AS waiting,"
    " NULL AS counter FROM ticket AS t"
    " LEFT JOIN service AS s ON s.code = t.service"
    " WHERE t.final = 0 AND t.state = 'waiting' AND t.training = 0"
    " UNION ALL SELECT c.service, s.department, 0, w.counter FROM work AS w"
    " JOIN counter_service AS c ON c.counter = w.counter"
    " LEFT JOIN service AS s ON s.code = c.service"
    " WHERE w.ended IS NULL AND w.state = 'open';";

/* With what the citizen said and what was done, until that is forgotten. */
static const char followups[] =
    VIEW("fact_followup")
    "SELECT f.id AS followup, f.kind AS kind, f.rating AS rating,"
    " d.date AS day, t.number AS number, t.service AS service,"
    " f.counter AS counter, f.clerk AS clerk,"
    " date(f.due * 86400, 'unixepoch') AS due, f.state AS state,"
    " f.owner AS owner, (SELECT value FROM personal"
    " WHERE seq = f.id AND field = 'text') AS said,"
    " (SELECT value FROM personal WHERE seq = f.closing"
    " AND field = 'text') AS done"
    " FROM day AS d CROSS JOIN followup AS f"
    " ON f.id BETWEEN d.first_seq AND d.last_seq"
    " LEFT JOIN ticket AS t ON t.id = f.ticket;";

const char *const facts_sql[] = {
	tickets,
	calls,
	services,
	counters,
	places,
	appointments,
	now,
	followups,
	NULL,
};
/* clang-format on */
