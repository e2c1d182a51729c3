#include "server/record/play.h"

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
apply(struct play *p, struct event *e, const struct journal_row *row)
{
	if (!p->see(p, e, row))
		return false;
	if (!hall_reserve(p->hall, e)) {
		p->error = JOURNAL_ENOMEM;
		return false;
	}
	hall_apply(p->hall, e);
	return !p->saw || p->saw(p, e, row);
}

static bool
play_row(const struct journal_row *row, void *ctx)
{
	struct play *p = ctx;
	struct event e;

	p->payload = load_event(row, &e);
	bool ok = p->payload && row->seq == hall_seq(p->hall) + 1;
	if (ok && e.type == EVENT_LAYOUT) {
		e.layout = e.raw ? take_layout(e.raw, p) : NULL;
		ok = e.layout != NULL;
	}
	if (!ok) {
		p->error = JOURNAL_EDAMAGED;
	} else {
		ok = apply(p, &e, row);
	}
	json_decref(p->payload);
	p->payload = NULL;
	return ok && !p->error;
}

static void
play_rows(struct play *p)
{
	struct journal *j = reader_journal(p->reader);
	int64_t until = p->day.closed ? p->day.closed : p->day.last;
	enum journal_error error = j->ops->read(
	    j, p->day.opening, until, play_row, p);

	if (!p->error)
		p->error = error;
}

enum journal_error
play_run(struct play *p)
{
	struct buf state = { 0 };

	p->error = JOURNAL_OK;
	p->hall = hall_create();
	if (!p->hall)
		return JOURNAL_ENOMEM;
	p->error = reader_state(p->reader, p->day.opening, &state);
	if (!p->error) {
		p->error = journal_load_opening(reader_journal(p->reader),
		    p->hall, &state, p->day.opening, take_layout, p);
	}
	buf_release(&state);
	if (!p->error)
		play_rows(p);
	hall_destroy(p->hall);
	p->hall = NULL;
	return p->error;
}
