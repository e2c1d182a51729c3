/* Ratings, complaints and follow-ups in the plainest way. */
#include <assert.h>
#include <string.h>

#include "tests/sim/model_own.h"

#define WORKING_DAYS 15

struct model_followup *
model_followup(struct model *m, int64_t id)
{
	for (size_t i = 0; i < m->followups_count; i++) {
		if (m->followups[i].id == id)
			return &m->followups[i];
	}
	return NULL;
}

/* The day's end forgets those that are closed. */
void
model_forget_followups(struct model *m)
{
	size_t kept = 0;

	for (size_t i = 0; i < m->followups_count; i++) {
		if (strcmp(m->followups[i].state, "closed") != 0)
			m->followups[kept++] = m->followups[i];
	}
	m->followups_count = kept;
}

static bool
is_counters(const struct model *m, const struct request *r,
    const struct model_ticket *t)
{
	for (uint32_t i = 0; i < m->layout->counters_count; i++) {
		const struct model_counter *c = &m->counters[i];
		if (strcmp(c->state, "closed") != 0 &&
		    strcmp(c->terminal, r->terminal) == 0)
			return true;
	}
	return t->caller && strcmp(t->caller, r->terminal) == 0;
}

static enum refusal
find(struct model *m, const struct request *r, struct model_ticket **t)
{
	*t = model_ticket(m, r->id);
	if (!r->rid)
		return REFUSE_RIDREQUIRED;
	if (!*t)
		return REFUSE_NOSUCHTICKET;
	return is_counters(m, r, *t) ? REFUSE_RATER : REFUSE_NOT;
}

/* The layouts here have the same hours on every day. */
static struct model_followup *
open_followup(
    struct model *m, const struct model_ticket *t, int64_t rating, int64_t t_ms)
{
	assert(m->followups_count < MODEL_FOLLOWUPS);
	struct model_followup *f = &m->followups[m->followups_count++];

	*f = (struct model_followup){
		.id = m->seq + 1,
		.opened_ms = t_ms,
		.due = m->day + WORKING_DAYS,
		.ticket = t->id,
		.rating = rating,
		.service = t->service,
		.counter = t->counter,
		.clerk = t->clerk,
		.state = "open",
	};
	memcpy(f->number, t->number, sizeof(f->number));
	return f;
}

enum refusal
ask_rate(struct model *m, const struct request *r, int64_t now_ms,
    struct model_answer *a)
{
	struct model_ticket *t;
	enum refusal refusal = find(m, r, &t);

	if (refusal)
		return refusal;
	if (!model_is(t, "served"))
		return REFUSE_BADSTATE;
	if (t->rating && t->rating != r->rating)
		return REFUSE_RATED;
	a->rating = r->rating;
	if (t->rating)
		return model_already(a, t, t->counter);
	t->rating = r->rating;
	model_tell(a, OUTCOME_TICKET, t);
	a->event = true;
	a->counter = t->counter;
	if (r->rating <= 2 && !t->training)
		(void)open_followup(m, t, r->rating, now_ms);
	return REFUSE_NOT;
}

static enum refusal
tell(struct model_answer *a, const struct model_followup *f, bool event)
{
	a->type = OUTCOME_FOLLOWUP;
	a->event = event;
	a->replayed = !event;
	a->followup = f->id;
	a->state = f->state;
	a->due = f->due;
	a->owner = f->owner;
	return REFUSE_NOT;
}

enum refusal
ask_complain(struct model *m, const struct request *r, int64_t now_ms,
    struct model_answer *a)
{
	struct model_ticket *t;
	enum refusal refusal = find(m, r, &t);

	if (refusal)
		return refusal;
	if (t->training)
		return REFUSE_BADSTATE;
	return tell(a, open_followup(m, t, 0, now_ms), true);
}

enum refusal
ask_followup_own(struct model *m, const struct request *r, int64_t now_ms,
    struct model_answer *a)
{
	struct model_followup *f = model_followup(m, r->followup);

	(void)now_ms;
	if (!f)
		return REFUSE_NOSUCHFOLLOWUP;
	if (strcmp(f->state, "closed") == 0)
		return REFUSE_BADSTATE;
	if (f->owner && strcmp(f->owner, r->owner) == 0)
		return tell(a, f, false);
	if (f->clerk && strcmp(f->clerk, r->owner) == 0)
		return REFUSE_OWNER;
	f->owner = r->owner;
	f->state = "owned";
	return tell(a, f, true);
}

enum refusal
ask_followup_close(struct model *m, const struct request *r, int64_t now_ms,
    struct model_answer *a)
{
	struct model_followup *f = model_followup(m, r->followup);

	(void)now_ms;
	if (!f)
		return REFUSE_NOSUCHFOLLOWUP;
	if (strcmp(f->state, "closed") == 0)
		return tell(a, f, false);
	if (strcmp(f->state, "open") == 0)
		return REFUSE_BADSTATE;
	f->state = "closed";
	return tell(a, f, true);
}
