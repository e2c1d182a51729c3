/*
 * A disk in memory, for SQLite, that fails when it is told to. It holds each
 * file twice: as programs see it, and what is found of it after the power went.
 * What was written and not synced may be on it, in sectors of 512 bytes, each
 * as it was at some moment since the last sync; so may what was truncated,
 * made and removed. All that is left to chance comes from the seed.
 *
 * One disk at a time: while it is there it is SQLite's own way to files.
 */
#ifndef HAO_TEST_DISK_H
#define HAO_TEST_DISK_H

#include <stdbool.h>
#include <stdint.h>

struct disk;

/* The calls that may be counted and made to fail, as bits. */
enum disk_call {
	DISK_READ = 1,
	DISK_WRITE = 2,
	DISK_SYNC = 4,
	DISK_TRUNCATE = 8,
	DISK_REMOVE = 16,
	DISK_CHANGES = DISK_WRITE | DISK_SYNC | DISK_TRUNCATE | DISK_REMOVE,
};

enum disk_harm {
	DISK_FAILS, /* the call does nothing or half, and says so */
	DISK_FULL,  /* nothing more can be written until it is mended */
	DISK_KILLS, /* the program ends in the midst of the call */
	DISK_CUTS,  /* so does the power */
};

struct disk_fault {
	unsigned calls; /* which ones count */
	int64_t at;	/* the one that it meets: 1 is the next */
	enum disk_harm harm;
};

/* NULL: out of memory. */
struct disk *disk_create(uint64_t seed);
/* The same files, all of them synced, and what chance there is from SEED. */
struct disk *disk_copy(const struct disk *from, uint64_t seed);
/* No file of it may be open. NULL does nothing. */
void disk_destroy(struct disk *d);

/* The next fault, in place of an earlier one that has not come. */
void disk_plan(struct disk *d, const struct disk_fault *fault);
/* No fault is to come, and a full disk has room again. */
void disk_mend(struct disk *d);
/* The fault that was planned has come. */
bool disk_has_failed(const struct disk *d);
/* From now on syncs are answered and not done. */
void disk_lie(struct disk *d);
/* How many of these calls there were since the last disk_plan. */
int64_t disk_count(const struct disk *d, unsigned calls);

/* The program ends, or the power goes: from now on every call fails. */
void disk_kill(struct disk *d);
void disk_cut(struct disk *d);
bool disk_is_off(const struct disk *d);
/*
 * A program begins anew with what is found. All files must have been closed
 * since; that, too, left no trace.
 */
void disk_start(struct disk *d);

/* Called when the disk goes off, whatever the cause. */
typedef void disk_off_fn(void *ctx);
void disk_on_off(struct disk *d, disk_off_fn *fn, void *ctx);

#endif
