/* How SQLite calls the disk; as its own way to files on Unix answers. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "tests/crash/disk_own.h"

#define SECTOR_BYTES 4096	     /* what SQLite is told on Unix */
#define DAY_0_MS     210866760000000 /* 1970 in Julian milliseconds */

static struct disk_handle *
handle_of(sqlite3_file *file)
{
	return (struct disk_handle *)file;
}

static struct disk *
disk_of(sqlite3_vfs *vfs)
{
	return vfs->pAppData;
}

/* --- A file ----------------------------------------------------------- */

static int
close_file(sqlite3_file *file)
{
	struct disk_file *f = handle_of(file)->file;

	f->users--;
	return SQLITE_OK;
}

static int
read_file(sqlite3_file *file, void *bytes, int len, sqlite3_int64 at)
{
	struct disk_handle *h = handle_of(file);

	if (disk_call(h->disk, DISK_READ) != DISK_DONE)
		return SQLITE_IOERR_READ;
	size_t n = image_read(&h->file->image, (size_t)at, bytes, (size_t)len);
	return n == (size_t)len ? SQLITE_OK : SQLITE_IOERR_SHORT_READ;
}

static int
write_file(sqlite3_file *file, const void *bytes, int len, sqlite3_int64 at)
{
	struct disk_handle *h = handle_of(file);
	struct image *i = &h->file->image;
	size_t some = (size_t)len;

	switch (disk_call(h->disk, DISK_WRITE)) {
	case DISK_DONE:
		image_write(i, (size_t)at, bytes, some);
		return SQLITE_OK;
	case DISK_HALF:
		some = disk_chance(h->disk, some + 1);
		image_write(i, (size_t)at, bytes, some);
		return SQLITE_IOERR_WRITE;
	case DISK_NO_ROOM:
		return SQLITE_FULL;
	case DISK_NOT:
		break;
	}
	return SQLITE_IOERR_WRITE;
}

static int
truncate_file(sqlite3_file *file, sqlite3_int64 len)
{
	struct disk_handle *h = handle_of(file);
	enum disk_fate fate = disk_call(h->disk, DISK_TRUNCATE);

	if (fate == DISK_DONE ||
	    (fate == DISK_HALF && disk_chance(h->disk, 2) == 0))
		image_truncate(&h->file->image, (size_t)len);
	return fate == DISK_DONE ? SQLITE_OK : SQLITE_IOERR_TRUNCATE;
}

static uint64_t
chance_of(void *ctx, uint64_t below)
{
	return disk_chance(ctx, below);
}

static void
sync_now(struct disk_handle *h)
{
	image_sync(&h->file->image);
	if (h->file->syncs_folder)
		disk_sync_folder(h->disk);
	h->file->syncs_folder = false;
}

/*
 * Linux forgets after a failed fsync what it could not write: the page cache
 * has it, the disk never will. Where the power went in the midst of one, what
 * is pending is torn when it comes back.
 */
static int
sync_file(sqlite3_file *file, int flags)
{
	struct disk_handle *h = handle_of(file);
	const struct image_chance chance = { chance_of, h->disk };

	(void)flags;
	switch (disk_call(h->disk, DISK_SYNC)) {
	case DISK_DONE:
		if (!h->disk->lies)
			sync_now(h);
		return SQLITE_OK;
	case DISK_HALF:
		if (!h->disk->off)
			image_tear(&h->file->image, &chance);
		break;
	case DISK_NO_ROOM:
	case DISK_NOT:
		break;
	}
	return SQLITE_IOERR_FSYNC;
}

static int
size_of(sqlite3_file *file, sqlite3_int64 *size)
{
	*size = (sqlite3_int64)handle_of(file)->file->image.seen.len;
	return SQLITE_OK;
}

/* One program has the file, by one connection: nobody is in its way. */
static int
lock_file(sqlite3_file *file, int level)
{
	(void)file;
	(void)level;
	return SQLITE_OK;
}

static int
is_reserved(sqlite3_file *file, int *out)
{
	(void)file;
	*out = 0;
	return SQLITE_OK;
}

static int
control(sqlite3_file *file, int what, void *value)
{
	(void)file;
	(void)what;
	(void)value;
	return SQLITE_NOTFOUND;
}

static int
sector_size(sqlite3_file *file)
{
	(void)file;
	return SECTOR_BYTES;
}

static int
characteristics(sqlite3_file *file)
{
	(void)file;
	return SQLITE_IOCAP_POWERSAFE_OVERWRITE;
}

/* --- Shared memory: the index of the write-ahead log ------------------- */

