/* What holds and visits of several steps should bring. */
#include <string.h>

#include "tests/sim/model_own.h"

static bool
same(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

void
model_let_go(struct model *m, struct model_ticket *t, int64_t now_ms)
{
	if (model_is(t, "called") || model_is(t, "serving"))
		t->handled_ms += now_ms - t->hand_ms;
	for (uint32_t i = 0; i < m->layout->counters_count; i++) {
		if (m->counters[i].ticket == t->id)
			m->counters[i].ticket = 0;
	}
	t->hold = t->came = NULL;
}

/* --- Steps -------------------------------------------------------------- */

enum refusal
model_steps(const struct model *m, const struct request *r,
    const struct layout_service *s, struct model_ticket *t)
{
	char text[200], *rest = text;
	int count = 0;

	if (!r->steps) {
		for (uint32_t i = 0; i < s->steps_count; i++)
			t->steps[i] = s->steps[i];
		return REFUSE_NOT;
	}
	for (const char *at = r->steps; *at; at++)
		count += *at == ',';
	if (count >= 8)
		return REFUSE_STEPS;
	strncpy(text, r->steps, sizeof(text) - 1);
	text[sizeof(text) - 1] = '\0';
	count = 0;
	for (char *one; *r->steps && (one = strsep(&rest, ","));) {
		const struct layout_service *step = model_service(
		    m->layout, one);
		/* The last comma must have something behind it. */
		if (!*one || (rest && !*rest))
			return REFUSE_STEPS;
		if (!step)
			return REFUSE_NOSUCHSERVICE;
		t->steps[count++] = step->code;
	}
	return REFUSE_NOT;
}

void
model_finish(
    struct model *m, struct model_ticket *t, int64_t now_ms, int64_t matters)
{
	if (!t)
		return;
	model_let_go(m, t, now_ms);
	if (matters > 0)
		t->matters = matters;
	if (!t->steps[0]) {
		t->state = "served";
		if (matters < 0 && t->matters == 0)
			t->matters = 1;
		if (matters == 0)
			t->matters = 0;
		return;
	}
	t->service = t->steps[0];
	model_wait_again(
	    m, t, model_arrival_ms(t) - model_credit_ms(m, t->class));
	memmove(t->steps, t->steps + 1, sizeof(t->steps) - sizeof(*t->steps));
	t->since_ms = now_ms;
	t->kept = true;
	t->came = "passed";
}

enum refusal
ask_finish(struct model *m, const struct request *r, int64_t now_ms,
    struct model_answer *a)
{
	static const char *const nowhere[] = { NULL };
	struct model_ticket *t = NULL;
	enum refusal refusal = model_find(m, r, now_ms, nowhere, &t);
	bool passed = model_is(t, "waiting") && same(t->came, "passed");

	if ((passed || model_is(t, "served")) && model_was_here(r, t))
		return model_already(a, t, t->counter);
	if (refusal)
		return refusal;
	model_finish(m, t, now_ms, r->matters);
	return model_done(a, r, t);
}

/* --- Holds -------------------------------------------------------------- */

enum refusal
ask_hold(struct model *m, const struct request *r, int64_t now_ms,
    struct model_answer *a)
{
	static const char *const nowhere[] = { NULL };
	struct model_ticket *t = NULL;
	enum refusal refusal = model_find(m, r, now_ms, nowhere, &t);
	bool until = same(r->hold, "until");

	if (model_is(t, "held") && model_was_here(r, t) &&
	    same(t->hold, r->hold) && t->until_ms == r->until_ms)
		return model_already(a, t, t->counter);
	if (refusal)
		return refusal;
	if (until && r->until_ms <= now_ms)
		return REFUSE_HOLD;
	if (!until && r->until_ms)
		return REFUSE_HOLD;
	model_let_go(m, t, now_ms);
	t->state = "held";
	t->hold = r->hold;
	t->until_ms = r->until_ms;
	t->kept = true;
	return model_done(a, r, t);
}

static void
unhold(struct model *m, struct model_ticket *t, int64_t now_ms)
{
	bool here = same(t->hold, "counter");

	t->only = here ? t->counter : NULL;
	model_wait_again(m, t, t->credited_ms);
	t->front = here;
	t->since_ms = now_ms;
	t->kept = true;
	t->came = "unheld";
}

enum refusal
ask_unhold(struct model *m, const struct request *r, int64_t now_ms,
    struct model_answer *a)
{
	enum refusal refusal = r->counter ? model_hold(m, r, now_ms)
					  : REFUSE_NOT;
	struct model_ticket *t = model_ticket(m, r->id);

	if (refusal)
		return refusal;
	if (!t)
		return REFUSE_NOSUCHTICKET;
	if (model_is(t, "waiting") && same(t->came, "unheld"))
		return model_already(a, t, t->counter);
	if (!model_is(t, "held"))
		return REFUSE_BADSTATE;
	if (r->counter && !model_was_here(r, t) &&
	    !model_takes(m, r->counter, t->service) &&
	    !model_helps(m, r->counter, t->service))
		return REFUSE_NOTTAKEN;
	unhold(m, t, now_ms);
	return model_done(a, r, t);
}

const struct model_ticket *
model_due(struct model *m, int64_t now_ms)
{
	struct model_ticket *first = NULL;

	for (size_t i = 0; i < m->tickets_count; i++) {
		struct model_ticket *t = &m->tickets[i];
		if (model_is(t, "held") && same(t->hold, "until") &&
		    t->until_ms <= now_ms &&
		    (!first || t->until_ms < first->until_ms))
			first = t;
	}
	if (!first)
		return NULL;
	if (m->last_ms < now_ms)
		m->last_ms = now_ms;
	m->seq++;
	unhold(m, first, m->last_ms);
	return first;
}
