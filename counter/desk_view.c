/* The desk drawn: who, the ticket, who waits, what was put aside, keys. */
#include <stdio.h>
#include <string.h>

#include "counter/canvas.h"
#include "counter/desk_own.h"
#include "counter/key.h"
#include "counter/own.h"
#include "counter/view.h"
#include "counter/when.h"
#include "proto/buf.h"
#include "ui/field.h"
#include "ui/text.h"

#define ROWS_MIN     20
#define COLUMNS_MIN  72
#define COLUMNS_WIDE 108 /* from here on the last calls have a column */
#define ROWS_TALL    32	 /* from here on there is room to spare */
#define KEY_COLUMNS  15	 /* a key with its name … */
#define KEY_NAME     5	 /* … in so many of them */
#define EDGE	     2	 /* columns left free at both sides */

static const char *
label(const struct desk *d, enum label which)
{
	return label_text(d->talk.config.lang, which);
}

static bool
is_tall(const struct canvas *c)
{
	return c->rows >= ROWS_TALL;
}

static int
row_hand(const struct canvas *c)
{
	return is_tall(c) ? 3 : 2;
}

static int
row_lists(const struct canvas *c)
{
	return row_hand(c) + (is_tall(c) ? 7 : 6);
}

static bool
is_zh(const struct desk *d)
{
	return strncmp(d->talk.config.lang, "zh", 2) == 0;
}

/* A time on our own clock as the hall's has it, once that is known. */
void
desk_put_clock(struct buf *b, const struct desk *d, int64_t t_ms, bool seconds)
{
	const struct talk *t = &d->talk;
	int64_t more_ms = t->hall != NULL ? t->hall_ms : d->wall_ms;

	when_put(b, t->layout, t_ms + more_ms, seconds);
}

/* --- The lines on top ---------------------------------------------------- */

static const json_t *
counter_now(const struct desk *d)
{
	return field_find(json_object_get(d->talk.hall, "counters"), "counter",
	    d->talk.config.label);
}

static void
put_counter(struct buf *b, const struct desk *d)
{
	const char *name = d->talk.config.label;

	buf_putc(b, ' ');
	if (is_zh(d)) {
		text_put(b, name);
		buf_puts(b, " 号");
		buf_puts(b, label(d, LABEL_COUNTER));
	} else {
		buf_puts(b, label(d, LABEL_COUNTER));
		buf_putc(b, ' ');
		text_put(b, name);
	}
}

static void
put_state(struct buf *b, const struct desk *d)
{
	const json_t *now = counter_now(d);
	const char *state = d->talk.opened ? field_text(now, "state")
					   : "closed";

	buf_puts(b, "   ");
	if (d->clerk[0] != '\0') {
		buf_puts(b, label(d, LABEL_CLERK));
		buf_putc(b, ' ');
		text_put(b, d->clerk);
	} else {
		buf_puts(b, label(d, LABEL_NOBODY_SIGNED_IN));
	}
	buf_puts(b, "   ");
	buf_puts(b, view_state(d->talk.config.lang, state));
	if (d->talk.paused) {
		buf_puts(b, ": ");
		text_put(b, d->talk.pause_reason);
	}
	if (field_int(d->talk.hall, "training", 0) != 0) {
		buf_puts(b, "   ");
		buf_puts(b, label(d, LABEL_TRAINING));
	}
}

static void
draw_top(const struct desk *d, struct canvas *c)
{
	const struct area bar = { 0, 0, 1, c->columns };
	const char *hall = field_words(
	    d->talk.layout, "name", d->talk.config.lang);
	struct buf b = { 0 };
	int used;

	put_counter(&b, d);
	put_state(&b, d);
	used = canvas_put_buf(c, canvas_at(0, 0, c->columns - 8), INK_BAR, &b);
	desk_put_clock(&b, d, d->now_ms, false);
	canvas_put_buf(c, canvas_at(0, c->columns - 6, 5), INK_BAR, &b);
	canvas_put_right(c,
	    canvas_at(0, c->columns - 8, c->columns - 10 - used - 2), INK_BAR,
	    hall);
	canvas_fill(c, &bar, INK_BAR);
	buf_release(&b);
}

/* No server: since when, and what is not known. */
static void
draw_away(const struct desk *d, struct canvas *c)
{
	const struct talk *t = &d->talk;
	const struct area bar = { 1, 0, 1, c->columns };
	struct buf b = { 0 };

	if (t->up && !t->action.doubted)
		return;
	buf_putc(&b, ' ');
	if (!t->up) {
		buf_puts(&b, label(d, LABEL_AWAY_SINCE));
		buf_putc(&b, ' ');
		desk_put_clock(&b, d, t->away_ms, true);
		buf_puts(&b, " (");
		view_duration(&b, d->now_ms - t->away_ms);
		buf_putc(&b, ')');
	}
	if (t->action.key != NULL) {
		buf_puts(&b, t->up ? "" : "   ");
		buf_puts(&b, label(d, LABEL_UNSURE));
		buf_putc(&b, ' ');
		buf_puts(&b, counter_text(t->config.lang, t->action.key->help));
	}
	canvas_put_buf(c, canvas_at(1, 0, c->columns), INK_ALARM, &b);
	canvas_fill(c, &bar, INK_ALARM);
	buf_release(&b);
}

