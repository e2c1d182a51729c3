/*
 * What must hold when all has come to rest: whatever was acknowledged is in
 * the journal, once; numbers are unique; the order was fair; each screen has
 * shown the journal's calls; the journal alone gives the same hall, and each of
 * its days passes an audit.
 */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/config/config.h"
#include "server/hall/hall.h"
#include "server/hall/layout.h"
#include "server/journal/load.h"
#include "server/journal/reader.h"
#include "server/record/audit.h"
#include "server/server.h"
#include "server/zone.h"
#include "tests/crash/whole_facts.h"

#define RID_KEPT_MS 86400000
#define ZONE_UNTIL  2100

static struct fact *
new_fact(struct facts *f)
{
	if (++f->count >= f->cap) {
		f->cap = f->cap ? 2 * f->cap : 256;
		f->at = whole_must(
		    realloc(f->at, (size_t)f->cap * sizeof(*f->at)));
	}
	return &f->at[f->count];
}

static bool
read_row(const struct journal_row *row, void *ctx)
{
	struct facts *f = ctx;
	struct event e;
	json_t *object = load_event(row, &e);

	chain_next(f->hash, row);
	if (!object || row->seq != f->count + 1 ||
	    memcmp(f->hash, row->hash, JOURNAL_HASH) != 0) {
		whole_fail(
		    f->whole, "row %lld does not follow", (long long)row->seq);
	}
	*new_fact(f) = (struct fact){ e, object };
	return true;
}

static bool
same(const char *a, const char *b)
{
	return strcmp(a ? a : "", b ? b : "") == 0;
}

/* --- What was acknowledged ------------------------------------------------ */

static void
check_own(const struct whole *w, const struct ack *a, const struct event *is)
{
	const char *rid = a->undoes && is->victim ? is->victim : is->rid;

	if (!same(rid, a->rid)) {
		whole_fail(w, "event %lld is %s's, not %s's", (long long)a->seq,
		    rid ? rid : "nobody", a->rid);
	}
	if (is->number && a->number[0] && !same(is->number, a->number)) {
		whole_fail(w, "%s was given %s, not %s", a->rid, a->number,
		    is->number);
	}
}

/* What RID did before; NULL: nothing, or more than a day ago. */
static const struct event *
done_by(const struct facts *f, const struct ack *a)
{
	for (int64_t i = 1; i <= f->count; i++) {
		const struct event *e = &f->at[i].e;
		if (same(e->rid, a->rid) && e->t_ms <= a->t_ms &&
		    a->t_ms - e->t_ms < RID_KEPT_MS)
			return e;
	}
	return NULL;
}

/* Nobody gets what was given up, for a day. */
static void
check_late(const struct facts *f, const struct ack *a)
{
	for (int64_t i = 1; i <= f->count; i++) {
		const struct event *e = &f->at[i].e;
		bool undone = same(e->victim, a->rid) ||
		    (e->type == EVENT_VOIDED && same(e->rid, a->rid));
		if (undone && a->t_ms - e->t_ms < RID_KEPT_MS) {
			whole_fail(f->whole, "%s was undone, and then answered",
			    a->rid);
		}
	}
}

/* A ticket that was found by its RID. */
static void
check_found(const struct facts *f, const struct ack *a)
{
	for (int64_t i = 1; i <= f->count; i++) {
		const struct event *e = &f->at[i].e;
		if (same(e->rid, a->rid) && e->id == a->id)
			return;
	}
	whole_fail(
	    f->whole, "by %s ticket %lld was found", a->rid, (long long)a->id);
}

static void
check_ack(const struct facts *f, const struct ack *a)
{
	const struct whole *w = f->whole;

	if (a->refused && done_by(f, a)) {
		whole_fail(w, "%s was done as %lld, and then refused", a->rid,
		    (long long)done_by(f, a)->seq);
	}
	if (a->seq < 0)
		check_found(f, a);
	if (a->refused || a->seq < 0)
		return;
	if (a->seq < 1 || a->seq > f->count) {
		whole_fail(w, "%s was acknowledged as %lld and is lost", a->rid,
		    (long long)a->seq);
	}
	const struct event *is = &f->at[a->seq].e;
	/* One that found its effect there names the seq of now. */
	if (same(is->rid, a->rid) && is->id != a->id && a->id) {
		whole_fail(w, "%s was told of ticket %lld, not %lld", a->rid,
		    (long long)a->id, (long long)is->id);
	}
	if (a->own)
		check_own(w, a, is);
	if (a->late)
		check_late(f, a);
}

static void
check_acks(const struct facts *f)
{
	for (size_t i = 0; i < f->whole->acks_count; i++)
		check_ack(f, &f->whole->acks[i]);
}

static void
check_pair(const struct facts *f, const struct event *a, const struct event *b)
{
	/* What an earlier day's request issued is over; it can be made void. */
	if (a->rid && same(a->rid, b->rid) && same(a->user, b->user) &&
	    b->type != EVENT_VOIDED && b->t_ms - a->t_ms < RID_KEPT_MS)
		whole_fail(f->whole, "%s was done twice", a->rid);
	if (a->type == EVENT_ISSUED && b->type == EVENT_ISSUED &&
	    (a->id == b->id || a->slot == b->slot))
		whole_fail(f->whole, "%s was given twice", a->number);
}

static void
check_unique(const struct facts *f)
{
	for (int64_t i = 1; i <= f->count; i++) {
		for (int64_t k = i + 1; k <= f->count; k++) {
			check_pair(f, &f->at[i].e, &f->at[k].e);
		}
	}
}

