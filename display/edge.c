#include "display/edge.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "display/display.h"
#include "display/panels.h"
#include "display/screen.h"
#include "display/voice.h"
#include "proto/limits.h"
#include "ui/field.h"
#include "ui/local.h"

#define SIGN	       "counter:" /* the channel of a sign's counter */
#define LANGUAGES_SIZE 40
#define PICTURE_MS     10000 /* a picture waits so long for the server */

struct edge {
	struct display display;
	struct panels panels;
	struct voice *voice;
	struct shell *shell;
	struct screen *screen; /* NULL: text alone */
	int64_t give_up_ms;    /* of a picture; 0: no picture */
	bool closed;	       /* the window was */
	bool missed; /* the hall has no such counter, and so it said */
	const struct edge_options *options;
	char languages[LANGUAGES_SIZE]; /* that it was set to speak */
	char sign[LIMIT_CHANNEL + 1];	/* the channel it follows; "": none */
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

static bool open_voice(struct edge *e, const char *languages);

/* "zh,en" */
static void
join(char *to, size_t size, const json_t *words)
{
	size_t used = 0;

	to[0] = '\0';
	for (size_t i = 0; i < json_array_size(words) && used < size; i++) {
		const char *word = json_string_value(json_array_get(words, i));
		int n = snprintf(to + used, size - used, "%s%s",
		    used > 0 ? "," : "", word != NULL ? word : "");
		used += n > 0 ? (size_t)n : 0;
	}
}

/*
 * A sign shows a pause at once, not when it asks again. The empty label is no
 * counter's.
 */
static void
follow_counter(struct edge *e, const char *label)
{
	char channel[LIMIT_CHANNEL + 1] = "";

	if (label[0] != '\0')
		(void)snprintf(channel, sizeof(channel), SIGN "%s", label);
	if (strcmp(channel, e->sign) == 0)
		return;
	if (e->sign[0] != '\0')
		shell_unsubscribe(e->shell, e->sign);
	memcpy(e->sign, channel, sizeof(e->sign));
	if (e->sign[0] != '\0')
		(void)shell_subscribe(e->shell, e->sign);
}

/* A counter that the hall has not, or not any more, is no channel. */
static void
find_counter(struct edge *e, const char *label)
{
	const json_t *counters = json_object_get(
	    e->display.facts.layout, "counters");
	bool there = field_find(counters, "label", label) != NULL;
	bool missed = counters != NULL && label[0] != '\0' && !there;

	if (missed && !e->missed) {
		(void)fprintf(stderr,
		    "hao-display: the hall has no counter %s; haoctl state "
		    "lists them\n",
		    label);
	}
	e->missed = missed;
	follow_counter(e, there ? label : "");
}

/* What the hall's layout says of this display, where no flag does. */
static void
take_settings(struct edge *e)
{
	const struct edge_options *o = e->options;
	const json_t *set = display_settings(&e->display);
	const char *counter = o->counter != NULL ? o->counter
						 : field_text(set, "counter");

	local_zone(field_text(e->display.facts.layout, "timezone"));
	find_counter(e, counter);
	if (o->voice != NULL || o->png != NULL || e->languages[0] != '\0')
		return;
	join(e->languages, sizeof(e->languages), json_object_get(set, "voice"));
	if (e->languages[0] != '\0' && !open_voice(e, e->languages)) {
		display_voice(&e->display, false,
		    voice_trouble_word(VOICE_CLIP), shell_now_ms());
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

	if (strncmp(channel, SIGN, strlen(SIGN)) == 0) {
		display_counter(&e->display, message, now_ms);
		draw(e);
		return;
	}
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
	if (kind == FACTS_ASK_LAYOUT)
		take_settings(e);
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

	return e->closed || display_finished(&e->display);
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

	e->closed = true;
	shell_wake(e->shell);
}

static bool
open_screen(struct edge *e, const struct edge_options *o)
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
write_picture(struct edge *e, const struct edge_options *o)
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
open_voice(struct edge *e, const char *languages)
{
	e->voice = voice_create(shell_base(e->shell),
	    &(struct voice_config){
		.pack = e->options->clips,
		.languages = languages,
		.done = on_spoken,
		.changed = on_voice,
		.ctx = e,
	    });
	return e->voice != NULL;
}

static bool
open_edge(struct edge *e, const struct edge_options *o,
    const struct panel_settings *settings)
{
	e->shell = shell_create(&(struct shell_config){
	    .options = &o->shell,
	    .program = EDGE_NAME,
	    .ops = &ops,
	    .machine = e,
	    .outputs = { &e->display.board.asks, &e->display.board.out,
		&e->display.board.err },
	});
	e->panels.changed = on_panels;
	e->panels.ctx = e;
	if (e->shell == NULL ||
	    !panels_open(
		&e->panels, shell_base(e->shell), settings, o->panels.count) ||
	    (o->voice != NULL && !open_voice(e, o->voice)))
		return false;
	return open_screen(e, o);
}

/* A signal is how a display without a count ends: that is no failure. */
int
edge_run(const struct edge_options *o, const struct panel_settings *settings)
{
	struct edge e = { .options = o };
	const struct board *b = &e.display.board;
	int status = 1;

	display_init(&e.display,
	    &(struct display_config){
		.board = { .zone = o->zone,
		    .device = o->shell.name,
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
		bool well = b->finished || e.closed || signalled;
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
