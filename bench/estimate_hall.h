/* Halls for the estimates to be tried on, each by its seed. */
#ifndef HAO_BENCH_ESTIMATE_HALL_H
#define HAO_BENCH_ESTIMATE_HALL_H

#include <stddef.h>
#include <stdint.h>

#include "server/hall/layout.h"

#define HALL_COUNTERS 120
#define HALL_SERVICES 32
#define HALL_GROUPS   2

struct random {
	uint64_t state;
};

double random_unit(struct random *r); /* from 0, below 1 */
double random_from(struct random *r, double low, double high);
/* A lognormal factor whose mean is 1. */
double random_factor(struct random *r, double sigma);

/* What a citizen comes for, as it really is. */
struct made_service {
	double mean_s, share; /* of all arrivals */
	double swing, phase;  /* how the mean drifts within the day */
};

struct made_counter {
	uint32_t service[HALL_GROUPS][2];
	uint32_t count[HALL_GROUPS];
	double speed;
};

struct made_hall {
	uint32_t services_count, counters_count;
	struct made_service services[HALL_SERVICES];
	struct made_counter counters[HALL_COUNTERS];
	double mean_s; /* of all who come */

	struct layout layout;
	struct layout_service layout_services[HALL_SERVICES];
	struct layout_counter layout_counters[HALL_COUNTERS];
	struct layout_group groups[HALL_COUNTERS][HALL_GROUPS];
	struct layout_class classes[2];
	char *codes[HALL_COUNTERS][HALL_GROUPS][2];
	char text[HALL_SERVICES + HALL_COUNTERS][8];
	char prefix[HALL_SERVICES][3];
};

void made_hall_fill(
    struct made_hall *hall, struct random *r, uint32_t counters);

#endif
