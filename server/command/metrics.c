/* HALL METRICS: live figures for programs that watch, from memory alone. */
#include <string.h>

#include "proto/words.h"
#include "server/command/command.h"
#include "server/command/openmetrics.h"
#include "server/hall/followup_view.h"
#include "server/hall/hall.h"
#include "server/hall/layout.h"
#include "server/hall/tally.h"
#include "server/hall/watch_view.h"
#include "server/server.h"
#include "server/turn.h"

#define ONE 1000 /* in thousandths */

/* --- Of services -------------------------------------------------------- */

/* What is summed of a service over the business day. */
struct sum {
	struct metric metric;
	size_t at; /* in the tally */
};
#define SUM(field, name_, help_)                                        \
 {                                                                      \
  { name_, NULL, help_, METRIC_COUNTER }, offsetof(struct tally, field) \
 }

static const struct sum sums[] = {
	SUM(issued, "hao_tickets_issued", "Tickets issued today."),
	SUM(called, "hao_tickets_called", "Tickets called at least once."),
	SUM(late, "hao_tickets_late",
	    "Tickets called, but not within the service's target."),
	SUM(missed, "hao_tickets_missed", "Tickets missed at least once."),
	SUM(abandoned, "hao_tickets_abandoned", "Tickets given up."),
	SUM(served, "hao_tickets_served", "Tickets served."),
	SUM(matters, "hao_matters", "Matters handled with tickets served."),
};

static int64_t
number_at(const struct tally *y, size_t at)
{
	int64_t n;

	memcpy(&n, (const char *)y + at, sizeof(n));
	return n;
}

static const char *
service_at(const struct hall *h, size_t i)
{
	struct service_view v;

	hall_service_view(h, i, 0, &v);
	return v.code;
}

static void
put_sums(struct buf *out, const struct hall *h)
{
	for (size_t k = 0; k < sizeof(sums) / sizeof(*sums); k++) {
		metric_begin(out, &sums[k].metric);
		for (size_t i = 0; i < hall_services(h); i++) {
			const struct metric_label labels[] = {
				{ F_SERVICE, service_at(h, i) }, { 0 }
			};
			metric_put(out, &sums[k].metric, "", labels,
			    ONE * number_at(hall_tally(h, i), sums[k].at));
		}
	}
}

static void
put_summary(struct buf *out, const struct hall *h, const struct metric *m,
    size_t count_at, size_t ms_at)
{
	metric_begin(out, m);
	for (size_t i = 0; i < hall_services(h); i++) {
		const struct tally *y = hall_tally(h, i);
		const struct metric_label labels[] = {
			{ F_SERVICE, service_at(h, i) }, { 0 }
		};
		metric_put(
		    out, m, "_count", labels, ONE * number_at(y, count_at));
		metric_put(out, m, "_sum", labels, number_at(y, ms_at));
	}
}

static void
put_times(struct buf *out, const struct hall *h)
{
	static const struct metric wait = { "hao_wait_seconds", "seconds",
		"From the issue, or the slot, to the first call.",
		METRIC_SUMMARY };
	static const struct metric handling = { "hao_handling_seconds",
		"seconds", "From start to finish, holds left out.",
		METRIC_SUMMARY };

	put_summary(out, h, &wait, offsetof(struct tally, called),
	    offsetof(struct tally, wait_ms));
	put_summary(out, h, &handling, offsetof(struct tally, finished),
	    offsetof(struct tally, handling_ms));
}

static void
put_ratings(struct buf *out, const struct hall *h)
{
	static const struct metric m = { "hao_ratings", NULL,
		"Ratings, from 5, very satisfied, to 1.", METRIC_COUNTER };

	metric_begin(out, &m);
	for (size_t i = 0; i < hall_services(h); i++) {
		for (size_t k = 0; k < TALLY_RATINGS; k++) {
			const char rating[] = { (char)('1' + k), '\0' };
			const struct metric_label labels[] = {
				{ F_SERVICE, service_at(h, i) },
				{ F_RATING, rating }, { 0 }
			};
			metric_put(out, &m, "", labels,
			    ONE * hall_tally(h, i)->ratings[k]);
		}
	}
}

