#include "haoctl/sheet.h"

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "haoctl/table.h"
#include "proto/jsonw.h"

#define NUMBER_SIZE 40
#define BAR_COLUMNS 40

void
sheet_column(struct sheet *s, const char *name, enum sheet_kind kind)
{
	if (s->columns < SHEET_COLUMNS_MAX)
		s->column[s->columns++] = (struct sheet_column){ name, kind };
}

static void
add(struct sheet *s, const struct sheet_cell *cell)
{
	if (s->count == s->cap) {
		size_t cap = s->cap ? 2 * s->cap : 256;
		struct sheet_cell *to = realloc(s->cell, cap * sizeof(*to));
		if (!to) {
			s->failed = 1;
			return;
		}
		s->cell = to;
		s->cap = cap;
	}
	s->cell[s->count++] = *cell;
}

void
sheet_none(struct sheet *s)
{
	add(s, &(struct sheet_cell){ .is = CELL_NONE });
}

void
sheet_int(struct sheet *s, int64_t n)
{
	add(s, &(struct sheet_cell){ .is = CELL_INT, .n = n });
}

void
sheet_real(struct sheet *s, double x)
{
	add(s, &(struct sheet_cell){ .is = CELL_REAL, .x = x });
}

void
sheet_text(struct sheet *s, const char *text)
{
	add(s, &(struct sheet_cell){ .is = CELL_TEXT, .at = s->texts.len });
	buf_put(&s->texts, text, strlen(text) + 1);
	s->failed = s->failed || s->texts.failed;
}

void
sheet_release(struct sheet *s)
{
	free(s->cell);
	buf_release(&s->texts);
	*s = (struct sheet){ 0 };
}

static size_t
rows_of(const struct sheet *s)
{
	return s->columns > 0 ? s->count / s->columns : 0;
}

static const char *
text_of(const struct sheet *s, const struct sheet_cell *cell)
{
	return s->texts.at + cell->at;
}

static double
number_of(const struct sheet_cell *cell)
{
	return cell->is == CELL_INT ? (double)cell->n : cell->x;
}

/* "3900", "0.9333": as short as it is exact to a thousandth of a second. */
static void
write_number(char out[NUMBER_SIZE], const struct sheet_cell *cell)
{
	if (cell->is == CELL_INT) {
		(void)snprintf(out, NUMBER_SIZE, "%lld", (long long)cell->n);
	} else {
		(void)snprintf(out, NUMBER_SIZE, "%.15g", cell->x);
	}
}

/* --- For people ----------------------------------------------------------- */

/* 65 minutes are 1:05:00. */
static void
write_duration(char out[NUMBER_SIZE], double seconds)
{
	long long s = (long long)(seconds + 0.5);

	if (s < 3600) {
		(void)snprintf(out, NUMBER_SIZE, "%lld:%02lld", s / 60, s % 60);
	} else {
		(void)snprintf(out, NUMBER_SIZE, "%lld:%02lld:%02lld", s / 3600,
		    s / 60 % 60, s % 60);
	}
}

static void
put_cell(struct table *t, const struct sheet *s, const struct sheet_cell *cell,
    enum sheet_kind kind)
{
	char text[NUMBER_SIZE] = "-";

	if (cell->is == CELL_TEXT) {
		table_cell(t, text_of(s, cell));
		return;
	}
	if (cell->is != CELL_NONE) {
		if (kind == SHEET_SECONDS) {
			write_duration(text, number_of(cell));
		} else if (kind == SHEET_RATE) {
			(void)snprintf(text, sizeof(text), "%.1f %%",
			    100 * number_of(cell));
		} else {
			write_number(text, cell);
		}
	}
	table_cell(t, text);
}

/* Of LEAST and MOST, eighths of a column: a bar is never nothing. */
static void
put_bar(struct table *t, double part, double most)
{
	static const char eighths[8][4] = { "", "\u258f", "\u258e", "\u258d",
		"\u258c", "\u258b", "\u258a", "\u2589" };
	long long left = most > 0
	    ? (long long)(8 * BAR_COLUMNS * part / most + 0.5)
	    : 0;

	if (left == 0 && part > 0)
		left = 1;
	for (; left >= 8; left -= 8)
		buf_puts(&t->cells, "\u2588");
	table_cell(t, eighths[left]);
}

