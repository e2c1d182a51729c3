#include "server/journal/damage.h"

#include <inttypes.h>
#include <sodium.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "server/journal/chain.h"
#include "server/journal/codec.h"
#include "server/journal/load.h"
#include "server/journal/sqlite.h"

#define PROBES_MAX 100000 /* events looked for one by one behind damage */

void
damage_say(struct damage *d, int64_t *of_kind, const char *format, ...)
{
	char line[400];
	va_list args;

	d->found++;
	if (++*of_kind > DAMAGE_SAID)
		return;
	va_start(args, format);
	(void)vsnprintf(line, sizeof(line), format, args);
	va_end(args);
	d->tell(line, d->ctx);
}

/* --- Pages ---------------------------------------------------------------- */

void
damage_pages(struct damage *d, struct reader *r)
{
	sqlite3_stmt *stmt = NULL;
	int64_t said = 0;
	int rc = sqlite3_prepare_v2(
	    reader_db(r), "PRAGMA integrity_check(20)", -1, &stmt, NULL);

	while (rc == SQLITE_OK || rc == SQLITE_ROW) {
		rc = sqlite3_step(stmt);
		if (rc != SQLITE_ROW)
			break;
		const char *say = (const char *)sqlite3_column_text(stmt, 0);
		if (say && strcmp(say, "ok") != 0)
			damage_say(d, &said, "pages: %.300s", say);
	}
	if (rc != SQLITE_DONE) {
		damage_say(
		    d, &said, "pages: %.300s", sqlite3_errmsg(reader_db(r)));
	}
	(void)sqlite3_finalize(stmt);
}

/* --- Events --------------------------------------------------------------- */

struct walk {
	struct damage *d;
	struct reader *r;
	struct chain_watch chain;
	int64_t linked, unread, slots, words; /* findings of each kind */
	int64_t seq;			      /* the last one read */
	int64_t sound_from;		      /* 0: no sound range is open */
	struct journal_mark mark; /* where the chain was ordered to begin */
};

static void
end_range(struct walk *w, int64_t to)
{
	struct damage *d = w->d;

	if (w->sound_from > 0 && to >= w->sound_from &&
	    d->sound_count < DAMAGE_RANGES) {
		d->sound[d->sound_count++] = (struct damage_range){
			w->sound_from, to
		};
	}
	w->sound_from = 0;
}

static void
say_range(struct damage *d, int64_t *of_kind, int64_t from, int64_t to,
    const char *what)
{
	if (from == to) {
		damage_say(d, of_kind, "event %" PRId64 ": %s", from, what);
		return;
	}
	damage_say(d, of_kind, "events %" PRId64 " to %" PRId64 ": %s", from,
	    to, what);
}

static void
tell_fault(enum chain_fault fault, int64_t from, int64_t to, void *ctx)
{
	struct walk *w = ctx;

	/* What is told is the last row, or a gap before the one being read. */
	end_range(w, from - 1);
	if (fault == CHAIN_MISSING) {
		say_range(w->d, &w->linked, from, to, "missing");
		return;
	}
	damage_say(w->d, &w->linked, "event %" PRId64 ": %s", from,
	    chain_fault_text(fault));
}

/* The plain words must be those whose salted hash the event holds. */
static bool
has_words(struct walk *w, const struct journal_row *row, const json_t *payload)
{
	const char *reason = json_string_value(
	    json_object_get(payload, "reason_hash"));
	const char *text = json_string_value(
	    json_object_get(payload, "text_hash"));
	const char *hash = reason ? reason : text;
	struct buf words = { 0 };
	uint8_t salt[16];
	char hex[CODEC_SALTED];
	bool right = true;

	if (hash && reader_personal(w->r, row->seq, salt, &words)) {
		codec_salted(hex, words.at, salt);
		right = strcmp(hex, hash) == 0;
	}
	buf_release(&words);
	return right;
}

static void
look_inside(struct walk *w, const struct journal_row *row)
{
	struct event e;
	json_t *payload = load_event(row, &e);

	if (!payload) {
		damage_say(w->d, &w->unread,
		    "event %" PRId64 ": its payload can't be read", row->seq);
		return;
	}
	if ((e.type == EVENT_ISSUED) != (row->slot != 0)) {
		damage_say(w->d, &w->slots, "event %" PRId64 ": %s", row->seq,
		    row->slot ? "it has a number's slot and gives no number"
			      : "it gives a number that has no slot");
	}
	if (!has_words(w, row, payload)) {
		damage_say(w->d, &w->words,
		    "event %" PRId64 ": the words kept beside it were changed",
		    row->seq);
	}
	json_decref(payload);
}

/* Of the first event that is kept only the hash in the order tells. */
static void
look_at_mark(struct walk *w, const struct journal_row *row)
{
	char hash[OPENING_HASH];

	sodium_bin2hex(hash, sizeof(hash), row->hash, JOURNAL_HASH);
	if (strcmp(hash, w->mark.hash) != 0) {
		damage_say(w->d, &w->linked,
		    "event %" PRId64 ": it is not the one that was to be kept"
		    " when those before it were destroyed",
		    row->seq);
	}
}

