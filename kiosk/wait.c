#include "kiosk/wait.h"

#define MINUTE_MS 60000
#define EXACT	  20 /* minutes; longer waits are said in steps */
#define STEP	  5

static int64_t
down(int64_t minutes)
{
	return minutes > EXACT ? minutes / STEP * STEP : minutes;
}

static int64_t
up(int64_t minutes)
{
	return minutes > EXACT ? (minutes + STEP - 1) / STEP * STEP : minutes;
}

struct wait_minutes
wait_minutes(int64_t low_ms, int64_t high_ms)
{
	struct wait_minutes w = { 0 };

	if (low_ms < 0 || high_ms < low_ms)
		return w;
	w.low = down(low_ms / MINUTE_MS);
	w.high = up((high_ms + MINUTE_MS - 1) / MINUTE_MS);
	if (w.high == 0)
		w.high = 1;
	if (w.low == w.high)
		w.low--;
	return w;
}
