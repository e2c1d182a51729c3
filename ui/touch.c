#include "ui/touch.h"

static bool
is_stuck(const struct touch *t, int64_t now_ms)
{
	return now_ms - t->since_ms >= TOUCH_STUCK_MS;
}

bool
touch_press(struct touch *t, int64_t finger, int64_t now_ms)
{
	if (t->down && !is_stuck(t, now_ms))
		return false;
	*t = (struct touch){ true, finger, now_ms };
	return true;
}

bool
touch_lift(struct touch *t, int64_t finger, int64_t now_ms)
{
	if (!t->down || t->finger != finger)
		return false;
	t->down = false;
	return !is_stuck(t, now_ms);
}
