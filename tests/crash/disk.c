#include "tests/crash/disk.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "tests/crash/disk_own.h"

/* splitmix64 */
uint64_t
disk_chance(struct disk *d, uint64_t below)
{
	uint64_t z = (d->rnd += 0x9e3779b97f4a7c15U);

	z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9U;
	z = (z ^ (z >> 27)) * 0x94d049bb133111ebU;
	return (z ^ (z >> 31)) % below;
}

static uint64_t
chance_of(void *ctx, uint64_t below)
{
	return disk_chance(ctx, below);
}

/* --- Files ------------------------------------------------------------ */

struct disk_file *
disk_find(struct disk *d, const char *name)
{
	struct disk_file *f = d->files;

	while (f && !(f->linked && strcmp(f->name, name) == 0))
		f = f->next;
	return f;
}

struct disk_file *
disk_make(struct disk *d, const char *name)
{
	struct disk_file *f = calloc(1, sizeof(*f));

	if (!f || strlen(name) >= sizeof(f->name))
		abort();
	memcpy(f->name, name, strlen(name) + 1);
	f->linked = true;
	f->next = d->files;
	d->files = f;
	return f;
}

static void
free_file(struct disk_file *f)
{
	for (int i = 0; i < DISK_REGIONS; i++)
		free(f->region[i]);
	image_release(&f->image);
	free(f);
}

/* Those that nothing leads to any more. */
static void
sweep(struct disk *d)
{
	for (struct disk_file **at = &d->files; *at;) {
		struct disk_file *f = *at;
		if (f->linked || f->linked_kept || f->users > 0) {
			at = &f->next;
			continue;
		}
		*at = f->next;
		free_file(f);
	}
}

void
disk_sync_folder(struct disk *d)
{
	for (struct disk_file *f = d->files; f; f = f->next)
		f->linked_kept = f->linked;
	sweep(d);
}

/* --- Faults ----------------------------------------------------------- */

void
disk_plan(struct disk *d, const struct disk_fault *fault)
{
	d->fault = *fault;
	d->failed = false;
	memset(d->counts, 0, sizeof(d->counts));
}

void
disk_mend(struct disk *d)
{
	d->fault = (struct disk_fault){ 0 };
	d->full = false;
}

bool
disk_has_failed(const struct disk *d)
{
	return d->failed;
}

void
disk_lie(struct disk *d)
{
	d->lies = true;
}

int64_t
disk_count(const struct disk *d, unsigned calls)
{
	int64_t sum = 0;

	for (int i = 0; i < DISK_KINDS; i++)
		sum += calls & 1U << i ? d->counts[i] : 0;
	return sum;
}

static enum disk_fate
strike(struct disk *d, enum disk_call call)
{
	d->failed = true;
	switch (d->fault.harm) {
	case DISK_FAILS:
		return call == DISK_READ || call == DISK_REMOVE ? DISK_NOT
								: DISK_HALF;
	case DISK_FULL:
		d->full = true;
		return call == DISK_WRITE ? DISK_NO_ROOM : DISK_DONE;
	case DISK_KILLS:
		disk_kill(d);
		return DISK_HALF;
	case DISK_CUTS:
		disk_cut(d);
		return DISK_HALF;
	}
	return DISK_NOT;
}

enum disk_fate
disk_call(struct disk *d, enum disk_call call)
{
	if (d->off)
		return DISK_NOT;
	for (int i = 0; i < DISK_KINDS; i++)
		d->counts[i] += (unsigned)call >> i & 1U;
	if (d->full && call == DISK_WRITE)
		return DISK_NO_ROOM;
	if (d->fault.at > 0 && d->fault.calls & call && --d->fault.at == 0)
		return strike(d, call);
	return DISK_DONE;
}

/* --- Off and on ------------------------------------------------------- */

static void
go_off(struct disk *d, bool dark)
{
	if (d->off)
		return;
	d->off = true;
	d->dark = dark;
	if (d->on_off)
		d->on_off(d->ctx);
}

void
disk_kill(struct disk *d)
{
	go_off(d, false);
}

void
disk_cut(struct disk *d)
{
	go_off(d, true);
}

bool
disk_is_off(const struct disk *d)
{
	return d->off;
}

void
disk_on_off(struct disk *d, disk_off_fn *fn, void *ctx)
{
	d->on_off = fn;
	d->ctx = ctx;
}

/* One name leads to one file: to the newest, if that was made durable. */
static void
find_folder(struct disk *d)
{
	for (struct disk_file *f = d->files; f; f = f->next) {
		bool now = f->linked;
		if (f->linked != f->linked_kept)
			now = disk_chance(d, 2) == 0;
		f->linked = false;
		f->linked = now && !disk_find(d, f->name);
		f->linked_kept = f->linked;
	}
	sweep(d);
}

void
disk_start(struct disk *d)
{
	const struct image_chance chance = { chance_of, d };

	for (struct disk_file *f = d->files; f; f = f->next) {
		assert(f->users == 0);
		if (!d->dark)
			continue;
		image_tear(&f->image, &chance);
		image_find(&f->image);
	}
	if (d->dark)
		find_folder(d);
	d->off = d->dark = false;
	disk_mend(d);
}

struct disk *
disk_create(uint64_t seed)
{
	struct disk *d = calloc(1, sizeof(*d));

	if (!d)
		return NULL;
	d->rnd = seed;
	disk_fill_vfs(d);
	/* SQLite's own chance begins anew, from the disk's. */
	sqlite3_randomness(0, NULL);
	if (sqlite3_vfs_register(&d->vfs, 1) == SQLITE_OK)
		return d;
	free(d);
	return NULL;
}

struct disk *
disk_copy(const struct disk *from, uint64_t seed)
{
	struct disk *d = disk_create(seed);

	for (const struct disk_file *f = from->files; d && f; f = f->next) {
		const struct bytes *b = &f->image.seen;
		if (!f->linked)
			continue;
		struct image *to = &disk_make(d, f->name)->image;
		image_write(to, 0, b->at, b->len);
		image_sync(to);
	}
	if (d)
		disk_sync_folder(d);
	return d;
}

void
disk_destroy(struct disk *d)
{
	if (!d)
		return;
	(void)sqlite3_vfs_unregister(&d->vfs);
	while (d->files) {
		struct disk_file *f = d->files;
		d->files = f->next;
		free_file(f);
	}
	free(d);
}
