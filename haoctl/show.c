#include "haoctl/show.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "haoctl/table.h"
#include "proto/buf.h"
#include "ui/field.h"
#include "ui/text.h"

#define TIME_SIZE 40

/* m:ss, or h:mm:ss: a wait of 65 minutes says so. */
static void
duration(char text[TIME_SIZE], int64_t ms)
{
	long long s = (ms < 0 ? 0 : ms) / 1000;

	if (s < 3600) {
		(void)snprintf(text, TIME_SIZE, "%lld:%02lld", s / 60, s % 60);
	} else {
		(void)snprintf(text, TIME_SIZE, "%lld:%02lld:%02lld", s / 3600,
		    s / 60 % 60, s % 60);
	}
}

/* How long a ticket taken now would wait. */
static void
about(char text[TIME_SIZE], const json_t *service)
{
	int64_t wait_ms = field_int(service, "wait", -1);

	(void)snprintf(text, TIME_SIZE, "-");
	if (wait_ms >= 0)
		duration(text, wait_ms);
}

static void
finish(struct buf *out, struct table *t)
{
	table_put(out, t);
	table_release(t);
}

void
show_services(struct buf *out, const json_t *services)
{
	struct table t = { .columns = 4,
		.sides = { TEXT_LEFT, TEXT_RIGHT, TEXT_RIGHT, TEXT_RIGHT } };
	char text[TIME_SIZE];

	table_cell(&t, "SERVICE");
	table_cell(&t, "WAITING");
	table_cell(&t, "LONGEST");
	table_cell(&t, "ABOUT");
	for (size_t i = 0; i < json_array_size(services); i++) {
		const json_t *s = json_array_get(services, i);
		duration(text, field_int(s, "longest_ms", 0));
		table_cell(&t, field_text(s, "service"));
		table_int(&t, field_int(s, "waiting", 0));
		table_cell(&t, text);
		about(text, s);
		table_cell(&t, text);
	}
	finish(out, &t);
}

/* For programs: as it came. */
void
show_metrics(struct buf *out, const json_t *metrics)
{
	const char *text = json_string_value(metrics);

	buf_puts(out, text != NULL ? text : "");
}

void
show_counters(struct buf *out, const json_t *counters)
{
	static const char *const keys[] = { "counter", "state", "clerk",
		"number", "ticket" };
	static const char *const heads[] = { "COUNTER", "STATE", "CLERK",
		"NUMBER", "TICKET" };
	struct table t = { .columns = 5 };

	for (size_t k = 0; k < 5; k++)
		table_cell(&t, heads[k]);
	for (size_t i = 0; i < json_array_size(counters) * 5; i++) {
		const json_t *counter = json_array_get(counters, i / 5);
		table_cell(&t, field_text(counter, keys[i % 5]));
	}
	finish(out, &t);
}

void
show_state(struct buf *out, const json_t *state)
{
	buf_puts(out, "day ");
	text_put(out, field_text(state, "day"));
	buf_puts(out, "  seq ");
	buf_put_int(out, field_int(state, "seq", 0));
	buf_puts(out, "  epoch ");
	text_put(out, field_text(state, "epoch"));
	buf_puts(out, "\n\n");
	show_services(out, json_object_get(state, "services"));
	buf_putc(out, '\n');
	show_counters(out, json_object_get(state, "counters"));
}

static void
followup_row(struct table *t, const json_t *f)
{
	int64_t rating = field_int(f, "rating", 0);

	table_cell(t, field_text(f, "followup"));
	table_cell(t, field_text(f, "kind"));
	if (rating > 0) {
		table_int(t, rating);
	} else {
		table_cell(t, "");
	}
	table_cell(t, field_text(f, "number"));
	table_cell(t, field_text(f, "counter"));
	table_cell(t, field_text(f, "clerk"));
	table_cell(t, field_text(f, "due"));
	table_cell(
	    t, field_int(f, "overdue", 0) ? "overdue" : field_text(f, "state"));
	table_cell(t, field_text(f, "owner"));
}

void
show_followups(struct buf *out, const json_t *followups)
{
	static const char *const heads[] = { "FOLLOWUP", "KIND", "RATING",
		"NUMBER", "COUNTER", "CLERK", "DUE", "STATE", "OWNER" };
	const size_t columns = sizeof(heads) / sizeof(*heads);
	struct table t = { .columns = columns };

	for (size_t i = 0; i < columns; i++)
		table_cell(&t, heads[i]);
	for (size_t i = 0; i < json_array_size(followups); i++)
		followup_row(&t, json_array_get(followups, i));
	finish(out, &t);
}

void
show_followup(struct buf *out, const json_t *followup)
{
	text_put(out, field_text(followup, "followup"));
	buf_puts(out, " is ");
	text_put(out, field_text(followup, "state"));
	buf_puts(out, ", due ");
	text_put(out, field_text(followup, "due"));
	buf_puts(out, ", owner ");
	text_put(out, field_text(followup, "owner"));
	buf_putc(out, '\n');
}

void
show_accounts(struct buf *out, const json_t *accounts)
{
	struct table t = { .columns = 3 };

	table_cell(&t, "ACCOUNT");
	table_cell(&t, "ROLE");
	table_cell(&t, "STATE");
	for (size_t i = 0; i < json_array_size(accounts); i++) {
		const json_t *a = json_array_get(accounts, i);
		table_cell(&t, field_text(a, "account"));
		table_cell(&t, field_text(a, "role"));
		table_cell(&t, field_text(a, "state"));
	}
	finish(out, &t);
}

