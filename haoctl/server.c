/* The words that ask a server. */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "haoctl/query.h"
#include "haoctl/server.h"
#include "haoctl/word.h"

static void
on_link(void *m, bool up, const char *why, int64_t now_ms)
{
	(void)now_ms;
	query_link(m, up, why);
}

static void
on_reply(void *m, int kind, const struct link_reply *reply, int64_t now_ms)
{
	(void)now_ms;
	query_reply(m, (enum query_ask)kind, reply);
}

static void
on_time(void *m, int64_t now_ms)
{
	query_time(m, now_ms);
}

static int64_t
deadline(const void *m)
{
	return query_deadline(m);
}

static bool
is_finished(const void *m)
{
	const struct query *q = m;

	return q->finished;
}

static const struct shell_ops ops = {
	.link = on_link,
	.reply = on_reply,
	.time = on_time,
	.deadline = deadline,
	.finished = is_finished,
};

int
server_ask(const struct haoctl_options *o, struct query *q)
{
	q->json = o->json;
	q->start_ms = shell_now_ms();
	struct shell *s = shell_create(&(struct shell_config){
	    .options = &o->shell,
	    .program = "haoctl",
	    .ops = &ops,
	    .machine = q,
	    .outputs = { &q->asks, &q->out, &q->err },
	});
	bool well = s != NULL && shell_run(s) && !q->failed;
	shell_destroy(s);
	query_release(q);
	return well ? 0 : 1;
}

static int
run_state(const struct haoctl_options *o, int argc, char *const *argv)
{
	struct query q = { .words = { "HALL", "STATE" }, .show = show_state };
	(void)argc, (void)argv;

	return server_ask(o, &q);
}

static int
run_services(const struct haoctl_options *o, int argc, char *const *argv)
{
	struct query q = { .words = { "HALL", "SERVICES" },
		.show = show_services };
	(void)argc, (void)argv;

	return server_ask(o, &q);
}

static int
run_counters(const struct haoctl_options *o, int argc, char *const *argv)
{
	struct query q = { .words = { "HALL", "COUNTERS" },
		.show = show_counters };
	(void)argc, (void)argv;

	return server_ask(o, &q);
}

static int
run_metrics(const struct haoctl_options *o, int argc, char *const *argv)
{
	struct query q = { .words = { "HALL", "METRICS" },
		.show = show_metrics };
	(void)argc, (void)argv;

	return server_ask(o, &q);
}

static int
run_layout(const struct haoctl_options *o, int argc, char *const *argv)
{
	struct query q = { .words = { "HALL", "LAYOUT" }, .show = show_layout };

	if (argc > 0) {
		q.words[2] = "LANG";
		q.words[3] = argv[0];
	}
	return server_ask(o, &q);
}

static int
run_events(const struct haoctl_options *o, int argc, char *const *argv)
{
	struct query q = { .show = show_events, .events = true, .since = -1 };
	char *end = NULL;

	if (argc > 0) {
		errno = 0;
		q.since = strtoll(argv[0], &end, 10);
		if (*argv[0] < '0' || *argv[0] > '9' || *end != '\0' ||
		    errno != 0) {
			(void)fprintf(stderr,
			    "haoctl: events: SINCE is a number such as 0, "
			    "not %s\n",
			    argv[0]);
			return 2;
		}
	}
	return server_ask(o, &q);
}

static int
run_followup(const struct haoctl_options *o, int argc, char *const *argv)
{
	bool owns = argc == 3 && strcmp(argv[0], "own") == 0;
	bool closes = argc == 3 && strcmp(argv[0], "close") == 0;
	struct query q = { .words = { "FOLLOWUP", "LIST" },
		.page_key = "followup",
		.show = show_followups };

	if (argc > 0 && !owns && !closes) {
		(void)fputs("haoctl: say followup, followup own ID OWNER, or"
			    " followup close ID DONE\n",
		    stderr);
		return 2;
	}
	if (owns) {
		q = (struct query){ .words = { "FOLLOWUP", "OWN", argv[1],
					argv[2] },
			.show = show_followup };
	} else if (closes) {
		q = (struct query){ .words = { "FOLLOWUP", "CLOSE", argv[1],
					"DONE", argv[2] },
			.show = show_followup };
	}
	return server_ask(o, &q);
}

const struct word words_server[] = {
	{ "state", NULL, "the day, who waits, the counters", false, 0,
	    run_state },
	{ "services", NULL, "who waits for each service", false, 0,
	    run_services },
	{ "counters", NULL, "what each counter does", false, 0, run_counters },
	{ "metrics", NULL, "live figures as OpenMetrics text", false, 0,
	    run_metrics },
	{ "events", "[SINCE]", "what happened after SINCE (the last 100)",
	    false, 1, run_events },
	{ "layout", "[LANG]", "the hall's layout", false, 1, run_layout },
	{ "followup", NULL, "what ratings and complaints ask to be seen to",
	    false, 3, run_followup },
	{ "followup", "own ID OWNER", "OWNER sees to it from now on", false, 3,
	    run_followup },
	{ "followup", "close ID DONE", "says what was done, for good", false, 3,
	    run_followup },
	{ NULL, NULL, NULL, false, 0, NULL },
};
