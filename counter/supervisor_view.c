/* The supervisor's page: services, counters, what is wrong, keys. */
#include <stdio.h>
#include <string.h>

#include "counter/canvas.h"
#include "counter/supervisor_own.h"
#include "counter/view.h"
#include "counter/when.h"
#include "ui/field.h"
#include "ui/text.h"

#define ROWS_MIN      20
#define COLUMNS_MIN   72
#define ROW_LISTS     2
#define EDGE	      2
#define COUNTER_WIDTH 20 /* columns of one counter */
#define TROUBLES_ROWS 4	 /* alerts, devices, notices */
#define NOTES_ROWS    2

static const char *
label(const struct supervisor *s, enum label which)
{
	return label_text(s->lang, which);
}

static void
put_clock(struct buf *b, const struct supervisor *s, int64_t t_ms)
{
	int64_t more_ms = s->hall != NULL ? s->hall_ms : s->wall_ms;

	when_put(b, s->layout, t_ms + more_ms, false);
}

static void
draw_top(const struct supervisor *s, struct canvas *c)
{
	const struct area bar = { 0, 0, 1, c->columns };
	const char *hall = field_words(s->layout, "name", s->lang);
	struct buf b = { 0 };

	buf_putc(&b, ' ');
	buf_puts(&b, label(s, LABEL_SUPERVISOR));
	buf_puts(&b, "   ");
	text_put(&b, hall);
	buf_puts(&b, "   ");
	text_put(&b, field_text(s->hall, "day"));
	if (field_int(s->hall, "training", 0) != 0) {
		buf_puts(&b, "   ");
		buf_puts(&b, label(s, LABEL_TRAINING));
	}
	canvas_put_buf(c, canvas_at(0, 0, c->columns - 7), INK_BAR, &b);
	put_clock(&b, s, s->now_ms);
	canvas_put_buf(c, canvas_at(0, c->columns - 6, 5), INK_BAR, &b);
	canvas_fill(c, &bar, INK_BAR);
	if (!s->up) {
		const struct area away = { 1, 0, 1, c->columns };
		buf_putc(&b, ' ');
		buf_puts(&b, label(s, LABEL_AWAY_SINCE));
		buf_putc(&b, ' ');
		put_clock(&b, s, s->away_ms);
		buf_puts(&b, " (");
		view_duration(&b, s->now_ms - s->away_ms);
		buf_putc(&b, ')');
		canvas_put_buf(c, canvas_at(1, 0, c->columns), INK_ALARM, &b);
		canvas_fill(c, &away, INK_ALARM);
	}
	buf_release(&b);
}

/* --- Services ------------------------------------------------------------ */

static bool
is_stopped(const struct supervisor *s, const char *code)
{
	const json_t *notices = json_object_get(s->hall, "notices");

	for (size_t i = 0; i < json_array_size(notices); i++) {
		const json_t *notice = json_array_get(notices, i);
		bool all = field_is(notice, "zone", "") &&
		    field_is(notice, "service", "");
		if (field_is(notice, "kind", "pause") &&
		    (all || field_is(notice, "service", code)))
			return true;
	}
	return false;
}

static void
draw_service(const struct supervisor *s, struct canvas *c, const struct area *a,
    int row, const json_t *service)
{
	const char *code = field_text(service, "service");
	int64_t count = field_int(service, "waiting", 0);
	int64_t now_ms = s->now_ms + s->hall_ms;
	int end = a->column + a->columns;
	struct buf b = { 0 };

	canvas_put(c, canvas_at(row, a->column, a->columns - 22), INK_PLAIN,
	    supervisor_name(s, "services", code));
	buf_put_int(&b, count);
	canvas_put_buf_right(c, canvas_at(row, end - 17, 4),
	    count > 0 ? INK_STRONG : INK_DIM, &b);
	if (count > 0) {
		view_duration(&b,
		    field_int(service, "longest_ms", 0) + now_ms -
			field_int(s->hall, "t", now_ms));
	}
	canvas_put_buf_right(c, canvas_at(row, end - 9, 7), INK_DIM, &b);
	if (is_stopped(s, code)) {
		canvas_put_right(c, canvas_at(row, end, 8), INK_WARN,
		    label(s, LABEL_STOPPED));
	} else if (field_int(service, "open", 1) == 0) {
		canvas_put_right(c, canvas_at(row, end, 8), INK_DIM,
		    label(s, LABEL_NO_TICKETS));
	}
	buf_release(&b);
}

static void
draw_services(
    const struct supervisor *s, struct canvas *c, const struct area *a)
{
	const json_t *list = json_object_get(s->hall, "services");
	int end = a->column + a->columns;

	canvas_put(c, canvas_at(a->row, a->column, a->columns), INK_STRONG,
	    label(s, LABEL_WAITING));
	canvas_put_right(
	    c, canvas_at(a->row, end - 9, 8), INK_DIM, label(s, LABEL_LONGEST));
	for (int i = 0; i + 1 < a->rows; i++) {
		const json_t *service = json_array_get(
		    list, (size_t)i + (size_t)s->scroll);
		if (service != NULL)
			draw_service(s, c, a, a->row + 1 + i, service);
	}
}

