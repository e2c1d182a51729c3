/* Events written down, and what they make of an empty hall. */
#include <assert.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "server/hall/state.h"
#include "tests/sim/sim.h"

#define WORDS_MAX 40

static const char **const no_words = NULL;

/* Where the event keeps its strings; the end is NULL. */
static void
words_of(struct event *e, const char **words[WORDS_MAX])
{
	const char **const all[] = { &e->user, &e->rid, &e->terminal,
		&e->number, &e->service, &e->class, &e->lang, &e->counter,
		&e->clerk, &e->reason, &e->verdict, &e->to_service,
		&e->to_counter, &e->state, &e->victim, &e->why, &e->raw,
		&e->hold, &e->steps, &e->after_to, &e->zone, &e->text,
		&e->device, &e->key, &e->services, &e->kind, &e->subject,
		&e->level, &e->appointment, &e->owner, no_words };

	memcpy(words, all, sizeof(all));
}

void
tape_add(struct tape *tape, const struct event *e)
{
	const char **words[WORDS_MAX];

	if (tape->count == tape->cap) {
		tape->cap = tape->cap ? 2 * tape->cap : 1024;
		tape->events = realloc(
		    tape->events, tape->cap * sizeof(struct event));
		assert(tape->events);
	}
	struct event *to = &tape->events[tape->count++];
	*to = *e;
	words_of(to, words);
	for (size_t i = 0; words[i]; i++) {
		if (*words[i])
			*words[i] = strdup(*words[i]);
	}
}

/* The tape's words are its own, though an event may not change them. */
static void
free_word(const char **word)
{
	void *at;

	memcpy(&at, word, sizeof(at));
	free(at);
}

void
tape_release(struct tape *tape)
{
	const char **words[WORDS_MAX];

	for (size_t i = 0; i < tape->count; i++) {
		words_of(&tape->events[i], words);
		for (size_t k = 0; words[k]; k++)
			free_word(words[k]);
	}
	free(tape->events);
	*tape = (struct tape){ 0 };
}

static void
play(const struct sim *s, struct hall *h, const struct event *e)
{
	if (!hall_reserve(h, e))
		sim_fail(s, "no memory for a replay");
	hall_apply(h, e);
}

static void
same_dump(const struct sim *s, const struct hall *again, const char *from)
{
	struct buf is = { 0 }, should = { 0 };
	size_t at = 0;

	hall_dump(again, &is);
	hall_dump(s->hall, &should);
	while (at < is.len && at < should.len && is.at[at] == should.at[at])
		at++;
	if (is.len != should.len || at < is.len) {
		sim_fail(s, "the replay from %s differs at %zu: %.60s / %.60s",
		    from, at, is.at + (at > 20 ? at - 20 : 0),
		    should.at + (at > 20 ? at - 20 : 0));
	}
	buf_release(&is);
	buf_release(&should);
}

static bool
same_word(const char *a, const char *b)
{
	return a == b || (a && b && strcmp(a, b) == 0);
}

static bool
same_outcome(const struct outcome *a, const struct outcome *b)
{
	return a->type == b->type && a->seq == b->seq && a->id == b->id &&
	    a->day == b->day && a->issued_ms == b->issued_ms &&
	    a->ahead == b->ahead && a->waited_ms == b->waited_ms &&
	    a->calls == b->calls && a->count == b->count &&
	    a->training == b->training && strcmp(a->number, b->number) == 0 &&
	    a->appointed_ms == b->appointed_ms && a->rating == b->rating &&
	    a->followup == b->followup && a->due == b->due &&
	    same_word(a->owner, b->owner) &&
	    strcmp(a->appointment, b->appointment) == 0 &&
	    same_word(a->service, b->service) &&
	    same_word(a->class, b->class) &&
	    same_word(a->counter, b->counter) &&
	    same_word(a->state, b->state) && same_word(a->clerk, b->clerk);
}

/* Whatever was answered is answered the same by the replayed hall. */
static void
same_rids(const struct sim *s, const struct hall *again)
{
	for (size_t i = 0; i < s->model->rids_count; i++) {
		const struct model_rid *r = &s->model->rids[i];
		const struct rid *is = rid_find(
		    &again->rids, r->user, r->rid, s->model->last_ms);
		const struct rid *should = rid_find(
		    &s->hall->rids, r->user, r->rid, s->model->last_ms);
		if (!is && !should)
			continue;
		if (!is || !should || is->args != should->args ||
		    is->t_ms != should->t_ms || is->voided != should->voided ||
		    !same_outcome(&is->outcome, &should->outcome))
			sim_fail(s, "request %s was forgotten", r->rid);
	}
}

static void
replay_all(const struct sim *s)
{
	struct hall *h = hall_create();

	assert(h);
	for (size_t i = 0; i < s->tape.count; i++)
		play(s, h, &s->tape.events[i]);
	same_dump(s, h, "the beginning");
	same_rids(s, h);
	hall_destroy(h);
}

/* As a start does: requests of the days before, the opening, the rest. */
static void
replay_day(const struct sim *s)
{
	struct hall *h = hall_create();

	assert(h);
	for (size_t i = 0; i < s->after_opening; i++) {
		const struct event *e = &s->tape.events[i];
		if (!e->rid && !e->victim)
			continue;
		if (!hall_reserve_request(h, e))
			sim_fail(s, "no memory for a request");
		hall_remember(h, e);
	}
	for (size_t i = 0; i < s->opening.count; i++)
		play(s, h, &s->opening.events[i]);
	for (size_t i = s->after_opening; i < s->tape.count; i++)
		play(s, h, &s->tape.events[i]);
	same_dump(s, h, "the opening");
	same_rids(s, h);
	hall_destroy(h);
}

void
sim_replay(struct sim *s)
{
	replay_all(s);
	if (s->opening.count)
		replay_day(s);
}

static bool
keep(const struct event *e, void *ctx)
{
	struct sim *s = ctx;
	struct event one = *e;

	if (e->type == EVENT_LAYOUT) {
		one.layout = &s->layouts[s->layout]->layout;
		if (strcmp(e->raw, s->layouts[s->layout]->raw) != 0)
			sim_fail(s, "the opening has another layout");
	}
	tape_add(&s->opening, &one);
	return true;
}

void
sim_keep_opening(struct sim *s)
{
	tape_release(&s->opening);
	if (!hall_opening(s->hall, keep, s))
		sim_fail(s, "the opening stopped early");
	s->after_opening = s->tape.count;
}
