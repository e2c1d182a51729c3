#include "haoctl/exporter.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

#include "haoctl/query.h"
#include "proto/link.h"
#include "ui/field.h"
#include "ui/text.h"

#define WORDS(...) ((const char *const[]){ __VA_ARGS__, NULL })
#define AHEAD_DAYS 14 /* where the layout does not say */

void
exporter_release(struct exporter *e)
{
	buf_release(&e->out);
	buf_release(&e->err);
}

static void
fail(struct exporter *e, const char *say)
{
	text_put(&e->err, say);
	buf_putc(&e->err, '\n');
	e->failed = true;
	e->finished = true;
}

static void
ask_list(struct exporter *e)
{
	if (*e->after) {
		ask_put(&e->asks, EXPORTER_ASK_LIST,
		    WORDS("APPOINTMENT", "LIST", e->day, "AFTER", e->after));
	} else {
		ask_put(&e->asks, EXPORTER_ASK_LIST,
		    WORDS("APPOINTMENT", "LIST", e->day));
	}
}

static void
take_day(struct exporter *e, const char *day)
{
	(void)snprintf(e->day, sizeof(e->day), "%s", day);
}

/* The day after; false: the server's day is none. */
static bool
next_day(struct exporter *e)
{
	struct tm tm = { 0 };

	if (!strptime(e->day, "%Y-%m-%d", &tm))
		return false;
	tm.tm_mday++;
	time_t at = timegm(&tm);
	return gmtime_r(&at, &tm) != NULL &&
	    strftime(e->day, sizeof(e->day), "%Y-%m-%d", &tm) > 0;
}

static void
put_booking(struct exporter *e, const json_t *b)
{
	static const char *const keys[] = { "appointment", "service", "day",
		"time", "state", "ticket" };

	for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
		if (i > 0)
			buf_putc(&e->out, ',');
		buf_puts(&e->out, field_text(b, keys[i]));
	}
	buf_putc(&e->out, '\n');
}

static void
list_reply(struct exporter *e, const json_t *list)
{
	size_t count = json_array_size(list);

	for (size_t i = 0; i < count; i++)
		put_booking(e, json_array_get(list, i));
	if (count > 0) {
		(void)snprintf(e->after, sizeof(e->after), "%s",
		    field_text(json_array_get(list, count - 1), "appointment"));
		ask_list(e);
		return;
	}
	*e->after = '\0';
	if (e->days_left-- > 0 && next_day(e)) {
		ask_list(e);
	} else {
		e->finished = true;
	}
}

static void
answered(struct exporter *e, enum exporter_ask ask, const json_t *value)
{
	switch (ask) {
	case EXPORTER_ASK_TODAY:
		take_day(e, field_text(value, "day"));
		ask_put(&e->asks, EXPORTER_ASK_AHEAD, WORDS("HALL", "LAYOUT"));
		return;
	case EXPORTER_ASK_AHEAD:
		e->days_left = field_int(value, "book_days", AHEAD_DAYS);
		ask_list(e);
		return;
	case EXPORTER_ASK_LIST:
		list_reply(e, value);
		return;
	}
}

void
exporter_link(struct exporter *e, bool up, const char *why)
{
	if (!up) {
		buf_puts(&e->err, "haoctl: the server is away: ");
		text_put(&e->err, why);
		buf_putc(&e->err, '\n');
		return;
	}
	if (e->asked)
		return;
	e->asked = true;
	buf_puts(&e->out, "appointment,service,day,time,state,ticket\n");
	if (e->only) {
		take_day(e, e->only);
		ask_list(e);
		return;
	}
	ask_put(&e->asks, EXPORTER_ASK_TODAY, WORDS("HALL", "STATE"));
}

void
exporter_reply(
    struct exporter *e, enum exporter_ask ask, const struct link_reply *reply)
{
	switch (reply->verdict) {
	case LINK_OK:
		answered(e, ask, reply->value);
		return;
	case LINK_REFUSED:
		buf_puts(&e->err, "haoctl: ");
		text_put(&e->err, reply->word);
		buf_puts(&e->err, ": ");
		fail(e, reply->say);
		return;
	case LINK_UNKNOWN:
	case LINK_UNSENT:
		fail(e, "haoctl: the server left before it answered");
		return;
	}
}

void
exporter_time(struct exporter *e, int64_t now_ms)
{
	if (!e->asked && now_ms >= e->start_ms + EXPORTER_CONNECT_MS)
		fail(e, QUERY_AWAY);
}

int64_t
exporter_deadline(const struct exporter *e)
{
	return e->asked ? -1 : e->start_ms + EXPORTER_CONNECT_MS;
}
