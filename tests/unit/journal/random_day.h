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
	struct spec_layout *layout;
	struct hall *hall;
	struct journal *journal; /* borrowed */
	struct journal_batch batch;
	uint64_t rnd;
	int64_t now_ms, rids;
	int64_t events[EVENT_TYPES];
};

/* Puts the layout and the first day into JOURNAL, which must be empty. */
void random_day_start(
    struct random_day *d, struct journal *journal, uint64_t seed);
/* STEPS requests by chance, stored in batches by chance. */
void random_day_pass(struct random_day *d, int steps);
/* The next business day begins; its opening state is stored. */
void random_day_close(struct random_day *d);
/* One ISSUE of RID; its ticket. */
int64_t random_day_issue(struct random_day *d, const char *rid);
void random_day_store(struct random_day *d);
void random_day_stop(struct random_day *d);

/* A load_layout_fn: CTX is the day. */
const struct layout *random_day_layout(const char *raw, void *ctx);

#endif
