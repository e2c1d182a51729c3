#include "counter/view.h"

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "counter/key.h"
#include "counter/texts.h"
#include "proto/buf.h"
#include "ui/field.h"
#include "ui/text.h"

void
view_duration(struct buf *out, int64_t ms)
{
	char text[48];
	long long s = (ms < 0 ? 0 : ms) / 1000;

	if (s < 3600) {
		(void)snprintf(
		    text, sizeof(text), "%lld:%02lld", s / 60, s % 60);
	} else {
		(void)snprintf(text, sizeof(text), "%lld:%02lld:%02lld",
		    s / 3600, s / 60 % 60, s % 60);
	}
	buf_puts(out, text);
}

static void
put_text(struct buf *out, const struct view *v, enum counter_text which)
{
	buf_puts(out, counter_text(v->lang, which));
}

/* The name of CODE in the layout's list KIND. */
static const char *
name_of(const struct view *v, const char *kind, const char *code)
{
	const json_t *list = json_object_get(v->layout, kind);
	const char *name = field_words(
	    field_find(list, "code", code), "name", v->lang);

	return *name != '\0' ? name : code;
}

const char *
view_service(const struct view *v, const char *code)
{
	return name_of(v, "services", code);
}

const char *
view_class(const struct view *v, const char *code)
{
	return name_of(v, "classes", code);
}

void
view_ticket(struct buf *out, const struct view *v, const struct view_ticket *t)
{
	text_put(out, t->number);
	if (t->service[0] != '\0') {
		buf_putc(out, ' ');
		text_put(out, view_service(v, t->service));
	}
	if (t->class[0] != '\0') {
		buf_putc(out, ' ');
		text_put(out, view_class(v, t->class));
	}
	if (t->waited_ms < 0)
		return;
	buf_putc(out, ' ');
	put_text(out, v, TEXT_WAITED);
	buf_putc(out, ' ');
	view_duration(out, t->waited_ms);
}

/* The ticket as called: "A012 户籍 normal waited 0:42 → 3". */
static void
called(struct buf *out, const struct view *v, const struct key *key,
    const json_t *reply)
{
	struct view_ticket t = {
		.waited_ms = field_int(reply, "waited", -1),
	};

	strncpy(t.number, field_text(reply, "number"), sizeof(t.number) - 1);
	strncpy(t.service, field_text(reply, "service"), sizeof(t.service) - 1);
	strncpy(t.class, field_text(reply, "class"), sizeof(t.class) - 1);
	view_ticket(out, v, &t);
	buf_puts(out, " → ");
	text_put(out, v->label);
	if (key->result == TEXT_AGAIN) {
		buf_putc(out, ' ');
		put_text(out, v, TEXT_AGAIN);
	}
}

static enum counter_text
outcome(const struct key *key, const json_t *reply)
{
	/* The last miss allowed gives the ticket up. */
	if (key->result == TEXT_MISSED && field_is(reply, "state", "abandoned"))
		return TEXT_ABANDONED;
	if (key->result == TEXT_FINISHED && field_is(reply, "state", "waiting"))
		return TEXT_PASSED;
	return key->result;
}

void
view_result(struct buf *out, const struct view *v, const struct key *key,
    const json_t *reply)
{
	const char *number = field_text(reply, "number");
	bool about_ticket = json_object_get(reply, "id") != NULL;
	enum counter_text result = outcome(key, reply);

	if (json_is_null(reply)) {
		put_text(out, v, TEXT_NOBODY);
		buf_putc(out, '\n');
		return;
	}
	if (key->effect == KEY_TAKES) {
		called(out, v, key, reply);
		buf_putc(out, '\n');
		return;
	}
	text_put(out, about_ticket ? number : v->label);
	buf_putc(out, ' ');
	put_text(out, v, result);
	if (result == TEXT_TRANSFERRED || result == TEXT_PASSED) {
		buf_putc(out, ' ');
		text_put(out, view_service(v, field_text(reply, "service")));
	}
	buf_putc(out, '\n');
}

/* "户籍 4" */
static void
waiting_one(
    struct buf *out, const struct view *v, const json_t *hall, const char *code)
{
	const json_t *services = json_object_get(hall, "services");
	const json_t *service = field_find(services, "service", code);

	text_put(out, view_service(v, code));
	buf_putc(out, ' ');
	buf_put_int(out, field_int(service, "waiting", 0));
}