/* --- Counters ------------------------------------------------------------ */

struct look {
	enum ink ink;
	const char *text;
};

static struct look
look_of(const struct supervisor *s, const json_t *counter)
{
	const char *state = field_text(counter, "state");

	if (field_int(counter, "lapsed", 0) != 0)
		return (struct look){ INK_ALARM, label(s, LABEL_LAPSED) };
	if (strcmp(state, "paused") == 0)
		return (struct look){ INK_WARN, view_state(s->lang, state) };
	if (strcmp(state, "open") != 0)
		return (struct look){ INK_DIM, view_state(s->lang, state) };
	if (field_is(counter, "number", ""))
		return (struct look){ INK_GOOD, label(s, LABEL_FREE) };
	return (struct look){ INK_STRONG, field_text(counter, "number") };
}

/* "F10 A012  103" */
static void
draw_counter(const struct supervisor *s, struct canvas *c, struct span at,
    const json_t *counter)
{
	struct look look = look_of(s, counter);

	canvas_put(c, canvas_at(at.row, at.column, 4), INK_PLAIN,
	    field_text(counter, "counter"));
	canvas_put(c, canvas_at(at.row, at.column + 5, 8), look.ink, look.text);
	canvas_put(c, canvas_at(at.row, at.column + 14, at.columns - 15),
	    INK_DIM, field_text(counter, "clerk"));
}

static void
draw_counters(
    const struct supervisor *s, struct canvas *c, const struct area *a)
{
	const json_t *list = json_object_get(s->hall, "counters");
	int in_row = a->columns / COUNTER_WIDTH;

	canvas_put(c, canvas_at(a->row, a->column, a->columns), INK_STRONG,
	    label(s, LABEL_COUNTERS));
	for (int i = 0; i < (a->rows - 1) * in_row; i++) {
		const struct span at = { a->row + 1 + i / in_row,
			a->column + i % in_row * COUNTER_WIDTH, COUNTER_WIDTH };
		const json_t *counter = json_array_get(
		    list, (size_t)i + (size_t)s->scroll * (size_t)in_row);
		if (counter != NULL)
			draw_counter(s, c, at, counter);
	}
}

/* --- What is wrong ------------------------------------------------------- */

static const struct {
	const char *kind;
	enum label name;
	char unit; /* 't': a time */
} alert_kinds[] = {
	{ "wait", LABEL_ALERT_WAIT, 't' },
	{ "target", LABEL_ALERT_TARGET, '%' },
	{ "load", LABEL_ALERT_LOAD, ' ' },
	{ "capacity", LABEL_ALERT_CAPACITY, '%' },
	{ "abandoned", LABEL_ALERT_ABANDONED, '%' },
	{ "break", LABEL_ALERT_BREAK, 't' },
};

static void
put_value(struct buf *b, const json_t *alert, char unit)
{
	buf_putc(b, ' ');
	if (unit == 't') {
		view_duration(b, field_int(alert, "value", 0));
		return;
	}
	buf_put_int(b, field_int(alert, "value", 0));
	if (unit == '%')
		buf_putc(b, unit);
}

/* Of a device: its name, what it is about, and the state it is in. */
static void
put_alert(struct buf *b, const struct supervisor *s, const json_t *alert)
{
	const char *subject = field_text(alert, "subject");

	text_put(b, supervisor_name(s, "services", subject));
	for (size_t i = 0; i < sizeof(alert_kinds) / sizeof(alert_kinds[0]);
	     i++) {
		if (!field_is(alert, "kind", alert_kinds[i].kind))
			continue;
		buf_puts(b, *subject != '\0' ? " " : "");
		buf_puts(b, label(s, alert_kinds[i].name));
		put_value(b, alert, alert_kinds[i].unit);
		return;
	}
	buf_putc(b, ' ');
	text_put(b, field_text(alert, "kind"));
	buf_putc(b, ' ');
	text_put(b, field_text(alert, "state"));
}

static bool
is_alarm(const json_t *alert)
{
	return field_is(alert, "level", "alarm");
}

/* The alarms before the warnings, as many as one line holds. */
static void
draw_alerts(const struct supervisor *s, struct canvas *c, struct span at)
{
	const json_t *list = json_object_get(s->hall, "alerts");
	const int end = at.column + at.columns;
	struct buf b = { 0 };

	at.column += 2 + canvas_put(c, at, INK_STRONG, label(s, LABEL_ALERTS));
	if (json_array_size(list) == 0) {
		canvas_put(c, canvas_at(at.row, at.column, end - at.column),
		    INK_DIM, label(s, LABEL_NONE));
	}
	for (size_t i = 0; i < 2 * json_array_size(list); i++) {
		size_t count = json_array_size(list);
		const json_t *alert = json_array_get(list, i % count);
		if (is_alarm(alert) != (i < count))
			continue;
		put_alert(&b, s, alert);
		at.column += 2 +
		    canvas_put_buf(c,
			canvas_at(at.row, at.column, end - at.column),
			i < count ? INK_ALARM : INK_WARN, &b);
	}
	buf_release(&b);
}

