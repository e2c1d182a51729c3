/*
 * Papers as documents in the format that a printer takes. Pure; print.h does
 * the printing.
 */
#ifndef HAO_KIOSK_DOCUMENT_H
#define HAO_KIOSK_DOCUMENT_H

#include <stdbool.h>

#include "kiosk/print.h"
#include "kiosk/take.h"

struct buf;
struct model;
struct raster;

enum document_format {
	DOCUMENT_ESCPOS, /* a picture, for receipt printers */
	DOCUMENT_TEXT,	 /* their own letters, for slow lines */
	DOCUMENT_PWG,	 /* for printers that speak IPP */
};

/* What a kiosk's printer takes. */
struct document_kind {
	const struct model *model;
	enum document_format format;
	const char *mime; /* as IPP names the format */
};

/*
 * NULL, or what to change on the command line. MODEL and FORMAT are its
 * words; NULL: generic, and what the printer at URI takes as a rule.
 */
const char *document_read(struct document_kind *kind, const char *uri,
    const char *model, const char *format) __attribute__((warn_unused_result));

/* How many letters a line has, of DOCUMENT_TEXT. */
int document_columns(const struct document_kind *kind);

/* A whole document. False: KIND takes none such, or out of memory. */
bool document_text(const struct document_kind *kind, const char *text,
    struct buf *document) __attribute__((warn_unused_result));
bool document_picture(const struct document_kind *kind, const struct raster *r,
    struct buf *document) __attribute__((warn_unused_result));

/*
 * The paper's name for print.h: ticket ID as request RID made it, whose
 * AGAIN-th reprint it is; 0: the first paper.
 */
void document_name(
    char name[PRINT_NAME_MAX + 1], const char *id, const char *rid, int again);

enum take_paper document_verdict(enum verdict v);

#endif
