#include "kiosk/run_test.h"

#include <stdio.h>

#include "kiosk/document.h"
#include "kiosk/edge.h"
#include "kiosk/paper_folder.h"
#include "kiosk/print.h"
#include "kiosk/sample_slip.h"
#include "proto/buf.h"
#include "proto/link.h"
#include "ui/ask.h"
#include "ui/field.h"
#include "ui/local.h"

#define SERVER_MS 3000 /* then the paper is of a hall there is not */

#define WORDS(...) ((const char *const[]){ __VA_ARGS__, NULL })

/* Asks for the hall's layout once, makes the paper, and waits for it. */
struct test {
	const struct test_options *options;
	struct shell *shell;
	struct print *print; /* NULL: into a file */
	struct asks asks;
	struct buf out, err;
	int64_t give_up_ms; /* for the server */
	bool made, finished, well;
};

static struct tm
hall_now(const json_t *layout)
{
	struct timespec now = { 0 };
	struct tm local;

	(void)clock_gettime(CLOCK_REALTIME, &now);
	local_time(
	    field_text(layout, "timezone"), (int64_t)now.tv_sec * 1000, &local);
	return local;
}

/* --- The paper -------------------------------------------------------------*/

static void
end(struct test *t, bool well, const char *what, const char *why)
{
	struct buf *to = well ? &t->out : &t->err;

	buf_puts(to, "the test paper: ");
	buf_puts(to, what);
	if (*why != '\0')
		buf_puts(to, ": ");
	buf_puts(to, why);
	buf_putc(to, '\n');
	t->well = well;
	t->finished = true;
}

static bool
make_document(
    const struct test *t, const struct sample_slip *slip, struct buf *document)
{
	const struct document_kind *kind = t->options->kind;
	struct raster paper = { 0 };
	struct buf text = { 0 };
	bool well;

	if (kind->format == DOCUMENT_TEXT) {
		well = sample_slip_text(&text, slip, document_columns(kind)) &&
		    document_text(kind, text.at, document);
	} else {
		well = sample_slip_draw(&paper, slip, t->options->dots) &&
		    document_picture(kind, &paper, document);
	}
	raster_release(&paper);
	buf_release(&text);
	return well;
}

static void
print(struct test *t, const struct sample_slip *slip)
{
	struct buf document = { 0 };
	char name[PRINT_NAME_MAX + 1];

	/* Each is a paper of its own, whatever was printed before. */
	(void)snprintf(
	    name, sizeof(name), "test-%lld", (long long)shell_now_ms());
	if (!make_document(t, slip, &document) ||
	    !print_submit(t->print, name, &document))
		end(t, false, "failed", "it could not be made");
	buf_release(&document);
}

static void
write_file(struct test *t, const struct sample_slip *slip)
{
	struct raster paper = { 0 };

	if (!sample_slip_draw(&paper, slip, t->options->dots)) {
		end(t, false, "failed", "out of memory");
	} else if (!paper_folder_write(t->options->file, &paper)) {
		end(t, false, "can't be written", t->options->file);
	} else {
		end(t, true, "written", t->options->file);
	}
	raster_release(&paper);
}

/* LAYOUT is NULL when the server did not tell it, for the reason WHY. */
static void
make(struct test *t, const json_t *layout, const char *why)
{
	struct tm now = hall_now(layout);
	struct sample_slip slip = { t->options->lang, layout, &now };

	if (t->made)
		return;
	t->made = true;
	if (layout == NULL) {
		buf_puts(&t->err, "of a hall that there is not: ");
		buf_puts(&t->err, why);
		buf_putc(&t->err, '\n');
	}
	if (t->print != NULL) {
		print(t, &slip);
	} else {
		write_file(t, &slip);
	}
}

static void
on_done(void *ctx, const char *name, enum verdict verdict, const char *why)
{
	struct test *t = ctx;
	bool well = verdict == VERDICT_PRINTED || verdict == VERDICT_SENT;
	(void)name;

	end(t, well, verdict_word(verdict), why);
	shell_pump(t->shell);
}

static void
on_state(void *ctx, enum print_state state)
{
	struct test *t = ctx;

	buf_puts(&t->out, "the printer: ");
	buf_puts(&t->out, print_state_word(state));
	buf_putc(&t->out, '\n');
	shell_pump(t->shell);
}

/* --- The machine -----------------------------------------------------------*/

static void
on_link(void *ctx, bool up, const char *why, int64_t now_ms)
{
	struct test *t = ctx;
	(void)now_ms;

	if (up && !t->made) {
		ask_put(&t->asks, 0,
		    WORDS("HALL", "LAYOUT", "LANG", t->options->lang));
	} else if (!up) {
		make(t, NULL, why);
	}
}

static void
on_reply(void *ctx, int kind, const struct link_reply *reply, int64_t now_ms)
{
	bool well = reply->verdict == LINK_OK && json_is_object(reply->value);
	(void)kind, (void)now_ms;

	make(ctx, well ? reply->value : NULL, reply->word);
}

static void
on_time(void *ctx, int64_t now_ms)
{
	struct test *t = ctx;

	if (now_ms >= t->give_up_ms)
		make(t, NULL, "the server does not answer");
}

static int64_t
deadline(const void *ctx)
{
	const struct test *t = ctx;

	return t->made ? -1 : t->give_up_ms;
}

static bool
is_finished(const void *ctx)
{
	const struct test *t = ctx;

	return t->finished;
}

static const struct shell_ops ops = {
	.link = on_link,
	.reply = on_reply,
	.time = on_time,
	.deadline = deadline,
	.finished = is_finished,
};

static bool
open_printer(struct test *t)
{
	const struct test_options *o = t->options;
	const struct print_events events = { on_done, on_state, t };
	const struct edge edge = { o->program, o->folder, o->printer, o->kind };

	if (o->file != NULL)
		return true;
	t->print = edge_open_printer(&edge, shell_base(t->shell), &events);
	return t->print != NULL;
}

int
test_run(const struct test_options *options)
{
	struct test t = { .options = options,
		.give_up_ms = shell_now_ms() + SERVER_MS };

	t.shell = shell_create(&(struct shell_config){
	    .options = options->shell,
	    .program = options->program,
	    .ops = &ops,
	    .machine = &t,
	    .outputs = { &t.asks, &t.out, &t.err },
	});
	bool well = t.shell != NULL && open_printer(&t) && shell_run(t.shell) &&
	    t.well;
	print_destroy(t.print);
	shell_destroy(t.shell);
	buf_release(&t.out);
	buf_release(&t.err);
	return well ? 0 : 1;
}
