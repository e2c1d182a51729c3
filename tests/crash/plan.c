#include "tests/crash/plan.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "server/hall/hall.h"
#include "server/journal/journal.h"
#include "server/server.h"
#include "tests/crash/disk.h"
#include "tests/crash/machine.h"
#include "tests/crash/secret_sim.h"
#include "tests/crash/whole_play.h"

#define REST	   4000 /* turns in which all must come to rest */
#define QUIET	   60	/* of them, when nothing is left to do */
#define TRIES	   6
#define ROUND_STEP 7919 /* from one client's chance to the next one's */

void *
whole_must(void *memory)
{
	if (!memory)
		abort();
	return memory;
}

void
whole_fail(const struct whole *w, const char *format, ...)
{
	va_list args;

	printf("seed %llu: ", (unsigned long long)w->seed);
	va_start(args, format);
	(void)vprintf(format, args);
	va_end(args);
	printf("\n");
	(void)fflush(stdout);
	_exit(EXIT_FAILURE);
}

/* --- Steps ---------------------------------------------------------------- */

static const struct {
	const char *name;
	uint32_t weight;
} kinds[STEPS] = {
	[STEP_TURN] = { "turn", 340 },
	[STEP_ASK] = { "ask", 230 },
	[STEP_ROUND] = { "round", 90 },
	[STEP_SEND] = { "send", 90 },
	[STEP_READ] = { "read", 160 },
	[STEP_CUT] = { "cut", 18 },
	[STEP_PASS] = { "pass", 90 },
	[STEP_SET] = { "set", 6 },
	[STEP_FAULT] = { "fault", 14 },
	[STEP_MEND] = { "mend", 14 },
	[STEP_KILL] = { "kill", 6 },
	[STEP_POWER] = { "power", 6 },
	[STEP_LEAVE] = { "leave", 3 },
	[STEP_OTHER] = { "other", 4 },
};

static uint64_t
chance(uint64_t *rnd, uint64_t below)
{
	uint64_t z = (*rnd += 0x9e3779b97f4a7c15U);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
	return (z ^ (z >> 31)) % below;
}

static enum what
choose(uint64_t *rnd)
{
	uint32_t sum = 0;

	for (int i = 0; i < STEPS; i++)
		sum += kinds[i].weight;
	uint64_t at = chance(rnd, sum);
	for (int i = 0; i < STEPS; i++) {
		if (at < kinds[i].weight)
			return (enum what)i;
		at -= kinds[i].weight;
	}
	return STEP_TURN;
}

void
plan_make(struct plan *p, uint64_t seed)
{
	uint64_t rnd = seed;

	p->seed = seed;
	p->count = STEPS_MAX;
	for (size_t i = 0; i < p->count; i++) {
		p->step[i].what = choose(&rnd);
		p->step[i].a = (uint32_t)chance(&rnd, 1U << 30);
		p->step[i].b = (uint32_t)chance(&rnd, 1U << 30);
	}
}

void
plan_say(const struct plan *p)
{
	for (size_t i = 0; i < p->count; i++) {
		printf("  %3zu %-5s %u %u\n", i, kinds[p->step[i].what].name,
		    p->step[i].a, p->step[i].b);
	}
}

/* --- A step --------------------------------------------------------------- */

/* In place: the daemon that runs reads it by the same name. */
static void
take_other(struct whole *w)
{
	char *digit = strrchr(w->config, '.') - 1;

	*digit = *digit == '1' ? '2' : '1';
}

static void
begin_again(struct whole *w)
{
	for (int i = 0; i < TRIES; i++) {
		if (disk_is_off(w->disk)) {
			if (w->daemon)
				daemon_end(w);
			disk_start(w->disk);
		}
		machine_pass_us(1000000);
		if (w->daemon || daemon_begin(w))
			return;
		/* Or the other hall.yaml has no place for what is open. */
		if (!disk_is_off(w->disk)) {
			disk_mend(w->disk);
			take_other(w);
		}
	}
	whole_fail(w, "it does not start on a sound disk");
}

static void
pass(const struct step *s)
{
	static const int64_t most_ms[] = { 5, 50, 400, 2000, 40000, 900000,
		14400000 };
	const uint32_t kinds_of = sizeof(most_ms) / sizeof(*most_ms);
	/* The longer, the rarer. */
	uint32_t k = s->b % (kinds_of * 4);

	k = k < kinds_of ? k : k % 4;
	machine_pass_us((int64_t)(s->a % (uint64_t)(most_ms[k] * 1000)));
}

static void
set_clock(const struct step *s)
{
	static const int64_t by_ms[] = { 200, 5000, 600000, 5400000, 40000000 };
	int64_t ms = by_ms[s->b % 5];

	machine_set_ms(s->a % 2 ? ms : -ms);
	machine_synchronise(s->a % 3 == 0);
}

static void
plan_fault(struct whole *w, const struct step *s)
{
	static const struct disk_fault faults[] = {
		{ DISK_WRITE, 1, DISK_FAILS },
		{ DISK_SYNC, 1, DISK_FAILS },
		{ DISK_READ | DISK_TRUNCATE, 1, DISK_FAILS },
		{ DISK_WRITE, 1, DISK_FULL },
		{ DISK_CHANGES, 1, DISK_KILLS },
		{ DISK_CHANGES, 1, DISK_CUTS },
	};
	struct disk_fault fault = faults[s->a % 6];

	fault.at = 1 + s->b % 20;
	disk_plan(w->disk, &fault);
}

