/* Requests by chance: mostly sensible, sometimes not at all. */
#include <string.h>

#include "tests/sim/sim.h"

static const char *const terminals[] = { "t1", "t2", "t3", "t4", "" };
static const char *const counters[] = { "1", "2", "3", "04", "nine" };
static const char *const services[] = { "a", "b", "c", "d", "none" };
static const char *const classes[] = { "normal", "priority", "booked", "x" };
static const char *const clerks[] = { "007", "12", "chen" };
static const char *const owners[] = { "boss", "chen", "12", "007" };
static const char *const users[] = { "", "desk", "kiosk" };
static const char *const langs[] = { "zh", "en", "zh-Hant" };
static const char *const reasons[] = { "lunch", "a \"quoted\"\\ one", "" };
static const char *const holds[] = { "papers", "counter", "until" };
static const char *const steps[] = { "b", "b,c", "a,a,b", "c", "", "none", "b,",
	",b", "b,,c", "a,b,c,a,b,c,a,b", "a,b,c,a,b,c,a,b,c" };
static const char *const verdicts[] = { "printed", "failed", "unknown" };
static const char *const numbers[] = { "", "A", "A1", "A001x", "Z001", "0001",
	"9999999999", "A0001", "AB", "001", "B999", "C\xc3\xa9" };

/* How often each request is made, against the others. */
static const int weights[REQUEST_TYPES] = {
	[REQUEST_ISSUE] = 21,
	[REQUEST_CANCEL] = 5,
	[REQUEST_PRINTED] = 1,
	[REQUEST_OPEN] = 6,
	[REQUEST_CLOSE] = 2,
	[REQUEST_PAUSE] = 3,
	[REQUEST_RESUME] = 2,
	[REQUEST_LEASE] = 2,
	[REQUEST_NEXT] = 12,
	[REQUEST_CALL] = 5,
	[REQUEST_RECALL] = 7,
	[REQUEST_START] = 5,
	[REQUEST_FINISH] = 4,
	[REQUEST_MISSED] = 8,
	[REQUEST_ABANDONED] = 2,
	[REQUEST_RETURN] = 5,
	[REQUEST_TRANSFER] = 5,
	[REQUEST_CLASS] = 2,
	[REQUEST_SWITCH] = 3,
	[REQUEST_HOLD] = 4,
	[REQUEST_UNHOLD] = 4,
	[REQUEST_HALL_PAUSE] = 1,
	[REQUEST_HALL_RESUME] = 3,
	[REQUEST_BROADCAST] = 1,
	[REQUEST_CLEAR] = 1,
	[REQUEST_TRAINING] = 1,
	[REQUEST_DEVICE] = 2,
	[REQUEST_SHOWN] = 5,
	[REQUEST_HEARD] = 3,
	[REQUEST_VOICE] = 2,
	[REQUEST_BOOK] = 8,
	[REQUEST_CHANGE] = 2,
	[REQUEST_UNBOOK] = 1,
	[REQUEST_CHECKIN] = 3,
	[REQUEST_RATE] = 3,
	[REQUEST_COMPLAIN] = 1,
	[REQUEST_FOLLOWUP_OWN] = 2,
	[REQUEST_FOLLOWUP_CLOSE] = 2,
};

#define PICK(s, list) ((list)[sim_chance((s), sizeof(list) / sizeof(*(list)))])

/* splitmix64: https://prng.di.unimi.it/splitmix64.c */
uint64_t
sim_chance(struct sim *s, uint64_t below)
{
	uint64_t z = s->rnd += 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return (z ^ (z >> 31)) % below;
}

bool
sim_percent(struct sim *s, uint64_t percent)
{
	return sim_chance(s, 100) < percent;
}

void
sim_copy(struct sim_request *to, const struct sim_request *from)
{
	*to = *from;
	to->r.rid = from->r.rid ? to->rid : NULL;
	to->r.victim = from->r.victim ? to->victim : NULL;
	to->r.number = from->r.number ? to->number : NULL;
	to->r.appointment = from->r.appointment ? to->appointment : NULL;
}

