/*
 * Preloaded into a program: kills it just before the N-th thing that it does
 * to the world outside, a write, a send, a sync or a rename; N is KILLAT in
 * the environment.
 */
#include <dlfcn.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>
#include <unistd.h>

static atomic_long done;

static void
step(void)
{
	const char *at = getenv("KILLAT");

	if (at != NULL && ++done == strtol(at, NULL, 10))
		(void)raise(SIGKILL);
}

ssize_t
write(int fd, const void *buf, size_t n)
{
	ssize_t (*real)(int, const void *, size_t);

	*(void **)&real = dlsym(RTLD_NEXT, "write");
	step();
	return real(fd, buf, n);
}

ssize_t
send(int fd, const void *buf, size_t n, int flags)
{
	ssize_t (*real)(int, const void *, size_t, int);

	*(void **)&real = dlsym(RTLD_NEXT, "send");
	step();
	return real(fd, buf, n, flags);
}

static int
sync_with(int fd, const char *name)
{
	int (*real)(int);

	*(void **)&real = dlsym(RTLD_NEXT, name);
	step();
	return real(fd);
}

int
fsync(int fd)
{
	return sync_with(fd, "fsync");
}

int
fdatasync(int fildes)
{
	return sync_with(fildes, "fdatasync");
}

int
renameat(int oldfd, const char *old, int newfd, const char *new)
{
	int (*real)(int, const char *, int, const char *);

	*(void **)&real = dlsym(RTLD_NEXT, "renameat");
	step();
	return real(oldfd, old, newfd, new);
}
