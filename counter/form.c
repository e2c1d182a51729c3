#include "counter/form.h"

#include <string.h>
#include <strings.h>

#include "counter/canvas.h"
#include "counter/press.h"
#include "ui/text.h"

#define BOX_COLUMNS   58
#define BOX_LIST_ROWS 10

void
form_open(
    struct form *f, enum form_kind kind, const char *title, const char *hint)
{
	f->kind = kind;
	f->title = title;
	f->hint = hint;
	f->text[0] = '\0';
	f->choices_count = f->picked = 0;
	f->proposed = f->secret = false;
}

void
form_hide(struct form *f)
{
	f->secret = true;
}

static void
keep(char *to, size_t size, const char *from)
{
	size_t len = 0;

	/* Cut between characters. */
	for (struct text_char t = text_char(from);
	     t.bytes > 0 && len + t.bytes < size; t = text_char(from + len))
		len += t.bytes;
	memcpy(to, from, len);
	to[len] = '\0';
}

void
form_choice(struct form *f, const char *shown, const char *value)
{
	if (f->choices_count == FORM_CHOICES_MAX)
		return;
	struct form_choice *c = &f->choices[f->choices_count++];
	keep(c->shown, sizeof(c->shown), shown);
	keep(c->value, sizeof(c->value), value);
}

bool
form_is_open(const struct form *f)
{
	return f->kind != FORM_NONE;
}

void
form_close(struct form *f)
{
	f->kind = FORM_NONE;
}

/* --- The list ------------------------------------------------------------ */

static bool
contains(const char *text, const char *part)
{
	return strcasestr(text, part) != NULL;
}

static bool
is_left(const struct form *f, const struct form_choice *c)
{
	return f->kind != FORM_CHOICE || contains(c->shown, f->text) ||
	    contains(c->value, f->text);
}

/* The Ith of those that the text leaves; NULL: there are not so many. */
static const struct form_choice *
choice_at(const struct form *f, size_t i)
{
	for (size_t k = 0; k < f->choices_count; k++) {
		if (is_left(f, &f->choices[k]) && i-- == 0)
			return &f->choices[k];
	}
	return NULL;
}

static void
move(struct form *f, bool down)
{
	if (f->kind == FORM_TEXT && !f->proposed) {
		f->proposed = choice_at(f, 0) != NULL;
		f->picked = 0;
		return;
	}
	if (down && choice_at(f, f->picked + 1) != NULL)
		f->picked++;
	if (!down && f->picked > 0) {
		f->picked--;
	} else if (!down) {
		f->proposed = false;
	}
}

const char *
form_value(const struct form *f)
{
	const struct form_choice *c = choice_at(f, f->picked);

	if (f->kind == FORM_TEXT && !f->proposed)
		return f->text;
	return c != NULL ? c->value : "";
}

/* --- The line ------------------------------------------------------------ */

static size_t
encode(uint32_t code, char out[4])
{
	static const uint8_t lead[] = { 0, 0, 0xC0, 0xE0, 0xF0 };
	size_t bytes = 1 + (size_t)(code >= 0x80) + (size_t)(code >= 0x800) +
	    (size_t)(code >= 0x10000);

	for (size_t i = bytes - 1; i > 0; i--) {
		out[i] = (char)(0x80 | (code & 0x3F));
		code >>= 6;
	}
	out[0] = (char)(lead[bytes == 1 ? 0 : bytes] | code);
	return bytes;
}

static void
write_char(struct form *f, uint32_t code)
{
	size_t len = strlen(f->text);
	char bytes[4];
	size_t n = encode(code, bytes);

	if (code < ' ' || code >= PRESS_UP || len + n > LIMIT_TEXT)
		return;
	memcpy(f->text + len, bytes, n);
	f->text[len + n] = '\0';
	f->picked = 0;
	f->proposed = false;
}

