#include "server/record/audit.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "server/hall/hall.h"
#include "server/hall/keep.h"
#include "server/hall/replay.h"
#include "server/journal/codec.h"
#include "server/record/asked.h"

#define AT_WORK_MS 5000 /* between two events haod did not stop so shortly */

struct auditor {
	struct audit *out;
	const struct audit_watcher *watcher;
	int64_t due_ms, seen_ms; /* something is due for so long */
	struct buf kept;	 /* the plain words beside the event */
};

void
audit_release(struct audit *a)
{
	buf_release(&a->say);
}

static struct auditor *
auditor_of(struct play *p)
{
	return p->ctx;
}

/* Returns false, to stop. */
static bool __attribute__((format(printf, 3, 4)))
differs(struct auditor *a, int64_t seq, const char *format, ...)
{
	char line[1000];
	va_list args;

	va_start(args, format);
	(void)vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	a->out->wrong = seq;
	buf_puts(&a->out->say, line);
	buf_putc(&a->out->say, '\0');
	return false;
}

/* --- A decision beside an event ----------------------------------------- */

/* Of what is kept apart an event holds a hash: another check compares it. */
static void
leave_out_hashes(json_t *payload)
{
	static const char *const names[] = { "reason_hash", "contact_hash",
		"text_hash", "verifier_hash", "opening" };

	for (size_t i = 0; i < sizeof(names) / sizeof(*names); i++)
		(void)json_object_del(payload, names[i]);
}

/* The first version did not write how long a ticket was handled. */
static void
leave_out_later(json_t *right, const json_t *has)
{
	if (!json_object_get(has, "handled"))
		(void)json_object_del(right, "handled");
}

static json_t *
payload_of(const struct event *e)
{
	struct event plain = *e;
	struct buf text = { 0 };

	/* They are told apart by their hashes, which check compares. */
	const char *personal = codec_personal(e);
	if (personal == e->reason)
		plain.reason = NULL;
	if (personal == e->text)
		plain.text = NULL;
	plain.verifier = NULL;
	codec_write(&text, &plain, NULL);
	json_t *payload = text.failed ? NULL
				      : json_loadb(text.at, text.len, 0, NULL);
	buf_release(&text);
	return payload;
}

static void
say_value(char *out, size_t size, const json_t *value)
{
	char *text = value ? json_dumps(value, JSON_ENCODE_ANY | JSON_COMPACT)
			   : NULL;

	(void)snprintf(out, size, "%s", text ? text : "nothing");
	free(text);
}

/* The first field of A that B has not, or otherwise. */
static const char *
other_field(json_t *a, json_t *b)
{
	const char *key;
	json_t *value;

	json_object_foreach(a, key, value)
	{
		if (!json_equal(value, json_object_get(b, key)))
			return key;
	}
	return NULL;
}

static bool
say_other(struct auditor *a, const struct event *is, json_t *has, json_t *right)
{
	char recorded[200], expected[200];
	const char *key = other_field(right, has);

	if (!key)
		key = other_field(has, right);
	say_value(recorded, sizeof(recorded), json_object_get(has, key));
	say_value(expected, sizeof(expected), json_object_get(right, key));
	return differs(a, is->seq,
	    "%s: %s is %s in the record, and %s by the rules in force",
	    event_name(is->type), key, recorded, expected);
}

/* SAY: tell what differs. */
static bool
is_same(struct auditor *a, struct play *p, const struct event *is,
    struct event *right, bool say)
{
	right->wall_ms = is->wall_ms;
	json_t *has = json_deep_copy(p->payload);
	json_t *expected = payload_of(right);
	if (has)
		leave_out_hashes(has);
	if (has && expected && p->early)
		leave_out_later(expected, has);
	bool same = has && expected && right->type == is->type &&
	    right->t_ms == is->t_ms && right->slot == is->slot &&
	    json_equal(has, expected);

	if (!same && say) {
		if (!has || !expected) {
			p->error = JOURNAL_ENOMEM;
		} else if (right->type != is->type) {
			(void)differs(a, is->seq,
			    "%s in the record, and %s by the rules in force",
			    event_name(is->type), event_name(right->type));
		} else if (json_equal(has, expected)) {
			(void)differs(a, is->seq,
			    "%s: its time or the number's place in the day",
			    event_name(is->type));
		} else {
			(void)say_other(a, is, has, expected);
		}
	}
	json_decref(has);
	json_decref(expected);
	return same;
}

/* --- Who asked for it ---------------------------------------------------- */

static bool
is_decided(struct play *p, const struct event *is, size_t count,
    const struct request *asked)
{
	struct auditor *a = auditor_of(p);
	struct decision d = { 0 };

	for (size_t i = 0; i < count; i++) {
		hall_decide(p->hall, &asked[i], is->t_ms, &d);
		if (d.has_event && is_same(a, p, is, &d.event, false))
			return true;
	}
	/* None of them: the first says most about why not. */
	hall_decide(p->hall, &asked[0], is->t_ms, &d);
	if (d.refusal) {
		return differs(a, is->seq,
		    "%s: the rules in force refuse it%s%s",
		    event_name(is->type), d.detail ? ": " : "",
		    d.detail ? d.detail : "");
	}
	if (!d.has_event) {
		return differs(a, is->seq,
		    "%s: by the rules in force nothing changes here",
		    event_name(is->type));
	}
	return is_same(a, p, is, &d.event, true);
}

