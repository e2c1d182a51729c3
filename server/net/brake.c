#include "server/net/brake.h"

#define SECOND_US 1000000

int64_t
brake_wait_ms(const struct brake *b, uint32_t per_second, int64_t now_ms)
{
	int64_t ahead_us = b->next_us - now_ms * 1000;

	if (per_second == 0 || ahead_us < SECOND_US)
		return 0;
	return (ahead_us - SECOND_US) / 1000 + 1;
}

void
brake_count(struct brake *b, uint32_t per_second, int64_t now_ms)
{
	int64_t now_us = now_ms * 1000;

	if (per_second == 0)
		return;
	if (b->next_us < now_us)
		b->next_us = now_us;
	b->next_us += SECOND_US / per_second;
}
