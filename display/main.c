#include <stdio.h>
#include <time.h>
#include <unistd.h>

#include "display/display.h"
#include "display/panels.h"
#include "display/screen.h"
#include "display/voice.h"
#include "ui/picture.h"
#include "ui/shell.h"

#define DEVICE_SIZE 33
#define PICTURE_MS  10000 /* a picture waits so long for the server */

struct options {
	struct shell_options shell;
	bool text;
	const char *zone;
	int64_t count;
	struct args_list panels;
	const char *voice, *clips;
	const char *langs, *layout, *counter, *size, *png;
	int64_t hold_s;
	int width, height; /* what --size says */
};

static const struct args_option options[] = {
	SHELL_ARGS(offsetof(struct options, shell)),
	{ 'z', ARGS_TEXT, "zone", "ZONE", "the zone (the hall's first)",
	    offsetof(struct options, zone) },
	{ 0, ARGS_FLAG, "text", NULL,
	    "one line a call, and ! a notice, on standard output",
	    offsetof(struct options, text) },
	{ 0, ARGS_LIST, "panel", "PANEL",
	    "an LED panel, cpower:tcp:HOST:PORT or cpower:tty:PATH@BAUD, "
	    "and behind it ,size=WxH ,colour=C ,id=N ,text",
	    offsetof(struct options, panels) },
	{ 0, ARGS_TEXT, "voice", "LANG[,LANG]",
	    "speaks the calls in these languages: zh,en",
	    offsetof(struct options, voice) },
	{ 0, ARGS_TEXT, "clips", "FOLDER", "the voice's clips (" HAO_CLIPS ")",
	    offsetof(struct options, clips) },
	{ 'w', ARGS_TEXT, "counter", "LABEL",
	    "a sign above this counter instead of the hall's screen",
	    offsetof(struct options, counter) },
	{ 0, ARGS_TEXT, "layout", "LAYOUT",
	    "what the screen has: calls (usual), list, windows",
	    offsetof(struct options, layout) },
	{ 'l', ARGS_TEXT, "lang", "LANG[,LANG]",
	    "its languages (the hall's first two)",
	    offsetof(struct options, langs) },
	{ 0, ARGS_NUMBER, "hold", "SECONDS",
	    "the least time of a call on the screen (5)",
	    offsetof(struct options, hold_s) },
	{ 0, ARGS_TEXT, "size", "WxH",
	    "of a window, or of the picture (the whole screen; 1920x1080)",
	    offsetof(struct options, size) },
	{ 0, ARGS_TEXT, "png", "FILE",
	    "writes what the screen would show now, and leaves",
	    offsetof(struct options, png) },
	{ 0, ARGS_NUMBER, "count", "N", "leave after N calls",
	    offsetof(struct options, count) },
};

static const struct args_program program = {
	.name = "hao-display",
	.about = "Shows a zone's calls, each once and in order.",
	.options = options,
	.options_count = sizeof(options) / sizeof(options[0]),
};

