#include "server/hall/hall.h"

#include <stdlib.h>
#include <string.h>

#include "server/hall/apply.h"
#include "server/hall/grow.h"
#include "server/hall/number.h"

static const char *const state_names[] = {
	[TICKET_WAITING] = "waiting",
	[TICKET_CALLED] = "called",
	[TICKET_SERVING] = "serving",
	[TICKET_MISSED] = "missed",
	[TICKET_HELD] = "held",
	[TICKET_SERVED] = "served",
	[TICKET_ABANDONED] = "abandoned",
	[TICKET_CANCELLED] = "cancelled",
	[TICKET_EXPIRED] = "expired",
};

static const char *const counter_names[] = {
	[COUNTER_CLOSED] = "closed",
	[COUNTER_OPEN] = "open",
	[COUNTER_PAUSED] = "paused",
};

const char *
ticket_state_name(enum ticket_state state)
{
	return state_names[state];
}

const char *
counter_state_name(enum counter_state state)
{
	return counter_names[state];
}

bool
ticket_is_final(const struct ticket *t)
{
	return t->state >= TICKET_SERVED;
}

int64_t
ticket_from_ms(const struct ticket *t)
{
	return t->appointed_ms > t->issued_ms ? t->appointed_ms : t->issued_ms;
}

/* Outcomes that are kept point into the pool, their states too. */
static bool
add_names(struct pool *pool)
{
	for (size_t i = 0; i < sizeof(state_names) / sizeof(*state_names);
	     i++) {
		if (!pool_add(pool, state_names[i]))
			return false;
	}
	for (size_t i = 0; i < sizeof(counter_names) / sizeof(char *); i++) {
		if (!pool_add(pool, counter_names[i]))
			return false;
	}
	for (enum booking_state i = 0; i <= BOOKING_CANCELLED; i++) {
		if (!pool_add(pool, booking_state_name(i)))
			return false;
	}
	for (enum followup_state i = 0; i <= FOLLOWUP_CLOSED; i++) {
		if (!pool_add(pool, followup_state_name(i)))
			return false;
	}
	for (enum account_role i = 0; i < ACCOUNT_ROLES; i++) {
		if (!pool_add(pool, account_role_name(i)))
			return false;
	}
	return pool_add(pool, account_state_name(false)) &&
	    pool_add(pool, account_state_name(true));
}

struct hall *
hall_create(void)
{
	struct hall *h = calloc(1, sizeof(*h));

	if (!h)
		return NULL;
	h->base = 1;
	h->day = -1;
	if (!add_names(&h->pool)) {
		hall_destroy(h);
		return NULL;
	}
	return h;
}

void
hall_destroy(struct hall *h)
{
	if (!h)
		return;
	for (size_t i = 0; i < h->tickets_count; i++)
		free(h->tickets[i]);
	free(h->tickets);
	free(h->spare_ticket);
	restored_release(h);
	free(h->lines);
	board_destroy(h->board);
	board_destroy(h->spare);
	rid_release(&h->rids);
	booking_release(&h->bookings);
	followup_release(&h->followups);
	account_release(&h->accounts);
	pool_release(&h->pool);
	buf_release(&h->why);
	watch_release(&h->watch);
	free(h);
}

struct ticket *
hall_ticket(const struct hall *h, int64_t id)
{
	if (id < h->base || id - h->base >= (int64_t)h->tickets_count)
		return NULL;
	return h->tickets[id - h->base];
}

struct ticket *
hall_by_number(const struct hall *h, const char *number)
{
	struct service *s;
	uint32_t ordinal;

	if (!number_read(h->board, number, &s, &ordinal) ||
	    ordinal - s->first >= s->by_ordinal_cap)
		return NULL;
	uint32_t at = s->by_ordinal[ordinal - s->first];
	return at ? h->tickets[at - 1] : NULL;
}

struct queue *
hall_queue_of(const struct hall *h, const struct ticket *t)
{
	if (t->for_counter)
		return &board_counter(h->board, t->for_counter)->queue;
	if (t->for_clerk)
		return &hall_line(h, t->for_clerk)->queue;
	struct service *s = board_service(h->board, t->service);
	return t->ranked ? &s->ranked : &s->queue;
}

struct line *
hall_line(const struct hall *h, const char *clerk)
{
	for (size_t i = 0; clerk && i < h->lines_count; i++) {
		if (strcmp(h->lines[i].clerk, clerk) == 0)
			return &h->lines[i];
	}
	return NULL;
}

