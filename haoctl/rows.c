#include "haoctl/rows.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "ui/text.h"

#define CODE_MAX    16
#define CONTACT_MAX 200
#define COLUMNS_MAX 16

static const struct column {
	const char *name, *form; /* 0 is a digit; NULL: any bytes */
	size_t at, bytes_max;
	bool needed;
} columns[] = {
	{ "service", NULL, offsetof(struct row, service), CODE_MAX, true },
	{ "day", "0000-00-00", offsetof(struct row, day), CODE_MAX, true },
	{ "time", "00:00", offsetof(struct row, time), CODE_MAX, true },
	{ "contact", NULL, offsetof(struct row, contact), CONTACT_MAX, false },
	{ "lang", NULL, offsetof(struct row, lang), CODE_MAX, false },
	{ "ref", NULL, offsetof(struct row, ref), CONTACT_MAX, false },
};
#define COLUMNS (sizeof(columns) / sizeof(columns[0]))

struct reader {
	char *at;
	unsigned int line; /* of what comes next */
	const char *file;
	struct buf *err;
	bool wrong;
	const char *field[COLUMNS_MAX];
	size_t fields;
	const struct column *order[COLUMNS_MAX]; /* of the file's columns */
	size_t order_count;
};

void
rows_say_where(struct buf *err, const char *file, unsigned int line)
{
	char number[16];

	text_put(err, file);
	(void)snprintf(number, sizeof(number), ":%u: ", line);
	buf_puts(err, number);
}

static void
say(struct reader *r, unsigned int line, const char *what, const char *detail)
{
	r->wrong = true;
	rows_say_where(r->err, r->file, line);
	buf_puts(r->err, what);
	if (detail) {
		buf_puts(r->err, ": ");
		text_put(r->err, detail);
	}
	buf_putc(r->err, '\n');
}

/* --- CSV ---------------------------------------------------------------- */

/* A quoted field, from behind its first quote; two quotes are one. */
static const char *
take_quoted(struct reader *r)
{
	char *start = r->at, *to = r->at;
	unsigned int line = r->line;
	bool ended = false;

	for (; *r->at; r->at++) {
		ended = *r->at == '"' && *++r->at != '"';
		if (ended)
			break;
		if (*r->at == '\n')
			r->line++;
		*to++ = *r->at;
	}
	if (!ended)
		say(r, line, "a quoted field has no end", NULL);
	char after = *r->at;
	if (after && !strchr(",\r\n", after)) {
		say(r, r->line, "a comma must stand behind a quoted field",
		    NULL);
	}
	/* The end may fall on what stands behind: it is looked at first. */
	r->at += strcspn(r->at, ",\r\n");
	after = *r->at;
	*to = '\0';
	if (to == r->at)
		*r->at = after;
	return start;
}

/* One line of fields; false: there are no more lines. */
static bool
take_line(struct reader *r)
{
	r->fields = 0;
	if (!*r->at)
		return false;
	for (;;) {
		const char *field = r->at;
		if (*r->at == '"') {
			r->at++;
			field = take_quoted(r);
		} else {
			r->at += strcspn(r->at, ",\r\n");
		}
		char after = *r->at;
		*r->at = '\0';
		if (r->fields < COLUMNS_MAX)
			r->field[r->fields] = field;
		r->fields++;
		if (!after)
			return true;
		r->at++;
		if (after == ',')
			continue;
		if (after == '\r' && *r->at == '\n')
			r->at++;
		r->line++;
		return true;
	}
}

/* --- Columns ------------------------------------------------------------ */

static const struct column *
column_named(const char *name)
{
	for (size_t i = 0; i < COLUMNS; i++) {
		if (strcmp(columns[i].name, name) == 0)
			return &columns[i];
	}
	return NULL;
}

static bool
has_column(const struct reader *r, const struct column *c)
{
	for (size_t i = 0; i < r->order_count; i++) {
		if (r->order[i] == c)
			return true;
	}
	return false;
}

static void
read_head(struct reader *r)
{
	if (!take_line(r) || r->fields > COLUMNS_MAX) {
		say(r, 1, "the first line must name the columns", NULL);
		return;
	}
	for (size_t i = 0; i < r->fields; i++) {
		const struct column *c = column_named(r->field[i]);
		if (!c) {
			say(r, 1, "no such column", r->field[i]);
		} else if (has_column(r, c)) {
			say(r, 1, "this column is there twice", c->name);
		}
		r->order[r->order_count++] = c;
	}
	for (size_t i = 0; i < COLUMNS; i++) {
		if (columns[i].needed && !has_column(r, &columns[i]))
			say(r, 1, "a column is missing", columns[i].name);
	}
}

