#include <stdio.h>
#include <string.h>

#include "kiosk/document.h"
#include "kiosk/draw.h"
#include "kiosk/face.h"
#include "kiosk/printer/model.h"
#include "kiosk/run_test.h"
#include "kiosk/run_text.h"
#include "kiosk/sample.h"
#include "kiosk/slip.h"
#include "ui/picture.h"

struct options {
	struct shell_options shell;
	bool text, print_test, contrast, large, low, stop_without_paper, mute;
	const char *lang, *window, *keep, *papers;
	const char *printer, *model, *format;
	const char *png, *page, *size;
	int64_t paper_mm;
};

#define FOLDER "/var/lib/hao-kiosk"

#define AT(field) offsetof(struct options, field)

static const struct args_option options[] = {
	SHELL_ARGS(AT(shell)),
	{ 0, ARGS_FLAG, "text", NULL, "on a terminal or a pipe", AT(text) },
	{ 'l', ARGS_TEXT, "lang", "LANG",
	    "the first language (by LANG, zh or en)", AT(lang) },
	{ 'w', ARGS_TEXT, "window", "WxH",
	    "a window of that size, not the whole screen", AT(window) },
	{ 0, ARGS_TEXT, "keep", "FOLDER",
	    "where the open ticket is kept (" FOLDER
	    "; as text, without a printer: nowhere)",
	    AT(keep) },
	{ 0, ARGS_TEXT, "printer", "URI",
	    "cups:QUEUE, or ipp://HOST/PATH (none: the screen alone)",
	    AT(printer) },
	{ 0, ARGS_TEXT, "model", "NAME",
	    "the receipt printer's model (generic, generic-58)", AT(model) },
	{ 0, ARGS_TEXT, "format", "FORMAT",
	    "what it takes: escpos, text or pwg (cups: escpos, ipp: pwg)",
	    AT(format) },
	{ 0, ARGS_TEXT, "papers", "FOLDER",
	    "write papers there as pictures, for trying out", AT(papers) },
	{ 0, ARGS_NUMBER, "paper", "MM", "width of the paper: 80 or 58 (80)",
	    AT(paper_mm) },
	{ 0, ARGS_FLAG, "stop-without-paper", NULL,
	    "no tickets while there is no paper", AT(stop_without_paper) },
	{ 0, ARGS_FLAG, "mute", NULL, "it has no speaker, and none is missed",
	    AT(mute) },
	{ 0, ARGS_TEXT, "png", "FILE",
	    "draw a page of a sample hall into a file, and leave", AT(png) },
	{ 0, ARGS_TEXT, "page", "PAGE", "which page (services)", AT(page) },
	{ 0, ARGS_TEXT, "size", "WxH", "its size (1920x1080)", AT(size) },
	{ 0, ARGS_FLAG, "contrast", NULL, "in high contrast", AT(contrast) },
	{ 0, ARGS_FLAG, "large", NULL, "with large text", AT(large) },
	{ 0, ARGS_FLAG, "low", NULL, "within low reach", AT(low) },
	{ 0, ARGS_FLAG, "print-test", NULL,
	    "print a test paper, or draw it by --png, and leave",
	    AT(print_test) },
};

static const struct args_program program = {
	.name = "hao-kiosk",
	.about = "Gives citizens their tickets.",
	.more =
	    "Without --text it opens the touch screen. Keys there: arrows or "
	    "Tab and Enter;\nof a keypad 8 4 6 2, 5 and 0 (back).\n\n"
	    "Keys of --text, one a line: 1, 2, ... take a ticket, 1.3 of the "
	    "hall's third\nclass; c CODE checks in by an appointment's code; l "
	    "switches the language; r\nprints the last ticket once more; an "
	    "empty line shows the services again; q\nleaves. Exits 1 when some "
	    "ticket could not be had, or not be printed.\n\n"
	    "Pages of --png: departments services guide wait ticket checkin "
	    "find found\ngiveback rate message away nopaper.\n",
	.options = options,
	.options_count = sizeof(options) / sizeof(options[0]),
};

static void
draw_sample(void *ctx, cairo_t *cr, int width, int height)
{
	kiosk_draw(cr, ctx, width, height);
}

static int
page_of(const char *name)
{
	for (int page = 0; sample_page(page) != NULL; page++) {
		if (strcmp(sample_page(page), name) == 0)
			return page;
	}
	return -1;
}

