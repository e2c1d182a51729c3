#include "counter/canvas.h"

#include <stdlib.h>
#include <string.h>

#include "proto/buf.h"
#include "ui/text.h"

static const struct cell blank = { " ", INK_PLAIN };

static int
most(int n, int limit)
{
	if (n < 1)
		return 1;
	return n < limit ? n : limit;
}

bool
canvas_init(struct canvas *c, int rows, int columns)
{
	*c = (struct canvas){ .rows = most(rows, CANVAS_ROWS_MAX),
		.columns = most(columns, CANVAS_COLUMNS_MAX),
		.cursor_row = -1 };
	size_t count = (size_t)c->rows * (size_t)c->columns;

	c->cells = malloc(count * sizeof(*c->cells));
	for (size_t i = 0; c->cells != NULL && i < count; i++)
		c->cells[i] = blank;
	return c->cells != NULL;
}

void
canvas_release(struct canvas *c)
{
	free(c->cells);
	c->cells = NULL;
}

static struct cell *
cell_at(const struct canvas *c, int row, int column)
{
	if (row < 0 || column < 0 || row >= c->rows || column >= c->columns)
		return NULL;
	return &c->cells[row * c->columns + column];
}

/* Half of a wide character is no character. */
static void
split(const struct canvas *c, int row, int column)
{
	struct cell *cell = cell_at(c, row, column);

	if (cell == NULL || cell->text[0] != '\0')
		return;
	*cell = (struct cell){ " ", cell->ink };
	cell = cell_at(c, row, column - 1);
	if (cell != NULL)
		*cell = (struct cell){ " ", cell->ink };
}

/* The first character of S, over whatever stands there. */
static void
put_char(const struct canvas *c, struct span at, enum ink ink, const char *s)
{
	const struct text_char t = text_char(s);
	struct cell *cell = cell_at(c, at.row, at.column);
	struct cell *half = cell_at(c, at.row, at.column + 1);

	if (cell == NULL)
		return;
	split(c, at.row, at.column);
	split(c, at.row, at.column + t.columns);
	*cell = (struct cell){ .ink = (uint8_t)ink };
	memcpy(
	    cell->text, t.code == '?' ? "?" : s, t.code == '?' ? 1 : t.bytes);
	if (t.columns == 2 && half != NULL)
		*half = (struct cell){ "", (uint8_t)ink };
}

/* A mark goes to the character before it, while there is room. */
static void
put_mark(const struct canvas *c, struct span at, const char *s)
{
	const struct text_char t = text_char(s);
	struct cell *cell = cell_at(c, at.row, at.column - 1);

	if (cell != NULL && cell->text[0] == '\0')
		cell = cell_at(c, at.row, at.column - 2);
	if (cell == NULL || strlen(cell->text) + t.bytes >= CELL_BYTES)
		return;
	memcpy(cell->text + strlen(cell->text), s, t.bytes);
}

int
canvas_put(struct canvas *c, struct span at, enum ink ink, const char *s)
{
	const int from = at.column;

	if (at.columns > c->columns - at.column)
		at.columns = c->columns - at.column;
	if (at.row < 0 || at.row >= c->rows || from < 0 || at.columns <= 0)
		return 0;
	bool cut = text_columns(s) > at.columns;
	int end = from + at.columns - cut;
	for (struct text_char t = text_char(s); t.bytes > 0; t = text_char(s)) {
		if (at.column + t.columns > end)
			break;
		if (t.columns == 0) {
			put_mark(c, at, s);
		} else {
			put_char(c, at, ink, s);
		}
		at.column += t.columns;
		s += t.bytes;
	}
	if (cut)
		put_char(c, at, ink, "…");
	return at.column - from + cut;
}

int
canvas_put_right(struct canvas *c, struct span end, enum ink ink, const char *s)
{
	int needed = text_columns(s);

	if (needed > end.columns)
		needed = end.columns;
	return canvas_put(
	    c, canvas_at(end.row, end.column - needed, needed), ink, s);
}

