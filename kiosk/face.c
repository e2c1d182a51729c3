#include "kiosk/face.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "kiosk/document.h"
#include "kiosk/draw.h"
#include "kiosk/edge.h"
#include "kiosk/keep.h"
#include "kiosk/paper_folder.h"
#include "kiosk/print.h"
#include "kiosk/screen.h"
#include "kiosk/screen_slip.h"
#include "kiosk/voice.h"
#include "ui/catalogue.h"
#include "ui/field.h"
#include "ui/local.h"
#include "ui/window.h"

struct face {
	const struct face_options *options;
	struct edge edge;
	struct screen screen;
	struct shell *shell;
	struct window *window;
	struct keep *keep;
	struct print *print; /* NULL: a folder, or none */
	struct voice *voice; /* NULL: mute */
	bool flushing;
	bool began; /* the window is there: what is told may be shown */
};

/* Before anything is asked: what is open is on the disk first. */
static void
keep_open_ticket(struct face *f)
{
	keep_take(
	    f->keep, &f->screen.take, edge_wall_ms(), f->options->program);
}

static void
on_link(void *ctx, bool up, const char *why, int64_t now_ms)
{
	struct face *f = ctx;

	(void)fprintf(stderr, "%s: %s %s\n", f->options->program,
	    up ? "connected to" : "server away:", why);
	screen_link(&f->screen, up, now_ms);
	keep_open_ticket(f);
}

static void
on_reply(void *ctx, int kind, const struct link_reply *reply, int64_t now_ms)
{
	struct face *f = ctx;

	screen_reply(&f->screen, kind, reply, now_ms);
	keep_open_ticket(f);
}

static void
on_time(void *ctx, int64_t now_ms)
{
	struct face *f = ctx;

	screen_time(&f->screen, now_ms);
	keep_open_ticket(f);
}

static void
speak(struct face *f)
{
	const struct kiosk_model *m = &f->screen.model;
	const struct catalogue *c = m->langs[m->lang].catalogue;

	if (f->voice != NULL)
		voice_say(f->voice, tr(c, "voice.espeak"), f->screen.speech);
	f->screen.speech[0] = '\0';
}

/* From the loop, or from within on_flushed: which pumps by itself. */
static void
on_voice(void *ctx, enum voice_trouble trouble)
{
	struct face *f = ctx;

	if (trouble != VOICE_WELL) {
		(void)fprintf(stderr, "%s: nothing can be spoken: %s\n",
		    f->options->program, voice_trouble_word(trouble));
	}
	/* Where a sentence could not be made, the next one may be. */
	screen_sound(&f->screen, trouble == VOICE_CARD,
	    voice_trouble_word(trouble), shell_now_ms());
	if (!f->flushing)
		shell_pump(f->shell);
}

/* The same. */
static void
on_paper(void *ctx, const char *name, enum verdict verdict, const char *why)
{
	struct face *f = ctx;

	if (verdict != VERDICT_PRINTED && verdict != VERDICT_SENT) {
		(void)fprintf(stderr, "%s: paper %s: %s: %s\n",
		    f->options->program, name, verdict_word(verdict), why);
	}
	screen_printed(&f->screen, document_verdict(verdict), shell_now_ms());
	keep_open_ticket(f);
	if (!f->flushing)
		shell_pump(f->shell);
}

static enum kiosk_printer
printer_of(enum print_state state)
{
	switch (state) {
	case PRINT_OK:
	case PRINT_LOW:
		return KIOSK_PRINTER_OK;
	case PRINT_NO_PAPER:
	case PRINT_COVER:
		return KIOSK_PRINTER_EMPTY;
	case PRINT_OFFLINE:
	case PRINT_FAULT:
	case PRINT_AWAY:
		break;
	}
	return KIOSK_PRINTER_BROKEN;
}

static void
on_printer(void *ctx, enum print_state state)
{
	struct face *f = ctx;

	screen_printer(&f->screen, printer_of(state), print_state_word(state),
	    shell_now_ms());
	shell_pump(f->shell);
}

static bool
submit(struct face *f, const char *name, const struct raster *paper)
{
	struct buf document = { 0 };
	bool well = document_picture(f->options->kind, paper, &document) &&
	    print_submit(f->print, name, &document);

	buf_release(&document);
	return well;
}

/* The same name again, after a restart, makes no second paper. */
static void
print(struct face *f)
{
	struct raster paper = { 0 };
	char name[PRINT_NAME_MAX + 1];
	struct screen *s = &f->screen;
	int again = s->print.again ? (int)(edge_wall_ms() / 1000) : 0;
	bool well = screen_slip(s, f->options->dots, &paper);

	s->print.wanted = false;
	document_name(name, field_text(s->ticket, "id"), s->take.rid, again);
	if (f->print != NULL) {
		if (!well || !submit(f, name, &paper))
			on_paper(f, name, VERDICT_FAILED, "not taken");
	} else {
		well = well && f->options->papers != NULL &&
		    paper_folder_put(f->options->papers, name, &paper);
		on_paper(f, name, well ? VERDICT_PRINTED : VERDICT_FAILED,
		    "not written");
	}
	raster_release(&paper);
}