void
show_account(struct buf *out, const json_t *account)
{
	const char *code = field_text(account, "code");
	const char *secret = field_text(account, "secret");

	text_put(out, field_text(account, "account"));
	buf_puts(out, " is ");
	text_put(out, field_text(account, "role"));
	if (code[0]) {
		buf_puts(out, "; within ten minutes, once: --pair ");
		text_put(out, code);
	} else {
		buf_puts(out, ", ");
		text_put(out, field_text(account, "state"));
	}
	if (secret[0]) {
		buf_puts(out, "\nits secret, shown once: ");
		text_put(out, secret);
	}
	buf_putc(out, '\n');
}

/* UTC, as the journal has it. */
static void
when(char text[TIME_SIZE], int64_t ms)
{
	time_t seconds = (time_t)(ms / 1000);
	struct tm tm;

	text[0] = '\0';
	if (gmtime_r(&seconds, &tm) != NULL)
		(void)strftime(text, TIME_SIZE, "%Y-%m-%dT%H:%M:%SZ", &tm);
}

/* Whatever the event says besides what has its own column. */
static void
event_rest(struct table *t, json_t *event)
{
	static const char *const own[] = { "v", "epoch", "seq", "t", "type",
		"prev" };
	json_t *rest = json_copy(event);

	for (size_t i = 0; i < sizeof(own) / sizeof(own[0]); i++)
		(void)json_object_del(rest, own[i]);
	char *text = json_dumps(rest, JSON_COMPACT | JSON_PRESERVE_ORDER);
	table_cell(t, text != NULL ? text : "");
	free(text);
	json_decref(rest);
}

void
show_events(struct buf *out, const json_t *events)
{
	struct table t = { .columns = 4,
		.sides = { TEXT_RIGHT, TEXT_LEFT, TEXT_LEFT, TEXT_LEFT } };
	char text[TIME_SIZE];

	for (size_t i = 0; i < json_array_size(events); i++) {
		json_t *e = json_array_get(events, i);
		when(text, field_int(e, "t", 0));
		table_int(&t, field_int(e, "seq", 0));
		table_cell(&t, text);
		table_cell(&t, field_text(e, "type"));
		event_rest(&t, e);
	}
	finish(out, &t);
}

/* A text is a string, or an object of them by language: then the first. */
static const char *
any_text(const json_t *object, const char *key)
{
	json_t *value = json_object_get(object, key);
	const char *text = json_string_value(value);

	if (text == NULL) {
		text = json_string_value(
		    json_object_iter_value(json_object_iter(value)));
	}
	return text != NULL ? text : "";
}

/* "A001-A999" */
static void
range_cell(struct table *t, const json_t *service)
{
	char text[TIME_SIZE];
	const char *prefix = field_text(service, "prefix");

	(void)snprintf(text, sizeof(text), "%.4s%03lld-%.4s%03lld", prefix,
	    (long long)field_int(service, "first", 0), prefix,
	    (long long)field_int(service, "last", 0));
	table_cell(t, text);
}

static void
layout_services(struct buf *out, const json_t *services)
{
	struct table t = { .columns = 3 };

	table_cell(&t, "SERVICE");
	table_cell(&t, "NUMBERS");
	table_cell(&t, "NAME");
	for (size_t i = 0; i < json_array_size(services); i++) {
		const json_t *s = json_array_get(services, i);
		table_cell(&t, field_text(s, "code"));
		range_cell(&t, s);
		table_cell(&t, any_text(s, "name"));
	}
	finish(out, &t);
}

static void
put_codes(struct buf *out, const json_t *codes)
{
	for (size_t i = 0; i < json_array_size(codes); i++) {
		const char *code = json_string_value(json_array_get(codes, i));
		buf_puts(out, i > 0 ? " " : "");
		buf_puts(out, code != NULL ? code : "");
	}
}

/* "id hukou, tax": groups in the order they are emptied. */
static void
groups_cell(struct table *t, const json_t *groups)
{
	for (size_t i = 0; i < json_array_size(groups); i++) {
		buf_puts(&t->cells, i > 0 ? ", " : "");
		put_codes(&t->cells,
		    json_object_get(json_array_get(groups, i), "services"));
	}
	buf_putc(&t->cells, '\0');
}

static void
layout_counters(struct buf *out, const json_t *counters)
{
	struct table t = { .columns = 3 };

	table_cell(&t, "COUNTER");
	table_cell(&t, "ZONES");
	table_cell(&t, "SERVICES, GROUP BY GROUP");
	for (size_t i = 0; i < json_array_size(counters); i++) {
		const json_t *c = json_array_get(counters, i);
		table_cell(&t, field_text(c, "label"));
		put_codes(&t.cells, json_object_get(c, "zones"));
		buf_putc(&t.cells, '\0');
		groups_cell(&t, json_object_get(c, "groups"));
	}
	finish(out, &t);
}

void
show_layout(struct buf *out, const json_t *layout)
{
	text_put(out, any_text(layout, "name"));
	buf_puts(out, "  ");
	text_put(out, field_text(layout, "timezone"));
	buf_puts(out, "  languages ");
	put_codes(out, json_object_get(layout, "languages"));
	buf_puts(out, "\n\n");
	layout_services(out, json_object_get(layout, "services"));
	buf_putc(out, '\n');
	layout_counters(out, json_object_get(layout, "counters"));
}
