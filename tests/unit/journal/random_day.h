/* Days of a hall by chance, from a seed, and their events in a journal. */
#ifndef HAO_TEST_RANDOM_DAY_H
#define HAO_TEST_RANDOM_DAY_H

#include "server/hall/hall.h"
#include "server/journal/journal.h"
#include "tests/sim/spec.h"

/* 2026-06-01 08:00 UTC, and its business day. */
#define RANDOM_MORNING_MS ((int64_t)1780300800000)
#define RANDOM_TODAY	  ((int64_t)20605)

struct random_day {
	struct spec_layout *layouts[2];
	int layout; /* the one in force */
	struct hall *hall;
	struct journal *journal; /* borrowed */
	struct journal_batch batch;
	uint64_t rnd;
	int64_t now_ms, rids;
	int64_t opened; /* seq of the day's opening */
	int64_t called; /* seq of the last call */
	int64_t events[EVENT_TYPES];
};

/* Puts the layout and the first day into JOURNAL, which must be empty. */
void random_day_start(
    struct random_day *d, struct journal *journal, uint64_t seed);
/* STEPS requests by chance, stored in batches by chance. */
void random_day_pass(struct random_day *d, int steps);
/* The other of two layouts comes into force, whatever is open. */
void random_day_change(struct random_day *d);
/* On to the next morning, when a business day begins with its opening. */
void random_day_close(struct random_day *d);
/* One request, which must bring an event; stored. */
void random_day_ask(struct random_day *d, const struct request *r);
/* All leases end. */
void random_day_lapse(struct random_day *d);
void random_day_stop(struct random_day *d);

/* A load_layout_fn: CTX begins with the day. */
const struct layout *random_day_layout(const char *raw, void *ctx);

#endif
