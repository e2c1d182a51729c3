#include "kiosk/run_text.h"

#include <time.h>

#include "kiosk/talk.h"
#include "ui/local.h"

static void
time_text(const char *zone, int64_t now_ms, char text[TALK_TIME_SIZE])
{
	struct tm tm;

	local_time(zone, now_ms, &tm);
	if (strftime(text, TALK_TIME_SIZE, "%Y-%m-%d %H:%M", &tm) == 0)
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

int
text_run(
    const struct shell_options *options, const char *program, const char *lang)
{
	struct talk t;
	struct talk_config config = {
		.lang = lang,
		.interactive = shell_terminal(),
		.start_ms = shell_now_ms(),
		.time_text = time_text,
	};
	int status = 1;

	talk_init(&t, &config);
	struct shell *s = shell_create(&(struct shell_config){
	    .options = options,
	    .program = program,
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
