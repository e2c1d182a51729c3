/* What each type of event does to the projections. */
#include <stddef.h>

#include "server/journal/schema.h"

/* SQL is laid out as SQL. */
/* clang-format off */
#define OF(key)	   "e.payload ->> '" key "'"
#define FROM_EVENT " FROM event AS e WHERE e.seq = ?1 AND ticket.id = " OF("id")
#define HANDLED	   ", handled = coalesce(" OF("handled") ", handled)"
#define LEFT	   ", started = coalesce(started, called)"
#define ENDED	   ", ended = e.t, final = 1"
/* The newest of its code, which may be given again once one is forgotten. */
#define FOR_CODE  " FROM event AS e WHERE e.seq = ?1 AND code = " CODE NEWEST
#define CODE	  OF("appointment")
#define NEWEST	  " AND booked = (SELECT max(booked)" BOOKED_AS ")"
#define BOOKED_AS " FROM appointment AS a WHERE a.code = " CODE

#define FOR_FOLLOWUP \
 " FROM event AS e WHERE e.seq = ?1 AND followup.id = " OF("followup")

/* --- Calls, and the work of counters ------------------------------------ */

/* Whatever ends a call is its result. */
static const char end_call[] =
    "UPDATE call SET ended = e.t, result = e.type FROM event AS e"
    " WHERE e.seq = ?1 AND call.ended IS NULL"
    " AND call.ticket = " OF("id");
/* What a counter did until now ends. */
static const char end_work[] =
    "UPDATE work SET ended = e.t FROM event AS e WHERE e.seq = ?1"
    " AND work.ended IS NULL AND work.counter = " OF("counter");
/* A call ends a pause, and so does a NEXT that finds nobody. */
static const char end_pause[] =
    "UPDATE work SET ended = e.t FROM event AS e WHERE e.seq = ?1"
    " AND work.ended IS NULL AND work.state = 'paused'"
    " AND (e.type = 'called' OR " OF("nil") " = 1)"
    " AND work.counter = " OF("counter");
/* A terminal that was silent, or paused, works again with what it does. */
static const char work[] =
    "INSERT INTO work (seq, counter, clerk, state, began)"
    " SELECT e.seq, d.counter, d.clerk, 'open', e.t FROM event AS e"
    " JOIN desk AS d ON d.counter = " OF("counter")
    " WHERE e.seq = ?1 AND " OF("terminal") " IS NOT NULL"
    " AND NOT EXISTS (SELECT 1 FROM work AS w"
    " WHERE w.counter = d.counter AND w.ended IS NULL)";

/* --- Follow-ups ---------------------------------------------------------- */

static const char open_followup[] =
    "INSERT INTO followup (id, kind, ticket, rating, counter, clerk,"
    " opened, due, state) SELECT " OF("followup") ","
    " iif(" OF("rating") " IS NULL, 'complaint', 'rating'), " OF("id") ", "
    OF("rating") ", " OF("counter") ", " OF("clerk") ", t, " OF("due") ","
    " 'open' FROM event AS e WHERE seq = ?1"
    " AND " OF("followup") " IS NOT NULL";

/* --- The layout, for those who read figures by it ------------------------ */

#define EACH(list) "json_each(e.payload ->> 'raw', '$." list "') AS l"
#define AT_EVENT " FROM event AS e, "
/* Its first language's. */
#define NAME "(SELECT n.value FROM json_each(l.value, '$.name') AS n LIMIT 1)"
#define CODES(table, key, list, code) \
 "INSERT OR IGNORE INTO " table " SELECT i.value, l.value ->> '" key "'" \
 AT_EVENT EACH(list) ", json_each(l.value, '$." code "') AS i" \
 " WHERE e.seq = ?1"

