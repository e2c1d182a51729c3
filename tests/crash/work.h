/* A journal at work, and what it must be found to hold. */
#ifndef HAO_TEST_WORK_H
#define HAO_TEST_WORK_H

#include <stdbool.h>
#include <stdint.h>

#include "server/journal/journal.h"
#include "tests/crash/disk.h"

#define ROWS_MAX 1024

/* What the journal was given, by seq; and how much of it was acknowledged. */
struct work {
	uint64_t seed, rnd;
	const char *harm;
	int64_t at;
	struct disk *disk;
	struct journal *j; /* NULL: it could not be opened */
	char *payload[ROWS_MAX];
	int64_t opening[ROWS_MAX]; /* the newest up to that row */
	int64_t acked, tried, tickets;
	bool lying, lost;
	bool new; /* the file is made in this run */
	char name[64];
};

/* Says how to have it again, and ends the program. */
_Noreturn void work_fail(const struct work *w, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
/* Something acknowledged is not there: a disk that lies may do that. */
void work_lose(struct work *w, const char *what, int64_t seq);
uint64_t work_chance(struct work *w, uint64_t below);

bool work_open(struct work *w);
void work_close(struct work *w);
/* Opens it, or opens it again. */
bool work_reach(struct work *w);
/* The next of a day's steps; false: the journal failed. */
bool work_step(struct work *w, int number);

/* The next COUNT rows. */
bool work_append(struct work *w, int64_t count);

/* What is found is what was acknowledged, or that and the batch under way. */
void work_look(struct work *w);
/* The file as SQLite sees it; closes the journal. */
void work_look_at_file(struct work *w);

#endif
