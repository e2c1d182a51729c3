#include "tests/unit/journal/random_day.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#include "server/hall/appointment.h"
#include "server/hall/day.h"
#include "server/hall/followup_view.h"
#include "server/journal/load.h"
#include "tests/sim/spec_staff.h"

#define LAPSE_MS ((int64_t)61000)

/* Nobody takes a number of d, so that its range may change at any time. */
#define SERVICES "a:A:1-999:refuse>b>c b:B:1-12:wrap c::1-99:wrap"

static const struct spec specs[] = {
	{ SERVICES " d:D:1-9:wrap", "1:a,b/c 2:b,a 3:c/a,b ~9:a",
	    "normal:0 priority:20", 2, 3, 60, 5000, 4, LAYOUT_MISS_RETURN, 0 },
	{ SERVICES " d:D:1-99:wrap e:E:1-9:wrap",
	    "1:c/a 2:b,a,c 3:c/a,b 4:e ~9:a", "normal:0 priority:30", 3, 1, 45,
	    4000, 4, LAYOUT_MISS_AFTER, 2 },
};

/* Always open, but sessions end in the hours that a day here has. */
static const struct spec_hours hours = {
	.sessions = "04:00-08:20 08:20-08:45 08:45-09:10 09:10-04:00",
	.at_session_end = LAYOUT_END_EXPIRE,
};

/* The next day's are booked too. */
static const struct spec_slots slots = { .slots = "a/04:00-04:00/5/2"
						  " b/04:00-04:00/5/1",
	.book_days = 1,
	.bookings_max = 100,
	.early_min = 10,
	.late_min = 2,
	.late = LAYOUT_LATE_WALK_IN };

static const char *const services[] = { "a", "b", "c" };
static const char *const counters[] = { "1", "2", "3" };
static const char *const classes[] = { "normal", "priority", NULL };
static const enum place_word places[] = { PLACE_LIFETIME, PLACE_END,
	PLACE_FRONT };
static const char *const holds[] = { "papers", "counter", "until" };
static const char *const chains[] = { NULL, NULL, "", "c", "b,a,b" };
static const char *const texts[] = { "a fire", "\"smoke\"\n" };
static const char *const accounts[] = { "k-1", "k-2", "li", "101" };
static const char *const roles[] = { "kiosk", "clerk", "technician" };
static const char *const states[] = { "ok", "low", "out", "gone" };
static const char *const reasons[] = { "lunch", "a \"quoted\"\\ one\n", NULL };

/* How often each request is made. */
static const uint64_t weights[REQUEST_TYPES] = {
	[REQUEST_ISSUE] = 30,
	[REQUEST_CANCEL] = 4,
	[REQUEST_PRINTED] = 4,
	[REQUEST_OPEN] = 8,
	[REQUEST_CLOSE] = 2,
	[REQUEST_PAUSE] = 2,
	[REQUEST_RESUME] = 2,
	[REQUEST_LEASE] = 1,
	[REQUEST_NEXT] = 14,
	[REQUEST_CALL] = 1,
	[REQUEST_RECALL] = 4,
	[REQUEST_START] = 8,
	[REQUEST_FINISH] = 6,
	[REQUEST_MISSED] = 8,
	[REQUEST_ABANDONED] = 2,
	[REQUEST_RETURN] = 4,
	[REQUEST_TRANSFER] = 6,
	[REQUEST_CLASS] = 4,
	[REQUEST_SWITCH] = 2,
	[REQUEST_HOLD] = 5,
	[REQUEST_UNHOLD] = 6,
	[REQUEST_HALL_PAUSE] = 1,
	[REQUEST_HALL_RESUME] = 4,
	[REQUEST_BROADCAST] = 2,
	[REQUEST_CLEAR] = 1,
	[REQUEST_TRAINING] = 1,
	[REQUEST_DEVICE] = 4,
	[REQUEST_SHOWN] = 3,
	[REQUEST_HEARD] = 2,
	[REQUEST_VOICE] = 1,
	[REQUEST_BOOK] = 6,
	[REQUEST_CHANGE] = 2,
	[REQUEST_UNBOOK] = 1,
	[REQUEST_CHECKIN] = 3,
	[REQUEST_RATE] = 8,
	[REQUEST_COMPLAIN] = 3,
	[REQUEST_FOLLOWUP_OWN] = 2,
	[REQUEST_FOLLOWUP_CLOSE] = 1,
	[REQUEST_ACCOUNT_ADD] = 2,
	[REQUEST_ACCOUNT_DISABLE] = 1,
	[REQUEST_ACCOUNT_ENABLE] = 1,
	[REQUEST_ACCOUNT_SECRET] = 1,
};