void
hall_renew_leases(struct hall *h, int64_t now_ms)
{
	for (uint32_t i = 0; h->board && i < h->board->counters_count; i++) {
		h->board->counters[i].lease_until_ms = now_ms +
		    h->board->lease_ms;
	}
}

void
hall_forget(struct hall *h, int64_t now_ms, int limit)
{
	rid_forget(&h->rids, now_ms, limit);
}

/* --- Memory for what an event adds ------------------------------------ */

static bool
reserve_ticket(struct hall *h, const struct event *e)
{
	size_t head = sizeof(struct ticket);
	uint32_t levels = queue_levels(e->id);
	size_t node_size = queue_node_size(levels);
	size_t steps_size = visit_steps_count(e->steps) * sizeof(char *);

	if (h->tickets_count == h->tickets_cap) {
		size_t cap = h->tickets_cap ? h->tickets_cap * 2 : 1024;
		struct ticket **to = realloc(
		    h->tickets, cap * sizeof(struct ticket *));
		if (!to)
			return false;
		h->tickets = to;
		h->tickets_cap = cap;
	}
	free(h->spare_ticket);
	h->spare_ticket = calloc(1, head + node_size + steps_size);
	if (!h->spare_ticket)
		return false;
	void *node = (char *)h->spare_ticket + head;
	void *steps = (char *)node + node_size;
	h->spare_ticket->node = node;
	h->spare_ticket->node->levels = levels;
	h->spare_ticket->visit.steps = steps_size > 0 ? steps : NULL;
	return true;
}

static bool
reserve_ordinal(struct hall *h, const struct event *e)
{
	/* Requests of earlier days are remembered before there is a board. */
	struct service *s = h->board ? board_service(h->board, e->service)
				     : NULL;
	uint32_t ordinal, lap;

	if (!s || !number_of_slot(e->slot, s, &ordinal, &lap))
		return true;
	uint32_t at = ordinal - s->first;
	uint32_t cap = s->by_ordinal_cap ? s->by_ordinal_cap : 256;
	while (cap <= at)
		cap *= 2;
	if (cap == s->by_ordinal_cap)
		return true;
	uint32_t *to = realloc(s->by_ordinal, cap * sizeof(uint32_t));
	if (!to)
		return false;
	memset(to + s->by_ordinal_cap, 0,
	    (cap - s->by_ordinal_cap) * sizeof(uint32_t));
	s->by_ordinal = to;
	s->by_ordinal_cap = cap;
	return true;
}

static bool
reserve_words(struct hall *h, const struct event *e)
{
	const char *const words[] = { e->service, e->class, e->lang, e->counter,
		e->clerk, e->verdict, e->to_service, e->to_counter, e->to_clerk,
		e->owner, e->account };

	for (size_t i = 0; i < sizeof(words) / sizeof(*words); i++) {
		if (words[i] && !pool_add(&h->pool, words[i]))
			return false;
	}
	return true;
}

/* An empty line does nothing, should the event not come to pass. */
static bool
reserve_line(struct hall *h, const char *clerk)
{
	if (!clerk || hall_line(h, clerk))
		return true;
	struct line *to = grow_one(
	    h->lines, &h->lines_cap, h->lines_count, sizeof(*to));
	if (!to)
		return false;
	h->lines = to;
	h->lines[h->lines_count++] = (struct line){
		.clerk = pool_find(&h->pool, clerk),
	};
	return true;
}

bool
hall_reserve_request(struct hall *h, const struct event *e)
{
	const char *rid = e->rid ? e->rid : e->victim;

	return reserve_words(h, e) &&
	    (!rid || rid_reserve(&h->rids, e->user, rid));
}

bool
hall_reserve(struct hall *h, const struct event *e)
{
	if (!hall_reserve_request(h, e) || !reserve_line(h, e->to_clerk))
		return false;
	if (e->type == EVENT_ISSUED)
		return reserve_ticket(h, e) && reserve_ordinal(h, e);
	if (e->type == EVENT_DEVICE)
		return watch_reserve_device(h, e);
	if (e->type == EVENT_RESTORED)
		return restored_reserve(h, e);
	if (e->type == EVENT_BOOKED) {
		return booking_reserve(
		    &h->bookings, e->appointment, h->board->booking.max);
	}
	if (e->type == EVENT_RATED || e->type == EVENT_COMPLAINED)
		return followup_reserve(&h->followups);
	if (e->type == EVENT_ACCOUNT_ADDED)
		return account_reserve(&h->accounts);
	if (e->type == EVENT_LAYOUT) {
		board_destroy(h->spare);
		h->spare = board_create(&h->pool, e);
		return h->spare != NULL;
	}
	return true;
}
