/* Events of counters made state. */
#include <assert.h>
#include <string.h>

#include "server/hall/apply.h"

void
apply_copy(char *to, size_t size, const char *from)
{
	size_t len = from ? strnlen(from, size - 1) : 0;

	if (len > 0)
		memcpy(to, from, len);
	to[len] = '\0';
}

void
apply_resumed(struct hall *h, const struct event *e)
{
	struct counter *c = board_counter(h->board, e->counter);

	assert(c);
	c->state = COUNTER_OPEN;
	c->reason[0] = '\0';
	watch_works(c, e->t_ms);
}

void
apply_opened(struct hall *h, const struct event *e)
{
	struct counter *c = board_counter(h->board, e->counter);

	assert(c);
	handling_break(h, c);
	c->state = COUNTER_OPEN;
	c->clerk = pool_find(&h->pool, e->clerk);
	c->reason[0] = '\0';
	watch_works(c, e->t_ms);
}

void
apply_closed(struct hall *h, const struct event *e)
{
	struct counter *c = board_counter(h->board, e->counter);

	assert(c);
	handling_break(h, c);
	c->state = COUNTER_CLOSED;
	c->clerk = NULL;
	c->terminal[0] = '\0';
	c->reason[0] = '\0';
	c->lapsed = false;
	watch_works(c, e->t_ms);
}

void
apply_paused(struct hall *h, const struct event *e)
{
	struct counter *c = board_counter(h->board, e->counter);

	assert(c);
	handling_pause(h, c, e->t_ms);
	c->state = COUNTER_PAUSED;
	apply_copy(c->reason, sizeof(c->reason), e->reason);
	watch_works(c, e->t_ms);
}

void
apply_lapsed(struct hall *h, const struct event *e)
{
	struct counter *c = board_counter(h->board, e->counter);

	assert(c);
	c->lapsed = true;
}

void
apply_switched(struct hall *h, const struct event *e)
{
	struct counter *c = board_counter(h->board, e->counter);

	assert(c);
	c->on = e->on;
	if (!c->on)
		apply_closed(h, e);
}