static enum request_type
make_type(struct sim *s)
{
	enum request_type type = 0;
	int all = 0;

	for (int i = 0; i < REQUEST_TYPES; i++)
		all += weights[i];
	int left = (int)sim_chance(s, (uint64_t)all);

	while (type + 1 < REQUEST_TYPES && (left -= weights[type]) >= 0)
		type++;
	return type;
}

static const struct model_ticket *
any_ticket(struct sim *s)
{
	const struct model *m = s->model;

	return m->tickets_count ? &m->tickets[sim_chance(s, m->tickets_count)]
				: NULL;
}

/* A ticket in STATE if one is met soon. */
static const struct model_ticket *
ticket_in(struct sim *s, const char *state)
{
	const struct model_ticket *t = any_ticket(s);

	for (int tries = 0; tries < 12 && t && !model_is(t, state); tries++)
		t = any_ticket(s);
	return t;
}

static int64_t
odd_id(struct sim *s)
{
	const int64_t odd[] = { 0, -1, INT64_MIN, INT64_MAX, s->model->next_id,
		s->model->next_id - 1,
		s->model->next_id - (int64_t)s->model->tickets_count - 1 };

	return PICK(s, odd);
}

static int64_t
make_id(struct sim *s, const struct request *r)
{
	const struct model_counter *c = s->model->layout && r->counter
	    ? model_counter(s->model, r->counter)
	    : NULL;
	const struct model_ticket *t = NULL;

	if (sim_percent(s, 4))
		return odd_id(s);
	if (c && c->ticket && r->type != REQUEST_UNHOLD && sim_percent(s, 75))
		return c->ticket;
	if (r->type == REQUEST_UNHOLD && sim_percent(s, 80)) {
		t = ticket_in(s, "held");
	} else if (r->type == REQUEST_RETURN || sim_percent(s, 30)) {
		t = ticket_in(s, "missed");
	} else if (sim_percent(s, 50)) {
		t = ticket_in(s, "waiting");
	} else {
		t = any_ticket(s);
	}
	return t ? t->id : 1;
}

/* What is asked makes sense for a called ticket only, and it has none. */
static bool
needs_ticket(struct sim *s, const struct request *r, size_t i)
{
	const struct model_counter *c = s->model->layout
	    ? model_counter(s->model, counters[i])
	    : NULL;

	if (r->type != REQUEST_RECALL && r->type != REQUEST_MISSED)
		return false;
	return !c || !model_is(model_ticket(s->model, c->ticket), "called");
}

/* A terminal mostly keeps to its counter. */
static void
make_counter(struct sim *s, struct request *r)
{
	size_t i = sim_chance(s, 4);

	for (int tries = 0; tries < 4 && needs_ticket(s, r, i); tries++)
		i = sim_chance(s, 4);
	r->counter = sim_percent(s, 98) ? counters[i] : PICK(s, counters);
	r->terminal = sim_percent(s, 94) ? terminals[i] : PICK(s, terminals);
	r->clerk = sim_percent(s, 80) ? clerks[0] : PICK(s, clerks);
}

static void
make_number(struct sim *s, struct sim_request *out)
{
	const struct model_ticket *t = ticket_in(
	    s, sim_percent(s, 40) ? "missed" : "waiting");
	const char *number = t && sim_percent(s, 92) ? t->number
						     : PICK(s, numbers);

	out->r.number = out->number;
	memset(out->number, 0, sizeof(out->number));
	memcpy(out->number, number, strnlen(number, OUTCOME_NUMBER - 1));
}