static int
picture(const struct options *o)
{
	struct picture p = { .draw = draw_sample };
	int page = page_of(o->page);

	if (page < 0)
		return args_misused(&program, "--page is none of the pages");
	if (!picture_size(&p, o->size))
		return args_misused(&program, "--size must be as 1920x1080");
	struct kiosk_model *m = sample_create((enum kiosk_page)page, o->lang);
	if (m == NULL)
		return args_misused(&program, "--lang is no language of po/");
	m->modes[KIOSK_CONTRAST] = o->contrast;
	m->modes[KIOSK_LARGE] = o->large;
	m->modes[KIOSK_LOW] = o->low;
	p.ctx = m;
	const char *wrong = picture_write(&p, o->png);
	sample_destroy(m);
	if (wrong == NULL)
		return 0;
	(void)fprintf(
	    stderr, "%s: can't write %s: %s\n", program.name, o->png, wrong);
	return 1;
}

static const char *
folder(const struct options *o)
{
	return o->keep != NULL ? o->keep : FOLDER;
}

static int
dots(const struct options *o)
{
	return o->paper_mm == 58 ? SLIP_DOTS_58 : SLIP_DOTS_80;
}

/* What the printer takes; NULL, or why it can't be: to be shown. */
static const char *
kind_of(const struct options *o, struct document_kind *kind)
{
	if (o->printer == NULL)
		return NULL;
	return document_read(kind, o->printer, o->model, o->format);
}

static int
test(const struct options *o)
{
	struct document_kind kind;
	bool to_printer = o->png == NULL;
	const char *wrong = kind_of(o, &kind);

	if (wrong == NULL && to_printer && o->printer == NULL) {
		wrong = "--print-test prints by --printer, or draws by --png "
			"FILE: give one of them";
	}
	if (wrong != NULL)
		return args_misused(&program, wrong);
	return test_run(&(struct test_options){
	    .shell = &o->shell,
	    .program = program.name,
	    .lang = o->lang,
	    .file = o->png,
	    .printer = o->printer,
	    .kind = &kind,
	    .folder = folder(o),
	    .dots = o->printer != NULL ? kind.model->paper.width : dots(o),
	});
}

static int
text(const struct options *o)
{
	struct document_kind kind;
	const char *wrong = kind_of(o, &kind);

	if (wrong == NULL && o->printer != NULL && kind.format != DOCUMENT_TEXT)
		wrong = "--text prints text alone: add --format text";
	if (wrong == NULL && o->papers != NULL)
		wrong = "--text shows its papers; --papers is the screen's";
	if (wrong != NULL)
		return args_misused(&program, wrong);
	return text_run(&(struct text_options){
	    .shell = &o->shell,
	    .program = program.name,
	    .lang = o->lang,
	    .printer = o->printer,
	    .kind = o->printer != NULL ? &kind : NULL,
	    .folder = o->printer != NULL ? folder(o) : o->keep,
	    .stop_without_paper = o->stop_without_paper,
	});
}

static int
face(const struct options *o)
{
	struct picture size = { 0 };
	struct document_kind kind;
	bool prints = o->printer != NULL;
	const char *wrong = kind_of(o, &kind);

	if (o->window != NULL && !picture_size(&size, o->window))
		wrong = "--window must be as 1280x720";
	if (wrong == NULL && prints && kind.format == DOCUMENT_TEXT)
		wrong = "--format text is for --text";
	if (wrong != NULL)
		return args_misused(&program, wrong);
	return face_run(&(struct face_options){
	    .shell = &o->shell,
	    .program = program.name,
	    .lang = o->lang,
	    .folder = folder(o),
	    .papers = o->papers,
	    .printer = o->printer,
	    .kind = prints ? &kind : NULL,
	    .width = size.width,
	    .height = size.height,
	    .dots = prints ? kind.model->paper.width : dots(o),
	    .stop_without_paper = o->stop_without_paper,
	    .mute = o->mute,
	});
}

int
main(int argc, char **argv)
{
	struct options o = { .shell.servers = SHELL_SERVERS,
		.page = "services",
		.size = "1920x1080",
		.paper_mm = 80 };
	struct args_line line = { argc, argv };
	int status = args_take(&program, &line, &o);

	if (status >= 0)
		return status;
	if (o.paper_mm != 80 && o.paper_mm != 58)
		return args_misused(&program, "--paper must be 80 or 58");
	o.lang = o.lang != NULL ? o.lang : shell_language(NULL);
	if (o.print_test)
		return test(&o);
	if (o.text)
		return text(&o);
	if (o.png != NULL)
		return picture(&o);
	return face(&o);
}