static void
draw_devices(const struct supervisor *s, struct canvas *c, struct span at)
{
	const json_t *list = json_object_get(s->hall, "devices");
	const int end = at.column + at.columns;
	struct buf b = { 0 };
	bool well = true;

	at.column += 2 + canvas_put(c, at, INK_STRONG, label(s, LABEL_DEVICES));
	for (size_t i = 0; i < json_array_size(list); i++) {
		const json_t *device = json_array_get(list, i);
		if (field_is(device, "state", "ok"))
			continue;
		well = false;
		text_put(&b, field_text(device, "device"));
		buf_putc(&b, ' ');
		text_put(&b, field_text(device, "key"));
		buf_putc(&b, ' ');
		text_put(&b, field_text(device, "state"));
		at.column += 2 +
		    canvas_put_buf(c,
			canvas_at(at.row, at.column, end - at.column), INK_WARN,
			&b);
	}
	if (well) {
		buf_put_int(&b, (int64_t)json_array_size(list));
		buf_puts(&b, " · ");
		buf_puts(&b, label(s, LABEL_ALL_WELL));
		canvas_put_buf(c, canvas_at(at.row, at.column, end - at.column),
		    INK_DIM, &b);
	}
	buf_release(&b);
}

/* "Tax: a fire"; of the whole hall the text alone. */
static void
put_notice(struct buf *b, const struct supervisor *s, const json_t *notice)
{
	const char *zone = field_text(notice, "zone");
	const char *service = field_text(notice, "service");

	text_put(b, zone);
	text_put(b, supervisor_name(s, "services", service));
	if (*zone != '\0' || *service != '\0')
		buf_puts(b, ": ");
	text_put(b, field_text(notice, "text"));
}

static void
draw_notices(const struct supervisor *s, struct canvas *c, struct span at)
{
	const json_t *list = json_object_get(s->hall, "notices");
	struct buf b = { 0 };

	for (size_t i = 0; i < json_array_size(list); i++) {
		buf_puts(&b, i > 0 ? " · " : "! ");
		put_notice(&b, s, json_array_get(list, i));
	}
	canvas_put_buf(c, at, INK_WARN, &b);
	buf_release(&b);
}

/* --- Keys ---------------------------------------------------------------- */

static void
draw_keys(const struct supervisor *s, struct canvas *c)
{
	const struct supervisor_action *action;
	int columns = (c->columns - 2 * EDGE) / 5;
	char letter[2] = "";

	for (int i = 0; i < c->columns; i++)
		canvas_put(c, canvas_at(c->rows - 3, i, 1), INK_DIM, "─");
	for (size_t i = 0; (action = supervisor_action_at(i)) != NULL; i++) {
		int row = c->rows - 2 + (int)i / 5;
		int column = EDGE + (int)i % 5 * columns;
		bool can = s->up || action->steps[0] == STEP_DONE;
		letter[0] = action->letter;
		canvas_put(c, canvas_at(row, column, 1),
		    can ? INK_KEY : INK_DIM, letter);
		canvas_put(c, canvas_at(row, column + 2, columns - 3),
		    can ? INK_PLAIN : INK_DIM, label(s, action->name));
	}
}

void
supervisor_draw(const struct supervisor *s, struct canvas *c)
{
	int width = c->columns - 2 * EDGE;
	struct area notes = { c->rows - 3 - NOTES_ROWS, EDGE, NOTES_ROWS,
		width };
	int row = notes.row - TROUBLES_ROWS;
	struct area a = { ROW_LISTS, EDGE, row - ROW_LISTS, 46 };

	draw_top(s, c);
	if (c->rows < ROWS_MIN || c->columns < COLUMNS_MIN) {
		canvas_put(c, canvas_at(2, 0, c->columns), INK_WARN,
		    label(s, LABEL_TOO_SMALL));
		return;
	}
	if (width < 90)
		a.columns = width / 2 - 1;
	draw_services(s, c, &a);
	a.column += a.columns + 2;
	a.columns = c->columns - a.column;
	draw_counters(s, c, &a);
	draw_alerts(s, c, canvas_at(row, EDGE, width));
	draw_devices(s, c, canvas_at(row + 1, EDGE, width));
	draw_notices(s, c, canvas_at(row + 2, EDGE, width));
	notes_draw(&s->notes, c, &notes, s->lang);
	draw_keys(s, c);
	form_draw(&s->form, c);
}
