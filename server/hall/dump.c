/* The whole state as bytes, and a day's opening state as events. */
#include <string.h>

#include "proto/jsonw.h"
#include "server/hall/state.h"

static void
put(struct jsonw *w, const char *s)
{
	if (s) {
		jsonw_str(w, s);
	} else {
		jsonw_null(w);
	}
}

static void
dump_visit(struct jsonw *w, const struct visit *v)
{
	const int64_t numbers[] = { v->since_ms, v->hand_ms, v->handled_ms,
		v->until_ms, (int64_t)v->hold, (int64_t)v->came, v->kept,
		v->step, v->rating, (int64_t)v->caller, v->passed_ms };

	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		jsonw_int(w, numbers[i]);
	for (uint32_t i = 0; i < v->steps_count; i++)
		jsonw_str(w, v->steps[i]);
}

static void
dump_ticket(struct jsonw *w, const struct ticket *t)
{
	const int64_t numbers[] = { t->id, t->issued_ms, t->appointed_ms,
		t->credited_ms, t->called_ms, t->last_call_ms, t->started_ms,
		t->ended_ms, t->back, t->ranked, t->calls, t->misses,
		t->matters, (int64_t)t->state, t->watch.since_ms,
		t->watch.training };

	jsonw_open(w, '[');
	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		jsonw_int(w, numbers[i]);
	put(w, t->number);
	put(w, t->service);
	put(w, t->class);
	put(w, t->lang);
	put(w, t->clerk);
	put(w, t->printed);
	put(w, t->counter);
	put(w, t->for_counter);
	put(w, t->for_clerk);
	dump_visit(w, &t->visit);
	jsonw_close(w, ']');
}

static void
dump_queue(struct jsonw *w, const struct queue *q)
{
	jsonw_open(w, '[');
	for (const struct queue_node *n = queue_first(q); n;
	     n = n->link[0].next)
		jsonw_int(w, n->key.id);
	jsonw_close(w, ']');
}

static void
dump_board(struct jsonw *w, const struct board *b)
{
	jsonw_int(w, b->lap_last);
	for (uint32_t i = 0; i < b->services_count; i++) {
		const struct service *s = &b->services[i];
		jsonw_str(w, s->code);
		jsonw_int(w, s->next);
		jsonw_int(w, s->lap);
		jsonw_int(w, s->session_ms);
		jsonw_int(w, s->session_count);
		jsonw_int(w, s->ended_ms);
		handling_dump(w, &s->handling);
		tally_dump(w, &s->tally);
		dump_queue(w, &s->queue);
		dump_queue(w, &s->ranked);
		jsonw_int(w, s->normals);
		jsonw_int(w, s->rankeds);
	}
	for (uint32_t i = 0; i < b->counters_count; i++) {
		const struct counter *c = &b->counters[i];
		jsonw_str(w, c->label);
		put(w, c->clerk);
		jsonw_int(w, (int64_t)c->state);
		jsonw_int(w, c->lapsed);
		jsonw_int(w, c->on);
		jsonw_str(w, c->terminal);
		jsonw_str(w, c->reason);
		jsonw_int(w, c->ticket);
		at_hand_dump(w, &c->at_hand);
		dump_queue(w, &c->queue);
	}
	jsonw_raw(w, b->raw, strlen(b->raw));
}

/* By name: in which order clerks came to have one is no state. */
static const struct line *
line_after(const struct hall *h, const char *clerk)
{
	const struct line *found = NULL;

	for (size_t i = 0; i < h->lines_count; i++) {
		const struct line *l = &h->lines[i];
		if (strcmp(l->clerk, clerk) > 0 &&
		    (!found || strcmp(l->clerk, found->clerk) < 0))
			found = l;
	}
	return found;
}

/* One that stands empty is as good as none. */
static void
dump_line(struct jsonw *w, const struct line *l)
{
	if (l->queue.count == 0)
		return;
	jsonw_str(w, l->clerk);
	dump_queue(w, &l->queue);
}

