/*
 * How fast one connection may send commands: so many a second, and as many at
 * once as a second has. Pure.
 */
#ifndef HAO_BRAKE_H
#define HAO_BRAKE_H

#include <stdint.h>

struct brake {
	int64_t next_us; /* when the next one is due, at an even pace */
};

/* How long to wait before the next command; 0: it may come. */
int64_t brake_wait_ms(
    const struct brake *b, uint32_t per_second, int64_t now_ms);
/* One has come. */
void brake_count(struct brake *b, uint32_t per_second, int64_t now_ms);

#endif
