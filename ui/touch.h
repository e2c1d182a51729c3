/*
 * Which touches are taps: the first finger counts, others while it is down do
 * not; and one that rests for long is forgotten, so that who leans on the
 * glass does not lock it. Pure.
 */
#ifndef HAO_TOUCH_H
#define HAO_TOUCH_H

#include <stdbool.h>
#include <stdint.h>

#define TOUCH_STUCK_MS 5000

/* All zero: no finger. */
struct touch {
	bool down;
	int64_t finger, since_ms;
};

/* True: it is the finger that counts now. */
bool touch_press(struct touch *t, int64_t finger, int64_t now_ms);

/* True: the finger that counts has been lifted, in time. */
bool touch_lift(struct touch *t, int64_t finger, int64_t now_ms);

#endif
