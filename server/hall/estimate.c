#include "server/hall/estimate.h"

#include <stdlib.h>

#include "server/hall/estimate_own.h"

/* Looks at heads of lines that a run may cost, and no fewer rounds than. */
#define LOOKS_MEANT 600000
#define ROUNDS_MIN  8

/* Of a hundred rounds. Days vary more than rounds: eight in ten hold. */
#define LOW_OF	7
#define HIGH_OF 94

struct estimate *
estimate_create(void)
{
	return calloc(1, sizeof(struct estimate));
}

void
estimate_destroy(struct estimate *e)
{
	if (!e)
		return;
	free(e->pools);
	free(e->services);
	free(e->lines);
	free(e->heads);
	free(e->ready);
	free(e->waits);
	free(e);
}

uint64_t
estimate_looks(const struct estimate *e)
{
	return e->looks;
}

/* --- A run --------------------------------------------------------------- */

/* AT with room for NEED; NULL: out of memory, and AT is as it was. */
static void *
grow(void *at, size_t *cap, size_t need, size_t size)
{
	if (at && need <= *cap)
		return at;
	void *to = realloc(at, (need + 1) * size);
	if (to)
		*cap = need;
	return to;
}

#define GROW(e, what, need) \
 grow((e)->what, &(e)->what##_cap, need, sizeof(*(e)->what))

static bool
make_room(struct estimate *e, const struct estimate_hall *hall)
{
	size_t rows = (size_t)hall->tickets_count + hall->lines_count;
	struct pool_of_times *pools = GROW(e, pools, hall->services_count);
	struct line_state *lines = GROW(e, lines, hall->lines_count);
	struct service_state *services = GROW(
	    e, services, hall->services_count);
	struct head *heads = GROW(e, heads, hall->lines_count);
	struct ready *ready = GROW(e, ready, hall->counters_count);
	uint32_t *waits = GROW(e, waits, rows * ESTIMATE_ROUNDS);

	e->pools = pools ? pools : e->pools;
	e->services = services ? services : e->services;
	e->lines = lines ? lines : e->lines;
	e->heads = heads ? heads : e->heads;
	e->ready = ready ? ready : e->ready;
	e->waits = waits ? waits : e->waits;
	return pools && services && lines && heads && ready && waits;
}

static uint64_t
serve_group(struct estimate *e, const struct estimate_hall *hall,
    const struct estimate_group *g)
{
	uint64_t looks = 0;

	for (uint32_t i = 0; i < g->count; i++) {
		const struct estimate_service *s =
		    &hall->services[g->service[i]];
		looks += s->count;
		for (uint32_t k = s->first; k < s->first + s->count; k++)
			e->lines[k].served = true;
	}
	return looks;
}

/* Marks the lines that are served; the looks that one ticket costs. */
static uint64_t
find_served(struct estimate *e, const struct estimate_hall *hall)
{
	uint64_t looks = 0, counters = 0;

	for (uint32_t i = 0; i < hall->lines_count; i++)
		e->lines[i].served = false;
	for (uint32_t i = 0; i < hall->counters_count; i++) {
		const struct estimate_counter *c = &hall->counters[i];
		if (!c->serves)
			continue;
		counters++;
		for (uint32_t k = 0; k < c->groups_count; k++)
			looks += serve_group(e, hall, &c->groups[k]);
		looks += serve_group(e, hall, &c->help);
		for (int k = 0; k < ESTIMATE_OWN; k++) {
			if (c->own[k] != ESTIMATE_NO_LINE)
				e->lines[c->own[k]].served = true;
		}
	}
	return counters ? looks / counters + 1 : 1;
}

static uint32_t
rounds_for(const struct estimate_hall *hall, uint64_t looks_each)
{
	uint64_t calls = (uint64_t)hall->tickets_count + hall->lines_count +
	    hall->counters_count;
	uint64_t rounds = LOOKS_MEANT / (calls * looks_each + 1);

	if (rounds < ROUNDS_MIN)
		return ROUNDS_MIN;
	if (rounds > ESTIMATE_ROUNDS)
		return ESTIMATE_ROUNDS;
	return (uint32_t)rounds & ~1u; /* even: pace_of() */
}

/* Rounds become slower one by one, so that their waits are nearly sorted. */
static void
sort(uint32_t *v, uint32_t count)
{
	for (uint32_t i = 1; i < count; i++) {
		uint32_t one = v[i], k = i;
		for (; k > 0 && v[k - 1] > one; k--)
			v[k] = v[k - 1];
		v[k] = one;
	}
}

static void
read_row(const struct estimate *e, size_t row, struct estimate_wait *out)
{
	if (e->rounds == 0) {
		out->known = false;
		return;
	}
	uint32_t *v = &e->waits[row * ESTIMATE_ROUNDS];
	uint32_t last = e->rounds - 1, mid = e->rounds / 2;

	sort(v, e->rounds);
	out->known = v[mid] < ESTIMATE_MOST_MS;
	out->low_s = v[last * LOW_OF / 100] / 1000;
	out->mid_s = (v[mid] + 500) / 1000;
	out->high_s = (v[(last * HIGH_OF + 99) / 100] + 999) / 1000;
}

bool
estimate_begin(struct estimate *e, const struct estimate_hall *hall)
{
	bool plays = hall->tickets_count <= ESTIMATE_TICKETS;
	size_t rows = (size_t)hall->tickets_count + hall->lines_count;

	e->looks = 0;
	e->hall = hall;
	e->rounds = e->played = 0;
	if (!plays)
		return true;
	if (!make_room(e, hall))
		return false;
	e->rounds = rounds_for(hall, find_served(e, hall));
	for (size_t i = 0; i < rows * ESTIMATE_ROUNDS; i++)
		e->waits[i] = ESTIMATE_MOST_MS;
	draw_fill(hall, e->pools);
	return true;
}

bool
estimate_step(struct estimate *e)
{
	if (e->played == e->rounds)
		return false;
	play_round(e, e->hall, e->played++);
	return true;
}

void
estimate_read(struct estimate *e, struct estimate_wait *tickets,
    struct estimate_wait *lines)
{
	uint32_t count = e->hall->tickets_count;

	for (uint32_t i = 0; i < count; i++)
		read_row(e, i, &tickets[i]);
	for (uint32_t i = 0; i < e->hall->lines_count; i++)
		read_row(e, count + i, &lines[i]);
}

bool
estimate_run(struct estimate *e, const struct estimate_hall *hall,
    struct estimate_wait *tickets, struct estimate_wait *lines)
{
	if (!estimate_begin(e, hall))
		return false;
	while (estimate_step(e)) {
	}
	estimate_read(e, tickets, lines);
	return true;
}
