/*
 * The hall against its model: sim_hall [--seed N] [--steps N] [--cover].
 * Without a seed it takes one by chance, and says which. --cover also wants
 * every kind of event and of refusal to have come up.
 */
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "tests/sim/sim.h"
#include "tests/sim/spec_staff.h"

#define SECOND_MS ((int64_t)1000)
#define HOUR_MS	  (3600 * SECOND_MS)
/* 2026-10-22 05:00 in Berlin: summer time ends three days later. */
#define START_MS ((int64_t)1792638000 * SECOND_MS)

#define RULES 3, 2, 30

static const struct spec specs[SIM_LAYOUTS] = {
	{ "a:A:1-12:wrap>b>c b:B:1-999:refuse c::1-40:wrap",
	    "1:a,b/c 2:b,a 3:c/a,b ~04:a",
	    "normal:0 priority:20 booked:5 x:9:1:supervisor", RULES, 60, 4,
	    LAYOUT_MISS_RETURN, 0 },
	{ "a:A:1-12:wrap b:B:1-999:refuse c::1-40:wrap d:AB:1-12:refuse",
	    "1:d/a,b,c 2:b,d 3:c/a,b ~04:", "normal:0 priority:20 booked:5", 3,
	    1, 60, 90, 4, LAYOUT_MISS_RETURN, 0 },
	{ "a:A:1-12:wrap b:B:1-999:wrap", "1:a,b 2:b,a", "normal:0", RULES, 40,
	    4, LAYOUT_MISS_VOID, 0 },
	{ "a:A:1-15:wrap:ratio>a b:B:1-999:refuse:strict>c c::1-40:refuse",
	    "1:a,b/c 2:b,a 3:c/a,b ~04:a",
	    "normal:0 priority:40:1 booked:5:2 x:9:1:supervisor", 2, 1, 20, 70,
	    6, LAYOUT_MISS_AFTER, 2 },
	{ "a:A:5-12:refuse b:B:1-999:refuse c:A:21-1500:wrap:ratio",
	    "1:a/b^c 2:a,b^c,a 3:c", "normal:0 booked:5:1 priority:1:2", RULES,
	    60, 0, LAYOUT_MISS_RETURN, 0 },
	{ "b:A:1-12:wrap:strict a:B:1-999:refuse:ratio", "1:a,b 2:b,a ~3:a",
	    "normal:0 priority:20:3", RULES, 70, 4, LAYOUT_MISS_END, 0 },
};

/* Of the same layouts; the clock goes back in one of the nights. */
static const struct spec_hours hours[SIM_LAYOUTS] = {
	{ .quotas = "b:8", .capacity = 8 },
	{ .sessions = "04:30-11:50 12:00-20:00 20:10-02:30",
	    .quotas = "c:2 d:2",
	    .at_session_end = LAYOUT_END_EXPIRE },
	{ .quotas = "a:4 b:6", .capacity = 6 },
	{ .sessions = "06:00-14:00 14:00-02:15 02:45-05:30",
	    .quotas = "a:2 b:3",
	    .last_ticket_min = 20,
	    .capacity = 6 },
	{ .sessions = "00:00-02:20 02:40-12:00 12:30-24:00",
	    .at_session_end = LAYOUT_END_EXPIRE,
	    .last_ticket_min = 5 },
	{ .quotas = "a:4", .at_session_end = LAYOUT_END_EXPIRE },
};

static const char *const zones[SIM_LAYOUTS] = {
	"a:main b:main c:yard",
	"a:main b:main,yard c:yard d:attic",
	"a:main b:main",
	"a:main b:yard c:main,yard",
	"a:main b:main c:attic",
	"a:main,yard b:yard",
};

static const struct layout_alerts alerts[SIM_LAYOUTS] = {
	{ .wait_warn_min = 1,
	    .wait_alarm_min = 3,
	    .load_alarm = 2,
	    .unshown_warn_s = 10,
	    .unshown_alarm_s = 60 },
	{ .wait_alarm_min = 2,
	    .target_warn_percent = 60,
	    .target_alarm_percent = 90,
	    .unshown_alarm_s = 20,
	    .break_warn_min = 2 },
	{ .capacity_warn_percent = 50, .capacity_alarm_percent = 100 },
	{ .load_warn = 1,
	    .load_alarm = 3,
	    .abandoned_warn_percent = 10,
	    .abandoned_alarm_percent = 20,
	    .capacity_alarm_percent = 80 },
	{ .break_warn_min = 1, .break_alarm_min = 4, .wait_warn_min = 2 },
	{ 0 },
};