static void
waiting(struct buf *out, const struct view *v, const json_t *hall)
{
	const json_t *counter = field_find(
	    json_object_get(v->layout, "counters"), "label", v->label);
	const json_t *groups = json_object_get(counter, "groups");
	const char *between = "";

	put_text(out, v, TEXT_WAITING);
	for (size_t g = 0; g < json_array_size(groups); g++) {
		const json_t *services = json_object_get(
		    json_array_get(groups, g), "services");
		for (size_t i = 0; i < json_array_size(services); i++) {
			const char *code = json_string_value(
			    json_array_get(services, i));
			buf_puts(out, between);
			waiting_one(out, v, hall, code != NULL ? code : "");
			between = ", ";
		}
	}
}

const char *
view_state(const char *lang, const char *state)
{
	static const struct {
		const char *state;
		enum counter_text text;
	} names[] = {
		{ "open", TEXT_OPEN },
		{ "paused", TEXT_PAUSED },
		{ "closed", TEXT_CLOSED },
		{ "called", TEXT_CALLED },
		{ "serving", TEXT_SERVING },
	};

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strcmp(state, names[i].state) == 0)
			return counter_text(lang, names[i].text);
	}
	return state;
}

void
view_status(struct buf *out, const struct view *v, const struct view_ticket *t,
    const json_t *hall)
{
	const json_t *counter = field_find(
	    json_object_get(hall, "counters"), "counter", v->label);

	buf_putc(out, '[');
	text_put(out, v->label);
	buf_puts(out, "] ");
	text_put(out, view_state(v->lang, field_text(counter, "state")));
	if (t->id[0] != '\0') {
		buf_puts(out, " · ");
		view_ticket(out, v, t);
		buf_putc(out, ' ');
		text_put(out, view_state(v->lang, t->state));
	}
	buf_puts(out, " · ");
	waiting(out, v, hall);
	buf_putc(out, '\n');
}

static bool
takes(const struct view *v, const char *service)
{
	const json_t *counter = field_find(
	    json_object_get(v->layout, "counters"), "label", v->label);
	const json_t *groups = json_object_get(counter, "groups");

	for (size_t i = 0; i < json_array_size(groups); i++) {
		if (field_has(json_array_get(groups, i), "services", service))
			return true;
	}
	return false;
}

/* What stands for the kind; TEXT_COUNT when it is not the counter's affair. */
static enum counter_text
alert_text(const struct view *v, const json_t *alert)
{
	const char *subject = field_text(alert, "subject");
	bool ours = takes(v, subject);

	if (ours && field_is(alert, "kind", "wait"))
		return TEXT_ALERT_WAIT;
	if (ours && field_is(alert, "kind", "target"))
		return TEXT_ALERT_TARGET;
	if (field_is(alert, "kind", "break") && strcmp(subject, v->label) == 0)
		return TEXT_ALERT_BREAK;
	return field_is(alert, "kind", "load") ? TEXT_ALERT_LOAD : TEXT_COUNT;
}

/* "户籍 等候超过 15:00": the limit, which does not move. */
static void
alert_one(struct buf *out, const struct view *v, const json_t *alert,
    enum counter_text which)
{
	int64_t limit = field_int(alert, "limit", 0);
	bool in_ms = which == TEXT_ALERT_WAIT || which == TEXT_ALERT_BREAK;

	if (which == TEXT_ALERT_WAIT || which == TEXT_ALERT_TARGET) {
		text_put(out, view_service(v, field_text(alert, "subject")));
		buf_putc(out, ' ');
	}
	put_text(out, v, which);
	buf_putc(out, ' ');
	if (in_ms) {
		view_duration(out, limit);
	} else {
		buf_put_int(out, limit);
	}
	if (which == TEXT_ALERT_TARGET)
		buf_putc(out, '%');
	if (field_is(alert, "level", "alarm"))
		buf_puts(out, " !");
}

void
view_alerts(struct buf *out, const struct view *v, const json_t *hall)
{
	const json_t *alerts = json_object_get(hall, "alerts");
	const char *between = "! ";

	for (size_t i = 0; i < json_array_size(alerts); i++) {
		const json_t *alert = json_array_get(alerts, i);
		enum counter_text which = alert_text(v, alert);
		if (which == TEXT_COUNT)
			continue;
		buf_puts(out, between);
		alert_one(out, v, alert, which);
		between = " · ";
	}
	if (*between == ' ')
		buf_putc(out, '\n');
}

void
view_help(struct buf *out, const char *lang)
{
	const struct key *key;

	for (size_t i = 0; (key = key_at(i)) != NULL; i++) {
		buf_puts(out, "  ");
		buf_putc(out, key->letter);
		buf_putc(out, ' ');
		buf_puts(out, counter_text(lang, key->help));
		buf_putc(out, '\n');
	}
	buf_puts(out, "  q ");
	buf_puts(out, counter_text(lang, TEXT_HELP_QUIT));
	buf_putc(out, '\n');
}
