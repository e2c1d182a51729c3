#include "server/hall/keep.h"

#include <string.h>

#include "server/hall/state.h"

static const char *const names[KEEP_KINDS] = {
	[KEEP_WORDS] = "words",
	[KEEP_DAYS] = "days",
};

const char *
keep_name(enum keep_kind kind)
{
	return names[kind];
}

enum keep_kind
keep_named(const char *name)
{
	enum keep_kind kind = KEEP_WORDS;

	while (kind < KEEP_KINDS && (!name || strcmp(names[kind], name) != 0))
		kind++;
	return kind;
}

int64_t
keep_days(const struct layout *layout, enum keep_kind kind)
{
	if (kind == KEEP_DAYS)
		return layout->keep_days;
	return layout->keep_words_days ? layout->keep_words_days
				       : KEEP_WORDS_DAYS;
}

void
hall_decide_forgotten(const struct hall *h, const struct keep_order *order,
    int64_t now_ms, struct event *out)
{
	*out = (struct event){
		.type = EVENT_FORGOTTEN,
		.seq = h->seq + 1,
		.t_ms = now_ms > h->last_ms ? now_ms : h->last_ms,
		.kind = keep_name(order->kind),
		.mark = order->mark,
		.day = order->day,
		.hash = order->hash,
	};
}
