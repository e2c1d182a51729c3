/*
 * Loaded before libc: while the file that HAO_FAULT names exists, what it says
 * ("write", "sync") fails on a journal's files. HAO_SYNC_US makes every sync
 * slower by so many microseconds.
 */
#include <dlfcn.h>
#include <errno.h>
#include <poll.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/types.h>
#include <unistd.h>

/* libc names its parameters as nobody else may. */
// NOLINTBEGIN(readability-inconsistent-declaration-parameter-name)
ssize_t pwrite64(int fd, const void *bytes, size_t len, off64_t at);
int fdatasync(int fd);
int fsync(int fd);

static bool
is_journal(int fd)
{
	char link[32], path[512];
	ssize_t len;

	(void)snprintf(link, sizeof(link), "/proc/self/fd/%d", fd);
	len = readlink(link, path, sizeof(path) - 1);
	if (len < 0)
		return false;
	path[len] = '\0';
	return strstr(path, ".db") != NULL && strstr(path, ".lock") == NULL;
}

static bool
fails(int fd, const char *what)
{
	const char *control = getenv("HAO_FAULT");
	char said[16] = "";
	FILE *file = control ? fopen(control, "re") : NULL;

	if (!file)
		return false;
	if (!fgets(said, sizeof(said), file))
		said[0] = '\0';
	(void)fclose(file);
	return strncmp(said, what, strlen(what)) == 0 && is_journal(fd);
}

ssize_t
pwrite64(int fd, const void *bytes, size_t len, off64_t at)
{
	ssize_t (*real)(int, const void *, size_t, off64_t);

	*(void **)&real = dlsym(RTLD_NEXT, "pwrite64");
	if (!fails(fd, "write"))
		return real(fd, bytes, len, at);
	errno = ENOSPC;
	return -1;
}

static int
sync_with(int fd, const char *name)
{
	const char *slow = getenv("HAO_SYNC_US");
	int (*real)(int);

	*(void **)&real = dlsym(RTLD_NEXT, name);
	if (slow)
		(void)poll(NULL, 0, (int)strtol(slow, NULL, 10) / 1000);
	if (!fails(fd, "sync"))
		return real(fd);
	errno = EIO;
	return -1;
}

int
fdatasync(int fd)
{
	return sync_with(fd, "fdatasync");
}

int
fsync(int fd)
{
	return sync_with(fd, "fsync");
}
// NOLINTEND(readability-inconsistent-declaration-parameter-name)