const char *const schema_project[EVENT_TYPES][SCHEMA_STEPS] = {
	[EVENT_LAYOUT] = {
		"INSERT OR REPLACE INTO service"
		" SELECT l.value ->> 'code', " NAME
		", l.value ->> 'department', (l.value ->> 'target_wait_min')"
		" * 60000" AT_EVENT EACH("services") " WHERE e.seq = ?1",
		/* A service that is gone keeps its zones: its figures do. */
		"DELETE FROM service_zone WHERE service IN (SELECT"
		" l.value ->> 'code'" AT_EVENT EACH("services")
		" WHERE e.seq = ?1)",
		CODES("service_zone", "code", "services", "zones"),
		"DELETE FROM counter",
		"INSERT INTO counter SELECT l.value ->> 'label'" AT_EVENT
		EACH("counters") " WHERE e.seq = ?1",
		"DELETE FROM counter_zone WHERE counter IN"
		" (SELECT label FROM counter)",
		CODES("counter_zone", "label", "counters", "zones"),
		"DELETE FROM counter_service",
		"INSERT OR IGNORE INTO counter_service SELECT i.value,"
		" l.value ->> 'label'" AT_EVENT EACH("counters")
		", json_each(l.value, '$.groups') AS g,"
		" json_each(g.value, '$.services') AS i WHERE e.seq = ?1",
		"INSERT OR REPLACE INTO place SELECT k.value,"
		" l.value ->> 'code', " NAME " FROM event AS e,"
		" json_each('[\"zones\",\"departments\"]') AS k,"
		" json_each(e.payload ->> 'raw', '$.' || k.value) AS l"
		" WHERE e.seq = ?1",
		"INSERT OR IGNORE INTO counter_day SELECT day, label"
		" FROM (SELECT max(day) AS day FROM day), counter"
		" WHERE day IS NOT NULL",
		"UPDATE work SET ended = e.t FROM event AS e WHERE e.seq = ?1"
		" AND work.ended IS NULL"
		" AND work.counter NOT IN (SELECT label FROM counter)",
	},
	[EVENT_DAY_CLOSED] = {
		"UPDATE ticket SET state = 'expired', final = 1,"
		" ended = (SELECT t FROM event WHERE seq = ?1)"
		" WHERE final = 0",
		"UPDATE call SET ended = (SELECT t FROM event WHERE seq = ?1),"
		" result = 'expired' WHERE ended IS NULL",
		"UPDATE day SET ended = e.t, last_seq = ?1 - 1, last_ticket = "
		OF("id") " - 1 FROM event AS e WHERE e.seq = ?1"
		" AND day.ended IS NULL",
		"INSERT INTO day (day, date, began, wall, turns, turned,"
		" first_seq, last_seq, first_ticket, last_ticket) SELECT "
		OF("day") ", date(" OF("day") " * 86400, 'unixepoch'), t,"
		" coalesce(" OF("offset") ", 0), " OF("turns") ","
		" coalesce(" OF("turned") ", 0), seq, 1 << 60, "
		OF("id") ", 1 << 60 FROM event AS e WHERE seq = ?1",
		"INSERT INTO counter_day"
		" SELECT (SELECT max(day) FROM day), label FROM counter",
		/* What goes on over the change of day goes on in a row anew. */
		"INSERT INTO work SELECT ?1, counter, clerk, state,"
		" reason, (SELECT t FROM event WHERE seq = ?1),"
		" NULL FROM work WHERE ended IS NULL",
		"UPDATE work SET ended = (SELECT t FROM event WHERE seq = ?1)"
		" WHERE ended IS NULL AND seq < ?1",
	},
	[EVENT_ISSUED] = {
		"INSERT INTO ticket (id, day, number, service, issued_for,"
		" session, class, lang,"
		" state, issued, matters, training, appointment, appointed)"
		" SELECT "
		OF("id") ", " OF("day") ", " OF("number") ", "
		OF("service") ", " OF("service") ", " OF("session") ", "
		OF("class") ", " OF("lang") ", 'waiting',"
		" t, coalesce(" OF("matters") ", 0),"
		" coalesce(" OF("training") ", 0), " OF("appointment") ", "
		OF("appointed") " FROM event AS e WHERE seq = ?1",
		"INSERT OR IGNORE INTO session SELECT day, session FROM ticket"
		" WHERE session IS NOT NULL AND id = (SELECT " OF("id")
		" FROM event AS e WHERE e.seq = ?1)",
		"UPDATE appointment SET ticket = " OF("id") ", state = CASE"
		" WHEN " OF("appointed") " IS NULL THEN 'late'"
		" ELSE 'checked_in' END, ended = e.t" FOR_CODE,
	},
	[EVENT_CALLED] = {
		"UPDATE call SET ended = e.t, result = iif(" OF("after_to")
		" IS NULL, 'served', 'passed') FROM event AS e"
		" WHERE e.seq = ?1 AND call.ended IS NULL"
		" AND call.ticket = " OF("after"),
		"UPDATE ticket SET state = 'served', matters = max(matters, 1),"
		" handled = coalesce(" OF("after_handled") ", handled)" LEFT
		ENDED " FROM event AS e WHERE e.seq = ?1"
		" AND " OF("after_to") " IS NULL"
		" AND ticket.id = " OF("after"),
		"UPDATE ticket SET state = 'waiting', calls = 0,"
		" step = step + 1, service = "
		OF("after_to")
		", handled = coalesce(" OF("after_handled") ", handled)" LEFT
		" FROM event AS e WHERE e.seq = ?1"
		" AND " OF("after_to") " IS NOT NULL"
		" AND ticket.id = " OF("after"),
		"INSERT INTO call (id, ticket, service, counter, clerk, step,"
		" first, waited, target, called)"
		" SELECT e.seq, t.id, t.service, "
		OF("counter") ", (SELECT clerk FROM desk"
		" WHERE desk.counter = " OF("counter") "), t.step,"
		" t.called IS NULL,"
		" max(0, e.t - max(t.issued, coalesce(t.appointed, 0))),"
		" (SELECT target FROM service AS s WHERE s.code = t.service),"
		" e.t FROM event AS e JOIN ticket AS t ON t.id = " OF("id")
		" WHERE e.seq = ?1 AND t.training = 0 AND " OF("calls") " = 1",
		"UPDATE call SET recalls = " OF("calls") " - 1"
		" FROM event AS e WHERE e.seq = ?1 AND call.ended IS NULL"
		" AND " OF("calls") " > 1 AND call.ticket = " OF("id"),
		"UPDATE ticket SET state = 'called', counter = " OF("counter")
		", clerk = (SELECT clerk FROM desk"
		" WHERE desk.counter = " OF("counter") ")"
		", calls = " OF("calls")
		", called = CASE WHEN " OF("calls") " = 1 AND "
		OF("again") " IS NULL THEN e.t"
		" ELSE coalesce(called, e.t) END" FROM_EVENT,
		end_pause,
		work,
	},
	[EVENT_STARTED] = {
		"UPDATE ticket SET state = 'serving',"
		" started = coalesce(started, e.t)" FROM_EVENT,
		"UPDATE call SET started = coalesce(started, e.t)"
		" FROM event AS e WHERE e.seq = ?1 AND call.ended IS NULL"
		" AND call.ticket = " OF("id"),
		work,
	},
	[EVENT_SERVED] = {
		"UPDATE ticket SET state = 'served',"
		" matters = coalesce(" OF("matters") ", 0)" HANDLED LEFT
		ENDED FROM_EVENT,
		end_call,
		end_pause,
		work,
	},
	[EVENT_MISSED] = {
		"UPDATE ticket SET state = coalesce(" OF("state") ", 'missed'),"
		" misses = " OF("misses")
		", calls = CASE WHEN " OF("state") " IS NULL THEN calls"
		" ELSE 0 END"
		", started = CASE WHEN " OF("state") " IS NULL THEN started"
		" END" FROM_EVENT,
		end_call,
		work,
	},
	[EVENT_ABANDONED] = {
		"UPDATE ticket SET state = 'abandoned',"
		" misses = coalesce(" OF("misses") ", misses)" HANDLED
		ENDED FROM_EVENT,
		end_call,
		work,
	},
	[EVENT_RETURNED] = {
		"UPDATE ticket SET state = 'waiting', calls = 0,"
		" started = NULL" FROM_EVENT,
	},
	[EVENT_TRANSFERRED] = {
		"UPDATE ticket SET state = 'waiting', calls = 0,"
		" started = NULL, service = coalesce(" OF("to_service")
		", service)" HANDLED FROM_EVENT,
		end_call,
		work,
	},
	[EVENT_CANCELLED] = {
		"UPDATE ticket SET state = 'cancelled'" ENDED FROM_EVENT,
	},
	[EVENT_SESSION_ENDED] = {
		"UPDATE ticket SET state = 'expired'" ENDED
		" FROM event AS e WHERE e.seq = ?1"
		" AND ticket.final = 0 AND ticket.state = 'waiting'"
		" AND ticket.service = " OF("service")
		" AND max(ticket.issued, coalesce(ticket.appointed, 0))"
		" < " OF("until"),
	},
	[EVENT_HELD] = {
		"UPDATE ticket SET state = 'held'" HANDLED LEFT FROM_EVENT,
		end_call,
		work,
	},
	[EVENT_UNHELD] = {
		"UPDATE ticket SET state = 'waiting', calls = 0" FROM_EVENT,
	},
	[EVENT_PASSED] = {
		"UPDATE ticket SET state = 'waiting', calls = 0,"
		" step = step + 1, service = " OF("to_service")
		", matters = coalesce(" OF("matters")
		", matters)" HANDLED LEFT FROM_EVENT,
		end_call,
		end_pause,
		work,
	},
	[EVENT_HALL_CLEARED] = {
		"UPDATE ticket SET state = 'cancelled'" ENDED
		" FROM event AS e WHERE e.seq = ?1 AND ticket.final = 0"
		" AND ticket.state = 'waiting' AND (" OF("services")
		" IS NULL OR instr(',' || (" OF("services") ") || ',',"
		" ',' || ticket.service || ',') > 0)",
	},
	[EVENT_PRINTED] = {
		"UPDATE ticket SET printed = " OF("verdict") FROM_EVENT,
	},
	[EVENT_OPENED] = {
		end_work,
		"INSERT OR REPLACE INTO desk SELECT " OF("counter") ", "
		OF("clerk") " FROM event AS e WHERE seq = ?1",
		work,
	},
	[EVENT_PAUSED] = {
		end_work,
		"INSERT INTO work SELECT e.seq, d.counter, d.clerk, 'paused', "
		OF("reason") ","
		" e.t, NULL FROM event AS e"
		" JOIN desk AS d ON d.counter = " OF("counter")
		" WHERE e.seq = ?1",
	},
	[EVENT_RESUMED] = {
		end_work,
		work,
	},
	[EVENT_LAPSED] = {
		end_work,
	},
	[EVENT_CLASSED] = {
		"UPDATE ticket SET class = " OF("class") FROM_EVENT,
	},
	[EVENT_SWITCHED] = {
		end_work,
		"DELETE FROM desk WHERE counter = (SELECT " OF("counter")
		" FROM event AS e WHERE seq = ?1)",
	},
	[EVENT_CLOSED] = {
		end_work,
		"DELETE FROM desk WHERE counter = (SELECT " OF("counter")
		" FROM event AS e WHERE seq = ?1)",
	},
	[EVENT_BOOKED] = {
		"INSERT INTO appointment SELECT " OF("appointment") ", t, "
		OF("service") ", " OF("appointed") ", " OF("until") ", "
		OF("lang") ", " OF("contact_hash") ", 'booked', NULL, NULL"
		" FROM event AS e WHERE seq = ?1",
	},
	[EVENT_CHANGED] = {
		"UPDATE appointment SET appointed = " OF("appointed")
		", until = " OF("until") FOR_CODE,
	},
	[EVENT_UNBOOKED] = {
		"UPDATE appointment SET state = 'cancelled', ended = e.t"
		FOR_CODE,
	},
	[EVENT_NOSHOW] = {
		"UPDATE appointment SET state = 'noshow', ended = e.t"
		FOR_CODE,
	},
	/* What has been done of it is not in the events: it stays. */
	[EVENT_FORGOTTEN] = {
		"INSERT OR IGNORE INTO forgotten"
		" (seq, kind, mark, hash, day, ordered) SELECT seq, "
		OF("kind") ", " OF("mark") ", " OF("hash") ", " OF("day") ", t"
		" FROM event AS e WHERE seq = ?1",
	},
	[EVENT_RATED] = {
		"UPDATE ticket SET rating = " OF("rating") ", rated = e.t"
		FROM_EVENT,
		open_followup,
	},
	[EVENT_COMPLAINED] = {
		open_followup,
	},
	[EVENT_FOLLOWUP_OWNED] = {
		"UPDATE followup SET state = 'owned', owner = " OF("owner")
		FOR_FOLLOWUP,
	},
	[EVENT_FOLLOWUP_CLOSED] = {
		"UPDATE followup SET state = 'closed', closed = e.t,"
		" closing = e.seq" FOR_FOLLOWUP,
	},
};
/* clang-format on */
