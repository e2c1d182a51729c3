#include "server/journal/place.h"

#include <errno.h>
#include <fcntl.h>
#include <libgen.h>
#include <sqlite3.h>
#include <stdio.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "server/journal/sqlite.h"
#include "server/journal/whose.h"

enum journal_error
place_failed(
    enum journal_error error, const char *what, const char *why, char *detail)
{
	(void)snprintf(detail, PLACE_DETAIL, "%.100s: %.90s", what, why);
	return error;
}

enum journal_error
place_failed_db(int rc, const char *path, sqlite3 *db, char *detail)
{
	if (rc == SQLITE_OK || rc == SQLITE_DONE)
		return JOURNAL_OK;
	return place_failed(sqlite_error(rc), path, whose_why(rc, db), detail);
}

bool
place_is_there(const char *path)
{
	return access(path, F_OK) == 0;
}

void
place_beside(char out[PLACE_PATH], const char *path, const char *end)
{
	(void)snprintf(out, PLACE_PATH, "%s%s", path, end);
}

/* What SQLite and we have beside a file. */
static const char *const ends[] = { "", "-journal", "-wal", "-shm", ".lock" };
#define ENDS (sizeof(ends) / sizeof(*ends))

void
place_drop(const char *part)
{
	char name[PLACE_PATH];

	for (size_t i = 0; i < ENDS; i++) {
		place_beside(name, part, ends[i]);
		(void)unlink(name);
	}
}

bool
place_give(int fd, const char *path)
{
	char copy[PLACE_PATH];
	struct stat folder;

	(void)snprintf(copy, sizeof(copy), "%s", path);
	return geteuid() != 0 ||
	    (stat(dirname(copy), &folder) == 0 &&
		fchown(fd, folder.st_uid, folder.st_gid) == 0);
}

enum journal_error
place_make(const char *path, char *detail)
{
	int fd = open(
	    path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, S_IRUSR | S_IWUSR);
	bool well = fd >= 0 && place_give(fd, path);
	int why = errno;

	if (fd >= 0)
		(void)close(fd);
	return well ? JOURNAL_OK
		    : place_failed(JOURNAL_EIO, path, strerror(why), detail);
}

void
place_hide(const char *path)
{
	/* Who has the folder does not lead root to another's file. */
	int how = geteuid() == 0 ? AT_SYMLINK_NOFOLLOW : 0;
	char name[PLACE_PATH];
	struct stat is;

	for (size_t i = 0; i < ENDS; i++) {
		place_beside(name, path, ends[i]);
		/* A folder or a device that was named by mistake is no file. */
		if (fstatat(AT_FDCWD, name, &is, how) < 0 ||
		    !S_ISREG(is.st_mode) || (is.st_mode & S_IRWXO) == 0)
			continue;
		(void)fchmodat(AT_FDCWD, name,
		    is.st_mode & ~(mode_t)(S_IFMT | S_IRWXO), how);
	}
}

enum journal_error
place_keep(const char *path, char *detail)
{
	char before[PLACE_PATH];

	place_beside(before, path, PLACE_BEFORE);
	if (place_is_there(path)) {
		place_hide(path);
		return JOURNAL_OK;
	}
	/* Begun with nothing, the hall would give all its numbers again. */
	if (place_is_there(before)) {
		return place_failed(JOURNAL_EREFUSED, path,
		    "a restore was broken off; restore again", detail);
	}
	return place_make(path, detail);
}

enum journal_error
place_begin(char part[PLACE_PATH], const char *path, char *detail)
{
	if (place_is_there(path)) {
		return place_failed(
		    JOURNAL_EREFUSED, path, "is there already", detail);
	}
	place_beside(part, path, ".part");
	place_drop(part);
	return place_make(part, detail);
}

/* The rename itself must outlive a power cut. */
static bool
sync_folder(const char *path)
{
	char copy[PLACE_PATH];

	(void)snprintf(copy, sizeof(copy), "%s", path);
	int fd = open(dirname(copy), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
	bool ok = fd >= 0 && fsync(fd) == 0;
	if (fd >= 0)
		(void)close(fd);
	return ok;
}

enum journal_error
place_end(const char *part, const char *path, char *detail)
{
	if (rename(part, path) < 0 || !sync_folder(path))
		return place_failed(JOURNAL_EIO, path, strerror(errno), detail);
	return JOURNAL_OK;
}