struct edge {
	struct display display;
	struct panels panels;
	struct voice *voice;
	struct shell *shell;
	struct screen *screen; /* NULL: text alone */
	const struct options *options;
	int64_t give_up_ms; /* of a picture; 0: no picture */
	struct buf line;
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
draw(struct edge *e)
{
	if (e->screen != NULL) {
		buf_clear(&e->display.board.out);
		screen_refresh(e->screen);
	}
	if (e->give_up_ms > 0 && screen_is_whole(e->screen))
		e->display.board.finished = true;
}

static void
speak(struct edge *e)
{
	int times;
	const struct speech_item *say = display_speak(&e->display, &times);

	if (say == NULL)
		return;
	if (say->seq != 0) {
		voice_call(e->voice, say->number, say->counter, times);
	} else {
		voice_text(e->voice, say->text, times);
	}
}

static void
on_link(void *m, bool up, const char *why, int64_t now_ms)
{
	struct edge *e = m;

	display_link(&e->display, up, why, now_ms);
	draw(e);
}

static void
on_message(void *m, const char *channel, json_t *message, int64_t now_ms)
{
	struct edge *e = m;
	(void)channel;

	display_message(&e->display, message, now_ms);
	buf_clear(&e->line);
	board_line(&e->display.board, &e->line);
	panels_show(&e->panels, &e->line);
	speak(e);
	draw(e);
}

static void
on_reply(void *m, int kind, const struct link_reply *reply, int64_t now_ms)
{
	struct edge *e = m;

	display_reply(&e->display, kind, reply, now_ms);
	speak(e);
	draw(e);
}

static void
on_time(void *m, int64_t now_ms)
{
	struct edge *e = m;

	display_time(&e->display, now_ms);
	if (e->give_up_ms > 0 && now_ms >= e->give_up_ms)
		e->display.board.failed = e->display.board.finished = true;
	speak(e);
	draw(e);
}

/* A line that is written can be seen; a screen tells by itself. */
static void
on_flushed(void *m, bool written, int64_t now_ms)
{
	struct edge *e = m;

	if (written && e->screen != NULL)
		return;
	if (written) {
		display_shown(&e->display, now_ms);
	} else {
		e->display.board.failed = e->display.board.finished = true;
	}
}

static int64_t
deadline(const void *m)
{
	const struct edge *e = m;

	int64_t next_ms = display_deadline(&e->display);

	if (e->give_up_ms > 0 && (next_ms < 0 || next_ms > e->give_up_ms))
		next_ms = e->give_up_ms;
	return next_ms;
}

static bool
is_finished(const void *m)
{
	const struct edge *e = m;

	return e->display.board.finished;
}

static const struct shell_ops ops = {
	.link = on_link,
	.message = on_message,
	.reply = on_reply,
	.time = on_time,
	.flushed = on_flushed,
	.deadline = deadline,
	.finished = is_finished,
};

static void
on_panels(const char *state, void *ctx)
{
	struct edge *e = ctx;

	tell_device(&e->display.tell, "screen", state);
	shell_wake(e->shell);
}

static void
on_voice(enum voice_trouble trouble, void *ctx)
{
	struct edge *e = ctx;

	display_voice(&e->display, trouble != VOICE_CARD,
	    voice_trouble_word(trouble), shell_now_ms());
	shell_wake(e->shell);
}

/* What comes next begins in the time that this wakes. */
static void
on_spoken(bool heard, void *ctx)
{
	struct edge *e = ctx;

	display_spoken(&e->display, heard, shell_now_ms());
	shell_wake(e->shell);
}

static void
on_seen(void *ctx)
{
	struct edge *e = ctx;

	shell_wake(e->shell);
}

static void
on_closed(void *ctx)
{
	struct edge *e = ctx;

	e->display.board.finished = true;
	shell_wake(e->shell);
}

static bool
open_screen(struct edge *e, const struct options *o)
{
	if (o->text)
		return true;
	e->screen = screen_create(shell_base(e->shell),
	    &(struct screen_config){
		.display = &e->display,
		.langs = o->langs,
		.layout = o->layout,
		.counter = o->counter,
		.width = o->width,
		.height = o->height,
		.seen = on_seen,
		.closed = on_closed,
		.ctx = e,
	    });
	if (e->screen == NULL)
		return false;
	if (o->png != NULL) {
		e->give_up_ms = shell_now_ms() + PICTURE_MS;
		return true;
	}
	if (!screen_open(e->screen))
		return false;
	tell_device(&e->display.tell, "screen", "ok");
	return true;
}

/* Drawn even when nobody answered: it says so, and so does the status. */
static bool
write_picture(struct edge *e, const struct options *o)
{
	const char *size = o->size != NULL ? o->size : "1920x1080";
	const char *wrong = screen_picture(e->screen, size, o->png);

	if (wrong != NULL) {
		(void)fprintf(
		    stderr, "hao-display: --png %s: %s\n", o->png, wrong);
	}
	return wrong == NULL;
}

static bool
open_voice(struct edge *e, const struct options *o)
{
	if (o->voice == NULL)
		return true;
	e->voice = voice_create(shell_base(e->shell),
	    &(struct voice_config){
		.pack = o->clips,
		.languages = o->voice,
		.done = on_spoken,
		.changed = on_voice,
		.ctx = e,
	    });
	return e->voice != NULL;
}

/* What the server knows this display by, where no name was given. */
static void
name_it(char name[DEVICE_SIZE])
{
	char host[DEVICE_SIZE] = "";

	(void)gethostname(host, sizeof(host) - 1);
	(void)snprintf(name, DEVICE_SIZE, "display-%.20s", host);
}

static bool
open_edge(struct edge *e, const struct options *o,
    const struct panel_settings *settings)
{
	e->shell = shell_create(&(struct shell_config){
	    .options = &o->shell,
	    .program = program.name,
	    .ops = &ops,
	    .machine = e,
	    .outputs = { &e->display.board.asks, &e->display.board.out,
		&e->display.board.err },
	});
	e->panels.changed = on_panels;
	e->panels.ctx = e;
	return e->shell != NULL &&
	    panels_open(
		&e->panels, shell_base(e->shell), settings, o->panels.count) &&
	    open_voice(e, o) && open_screen(e, o);
}

/* A signal is how a display without a count ends: that is no failure. */
static int
run(const struct options *o, const struct panel_settings *settings)
{
	struct edge e = { 0 };
	const struct board *b = &e.display.board;
	int status = 1;

	display_init(&e.display,
	    &(struct display_config){
		.board = { .zone = o->zone,
		    .calls_max = o->count,
		    .time_text = time_text },
		.device = o->shell.name,
		.screen = !o->text,
		.hold_ms = o->hold_s * 1000,
	    });
	if (open_edge(&e, o, settings)) {
		bool signalled = !shell_run(e.shell) &&
		    shell_signalled(e.shell);
		bool whole = o->count == 0 || b->calls == o->count;
		bool well = b->finished || signalled;
		if (o->png != NULL && !write_picture(&e, o))
			well = false;
		status = well && whole && !b->failed ? 0 : 1;
	}
	panels_close(&e.panels);
	voice_destroy(e.voice);
	screen_destroy(e.screen);
	shell_destroy(e.shell);
	display_release(&e.display);
	buf_release(&e.line);
	return status;
}

static bool
take_size(struct options *o)
{
	struct picture p = { 0 };

	if (!picture_size(&p, o->size))
		return false;
	o->width = p.width;
	o->height = p.height;
	return true;
}

int
main(int argc, char **argv)
{
	struct options o = { .shell.servers = SHELL_SERVERS,
		.clips = HAO_CLIPS };
	struct panel_settings settings[ARGS_LIST_MAX];
	struct args_line line = { argc, argv };
	char name[DEVICE_SIZE];
	int status = args_take(&program, &line, &o);

	if (status >= 0)
		return status;
	if (o.size != NULL && !take_size(&o)) {
		return args_misused(
		    &program, "--size takes WIDTHxHEIGHT: 1920x1080");
	}
	if (!panels_read(settings, &o.panels))
		return 2;
	name_it(name);
	if (o.shell.name == NULL)
		o.shell.name = name;
	return run(&o, settings);
}