/* --- The ticket at hand -------------------------------------------------- */

static void
put_span(struct buf *b, const struct desk *d, enum label what, int64_t ms)
{
	if (b->len > 0)
		buf_puts(b, "   ");
	buf_puts(b, label(d, what));
	buf_putc(b, ' ');
	view_duration(b, ms);
}

static void
put_times(struct buf *b, const struct desk *d)
{
	const struct view_ticket *t = &d->talk.ticket;
	int64_t hall_ms = d->now_ms + d->talk.hall_ms;

	if (t->waited_ms >= 0)
		put_span(b, d, LABEL_WAITED, t->waited_ms);
	if (t->started_ms > 0 && strcmp(t->state, "serving") == 0) {
		put_span(b, d, LABEL_SERVED_FOR, hall_ms - t->started_ms);
	} else if (t->called_ms > 0) {
		put_span(b, d, LABEL_CALLED_FOR, hall_ms - t->called_ms);
	}
}

static void
put_matters(struct buf *b, const struct desk *d)
{
	int64_t matters = d->matters > 0 ? d->matters : d->talk.ticket.matters;

	if (matters <= 0)
		return;
	buf_puts(b, label(d, LABEL_MATTERS));
	buf_putc(b, ' ');
	buf_put_int(b, matters);
	if (d->matters > 0)
		buf_puts(b, "_");
}

static void
draw_guide(
    const struct desk *d, struct canvas *c, const struct area *a, int row)
{
	const json_t *services = json_object_get(d->talk.layout, "services");
	const char *text = field_words(
	    field_find(services, "code", d->talk.ticket.service), "guide",
	    d->talk.config.lang);
	struct buf b = { 0 };

	for (; *text != '\0' && row < a->row + a->rows; row++) {
		const char *next;
		bool last = row == a->row + a->rows - 1;
		size_t len = text_wrap(text, a->columns, &next);
		text_putn(&b, text, last ? strlen(text) : len);
		canvas_put_buf(
		    c, canvas_at(row, a->column, a->columns), INK_DIM, &b);
		text = next;
	}
	buf_release(&b);
}

static void
draw_ticket(const struct desk *d, struct canvas *c)
{
	const struct view_ticket *t = &d->talk.ticket;
	struct view v = talk_view(&d->talk);
	bool serving = strcmp(t->state, "serving") == 0;
	struct area a = { row_hand(c), EDGE + 4, row_lists(c) - 1 - row_hand(c),
		0 };
	struct buf b = { 0 };

	a.column += canvas_number(c, a.row, EDGE, INK_NUMBER, t->number);
	a.columns = c->columns - EDGE - a.column;
	canvas_put(c, canvas_at(a.row, a.column, a.columns), INK_STRONG,
	    view_service(&v, t->service));
	text_put(&b, view_class(&v, t->class));
	if (t->training) {
		buf_puts(&b, " · ");
		buf_puts(&b, label(d, LABEL_TRAINING));
	}
	int used = canvas_put_buf(
	    c, canvas_at(a.row + 1, a.column, a.columns), INK_PLAIN, &b);
	used += used > 0 ? 3 : 0;
	used += canvas_put(c,
	    canvas_at(a.row + 1, a.column + used, a.columns - used),
	    serving ? INK_GOOD : INK_WARN,
	    view_state(d->talk.config.lang, t->state));
	put_matters(&b, d);
	canvas_put_buf(c,
	    canvas_at(a.row + 1, a.column + used + 3, a.columns - used - 3),
	    INK_PLAIN, &b);
	put_times(&b, d);
	canvas_put_buf(
	    c, canvas_at(a.row + 2, a.column, a.columns), INK_PLAIN, &b);
	draw_guide(d, c, &a, a.row + 3);
	buf_release(&b);
}

static void
draw_closed(const struct desk *d, struct canvas *c)
{
	int columns = c->columns - 2 * EDGE, row = row_hand(c) + 1;
	struct buf b = { 0 };

	canvas_put(c, canvas_at(row++, EDGE, columns), INK_STRONG,
	    label(d, LABEL_NOT_OPEN));
	if (d->talk.open_wanted && d->talk.open_answered &&
	    d->talk.say[0] != '\0') {
		notes_say(&b, d->talk.config.lang, d->talk.say);
		canvas_put_buf(
		    c, canvas_at(row++, EDGE, columns), INK_WARN, &b);
	}
	canvas_put(c, canvas_at(row, EDGE, columns), INK_DIM,
	    label(d, LABEL_NOT_OPEN_HINT));
	buf_release(&b);
}