static char booked[] = "booked", normal[] = "normal";

/* Of the same layouts; those without take none, but keep what is booked. */
static const struct spec_slots slots[SIM_LAYOUTS] = {
	{ "a/05:00-23:00/10/1 b/22:00-03:50/20/2 c/04:00-20:00/5/1", booked, 1,
	    2, 40, 10, LAYOUT_LATE_WALK_IN },
	{ "a/05:00-23:00/10/1 d/04:00-23:00/5/1 c/04:00-04:00/5/1", booked, 3,
	    8, 60, 5, LAYOUT_LATE_REFUSE },
	{ 0 },
	{ "b/06:00-06:00/5/2 a/06:00-22:00/10/3", booked, 2, 6, 20, 30,
	    LAYOUT_LATE_REFUSE },
	{ "a/00:00-24:00/10/2", normal, 1, 2, 30, 1, LAYOUT_LATE_WALK_IN },
	{ 0 },
};

/* Central European Time, from summer 2026 to summer 2027. */
static struct zone_change changes[] = { { 1792890000, 3600 },
	{ 1806195600, 7200 } };
static const struct zone_table zone = { 7200, 2, changes };

_Noreturn void
sim_fail(const struct sim *s, const char *format, ...)
{
	va_list args;

	printf("seed %llu step %lld: ", (unsigned long long)s->seed,
	    (long long)s->step);
	va_start(args, format);
	vprintf(format, args);
	va_end(args);
	printf("\n");
	exit(1);
}

static void
keep_slot(struct sim *s, const struct event *e)
{
	for (size_t i = 0; i < s->slots_count; i++) {
		if (s->slots[i] == e->slot)
			sim_fail(s, "number %s twice in one lap", e->number);
	}
	if (s->slots_count == s->slots_cap) {
		s->slots_cap = s->slots_cap ? 2 * s->slots_cap : 256;
		s->slots = realloc(s->slots, s->slots_cap * sizeof(int64_t));
		if (!s->slots)
			sim_fail(s, "no memory");
	}
	s->slots[s->slots_count++] = e->slot;
}

static void
happen(struct sim *s, struct event *e)
{
	if (e->seq != hall_seq(s->hall) + 1)
		sim_fail(s, "seq has a gap");
	if (e->t_ms < hall_last_ms(s->hall))
		sim_fail(s, "hall time went back");
	e->wall_ms = e->t_ms + 17;
	tape_add(&s->tape, e);
	if (!hall_reserve(s->hall, e))
		sim_fail(s, "no memory");
	hall_apply(s->hall, e);
	s->events[e->type]++;
	if (e->type == EVENT_ISSUED)
		keep_slot(s, e);
	if (e->type == EVENT_CALLED)
		sim_check_fair(s, e);
}

static void
ask(struct sim *s)
{
	struct sim_request q;
	struct decision d;
	struct model_answer should;

	sim_make(s, &q);
	hall_decide(s->hall, &q.r, s->clock_ms, &d);
	if (d.has_event && d.event.type == EVENT_BOOKED) {
		memcpy(s->model->code, d.event.appointment,
		    sizeof(s->model->code));
	}
	model_ask(s->model, &q.r, s->clock_ms, &should);
	sim_compare(s, &q.r, &d, &should);
	s->refusals[d.refusal]++;
	s->replayed += d.outcome.replayed;
	if (d.has_event)
		happen(s, &d.event);
}

static void
expect_lapse(const struct sim *s, const struct event *e)
{
	const char *label = model_tick(s->model, s->clock_ms);

	if (!label || strcmp(label, e->counter) != 0) {
		sim_fail(s, "%s lapsed, should be %s", e->counter,
		    label ? label : "none");
	}
}

