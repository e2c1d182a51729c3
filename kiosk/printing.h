/*
 * The kiosk's printer as its command line names it, and papers in the words
 * that it takes. Pure; print.h does the printing.
 */
#ifndef HAO_PRINTING_H
#define HAO_PRINTING_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "kiosk/print.h"
#include "kiosk/take.h"
#include "proto/args/args.h"

struct buf;
struct model;
struct raster;

struct printing_options {
	const char *uri, *model, *form;
	int64_t deadline_s;
};

#define PRINTING_DEADLINE_S (PRINT_DEADLINE_MS / 1000)

/* The rows of a program's table for its printing_options, which are AT. */
#define PRINTING_ARGS(at)                                                     \
 { 0, ARGS_TEXT, "printer", "URI", "cups:QUEUE or ipp://HOST:PORT/ipp/print", \
	 (at) + offsetof(struct printing_options, uri) },                     \
     { 0, ARGS_TEXT, "model", "MODEL",                                        \
	     "which model it is (generic); hao-printer --models lists them",  \
	     (at) + offsetof(struct printing_options, model) },               \
     { 0, ARGS_TEXT, "print-as", "FORM",                                      \
	     "raster, text (for slow serial lines) or pwg (for IPP)",         \
	     (at) + offsetof(struct printing_options, form) },                \
 {                                                                            \
  0, ARGS_NUMBER, "print-deadline", "SECONDS",                                \
      "a later ticket is of no use (30)",                                     \
      (at) + offsetof(struct printing_options, deadline_s)                    \
 }

enum printing_form {
	PRINTING_RASTER, /* ESC/POS, a picture */
	PRINTING_TEXT,	 /* ESC/POS, the printer's own letters */
	PRINTING_PWG,
};

struct printing {
	const char *uri;
	const struct model *model;
	enum printing_form form;
	const char *mime; /* of its documents */
	int64_t deadline_ms;
};

/* NULL, or what to change. OPTIONS' texts are borrowed. */
const char *printing_read(const struct printing_options *o, struct printing *p)
    __attribute__((warn_unused_result));

/* How wide the paper is. */
int printing_dots(const struct printing *p);
int printing_columns(const struct printing *p);

/* A whole document. False: it is of the other kind, or out of memory. */
bool printing_text(const struct printing *p, const char *text,
    struct buf *document) __attribute__((warn_unused_result));
bool printing_picture(const struct printing *p, const struct raster *r,
    struct buf *document) __attribute__((warn_unused_result));

/*
 * The paper's name for print.h: ticket ID as request RID made it, whose
 * AGAIN-th reprint it is; 0: the first paper.
 */
void printing_name(
    char name[PRINT_NAME_MAX + 1], const char *id, const char *rid, int again);

enum take_paper printing_paper(enum verdict v);

#endif
