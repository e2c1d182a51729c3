#include "server/net/follow.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/words.h"
#include "server/hall/hall.h"
#include "server/hall/waits.h"
#include "server/net/channel.h"
#include "server/server.h"
#include "server/turn.h"

#define LOOKS_A_TURN 200
#define NOT_TOLD     (-2) /* of people ahead: whoever looks tells it */

void
follow_init(struct follow *f)
{
	*f = (struct follow){ .at = FOLLOW_BUCKETS };
}

/* --- Channels --------------------------------------------------------- */

static struct channel **
bucket_of(struct feed *f, int64_t id)
{
	return &f->follow.bucket[(uint64_t)id % FOLLOW_BUCKETS];
}

static struct channel *
find(struct feed *f, int64_t id)
{
	struct channel *ch = *bucket_of(f, id);

	while (ch && ch->ticket.id != id)
		ch = ch->next;
	return ch;
}

static void see(
    const struct feed *f, const struct channel *ch, struct followed *out);

struct channel *
follow_open(struct feed *f, const char *name, int64_t id)
{
	struct channel *ch = find(f, id), **bucket = bucket_of(f, id);

	if (ch) {
		/* Its snapshot may be ahead of what the others were told. */
		if (hall_seq(f->server->hall) > ch->last_seq)
			ch->ticket.ahead = NOT_TOLD;
		return ch;
	}
	ch = calloc(1, sizeof(*ch));
	if (!ch)
		return NULL;
	(void)snprintf(ch->name, sizeof(ch->name), "%s", name);
	ch->kind = CHANNEL_TICKET;
	ch->subject = "";
	ch->ticket.id = id;
	ch->last_seq = ch->told_seq = hall_seq(f->server->hall);
	see(f, ch, &ch->ticket);
	ch->next = *bucket;
	*bucket = ch;
	f->follow.count++;
	return ch;
}

void
follow_settle(struct feed *f, struct channel *ch)
{
	struct channel **link = bucket_of(f, ch->ticket.id);

	if (ch->kind != CHANNEL_TICKET || ch->first || ch->queued > 0)
		return;
	while (*link != ch)
		link = &(*link)->next;
	*link = ch->next;
	f->follow.count--;
	free(ch);
}

/* --- What is told ----------------------------------------------------- */

/* With the day the ticket goes, and is final, whatever it was before. */
static void
see(const struct feed *f, const struct channel *ch, struct followed *out)
{
	struct ticket_view v;

	*out = ch->ticket;
	if (!hall_ticket_view(f->server->hall, ch->ticket.id, &v)) {
		if (!out->final)
			out->state = "expired";
		out->final = true;
		out->ahead = -1;
		out->counter[0] = '\0';
		return;
	}
	bool there = v.counter &&
	    (strcmp(v.state, "called") == 0 || strcmp(v.state, "serving") == 0);
	out->state = v.state;
	out->final = v.final;
	out->calls = v.calls;
	out->rating = v.rating;
	out->ahead = hall_ahead(f->server->hall, v.id);
	(void)snprintf(out->number, sizeof(out->number), "%s", v.number);
	(void)snprintf(out->service, sizeof(out->service), "%s", v.service);
	(void)snprintf(
	    out->counter, sizeof(out->counter), "%s", there ? v.counter : "");
}

static bool
differs(const struct followed *a, const struct followed *b)
{
	return a->state != b->state || a->ahead != b->ahead ||
	    a->calls != b->calls || a->rating != b->rating ||
	    strcmp(a->service, b->service) != 0 ||
	    strcmp(a->counter, b->counter) != 0;
}

static void
put_wait(const struct feed *f, struct jsonw *w, int64_t id)
{
	const struct server *s = f->server;
	struct estimate_wait wait;

	waits_refresh(s->waits, s->hall, s->clock.now_ms);
	if (!waits_ticket(s->waits, s->hall, id, &wait) || !wait.known)
		return;
	jsonw_pair_int(w, F_WAIT, (int64_t)wait.mid_s * 1000);
	jsonw_pair_int(w, F_WAIT_LOW, (int64_t)wait.low_s * 1000);
	jsonw_pair_int(w, F_WAIT_HIGH, (int64_t)wait.high_s * 1000);
}

static void
put(const struct feed *f, struct jsonw *w, const struct followed *t)
{
	jsonw_pair_str(w, F_NUMBER, t->number);
	jsonw_pair_str(w, F_SERVICE, t->service);
	jsonw_pair_str(w, F_STATE, t->state);
	jsonw_pair_int(w, F_CALLS, t->calls);
	if (t->ahead >= 0) {
		jsonw_pair_int(w, F_AHEAD, t->ahead);
		put_wait(f, w, t->id);
	}
	if (t->counter[0])
		jsonw_pair_str(w, F_COUNTER, t->counter);
	if (t->rating > 0)
		jsonw_pair_int(w, F_RATING, t->rating);
}

void
follow_put(const struct feed *f, struct jsonw *w, const struct channel *ch)
{
	struct followed now;

	see(f, ch, &now);
	put(f, w, &now);
}

/* True: there was something new. */
static bool
tell(struct feed *f, struct channel *ch, int64_t seq, int slot)
{
	struct followed now;
	struct jsonw w;

	see(f, ch, &now);
	if (seq <= ch->last_seq || !differs(&now, &ch->ticket))
		return false;
	message_open(f, &w, "ticket", seq);
	jsonw_pair_int(&w, "prev", ch->last_seq);
	jsonw_pair_int(&w, "t", f->server->clock.now_ms);
	put(f, &w, &now);
	jsonw_close(&w, '}');
	ch->ticket = now;
	ch->last_seq = seq;
	feed_queue(f, ch, seq, slot);
	return true;
}

static void
tell_of(struct feed *f, int64_t id, int64_t seq, int slot)
{
	struct channel *ch = find(f, id);

	if (ch)
		(void)tell(f, ch, seq, slot);
}

void
follow_note(struct feed *f, const struct event *e, int slot)
{
	if (slot < 0 || f->follow.count == 0)
		return;
	tell_of(f, e->id, e->seq, slot);
	if (e->type == EVENT_CALLED)
		tell_of(f, e->after, e->seq, slot);
}

/* --- Looking at all of them ------------------------------------------- */

void
follow_begin(struct feed *f, bool beats)
{
	struct follow *all = &f->follow;
	int64_t seq = hall_seq(f->server->hall);

	all->beats = all->beats || beats;
	/* One that is under way goes on; what it has missed, the next has. */
	if (all->at < FOLLOW_BUCKETS || all->count == 0 ||
	    (seq == all->looked_seq && !beats))
		return;
	all->looked_seq = seq;
	all->at = 0;
}

static int
look_at_bucket(struct feed *f, int slot)
{
	int64_t seq = hall_seq(f->server->hall);
	int looks = 0;

	for (struct channel *ch = f->follow.bucket[f->follow.at], *next; ch;
	     ch = next, looks++) {
		next = ch->next;
		if (!tell(f, ch, seq, slot) && f->follow.beats)
			feed_beat_on(f, ch);
	}
	return looks;
}

bool
follow_step(struct feed *f)
{
	struct follow *all = &f->follow;
	int slot = turn_slot(f->server->turn);

	if (!f->server->hall)
		all->at = FOLLOW_BUCKETS;
	for (int looks = 0; all->at < FOLLOW_BUCKETS && looks < LOOKS_A_TURN;
	     all->at++)
		looks += look_at_bucket(f, slot);
	if (all->at == FOLLOW_BUCKETS)
		all->beats = false;
	return all->at < FOLLOW_BUCKETS;
}
