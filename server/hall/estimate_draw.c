/* Handling times, drawn from those seen of late. */
#include "server/hall/estimate_own.h"

#define PRIOR_ENOUGH 24 /* handled: the target is not looked at any more */
#define TAIL_SHARE   2	/* of the time so far, for one longer than all seen */

/* Sixths of a lognormal time whose deviation is 0.8 of its mean, per mille. */
static const uint32_t prior_shape[POOL_PRIOR] = { 310, 510, 710, 960, 1320,
	2190 };

void
estimate_note(struct estimate_recent *r, int64_t ms)
{
	if (ms < 0)
		ms = 0;
	if (ms > ESTIMATE_MOST_MS)
		ms = ESTIMATE_MOST_MS;
	r->ms[r->next] = (uint32_t)ms;
	r->next = (r->next + 1) % ESTIMATE_RECENT;
	if (r->count < ESTIMATE_RECENT)
		r->count++;
}

/* splitmix64's last steps. https://prng.di.unimi.it/splitmix64.c */
uint64_t
draw(uint64_t seed, uint32_t round, uint64_t id)
{
	uint64_t z = seed + round * 0xd1342543de82ef95u +
	    id * 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	return z ^ (z >> 31);
}

uint32_t
draw_below(uint64_t drawn, uint32_t count)
{
	return (uint32_t)(((drawn >> 32) * count) >> 32);
}

static void
put(struct pool_of_times *p, uint32_t ms)
{
	uint32_t i = p->count++;

	for (; i > 0 && p->ms[i - 1] > ms; i--)
		p->ms[i] = p->ms[i - 1];
	p->ms[i] = ms;
}

/* How today's handling times are to their targets, per mille. */
static uint64_t
pace_of(const struct estimate_hall *hall)
{
	/* As if eight had been handled just as long as is meant. */
	uint64_t seen = 0, meant = 0, count = 0;

	for (uint32_t i = 0; i < hall->services_count; i++) {
		const struct estimate_service *s = &hall->services[i];
		for (uint32_t k = 0; k < s->recent->count; k++)
			seen += s->recent->ms[k];
		meant += (uint64_t)s->target_ms * s->recent->count;
		count += s->recent->count;
	}
	if (count == 0 || meant == 0)
		return 1000;
	uint64_t more = meant / count * 8;
	return (seen + more) * 1000 / (meant + more);
}

void
draw_fill(const struct estimate_hall *hall, struct pool_of_times *pools)
{
	uint64_t pace = pace_of(hall);

	for (uint32_t i = 0; i < hall->services_count; i++) {
		const struct estimate_service *s = &hall->services[i];
		struct pool_of_times *p = &pools[i];
		p->count = 0;
		for (uint32_t k = 0; k < s->recent->count; k++)
			put(p, s->recent->ms[k]);
		if (s->recent->count >= PRIOR_ENOUGH)
			continue;
		for (uint32_t k = 0; k < POOL_PRIOR; k++) {
			uint64_t ms = s->target_ms * pace * prior_shape[k];
			put(p, (uint32_t)(ms / 1000000));
		}
	}
}

uint32_t
draw_time(const struct pool_of_times *p, uint64_t drawn)
{
	return p->ms[draw_below(drawn, p->count)];
}

uint32_t
draw_rest(const struct pool_of_times *p, int64_t busy_ms, uint64_t drawn)
{
	uint32_t low = 0, high = p->count;

	while (low < high) {
		uint32_t mid = (low + high) / 2;
		if (p->ms[mid] <= busy_ms) {
			low = mid + 1;
		} else {
			high = mid;
		}
	}
	if (low < p->count) {
		low += draw_below(drawn, p->count - low);
		return (uint32_t)(p->ms[low] - busy_ms);
	}
	/* Longer than all seen: the longer so far, the longer still. */
	if (busy_ms > ESTIMATE_MOST_MS)
		return ESTIMATE_MOST_MS;
	return draw_below(drawn, (uint32_t)busy_ms / TAIL_SHARE + 1);
}
