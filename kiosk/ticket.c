#include "kiosk/ticket.h"

#include <stdbool.h>
#include <stdio.h>

#include "kiosk/paper.h"
#include "kiosk/texts.h"
#include "proto/buf.h"
#include "ui/field.h"
#include "ui/text.h"

#define NAME_COLUMNS 32

static bool
counter_takes(const json_t *counter, const char *service)
{
	const json_t *groups = json_object_get(counter, "groups");

	for (size_t i = 0; i < json_array_size(groups); i++) {
		if (field_has(json_array_get(groups, i), "services", service))
			return true;
	}
	return false;
}

void
ticket_counters(struct buf *out, const json_t *layout, const char *service)
{
	const json_t *counters = json_object_get(layout, "counters");
	const char *between = "";

	for (size_t i = 0; i < json_array_size(counters); i++) {
		const json_t *counter = json_array_get(counters, i);
		if (!counter_takes(counter, service))
			continue;
		buf_puts(out, between);
		buf_puts(out, field_text(counter, "label"));
		between = ", ";
	}
	buf_putc(out, '\0');
}

const char *
ticket_service(const json_t *layout, const char *code)
{
	const json_t *service = field_find(
	    json_object_get(layout, "services"), "code", code);
	const char *name = field_text(service, "name");

	return *name != '\0' ? name : code;
}

void
ticket_paper(struct buf *out, const struct ticket_view *v, int columns)
{
	const char *code = field_text(v->ticket, "service");
	struct buf counters = { 0 };

	ticket_counters(&counters, v->layout, code);
	struct paper paper = {
		.lang = v->lang,
		.hall = field_text(v->layout, "name"),
		.number = field_text(v->ticket, "number"),
		.service = ticket_service(v->layout, code),
		.counters = counters.failed ? "" : counters.at,
		.ahead = field_int(v->ticket, "ahead", -1),
		.wait = wait_minutes(field_int(v->ticket, "wait_low", -1),
		    field_int(v->ticket, "wait_high", -1)),
		.time = v->time,
		.missed_rule = field_text(v->layout, "missed_rule"),
		.training = field_int(v->ticket, "training", 0) != 0,
		.again = v->again,
		.test = v->test,
		.marked = v->marked,
	};
	paper_text(out, &paper, columns);
	buf_release(&counters);
}

static void
menu_line(struct buf *out, size_t key, const char *name)
{
	char number[24];

	(void)snprintf(number, sizeof(number), "%zu", key);
	text_field(out, number, 3, TEXT_RIGHT);
	buf_puts(out, "  ");
	text_field(out, name, NAME_COLUMNS, TEXT_LEFT);
	buf_puts(out, "  ");
}

static void
menu_state(struct buf *out, const json_t *service, const char *lang)
{
	if (field_int(service, "open", 1) == 0) {
		buf_puts(out, kiosk_text(lang, TEXT_SHUT));
	} else {
		buf_puts(out, kiosk_text(lang, TEXT_WAITING));
		buf_put_int(out, field_int(service, "waiting", 0));
	}
	buf_putc(out, '\n');
}

static bool
is_declared(const json_t *class)
{
	return strcmp(field_text(class, "declared"), "supervisor") != 0;
}

const char *
ticket_class(const json_t *layout, size_t key)
{
	const json_t *class = json_array_get(
	    json_object_get(layout, "classes"), key - 1);

	if (key <= 1)
		return "";
	return class && is_declared(class) ? field_text(class, "code") : NULL;
}

/* The first class is everybody's. */
static void
menu_classes(struct buf *out, const json_t *layout)
{
	const json_t *classes = json_object_get(layout, "classes");

	for (size_t i = 1; i < json_array_size(classes); i++) {
		const json_t *class = json_array_get(classes, i);
		if (!is_declared(class))
			continue;
		buf_puts(out, "  n.");
		buf_put_int(out, (int64_t)i + 1);
		buf_puts(out, "  ");
		text_put(out, field_text(class, "name"));
		buf_putc(out, '\n');
	}
}

void
ticket_menu(
    struct buf *out, const json_t *layout, const json_t *hall, const char *lang)
{
	const json_t *services = json_object_get(layout, "services");
	const json_t *counts = json_object_get(hall, "services");

	buf_putc(out, '\n');
	text_put(out, field_text(layout, "name"));
	buf_putc(out, '\n');
	for (size_t i = 0; i < json_array_size(services); i++) {
		const char *code = field_text(
		    json_array_get(services, i), "code");
		const json_t *count = field_find(counts, "service", code);
		menu_line(out, i + 1, ticket_service(layout, code));
		menu_state(out, count, lang);
	}
	menu_classes(out, layout);
	buf_puts(out, kiosk_text(lang, TEXT_KEYS));
	buf_putc(out, '\n');
}
