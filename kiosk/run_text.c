#include "kiosk/run_text.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "kiosk/document.h"
#include "kiosk/edge.h"
#include "kiosk/keep.h"
#include "kiosk/print.h"
#include "kiosk/talk.h"
#include "ui/local.h"

#define DEVICE "kiosk" /* where -n names none */

struct text {
	const struct text_options *options;
	struct edge edge;
	struct talk talk;
	struct shell *shell;
	struct keep *keep;   /* NULL: nothing is kept */
	struct print *print; /* NULL: there is no printer */
};

static void
time_text(const char *zone, int64_t now_ms, char text[TALK_TIME_SIZE])
{
	struct tm tm;

	local_time(zone, now_ms, &tm);
	if (strftime(text, TALK_TIME_SIZE, "%Y-%m-%d %H:%M", &tm) == 0)
		text[0] = '\0';
}

/* Before anything is asked or printed: what is open is on the disk first. */
static void
keep_open_ticket(struct text *x)
{
	if (x->keep != NULL) {
		keep_take(x->keep, &x->talk.take, edge_wall_ms(),
		    x->options->program);
	}
}

static void
on_link(void *ctx, bool up, const char *why, int64_t now_ms)
{
	struct text *x = ctx;

	talk_link(&x->talk, up, why, now_ms);
	keep_open_ticket(x);
}

static void
on_line(void *ctx, const char *line, const char *rid, int64_t now_ms)
{
	struct text *x = ctx;

	talk_line(&x->talk, line, rid, now_ms);
	keep_open_ticket(x);
}

static void
on_end(void *ctx, int64_t now_ms)
{
	struct text *x = ctx;

	talk_end(&x->talk, now_ms);
}

static void
on_reply(void *ctx, int kind, const struct link_reply *reply, int64_t now_ms)
{
	struct text *x = ctx;

	talk_reply(&x->talk, (enum talk_ask)kind, reply, now_ms);
	keep_open_ticket(x);
}

static void
on_time(void *ctx, int64_t now_ms)
{
	struct text *x = ctx;

	talk_time(&x->talk, now_ms);
	keep_open_ticket(x);
}

/* False: it can't be printed. */
static bool
submit(struct text *x)
{
	const struct talk *t = &x->talk;
	char name[PRINT_NAME_MAX + 1];
	struct buf document = { 0 };

	document_name(name, json_string_value(json_object_get(t->ticket, "id")),
	    t->ticket_rid, t->print.again);
	bool well = !t->print.text.failed &&
	    document_text(x->options->kind, t->print.text.at, &document) &&
	    print_submit(x->print, name, &document);
	buf_release(&document);
	return well;
}

static void
on_flushed(void *ctx, bool written, int64_t now_ms)
{
	struct text *x = ctx;

	talk_flushed(&x->talk, written, now_ms);
	if (x->talk.print.wanted) {
		x->talk.print.wanted = false;
		if (!submit(x))
			talk_printed(&x->talk, TAKE_PAPER_FAILED, "", now_ms);
	}
	keep_open_ticket(x);
}

static bool
is_ready(const void *ctx)
{
	const struct text *x = ctx;

	return talk_ready(&x->talk);
}

static int64_t
deadline(const void *ctx)
{
	const struct text *x = ctx;

	return talk_deadline(&x->talk);
}

static bool
is_finished(const void *ctx)
{
	const struct text *x = ctx;

	return x->talk.finished;
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

/* --- The printer -----------------------------------------------------------*/

static void
on_done(void *ctx, const char *name, enum verdict verdict, const char *why)
{
	struct text *x = ctx;
	(void)name; /* there is one at a time */

	talk_printed(&x->talk, document_verdict(verdict), why, shell_now_ms());
	keep_open_ticket(x);
	shell_pump(x->shell);
}

static void
on_state(void *ctx, enum print_state state)
{
	struct text *x = ctx;

	talk_printer_is(&x->talk, state);
	shell_pump(x->shell);
}

static bool
open_printer(struct text *x)
{
	const struct print_events events = { on_done, on_state, x };

	if (x->options->printer == NULL)
		return true;
	x->print = edge_open_printer(&x->edge, shell_base(x->shell), &events);
	return x->print != NULL;
}

static void
talk_open(struct text *x)
{
	const struct text_options *o = x->options;
	struct talk_config config = {
		.lang = o->lang,
		.interactive = shell_terminal(),
		.start_ms = shell_now_ms(),
		.time_text = time_text,
	};

	if (o->printer != NULL) {
		config.printer = (struct talk_printer){
			.there = true,
			.columns = document_columns(o->kind),
			.stop_without = o->stop_without_paper,
			.device = o->shell->name != NULL ? o->shell->name
							 : DEVICE,
		};
	}
	talk_init(&x->talk, &config);
	if (x->keep != NULL)
		talk_restore(&x->talk, keep_text(x->keep), edge_wall_ms());
}

static bool
open_shell(struct text *x)
{
	x->shell = shell_create(&(struct shell_config){
	    .options = x->options->shell,
	    .program = x->options->program,
	    .ops = &ops,
	    .machine = x,
	    .outputs = { &x->talk.asks, &x->talk.out, &x->talk.err },
	    .input = true,
	});
	return x->shell != NULL;
}

int
text_run(const struct text_options *options)
{
	struct text x = { .options = options,
		.edge = { options->program, options->folder, options->printer,
		    options->kind } };
	int status = 1;

	if (options->folder != NULL) {
		x.keep = edge_open_keep(&x.edge);
		if (x.keep == NULL)
			return status;
	}
	talk_open(&x);
	if (open_shell(&x) && open_printer(&x)) {
		bool settled = shell_run(x.shell) ||
		    x.talk.take.state == TAKE_NONE;
		status = settled && !x.talk.failed ? 0 : 1;
	}
	print_destroy(x.print);
	shell_destroy(x.shell);
	talk_release(&x.talk);
	keep_close(x.keep);
	return status;
}
