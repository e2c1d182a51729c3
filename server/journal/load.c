#include "server/journal/load.h"

#include <string.h>

#include "server/hall/hall.h"
#include "server/hall/rid.h"
#include "server/journal/codec.h"

struct loader {
	struct journal *journal;
	struct hall *hall;
	load_layout_fn *layout;
	load_seen_fn *seen;
	void *ctx;
	enum journal_error error;
};

/* The journal keeps what a secret is compared with apart from the event. */
static void
take_verifier(struct loader *l, struct event *e, struct buf *text)
{
	struct journal *j = l->journal;

	if (!e->secret || l->error || !j->ops->verifier)
		return;
	l->error = j->ops->verifier(j, e->secret, text);
	buf_putc(text, '\0');
	if (!l->error && text->failed)
		l->error = JOURNAL_ENOMEM;
	e->verifier = text->at;
}

static bool
apply(struct loader *l, struct event *e)
{
	struct buf verifier = { 0 };

	if (e->type == EVENT_LAYOUT) {
		e->layout = e->raw ? l->layout(e->raw, l->ctx) : NULL;
		if (!e->layout)
			l->error = JOURNAL_EDAMAGED;
	}
	take_verifier(l, e, &verifier);
	if (!l->error && !hall_reserve(l->hall, e))
		l->error = JOURNAL_ENOMEM;
	if (!l->error)
		hall_apply(l->hall, e);
	buf_release(&verifier);
	return !l->error;
}

json_t *
load_event(const struct journal_row *row, struct event *e)
{
	json_t *object = json_loadb(row->payload, row->payload_len, 0, NULL);

	*e = (struct event){
		.type = row->type,
		.seq = row->seq,
		.t_ms = row->t_ms,
		.slot = row->slot,
	};
	if (object && codec_read(e, object))
		return object;
	json_decref(object);
	return NULL;
}

static bool
apply_row(const struct journal_row *row, void *ctx)
{
	struct loader *l = ctx;
	struct event e;
	json_t *object = load_event(row, &e);

	if (!object || row->seq != hall_seq(l->hall) + 1) {
		l->error = JOURNAL_EDAMAGED;
	} else if (apply(l, &e) && l->seen) {
		l->seen(&e, row, l->ctx);
	}
	json_decref(object);
	return !l->error;
}

/* Of an earlier day only the requests still count. */
static bool
remember_row(const struct journal_row *row, void *ctx)
{
	struct loader *l = ctx;
	struct event e;
	json_t *object = load_event(row, &e);

	if (!object) {
		l->error = JOURNAL_EDAMAGED;
	} else if (!hall_reserve_request(l->hall, &e)) {
		l->error = JOURNAL_ENOMEM;
	} else {
		hall_remember(l->hall, &e);
	}
	json_decref(object);
	return !l->error;
}

/* What FN found wrong counts before what the reading itself says. */
static void
read_rows(struct loader *l, int64_t since, int64_t until, journal_row_fn *fn)
{
	struct journal *j = l->journal;
	enum journal_error error = j->ops->read(j, since, until, fn, l);

	if (!l->error)
		l->error = error;
}

static bool
take_time(const struct journal_row *row, void *ctx)
{
	*(int64_t *)ctx = row->t_ms;
	return false;
}

/* The last seq before T_MS, by halving: times never decrease. */
static enum journal_error
seq_before(struct journal *j, int64_t t_ms, int64_t high, int64_t *seq)
{
	int64_t low = 0;

	while (low < high) {
		int64_t mid = low + (high - low) / 2, at = 0;
		enum journal_error error = j->ops->read(
		    j, mid, mid + 1, take_time, &at);
		if (error)
			return error;
		if (at < t_ms) {
			low = mid + 1;
		} else {
			high = mid;
		}
	}
	*seq = low;
	return JOURNAL_OK;
}

/* Of those before OPENING, what still counted at the event AT. */
static void
remember_yesterday(struct loader *l, int64_t opening, int64_t at)
{
	struct journal *j = l->journal;
	int64_t t_ms = 0, since = 0;

	if (at > 0)
		l->error = j->ops->read(j, at - 1, at, take_time, &t_ms);
	if (!l->error)
		l->error = seq_before(j, t_ms - RID_KEPT_MS, opening, &since);
	if (!l->error)
		read_rows(l, since, opening, remember_row);
}

static void
apply_opening(struct loader *l, const char *text, size_t len)
{
	json_t *list = json_loadb(text, len, 0, NULL);
	json_t *object;
	size_t i;

	if (!json_is_array(list))
		l->error = JOURNAL_EDAMAGED;
	json_array_foreach(list, i, object)
	{
		struct event e = { 0 };
		if (l->error)
			break;
		if (!codec_read(&e, object)) {
			l->error = JOURNAL_EDAMAGED;
		} else {
			(void)apply(l, &e);
		}
	}
	json_decref(list);
}

enum journal_error
journal_load_opening(struct journal *j, struct hall *hall,
    const struct load_opening *from, load_layout_fn *layout, void *ctx)
{
	struct loader l = { j, hall, layout, NULL, ctx, JOURNAL_OK };

	remember_yesterday(&l, from->seq, from->seq);
	if (!l.error)
		apply_opening(&l, from->state->at, from->state->len);
	if (!l.error && hall_seq(hall) != from->seq)
		l.error = JOURNAL_EDAMAGED;
	return l.error;
}

enum journal_error
journal_load(struct journal *j, struct hall *hall, load_layout_fn *layout,
    load_seen_fn *seen, void *ctx)
{
	struct loader l = { j, hall, layout, seen, ctx, JOURNAL_OK };
	struct buf state = { 0 };
	int64_t opening = 0, last = 0;

	l.error = j->ops->opening(j, &state, &opening);
	if (!l.error)
		l.error = j->ops->last(j, &last);
	if (!l.error && opening)
		remember_yesterday(&l, opening, last);
	if (!l.error && opening)
		apply_opening(&l, state.at, state.len);
	if (!l.error)
		read_rows(&l, opening, INT64_MAX, apply_row);
	buf_release(&state);
	return l.error;
}

struct opening {
	struct buf *out;
	bool comma;
};

static bool
put_opening(const struct event *e, void *ctx)
{
	struct opening *o = ctx;

	if (o->comma)
		buf_putc(o->out, ',');
	o->comma = true;
	codec_write_whole(o->out, e);
	return !o->out->failed;
}

bool
opening_write(const struct hall *hall, struct buf *out)
{
	struct opening o = { out, false };

	buf_putc(out, '[');
	if (!hall_opening(hall, put_opening, &o))
		return false;
	buf_puts(out, "]");
	buf_putc(out, '\0');
	return !out->failed;
}
