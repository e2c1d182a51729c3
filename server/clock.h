/*
 * Hall time. It never goes back: it advances by the time since boot and is
 * drawn towards the wall clock, which is believed across a step of more than
 * an hour, or after a start, only when it has agreed with itself for ten
 * minutes, when the kernel says that it is synchronised, or when a technician
 * accepts it. All but clock_read and what follows it is pure.
 */
#ifndef HAO_CLOCK_H
#define HAO_CLOCK_H

#include <stdbool.h>
#include <stdint.h>

#define CLOCK_STEP_MS  3600000 /* a step that takes trust away */
#define CLOCK_AGREE_MS 600000  /* time that gives it back */

/* What the system says at one moment. */
struct clock_reading {
	int64_t boot_us, wall_ms;
	bool synchronised; /* the kernel's clock is disciplined */
};

struct clock {
	int64_t now_ms; /* hall time */
	int64_t wall_ms, boot_ms;
	int64_t agreed_since_ms; /* by boot time */
	bool trusted, synchronised;
};

/* Begins at the wall clock, but not before LAST_MS, the last event's time. */
void clock_init(
    struct clock *c, const struct clock_reading *at, int64_t last_ms);
void clock_advance(struct clock *c, const struct clock_reading *at);
/* Believes the wall clock from now on; if it is an hour ahead, at once. */
void clock_accept(struct clock *c);

/* The one place that asks the system. */
void clock_read(struct clock_reading *out);
int64_t clock_us(void);	    /* that only runs on; since no certain moment */
int64_t clock_cpu_us(void); /* that this thread has worked */

#endif