static bool
has_form(const char *text, const char *form)
{
	for (; *form && *text; form++, text++) {
		bool is_digit = *text >= '0' && *text <= '9';
		if (*form == '0' ? !is_digit : *text != *form)
			return false;
	}
	return *form == *text;
}

static void
take_field(struct reader *r, struct row *row, const struct column *c,
    const char *field)
{
	if (c->needed && !*field) {
		say(r, row->line, "is empty", c->name);
	} else if (c->form && !has_form(field, c->form)) {
		say(r, row->line,
		    strcmp(c->name, "day") == 0
			? "a day is written as 2026-11-24"
			: "a time is written as 09:15",
		    field);
	} else if (strlen(field) > c->bytes_max) {
		say(r, row->line, "is too long", c->name);
	}
	memcpy((char *)row + c->at, &field, sizeof(field));
}

/* --- Rows --------------------------------------------------------------- */

/* FNV-1a; the end of each word counts. */
static uint64_t
hash(uint64_t h, const char *word)
{
	for (;; word++) {
		h = (h ^ (unsigned char)*word) * 0x100000001b3u;
		if (!*word)
			return h;
	}
}

static void
make_hash(struct row *row)
{
	const char *const words[] = { row->service, row->day, row->time,
		row->lang, row->ref };

	row->hash[0] = 0xcbf29ce484222325u;
	row->hash[1] = 0x6c62272e07bb0142u;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		row->hash[0] = hash(row->hash[0], words[i]);
		row->hash[1] = hash(row->hash[1], words[i]);
	}
}

static void
count_repeats(const struct rows *rows, struct row *row)
{
	for (size_t i = 0; i < rows->count; i++) {
		row->repeat += rows->row[i].hash[0] == row->hash[0] &&
		    rows->row[i].hash[1] == row->hash[1];
	}
}

void
rows_make_rid(struct row *row)
{
	(void)snprintf(row->rid, sizeof(row->rid),
	    "import-%016llx%016llx-%u-%u", (unsigned long long)row->hash[0],
	    (unsigned long long)row->hash[1], row->repeat % 100000,
	    row->attempt % 100000);
}

static struct row *
add(struct rows *rows)
{
	if (rows->count == rows->cap) {
		size_t cap = rows->cap ? rows->cap * 2 : 256;
		struct row *to = realloc(rows->row, cap * sizeof(*to));
		if (!to)
			return NULL;
		rows->row = to;
		rows->cap = cap;
	}
	struct row *row = &rows->row[rows->count];
	/* Each of them may be a column that the first line does not name. */
	*row = (struct row){ .service = "",
		.day = "",
		.time = "",
		.contact = "",
		.lang = "",
		.ref = "" };
	return row;
}

static bool
read_row(struct reader *r, struct rows *rows, unsigned int line)
{
	struct row *row = add(rows);

	if (!row || rows->count == ROWS_MAX) {
		say(r, line,
		    row ? "too many rows; divide the file" : "out of memory",
		    NULL);
		return false;
	}
	row->line = line;
	if (r->fields != r->order_count) {
		say(r, line, "has more or fewer fields than the first line",
		    NULL);
		return true;
	}
	for (size_t i = 0; i < r->fields; i++)
		take_field(r, row, r->order[i], r->field[i]);
	make_hash(row);
	count_repeats(rows, row);
	rows_make_rid(row);
	rows->count++;
	return true;
}

bool
rows_read(struct rows *rows, char *text, const char *file, struct buf *err)
{
	static const char mark[] = "\xef\xbb\xbf";
	size_t skip = strncmp(text, mark, 3) == 0 ? 3 : 0;
	struct reader r = {
		.at = text + skip, .line = 1, .file = file, .err = err
	};
	bool more = true;

	read_head(&r);
	while (!r.wrong || r.order_count > 0) {
		unsigned int line = r.line;
		if (!more || !take_line(&r))
			break;
		bool empty = r.fields == 1 && !*r.field[0];
		/* Without columns that are known nothing can be said. */
		if (!empty && !has_column(&r, NULL))
			more = read_row(&r, rows, line);
	}
	return !r.wrong && !err->failed;
}

void
rows_release(struct rows *rows)
{
	free(rows->row);
	*rows = (struct rows){ 0 };
}