/* Which column has bars; all columns: none. */
static size_t
bars_of(const struct sheet *s, double *most)
{
	size_t at = 0;

	*most = 0;
	while (at < s->columns &&
	    (!s->bars || strcmp(s->column[at].name, s->bars) != 0))
		at++;
	for (size_t i = at; at < s->columns && i < s->count; i += s->columns) {
		if (number_of(&s->cell[i]) > *most)
			*most = number_of(&s->cell[i]);
	}
	return at;
}

static char
upper(char c)
{
	if (c >= 'a' && c <= 'z')
		c = (char)(c - 'a' + 'A');
	return c;
}

/* "MEAN" of mean_s: a duration is no number of seconds there. */
static void
put_head(struct table *t, const struct sheet_column *c)
{
	char head[NUMBER_SIZE];
	size_t len = strnlen(c->name, sizeof(head) - 1);

	if (c->kind == SHEET_SECONDS && len > 2)
		len -= 2;
	for (size_t i = 0; i < len; i++)
		head[i] = upper(c->name[i]);
	head[len] = '\0';
	table_cell(t, head);
}

static void
put_heads(struct table *t, const struct sheet *s)
{
	for (size_t i = 0; i < s->columns; i++) {
		bool text = s->column[i].kind == SHEET_TEXT;
		t->sides[i] = text ? TEXT_LEFT : TEXT_RIGHT;
		put_head(t, &s->column[i]);
	}
}

void
sheet_put_table(struct buf *out, const struct sheet *s)
{
	double most;
	size_t bars = bars_of(s, &most);
	struct table t = { .columns = s->columns + (bars < s->columns) };

	put_heads(&t, s);
	if (bars < s->columns)
		table_cell(&t, "");
	for (size_t row = 0; row < rows_of(s); row++) {
		const struct sheet_cell *cell = &s->cell[row * s->columns];
		for (size_t i = 0; i < s->columns; i++)
			put_cell(&t, s, &cell[i], s->column[i].kind);
		if (bars < s->columns)
			put_bar(&t, number_of(&cell[bars]), most);
	}
	table_put(out, &t);
	table_release(&t);
}

/* --- For programs --------------------------------------------------------- */

static void
put_csv_text(struct buf *out, const char *text)
{
	bool formula = strchr("=+-@\t\r", text[0]) && text[0];

	if (!formula && !strpbrk(text, ",\"\r\n")) {
		buf_puts(out, text);
		return;
	}
	buf_puts(out, formula ? "\"'" : "\"");
	for (; *text; text++) {
		if (*text == '"')
			buf_putc(out, '"');
		buf_putc(out, *text);
	}
	buf_putc(out, '"');
}

static void
put_csv_cell(
    struct buf *out, const struct sheet *s, const struct sheet_cell *cell)
{
	char text[NUMBER_SIZE];

	if (cell->is == CELL_TEXT) {
		put_csv_text(out, text_of(s, cell));
	} else if (cell->is != CELL_NONE) {
		write_number(text, cell);
		buf_puts(out, text);
	}
}

void
sheet_put_csv(struct buf *out, const struct sheet *s)
{
	for (size_t i = 0; i < s->columns; i++) {
		buf_puts(out, i > 0 ? "," : "");
		buf_puts(out, s->column[i].name);
	}
	buf_puts(out, "\r\n");
	for (size_t row = 0; row < rows_of(s); row++) {
		for (size_t i = 0; i < s->columns; i++) {
			buf_puts(out, i > 0 ? "," : "");
			put_csv_cell(out, s, &s->cell[row * s->columns + i]);
		}
		buf_puts(out, "\r\n");
	}
}

static void
put_json_cell(
    struct jsonw *w, const struct sheet *s, const struct sheet_cell *cell)
{
	char text[NUMBER_SIZE];

	if (cell->is == CELL_TEXT) {
		jsonw_str(w, text_of(s, cell));
	} else if (cell->is == CELL_NONE) {
		jsonw_null(w);
	} else {
		write_number(text, cell);
		jsonw_raw(w, text, strlen(text));
	}
}

void
sheet_put_json(struct buf *out, const struct sheet *s)
{
	struct jsonw w;

	jsonw_init(&w, out);
	jsonw_open(&w, '[');
	for (size_t row = 0; row < rows_of(s); row++) {
		jsonw_open(&w, '{');
		for (size_t i = 0; i < s->columns; i++) {
			jsonw_key(&w, s->column[i].name);
			put_json_cell(&w, s, &s->cell[row * s->columns + i]);
		}
		jsonw_close(&w, '}');
	}
	jsonw_close(&w, ']');
	buf_putc(out, '\n');
}