static void
put_queues(struct buf *out, const struct hall *h, int64_t now_ms)
{
	static const struct metric waiting = { "hao_waiting_tickets", "tickets",
		"Tickets that wait now.", METRIC_GAUGE };
	static const struct metric longest = { "hao_longest_wait_seconds",
		"seconds", "How long the longest waiting one has waited.",
		METRIC_GAUGE };

	metric_begin(out, &waiting);
	for (size_t i = 0; i < hall_services(h); i++) {
		const struct metric_label labels[] = {
			{ F_SERVICE, service_at(h, i) }, { 0 }
		};
		metric_put(out, &waiting, "", labels, ONE * hall_waiting(h, i));
	}
	metric_begin(out, &longest);
	for (size_t i = 0; i < hall_services(h); i++) {
		struct service_view v;
		hall_service_view(h, i, now_ms, &v);
		const struct metric_label labels[] = { { F_SERVICE, v.code },
			{ 0 } };
		metric_put(out, &longest, "", labels, v.longest_ms);
	}
}

/* --- Of the hall -------------------------------------------------------- */

static void
put_counters(struct buf *out, const struct hall *h)
{
	static const char *const states[] = { "open", "paused", "closed" };
	static const struct metric m = { "hao_counters", NULL,
		"Counters by their state; one whose terminal fell silent counts"
		" as closed.",
		METRIC_GAUGE };
	int64_t count[3] = { 0 };

	for (size_t i = 0; i < hall_counters(h); i++) {
		struct counter_view v;
		size_t k = 0;
		hall_counter_view(h, i, &v);
		while (k < 2 && (v.lapsed || strcmp(states[k], v.state) != 0))
			k++;
		count[k]++;
	}
	metric_begin(out, &m);
	for (size_t k = 0; k < 3; k++) {
		const struct metric_label labels[] = { { F_STATE, states[k] },
			{ 0 } };
		metric_put(out, &m, "", labels, ONE * count[k]);
	}
}

static void
put_followups(struct buf *out, const struct hall *h)
{
	static const struct metric m = { "hao_followups", NULL,
		"Follow-ups that are not closed.", METRIC_GAUGE };
	static const struct metric over = { "hao_followups_overdue", NULL,
		"Those whose day is over.", METRIC_GAUGE };
	struct followup_view v = { 0 };
	int64_t open = 0, overdue = 0;

	while (hall_next_followup(h, v.id, &v)) {
		open += strcmp(v.state, "closed") != 0;
		overdue += v.overdue;
	}
	metric_begin(out, &m);
	metric_put(out, &m, "", NULL, ONE * open);
	metric_begin(out, &over);
	metric_put(out, &over, "", NULL, ONE * overdue);
}

static void
put_alerts(struct buf *out, const struct hall *h, int64_t now_ms)
{
	static const struct metric m = { "hao_alerts", NULL,
		"Alerts that are raised, by what they are about.",
		METRIC_GAUGE };
	struct alert_view v;

	metric_begin(out, &m);
	for (size_t i = 0; hall_alert_view(h, i, now_ms, &v); i++) {
		if (!v.level)
			continue;
		const struct metric_label labels[] = { { F_KIND, v.kind },
			{ F_LEVEL, v.level },
			{ F_SUBJECT, v.subject ? v.subject : "" }, { 0 } };
		metric_put(out, &m, "", labels, ONE);
	}
}

/* --- Of the daemon ------------------------------------------------------ */

static void
put_one(struct buf *out, const struct metric *m, int64_t thousandths)
{
	metric_begin(out, m);
	metric_put(out, m, "", NULL, thousandths);
}

