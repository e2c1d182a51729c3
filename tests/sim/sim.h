/*
 * A hall and its model, asked the same by chance. Everything comes from the
 * seed: the same seed and steps do the same on every machine.
 */
#ifndef HAO_TEST_SIM_H
#define HAO_TEST_SIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "proto/limits.h"
#include "server/hall/day.h"
#include "server/hall/hall.h"
#include "tests/sim/model.h"
#include "tests/sim/spec.h"

#define SIM_LAYOUTS 6
#define SIM_PAST    64
#define SIM_RID	    24

/* A request with the memory for what it points to. */
struct sim_request {
	struct request r;
	char rid[SIM_RID], victim[SIM_RID], number[OUTCOME_NUMBER];
	char appointment[OUTCOME_APPOINTMENT];
};

/* Events and their strings, copied. */
struct tape {
	struct event *events;
	size_t count, cap;
};

struct sim {
	uint64_t seed, rnd;
	int64_t step, clock_ms;
	struct spec_layout *layouts[SIM_LAYOUTS];
	size_t layout; /* in force */
	struct hall *hall;
	struct model *model;
	struct sim_request past[SIM_PAST];
	size_t past_count;
	int64_t rids_given;
	struct tape tape, opening;
	size_t after_opening; /* where on the tape the day goes on */
	int64_t *slots;	      /* of today */
	size_t slots_count, slots_cap;
	int64_t events[EVENT_TYPES], refusals[REFUSALS], replayed;
};

/* What the staff sets and watches is as the model's. */
void sim_check_staff(struct sim *s);
/* The alerts told in one tick are those that there should be. */
struct sim_told {
	struct model_alert alerts[MODEL_WATCHED];
	char subjects[MODEL_WATCHED][LIMIT_NAME + 1];
	size_t count;
};
void sim_hear(struct sim *s, const struct event *e, struct sim_told *told);
void sim_check_told(struct sim *s, const struct sim_told *told);
void sim_make_staff(struct sim *s, struct request *r);

/* Says seed and step, then ends the program. */
_Noreturn void sim_fail(const struct sim *s, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

/* From 0 to BELOW - 1. */
uint64_t sim_chance(struct sim *s, uint64_t below);
bool sim_percent(struct sim *s, uint64_t percent);

/* A request by chance, or one of the past again. */
void sim_make(struct sim *s, struct sim_request *out);
void sim_copy(struct sim_request *to, const struct sim_request *from);

/* The hall is sound, and as the model. */
void sim_check(struct sim *s);
/* The hall answered what the model answered. */
void sim_compare(const struct sim *s, const struct request *r,
    const struct decision *d, const struct model_answer *a);
/* No earlier ticket of the same class and service still waits. */
void sim_check_fair(struct sim *s, const struct event *called);

void tape_add(struct tape *tape, const struct event *e);
void tape_release(struct tape *tape);
/* Events alone give the same hall, to the byte: from both beginnings. */
void sim_replay(struct sim *s);
/* Keeps the opening of the day that has just begun. */
void sim_keep_opening(struct sim *s);

#endif
