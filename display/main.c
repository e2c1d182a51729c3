#include <time.h>

#include "display/board.h"
#include "ui/shell.h"

struct options {
	struct shell_options shell;
	bool text;
	const char *zone;
	int64_t count;
};

static const struct args_option options[] = {
	SHELL_ARGS(offsetof(struct options, shell)),
	{ 'z', ARGS_TEXT, "zone", "ZONE", "the zone (the hall's first)",
	    offsetof(struct options, zone) },
	{ 0, ARGS_FLAG, "text", NULL,
	    "one line a call, and ! a notice, on standard output",
	    offsetof(struct options, text) },
	{ 0, ARGS_NUMBER, "count", "N", "leave after N calls",
	    offsetof(struct options, count) },
};

static const struct args_program program = {
	.name = "hao-display",
	.about = "Shows a zone's calls, each once and in order.",
	.options = options,
	.options_count = sizeof(options) / sizeof(options[0]),
};

static void
time_text(char text[BOARD_TIME_SIZE])
{
	time_t now = time(NULL);
	struct tm tm;

	if (localtime_r(&now, &tm) == NULL ||
	    strftime(text, BOARD_TIME_SIZE, "%Y-%m-%d %H:%M:%S", &tm) == 0)
		text[0] = '\0';
}

static void
on_link(void *m, bool up, const char *why, int64_t now_ms)
{
	board_link(m, up, why, now_ms);
}

static void
on_message(void *m, const char *channel, json_t *message, int64_t now_ms)
{
	(void)channel, (void)now_ms;
	board_message(m, message);
}

static void
on_reply(void *m, int kind, const struct link_reply *reply, int64_t now_ms)
{
	(void)kind;
	board_reply(m, reply, now_ms);
}

static void
on_time(void *m, int64_t now_ms)
{
	board_time(m, now_ms);
}

static int64_t
deadline(const void *m)
{
	return board_deadline(m);
}

static bool
is_finished(const void *m)
{
	const struct board *b = m;

	return b->finished;
}

static const struct shell_ops ops = {
	.link = on_link,
	.message = on_message,
	.reply = on_reply,
	.time = on_time,
	.deadline = deadline,
	.finished = is_finished,
};

/* A signal is how a display without a count ends: that is no failure. */
static int
run(const struct options *o)
{
	struct board b;
	int status = 1;

	board_init(&b,
	    &(struct board_config){
		.zone = o->zone,
		.calls_max = o->count,
		.time_text = time_text,
	    });
	struct shell *s = shell_create(&(struct shell_config){
	    .options = &o->shell,
	    .program = program.name,
	    .ops = &ops,
	    .machine = &b,
	    .outputs = { &b.asks, &b.out, &b.err },
	});
	if (s != NULL) {
		bool signalled = !shell_run(s) && shell_signalled(s);
		bool whole = o->count == 0 || b.calls == o->count;
		bool well = b.finished || signalled;
		status = well && whole && !b.failed ? 0 : 1;
	}
	shell_destroy(s);
	board_release(&b);
	return status;
}

int
main(int argc, char **argv)
{
	struct options o = { .shell.servers = SHELL_SERVERS };
	struct args_line line = { argc, argv };
	int status = args_take(&program, &line, &o);

	if (status >= 0)
		return status;
	if (!o.text) {
		return args_misused(
		    &program, "this build has no screen: add --text");
	}
	return run(&o);
}