static void
expect_end(const struct sim *s, const struct event *e)
{
	const struct model_range *r = model_session_end(s->model, s->clock_ms);

	if (!r || strcmp(r->of->code, e->service) != 0 ||
	    r->ended_ms != e->until_ms) {
		sim_fail(s, "a session of %s ended at %lld, should be %s",
		    e->service, (long long)e->until_ms,
		    r ? r->of->code : "none");
	}
}

static void
expect_due(const struct sim *s, const struct event *e)
{
	const struct model_ticket *t = model_due(s->model, s->clock_ms);

	if (!t || t->id != e->id) {
		sim_fail(s, "%s came back, should be %s", e->number,
		    t ? t->number : "none");
	}
}

static void
expect_noshow(const struct sim *s, const struct event *e)
{
	const struct model_booking *b = model_noshow(s->model, s->clock_ms);

	if (!b || strcmp(b->code, e->appointment) != 0) {
		sim_fail(s, "%s was not kept, should be %s", e->appointment,
		    b ? b->code : "none");
	}
}

static void
pass(struct sim *s)
{
	struct sim_told told = { .count = 0 };
	struct event e;

	while (hall_tick(s->hall, s->clock_ms, &e)) {
		if (e.type == EVENT_LAPSED) {
			expect_lapse(s, &e);
		} else if (e.type == EVENT_ALERT) {
			sim_hear(s, &e, &told);
		} else if (e.type == EVENT_UNHELD) {
			expect_due(s, &e);
		} else if (e.type == EVENT_NOSHOW) {
			expect_noshow(s, &e);
		} else {
			expect_end(s, &e);
		}
		happen(s, &e);
	}
	if (model_tick(s->model, s->clock_ms))
		sim_fail(s, "a counter should have lapsed");
	if (model_session_end(s->model, s->clock_ms))
		sim_fail(s, "a session should have ended");
	if (model_due(s->model, s->clock_ms))
		sim_fail(s, "a held ticket should have come back");
	sim_check_told(s, &told);
	if (model_noshow(s->model, s->clock_ms))
		sim_fail(s, "an appointment should be over");
}

static void
change_layout(struct sim *s, size_t i)
{
	const struct spec_layout *to = s->layouts[i];
	struct decision d;
	const char *number = NULL;

	hall_decide_layout(s->hall, &to->layout, to->raw, s->clock_ms, &d);
	if (s->model->layout == &to->layout) {
		if (d.refusal || d.has_event)
			sim_fail(s, "the same layout again made a change");
		return;
	}
	bool taken = model_layout(s->model, &to->layout, s->clock_ms, &number);
	s->refusals[d.refusal]++;
	if (taken != d.has_event || taken == (d.refusal != REFUSE_NOT)) {
		sim_fail(
		    s, "a layout should be %s", taken ? "taken" : "refused");
	}
	if (!taken && strcmp(d.detail, number) != 0)
		sim_fail(s, "%s is in the way, not %s", number, d.detail);
	if (!taken)
		return;
	s->layout = i;
	happen(s, &d.event);
}

static void
change_day(struct sim *s)
{
	int64_t day = hall_day_at(s->hall, &zone, s->clock_ms);
	struct event e;

	if (day <= hall_day(s->hall))
		return;
	hall_decide_day(s->hall, day, s->clock_ms, &e);
	happen(s, &e);
	model_day(s->model, day, s->clock_ms);
	s->slots_count = 0;
	sim_keep_opening(s);
}

/* Mostly seconds pass; sometimes hours, forward or back. */
static void
move_clock(struct sim *s)
{
	uint64_t dice = sim_chance(s, 1000);

	if (dice < 4) {
		s->clock_ms += (int64_t)sim_chance(s, 6 * HOUR_MS);
	} else if (dice < 5) {
		s->clock_ms += (int64_t)sim_chance(s, 30 * HOUR_MS);
	} else if (dice < 12) {
		s->clock_ms -= (int64_t)sim_chance(s, 120 * SECOND_MS);
	} else if (dice < 13) {
		s->clock_ms -= (int64_t)sim_chance(s, 2 * HOUR_MS);
	} else if (dice < 40) {
		s->clock_ms += (int64_t)sim_chance(s, 120 * SECOND_MS);
	} else if (dice < 800) {
		s->clock_ms += (int64_t)sim_chance(s, 8 * SECOND_MS);
	}
}

