#include "server/hall/tally.h"

#include "proto/jsonw.h"
#include "server/hall/number.h"
#include "server/hall/state.h"

static struct tally *
tally_of(const struct hall *h, const char *service)
{
	struct service *s = h->board ? board_service(h->board, service) : NULL;

	return s ? &s->tally : NULL;
}

/* Of the ticket's service now; NULL: it is for practice, or there is none. */
static struct tally *
tally_of_ticket(const struct hall *h, const struct ticket *t)
{
	return t && !t->watch.training ? tally_of(h, t->service) : NULL;
}

/* The one that issued it. */
static struct tally *
tally_of_issue(const struct hall *h, const struct ticket *t)
{
	struct service *s;
	uint32_t ordinal;

	if (!t || t->watch.training)
		return NULL;
	if (!number_read(h->board, t->number, &s, &ordinal))
		return tally_of(h, t->service);
	return &s->tally;
}

/* Called for the first time. */
static void
called(const struct hall *h, const struct ticket *t, int64_t t_ms)
{
	struct tally *y = tally_of_ticket(h, t);

	if (!y || t->called_ms)
		return;
	int64_t target_ms =
	    board_service(h->board, t->service)->watch.target_ms;
	int64_t wait_ms = t_ms - ticket_from_ms(t);
	if (wait_ms < 0)
		wait_ms = 0;
	y->called++;
	y->wait_ms += wait_ms;
	y->late += target_ms > 0 && wait_ms > target_ms;
}

static void
finished(const struct hall *h, struct ticket *t, int64_t handled_ms)
{
	struct tally *y = tally_of_ticket(h, t);

	if (!y)
		return;
	y->finished++;
	y->handling_ms += handled_ms - t->visit.passed_ms;
	t->visit.passed_ms = handled_ms;
}

static void
served(
    const struct hall *h, struct ticket *t, int64_t matters, int64_t handled_ms)
{
	struct tally *y = tally_of_ticket(h, t);

	finished(h, t, handled_ms);
	if (!y)
		return;
	y->served++;
	y->matters += matters;
}

/* What the call finishes at its counter. */
static void
after(const struct hall *h, const struct event *e)
{
	struct ticket *t = e->after ? hall_ticket(h, e->after) : NULL;

	if (!t)
		return;
	if (e->after_to) {
		finished(h, t, e->after_handled_ms);
	} else {
		served(h, t, t->matters ? t->matters : 1, e->after_handled_ms);
	}
}

static void
issued(const struct hall *h, const struct event *e)
{
	struct tally *y = e->training ? NULL : tally_of(h, e->service);

	if (y)
		y->issued++;
}

/* Missed for the first time; given up, at once or after too many misses. */
static void
lost(const struct hall *h, const struct ticket *t, const struct event *e)
{
	struct tally *y = tally_of_ticket(h, t);

	if (y && e->misses > 0 && t->misses == 0)
		y->missed++;
	y = tally_of_issue(h, t);
	if (y && e->type == EVENT_ABANDONED)
		y->abandoned++;
}

static void
rated(const struct hall *h, const struct ticket *t, int64_t rating)
{
	struct tally *y = tally_of_ticket(h, t);

	if (y && rating >= 1 && rating <= TALLY_RATINGS)
		y->ratings[rating - 1]++;
}

void
tally_event(struct hall *h, const struct event *e)
{
	struct ticket *t = e->id ? hall_ticket(h, e->id) : NULL;

	if (e->type == EVENT_ISSUED) {
		issued(h, e);
	} else if (e->type == EVENT_CALLED) {
		after(h, e);
		called(h, t, e->t_ms);
	} else if (e->type == EVENT_SERVED) {
		served(h, t, e->matters, e->handled_ms);
	} else if (e->type == EVENT_PASSED) {
		finished(h, t, e->handled_ms);
	} else if (e->type == EVENT_MISSED || e->type == EVENT_ABANDONED) {
		lost(h, t, e);
	} else if (e->type == EVENT_RATED) {
		rated(h, t, e->rating);
	}
}

void
tally_day(struct hall *h)
{
	for (uint32_t i = 0; i < h->board->services_count; i++)
		h->board->services[i].tally = (struct tally){ 0 };
}

void
tally_dump(struct jsonw *w, const struct tally *y)
{
	const int64_t numbers[] = { y->issued, y->called, y->missed,
		y->abandoned, y->late, y->wait_ms, y->served, y->matters,
		y->finished, y->handling_ms };

	for (size_t i = 0; i < sizeof(numbers) / sizeof(*numbers); i++)
		jsonw_int(w, numbers[i]);
	for (size_t i = 0; i < TALLY_RATINGS; i++)
		jsonw_int(w, y->ratings[i]);
}

const struct tally *
hall_tally(const struct hall *h, size_t i)
{
	return &h->board->services[i].tally;
}

int64_t
hall_waiting(const struct hall *h, size_t i)
{
	return h->board->services[i].watch.counted;
}
