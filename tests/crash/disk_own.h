/* The disk from inside: its files share this alone. */
#ifndef HAO_TEST_DISK_OWN_H
#define HAO_TEST_DISK_OWN_H

#include <sqlite3.h>

#include "tests/crash/disk.h"
#include "tests/crash/image.h"

#define DISK_NAME    200
#define DISK_REGIONS 16
#define DISK_KINDS   5

struct disk_file {
	struct disk_file *next;
	struct image image;
	/* In its folder: as programs see it, and as that was synced. */
	bool linked, linked_kept;
	bool syncs_folder; /* its next sync is one of the folder, too */
	int users;	   /* descriptors */
	void *region[DISK_REGIONS]; /* of shared memory */
	char name[DISK_NAME];
};

struct disk {
	sqlite3_vfs vfs;
	uint64_t rnd;
	struct disk_file *files; /* the newest first */
	struct disk_fault fault; /* at 0: none */
	int64_t counts[DISK_KINDS];
	bool failed, full, lies, off, dark;
	disk_off_fn *on_off;
	void *ctx;
};

/* What SQLite knows as an open file. */
struct disk_handle {
	sqlite3_file base;
	struct disk *disk;
	struct disk_file *file;
};

uint64_t disk_chance(struct disk *d, uint64_t below);
struct disk_file *disk_find(struct disk *d, const char *name);
struct disk_file *disk_make(struct disk *d, const char *name);
void disk_sync_folder(struct disk *d);
/* The tables by which SQLite calls. */
void disk_fill_vfs(struct disk *d);

/* What becomes of a call. */
enum disk_fate {
	DISK_DONE,
	DISK_NOT,  /* nothing of it */
	DISK_HALF, /* whatever chance lets be */
	DISK_NO_ROOM,
};
/* Counts CALL; the power may go in it. */
enum disk_fate disk_call(struct disk *d, enum disk_call call);

#endif
