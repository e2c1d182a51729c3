/*
 * Hours in the plainest way: each session of yesterday, today and tomorrow is
 * made two instants, by trying both offsets that the clock of the simulation
 * has. Central European Time, from summer 2026 to summer 2027.
 */
#include <string.h>

#include "tests/sim/model_own.h"

#define AUTUMN_S ((int64_t)1792890000)
#define SPRING_S ((int64_t)1806195600)
#define DAY_S	 ((int64_t)86400)

/* How the sessions stand at an instant. */
struct standing {
	int64_t begins_ms; /* of the one that runs; 0: none */
	bool open;	   /* and it issues tickets */
	int64_t day;	   /* the business day */
	int64_t ended_ms;  /* the day's last end before; 0: none */
};

static int64_t
offset_s(int64_t t_s)
{
	return t_s >= AUTUMN_S && t_s < SPRING_S ? 3600 : 7200;
}

/* The first second that shows LOCAL_S on the wall. */
static int64_t
instant_s(int64_t local_s)
{
	if (offset_s(local_s - 7200) == 7200)
		return local_s - 7200;
	if (offset_s(local_s - 3600) == 3600)
		return local_s - 3600;
	return SPRING_S;
}

static int64_t
seconds_of(const char *text)
{
	return ((text[0] - '0') * 10 + text[1] - '0') * 3600 +
	    ((text[3] - '0') * 10 + text[4] - '0') * 60;
}

void
model_span(const char *text, int64_t *from, int64_t *to)
{
	*from = seconds_of(text);
	*to = seconds_of(text + 6);
	if (*to <= *from)
		*to += DAY_S;
}

bool
model_instant(int64_t day, int64_t seconds, int64_t *t_ms)
{
	int64_t local_s = day * DAY_S + seconds, t_s = instant_s(local_s);

	*t_ms = t_s * 1000;
	return t_s + offset_s(t_s) == local_s;
}

/* One session, from and to local seconds. */
static void
look(struct standing *out, const struct layout *l, int64_t from, int64_t to,
    int64_t now_ms)
{
	int64_t from_ms = instant_s(from) * 1000, to_ms = instant_s(to) * 1000;

	if (to_ms <= now_ms && to_ms > from_ms)
		out->ended_ms = to_ms;
	if (now_ms < from_ms || now_ms >= to_ms)
		return;
	out->begins_ms = from_ms;
	out->open = now_ms < to_ms - (int64_t)l->last_ticket_min * 60000;
}

static void
stand(const struct layout *l, int64_t now_ms, struct standing *out)
{
	int64_t starts_s = (int64_t)l->day_starts_h * 3600;
	int64_t local_s = now_ms / 1000 + offset_s(now_ms / 1000);

	*out = (struct standing){ .day = (local_s - starts_s) / DAY_S };
	int64_t midnight_s = out->day * DAY_S;
	if (l->hours_count == 0) {
		look(out, l, midnight_s + starts_s,
		    midnight_s + starts_s + DAY_S, now_ms);
		return;
	}
	for (uint32_t i = 0; i < l->hours[0].sessions_count; i++) {
		int64_t from, to;
		model_span(l->hours[0].sessions[i], &from, &to);
		look(out, l, midnight_s + from, midnight_s + to, now_ms);
	}
}

bool
model_in_session(const struct model *m, int64_t t_ms)
{
	struct standing then;

	stand(m->layout, t_ms, &then);
	return then.begins_ms != 0;
}

static struct model_range *
range_of(struct model *m, const struct layout_service *s)
{
	struct model_range *range = m->ranges;

	while (range->of != s)
		range++;
	return range;
}

enum refusal
model_refuses(struct model *m, const struct layout_service *s, int64_t now_ms)
{
	const struct model_range *range = range_of(m, s);
	struct standing now;
	uint32_t people = 0;

	if (model_stopped(m, s))
		return REFUSE_PAUSED;
	stand(m->layout, now_ms, &now);
	if (!now.open)
		return REFUSE_SERVICECLOSED;
	if (s->quota && range->session_ms == now.begins_ms &&
	    range->issued >= s->quota)
		return REFUSE_SESSIONQUOTA;
	for (size_t i = 0; i < m->tickets_count; i++) {
		const struct model_ticket *t = &m->tickets[i];
		people += model_is(t, "waiting") || model_is(t, "called") ||
		    model_is(t, "serving");
	}
	return m->layout->capacity && people >= m->layout->capacity
	    ? REFUSE_CAPACITY
	    : REFUSE_NOT;
}

void
model_count(struct model *m, const struct layout_service *s, int64_t now_ms)
{
	struct model_range *range = range_of(m, s);
	struct standing now;

	if (!s->quota && m->layout->hours_count == 0)
		return;
	stand(m->layout, now_ms, &now);
	if (range->session_ms != now.begins_ms)
		range->issued = 0;
	range->session_ms = now.begins_ms;
	range->issued++;
}

const struct model_range *
model_session_end(struct model *m, int64_t now_ms)
{
	struct standing now;

	if (m->layout->hours_count == 0 ||
	    m->layout->at_session_end != LAYOUT_END_EXPIRE)
		return NULL;
	if (now_ms < m->last_ms)
		now_ms = m->last_ms;
	stand(m->layout, now_ms, &now);
	for (uint32_t i = 0; i < m->layout->services_count; i++) {
		struct model_range *range = &m->ranges[i];
		if (now.day != m->day || now.ended_ms <= range->ended_ms)
			continue;
		range->ended_ms = now.ended_ms;
		for (size_t k = 0; k < m->tickets_count; k++) {
			struct model_ticket *t = &m->tickets[k];
			if (model_is(t, "waiting") &&
			    strcmp(t->service, range->of->code) == 0 &&
			    model_from_ms(t) < now.ended_ms)
				t->state = "expired";
		}
		m->seq++;
		m->last_ms = now_ms;
		return range;
	}
	return NULL;
}