static void
put_daemon(struct buf *out, const struct server *s)
{
	static const struct metric build = { "hao_build_info", NULL,
		"Which haod this is.", METRIC_GAUGE };
	static const struct metric start = { "hao_start_time_seconds",
		"seconds",
		"When haod started, since 1970, by the hall's clock.",
		METRIC_GAUGE };
	static const struct metric clients = { "hao_clients", NULL,
		"Connections.", METRIC_GAUGE };
	static const struct metric trusted = { "hao_clock_trusted", NULL,
		"1 when the clock is believed.", METRIC_GAUGE };
	static const struct metric events = { "hao_events", NULL,
		"Events of the hall, since its journal began.",
		METRIC_COUNTER };
	static const struct metric commits = { "hao_journal_commits", NULL,
		"Batches of events stored.", METRIC_COUNTER };
	static const struct metric behind = { "hao_projection_behind_events",
		"events", "Events that the journal's tables lack yet.",
		METRIC_GAUGE };
	const struct metric_label labels[] = { { "version", HAO_VERSION },
		{ F_EPOCH, s->epoch }, { 0 } };
	struct turn_figures f;

	turn_figures(s->turn, &f);
	metric_begin(out, &build);
	metric_put(out, &build, "", labels, ONE);
	put_one(out, &start, s->started_ms);
	put_one(out, &clients, ONE * (int64_t)s->conns_count);
	put_one(out, &trusted, s->clock.trusted ? ONE : 0);
	put_one(out, &events, ONE * hall_seq(s->hall));
	put_one(out, &commits, ONE * f.commits);
	put_one(out, &behind, ONE * f.behind);
}

static void
put_by_role(struct buf *out, const struct metric *m, const uint32_t *n)
{
	metric_begin(out, m);
	for (enum account_role i = 0; i < ACCOUNT_ROLES; i++) {
		const struct metric_label labels[] = {
			{ F_ROLE, account_role_name(i) }, { 0 }
		};
		if (account_connects(i))
			metric_put(out, m, "", labels, ONE * (int64_t)n[i]);
	}
}

static void
put_limits(struct buf *out, const struct server *s)
{
	static const struct metric rate = { "hao_commands_limit", NULL,
		"Commands a second that one connection may send, by its role;"
		" 0: any number.",
		METRIC_GAUGE };
	static const struct metric slowed = { "hao_commands_slowed", NULL,
		"How often a connection of that role was too fast, and was"
		" read later.",
		METRIC_COUNTER };

	put_by_role(out, &rate, s->layout->limits.commands);
	put_by_role(out, &slowed, s->slowed);
}

static void
put_secrets(struct buf *out, const struct server *s)
{
	static const struct metric m = { "hao_secrets_wrong", NULL,
		"Wrong secrets, PINs and pairing codes since haod started.",
		METRIC_COUNTER };

	put_one(out, &m, ONE * (int64_t)s->guesses.all);
}

static void
exec_metrics(struct call *call, const struct command *self)
{
	struct server *s = call->server;
	struct buf text = { 0 };

	(void)self;
	if (!s->hall) {
		reply_error(
		    &call->reply, E_UNAVAILABLE, "the journal is being mended");
		return;
	}
	put_queues(&text, s->hall, s->clock.now_ms);
	put_counters(&text, s->hall);
	put_sums(&text, s->hall);
	put_times(&text, s->hall);
	put_ratings(&text, s->hall);
	put_followups(&text, s->hall);
	put_alerts(&text, s->hall, s->clock.now_ms);
	put_daemon(&text, s);
	put_limits(&text, s);
	put_secrets(&text, s);
	metric_end(&text);
	buf_putc(&text, '\0');
	if (text.failed) {
		reply_error(&call->reply, E_UNAVAILABLE, "out of memory");
	} else {
		reply_str(&call->reply, NULL, text.at);
	}
	buf_release(&text);
}

const struct command commands_metrics[] = {
	{
	    .family = "HALL",
	    .name = "METRICS",
	    .exec = exec_metrics,
	    .roles = ROLES_HALL,
	    .summary = "HALL METRICS",
	},
	{ 0 },
};
