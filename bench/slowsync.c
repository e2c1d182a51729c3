/*
 * Preloaded into a server, makes its disk slow: every sync lasts SLOWSYNC_US
 * microseconds longer than the real one. So a slow disk can be compared on a
 * machine that has none, with the same delay for every engine.
 */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <time.h>
#include <unistd.h>

static int
slowed(long result)
{
	const char *us = getenv("SLOWSYNC_US");
	long n = us == NULL ? 0 : strtol(us, NULL, 10);
	int saved = errno;
	struct timespec ts = { n / 1000000, n % 1000000 * 1000 };

	while (n > 0 && clock_nanosleep(CLOCK_MONOTONIC, 0, &ts, &ts) == EINTR)
		continue;
	errno = saved;
	return (int)result;
}

int
fsync(int fd)
{
	return slowed(syscall(SYS_fsync, fd));
}

int
fdatasync(int fildes)
{
	return slowed(syscall(SYS_fdatasync, fildes));
}

int
sync_file_range(int fd, off64_t offset, off64_t count, unsigned int flags)
{
	return slowed(syscall(SYS_sync_file_range, fd, offset, count, flags));
}