static void
turn(struct sim *s)
{
	move_clock(s);
	if (s->model->layout) {
		change_day(s);
		pass(s);
	}
	if (s->step == 2 || (s->step > 2 && sim_chance(s, 60) == 0))
		change_layout(s, s->step == 2 ? 0 : sim_chance(s, SIM_LAYOUTS));
	ask(s);
	sim_check(s);
	if (s->step % 300 == 0)
		sim_replay(s);
	if (s->step % 100 == 0)
		hall_forget(s->hall, s->model->last_ms, 50);
}

/* Accounts have nothing to do with tickets, and tests of their own. */
static bool
is_of_accounts(enum event_type type)
{
	return type >= EVENT_ACCOUNT_ADDED && type <= EVENT_ACCOUNT_SECRET;
}

static bool
refuses_accounts(enum refusal i)
{
	return i == REFUSE_REQUESTSUSED ||
	    (i >= REFUSE_NOSUCHACCOUNT && i <= REFUSE_LASTTECHNICIAN);
}

static void
check_cover(const struct sim *s)
{
	for (enum event_type i = 0; i < EVENT_TYPES; i++) {
		/* Whoever keeps the journal makes these. */
		if (i == EVENT_RESTORED || i == EVENT_FORGOTTEN ||
		    is_of_accounts(i))
			continue;
		if (s->events[i] == 0)
			sim_fail(s, "no event %s came up", event_name(i));
	}
	for (enum refusal i = 0; i < REFUSALS; i++) {
		if (s->refusals[i] == 0 && i != REFUSE_NOMEMORY &&
		    i != REFUSE_DEVICES && i != REFUSE_FOLLOWUPS &&
		    !refuses_accounts(i))
			sim_fail(s, "no refusal %d came up", (int)i);
	}
	if (s->replayed == 0)
		sim_fail(s, "nothing was replayed");
}

static bool
start(struct sim *s)
{
	s->rnd = s->seed;
	s->clock_ms = START_MS;
	s->hall = hall_create();
	s->model = malloc(sizeof(*s->model));
	if (!s->hall || !s->model)
		return false;
	model_init(s->model);
	hall_set_zone(s->hall, &zone);
	for (size_t i = 0; i < SIM_LAYOUTS; i++) {
		if (!(s->layouts[i] = spec_make(&specs[i])))
			return false;
		spec_set_hours(s->layouts[i], &hours[i]);
		spec_set_zones(s->layouts[i], zones[i]);
		s->layouts[i]->layout.alerts = alerts[i];
		s->layouts[i]->services[0].target_wait_min = 1;
		if (slots[i].slots)
			spec_set_slots(s->layouts[i], &slots[i]);
	}
	return true;
}

static void
stop(struct sim *s)
{
	tape_release(&s->tape);
	tape_release(&s->opening);
	free(s->slots);
	hall_destroy(s->hall);
	free(s->model);
	for (size_t i = 0; i < SIM_LAYOUTS; i++)
		free(s->layouts[i]);
}

static void
run(struct sim *s, long long steps, bool cover)
{
	for (s->step = 1; s->step <= steps; s->step++)
		turn(s);
	sim_replay(s);
	if (cover)
		check_cover(s);
}

int
main(int argc, char **argv)
{
	struct sim s = { 0 };
	long long steps = 10000;
	bool cover = false;

	if (getrandom(&s.seed, sizeof(s.seed), 0) < 0)
		return 1;
	s.seed >>= 16; /* short enough to type again */
	for (int i = 1; i < argc; i++) {
		if (strcmp(argv[i], "--cover") == 0) {
			cover = true;
		} else if (i + 1 < argc && strcmp(argv[i], "--seed") == 0) {
			s.seed = strtoull(argv[++i], NULL, 10);
		} else if (i + 1 < argc && strcmp(argv[i], "--steps") == 0) {
			steps = strtoll(argv[++i], NULL, 10);
		} else {
			return 2;
		}
	}
	printf("seed %llu\n", (unsigned long long)s.seed);
	(void)fflush(stdout);
	bool started = start(&s);
	if (started)
		run(&s, steps, cover);
	stop(&s);
	return started ? 0 : 1;
}