static void
erase_char(struct form *f)
{
	size_t len = strlen(f->text);

	while (len > 0 && (f->text[len - 1] & 0xC0) == 0x80)
		len--;
	f->text[len > 0 ? len - 1 : 0] = '\0';
	f->picked = 0;
	f->proposed = false;
}

static enum form_result
enter(struct form *f)
{
	return *form_value(f) != '\0' ? FORM_DONE : FORM_GOES_ON;
}

static enum form_result
press_yes(struct form *f, uint32_t press)
{
	if (press == 'y' || press == 'Y')
		return FORM_DONE;
	form_close(f);
	return FORM_LEFT;
}

enum form_result
form_press(struct form *f, uint32_t press)
{
	if (f->kind == FORM_YES)
		return press_yes(f, press);
	switch (press) {
	case PRESS_ENTER:
		return enter(f);
	case PRESS_ESCAPE:
		form_close(f);
		return FORM_LEFT;
	case PRESS_UP:
	case PRESS_DOWN:
		move(f, press == PRESS_DOWN);
		return FORM_GOES_ON;
	case PRESS_ERASE:
		erase_char(f);
		return FORM_GOES_ON;
	default:
		write_char(f, press);
		return FORM_GOES_ON;
	}
}

/* --- The box ------------------------------------------------------------- */

static int
smaller(int a, int b)
{
	return a < b ? a : b;
}

static void
draw_line(const struct form *f, struct canvas *c, int row, const struct area *a)
{
	const struct area line = { row, a->column + 2, 1, a->columns - 4 };
	char stars[LIMIT_TEXT + 1];
	const char *at = f->text;

	if (f->secret) {
		size_t len = strlen(f->text);
		memset(stars, '*', len);
		stars[len] = '\0';
		at = stars;
	}
	canvas_clear(c, &line, INK_FIELD);
	/* The end of a long one is where it is written. */
	while (text_columns(at) > line.columns - 1)
		at += text_char(at).bytes;
	c->cursor_row = row;
	c->cursor_column = line.column +
	    canvas_put(
		c, canvas_at(row, line.column, line.columns), INK_FIELD, at);
}

static void
draw_list(const struct form *f, struct canvas *c, int row, const struct area *a)
{
	size_t rows = (size_t)(a->row + a->rows - 2 - row);
	size_t from = f->picked < rows ? 0 : f->picked - rows + 1;
	const struct form_choice *choice;

	for (size_t i = 0; i < rows; i++, row++) {
		choice = choice_at(f, from + i);
		if (choice == NULL)
			return;
		bool picked = from + i == f->picked &&
		    (f->kind == FORM_CHOICE || f->proposed);
		const struct area line = { row, a->column + 2, 1,
			a->columns - 4 };
		canvas_clear(c, &line, picked ? INK_PICK : INK_BOX);
		canvas_put(c, canvas_at(row, line.column + 1, line.columns - 2),
		    picked ? INK_PICK : INK_BOX, choice->shown);
	}
}

void
form_draw(const struct form *f, struct canvas *c)
{
	bool writes = f->kind == FORM_TEXT || f->kind == FORM_CHOICE;
	int list = smaller(
	    (int)f->choices_count, smaller(BOX_LIST_ROWS, c->rows - 7));
	struct area a = { .rows = 4 + (writes ? 2 : 0) + (list > 0 ? list : 0),
		.columns = smaller(BOX_COLUMNS, c->columns) };

	if (!form_is_open(f))
		return;
	a.row = (c->rows - a.rows) / 2;
	a.column = (c->columns - a.columns) / 2;
	canvas_clear(c, &a, INK_BOX);
	canvas_put(c, canvas_at(a.row + 1, a.column + 2, a.columns - 4),
	    INK_BOX, f->title);
	if (writes)
		draw_line(f, c, a.row + 2, &a);
	if (list > 0)
		draw_list(f, c, a.row + 4, &a);
	canvas_put_right(c,
	    canvas_at(
		a.row + a.rows - 1, a.column + a.columns - 2, a.columns - 4),
	    INK_BOX, f->hint);
}