/* The last screen is one that seldom reads. */
static bool
is_sluggish(const struct whole *w, const struct client *c, uint32_t b)
{
	return w->narrow && c == &w->client[WHOLE_CLIENTS - 2] &&
	    c->screen.heard && b % 16;
}

static void
go_round(struct whole *w, const struct step *s)
{
	for (uint32_t i = 0; i < WHOLE_CLIENTS; i++) {
		struct client *c = &w->client[i];
		if (!is_sluggish(w, c, s->b >> 8))
			client_read(c, SIZE_MAX);
		if ((s->b >> i) % 2 == 0)
			continue;
		client_ask(c, s->a + i * ROUND_STEP);
		client_send(c, SIZE_MAX);
	}
	daemon_turn(w);
}

static void
take_step(struct whole *w, const struct step *s)
{
	struct client *c = &w->client[s->a % WHOLE_CLIENTS];

	switch (s->what) {
	case STEP_TURN:
		daemon_turn(w);
		break;
	case STEP_ASK:
		client_ask(c, s->b);
		client_send(c, s->b % 4 ? SIZE_MAX : s->b % 97);
		break;
	case STEP_ROUND:
		go_round(w, s);
		break;
	case STEP_SEND:
		client_send(c, s->b % 3 ? SIZE_MAX : 1 + s->b % 60);
		break;
	case STEP_READ:
		if (is_sluggish(w, c, s->b))
			break;
		client_read(c, s->b % 3 ? SIZE_MAX : 1 + s->b % 300);
		break;
	case STEP_CUT:
		client_cut(c);
		break;
	case STEP_PASS:
		pass(s);
		break;
	case STEP_SET:
		set_clock(s);
		break;
	case STEP_FAULT:
		plan_fault(w, s);
		break;
	case STEP_MEND:
		disk_mend(w->disk);
		break;
	case STEP_KILL:
		disk_kill(w->disk);
		break;
	case STEP_POWER:
		disk_cut(w->disk);
		break;
	case STEP_LEAVE:
		daemon_end(w);
		break;
	case STEP_OTHER:
		take_other(w);
		break;
	case STEPS:
		break;
	}
}

/* What had left the daemon may arrive; every connection is gone. */
static void
went_off(void *ctx)
{
	struct whole *w = ctx;

	for (int i = 0; i < WHOLE_CLIENTS; i++) {
		struct client *c = &w->client[i];
		if (w->at && (w->at->b >> i) % 2)
			client_read(c, SIZE_MAX);
		client_cut(c);
	}
}

/* --- A run ---------------------------------------------------------------- */

static bool
is_at_rest(struct whole *w)
{
	const struct server *s = daemon_server(w);
	int64_t last = 0;

	if (!s->hall ||
	    s->journal->ops->last(s->journal, &last) != JOURNAL_OK ||
	    last != hall_seq(s->hall))
		return false;
	for (int i = 0; i < WHOLE_CLIENTS; i++) {
		if (!client_is_idle(&w->client[i]))
			return false;
	}
	return true;
}

/* All is well again: everybody gets what they wait for, and no more. */
static void
come_to_rest(struct whole *w)
{
	int quiet = 0;

	disk_mend(w->disk);
	for (int n = 0; quiet < QUIET; n++) {
		if (n == REST)
			whole_fail(w, "it does not come to rest");
		if (!w->daemon || disk_is_off(w->disk))
			begin_again(w);
		machine_pass_us(n % 8 ? 20000 : 1100000);
		daemon_turn(w);
		for (int i = 0; i < WHOLE_CLIENTS; i++) {
			struct client *c = &w->client[i];
			client_ask(c, UINT32_MAX);
			client_send(c, SIZE_MAX);
			client_read(c, SIZE_MAX);
		}
		quiet = is_at_rest(w) ? quiet + 1 : 0;
	}
}

static void
release(struct whole *w)
{
	disk_on_off(w->disk, NULL, NULL);
	for (int i = 0; i < WHOLE_CLIENTS; i++)
		client_release(&w->client[i]);
	if (w->daemon)
		daemon_end(w);
	free(w->acks);
	disk_destroy(w->disk);
}

static void
begin(struct whole *w, const struct place *place, uint64_t seed)
{
	static const int64_t look_us[] = { 1, 3, 40, 300, 700 };

	*w = (struct whole){ .seed = seed, .reply = place->reply };
	(void)snprintf(
	    w->config, sizeof(w->config), "%s/hall1.yaml", place->folder);
	(void)snprintf(
	    w->name, sizeof(w->name), "sqlite:%s/hall.db", place->folder);
	w->accounts = seed % 16 != 0;
	w->narrow = seed % 4 == 1;
	w->device = (struct device){ WHOLE_SECRET, .sure = true,
		.enabled = true, .settled = true };
	machine_begin(WHOLE_MORNING, look_us[seed % 5]);
	secret_sim_begin(seed);
	w->disk = whole_must(
	    seed % 16 ? disk_copy(place->made, seed) : disk_create(seed));
	disk_on_off(w->disk, went_off, w);
	for (int i = 0; i < WHOLE_CLIENTS; i++)
		client_begin(w, &w->client[i], i);
	begin_again(w);
}

uint64_t
plan_run(const struct place *place, const struct plan *p)
{
	struct whole w;

	begin(&w, place, p->seed);
	for (size_t i = 0; i < p->count; i++) {
		w.at = &p->step[i];
		take_step(&w, w.at);
		if (!w.daemon || disk_is_off(w.disk))
			begin_again(&w);
	}
	w.at = NULL;
	come_to_rest(&w);
	whole_check(&w);
	release(&w);
	return w.print;
}