int
canvas_put_buf(struct canvas *c, struct span at, enum ink ink, struct buf *b)
{
	int used = 0;

	buf_putc(b, '\0');
	if (!b->failed)
		used = canvas_put(c, at, ink, b->at);
	buf_clear(b);
	return used;
}

int
canvas_put_buf_right(
    struct canvas *c, struct span end, enum ink ink, struct buf *b)
{
	int used = 0;

	buf_putc(b, '\0');
	if (!b->failed)
		used = canvas_put_right(c, end, ink, b->at);
	buf_clear(b);
	return used;
}

void
canvas_fill(struct canvas *c, const struct area *a, enum ink ink)
{
	for (int row = a->row; row < a->row + a->rows; row++) {
		for (int i = a->column; i < a->column + a->columns; i++) {
			struct cell *cell = cell_at(c, row, i);
			if (cell != NULL)
				cell->ink = (uint8_t)ink;
		}
	}
}

void
canvas_clear(struct canvas *c, const struct area *a, enum ink ink)
{
	for (int row = a->row; row < a->row + a->rows; row++) {
		for (int i = a->column; i < a->column + a->columns; i++)
			canvas_put(c, canvas_at(row, i, 1), ink, " ");
	}
}

/* Five rows of three dots, from the left of the topmost on. */
static uint16_t
glyph_of(char letter)
{
	static const struct {
		char letter;
		uint16_t dots;
	} glyphs[] = {
		{ '0', 075557 },
		{ '1', 026227 },
		{ '2', 071747 },
		{ '3', 071717 },
		{ '4', 055711 },
		{ '5', 074717 },
		{ '6', 074757 },
		{ '7', 071111 },
		{ '8', 075757 },
		{ '9', 075717 },
		{ 'A', 025755 },
		{ 'B', 065656 },
		{ 'C', 034443 },
		{ 'D', 065556 },
		{ 'E', 074647 },
		{ 'F', 074644 },
		{ 'G', 034553 },
		{ 'H', 055755 },
		{ 'I', 072227 },
		{ 'J', 011152 },
		{ 'K', 055655 },
		{ 'L', 044447 },
		{ 'M', 057755 },
		{ 'N', 065555 },
		{ 'O', 025552 },
		{ 'P', 065644 },
		{ 'Q', 025563 },
		{ 'R', 065655 },
		{ 'S', 034216 },
		{ 'T', 072222 },
		{ 'U', 055557 },
		{ 'V', 055552 },
		{ 'W', 055775 },
		{ 'X', 055255 },
		{ 'Y', 055222 },
		{ 'Z', 071247 },
	};

	for (size_t i = 0; i < sizeof(glyphs) / sizeof(glyphs[0]); i++) {
		if (glyphs[i].letter == letter)
			return glyphs[i].dots;
	}
	return 000700; /* a dash */
}

int
canvas_number(
    struct canvas *c, int row, int column, enum ink ink, const char *s)
{
	int from = column;

	for (; *s != '\0'; s++, column += 8) {
		uint16_t dots = glyph_of(*s);
		for (int dot = 0; dot < 15; dot++) {
			bool set = (dots & 1u << (14 - dot)) != 0;
			canvas_put(c,
			    canvas_at(row + dot / 3, column + dot % 3 * 2, 2),
			    ink, set ? "██" : "  ");
		}
	}
	return column > from ? column - from - 2 : 0;
}

void
canvas_row(const struct canvas *c, int row, struct buf *out)
{
	size_t end = out->len;

	for (int i = 0; i < c->columns; i++) {
		const struct cell *cell = cell_at(c, row, i);
		if (cell == NULL)
			return;
		buf_puts(out, cell->text);
		if (strcmp(cell->text, " ") != 0)
			end = out->len;
	}
	out->len = end;
}
