/* The machines of the pages, behind the screen's vtable. */
#include "counter/pages.h"

#include <stdio.h>
#include <stdlib.h>

#include "counter/desk.h"
#include "counter/screen.h"
#include "counter/supervisor.h"

/* --- The clerk's --------------------------------------------------------- */

static void
desk_on_link(void *m, bool up, const char *why, int64_t now_ms)
{
	desk_link(m, up, why, now_ms);
}

static void
desk_on_message(void *m, const char *channel, json_t *message, int64_t now_ms)
{
	desk_message(m, channel, message, now_ms);
}

static void
desk_on_reply(void *m, int kind, const struct link_reply *reply, int64_t now_ms)
{
	desk_reply(m, kind, reply, now_ms);
}

static void
desk_on_time(void *m, int64_t now_ms)
{
	desk_time(m, now_ms);
}

static int64_t
desk_due(const void *m)
{
	return desk_deadline(m);
}

static bool
desk_is_finished(const void *m)
{
	const struct desk *d = m;

	return d->talk.finished;
}

static void
desk_on_press(void *m, uint32_t press, const char *rid, int64_t now_ms)
{
	desk_press(m, press, rid, now_ms);
}

static void
desk_on_clock(void *m, int64_t wall_ms)
{
	desk_clock(m, wall_ms);
}

static void
desk_on_draw(const void *m, struct canvas *c)
{
	desk_draw(m, c);
}

static void
desk_on_keypad(void *m, bool there, const char *why, int64_t now_ms)
{
	desk_keypad(m, there, why, now_ms);
}

static json_t *
desk_layout(const void *m)
{
	const struct desk *d = m;

	return d->talk.layout;
}

static const struct screen_ops desk_ops = {
	.shell = {
	    .link = desk_on_link,
	    .message = desk_on_message,
	    .reply = desk_on_reply,
	    .time = desk_on_time,
	    .deadline = desk_due,
	    .finished = desk_is_finished,
	},
	.press = desk_on_press,
	.clock = desk_on_clock,
	.draw = desk_on_draw,
	.keypad = desk_on_keypad,
	.layout = desk_layout,
};

bool
pages_desk(const char *program, const struct shell_options *options,
    const struct talk_config *config, const struct pages_keypad *keypad)
{
	char channel[LIMIT_CHANNEL + 1];
	struct desk *d = malloc(sizeof(*d));

	if (d == NULL)
		return false;
	(void)snprintf(channel, sizeof(channel), "counter:%s", config->label);
	desk_init(d, config);
	bool well = screen_run(&(struct screen_config){
	    .options = options,
	    .program = program,
	    .ops = &desk_ops,
	    .machine = d,
	    .outputs = { &d->talk.asks, &d->out, &d->err },
	    .channel = channel,
	    .keypad = keypad->path,
	    .keymap = &keypad->map,
	    .own_keymap = keypad->own,
	});
	desk_release(d);
	free(d);
	return well;
}

/* --- The supervisor's ---------------------------------------------------- */

static void
supervisor_on_link(void *m, bool up, const char *why, int64_t now_ms)
{
	supervisor_link(m, up, why, now_ms);
}

static void
supervisor_on_message(
    void *m, const char *channel, json_t *message, int64_t now_ms)
{
	(void)channel, (void)message;
	supervisor_message(m, now_ms);
}

static void
supervisor_on_reply(
    void *m, int kind, const struct link_reply *reply, int64_t now_ms)
{
	supervisor_reply(m, kind, reply, now_ms);
}

static void
supervisor_on_time(void *m, int64_t now_ms)
{
	supervisor_time(m, now_ms);
}

static int64_t
supervisor_due(const void *m)
{
	return supervisor_deadline(m);
}

static bool
supervisor_is_finished(const void *m)
{
	const struct supervisor *s = m;

	return s->finished;
}

static void
supervisor_on_press(void *m, uint32_t press, const char *rid, int64_t now_ms)
{
	supervisor_press(m, press, rid, now_ms);
}

static void
supervisor_on_clock(void *m, int64_t wall_ms)
{
	supervisor_clock(m, wall_ms);
}

static void
supervisor_on_draw(const void *m, struct canvas *c)
{
	supervisor_draw(m, c);
}

static const struct screen_ops supervisor_ops = {
	.shell = {
	    .link = supervisor_on_link,
	    .message = supervisor_on_message,
	    .reply = supervisor_on_reply,
	    .time = supervisor_on_time,
	    .deadline = supervisor_due,
	    .finished = supervisor_is_finished,
	},
	.press = supervisor_on_press,
	.clock = supervisor_on_clock,
	.draw = supervisor_on_draw,
};

bool
pages_supervisor(
    const char *program, const struct shell_options *options, const char *lang)
{
	struct supervisor *s = malloc(sizeof(*s));

	if (s == NULL)
		return false;
	supervisor_init(s, lang, shell_now_ms());
	bool well = screen_run(&(struct screen_config){
	    .options = options,
	    .program = program,
	    .ops = &supervisor_ops,
	    .machine = s,
	    .outputs = { &s->asks, &s->out, &s->err },
	    .channel = "hall",
	});
	supervisor_release(s);
	free(s);
	return well;
}