/* --- Screens -------------------------------------------------------------- */

static bool
is_missing(const struct screen *s, int64_t seq)
{
	for (size_t i = 0; i < s->holes_count; i++) {
		if (seq > s->holes[i].from && seq <= s->holes[i].to)
			return true;
	}
	return seq <= s->first;
}

/* A day began in it: nothing else takes away what a screen may ask for. */
static void
check_holes(const struct facts *f, const struct screen *s)
{
	for (size_t i = 0; i < s->holes_count; i++) {
		int64_t seq = s->holes[i].from + 1;
		while (seq <= s->holes[i].to &&
		    f->at[seq].e.type != EVENT_DAY_CLOSED)
			seq++;
		if (seq > s->holes[i].to) {
			whole_fail(f->whole, "a screen can't know %lld to %lld",
			    (long long)s->holes[i].from,
			    (long long)s->holes[i].to);
		}
	}
}

static bool
is_right(const struct screen *s, const struct shown *is, const struct event *e)
{
	return is->seq == e->seq && (s->all || is->ticket == e->id);
}

static void
check_screen(const struct facts *f, const struct client *c)
{
	const struct screen *s = &c->screen;
	size_t next = 0;

	check_holes(f, s);
	for (int64_t i = 1; s->first >= 0 && i <= f->count; i++) {
		const struct event *e = &f->at[i].e;
		if ((!s->all && e->type != EVENT_CALLED) || is_missing(s, i))
			continue;
		if (next == s->count || !is_right(s, &s->shown[next], e)) {
			whole_fail(f->whole, "screen %s has not shown %s %lld",
			    c->name, event_name(e->type), (long long)i);
		}
		next++;
	}
	if (next != s->count) {
		whole_fail(f->whole, "screen %s has shown %lld: none", c->name,
		    (long long)s->shown[next].seq);
	}
}

/* --- The hall ------------------------------------------------------------- */

struct layouts {
	struct layout *last;
	struct zone_table *zone;
};

static void
ignore(const struct config_mistake *m, void *ctx)
{
	(void)m;
	(void)ctx;
}

static const struct layout *
read_layout(const char *raw, void *ctx)
{
	struct layouts *l = ctx;

	config_free(l->last);
	l->last = config_read(raw, strlen(raw), "the journal", ignore, NULL);
	return l->last;
}

static void
compare(const struct whole *w, const char *is, const char *should)
{
	size_t at = 0;

	while (is[at] == should[at] && is[at])
		at++;
	if (is[at] != should[at]) {
		whole_fail(w,
		    "the hall, from byte %zu: %.40s; by the journal:"
		    " %.40s",
		    at, is + at, should + at);
	}
}

static void
check_hall(struct whole *w)
{
	struct server *s = daemon_server(w);
	struct hall *again = whole_must(hall_create());
	struct buf is = { 0 }, should = { 0 };
	struct layouts l = { 0 };

	if (journal_load(s->journal, again, read_layout, NULL, &l) !=
	    JOURNAL_OK)
		whole_fail(w, "the journal gives no hall");
	hall_dump(s->hall, &is);
	hall_dump(again, &should);
	buf_putc(&is, '\0');
	buf_putc(&should, '\0');
	compare(w, whole_must(is.at), whole_must(should.at));
	buf_release(&is);
	buf_release(&should);
	hall_destroy(again);
	config_free(l.last);
}

/* --- The audit ------------------------------------------------------------ */

static const struct zone_table *
halls_zone(const struct layout *layout, void *ctx)
{
	struct layouts *l = ctx;

	if (!l->zone)
		l->zone = zone_load(layout->timezone, ZONE_UNTIL);
	return l->zone;
}

static void
check_day(struct whole *w, struct reader *r, const struct reader_day *day)
{
	struct layouts l = { 0 };
	const struct play_rules rules = { read_layout, halls_zone, &l };
	struct audit audit;

	if (audit_day(r, day, &rules, NULL, &audit) != JOURNAL_OK)
		whole_fail(w, "day %lld can't be audited", (long long)day->day);
	if (audit.wrong) {
		whole_fail(w, "event %lld by an audit: %s",
		    (long long)audit.wrong, audit.say.at);
	}
	audit_release(&audit);
	config_free(l.last);
	zone_free(l.zone);
}

/*
 * Each day, as one who disputes it would have it checked. Two on one file
 * are more than this disk knows: the daemon has left before.
 */
static void
check_audit(struct whole *w)
{
	struct reader_day day = { .day = INT64_MIN };
	struct reader *r = NULL;
	char detail[200];

	daemon_end(w);
	if (reader_open(w->name, &r, detail) != JOURNAL_OK)
		whole_fail(w, "no audit: %s", detail);
	while (r && reader_day_after(r, day.day, &day))
		check_day(w, r, &day);
	reader_close(r);
}

void
whole_check(struct whole *w)
{
	struct journal *j = daemon_server(w)->journal;
	struct facts f = { .whole = w };

	if (j->ops->read(j, 0, INT64_MAX, read_row, &f) != JOURNAL_OK)
		whole_fail(w, "the journal can't be read");
	check_acks(&f);
	check_unique(&f);
	tickets_check(&f);
	for (int i = 0; i < WHOLE_CLIENTS; i++) {
		if (w->client[i].role == ROLE_SCREEN)
			check_screen(&f, &w->client[i]);
	}
	check_hall(w);
	check_audit(w);
	memcpy(&w->print, f.hash, sizeof(w->print));
	for (int64_t i = 1; i <= f.count; i++)
		json_decref(f.at[i].object);
	free(f.at);
}
