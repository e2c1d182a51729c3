/*
 * Sessions in the hall: whether a ticket may be issued now, and what becomes
 * of those who wait when a session ends. Events carry what was decided, so
 * that a replay needs no zone; the zone belongs to whoever set it.
 */
#include "server/hall/session.h"

#include <string.h>

#include "server/hall/day.h"
#include "server/hall/decide_watch.h"

void
hall_set_zone(struct hall *h, const struct zone_table *zone)
{
	h->zone = zone;
	for (uint32_t i = 0; h->board && i < h->board->services_count; i++)
		h->board->services[i].at.until_ms = 0;
}

const struct zone_table *
session_zone(const struct hall *h)
{
	static const struct zone_table utc = { 0, 0, NULL };

	return h->zone ? h->zone : &utc;
}

/* How the service stands now: looked up anew when that has changed. */
static const struct hours_at *
session_at(const struct hall *h, struct service *s, int64_t now_ms)
{
	if (now_ms < s->at.from_ms || now_ms >= s->at.until_ms)
		hours_at(s->hours, session_zone(h), now_ms, &s->at);
	return &s->at;
}

int64_t
session_began_ms(const struct hall *h, struct service *s, int64_t t_ms)
{
	return s->counts ? session_at(h, s, t_ms)->session_ms : 0;
}

int64_t
session_people(const struct hall *h)
{
	const struct board *b = h->board;
	int64_t n = 0;

	for (size_t i = 0; i < h->lines_count; i++)
		n += h->lines[i].queue.count;
	for (uint32_t i = 0; i < b->services_count; i++)
		n += b->services[i].queue.count + b->services[i].ranked.count;
	for (uint32_t i = 0; i < b->counters_count; i++) {
		n += b->counters[i].queue.count;
		n += b->counters[i].ticket != 0;
	}
	return n;
}

static void
say(char *text, const char *words)
{
	size_t len = strlen(text), more = strlen(words);

	if (len + more < OUTCOME_SAY)
		memcpy(text + len, words, more + 1);
}

/* "it is a holiday; it opens 10-08 09:00 · 10-08 09:00 起可取号" */
static const char *
say_closed(struct hall *h, const struct hours_at *at)
{
	char when[DAY_TEXT];

	h->say[0] = '\0';
	say(h->say, hours_why_text(at->why));
	if (!at->opens_ms) {
		say(h->say, "; no opening is planned");
		return h->say;
	}
	day_write_time(when, session_zone(h), at->opens_ms);
	say(h->say, "; it opens ");
	say(h->say, when);
	say(h->say, " · ");
	say(h->say, when);
	say(h->say, " 起可取号");
	return h->say;
}

enum refusal
session_refuses(
    struct hall *h, struct service *s, int64_t now_ms, struct decision *out)
{
	const struct hours_at *at = session_at(h, s, now_ms);

	if (watch_refuses(h, s, out))
		return REFUSE_PAUSED;
	out->detail = s->code;
	if (at->why != HOURS_OPEN) {
		out->detail = say_closed(h, at);
		return REFUSE_SERVICECLOSED;
	}
	if (s->quota && s->session_ms == at->session_ms &&
	    s->session_count >= s->quota)
		return REFUSE_SESSIONQUOTA;
	out->detail = NULL;
	if (h->board->capacity && session_people(h) >= h->board->capacity)
		return REFUSE_CAPACITY;
	out->event.session_ms = s->counts ? at->session_ms : 0;
	return REFUSE_NOT;
}

bool
session_tick(struct hall *h, int64_t now_ms, struct event *out)
{
	if (now_ms < h->last_ms)
		now_ms = h->last_ms;
	for (uint32_t i = 0; h->board && i < h->board->services_count; i++) {
		struct service *s = &h->board->services[i];
		if (!s->expires)
			continue;
		const struct hours_at *at = session_at(h, s, now_ms);
		if (at->day != h->day || at->ended_ms <= s->ended_ms)
			continue;
		*out = (struct event){
			.type = EVENT_SESSION_ENDED,
			.seq = h->seq + 1,
			.t_ms = now_ms,
			.service = s->code,
			.until_ms = at->ended_ms,
		};
		return true;
	}
	return false;
}

bool
hall_service_open(
    const struct hall *h, size_t i, int64_t now_ms, int64_t *opens_ms)
{
	struct service *s = &h->board->services[i];
	const struct hours_at *at = session_at(h, s, now_ms);

	*opens_ms = at->opens_ms;
	return at->why == HOURS_OPEN && !watch_stop(h, s);
}