static int
map_region(
    sqlite3_file *file, int number, int size, int extend, volatile void **out)
{
	struct disk_file *f = handle_of(file)->file;

	assert(number < DISK_REGIONS);
	if (!f->region[number] && extend)
		f->region[number] = calloc(1, (size_t)size);
	*out = f->region[number];
	return SQLITE_OK;
}

static int
lock_region(sqlite3_file *file, int offset, int count, int flags)
{
	(void)file;
	(void)offset;
	(void)count;
	(void)flags;
	return SQLITE_OK;
}

static void
barrier(sqlite3_file *file)
{
	(void)file;
}

/* With its last user it goes, as after a kill: the next one recovers. */
static int
unmap_regions(sqlite3_file *file, int and_remove)
{
	struct disk_file *f = handle_of(file)->file;

	(void)and_remove;
	for (int i = 0; i < DISK_REGIONS; i++) {
		free(f->region[i]);
		f->region[i] = NULL;
	}
	return SQLITE_OK;
}

static const sqlite3_io_methods methods = {
	.iVersion = 2,
	.xClose = close_file,
	.xRead = read_file,
	.xWrite = write_file,
	.xTruncate = truncate_file,
	.xSync = sync_file,
	.xFileSize = size_of,
	.xLock = lock_file,
	.xUnlock = lock_file,
	.xCheckReservedLock = is_reserved,
	.xFileControl = control,
	.xSectorSize = sector_size,
	.xDeviceCharacteristics = characteristics,
	.xShmMap = map_region,
	.xShmLock = lock_region,
	.xShmBarrier = barrier,
	.xShmUnmap = unmap_regions,
};

/* --- The folder ------------------------------------------------------- */

static int
open_file(sqlite3_vfs *vfs, const char *name, sqlite3_file *file, int flags,
    int *out_flags)
{
	struct disk_handle *h = handle_of(file);
	struct disk *d = disk_of(vfs);
	struct disk_file *f = name ? disk_find(d, name) : NULL;

	*h = (struct disk_handle){ .disk = d };
	if (d->off || !name || (!f && !(flags & SQLITE_OPEN_CREATE)))
		return SQLITE_CANTOPEN;
	if (!f) {
		f = disk_make(d, name);
		f->syncs_folder = !(flags & SQLITE_OPEN_MAIN_DB);
	}
	f->users++;
	h->file = f;
	h->base.pMethods = &methods;
	if (out_flags)
		*out_flags = flags;
	return SQLITE_OK;
}

static int
remove_file(sqlite3_vfs *vfs, const char *name, int sync_folder)
{
	struct disk *d = disk_of(vfs);
	struct disk_file *f = disk_find(d, name);

	if (!f)
		return SQLITE_IOERR_DELETE_NOENT;
	enum disk_fate fate = disk_call(d, DISK_REMOVE);
	if (fate == DISK_DONE || (fate == DISK_HALF && disk_chance(d, 2) == 0))
		f->linked = false;
	if (fate == DISK_DONE && sync_folder && !d->lies)
		disk_sync_folder(d);
	return fate == DISK_DONE ? SQLITE_OK : SQLITE_IOERR_DELETE;
}

static int
has_file(sqlite3_vfs *vfs, const char *name, int flags, int *out)
{
	const struct disk_file *f = disk_find(disk_of(vfs), name);

	/* An empty one counts for nothing, as on Unix. */
	*out = f && (flags != SQLITE_ACCESS_EXISTS || f->image.seen.len > 0);
	return SQLITE_OK;
}

static int
full_name(sqlite3_vfs *vfs, const char *name, int size, char *out)
{
	(void)vfs;
	(void)snprintf(out, (size_t)size, "%s", name);
	return SQLITE_OK;
}

static int
random_bytes(sqlite3_vfs *vfs, int count, char *out)
{
	for (int i = 0; i < count; i++)
		out[i] = (char)disk_chance(disk_of(vfs), 256);
	return count;
}

static int
pass_time(sqlite3_vfs *vfs, int us)
{
	(void)vfs;
	return us;
}

static int
tell_time(sqlite3_vfs *vfs, sqlite3_int64 *out)
{
	(void)vfs;
	*out = DAY_0_MS;
	return SQLITE_OK;
}

void
disk_fill_vfs(struct disk *d)
{
	d->vfs = (sqlite3_vfs){
		.iVersion = 2,
		.szOsFile = sizeof(struct disk_handle),
		.mxPathname = DISK_NAME - 1,
		.zName = "disk",
		.pAppData = d,
		.xOpen = open_file,
		.xDelete = remove_file,
		.xAccess = has_file,
		.xFullPathname = full_name,
		.xRandomness = random_bytes,
		.xSleep = pass_time,
		.xCurrentTimeInt64 = tell_time,
	};
}
