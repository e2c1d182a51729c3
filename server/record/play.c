#include "server/record/play.h"

#include <string.h>

#include "server/hall/hall.h"
#include "server/hall/layout.h"

/* As load_layout_fn: the rules and their zone are in force from now on. */
static const struct layout *
take_layout(const char *raw, void *ctx)
{
	struct play *p = ctx;

	p->layout = p->rules->layout(raw, p->rules->ctx);
	p->zone = p->layout ? p->rules->zone(p->layout, p->rules->ctx) : NULL;
	if (!p->zone)
		return NULL;
	hall_set_zone(p->hall, p->zone);
	return p->layout;
}

static bool
apply(struct play *p, struct event *e)
{
	if (e->type == EVENT_LAYOUT) {
		e->layout = e->raw ? take_layout(e->raw, p) : NULL;
		if (!e->layout) {
			p->error = JOURNAL_EDAMAGED;
			return false;
		}
	}
	if (!p->see(p, e))
		return false;
	if (!hall_reserve(p->hall, e)) {
		p->error = JOURNAL_ENOMEM;
		return false;
	}
	hall_apply(p->hall, e);
	p->seq = e->seq;
	return p->saw(p, e);
}

static bool
follows(struct play *p, const struct journal_row *row)
{
	if (row->seq != p->seq + 1)
		return false;
	chain_next(p->chain, row);
	p->broken = memcmp(p->chain, row->hash, JOURNAL_HASH) != 0;
	return !p->broken;
}

static bool
play_row(const struct journal_row *row, void *ctx)
{
	struct play *p = ctx;
	struct event e;
	bool more = false;

	p->payload = follows(p, row) ? load_event(row, &e) : NULL;
	if (p->payload) {
		more = apply(p, &e);
	} else {
		p->error = JOURNAL_EDAMAGED;
	}
	json_decref(p->payload);
	p->payload = NULL;
	return more && !p->error;
}

/* --- The day's beginning -------------------------------------------------- */

struct beginning {
	const struct buf *state;
	uint8_t hash[JOURNAL_HASH];
	bool right, hashed;
};

/* Journals from before it was hashed have only the day before to tell. */
static bool
take_beginning(const struct journal_row *row, void *ctx)
{
	struct beginning *b = ctx;
	struct event e;
	char hash[OPENING_HASH];
	json_t *payload = load_event(row, &e);

	memcpy(b->hash, row->hash, JOURNAL_HASH);
	opening_hash(hash, b->state->at, b->state->len);
	b->hashed = payload && e.opening;
	b->right = payload && e.type == EVENT_DAY_CLOSED &&
	    (!b->hashed || strcmp(e.opening, hash) == 0);
	json_decref(payload);
	return true;
}

static void
begin(struct play *p)
{
	struct journal *j = reader_journal(p->reader);
	struct buf state = { 0 };
	struct beginning b = { .state = &state };
	const struct load_opening from = { &state, p->day.opening };

	p->error = reader_state(p->reader, p->day.opening, &state);
	if (!p->error) {
		p->error = j->ops->read(
		    j, p->day.opening - 1, p->day.opening, take_beginning, &b);
	}
	if (!p->error && !b.right)
		p->error = JOURNAL_EDAMAGED;
	if (!p->error) {
		p->error = journal_load_opening(
		    j, p->hall, &from, take_layout, p);
	}
	p->early = !b.hashed;
	memcpy(p->chain, b.hash, JOURNAL_HASH);
	p->seq = p->day.opening;
	buf_release(&state);
}

static bool
is_hashed(const struct event *e, const struct buf *state)
{
	char hash[OPENING_HASH];

	opening_hash(hash, state->at, state->len - 1);
	return e->opening && strcmp(e->opening, hash) == 0;
}

bool
play_is_opening(struct play *p, const struct event *e)
{
	struct buf state = { 0 }, kept = { 0 };
	bool same = false;

	p->error = reader_state(p->reader, e->seq, &kept);
	if (!p->error && !opening_write(p->hall, &state))
		p->error = JOURNAL_ENOMEM;
	if (!p->error && kept.len == 0) {
		same = is_hashed(e, &state);
	} else if (!p->error) {
		/* What is written is ended by a 0 that is not kept. */
		same = state.len == kept.len + 1 &&
		    memcmp(state.at, kept.at, kept.len) == 0;
	}
	buf_release(&state);
	buf_release(&kept);
	return same;
}

enum journal_error
play_run(struct play *p)
{
	struct journal *j = reader_journal(p->reader);
	int64_t until = p->day.closed ? p->day.closed : p->day.last;

	p->hall = hall_create();
	if (!p->hall)
		return JOURNAL_ENOMEM;
	begin(p);
	if (!p->error) {
		enum journal_error error = j->ops->read(
		    j, p->day.opening, until, play_row, p);
		if (!p->error)
			p->error = error;
	}
	hall_destroy(p->hall);
	p->hall = NULL;
	return p->error;
}
