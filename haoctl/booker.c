#include "haoctl/booker.h"

#include <stdio.h>
#include <string.h>

#include "haoctl/query.h"
#include "proto/link.h"
#include "ui/field.h"
#include "ui/text.h"

#define WORDS(...) ((const char *const[]){ __VA_ARGS__, NULL })

void
booker_release(struct booker *b)
{
	rows_release(&b->rows);
	buf_release(&b->out);
	buf_release(&b->err);
}

static struct row *
row(struct booker *b)
{
	return &b->rows.row[b->at];
}

static void
say_line(
    struct booker *b, const struct row *r, const char *word, const char *more)
{
	b->failed = true;
	rows_say_where(&b->err, b->file, r->line);
	text_put(&b->err, word);
	if (*more) {
		buf_puts(&b->err, ": ");
		text_put(&b->err, more);
	}
	buf_putc(&b->err, '\n');
}

static void
finish(struct booker *b, const char *say)
{
	b->finished = true;
	buf_puts(&b->err, say);
}

/* --- Asking ------------------------------------------------------------- */

static void
ask_book(struct booker *b, struct row *r)
{
	const char *words[12] = { "APPOINTMENT", "BOOK", r->service, r->slot,
		"RID", r->rid };
	size_t at = 6;

	if (*r->contact) {
		words[at++] = "CONTACT";
		words[at++] = r->contact;
	}
	if (*r->lang) {
		words[at++] = "LANG";
		words[at++] = r->lang;
	}
	ask_put(&b->asks, BOOKER_BOOKING, words);
}

static void
send(struct booker *b)
{
	struct row *r = row(b);

	if (!b->up || b->sent || b->finished)
		return;
	b->sent = true;
	b->retry_ms = 0;
	switch (b->state) {
	case BOOKER_STARTING:
		ask_put(&b->asks, BOOKER_STARTING, WORDS("HALL", "STATE"));
		break;
	case BOOKER_LOOKING:
		ask_put(&b->asks, BOOKER_LOOKING,
		    WORDS("APPOINTMENT", "SLOTS", r->service, r->day));
		break;
	case BOOKER_BOOKING:
		ask_book(b, r);
		break;
	case BOOKER_CHECKING:
		ask_put(&b->asks, BOOKER_CHECKING,
		    WORDS("APPOINTMENT", "GET", r->code));
		break;
	case BOOKER_UNDOING:
		ask_put(&b->asks, BOOKER_UNDOING,
		    WORDS("APPOINTMENT", "CANCEL", r->code));
		break;
	}
}

static void
enter(struct booker *b, enum booker_ask state, size_t at)
{
	b->state = state;
	b->at = at;
	b->sent = false;
	b->doubt_ms = 0;
}

/* --- Looking ------------------------------------------------------------ */

/* Not told where the hall is: what was booked twice was there before. */
static void
started(struct booker *b, const json_t *state)
{
	b->seq = field_int(state, "seq", INT64_MAX);
	enter(b, BOOKER_LOOKING, 0);
}

/* -1: looked for, and there is none. */
static void
look_up(struct row *r, const json_t *slots)
{
	const json_t *slot = field_find(slots, "time", r->time);

	r->slot_ms = slot ? field_int(slot, "appointed", -1) : -1;
	(void)snprintf(r->slot, sizeof(r->slot), "%lld", (long long)r->slot_ms);
}

static void
start_booking(struct booker *b)
{
	for (size_t i = 0; i < b->rows.count; i++) {
		const struct row *r = &b->rows.row[i];
		if (r->slot_ms < 0)
			say_line(b, r, "nobody can be booked then", r->time);
	}
	enter(b, BOOKER_BOOKING, 0);
	if (b->failed)
		finish(b, "haoctl: nothing was imported\n");
}

static void
looked(struct booker *b, const json_t *slots)
{
	const struct row *asked = row(b);
	size_t next = b->at;

	for (size_t i = b->at; i < b->rows.count; i++) {
		struct row *r = &b->rows.row[i];
		if (strcmp(r->service, asked->service) == 0 &&
		    strcmp(r->day, asked->day) == 0)
			look_up(r, slots);
	}
	while (next < b->rows.count && b->rows.row[next].slot_ms)
		next++;
	enter(b, BOOKER_LOOKING, next);
	if (next == b->rows.count)
		start_booking(b);
}

/* --- Booking ------------------------------------------------------------ */

static void
put_booked(struct booker *b)
{
	size_t there = 0;
	char say[80];

	buf_puts(&b->out, "line,service,day,time,appointment,booked\n");
	for (size_t i = 0; i < b->rows.count; i++) {
		const struct row *r = &b->rows.row[i];
		char line[120];
		(void)snprintf(line, sizeof(line),
		    "%u,%.16s,%.10s,%.5s,%.23s,%s\n", r->line, r->service,
		    r->day, r->time, r->code, r->there ? "before" : "now");
		buf_puts(&b->out, line);
		there += r->there;
	}
	(void)snprintf(say, sizeof(say),
	    "haoctl: %zu booked, %zu had been before\n", b->rows.count - there,
	    there);
	finish(b, say);
}

