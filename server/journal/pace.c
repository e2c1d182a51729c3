#include "server/journal/pace.h"

bool
pace_is_quick(const struct pace *p)
{
	return p->commit_us < PACE_QUICK_US && p->append_us < PACE_QUICK_US;
}

static bool
is_laden(const struct pace *p)
{
	return p->append_us - p->commit_us > PACE_LADEN_US;
}

bool
pace_gathers(const struct pace *p, int64_t age_us, int64_t clients)
{
	return !is_laden(p) && clients < p->expected && age_us < p->commit_us &&
	    age_us < PACE_LINGER_US_MAX;
}

int64_t
pace_linger_us(const struct pace *p, int64_t now_us, int64_t clients)
{
	int64_t linger = p->commit_us / 4;

	if (linger > PACE_LINGER_US_MAX)
		linger = PACE_LINGER_US_MAX;
	/* Clients that left are waited for in vain once: the number falls. */
	if (is_laden(p) || clients >= p->expected ||
	    now_us - p->released_us >= linger)
		return 0;
	return linger - (now_us - p->released_us);
}

void
pace_committed(struct pace *p, int64_t now_us, int64_t commit_us,
    int64_t append_us, int64_t expected)
{
	p->commit_us += (commit_us - p->commit_us) / 8;
	p->append_us += (append_us - p->append_us) / 8;
	p->released_us = now_us;
	p->expected = expected;
}