static void
make_transfer(struct sim *s, struct request *r)
{
	static const enum place_word places[] = { PLACE_USUAL, PLACE_LIFETIME,
		PLACE_END, PLACE_FRONT };
	const uint64_t where = sim_chance(s, 20);

	if (where < 13)
		r->to_service = PICK(s, services);
	if (where >= 11 && where < 16)
		r->to_counter = PICK(s, counters);
	if (where >= 15 && where < 19)
		r->to_clerk = PICK(s, clerks);
	r->place = PICK(s, places);
	r->reason = PICK(s, reasons);
}

static void
write_rid(char out[SIM_RID], int64_t n)
{
	size_t at = SIM_RID;

	memset(out, 0, SIM_RID);
	for (out[0] = 'r', at = 1; n > 0; n /= 10)
		out[at++] = (char)('0' + n % 10);
}

/* Somebody's request id, or one that is still to come. */
static void
make_victim(struct sim *s, struct sim_request *out)
{
	out->r.victim = out->victim;
	if (s->past_count == 0 || sim_percent(s, 15)) {
		write_rid(out->victim, s->rids_given + 1);
		return;
	}
	const struct sim_request *past = &s->past[sim_chance(s, s->past_count)];
	for (int tries = 0; tries < 8 && past->r.type != REQUEST_ISSUE; tries++)
		past = &s->past[sim_chance(s, s->past_count)];
	memcpy(out->victim, past->rid, SIM_RID);
	if (!past->r.rid)
		write_rid(out->victim, s->rids_given + 1);
	if (sim_percent(s, 90))
		out->r.user = past->r.user;
}

/* Mostly for a few minutes; and now and then it makes no sense. */
static void
make_hold(struct sim *s, struct request *r)
{
	r->hold = PICK(s, holds);
	if (strcmp(r->hold, "until") == 0 || sim_percent(s, 5)) {
		r->until_ms = s->clock_ms - 10000 +
		    (int64_t)sim_chance(s, 600000);
	}
	if (sim_percent(s, 4))
		r->until_ms = 0;
}

static void
make_appointment(struct sim *s, struct sim_request *out)
{
	struct model *m = s->model;
	const int64_t step_ms = 300000;
	struct request *r = &out->r;

	r->random = sim_chance(s, 500); /* the same code comes up again */
	r->service = services[sim_chance(s, 4)];
	r->lang = sim_percent(s, 50) ? PICK(s, langs) : NULL;
	r->appointed_ms = (s->clock_ms / step_ms - 2 +
			      (int64_t)sim_chance(
				  s, sim_percent(s, 75) ? 8 : 900)) *
	    step_ms;
	if (sim_percent(s, 3))
		r->appointed_ms += 1000;
	r->appointment = out->appointment;
	memcpy(out->appointment, "22222222", sizeof(out->appointment));
	if (m->bookings_count && sim_percent(s, 97)) {
		memcpy(out->appointment,
		    m->bookings[sim_chance(s, m->bookings_count)].code,
		    sizeof(out->appointment));
	}
	if (m->bookings_count && sim_percent(s, 20)) {
		const struct model_booking *b =
		    &m->bookings[sim_chance(s, m->bookings_count)];
		r->service = b->service;
		r->appointed_ms = b->appointed_ms;
	}
	r->clock_unsure = sim_percent(s, 1);
}

/* What a citizen says, mostly at a kiosk; and what is done about it. */
static void
make_followup(struct sim *s, struct request *r)
{
	const struct model *m = s->model;
	const struct model_ticket *t = ticket_in(s, "served");

	if (sim_percent(s, 85))
		r->terminal = "kiosk";
	if (t && sim_percent(s, 90))
		r->id = t->id;
	r->rating = 1 + (int64_t)sim_chance(s, 5);
	r->text = PICK(s, reasons);
	r->owner = PICK(s, owners);
	r->followup = odd_id(s);
	if (m->followups_count && sim_percent(s, 97)) {
		r->followup =
		    m->followups[sim_chance(s, m->followups_count)].id;
	}
}

