/*
 * What a report found, for people or for programs: a table aligned by columns
 * of the terminal, CSV, or JSON. Pure.
 */
#ifndef HAO_SHEET_H
#define HAO_SHEET_H

#include <stddef.h>
#include <stdint.h>

#include "proto/buf.h"

#define SHEET_COLUMNS_MAX 18

enum sheet_kind {
	SHEET_TEXT,
	SHEET_COUNT,
	SHEET_SECONDS, /* in a table m:ss, or h:mm:ss */
	SHEET_RATE,    /* of 1; in a table in percent */
};

struct sheet_column {
	const char *name; /* borrowed until the release */
	enum sheet_kind kind;
};

struct sheet_cell {
	enum {
		CELL_NONE,
		CELL_INT,
		CELL_REAL,
		CELL_TEXT
	} is;
	int64_t n;
	double x;
	size_t at; /* in the texts */
};

struct sheet {
	struct sheet_column column[SHEET_COLUMNS_MAX];
	size_t columns;
	const char *bars; /* in a table, a bar for this column; or NULL */
	struct sheet_cell *cell; /* row by row */
	size_t count, cap;
	struct buf texts;
	int failed; /* out of memory */
};

void sheet_column(struct sheet *s, const char *name, enum sheet_kind kind);
/* The next cell. */
void sheet_none(struct sheet *s);
void sheet_int(struct sheet *s, int64_t n);
void sheet_real(struct sheet *s, double x);
void sheet_text(struct sheet *s, const char *text);
void sheet_release(struct sheet *s);

void sheet_put_table(struct buf *out, const struct sheet *s);
/*
 * RFC 4180, with a line of names. A text that a spreadsheet would take for a
 * formula gets an apostrophe before it.
 */
void sheet_put_csv(struct buf *out, const struct sheet *s);
/* A list of objects; what there is none of is null. */
void sheet_put_json(struct buf *out, const struct sheet *s);

#endif
