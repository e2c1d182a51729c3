#include "server/hall/handling.h"

#include <string.h>

#include "proto/jsonw.h"
#include "server/hall/state.h"

#define SLACK_MS     60000 /* between two tickets; longer is a break */
#define ARRIVALS_MIN 4

void
handling_arrived(struct hall *h, const struct ticket *t)
{
	struct service *s = board_service(h->board, t->service);

	if (!s)
		return;
	struct handling *a = &s->handling;
	a->arrivals[a->arrivals_next] = (struct arrival){ t->issued_ms,
		t->class };
	a->arrivals_next = (a->arrivals_next + 1) % HANDLING_ARRIVALS;
	if (a->arrivals_count < HANDLING_ARRIVALS)
		a->arrivals_count++;
}

int64_t
handling_gap(const struct handling *s, const char *class, int64_t now_ms)
{
	int64_t first_ms = now_ms, count = 0;

	if (s->arrivals_count < ARRIVALS_MIN)
		return 0;
	for (uint32_t i = 0; i < s->arrivals_count; i++) {
		const struct arrival *a = &s->arrivals[i];
		if (a->t_ms < first_ms)
			first_ms = a->t_ms;
		count += a->class == class;
	}
	return count ? (now_ms - first_ms) / count + 1 : 0;
}

static void
note(struct hall *h, struct at_hand *a, int64_t until_ms)
{
	struct service *s = board_service(h->board, a->service);

	if (s)
		estimate_note(&s->handling.recent, until_ms - a->from_ms);
	*a = (struct at_hand){ 0 };
}

/*
 * What a clerk does between two tickets keeps the counter too, unless nobody
 * waited.
 */
void
handling_begin(
    struct hall *h, struct counter *c, const struct ticket *t, int64_t t_ms)
{
	struct at_hand *a = &c->at_hand;

	if (a->service) {
		bool waited = t->visit.since_ms <= a->until_ms &&
		    t_ms - a->until_ms <= SLACK_MS;
		note(h, a, waited ? t_ms : a->until_ms);
	}
	*a = (struct at_hand){ .service = t->service, .from_ms = t_ms };
}

void
handling_end(struct counter *c, int64_t t_ms)
{
	c->at_hand.until_ms = t_ms;
}

void
handling_break(struct hall *h, struct counter *c)
{
	if (c->at_hand.until_ms)
		note(h, &c->at_hand, c->at_hand.until_ms);
}

void
handling_pause(struct hall *h, struct counter *c, int64_t t_ms)
{
	handling_break(h, c);
	if (c->state != COUNTER_PAUSED)
		c->at_hand.paused_ms = t_ms;
}

void
handling_forget(struct handling *s)
{
	*s = (struct handling){ .target_ms = s->target_ms };
}

void
handling_inherit(struct handling *to, const struct handling *from)
{
	uint32_t target_ms = to->target_ms;

	*to = *from;
	to->target_ms = target_ms;
}

void
handling_dump(struct jsonw *w, const struct handling *s)
{
	const struct estimate_recent *r = &s->recent;

	jsonw_open(w, '[');
	jsonw_int(w, r->next);
	for (uint32_t i = 0; i < r->count; i++)
		jsonw_int(w, r->ms[i]);
	jsonw_int(w, s->arrivals_next);
	for (uint32_t i = 0; i < s->arrivals_count; i++) {
		jsonw_int(w, s->arrivals[i].t_ms);
		jsonw_str(w, s->arrivals[i].class);
	}
	jsonw_close(w, ']');
}

void
at_hand_dump(struct jsonw *w, const struct at_hand *a)
{
	jsonw_int(w, a->from_ms);
	jsonw_int(w, a->until_ms);
	jsonw_int(w, a->paused_ms);
	jsonw_str(w, a->service ? a->service : "");
}
