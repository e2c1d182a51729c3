/* Holds and steps made state. */
#include <assert.h>
#include <string.h>

#include "server/hall/apply.h"

/* Copies the code at STEPS and returns what stands behind its comma. */
static const char *
take_code(const char *steps, char code[LAYOUT_CODE_MAX + 1])
{
	size_t len = strcspn(steps, ",");

	assert(len <= LAYOUT_CODE_MAX);
	memcpy(code, steps, len);
	code[len] = '\0';
	return steps + len + (steps[len] == ',');
}

/* The codes are services of the layout in force, so the pool has them. */
void
visit_issued(const struct hall *h, struct ticket *t, const struct event *e)
{
	char code[LAYOUT_CODE_MAX + 1];
	const char *rest = e->steps;

	t->matters = (uint32_t)e->matters;
	t->visit.since_ms = ticket_from_ms(t);
	t->visit.steps_count = (uint32_t)visit_steps_count(e->steps);
	for (uint32_t i = 0; i < t->visit.steps_count; i++) {
		rest = take_code(rest, code);
		t->visit.steps[i] = pool_find(&h->pool, code);
		assert(t->visit.steps[i]);
	}
}

void
visit_called(struct ticket *t, const struct event *e)
{
	bool first = e->calls == 1;

	if (e->terminal)
		t->visit.caller = hash_str(HASH_START, e->terminal);
	if (first)
		t->visit.hand_ms = e->t_ms;
	if (!t->called_ms || (first && !e->again))
		t->called_ms = e->t_ms;
}

void
visit_started(struct ticket *t, const struct event *e)
{
	if (!t->started_ms)
		t->started_ms = e->t_ms;
	t->visit.hand_ms = e->t_ms;
}

/* Whatever becomes of a ticket, it is no longer missed or held. */
void
visit_leave(struct hall *h, struct ticket *t)
{
	if (t->visit.hold == HOLD_UNTIL)
		queue_remove(&h->until, t->node);
	if (t->state == TICKET_MISSED || t->state == TICKET_HELD)
		watch_back(board_service(h->board, t->service), t);
	t->visit.hold = HOLD_NONE;
	t->visit.came = CAME_OTHERWISE;
}

/* What was not started began with the call. */
static void
leave_counter(
    struct hall *h, struct ticket *t, int64_t handled_ms, int64_t t_ms)
{
	ticket_leave(h, t, t_ms);
	if (!t->started_ms)
		t->started_ms = t->called_ms;
	t->visit.handled_ms = handled_ms;
	t->visit.kept = true;
}

static void
wait_again(struct hall *h, struct ticket *t, int64_t t_ms, enum came came)
{
	t->calls = 0;
	t->visit.since_ms = t_ms;
	ticket_wait(h, t);
	t->visit.came = came;
}

static void
pass(struct hall *h, struct ticket *t, const char *to, int64_t t_ms)
{
	t->visit.step++;
	t->service = pool_find(&h->pool, to);
	t->back = 1;
	wait_again(h, t, t_ms, CAME_PASSED);
}

void
visit_passed(struct hall *h, const struct event *e)
{
	struct ticket *t = hall_ticket(h, e->id);

	assert(t);
	leave_counter(h, t, e->handled_ms, e->t_ms);
	if (e->matters)
		t->matters = (uint32_t)e->matters;
	t->credited_ms = e->credited_ms;
	pass(h, t, e->to_service, e->t_ms);
}

/* The ticket that a call finished before it called another. */
void
visit_apply_after(struct hall *h, const struct event *e)
{
	struct ticket *t = e->after ? hall_ticket(h, e->after) : NULL;

	if (!t)
		return;
	leave_counter(h, t, e->after_handled_ms, e->t_ms);
	if (e->after_to) {
		t->credited_ms = e->after_credited_ms;
		pass(h, t, e->after_to, e->t_ms);
		return;
	}
	if (!t->matters)
		t->matters = 1;
	ticket_end(h, t, TICKET_SERVED, e->t_ms);
}

void
visit_held(struct hall *h, const struct event *e)
{
	struct ticket *t = hall_ticket(h, e->id);

	assert(t);
	leave_counter(h, t, e->handled_ms, e->t_ms);
	t->state = TICKET_HELD;
	watch_aside(board_service(h->board, t->service), t);
	t->visit.hold = visit_hold_of(e->hold);
	t->visit.until_ms = e->until_ms;
	if (t->visit.hold != HOLD_UNTIL)
		return;
	t->node->key = (struct queue_key){
		.credited_ms = e->until_ms,
		.id = t->id,
	};
	queue_insert(&h->until, t->node);
}

void
visit_unheld(struct hall *h, const struct event *e)
{
	struct ticket *t = hall_ticket(h, e->id);

	assert(t);
	ticket_leave(h, t, e->t_ms);
	t->for_counter = pool_find(&h->pool, e->to_counter);
	t->back = !e->front;
	t->credited_ms = e->credited_ms;
	wait_again(h, t, e->t_ms, CAME_UNHELD);
}
