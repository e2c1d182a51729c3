#include "haoctl/table.h"

#include <stdbool.h>
#include <string.h>

void
table_release(struct table *t)
{
	buf_release(&t->cells);
}

void
table_cell(struct table *t, const char *text)
{
	buf_put(&t->cells, text, strlen(text) + 1);
}

void
table_int(struct table *t, int64_t n)
{
	buf_put_int(&t->cells, n);
	buf_putc(&t->cells, '\0');
}

static void
measure(const struct table *t, int widths[TABLE_COLUMNS_MAX])
{
	size_t column = 0;

	for (size_t at = 0; at < t->cells.len;) {
		const char *cell = t->cells.at + at;
		int width = text_columns(cell);
		if (width > widths[column])
			widths[column] = width;
		column = (column + 1) % t->columns;
		at += strlen(cell) + 1;
	}
}

void
table_put(struct buf *out, const struct table *t)
{
	int widths[TABLE_COLUMNS_MAX] = { 0 };
	size_t column = 0;

	if (t->cells.failed) {
		out->failed = true;
		return;
	}
	measure(t, widths);
	for (size_t at = 0; at < t->cells.len;) {
		const char *cell = t->cells.at + at;
		bool last = column + 1 == t->columns;
		bool bare = last && t->sides[column] == TEXT_LEFT;
		text_field(out, cell,
		    bare ? text_columns(cell) : widths[column],
		    t->sides[column]);
		buf_puts(out, last ? "\n" : "  ");
		column = last ? 0 : column + 1;
		at += strlen(cell) + 1;
	}
}
