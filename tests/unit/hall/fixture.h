/* A hall with a layout from a few words, and a clock that stands still. */
#ifndef HAO_TEST_HALL_FIXTURE_H
#define HAO_TEST_HALL_FIXTURE_H

#include "server/hall/hall.h"
#include "server/hall/state.h"
#include "tests/sim/spec.h"

#define MINUTE_MS ((int64_t)60000)
#define HOUR_MS	  (60 * MINUTE_MS)
/* 2026-06-01 08:00 UTC, and its business day. */
#define MORNING_MS ((int64_t)1780300800000)
#define TODAY	   ((int64_t)20605)

struct fixture {
	struct spec_layout *layout, *before;
	struct hall *hall;
	int64_t now_ms;
	struct decision d; /* of the last request */
	int rids;
	char rid[16];
};

void fixture_start(struct fixture *f, const struct spec *spec);
void fixture_stop(struct fixture *f);

/* Another layout in force, or its refusal. */
enum refusal fixture_layout(struct fixture *f, const struct spec *spec);
enum refusal fixture_hours(
    struct fixture *f, const struct spec *spec, const struct spec_hours *hours);
/* One made elsewhere, which is the fixture's from now on. */
enum refusal fixture_take(struct fixture *f, struct spec_layout *to);
void fixture_day(struct fixture *f, int64_t day);
void fixture_apply(struct fixture *f, struct event *e);

/*
 * Decides and applies. Unless the request says otherwise, the user is "", the
 * terminal "pad" and, where one is needed, the request id a new one.
 */
enum refusal ask(struct fixture *f, struct request r);

/* These must not be refused. */
void opened(struct fixture *f, const char *counter);
int64_t issued(struct fixture *f, const char *service, const char *class);
/* The id called, 0: nobody waits. */
int64_t next(struct fixture *f, const char *counter);
void about(
    struct fixture *f, enum request_type type, const char *counter, int64_t id);

const char *number_of(const struct fixture *f, int64_t id);
void assert_state(const struct fixture *f, int64_t id, const char *state);

#endif