/* xorshift64: a seed gives the same day on every machine. */
static uint64_t
chance(struct random_day *d, uint64_t below)
{
	d->rnd ^= d->rnd << 13;
	d->rnd ^= d->rnd >> 7;
	d->rnd ^= d->rnd << 17;
	return (d->rnd >> 11) % below;
}

#define PICK(d, list) ((list)[chance((d), sizeof(list) / sizeof(*(list)))])

static void
store(struct random_day *d)
{
	struct journal *j = d->journal;

	assert_int_equal(j->ops->append(j, &d->batch), JOURNAL_OK);
	batch_clear(&d->batch);
}

static void
happen(struct random_day *d, struct event *e)
{
	struct buf opening = { 0 };

	e->wall_ms = e->t_ms + (int64_t)chance(d, 3) - 1;
	assert_true(hall_reserve(d->hall, e));
	hall_apply(d->hall, e);
	if (e->type == EVENT_DAY_CLOSED)
		assert_true(opening_write(d->hall, &opening));
	assert_true(batch_add(&d->batch, e, opening.at));
	buf_release(&opening);
	d->events[e->type]++;
	if (e->type == EVENT_DAY_CLOSED)
		d->opened = e->seq;
	if (e->type == EVENT_CALLED)
		d->called = e->seq;
}

static void
decide(struct random_day *d, const struct request *r)
{
	struct decision found;

	hall_decide(d->hall, r, d->now_ms, &found);
	if (found.has_event)
		happen(d, &found.event);
}

static void
put_layout(struct random_day *d)
{
	const struct spec_layout *to = d->layouts[d->layout];
	struct decision found;

	hall_decide_layout(d->hall, &to->layout, to->raw, d->now_ms, &found);
	assert_int_equal(found.refusal, REFUSE_NOT);
	assert_true(found.has_event);
	happen(d, &found.event);
	store(d);
}

static void
begin_day(struct random_day *d, int64_t day)
{
	struct event e;

	hall_decide_day(d->hall, day, d->now_ms, &e);
	happen(d, &e);
	store(d);
}

void
random_day_start(struct random_day *d, struct journal *journal, uint64_t seed)
{
	*d = (struct random_day){
		.journal = journal,
		.rnd = seed * 0x9e3779b97f4a7c15u + 1,
		.now_ms = RANDOM_MORNING_MS,
		.layouts = { spec_make(&specs[0]), spec_make(&specs[1]) },
		.hall = hall_create(),
	};
	assert_true(d->layouts[0] && d->layouts[1] && d->hall);
	spec_set_hours(d->layouts[0], &hours);
	spec_set_hours(d->layouts[1], &hours);
	spec_set_zones(d->layouts[0], "a:main b:main,yard c:yard");
	spec_set_zones(d->layouts[1], "a:main b:yard c:main");
	spec_set_slots(d->layouts[0], &slots);
	spec_set_slots(d->layouts[1], &slots);
	put_layout(d);
	begin_day(d, RANDOM_TODAY);
}

void
random_day_change(struct random_day *d)
{
	d->layout = !d->layout;
	put_layout(d);
}

