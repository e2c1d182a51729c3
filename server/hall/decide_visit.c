/* Visits of several steps: a finish that passes the ticket on. */
#include <string.h>

#include "server/hall/decide.h"

size_t
visit_steps_count(const char *steps)
{
	size_t count = steps && steps[0] ? 1 : 0;

	for (const char *at = steps; count > 0 && *at; at++)
		count += *at == ',';
	return count;
}

/* The code of LEN bytes is a service. */
static bool
has_service(const struct board *b, const char *code, size_t len)
{
	for (uint32_t i = 0; i < b->services_count; i++) {
		const char *at = b->services[i].code;
		if (strncmp(at, code, len) == 0 && at[len] == '\0')
			return true;
	}
	return false;
}

enum refusal
visit_check_steps(
    const struct board *b, const char *steps, struct decision *out)
{
	const char *at = steps;

	out->detail = steps;
	if (visit_steps_count(steps) > LAYOUT_STEPS_MAX)
		return REFUSE_STEPS;
	while (at && *at) {
		size_t len = strcspn(at, ",");
		bool ends = at[len] == '\0';
		if (len == 0 || (!ends && at[len + 1] == '\0'))
			return REFUSE_STEPS;
		if (!has_service(b, at, len))
			return REFUSE_NOSUCHSERVICE;
		at += len + !ends;
	}
	out->detail = NULL;
	return REFUSE_NOT;
}

const char *
visit_next(const struct ticket *t)
{
	const struct visit *v = &t->visit;

	return v->step < v->steps_count ? v->steps[v->step] : NULL;
}

int64_t
visit_handled_ms(const struct ticket *t, int64_t now_ms)
{
	bool at_hand = t->state == TICKET_CALLED || t->state == TICKET_SERVING;

	return t->visit.handled_ms + (at_hand ? now_ms - t->visit.hand_ms : 0);
}

int64_t
visit_waited_at_ms(const struct ticket *t, int64_t t_ms)
{
	int64_t since_ms = t->visit.since_ms;

	return t_ms > since_ms ? t_ms - since_ms : 0;
}

int64_t
visit_waited_ms(const struct ticket *t)
{
	return visit_waited_at_ms(t, t->visit.hand_ms);
}

/* Of the last step only; on the way there it says what was said. */
static int64_t
matters_of(const struct request *r, const struct ticket *t, bool last)
{
	bool said = r->type == REQUEST_FINISH && r->matters >= 0;

	if (said || !last)
		return said ? r->matters : 0;
	return t->matters ? t->matters : 1;
}

void
visit_finish(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out, const struct ticket *t)
{
	const char *next = visit_next(t);

	decide_event(h, r, out, next ? EVENT_PASSED : EVENT_SERVED);
	decide_about(out, t);
	out->event.matters = matters_of(r, t, !next);
	out->event.handled_ms = visit_handled_ms(t, now_ms);
	if (!next)
		return;
	out->event.to_service = next;
	out->event.credited_ms = decide_arrival(h, t, t->class);
}

enum refusal
decide_finish(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out)
{
	struct ticket *t = NULL;
	enum refusal refusal = decide_at_hand(h, r, now_ms, out, &t);
	bool passed = decide_is_so(r, t, TICKET_WAITING) &&
	    t->visit.came == CAME_PASSED;

	if (passed || decide_is_so(r, t, TICKET_SERVED))
		return decide_again(h, OUTCOME_TICKET, t, out);
	if (refusal)
		return refusal;
	visit_finish(h, r, now_ms, out, t);
	return REFUSE_NOT;
}

void
visit_after(struct hall *h, const struct counter *c, int64_t now_ms,
    struct decision *out)
{
	const struct ticket *t = hall_ticket(h, c->ticket);

	if (!t)
		return;
	out->event.after = t->id;
	out->event.after_handled_ms = visit_handled_ms(t, now_ms);
	out->event.after_to = visit_next(t);
	if (out->event.after_to)
		out->event.after_credited_ms = decide_arrival(h, t, t->class);
}

void
visit_call_on(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out)
{
	const struct counter *c = board_counter(h->board, r->counter);
	const struct ticket *t = hall_ticket(h, c->ticket);

	decide_event(h, r, out, EVENT_CALLED);
	decide_about(out, t);
	visit_after(h, c, now_ms, out);
	out->event.service = out->event.after_to;
	out->event.calls = 1;
	out->event.again = 1;
	out->event.why = "{\"rule\":\"step\"}";
}
