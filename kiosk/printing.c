#include "kiosk/printing.h"

#include <stdio.h>
#include <string.h>

#include "kiosk/escpos.h"
#include "kiosk/paper.h"
#include "kiosk/printer/model.h"
#include "kiosk/pwg.h"
#include "proto/buf.h"

#define RAW_MIME       "application/vnd.cups-raw"
#define DEADLINE_S_MAX 600

_Static_assert(PAPER_LARGE == ESCPOS_LARGE, "a paper's mark is a printer's");

struct form {
	const char *word, *mime;
};

static const struct form forms[] = {
	[PRINTING_RASTER] = { "raster", RAW_MIME },
	[PRINTING_TEXT] = { "text", RAW_MIME },
	[PRINTING_PWG] = { "pwg", PWG_MIME },
};

#define FORMS (sizeof(forms) / sizeof(forms[0]))

static bool
form_read(const char *word, enum printing_form *form)
{
	for (size_t i = 0; i < FORMS; i++) {
		if (strcmp(word, forms[i].word) == 0) {
			*form = (enum printing_form)i;
			return true;
		}
	}
	return false;
}

const char *
printing_read(const struct printing_options *o, struct printing *p)
{
	*p = (struct printing){
		.uri = o->uri,
		.model = model_find(o->model != NULL ? o->model : "generic"),
		.deadline_ms = o->deadline_s * 1000,
	};
	if (p->model == NULL)
		return "--model is not in the table; see hao-printer --models";
	if (o->form != NULL && !form_read(o->form, &p->form))
		return "--print-as is raster, text or pwg";
	if (o->deadline_s < 1 || o->deadline_s > DEADLINE_S_MAX)
		return "--print-deadline is 1 to 600 seconds";
	p->mime = forms[p->form].mime;
	return NULL;
}

int
printing_dots(const struct printing *p)
{
	return p->model->paper.width;
}

int
printing_columns(const struct printing *p)
{
	return p->model->paper.columns;
}

bool
printing_text(const struct printing *p, const char *text, struct buf *document)
{
	if (p->form != PRINTING_TEXT)
		return false;
	escpos_begin(document, &p->model->paper);
	if (!escpos_text(document, text, &p->model->paper))
		return false;
	escpos_end(document, &p->model->paper);
	return !document->failed;
}

bool
printing_picture(
    const struct printing *p, const struct raster *r, struct buf *document)
{
	switch (p->form) {
	case PRINTING_TEXT:
		return false;
	case PRINTING_PWG:
		pwg_document(document, r, 1, p->model->dpi);
		break;
	case PRINTING_RASTER:
		escpos_begin(document, &p->model->paper);
		escpos_raster(document, r, &p->model->paper);
		escpos_end(document, &p->model->paper);
		break;
	}
	return !document->failed;
}

void
printing_name(
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
printing_paper(enum verdict v)
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