static void
next_row(struct booker *b)
{
	enter(b, BOOKER_BOOKING, b->at + 1);
	if (b->at == b->rows.count)
		put_booked(b);
}

static void
booked(struct booker *b, const json_t *booking)
{
	struct row *r = row(b);

	(void)snprintf(
	    r->code, sizeof(r->code), "%s", field_text(booking, "appointment"));
	/* Asked again, it may be this run's: its first reply was lost. */
	bool own = b->doubt_ms && field_int(booking, "seq", 0) > b->seq;
	if (!own && field_int(booking, "replayed", 0)) {
		enter(b, BOOKER_CHECKING, b->at);
		return;
	}
	next_row(b);
}

/* One that was cancelled since is booked anew; any other stays. */
static void
checked(struct booker *b, bool lives)
{
	struct row *r = row(b);

	if (lives) {
		r->there = true;
		next_row(b);
		return;
	}
	r->attempt++;
	rows_make_rid(r);
	enter(b, BOOKER_BOOKING, b->at);
}

/* --- Undoing ------------------------------------------------------------ */

/* The last row before AT that this run has booked. */
static void
undo_before(struct booker *b, size_t at)
{
	while (at > 0 && b->rows.row[at - 1].there)
		at--;
	if (at == 0) {
		enter(b, BOOKER_UNDOING, 0);
		finish(b, "haoctl: nothing was imported\n");
		return;
	}
	enter(b, BOOKER_UNDOING, at - 1);
}

static void
refused(struct booker *b, const struct link_reply *reply)
{
	switch (b->state) {
	case BOOKER_STARTING:
		started(b, NULL);
		return;
	case BOOKER_LOOKING:
		say_line(b, row(b), reply->word, reply->say);
		looked(b, NULL);
		return;
	case BOOKER_CHECKING:
		checked(b, false);
		return;
	case BOOKER_BOOKING:
		say_line(b, row(b), reply->word, reply->say);
		undo_before(b, b->at);
		return;
	case BOOKER_UNDOING:
		say_line(b, row(b), reply->word, "it stays booked");
		undo_before(b, b->at);
		return;
	}
}

static void
answered(struct booker *b, const json_t *value)
{
	switch (b->state) {
	case BOOKER_STARTING:
		started(b, value);
		return;
	case BOOKER_LOOKING:
		looked(b, value);
		return;
	case BOOKER_BOOKING:
		booked(b, value);
		return;
	case BOOKER_CHECKING:
		checked(b, !field_is(value, "state", "cancelled"));
		return;
	case BOOKER_UNDOING:
		undo_before(b, b->at);
		return;
	}
}

/* --- The edge's events --------------------------------------------------- */

void
booker_reply(struct booker *b, enum booker_ask ask,
    const struct link_reply *reply, int64_t now_ms)
{
	if (ask != b->state || b->finished)
		return;
	switch (reply->verdict) {
	case LINK_OK:
		answered(b, reply->value);
		break;
	case LINK_REFUSED:
		refused(b, reply);
		break;
	case LINK_UNKNOWN:
	case LINK_UNSENT:
		/* The same again: with its request id it happens once. */
		b->sent = false;
		b->retry_ms = now_ms + BOOKER_RETRY_MS;
		if (!b->doubt_ms)
			b->doubt_ms = now_ms;
		return;
	}
	send(b);
}

void
booker_link(struct booker *b, bool up, const char *why)
{
	b->up = up;
	if (!up) {
		buf_puts(&b->err, "haoctl: the server is away: ");
		text_put(&b->err, why);
		buf_putc(&b->err, '\n');
		return;
	}
	b->ever_up = true;
	if (b->rows.count == 0) {
		put_booked(b);
	} else if (!b->retry_ms) {
		send(b);
	}
}

void
booker_time(struct booker *b, int64_t now_ms)
{
	if (!b->ever_up && now_ms >= b->start_ms + BOOKER_CONNECT_MS) {
		b->failed = true;
		finish(b, QUERY_AWAY "\n");
	} else if (b->doubt_ms && now_ms >= b->doubt_ms + BOOKER_DOUBT_MS) {
		say_line(b, row(b), "no answer",
		    "some may be booked; import the file again");
		b->finished = true;
	} else if (b->retry_ms && now_ms >= b->retry_ms) {
		b->retry_ms = now_ms + BOOKER_RETRY_MS;
		send(b);
	}
}

int64_t
booker_deadline(const struct booker *b)
{
	if (!b->ever_up)
		return b->start_ms + BOOKER_CONNECT_MS;
	return b->retry_ms ? b->retry_ms : -1;
}
