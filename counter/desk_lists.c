/* The desk's lists: who waits, what was put aside, the last calls. */
#include <string.h>

#include "counter/canvas.h"
#include "counter/desk_own.h"
#include "counter/own.h"
#include "counter/view.h"
#include "proto/buf.h"
#include "ui/field.h"
#include "ui/text.h"

static const char *
label(const struct desk *d, enum label which)
{
	return label_text(d->talk.config.lang, which);
}

/* A list's title, and what stands over its right edge. */
static void
draw_title(const struct desk *d, struct canvas *c, const struct area *a,
    enum label title)
{
	canvas_put(c, canvas_at(a->row, a->column, a->columns), INK_STRONG,
	    label(d, title));
}

static void
draw_none(const struct desk *d, struct canvas *c, const struct area *a)
{
	canvas_put(c, canvas_at(a->row + 1, a->column, a->columns), INK_DIM,
	    label(d, LABEL_NONE));
}

/* The hall's state was true so long ago: those who wait have waited on. */
static int64_t
since_state(const struct desk *d)
{
	int64_t now_ms = d->now_ms + d->talk.hall_ms;

	return now_ms - field_int(d->talk.hall, "t", now_ms);
}

static void
draw_service(const struct desk *d, struct canvas *c, const struct area *a,
    int row, const char *code)
{
	struct view v = talk_view(&d->talk);
	const json_t *now = field_find(
	    json_object_get(d->talk.hall, "services"), "service", code);
	int64_t waiting = field_int(now, "waiting", 0);
	int end = a->column + a->columns;
	struct buf b = { 0 };

	canvas_put(c, canvas_at(row, a->column, a->columns - 13), INK_PLAIN,
	    view_service(&v, code));
	buf_put_int(&b, waiting);
	canvas_put_buf_right(c, canvas_at(row, end - 8, 4),
	    waiting > 0 ? INK_STRONG : INK_DIM, &b);
	if (waiting > 0) {
		view_duration(
		    &b, field_int(now, "longest_ms", 0) + since_state(d));
	}
	canvas_put_buf_right(c, canvas_at(row, end, 8), INK_DIM, &b);
	buf_release(&b);
}

void
desk_draw_waiting(const struct desk *d, struct canvas *c, const struct area *a)
{
	const json_t *groups = json_object_get(
	    talk_counter(&d->talk), "groups");
	int row = a->row + 1;

	draw_title(d, c, a, LABEL_WAITING);
	canvas_put_right(c, canvas_at(a->row, a->column + a->columns, 8),
	    INK_DIM, label(d, LABEL_LONGEST));
	for (size_t g = 0; g < json_array_size(groups); g++) {
		const json_t *services = json_object_get(
		    json_array_get(groups, g), "services");
		for (size_t i = 0;
		     i < json_array_size(services) && row < a->row + a->rows;
		     i++) {
			const char *code = json_string_value(
			    json_array_get(services, i));
			draw_service(d, c, a, row++, code != NULL ? code : "");
		}
	}
}

static enum label
aside_kind(const json_t *ticket)
{
	if (field_is(ticket, "state", "missed"))
		return LABEL_MISSED;
	if (field_is(ticket, "hold", "counter"))
		return LABEL_HERE;
	return field_is(ticket, "hold", "until") ? LABEL_UNTIL : LABEL_PAPERS;
}

static void
draw_aside_one(const struct desk *d, struct canvas *c, const struct area *a,
    int row, const json_t *ticket)
{
	int64_t hall_ms = d->now_ms + d->talk.hall_ms;
	int64_t since_ms = field_int(ticket, "since", hall_ms);
	enum label kind = aside_kind(ticket);
	struct buf b = { 0 };

	canvas_put(c, canvas_at(row, a->column, 8), INK_PLAIN,
	    field_text(ticket, "number"));
	buf_puts(&b, label(d, kind));
	if (kind == LABEL_UNTIL) {
		buf_putc(&b, ' ');
		desk_put_clock(&b, d,
		    field_int(ticket, "until", 0) - d->talk.hall_ms, false);
	}
	canvas_put_buf(
	    c, canvas_at(row, a->column + 9, a->columns - 18), INK_DIM, &b);
	view_duration(&b, hall_ms - since_ms);
	canvas_put_buf_right(
	    c, canvas_at(row, a->column + a->columns, 8), INK_DIM, &b);
	buf_release(&b);
}

void
desk_draw_aside(const struct desk *d, struct canvas *c, const struct area *a)
{
	size_t count = json_array_size(d->talk.aside);
	int row = a->row + 1;

	draw_title(d, c, a, LABEL_ASIDE);
	if (count == 0)
		draw_none(d, c, a);
	for (size_t i = 0; i < count && row < a->row + a->rows; i++) {
		const json_t *ticket = json_array_get(d->talk.aside, i);
		draw_aside_one(d, c, a, row++, ticket);
	}
}

static void
put_call(struct buf *b, const struct call_seen *call)
{
	text_put(b, call->number);
	buf_puts(b, " → ");
	text_put(b, call->counter);
}

static bool
is_ours(const struct desk *d, const struct call_seen *call)
{
	return strcmp(call->counter, d->talk.config.label) == 0;
}

void
desk_draw_calls(const struct desk *d, struct canvas *c, const struct area *a)
{
	const struct call_seen *call;
	struct buf b = { 0 };

	draw_title(d, c, a, LABEL_CALLS);
	if (calls_at(&d->calls, 0) == NULL)
		draw_none(d, c, a);
	for (int i = 0; i + 1 < a->rows; i++) {
		call = calls_at(&d->calls, (size_t)i);
		if (call == NULL)
			break;
		put_call(&b, call);
		canvas_put_buf(c,
		    canvas_at(a->row + 1 + i, a->column, a->columns - 7),
		    is_ours(d, call) ? INK_STRONG : INK_PLAIN, &b);
		desk_put_clock(&b, d, call->t_ms - d->talk.hall_ms, false);
		canvas_put_buf(c,
		    canvas_at(a->row + 1 + i, a->column + a->columns - 5, 5),
		    INK_DIM, &b);
	}
	buf_release(&b);
}

void
desk_draw_calls_line(
    const struct desk *d, struct canvas *c, const struct area *a)
{
	int end = a->column + a->columns;
	int at = a->column +
	    canvas_put(c, canvas_at(a->row, a->column, a->columns), INK_STRONG,
		label(d, LABEL_CALLS));
	const struct call_seen *call;
	struct buf b = { 0 };

	for (size_t i = 0; (call = calls_at(&d->calls, i)) != NULL; i++) {
		int columns = text_columns(call->number) + 3 +
		    text_columns(call->counter);
		if (at + 3 + columns > end)
			break;
		put_call(&b, call);
		at += 3;
		at += canvas_put_buf(c, canvas_at(a->row, at, columns),
		    is_ours(d, call) ? INK_STRONG : INK_DIM, &b);
	}
	buf_release(&b);
}