static void
make_words(struct sim *s, struct sim_request *out)
{
	struct request *r = &out->r;

	if (r->type == REQUEST_ISSUE) {
		r->service = sim_percent(s, 97) ? services[sim_chance(s, 4)]
						: "none";
		r->class = sim_percent(s, 50) ? PICK(s, classes) : NULL;
		r->lang = sim_percent(s, 50) ? PICK(s, langs) : NULL;
		r->clock_unsure = sim_percent(s, 1);
		r->to_counter = sim_percent(s, 5) ? PICK(s, counters) : NULL;
		r->to_clerk = sim_percent(s, 5) ? PICK(s, clerks) : NULL;
		r->steps = sim_percent(s, 20) ? PICK(s, steps) : NULL;
	} else if (r->type >= REQUEST_RATE) {
		make_followup(s, r);
	} else if (r->type >= REQUEST_BOOK) {
		make_appointment(s, out);
	} else if (r->type == REQUEST_CLASS) {
		r->class = PICK(s, classes);
		r->reason = PICK(s, reasons);
	} else if (r->type == REQUEST_SWITCH) {
		r->on = sim_percent(s, 80);
		r->counter = counters[2 + sim_chance(s, 2)];
		r->reason = PICK(s, reasons);
	} else if (r->type == REQUEST_RETURN) {
		static const enum place_word places[] = { PLACE_USUAL,
			PLACE_USUAL, PLACE_USUAL, PLACE_LIFETIME, PLACE_END,
			PLACE_FRONT };
		r->place = PICK(s, places);
	} else if (r->type == REQUEST_CANCEL && sim_percent(s, 60)) {
		make_victim(s, out);
		r->rid = NULL;
	} else if (r->type == REQUEST_PRINTED) {
		r->verdict = PICK(s, verdicts);
		r->again = sim_percent(s, 20);
	} else if (r->type == REQUEST_CALL) {
		make_number(s, out);
	} else if (r->type == REQUEST_TRANSFER) {
		make_transfer(s, r);
	} else if (r->type == REQUEST_HOLD) {
		make_hold(s, r);
	} else if (r->type == REQUEST_PAUSE) {
		r->reason = sim_percent(s, 80) ? PICK(s, reasons) : NULL;
	} else if (r->type >= REQUEST_HALL_PAUSE) {
		sim_make_staff(s, r);
	}
}

static bool
of_counter(enum request_type type)
{
	return type >= REQUEST_OPEN && type <= REQUEST_UNHOLD &&
	    type != REQUEST_RETURN && type != REQUEST_CLASS;
}

static void
make_new(struct sim *s, struct sim_request *out)
{
	struct request *r = &out->r;

	memset(out, 0, sizeof(*out));
	r->type = make_type(s);
	r->user = sim_percent(s, 80) ? users[0] : PICK(s, users);
	r->terminal = PICK(s, terminals);
	r->args = sim_chance(s, UINT64_MAX);
	r->matters = (int64_t)sim_chance(s, 5) - 1;
	if (of_counter(r->type))
		make_counter(s, r);
	if (r->type == REQUEST_UNHOLD && sim_percent(s, 30))
		r->counter = NULL;
	r->id = make_id(s, r);
	if (sim_percent(s, r->type == REQUEST_ISSUE ? 98 : 90)) {
		r->rid = out->rid;
		write_rid(out->rid, ++s->rids_given);
	}
	make_words(s, out);
	/* The id of another request, with other words. */
	if (r->rid && s->past_count && sim_percent(s, 2)) {
		memcpy(out->rid, s->past[sim_chance(s, s->past_count)].rid,
		    SIM_RID);
	}
}

void
sim_make(struct sim *s, struct sim_request *out)
{
	if (s->past_count && sim_percent(s, 6)) {
		sim_copy(out, &s->past[sim_chance(s, s->past_count)]);
		return;
	}
	make_new(s, out);
	size_t at = s->past_count < SIM_PAST ? s->past_count++
					     : sim_chance(s, SIM_PAST);
	sim_copy(&s->past[at], out);
}
