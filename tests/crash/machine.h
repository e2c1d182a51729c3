/*
 * The clocks of a simulated machine, which whatever asks libc for the time
 * gets to see: the daemon, libevent, SQLite. They stand still but for what
 * each look at them takes. There is one machine, as there is one libc.
 */
#ifndef HAO_TEST_MACHINE_H
#define HAO_TEST_MACHINE_H

#include <stdbool.h>
#include <stdint.h>

/* LOOK_US: by so much a clock goes on each time it is looked at. */
void machine_begin(int64_t wall_ms, int64_t look_us);
void machine_pass_us(int64_t us);
/* The wall clock alone is set, ahead or back. */
void machine_set_ms(int64_t by_ms);
/* The kernel calls its clock disciplined. */
void machine_synchronise(bool yes);

#endif
