#include "server/hall/shown.h"

#include <string.h>

#include "server/hall/decide_watch.h"
#include "server/hall/watch_view.h"

static uint32_t
bit_of(const struct board *b, const struct zone *z)
{
	return 1u << (z - b->watch.zones);
}

static bool
lies_in(const struct counter *c, const struct zone *z)
{
	for (uint32_t i = 0; i < c->zones_count; i++) {
		if (strcmp(c->zones[i], z->code) == 0)
			return true;
	}
	return false;
}

/* The ticket of the counter's call, while that holds; or NULL. */
static const struct ticket *
called_at(const struct hall *h, const struct counter *c)
{
	const struct ticket *t = c->watch.call_seq && c->ticket
	    ? hall_ticket(h, c->ticket)
	    : NULL;

	return t && t->state == TICKET_CALLED ? t : NULL;
}

static struct counter *
calling(const struct hall *h, const struct zone *z, int64_t seq)
{
	for (uint32_t i = 0; i < h->board->counters_count; i++) {
		struct counter *c = &h->board->counters[i];
		if (c->watch.call_seq == seq && lies_in(c, z) &&
		    called_at(h, c))
			return c;
	}
	return NULL;
}

/* --- Deciding ----------------------------------------------------------- */

static enum refusal
find_zone(const struct hall *h, const struct request *r, struct decision *out,
    struct zone **zone)
{
	*zone = watch_zone(h->board, r->zone);
	if (*zone)
		return REFUSE_NOT;
	out->detail = r->zone;
	return REFUSE_NOSUCHZONE;
}

static void
tell(struct hall *h, const struct request *r, const struct counter *c,
    struct decision *out)
{
	bool heard = r->type == REQUEST_HEARD;
	const struct ticket *t = called_at(h, c);

	decide_event(h, r, out, heard ? EVENT_HEARD : EVENT_SHOWN);
	out->event.zone = r->zone;
	out->event.call = r->call;
	out->event.id = t->id;
	out->event.number = t->number;
}

/* Only the first of a zone is an event, and only while the call holds. */
static enum refusal
decide_told(struct hall *h, const struct request *r, struct decision *out)
{
	struct zone *z;
	enum refusal refusal = find_zone(h, r, out, &z);

	if (refusal)
		return refusal;
	const struct counter *c = calling(h, z, r->call);
	if (!c)
		return decide_so(h, out);
	uint32_t told = r->type == REQUEST_HEARD ? c->watch.heard
						 : c->watch.shown;
	if (told & bit_of(h->board, z))
		return decide_so(h, out);
	tell(h, r, c, out);
	return REFUSE_NOT;
}

enum refusal
decide_shown(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out)
{
	(void)now_ms;
	return decide_told(h, r, out);
}

enum refusal
decide_heard(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out)
{
	(void)now_ms;
	return decide_told(h, r, out);
}

enum refusal
decide_voice(struct hall *h, const struct request *r, int64_t now_ms,
    struct decision *out)
{
	struct zone *z;
	enum refusal refusal = find_zone(h, r, out, &z);

	if (refusal)
		return refusal;
	bool mine = strcmp(z->voice, r->terminal) == 0;
	if (mine || now_ms > z->voice_until_ms) {
		size_t len = strnlen(r->terminal, sizeof(z->voice) - 1);
		memcpy(z->voice, r->terminal, len);
		z->voice[len] = '\0';
		z->voice_until_ms = now_ms + SHOWN_VOICE_MS;
		mine = true;
	}
	(void)decide_so(h, out);
	out->outcome.type = OUTCOME_VOICE;
	out->outcome.count = mine;
	out->outcome.zone = z->code;
	out->outcome.holder = z->voice;
	return REFUSE_NOT;
}

/* --- State -------------------------------------------------------------- */

void
shown_called(struct counter *c, const struct event *e)
{
	c->watch.call_seq = e->seq;
	c->watch.call_ms = e->t_ms;
	c->watch.shown = c->watch.heard = 0;
}

static void
apply(struct hall *h, const struct event *e, bool heard)
{
	const struct zone *z = watch_zone(h->board, e->zone);
	struct counter *c = z ? calling(h, z, e->call) : NULL;

	if (!c)
		return;
	*(heard ? &c->watch.heard : &c->watch.shown) |= bit_of(h->board, z);
}

void
shown_apply_shown(struct hall *h, const struct event *e)
{
	apply(h, e, false);
}

void
shown_apply_heard(struct hall *h, const struct event *e)
{
	apply(h, e, true);
}

void
shown_day(struct board *b)
{
	for (uint32_t i = 0; i < b->counters_count; i++) {
		struct counter_watch *w = &b->counters[i].watch;
		w->call_seq = w->call_ms = 0;
		w->shown = w->heard = 0;
	}
}

void
shown_inherit(
    const struct board *to, struct counter *c, const struct board *from)
{
	uint32_t shown = c->watch.shown, heard = c->watch.heard;

	c->watch.shown = c->watch.heard = 0;
	for (uint32_t i = 0; i < to->watch.zones_count; i++) {
		const struct zone *z = &to->watch.zones[i];
		const struct zone *old = watch_zone(from, z->code);
		uint32_t bit = old ? bit_of(from, old) : 0;
		c->watch.shown |= shown & bit ? bit_of(to, z) : 0;
		c->watch.heard |= heard & bit ? bit_of(to, z) : 0;
	}
}

/* --- Read by others ----------------------------------------------------- */

int64_t
shown_missing_ms(const struct hall *h, const struct zone *z, int64_t now_ms,
    const char **number)
{
	int64_t longest_ms = 0;

	*number = NULL;
	for (uint32_t i = 0; i < h->board->counters_count; i++) {
		const struct counter *c = &h->board->counters[i];
		const struct ticket *t = called_at(h, c);
		int64_t for_ms = now_ms - c->watch.call_ms;
		if (!t || t->watch.training || for_ms <= longest_ms ||
		    (c->watch.shown & bit_of(h->board, z)) || !lies_in(c, z))
			continue;
		longest_ms = for_ms;
		*number = t->number;
	}
	return longest_ms;
}

int64_t
hall_unheard(const struct hall *h, const char *zone, size_t i)
{
	const struct zone *z = watch_zone(h->board, zone);
	const struct counter *c = &h->board->counters[i];

	if (!z || !called_at(h, c) || !lies_in(c, z) ||
	    (c->watch.heard & bit_of(h->board, z)))
		return 0;
	return c->watch.call_seq;
}