static bool
see_row(const struct journal_row *row, void *ctx)
{
	struct walk *w = ctx;

	if (w->d->events == 0 && row->seq > 1 && row->seq <= w->mark.seq)
		chain_watch_skip(&w->chain, row->seq - 1);
	if (row->seq == w->mark.seq)
		look_at_mark(w, row);

	chain_watch_row(&w->chain, row);
	if (w->sound_from == 0 && !w->chain.doubted)
		w->sound_from = row->seq;
	look_inside(w, row);
	w->seq = row->seq;
	w->d->events++;
	return true;
}

static bool
is_there(const struct journal_row *row, void *ctx)
{
	(void)row;
	*(bool *)ctx = true;
	return false;
}

/* The first event after SEQ that can be read, one by one; 0: none. */
static int64_t
next_readable(struct walk *w, int64_t seq)
{
	struct journal *j = reader_journal(w->r);
	int64_t last = 0;

	if (j->ops->last(j, &last) != JOURNAL_OK)
		last = seq + PROBES_MAX;
	for (int64_t i = 0; i < PROBES_MAX && seq < last; i++, seq++) {
		bool there = false;
		enum journal_error error = j->ops->read(
		    j, seq, seq + 1, is_there, &there);
		if (!error && there)
			return seq + 1;
	}
	return 0;
}

/* True: there is more to read behind what can't be. */
static bool
step_over(struct walk *w, enum journal_error error)
{
	int64_t next = next_readable(w, w->seq + 1);

	chain_watch_end(&w->chain);
	end_range(w, w->seq);
	if (next == 0) {
		damage_say(w->d, &w->unread, "from event %" PRId64 " on: %s",
		    w->seq + 1, journal_strerror(error));
		return false;
	}
	say_range(w->d, &w->unread, w->seq + 1, next - 1, "can't be read");
	chain_watch_skip(&w->chain, next - 1);
	w->seq = next - 1;
	return true;
}

static void
count_more(struct damage *d, int64_t of_kind, const char *what)
{
	char line[100];

	if (of_kind <= DAMAGE_SAID)
		return;
	(void)snprintf(line, sizeof(line), "and %" PRId64 " more %s",
	    of_kind - DAMAGE_SAID, what);
	d->tell(line, d->ctx);
}

/* Where an archive says that it begins. */
static void
find_archive_mark(struct walk *w)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(reader_db(w->r),
	    "SELECT a.value, b.value FROM meta AS a, meta AS b"
	    " WHERE a.key = 'first' AND b.key = 'first_hash'",
	    -1, &stmt, NULL);

	if (rc == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW) {
		w->mark.seq = sqlite3_column_int64(stmt, 0);
		(void)snprintf(w->mark.hash, sizeof(w->mark.hash), "%s",
		    (const char *)sqlite3_column_text(stmt, 1));
	}
	(void)sqlite3_finalize(stmt);
}

/* The last order to destroy days, as its event has it; none: all is there. */
static void
find_mark(struct walk *w)
{
	sqlite3_stmt *stmt = NULL;
	int rc = sqlite3_prepare_v2(reader_db(w->r),
	    "SELECT e.payload ->> 'mark', e.payload ->> 'hash' FROM forgotten"
	    " AS f JOIN event AS e ON e.seq = f.seq WHERE f.kind = 'days'"
	    " AND e.type = 'forgotten' AND e.payload ->> 'kind' = 'days'"
	    " ORDER BY f.seq DESC LIMIT 1",
	    -1, &stmt, NULL);

	if (rc == SQLITE_OK && sqlite3_step(stmt) == SQLITE_ROW) {
		const char *hash = (const char *)sqlite3_column_text(stmt, 1);
		w->mark.seq = sqlite3_column_int64(stmt, 0);
		(void)snprintf(
		    w->mark.hash, sizeof(w->mark.hash), "%s", hash ? hash : "");
	}
	(void)sqlite3_finalize(stmt);
	if (w->mark.seq == 0)
		find_archive_mark(w);
}

void
damage_events(struct damage *d, struct reader *r)
{
	static const uint8_t nothing[JOURNAL_HASH] = { 0 };
	struct walk w = { .d = d, .r = r };
	struct journal *j = reader_journal(r);
	enum journal_error error;

	w.chain = (struct chain_watch){ .tell = tell_fault, .ctx = &w };
	chain_watch_begin(&w.chain, 0, nothing);
	find_mark(&w);
	do {
		error = j->ops->read(j, w.seq, INT64_MAX, see_row, &w);
	} while (error && step_over(&w, error));
	chain_watch_end(&w.chain);
	end_range(&w, w.seq);
	count_more(d, w.linked, "breaks of the chain");
	count_more(d, w.unread, "that can't be read");
	count_more(d, w.slots, "with a wrong slot");
	count_more(d, w.words, "with changed words");
}