static void
draw_hand(const struct desk *d, struct canvas *c)
{
	int columns = c->columns - 2 * EDGE;

	if (d->talk.ticket.id[0] != '\0') {
		draw_ticket(d, c);
	} else if (!d->talk.opened && d->talk.up) {
		draw_closed(d, c);
	} else {
		canvas_put(c, canvas_at(row_hand(c) + 1, EDGE, columns),
		    INK_STRONG, label(d, LABEL_IDLE));
		canvas_put(c, canvas_at(row_hand(c) + 2, EDGE, columns),
		    INK_DIM, label(d, LABEL_IDLE_HINT));
	}
}

/* --- Below --------------------------------------------------------------- */

static void
draw_alerts(const struct desk *d, struct canvas *c, int row)
{
	struct view v = talk_view(&d->talk);
	struct buf b = { 0 };

	view_alerts(&b, &v, d->talk.hall);
	if (b.len > 0)
		b.len--; /* its newline */
	canvas_put_buf(
	    c, canvas_at(row, EDGE, c->columns - 2 * EDGE), INK_WARN, &b);
	buf_release(&b);
}

static void
put_key_name(
    char *to, size_t size, const struct desk *d, const struct desk_key *key)
{
	if (key->letter == 'n') {
		(void)snprintf(to, size, "%s", label(d, LABEL_SPACE));
	} else if (key->function > 0) {
		(void)snprintf(to, size, "%c F%d", key->letter, key->function);
	} else {
		(void)snprintf(to, size, "%c", key->letter);
	}
}

static void
draw_key(const struct desk *d, struct canvas *c, const struct area *a,
    const struct desk_key *key)
{
	bool can = desk_can(d, key);
	bool resume = key->letter == 'p' && d->talk.paused;
	char name[24];

	put_key_name(name, sizeof(name), d, key);
	canvas_put(c, canvas_at(a->row, a->column, KEY_NAME),
	    can ? INK_KEY : INK_DIM, name);
	canvas_put(c,
	    canvas_at(
		a->row, a->column + KEY_NAME + 1, a->columns - KEY_NAME - 2),
	    can ? INK_PLAIN : INK_DIM,
	    label(d, resume ? LABEL_KEY_RESUME : key->name));
}

/* As few rows as there must be, and about as many keys in each. */
static int
key_rows(const struct canvas *c, int *in_row)
{
	int count = 0, most = (c->columns - 2 * EDGE) / KEY_COLUMNS;

	while (desk_key_at((size_t)count) != NULL)
		count++;
	int rows = (count + most - 1) / most;
	*in_row = (count + rows - 1) / rows;
	return rows;
}

static void
draw_keys(const struct desk *d, struct canvas *c)
{
	int in_row, row = c->rows - key_rows(c, &in_row);
	int columns = (c->columns - 2 * EDGE) / in_row;
	const struct desk_key *key;

	for (int i = 0; i < c->columns; i++)
		canvas_put(c, canvas_at(row - 1, i, 1), INK_DIM, "─");
	for (size_t i = 0; (key = desk_key_at(i)) != NULL; i++) {
		const struct area a = { row + (int)i / in_row,
			EDGE + (int)i % in_row * columns, 1, columns };
		draw_key(d, c, &a, key);
	}
}

/* The lists end where the alerts begin. */
static void
draw_lists(const struct desk *d, struct canvas *c, int end)
{
	bool wide = c->columns >= COLUMNS_WIDE;
	int gap = 4, parts = wide ? 3 : 2;
	int columns = (c->columns - 2 * EDGE - (parts - 1) * gap) / parts;
	int row = row_lists(c);
	struct area a = { row, EDGE, end - row - !wide, columns };
	const struct area line = { end - 1, EDGE, 1, c->columns - 2 * EDGE };

	desk_draw_waiting(d, c, &a);
	a.column += columns + gap;
	desk_draw_aside(d, c, &a);
	a.column += columns + gap;
	if (wide) {
		desk_draw_calls(d, c, &a);
	} else {
		desk_draw_calls_line(d, c, &line);
	}
}

void
desk_draw(const struct desk *d, struct canvas *c)
{
	int in_row, notes = is_tall(c) ? 4 : 2;

	draw_top(d, c);
	if (c->rows < ROWS_MIN || c->columns < COLUMNS_MIN) {
		canvas_put(c, canvas_at(1, 0, c->columns), INK_NUMBER,
		    d->talk.ticket.number);
		canvas_put(c, canvas_at(2, 0, c->columns), INK_WARN,
		    label(d, LABEL_TOO_SMALL));
		return;
	}
	int rule = c->rows - key_rows(c, &in_row) - 1;
	const struct area said = { rule - notes, EDGE, notes,
		c->columns - 2 * EDGE };
	draw_away(d, c);
	draw_hand(d, c);
	draw_lists(d, c, said.row - 1);
	draw_alerts(d, c, said.row - 1);
	notes_draw(&d->notes, c, &said, d->talk.config.lang);
	draw_keys(d, c);
	form_draw(&d->form, c);
}
