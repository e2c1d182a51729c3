#include "server/clock.h"

#include <sys/timex.h>
#include <time.h>

void
clock_init(struct clock *c, const struct clock_reading *at, int64_t last_ms)
{
	*c = (struct clock){
		.now_ms = at->wall_ms > last_ms ? at->wall_ms : last_ms,
		.wall_ms = at->wall_ms,
		.boot_ms = at->boot_us / 1000,
		.agreed_since_ms = at->boot_us / 1000,
		.trusted = at->synchronised,
		.synchronised = at->synchronised,
	};
}

/* Ahead of the hall it is caught up at double speed, behind at half. */
static int64_t
slew(const struct clock *c, int64_t error_ms, int64_t passed_ms)
{
	if (error_ms > CLOCK_STEP_MS)
		return c->trusted ? error_ms : 0;
	if (error_ms > 0)
		return error_ms < passed_ms ? error_ms : passed_ms;
	if (-error_ms < passed_ms / 2)
		return error_ms;
	return -(passed_ms / 2);
}

void
clock_advance(struct clock *c, const struct clock_reading *at)
{
	int64_t boot_ms = at->boot_us / 1000;
	int64_t passed_ms = boot_ms - c->boot_ms;
	int64_t step_ms = at->wall_ms - c->wall_ms - passed_ms;

	if (step_ms > CLOCK_STEP_MS || step_ms < -CLOCK_STEP_MS) {
		c->trusted = false;
		c->agreed_since_ms = boot_ms;
	}
	if (at->synchronised || boot_ms - c->agreed_since_ms >= CLOCK_AGREE_MS)
		c->trusted = true;
	c->synchronised = at->synchronised;
	c->boot_ms = boot_ms;
	c->wall_ms = at->wall_ms;
	c->now_ms += passed_ms;
	c->now_ms += slew(c, at->wall_ms - c->now_ms, passed_ms);
}

void
clock_accept(struct clock *c)
{
	c->trusted = true;
	/* At once, so that no day in between begins on the way. */
	c->now_ms += slew(c, c->wall_ms - c->now_ms, 0);
}

static int64_t
read_us(clockid_t id)
{
	struct timespec ts = { 0 };

	(void)clock_gettime(id, &ts);
	return (int64_t)ts.tv_sec * 1000000 + ts.tv_nsec / 1000;
}

void
clock_read(struct clock_reading *out)
{
	struct timex tx = { 0 };

	out->boot_us = read_us(CLOCK_BOOTTIME);
	out->wall_ms = read_us(CLOCK_REALTIME) / 1000;
	out->synchronised = adjtimex(&tx) >= 0 && !(tx.status & STA_UNSYNC);
}

int64_t
clock_us(void)
{
	return read_us(CLOCK_MONOTONIC);
}

int64_t
clock_cpu_us(void)
{
	return read_us(CLOCK_THREAD_CPUTIME_ID);
}