/* Does what the machine wants besides its requests. */
static void
on_flushed(void *ctx, bool written, int64_t now_ms)
{
	struct face *f = ctx;
	(void)written; /* standard output has nothing of a screen */

	(void)now_ms;
	f->flushing = true;
	if (f->screen.print.wanted)
		print(f);
	if (f->screen.speech[0] != '\0')
		speak(f);
	f->flushing = false;
	if (f->screen.changed && f->began)
		window_refresh(f->window);
	f->screen.changed = false;
}

static int64_t
deadline(const void *ctx)
{
	const struct face *f = ctx;

	return screen_deadline(&f->screen);
}

static bool
is_finished(const void *ctx)
{
	const struct face *f = ctx;

	return f->screen.finished && f->screen.take.state == TAKE_NONE;
}

static const struct shell_ops ops = {
	.link = on_link,
	.reply = on_reply,
	.time = on_time,
	.flushed = on_flushed,
	.deadline = deadline,
	.finished = is_finished,
};

static void
on_draw(void *ctx, cairo_t *cr, int width, int height)
{
	struct face *f = ctx;

	screen_size(&f->screen, width, height, shell_now_ms());
	kiosk_draw(cr, &f->screen.model, width, height);
}

static void
on_action(void *ctx, const struct window_action *action)
{
	struct face *f = ctx;
	uint8_t random[CODE_TICKET];

	randombytes_buf(random, sizeof(random));
	screen_action(&f->screen, action, random, shell_now_ms());
	keep_open_ticket(f);
	shell_pump(f->shell);
}

static bool
open_shell(struct face *f)
{
	f->shell = shell_create(&(struct shell_config){
	    .options = f->options->shell,
	    .program = f->options->program,
	    .ops = &ops,
	    .machine = f,
	    .outputs = { &f->screen.asks, &f->screen.out, &f->screen.err },
	});
	return f->shell != NULL;
}

static bool
open_printer(struct face *f)
{
	const struct face_options *o = f->options;
	const struct print_events events = { on_paper, on_printer, f };

	if (o->printer == NULL && o->papers == NULL)
		f->screen.model.printer = KIOSK_PRINTER_NONE;
	if (o->printer == NULL)
		return true;
	f->print = edge_open_printer(&f->edge, shell_base(f->shell), &events);
	return f->print != NULL;
}

static bool
open_window(struct face *f)
{
	f->window = window_create(shell_base(f->shell),
	    &(struct window_config){
		.title = f->options->program,
		.width = f->options->width,
		.height = f->options->height,
		.pointer = f->options->width != 0,
		.draw = on_draw,
		.action = on_action,
		.ctx = f,
	    });
	f->began = f->window != NULL;
	return f->began;
}

static bool
open_voice(struct face *f)
{
	const struct voice_config config = { on_voice, f };

	f->screen.model.mute = true; /* until it is known better */
	if (f->options->mute)
		return true;
	f->voice = voice_create(shell_base(f->shell), &config);
	return f->voice != NULL;
}

static bool
begin(struct face *f)
{
	struct screen_config config = {
		.name = f->options->shell->name,
		.lang = f->options->lang,
		.start_ms = shell_now_ms(),
		.stop_without_paper = f->options->stop_without_paper,
		.local = local_time,
	};

	if (sodium_init() < 0)
		return false;
	f->keep = edge_open_keep(&f->edge);
	if (f->keep == NULL || !screen_init(&f->screen, &config))
		return false;
	screen_restore(&f->screen, keep_text(f->keep), edge_wall_ms());
	take_find_again(&f->screen.take, edge_wall_ms());
	return open_shell(f) && open_printer(f) && open_window(f) &&
	    open_voice(f);
}

int
face_run(const struct face_options *options)
{
	struct face *f = calloc(1, sizeof(*f));
	int status = 1;

	if (f == NULL)
		return status;
	f->options = options;
	f->edge = (struct edge){ options->program, options->folder,
		options->printer, options->kind };
	if (begin(f)) {
		/* A signal is how it is told to leave: what is open is kept. */
		status = shell_run(f->shell) || shell_signalled(f->shell) ? 0
									  : 1;
	}
	f->began = false;
	voice_destroy(f->voice);
	window_destroy(f->window);
	print_destroy(f->print);
	shell_destroy(f->shell);
	screen_release(&f->screen);
	keep_close(f->keep);
	free(f);
	return status;
}