/* Mostly the ticket at the counter, else any of the last fifty. */
static int64_t
pick_ticket(struct random_day *d, const struct request *r)
{
	struct counter_view view;
	size_t i;

	if (r->counter && hall_find_counter(d->hall, r->counter, &i)) {
		hall_counter_view(d->hall, i, &view);
		if (view.ticket && chance(d, 4))
			return view.ticket;
	}
	int64_t back = (int64_t)chance(d, 50);
	return d->events[EVENT_ISSUED] - back;
}

static enum request_type
pick_type(struct random_day *d)
{
	uint64_t all = 0;
	enum request_type type = 0;

	for (int i = 0; i < REQUEST_TYPES; i++)
		all += weights[i];
	uint64_t left = chance(d, all);
	while (left >= weights[type])
		left -= weights[type++];
	return type;
}

static void
fill_words(struct random_day *d, struct request *r, char *rid, char *victim)
{
	if (r->type == REQUEST_CANCEL && chance(d, 2)) {
		/* Sometimes of a request that is still to come. */
		(void)sprintf(victim, "r%lld",
		    (long long)d->rids + 5 - (long long)chance(d, 20));
		r->victim = victim;
		return;
	}
	(void)sprintf(rid, "r%lld", (long long)++d->rids);
	r->rid = rid;
	r->id = pick_ticket(d, r);
	r->on = chance(d, 2);
	if (r->type == REQUEST_HOLD && strcmp(r->hold, "until") == 0)
		r->until_ms = d->now_ms + (int64_t)chance(d, 600000) + 1;
	if (r->type >= REQUEST_HALL_PAUSE) {
		/* Of the hall, of a zone, or of the service at hand. */
		r->zone = chance(d, 3) ? NULL : "main";
		if (r->zone || chance(d, 4) == 0 ||
		    r->type == REQUEST_BROADCAST)
			r->service = NULL;
	}
	if (r->type == REQUEST_SHOWN || r->type == REQUEST_HEARD) {
		r->zone = "main";
		r->call = d->called;
	}
	if (r->type == REQUEST_TRANSFER && chance(d, 5) == 0) {
		r->to_clerk = chance(d, 2) ? "007" : "12";
	} else if (r->type == REQUEST_TRANSFER && chance(d, 2)) {
		r->to_service = PICK(d, services);
	} else if (r->type == REQUEST_TRANSFER) {
		r->to_counter = PICK(d, counters);
	}
}

/* What citizens say of any of the last fifty, at a kiosk. */
static void
fill_followup(struct random_day *d, struct request *r)
{
	struct followup_view v = { 0 };
	uint64_t left = chance(d, 8);

	r->terminal = "kiosk";
	r->rating = 1 + (int64_t)chance(d, 5);
	r->owner = chance(d, 2) ? "boss" : "12";
	while (hall_next_followup(d->hall, v.id, &v) && left-- > 0)
		continue;
	r->followup = v.id;
}

/* One of the next hours; today's first appointments in turn. */
static void
fill_appointment(struct random_day *d, struct request *r)
{
	const int64_t step_ms = 300000;
	struct booking_view v;
	uint64_t left = chance(d, 4);

	r->random = chance(d, UINT64_MAX);
	r->contact = chance(d, 2) ? "13800138000" : NULL;
	r->appointed_ms = (d->now_ms / step_ms + 1 +
			      (int64_t)chance(d, chance(d, 3) ? 6 : 300)) *
	    step_ms;
	if (!hall_next_booking(d->hall, hall_day(d->hall), NULL, &v))
		return;
	while (
	    left-- > 0 && hall_next_booking(d->hall, hall_day(d->hall), &v, &v))
		continue;
	r->appointment = v.code;
}

static void
fill_account(struct random_day *d, struct request *r)
{
	r->from = chance(d, 2) ? "10.0.0.7" : NULL;
	r->account = PICK(d, accounts);
	r->role = PICK(d, roles);
	r->verifier = "of a secret";
}