static void
dump_bookings(struct jsonw *w, const struct hall *h, const struct queue *q)
{
	for (const struct queue_node *n = queue_first(q); n;
	     n = n->link[0].next) {
		const struct booking *b = booking_of_node(&h->bookings, n);
		jsonw_open(w, '[');
		jsonw_str(w, b->code);
		put(w, b->service);
		put(w, b->lang);
		jsonw_int(w, b->appointed_ms);
		jsonw_int(w, b->until_ms);
		jsonw_int(w, b->ticket);
		jsonw_int(w, (int64_t)b->origin);
		jsonw_int(w, (int64_t)b->state);
		jsonw_close(w, ']');
	}
}

static void
dump_followups(struct jsonw *w, const struct followup_table *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct followup *f = &t->at[i];
		jsonw_open(w, '[');
		jsonw_int(w, f->id);
		jsonw_int(w, f->opened_ms);
		jsonw_int(w, f->due);
		jsonw_int(w, f->ticket);
		jsonw_int(w, f->rating);
		jsonw_int(w, (int64_t)f->state);
		jsonw_str(w, f->number);
		put(w, f->service);
		put(w, f->counter);
		put(w, f->clerk);
		put(w, f->owner);
		jsonw_close(w, ']');
	}
}

static void
dump_accounts(struct jsonw *w, const struct account_table *t)
{
	for (size_t i = 0; i < t->count; i++) {
		const struct account *a = &t->at[i];
		jsonw_open(w, '[');
		jsonw_str(w, a->name);
		jsonw_str(w, account_role_name(a->role));
		jsonw_int(w, a->disabled);
		jsonw_int(w, a->secret);
		jsonw_close(w, ']');
	}
}

void
hall_dump(const struct hall *h, struct buf *out)
{
	struct jsonw w;

	jsonw_init(&w, out);
	jsonw_open(&w, '[');
	jsonw_int(&w, h->seq);
	jsonw_int(&w, h->last_ms);
	jsonw_int(&w, h->day);
	jsonw_int(&w, h->base);
	if (h->board)
		dump_board(&w, h->board);
	const char *after = "";
	for (const struct line *l; (l = line_after(h, after)); after = l->clerk)
		dump_line(&w, l);
	dump_queue(&w, &h->until);
	watch_dump_hall(&w, h);
	for (size_t i = 0; i < h->tickets_count; i++)
		dump_ticket(&w, h->tickets[i]);
	dump_bookings(&w, h, &h->bookings.open);
	dump_bookings(&w, h, &h->bookings.done);
	dump_followups(&w, &h->followups);
	dump_accounts(&w, &h->accounts);
	jsonw_close(&w, ']');
}

typedef bool emit_fn(const struct event *event, void *ctx);

static bool
emit_counter(
    const struct hall *h, const struct counter *c, emit_fn *emit, void *ctx)
{
	struct event e = {
		.type = EVENT_OPENED,
		.t_ms = h->last_ms,
		.wall_ms = h->wall_ms,
		.counter = c->label,
		.clerk = c->clerk,
		.terminal = c->terminal,
	};

	if (!emit(&e, ctx))
		return false;
	e.type = EVENT_PAUSED;
	e.reason = c->reason;
	if (c->state == COUNTER_PAUSED && !emit(&e, ctx))
		return false;
	e.type = EVENT_LAPSED;
	e.terminal = NULL;
	e.reason = NULL;
	return !c->lapsed || emit(&e, ctx);
}

static bool
emit_switched(
    const struct hall *h, const struct counter *c, emit_fn *emit, void *ctx)
{
	const struct event e = {
		.type = EVENT_SWITCHED,
		.t_ms = h->last_ms,
		.wall_ms = h->wall_ms,
		.counter = c->label,
		.on = 1,
	};

	return emit(&e, ctx);
}

