/*
 * Loaded before libc: the file that HAO_CLOCK names says by how many
 * milliseconds the wall clock and the time since boot are shifted, and whether
 * the kernel calls its clock synchronised ("86400000 0 1"). The file is to be
 * replaced whole.
 *
 * It is read where the time since boot is asked for, and holds until that is
 * asked for again: haod asks for it first, and then for the wall clock, so that
 * the two of one reading are never shifted by different lines.
 */
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/timex.h>
#include <time.h>
#include <unistd.h>

#define NS_PER_MS 1000000L
#define NS_PER_S  1000000000L

static struct {
	long long wall_ms, boot_ms;
	long long synchronised;
} said;

static void
read_line(void)
{
	const char *path = getenv("HAO_CLOCK");
	FILE *file = path ? fopen(path, "re") : NULL;
	char line[80] = "";
	char *at = line;

	if (!file)
		return;
	if (fgets(line, sizeof(line), file)) {
		said.wall_ms = strtoll(at, &at, 10);
		said.boot_ms = strtoll(at, &at, 10);
		said.synchronised = strtoll(at, &at, 10);
	}
	(void)fclose(file);
}

static void
shift(struct timespec *ts, long long ms)
{
	ts->tv_sec += (time_t)(ms / 1000);
	ts->tv_nsec += (long)(ms % 1000) * NS_PER_MS;
	if (ts->tv_nsec < 0) {
		ts->tv_nsec += NS_PER_S;
		ts->tv_sec--;
	} else if (ts->tv_nsec >= NS_PER_S) {
		ts->tv_nsec -= NS_PER_S;
		ts->tv_sec++;
	}
}

/* What libevent's timers go by. */
static bool
is_timer(clockid_t id)
{
	return (id == CLOCK_MONOTONIC || id == CLOCK_MONOTONIC_COARSE) &&
	    getenv("HAO_CLOCK_TIMERS");
}

/* libc names its parameters as nobody else may. */
// NOLINTBEGIN(readability-inconsistent-declaration-parameter-name)
int
clock_gettime(clockid_t id, struct timespec *ts)
{
	/*
	 * A sanitizer asks while it allocates, for the timers' clock above all:
	 * dlsym may not be called, nor a file be opened.
	 */
	if (syscall(SYS_clock_gettime, id, ts) != 0)
		return -1;
	if (id == CLOCK_BOOTTIME) {
		read_line();
		shift(ts, said.boot_ms);
	} else if (is_timer(id)) {
		shift(ts, said.boot_ms);
	} else if (id == CLOCK_REALTIME) {
		shift(ts, said.wall_ms);
	}
	return 0;
}

int
adjtimex(struct timex *tx)
{
	tx->status = said.synchronised ? 0 : STA_UNSYNC;
	return said.synchronised ? TIME_OK : TIME_ERROR;
}
// NOLINTEND(readability-inconsistent-declaration-parameter-name)