static bool
is_layout(struct play *p, const struct event *is)
{
	struct auditor *a = auditor_of(p);
	struct decision d;

	hall_decide_layout(p->hall, is->layout, is->raw, is->t_ms, &d);
	if (d.refusal) {
		return differs(a, is->seq,
		    "layout: it drops or renumbers what is in use: %s",
		    d.detail);
	}
	if (!d.has_event)
		return differs(a, is->seq, "layout: it was in force already");
	return is_same(a, p, is, &d.event, true);
}

static bool
is_change_of_day(struct play *p, const struct event *is)
{
	struct event right;
	int64_t day = hall_day_at(p->hall, p->zone, is->t_ms);

	hall_decide_day(p->hall, day, is->t_ms, &right);
	return is_same(auditor_of(p), p, is, &right, true);
}

static bool
is_of_time(struct play *p, const struct event *is)
{
	struct event right;

	if (is->user || !hall_could_bring(p->hall, is, &right)) {
		return differs(auditor_of(p), is->seq,
		    "%s: time could not bring it here", event_name(is->type));
	}
	return is_same(auditor_of(p), p, is, &right, true);
}

/* It destroys nothing that the rules in force keep. */
static bool
is_order(struct play *p, const struct event *is)
{
	const struct keep_order order = { keep_named(is->kind), is->mark,
		is->day, is->hash };
	struct event right;

	if (is->user || order.kind == KEEP_KINDS)
		return is_of_time(p, is);
	int64_t days = keep_days(p->layout, order.kind);
	if (days == 0 || is->day > hall_day(p->hall) - days) {
		return differs(auditor_of(p), is->seq,
		    "forgotten: the rules in force keep it longer");
	}
	hall_decide_forgotten(p->hall, &order, is->t_ms, &right);
	return is_same(auditor_of(p), p, is, &right, true);
}

/*
 * Something that time brings is late by more than a restart explains: haod
 * was at work all the while.
 */
static bool
is_overdue(struct play *p, const struct event *is)
{
	struct auditor *a = auditor_of(p);
	struct event due;
	int64_t gap = is->t_ms - a->seen_ms;

	a->seen_ms = is->t_ms;
	if (!hall_due(p->hall, is->t_ms, &due)) {
		a->due_ms = 0;
		return false;
	}
	if (gap < AT_WORK_MS)
		a->due_ms += gap;
	return a->due_ms > AUDIT_OVERDUE_MS &&
	    !differs(a, is->seq, "%s: a %s is missing before it",
		event_name(is->type), event_name(due.type));
}

static bool
is_right(struct play *p, const struct event *is)
{
	struct auditor *a = auditor_of(p);
	struct request asked[ASKED_MAX];
	uint8_t salt[16];

	if (is->type == EVENT_LAYOUT)
		return is_layout(p, is);
	if (is->type == EVENT_DAY_CLOSED)
		return is_change_of_day(p, is);
	if (is->type == EVENT_FORGOTTEN)
		return is_order(p, is);
	/* Whoever restored the hall said how much to skip. */
	if (is->type == EVENT_RESTORED && !is->user)
		return true;
	buf_clear(&a->kept);
	bool kept = codec_personal_field(is->type) &&
	    reader_personal(p->reader, is->seq, salt, &a->kept);
	size_t count = asked_of(
	    is, p->payload, kept ? a->kept.at : NULL, asked);
	if (count == 0)
		return is_of_time(p, is);
	return !is_overdue(p, is) && is_decided(p, is, count, asked);
}

static bool
see(struct play *p, const struct event *is)
{
	struct auditor *a = auditor_of(p);

	if (!is_right(p, is))
		return false;
	if (a->watcher)
		a->watcher->see(p, is, a->watcher->ctx);
	a->out->events++;
	return true;
}

static bool
saw(struct play *p, const struct event *is)
{
	struct auditor *a = auditor_of(p);

	if (is->seq <= p->day.last) {
		memcpy(a->out->head, p->chain, JOURNAL_HASH);
		a->out->head_seq = is->seq;
	}
	/* The state that the next day is said to begin with. */
	if (is->type == EVENT_DAY_CLOSED && !play_is_opening(p, is)) {
		return !p->error &&
		    differs(a, is->seq,
			"day_closed: the state that the next day begins with is"
			" not what this day leads to");
	}
	if (a->watcher)
		a->watcher->saw(p, is, a->watcher->ctx);
	return true;
}

static bool
take_hash(const struct journal_row *row, void *ctx)
{
	memcpy(ctx, row->hash, JOURNAL_HASH);
	return true;
}

enum journal_error
audit_day(struct reader *r, const struct reader_day *day,
    const struct play_rules *rules, const struct audit_watcher *watcher,
    struct audit *out)
{
	struct auditor a = { .out = out, .watcher = watcher };
	struct play p = { .reader = r,
		.rules = rules,
		.day = *day,
		.see = see,
		.saw = saw,
		.ctx = &a };
	struct journal *j = reader_journal(r);

	/* A day without events has the head that it began with. */
	*out = (struct audit){ .head_seq = day->opening };
	enum journal_error error = j->ops->read(
	    j, day->opening - 1, day->opening, take_hash, out->head);
	if (!error)
		error = play_run(&p);
	if (p.broken) {
		(void)differs(&a, p.seq + 1,
		    "the hash chain breaks: this event, or one before it, was"
		    " changed");
		error = JOURNAL_OK;
	}
	buf_release(&a.kept);
	return !error && out->say.failed ? JOURNAL_ENOMEM : error;
}
