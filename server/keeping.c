#include "server/keeping.h"

#include "server/hall/hall.h"
#include "server/server.h"
#include "server/turn.h"

#define NOT INT64_MIN

void
keeping_init(struct keeping *k)
{
	*k = (struct keeping){ .today = NOT, .left = true };
	for (int i = 0; i < KEEP_KINDS; i++)
		k->until[i] = NOT;
}

bool
keeping_wants(const struct keeping *k, const struct server *s)
{
	return k->left || hall_day(s->hall) != k->today;
}

void
keeping_begin(struct keeping *k, const struct server *s)
{
	int64_t today = hall_day(s->hall);

	if (today == k->today)
		return;
	k->today = today;
	for (int i = 0; i < KEEP_KINDS; i++) {
		int64_t days = keep_days(s->layout, (enum keep_kind)i);
		k->until[i] = days > 0 ? today - days : NOT;
	}
}

enum journal_error
keeping_work(struct keeping *k, struct journal *j)
{
	enum journal_error error = j->ops->forget(j, KEEPING_ROWS, &k->left);

	for (int i = 0; i < KEEP_KINDS && !error; i++) {
		if (k->until[i] == NOT || k->left)
			continue;
		error = j->ops->mark(
		    j, (enum keep_kind)i, k->until[i], &k->mark[i]);
		if (k->mark[i].seq == 0)
			k->until[i] = NOT;
	}
	return error;
}

bool
keeping_order(struct keeping *k, struct server *s)
{
	struct event e;

	for (int i = 0; i < KEEP_KINDS; i++) {
		const struct keep_order order = { (enum keep_kind)i,
			k->mark[i].seq, k->until[i], k->mark[i].hash };
		if (order.mark == 0)
			continue;
		k->mark[i].seq = 0;
		k->until[i] = NOT;
		hall_decide_forgotten(s->hall, &order, s->clock.now_ms, &e);
		if (!turn_add(s->turn, &e))
			return false;
		k->left = true;
	}
	return true;
}
