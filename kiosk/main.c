#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "kiosk/talk.h"
#include "ui/shell.h"

struct options {
	struct shell_options shell;
	bool text;
	const char *lang;
};

static const struct args_option options[] = {
	SHELL_ARGS(offsetof(struct options, shell)),
	{ 0, ARGS_FLAG, "text", NULL, "on a terminal or a pipe",
	    offsetof(struct options, text) },
	{ 'l', ARGS_TEXT, "lang", "LANG",
	    "the first language (by LANG, zh or en)",
	    offsetof(struct options, lang) },
};

static const struct args_program program = {
	.name = "hao-kiosk",
	.about = "Gives citizens their tickets.",
	.more = "Keys, one a line: 1, 2, ... take a ticket; c CODE checks "
		"in by an\nappointment's code; l switches the language; an "
		"empty line shows the\nservices again; q leaves. Exits 1 when "
		"some ticket could not be had.\n",
	.options = options,
	.options_count = sizeof(options) / sizeof(options[0]),
};

static void
zone_set(const char *zone)
{
	const char *now = getenv("TZ");

	if (*zone == '\0' || (now != NULL && strcmp(now, zone) == 0))
		return;
	/* One thread, and nobody else reads the environment meanwhile. */
	if (setenv("TZ", zone, 1) == 0)
		tzset();
}

static void
time_text(const char *zone, int64_t now_ms, char text[TALK_TIME_SIZE])
{
	time_t seconds = (time_t)(now_ms / 1000);
	struct tm tm;

	zone_set(zone);
	if (localtime_r(&seconds, &tm) == NULL ||
	    strftime(text, TALK_TIME_SIZE, "%Y-%m-%d %H:%M", &tm) == 0)
		text[0] = '\0';
}

static void
on_link(void *m, bool up, const char *why, int64_t now_ms)
{
	talk_link(m, up, why, now_ms);
}

static void
on_line(void *m, const char *line, const char *rid, int64_t now_ms)
{
	talk_line(m, line, rid, now_ms);
}

static void
on_end(void *m, int64_t now_ms)
{
	talk_end(m, now_ms);
}

static void
on_reply(void *m, int kind, const struct link_reply *reply, int64_t now_ms)
{
	talk_reply(m, (enum talk_ask)kind, reply, now_ms);
}

static void
on_time(void *m, int64_t now_ms)
{
	talk_time(m, now_ms);
}

static void
on_flushed(void *m, bool written, int64_t now_ms)
{
	talk_flushed(m, written, now_ms);
}

static bool
is_ready(const void *m)
{
	return talk_ready(m);
}

static int64_t
deadline(const void *m)
{
	return talk_deadline(m);
}

static bool
is_finished(const void *m)
{
	const struct talk *t = m;

	return t->finished;
}

static const struct shell_ops ops = {
	.link = on_link,
	.line = on_line,
	.end = on_end,
	.reply = on_reply,
	.time = on_time,
	.flushed = on_flushed,
	.ready = is_ready,
	.deadline = deadline,
	.finished = is_finished,
};

static int
run(const struct options *o)
{
	struct talk t;
	struct talk_config config = {
		.lang = o->lang,
		.interactive = shell_terminal(),
		.start_ms = shell_now_ms(),
		.time_text = time_text,
	};
	int status = 1;

	talk_init(&t, &config);
	struct shell *s = shell_create(&(struct shell_config){
	    .options = &o->shell,
	    .program = program.name,
	    .ops = &ops,
	    .machine = &t,
	    .outputs = { &t.asks, &t.out, &t.err },
	    .input = true,
	});
	if (s != NULL) {
		bool settled = shell_run(s) || t.take.state == TAKE_NONE;
		status = settled && !t.failed ? 0 : 1;
	}
	shell_destroy(s);
	talk_release(&t);
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
	o.lang = o.lang != NULL ? o.lang : shell_language(NULL);
	return run(&o);
}
