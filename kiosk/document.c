#include "kiosk/document.h"

#include <stdio.h>
#include <string.h>

#include "kiosk/escpos.h"
#include "kiosk/paper.h"
#include "kiosk/printer/model.h"
#include "kiosk/pwg.h"
#include "proto/buf.h"

#define RAW_MIME "application/vnd.cups-raw" /* for a queue without filters */

_Static_assert(PAPER_LARGE == ESCPOS_LARGE, "a paper's mark is a printer's");

struct format {
	const char *word, *mime;
};

static const struct format formats[] = {
	[DOCUMENT_ESCPOS] = { "escpos", RAW_MIME },
	[DOCUMENT_TEXT] = { "text", RAW_MIME },
	[DOCUMENT_PWG] = { "pwg", PWG_MIME },
};

#define FORMATS (sizeof(formats) / sizeof(formats[0]))

/* False: WORD is none of the formats. */
static bool
format_read(const char *word, enum document_format *format)
{
	for (size_t i = 0; i < FORMATS; i++) {
		if (strcmp(word, formats[i].word) == 0) {
			*format = (enum document_format)i;
			return true;
		}
	}
	return false;
}

const char *
document_read(struct document_kind *kind, const char *uri, const char *model,
    const char *format)
{
	bool is_queue = strncmp(uri, "cups:", 5) == 0;

	*kind = (struct document_kind){
		.model = model_find(model != NULL ? model : "generic"),
		.format = is_queue ? DOCUMENT_ESCPOS : DOCUMENT_PWG,
	};
	if (kind->model == NULL)
		return "--model is not in the table; see hao-printer --models";
	if (format != NULL && !format_read(format, &kind->format))
		return "--format is escpos, text or pwg";
	kind->mime = formats[kind->format].mime;
	return NULL;
}

int
document_columns(const struct document_kind *kind)
{
	return kind->model->paper.columns;
}

bool
document_text(
    const struct document_kind *kind, const char *text, struct buf *document)
{
	const struct escpos_paper *paper = &kind->model->paper;

	if (kind->format != DOCUMENT_TEXT)
		return false;
	escpos_begin(document, paper);
	if (!escpos_text(document, text, paper))
		return false;
	escpos_end(document, paper);
	return !document->failed;
}

bool
document_picture(const struct document_kind *kind, const struct raster *r,
    struct buf *document)
{
	const struct escpos_paper *paper = &kind->model->paper;

	switch (kind->format) {
	case DOCUMENT_TEXT:
		return false;
	case DOCUMENT_PWG:
		pwg_document(document, r, 1, kind->model->dpi);
		break;
	case DOCUMENT_ESCPOS:
		escpos_begin(document, paper);
		escpos_raster(document, r, paper);
		escpos_end(document, paper);
		break;
	}
	return !document->failed;
}

void
document_name(
    char name[PRINT_NAME_MAX + 1], const char *id, const char *rid, int again)
{
	if (again == 0) {
		(void)snprintf(name, PRINT_NAME_MAX + 1, "%s-%s", id, rid);
	} else {
		(void)snprintf(
		    name, PRINT_NAME_MAX + 1, "%s-%s-%d", id, rid, again + 1);
	}
}

enum take_paper
document_verdict(enum verdict v)
{
	switch (v) {
	case VERDICT_PRINTED:
		return TAKE_PAPER_PRINTED;
	case VERDICT_SENT:
		return TAKE_PAPER_SENT;
	case VERDICT_FAILED:
		return TAKE_PAPER_FAILED;
	case VERDICT_UNKNOWN:
		break;
	}
	return TAKE_PAPER_UNKNOWN;
}