/* Those that are over the day's beginning forgets. */
static bool
emit_bookings(const struct hall *h, emit_fn *emit, void *ctx)
{
	for (const struct queue_node *n = queue_first(&h->bookings.open); n;
	     n = n->link[0].next) {
		const struct booking *b = booking_of_node(&h->bookings, n);
		const struct event e = {
			.type = EVENT_BOOKED,
			.t_ms = h->last_ms,
			.wall_ms = h->wall_ms,
			.appointment = b->code,
			.service = b->service,
			.lang = b->lang,
			.appointed_ms = b->appointed_ms,
			.until_ms = b->until_ms,
			.origin = b->origin,
		};
		if (!emit(&e, ctx))
			return false;
	}
	return true;
}

/* As it was opened, and then its owner. */
static bool
emit_followup(
    const struct hall *h, const struct followup *f, emit_fn *emit, void *ctx)
{
	struct event e = {
		.type = f->rating ? EVENT_RATED : EVENT_COMPLAINED,
		.t_ms = f->opened_ms,
		.wall_ms = h->wall_ms,
		.id = f->ticket,
		.number = f->number,
		.service = f->service,
		.counter = f->counter,
		.clerk = f->clerk,
		.rating = f->rating,
		.followup = f->id,
		.due = f->due,
	};

	if (!emit(&e, ctx))
		return false;
	e = (struct event){
		.type = EVENT_FOLLOWUP_OWNED,
		.t_ms = f->opened_ms,
		.wall_ms = h->wall_ms,
		.followup = f->id,
		.owner = f->owner,
	};
	return !f->owner || emit(&e, ctx);
}

/* Those that are closed the day's beginning forgets. */
static bool
emit_followups(const struct hall *h, emit_fn *emit, void *ctx)
{
	for (size_t i = 0; i < h->followups.count; i++) {
		const struct followup *f = &h->followups.at[i];
		if (f->state != FOLLOWUP_CLOSED &&
		    !emit_followup(h, f, emit, ctx))
			return false;
	}
	return true;
}

static bool
emit_accounts(const struct hall *h, emit_fn *emit, void *ctx)
{
	for (size_t i = 0; i < h->accounts.count; i++) {
		const struct account *a = &h->accounts.at[i];
		struct event e = {
			.type = EVENT_ACCOUNT_ADDED,
			.t_ms = h->last_ms,
			.wall_ms = h->wall_ms,
			.account = a->name,
			.role = account_role_name(a->role),
			.secret = a->secret,
		};
		if (!emit(&e, ctx))
			return false;
		e.type = EVENT_ACCOUNT_DISABLED;
		e.secret = 0;
		if (a->disabled && !emit(&e, ctx))
			return false;
	}
	return true;
}

bool
hall_opening(const struct hall *h, emit_fn *emit, void *ctx)
{
	struct event layout = {
		.type = EVENT_LAYOUT,
		.t_ms = h->last_ms,
		.wall_ms = h->wall_ms,
		.raw = h->board->raw,
	};
	struct event day = {
		.type = EVENT_DAY_CLOSED,
		.seq = h->seq,
		.t_ms = h->last_ms,
		.wall_ms = h->wall_ms,
		.day = h->day,
		.id = h->base,
	};

	if (!emit(&layout, ctx))
		return false;
	for (uint32_t i = 0; i < h->board->counters_count; i++) {
		const struct counter *c = &h->board->counters[i];
		if (c->on && !emit_switched(h, c, emit, ctx))
			return false;
		if (c->state != COUNTER_CLOSED &&
		    !emit_counter(h, c, emit, ctx))
			return false;
	}
	return watch_opening(h, emit, ctx) && emit_bookings(h, emit, ctx) &&
	    emit_followups(h, emit, ctx) && emit_accounts(h, emit, ctx) &&
	    emit(&day, ctx);
}
