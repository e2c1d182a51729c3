/*
 * What must hold when all has come to rest: whatever was acknowledged is in
 * the journal, once; numbers are unique; the order was fair; each screen has
 * shown the journal's calls; and the journal alone gives the same hall.
 */
#include <jansson.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/config/config.h"
#include "server/hall/hall.h"
#include "server/journal/load.h"
#include "server/server.h"
#include "tests/crash/whole.h"

#define RID_KEPT_MS 86400000

struct fact {
	enum event_type type;
	int64_t t_ms, id, credited_ms, day, slot;
	char rid[WHOLE_WORD], number[WHOLE_WORD];
	char service[WHOLE_WORD], class[WHOLE_WORD];
	bool waits; /* of an issued one: now, as the facts are gone through */
};

/* By seq, from 1 on. */
struct facts {
	struct whole *whole;
	struct fact *at;
	int64_t count, cap;
	uint8_t hash[JOURNAL_HASH];
};

static void
copy(char *to, const char *from)
{
	(void)snprintf(to, WHOLE_WORD, "%s", from ? from : "");
}

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
	struct fact *is = new_fact(f);
	*is = (struct fact){ .type = e.type, .t_ms = e.t_ms, .id = e.id };
	is->credited_ms = e.credited_ms;
	is->day = e.day;
	is->slot = e.slot;
	copy(is->rid, e.rid);
	copy(is->number, e.number);
	copy(is->service, e.service);
	copy(is->class, e.class);
	json_decref(object);
	return true;
}

/* --- What was acknowledged ------------------------------------------------ */

static void
check_acks(const struct facts *f)
{
	const struct whole *w = f->whole;

	for (size_t i = 0; i < w->acks_count; i++) {
		const struct ack *a = &w->acks[i];
		if (a->seq < 1 || a->seq > f->count) {
			whole_fail(w, "%s was acknowledged as %lld and is lost",
			    a->rid, (long long)a->seq);
		}
		const struct fact *is = &f->at[a->seq];
		/* One that found its effect there names the seq of now. */
		if (strcmp(is->rid, a->rid) == 0 && is->id != a->id) {
			whole_fail(w, "%s was told of ticket %lld, not %lld",
			    a->rid, (long long)a->id, (long long)is->id);
		}
		if (a->own && strcmp(is->rid, a->rid) != 0) {
			whole_fail(w, "event %lld is %s's, not %s's",
			    (long long)a->seq, is->rid, a->rid);
		}
		if (a->own && strcmp(is->number, a->number) != 0) {
			whole_fail(w, "%s was given %s, not %s", a->rid,
			    a->number, is->number);
		}
	}
}

static void
check_pair(const struct facts *f, const struct fact *a, const struct fact *b)
{
	if (a->rid[0] && strcmp(a->rid, b->rid) == 0 &&
	    b->t_ms - a->t_ms < RID_KEPT_MS)
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
			check_pair(f, &f->at[i], &f->at[k]);
		}
	}
}

/* --- The order ------------------------------------------------------------ */

static struct fact *
ticket_of(const struct facts *f, int64_t id)
{
	for (int64_t i = 1; i <= f->count; i++) {
		if (f->at[i].type == EVENT_ISSUED && f->at[i].id == id)
			return &f->at[i];
	}
	whole_fail(f->whole, "ticket %lld was never issued", (long long)id);
}

/* Within a class and a service nobody is overtaken. */
static void
call(const struct facts *f, int64_t seq)
{
	struct fact *called = ticket_of(f, f->at[seq].id);

	for (int64_t i = 1; called->waits && i < seq; i++) {
		const struct fact *t = &f->at[i];
		if (t->type == EVENT_ISSUED && t->waits &&
		    t->credited_ms < called->credited_ms &&
		    strcmp(t->service, called->service) == 0 &&
		    strcmp(t->class, called->class) == 0) {
			whole_fail(f->whole, "%s was called before %s",
			    called->number, t->number);
		}
	}
	called->waits = false;
}

static void
close_day(const struct facts *f, int64_t seq)
{
	for (int64_t i = 1; i < seq; i++)
		f->at[i].waits = false;
}

static void
check_order(const struct facts *f)
{
	for (int64_t i = 1; i <= f->count; i++) {
		struct fact *is = &f->at[i];
		if (is->type == EVENT_ISSUED) {
			is->waits = true;
		} else if (is->type == EVENT_CALLED) {
			call(f, i);
		} else if (is->type == EVENT_CANCELLED) {
			ticket_of(f, is->id)->waits = false;
		} else if (is->type == EVENT_RETURNED) {
			struct fact *t = ticket_of(f, is->id);
			t->waits = true;
			t->credited_ms = is->credited_ms;
		} else if (is->type == EVENT_DAY_CLOSED) {
			close_day(f, i);
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
		    f->at[seq].type != EVENT_DAY_CLOSED)
			seq++;
		if (seq > s->holes[i].to) {
			whole_fail(f->whole, "a screen can't know %lld to %lld",
			    (long long)s->holes[i].from,
			    (long long)s->holes[i].to);
		}
	}
}

static void
check_screen(const struct facts *f, const struct client *c)
{
	const struct screen *s = &c->screen;
	size_t next = 0;

	check_holes(f, s);
	for (int64_t i = 1; s->first >= 0 && i <= f->count; i++) {
		if (f->at[i].type != EVENT_CALLED || is_missing(s, i))
			continue;
		if (next == s->count || s->shown[next].seq != i ||
		    s->shown[next].ticket != f->at[i].id) {
			whole_fail(f->whole,
			    "screen %s has not shown call %lld"
			    " of %s",
			    c->name, (long long)i, f->at[i].number);
		}
		next++;
	}
	if (next != s->count) {
		whole_fail(f->whole, "screen %s has shown call %lld: none",
		    c->name, (long long)s->shown[next].seq);
	}
}

/* --- The hall ------------------------------------------------------------- */

struct layouts {
	struct layout *last;
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

void
whole_check(struct whole *w)
{
	struct journal *j = daemon_server(w)->journal;
	struct facts f = { .whole = w };

	if (j->ops->read(j, 0, INT64_MAX, read_row, &f) != JOURNAL_OK)
		whole_fail(w, "the journal can't be read");
	check_acks(&f);
	check_unique(&f);
	check_order(&f);
	for (int i = 0; i < WHOLE_CLIENTS; i++) {
		if (w->client[i].role == ROLE_SCREEN)
			check_screen(&f, &w->client[i]);
	}
	check_hall(w);
	memcpy(&w->print, f.hash, sizeof(w->print));
	free(f.at);
}
