/* Ratings and complaints of citizens, and what the hall makes of them. */
#include <string.h>

#include "server/hall/decide.h"
#include "server/hall/followup_view.h"
#include "server/hall/hours.h"

/* --- Until when --------------------------------------------------------- */

/* A day is a working day when tickets of any service are issued on it. */
static bool
is_working(const struct board *b, int64_t day)
{
	for (uint32_t i = 0; i < b->services_count; i++) {
		if (hours_work(b->services[i].hours, day))
			return true;
	}
	return false;
}

/* The last of the working days after today, or of those of a year. */
static int64_t
due_day(const struct hall *h)
{
	int64_t day = h->day, left = FOLLOWUP_DAYS;

	while (left > 0 && day < h->day + HOURS_AHEAD_DAYS)
		left -= is_working(h->board, ++day);
	return day;
}

static enum refusal
open_followup(const struct hall *h, struct decision *out)
{
	if (h->followups.count >= FOLLOWUPS_MAX) {
		out->detail = NULL;
		return REFUSE_FOLLOWUPS;
	}
	out->event.followup = out->event.seq;
	out->event.due = due_day(h);
	return REFUSE_NOT;
}

/* --- What citizens say -------------------------------------------------- */

/* A terminal that has a counter, or that had this ticket at its own. */
static bool
is_counters(
    const struct hall *h, const struct request *r, const struct ticket *t)
{
	for (uint32_t i = 0; i < h->board->counters_count; i++) {
		const struct counter *c = &h->board->counters[i];
		if (c->state != COUNTER_CLOSED &&
		    strcmp(c->terminal, r->terminal) == 0)
			return true;
	}
	return t->visit.caller == hash_str(HASH_START, r->terminal);
}

/* The ticket that a citizen speaks of, by whom it is not about. */
static enum refusal
find_ticket(struct hall *h, const struct request *r, struct decision *out,
    const struct ticket **t)
{
	*t = hall_ticket(h, r->id);
	if (!r->rid)
		return REFUSE_RIDREQUIRED;
	if (!*t)
		return REFUSE_NOSUCHTICKET;
	if (is_counters(h, r, *t))
		return REFUSE_RATER;
	out->detail = ticket_state_name((*t)->state);
	return REFUSE_NOT;
}

static void
about(struct hall *h, const struct request *r, const struct ticket *t,
    enum event_type type, struct decision *out)
{
	decide_event(h, r, out, type);
	decide_about(out, t);
	out->event.counter = t->counter;
	out->event.clerk = t->clerk;
}

enum refusal
decide_rate(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out)
{
	const struct ticket *t;
	enum refusal refusal = find_ticket(h, r, out, &t);

	(void)now_ms;
	if (refusal)
		return refusal;
	if (t->state != TICKET_SERVED)
		return REFUSE_BADSTATE;
	if (t->visit.rating == r->rating) {
		(void)decide_again(h, OUTCOME_TICKET, t, out);
		out->outcome.rating = (uint8_t)r->rating;
		return REFUSE_NOT;
	}
	out->detail = NULL;
	if (t->visit.rating)
		return REFUSE_RATED;
	about(h, r, t, EVENT_RATED, out);
	out->event.rating = r->rating;
	if (r->rating > FOLLOWUP_RATING || t->watch.training)
		return REFUSE_NOT;
	return open_followup(h, out);
}

enum refusal
decide_complain(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out)
{
	const struct ticket *t;
	enum refusal refusal = find_ticket(h, r, out, &t);

	(void)now_ms;
	if (refusal)
		return refusal;
	out->detail = "training";
	if (t->watch.training)
		return REFUSE_BADSTATE;
	about(h, r, t, EVENT_COMPLAINED, out);
	out->event.text = r->text;
	return open_followup(h, out);
}

/* --- What is done about it ---------------------------------------------- */

/* As it is, and no event. Never refuses. */
static enum refusal
answer(const struct hall *h, const struct followup *f, struct decision *out)
{
	out->outcome = (struct outcome){
		.type = OUTCOME_FOLLOWUP,
		.replayed = true,
		.seq = h->seq,
		.followup = f->id,
		.due = f->due,
		.owner = f->owner,
		.state = followup_state_name(f->state),
	};
	return REFUSE_NOT;
}

static enum refusal
find_followup(struct hall *h, const struct request *r, struct decision *out,
    const struct followup **f)
{
	*f = followup_find(&h->followups, r->followup);
	if (!*f)
		return REFUSE_NOSUCHFOLLOWUP;
	out->detail = followup_state_name((*f)->state);
	return REFUSE_NOT;
}

static void
about_followup(struct hall *h, const struct request *r,
    const struct followup *f, enum event_type type, struct decision *out)
{
	decide_event(h, r, out, type);
	out->event.followup = f->id;
	out->event.due = f->due;
}

enum refusal
decide_followup_own(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out)
{
	const struct followup *f;
	enum refusal refusal = find_followup(h, r, out, &f);

	(void)now_ms;
	if (refusal)
		return refusal;
	if (f->state == FOLLOWUP_CLOSED)
		return REFUSE_BADSTATE;
	if (f->owner && strcmp(f->owner, r->owner) == 0)
		return answer(h, f, out);
	out->detail = f->clerk;
	if (f->clerk && strcmp(f->clerk, r->owner) == 0)
		return REFUSE_OWNER;
	about_followup(h, r, f, EVENT_FOLLOWUP_OWNED, out);
	out->event.owner = r->owner;
	return REFUSE_NOT;
}

enum refusal
decide_followup_close(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out)
{
	const struct followup *f;
	enum refusal refusal = find_followup(h, r, out, &f);

	(void)now_ms;
	if (refusal)
		return refusal;
	if (f->state == FOLLOWUP_CLOSED)
		return answer(h, f, out);
	if (f->state != FOLLOWUP_OWNED)
		return REFUSE_BADSTATE;
	about_followup(h, r, f, EVENT_FOLLOWUP_CLOSED, out);
	out->event.owner = f->owner;
	out->event.text = r->text;
	return REFUSE_NOT;
}

/* --- What others read --------------------------------------------------- */

static void
view(const struct hall *h, const struct followup *f, struct followup_view *out)
{
	*out = (struct followup_view){
		.id = f->id,
		.opened_ms = f->opened_ms,
		.ticket = f->ticket,
		.rating = f->rating,
		.due = f->due,
		.kind = f->rating ? "rating" : "complaint",
		.state = followup_state_name(f->state),
		.number = f->number,
		.service = f->service,
		.counter = f->counter,
		.clerk = f->clerk,
		.owner = f->owner,
		.overdue = f->state != FOLLOWUP_CLOSED && f->due < h->day,
	};
}

bool
hall_next_followup(const struct hall *h, int64_t id, struct followup_view *out)
{
	for (size_t i = 0; i < h->followups.count; i++) {
		if (h->followups.at[i].id <= id)
			continue;
		view(h, &h->followups.at[i], out);
		return true;
	}
	return false;
}

bool
hall_followup_view(const struct hall *h, int64_t id, struct followup_view *out)
{
	const struct followup *f = followup_find(&h->followups, id);

	if (f)
		view(h, f, out);
	return f != NULL;
}
