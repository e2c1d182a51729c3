#include "tests/crash/machine.h"

#include <sys/timex.h>
#include <time.h>

#define US_PER_S 1000000

static struct {
	int64_t boot_us, wall_ahead_us, look_us;
	bool synchronised;
} clocks;

void
machine_begin(int64_t wall_ms, int64_t look_us)
{
	clocks.boot_us = 60 * (int64_t)US_PER_S;
	clocks.wall_ahead_us = wall_ms * 1000 - clocks.boot_us;
	clocks.look_us = look_us;
	clocks.synchronised = true;
}

void
machine_pass_us(int64_t us)
{
	clocks.boot_us += us;
}

void
machine_set_ms(int64_t by_ms)
{
	clocks.wall_ahead_us += by_ms * 1000;
}

void
machine_synchronise(bool yes)
{
	clocks.synchronised = yes;
}

/* libc names its parameters as nobody else may. */
// NOLINTBEGIN(readability-inconsistent-declaration-parameter-name)
int
clock_gettime(clockid_t id, struct timespec *ts)
{
	int64_t us;

	clocks.boot_us += clocks.look_us;
	us = clocks.boot_us;
	if (id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE)
		us += clocks.wall_ahead_us;
	ts->tv_sec = (time_t)(us / US_PER_S);
	ts->tv_nsec = (long)(us % US_PER_S) * 1000;
	return 0;
}

int
adjtimex(struct timex *tx)
{
	tx->status = clocks.synchronised ? 0 : STA_UNSYNC;
	return clocks.synchronised ? TIME_OK : TIME_ERROR;
}
// NOLINTEND(readability-inconsistent-declaration-parameter-name)