static void
one_request(struct random_day *d)
{
	char rid[24], victim[24];
	size_t at = chance(d, 3);
	struct request r = {
		.type = pick_type(d),
		.user = chance(d, 4) ? "" : "desk",
		.terminal = counters[at],
		.args = chance(d, UINT64_MAX) + 1,
		.matters = (int64_t)chance(d, 4) - 1,
		.hold = PICK(d, holds),
		.steps = PICK(d, chains),
		.service = PICK(d, services),
		.class = PICK(d, classes),
		.lang = chance(d, 2) ? "zh" : NULL,
		.verdict = "printed",
		.clerk = chance(d, 2) ? "007" : "12",
		.reason = PICK(d, reasons),
		.number = "A001",
		.text = PICK(d, texts),
		.device = PICK(d, counters),
		.key = "printer",
		.state = PICK(d, states),
		.place = places[chance(d, 3)],
	};

	if (r.type >= REQUEST_OPEN && r.type <= REQUEST_UNHOLD &&
	    r.type != REQUEST_RETURN && r.type != REQUEST_CLASS)
		r.counter = counters[at];
	if (r.type == REQUEST_SWITCH)
		r.counter = "9";
	/* A supervisor's has none. */
	if ((r.type == REQUEST_TRANSFER || r.type == REQUEST_UNHOLD) &&
	    chance(d, 3) == 0)
		r.counter = NULL;
	/* No command of these has the word. */
	if (r.type == REQUEST_CHECKIN)
		r.steps = NULL;
	fill_words(d, &r, rid, victim);
	fill_appointment(d, &r);
	if (r.type >= REQUEST_RATE)
		fill_followup(d, &r);
	if (r.type >= REQUEST_ACCOUNT_ADD)
		fill_account(d, &r);
	decide(d, &r);
}

static void
tick(struct random_day *d)
{
	struct event e;

	while (hall_tick(d->hall, d->now_ms, &e))
		happen(d, &e);
}

void
random_day_pass(struct random_day *d, int steps)
{
	for (int i = 0; i < steps; i++) {
		d->now_ms += (int64_t)chance(d, 8000);
		if (chance(d, 200) == 0)
			d->now_ms += LAPSE_MS;
		/* Late, as after a start, so that some came after the end. */
		if (chance(d, 12) == 0)
			tick(d);
		one_request(d);
		if (chance(d, 7) == 0)
			store(d);
	}
	store(d);
}

/* As after a restore that had nothing to skip, and a look for what is old. */
static void
keep_house(struct random_day *d)
{
	struct event e = { .type = EVENT_RESTORED };

	for (int i = 0; i < 2; i++) {
		e.seq = hall_seq(d->hall) + 1;
		e.t_ms = e.credited_ms = e.issued_ms = d->now_ms;
		e.after_credited_ms = d->now_ms;
		happen(d, &e);
		e = (struct event){ .type = EVENT_FORGOTTEN,
			.kind = "words",
			.mark = d->opened,
			.hash = "",
			.day = hall_day(d->hall) - KEEP_WORDS_DAYS };
	}
}

void
random_day_close(struct random_day *d)
{
	keep_house(d);
	d->now_ms += DAY_MS - (d->now_ms - RANDOM_MORNING_MS) % DAY_MS;
	begin_day(d, hall_day(d->hall) + 1);
}

void
random_day_ask(struct random_day *d, const struct request *r)
{
	struct decision found;

	hall_decide(d->hall, r, d->now_ms, &found);
	assert_int_equal(found.refusal, REFUSE_NOT);
	assert_true(found.has_event);
	happen(d, &found.event);
	store(d);
}

void
random_day_lapse(struct random_day *d)
{
	d->now_ms += LAPSE_MS;
	tick(d);
	store(d);
}

void
random_day_stop(struct random_day *d)
{
	hall_destroy(d->hall);
	batch_release(&d->batch);
	free(d->layouts[0]);
	free(d->layouts[1]);
}

const struct layout *
random_day_layout(const char *raw, void *ctx)
{
	const struct random_day *d = ctx;

	for (int i = 0; i < 2; i++) {
		if (strcmp(raw, d->layouts[i]->raw) == 0)
			return &d->layouts[i]->layout;
	}
	return NULL;
}
