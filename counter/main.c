#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "counter/key.h"
#include "counter/keypad.h"
#include "counter/pages.h"
#include "counter/talk.h"
#include "counter/terminal.h"
#include "proto/link.h"
#include "ui/shell.h"

#define PIN "HAO_PIN"

struct options {
	struct shell_options shell;
	bool text, supervisor;
	const char *label, *clerk, *lang, *once, *keypad, *keymap;
};

static const struct args_option options[] = {
	SHELL_ARGS(offsetof(struct options, shell)),
	{ 'w', ARGS_TEXT, "window", "LABEL", "the counter",
	    offsetof(struct options, label) },
	{ 'k', ARGS_TEXT, "clerk", "CLERK",
	    "the clerk's staff number; as text, else the counter's label; "
	    "a PIN is asked for, or " PIN " in the environment",
	    offsetof(struct options, clerk) },
	{ 0, ARGS_FLAG, "text", NULL, "line by line, on a terminal or a pipe",
	    offsetof(struct options, text) },
	{ 0, ARGS_FLAG, "supervisor", NULL, "the hall live, for its supervisor",
	    offsetof(struct options, supervisor) },
	{ 'l', ARGS_TEXT, "lang", "LANG", "zh or en (by LANG)",
	    offsetof(struct options, lang) },
	{ 0, ARGS_TEXT, "keypad", "PATH",
	    "a USB keypad: /dev/input/by-id/...-event-kbd, or "
	    "usb:VENDOR:PRODUCT",
	    offsetof(struct options, keypad) },
	{ 0, ARGS_TEXT, "keymap", "FILE",
	    "what its keys press, a line each: KPPLUS r (as the hall's "
	    "file says)",
	    offsetof(struct options, keymap) },
	{ 0, ARGS_TEXT, "once", "ACTION", "do one action, such as n, and leave",
	    offsetof(struct options, once) },
};

static const struct args_program program = {
	.name = "hao-counter",
	.about = "Calls tickets to a counter.",
	.more = "Without --text it is a page of the terminal, whose keys it "
		"shows.\nAs text, actions stand one on a line: n or an empty "
		"line calls the next, ?\nshows the others, q closes the "
		"counter and quits. The end of a pipe leaves it\nopen until "
		"its lease is over. Exits 1 when an action failed.\n",
	.options = options,
	.options_count = sizeof(options) / sizeof(options[0]),
};

static void
on_link(void *m, bool up, const char *why, int64_t now_ms)
{
	talk_link(m, up, why, now_ms);
}

static void
on_message(void *m, const char *channel, json_t *message, int64_t now_ms)
{
	(void)channel, (void)message;
	talk_message(m, now_ms);
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
	.message = on_message,
	.line = on_line,
	.end = on_end,
	.reply = on_reply,
	.time = on_time,
	.ready = is_ready,
	.deadline = deadline,
	.finished = is_finished,
};

static bool
serve(struct shell *s, const char *label)
{
	char channel[LIMIT_CHANNEL + 1];

	(void)snprintf(channel, sizeof(channel), "counter:%s", label);
	return shell_subscribe(s, channel) && shell_run(s);
}

static int
run_text(const struct options *o)
{
	struct talk t;
	char rid[TALK_RID_SIZE];

	link_rid(rid);
	talk_init(&t,
	    &(struct talk_config){
		.label = o->label,
		.clerk = o->clerk != NULL ? o->clerk : o->label,
		.pin = getenv(PIN),
		.lang = shell_language(o->lang),
		.interactive = shell_terminal() && o->once == NULL,
		.start_ms = shell_now_ms(),
		.once = o->once,
		.once_rid = rid,
	    });
	struct shell *s = shell_create(&(struct shell_config){
	    .options = &o->shell,
	    .program = program.name,
	    .ops = &ops,
	    .machine = &t,
	    .outputs = { &t.asks, &t.out, &t.err },
	    .input = o->once == NULL,
	});
	bool well = s != NULL && serve(s, o->label) && !t.failed;
	shell_destroy(s);
	talk_release(&t);
	return well ? 0 : 1;
}

/* The keys' meanings from FILE; false, and said, when it can't be read. */
static bool
read_keymap(const char *file, struct keymap *map)
{
	char line[128];
	const char *wrong = NULL;
	unsigned number = 0;
	FILE *from = fopen(file, "re");

	if (from == NULL) {
		(void)fprintf(stderr, "%s: --keymap %s: %s\n", program.name,
		    file, strerror(errno));
		return false;
	}
	while (wrong == NULL && fgets(line, sizeof(line), from) != NULL) {
		number++;
		wrong = keymap_line(map, line);
	}
	(void)fclose(from);
	if (wrong != NULL) {
		(void)fprintf(stderr, "%s: %s:%u: %s\n", program.name, file,
		    number, wrong);
	}
	return wrong == NULL;
}

static int
run_pages(const struct options *o)
{
	const char *lang = shell_language(o->lang);
	struct pages_keypad keypad = { .path = o->keypad,
		.own = o->keymap != NULL };
	bool well;

	keymap_init(&keypad.map);
	if (o->keymap != NULL && !read_keymap(o->keymap, &keypad.map))
		return 2;

	if (o->supervisor) {
		well = pages_supervisor(program.name, &o->shell, lang);
	} else {
		well = pages_desk(program.name, &o->shell,
		    &(struct talk_config){
			.label = o->label,
			.clerk = o->clerk,
			.pin = getenv(PIN),
			.lang = lang,
			.start_ms = shell_now_ms(),
		    },
		    &keypad);
	}
	return well ? 0 : 1;
}

/* NULL, or what to change. */
static const char *
misuse(const struct options *o)
{
	if (o->supervisor && (o->text || o->once != NULL))
		return "--supervisor is a page: leave out --text and --once";
	if (!o->supervisor && o->label == NULL)
		return "which counter? add -w and its label";
	if ((o->text || o->once != NULL || o->supervisor) &&
	    (o->keypad != NULL || o->keymap != NULL))
		return "--keypad and --keymap are of the clerk's page alone";
	if (o->lang != NULL && strncmp(o->lang, "zh", 2) != 0 &&
	    strncmp(o->lang, "en", 2) != 0)
		return "--lang is zh or en";
	if (o->once != NULL && *o->once != '\0' && key_find(*o->once) == NULL)
		return "there is no such action; --text, then ? shows them";
	if (o->keypad != NULL && keypad_misuse(o->keypad) != NULL)
		return keypad_misuse(o->keypad);
	if (!o->text && o->once == NULL && !shell_terminal())
		return "not on a terminal: add --text";
	return NULL;
}

int
main(int argc, char **argv)
{
	struct options o = { .shell.servers = SHELL_SERVERS };
	struct args_line line = { argc, argv };
	struct terminal terminal = { .lock = -1 };
	int status = args_take(&program, &line, &o);

	if (status >= 0)
		return status;
	const char *wrong = misuse(&o);
	if (wrong != NULL)
		return args_misused(&program, wrong);
	if (o.shell.name == NULL) {
		terminal_open(&terminal,
		    &(struct terminal_place){
			o.shell.servers, o.label, o.once != NULL });
		o.shell.name = terminal.name;
	}
	status = o.text || o.once != NULL ? run_text(&o) : run_pages(&o);
	terminal_close(&terminal);
	return status;
}
