#include "bench/estimate_hall.h"

#include <math.h>
#include <stdio.h>
#include <string.h>

static char normal_code[] = "normal", priority_code[] = "priority";

/* --- Chance: splitmix64. https://prng.di.unimi.it/splitmix64.c ----------- */

double
random_unit(struct random *r)
{
	uint64_t z = r->state += 0x9e3779b97f4a7c15u;

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9u;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebu;
	z ^= z >> 31;
	return (double)(z >> 11) / 9007199254740992.0;
}

double
random_from(struct random *r, double low, double high)
{
	return low + (high - low) * random_unit(r);
}

double
random_factor(struct random *r, double sigma)
{
	double one = 1 - random_unit(r), other = random_unit(r);
	double z = sqrt(-2 * log(one)) * cos(6.283185307179586 * other);

	return exp(sigma * z - sigma * sigma / 2);
}

/* --- Services ------------------------------------------------------------ */

static uint32_t
services_for(uint32_t counters)
{
	uint32_t count = counters / 3 + 2;

	return count < HALL_SERVICES ? count : HALL_SERVICES;
}

static void
fill_services(struct made_hall *hall, struct random *r)
{
	double all = 0;

	for (uint32_t i = 0; i < hall->services_count; i++) {
		struct made_service *s = &hall->services[i];
		s->mean_s = random_from(r, 180, 840);
		s->share = random_from(r, 0.3, 2);
		s->swing = random_from(r, 0, 0.35);
		s->phase = random_from(r, 0, 6.28);
		all += s->share;
	}
	hall->mean_s = 0;
	for (uint32_t i = 0; i < hall->services_count; i++) {
		hall->services[i].share /= all;
		hall->mean_s += hall->services[i].share *
		    hall->services[i].mean_s;
	}
}

/* The target is what somebody once wrote down, in whole minutes. */
static void
lay_services(struct made_hall *hall, struct random *r)
{
	for (uint32_t i = 0; i < hall->services_count; i++) {
		struct layout_service *to = &hall->layout_services[i];
		double target_s = hall->services[i].mean_s *
		    random_factor(r, 0.35);
		(void)snprintf(hall->text[i], sizeof(hall->text[i]), "s%u", i);
		hall->prefix[i][0] = (char)('A' + i / 26);
		hall->prefix[i][1] = (char)('A' + i % 26);
		to->code = hall->text[i];
		to->prefix = hall->prefix[i];
		to->first = 1;
		to->last = 9999;
		to->target_handling_min = (uint32_t)(target_s / 60 + 1);
	}
}

/* --- Counters ------------------------------------------------------------ */

/* The service that has the most work for each counter it has so far. */
static uint32_t
neediest(const struct made_hall *hall, const double *counters)
{
	uint32_t best = 0;
	double most = 0;

	for (uint32_t i = 0; i < hall->services_count; i++) {
		const struct made_service *s = &hall->services[i];
		double need = s->share * s->mean_s / (counters[i] + 0.01);
		if (need > most) {
			most = need;
			best = i;
		}
	}
	return best;
}

/*
 * Its own service, one more as good, and sometimes one for when both are
 * empty.
 */
static void
fill_counters(struct made_hall *hall, struct random *r)
{
	double counters[HALL_SERVICES] = { 0 };

	for (uint32_t i = 0; i < hall->counters_count; i++) {
		struct made_counter *c = &hall->counters[i];
		memset(c, 0, sizeof(*c));
		c->speed = random_factor(r, 0.2);
		uint32_t own = neediest(hall, counters);
		counters[own] += 0.7;
		c->service[0][c->count[0]++] = own;
		uint32_t second = neediest(hall, counters);
		if (second != own && random_unit(r) < 0.6) {
			counters[second] += 0.3;
			c->service[0][c->count[0]++] = second;
		}
		uint32_t third = (uint32_t)(random_unit(r) *
		    hall->services_count);
		if (third != own && third != c->service[0][1] &&
		    random_unit(r) < 0.4)
			c->service[1][c->count[1]++] = third;
	}
}

static void
lay_groups(
    struct made_hall *hall, const struct made_counter *c, uint32_t counter)
{
	for (uint32_t k = 0; k < HALL_GROUPS; k++) {
		struct layout_group *to = &hall->groups[counter][k];
		to->services = hall->codes[counter][k];
		to->services_count = c->count[k];
		for (uint32_t i = 0; i < c->count[k]; i++)
			to->services[i] = hall->text[c->service[k][i]];
	}
}

static void
lay_counters(struct made_hall *hall)
{
	for (uint32_t i = 0; i < hall->counters_count; i++) {
		const struct made_counter *c = &hall->counters[i];
		struct layout_counter *to = &hall->layout_counters[i];
		char *label = hall->text[HALL_SERVICES + i];
		(void)snprintf(label, sizeof(hall->text[0]), "%u", i + 1);
		to->label = label;
		to->groups = hall->groups[i];
		to->groups_count = c->count[1] ? 2 : 1;
		lay_groups(hall, c, i);
	}
}

void
made_hall_fill(struct made_hall *hall, struct random *r, uint32_t counters)
{
	memset(hall, 0, sizeof(*hall));
	hall->counters_count = counters;
	hall->services_count = services_for(counters);
	fill_services(hall, r);
	fill_counters(hall, r);
	lay_services(hall, r);
	lay_counters(hall);
	hall->classes[0].code = normal_code;
	hall->classes[1].code = priority_code;
	hall->classes[1].credit_min = 20;
	hall->layout.misses_max = 3;
	hall->layout.recalls_max = 5;
	hall->layout.lease_s = 30;
	hall->layout.tickets_max = 100000;
	hall->layout.services = hall->layout_services;
	hall->layout.services_count = hall->services_count;
	hall->layout.counters = hall->layout_counters;
	hall->layout.counters_count = counters;
	hall->layout.classes = hall->classes;
	hall->layout.classes_count = 2;
}
