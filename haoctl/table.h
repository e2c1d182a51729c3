/* Rows of cells, aligned by the columns that a terminal gives them. Pure. */
#ifndef HAO_TABLE_H
#define HAO_TABLE_H

#include <stddef.h>
#include <stdint.h>

#include "proto/buf.h"
#include "ui/text.h"

#define TABLE_COLUMNS_MAX 20

struct table {
	size_t columns; /* at most TABLE_COLUMNS_MAX; set by the caller */
	enum text_side sides[TABLE_COLUMNS_MAX];
	struct buf cells; /* each ended by 0 */
};

void table_release(struct table *t);

/* The next cell, row by row. */
void table_cell(struct table *t, const char *text);
void table_int(struct table *t, int64_t n);

/* Two spaces between columns; nothing after the last one's text. */
void table_put(struct buf *out, const struct table *t);

#endif
