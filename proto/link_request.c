#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/link_own.h"

/* Only the commands of callers and EVENTS are answered in JSON. */
static void
put_words(struct buf *out, enum link_asker asker, size_t argc,
    const char *const *argv)
{
	bool json = asker == LINK_BY_CALLER || asker == LINK_BY_EVENTS ||
	    asker == LINK_BY_PAIR;

	wire_put_array(out, argc + json);
	for (size_t i = 0; i < argc; i++)
		wire_put_str(out, argv[i]);
	if (json)
		wire_put_str(out, "JSON");
}

static struct link_request *
copy(const struct link_request *how)
{
	struct link_request *q = malloc(sizeof(*q));

	if (q)
		*q = *how;
	return q;
}

static void
append(struct link_requests *all, struct link_request *q)
{
	q->next = NULL;
	if (all->last) {
		all->last->next = q;
	} else {
		all->first = q;
	}
	all->last = q;
}

bool
link_put(struct link *l, const struct link_request *how, size_t argc,
    const char *const *argv)
{
	size_t before = l->out.len;

	put_words(&l->out, how->asker, argc, argv);
	bool fits = !l->out.failed && l->out.len - before <= LIMIT_COMMAND;
	struct link_request *q = fits && link_flush_later(l) ? copy(how) : NULL;
	if (!q) {
		l->out.len = before;
		l->out.failed = false;
		return false;
	}
	q->start = l->put;
	l->put += l->out.len - before;
	append(&l->sent, q);
	l->sent_count++;
	return true;
}

bool
link_put_subscribe(struct link *l, struct link_channel *ch)
{
	struct link_request how = { .asker = LINK_BY_SUBSCRIBE, .channel = ch };
	const char *argv[] = { "SUBSCRIBE", ch->name };

	return link_put(l, &how, 2, argv);
}

bool
link_put_unsubscribe(struct link *l, struct link_channel *ch)
{
	struct link_request how = { .asker = LINK_BY_UNSUBSCRIBE,
		.channel = ch };
	const char *argv[] = { "UNSUBSCRIBE", ch->name };

	return link_put(l, &how, 2, argv);
}

bool
link_put_events(struct link *l, struct link_channel *ch)
{
	struct link_request how = { .asker = LINK_BY_EVENTS, .channel = ch };
	char have[24], count[24];

	(void)snprintf(have, sizeof(have), "%lld", (long long)ch->have);
	(void)snprintf(count, sizeof(count), "%d", LIMIT_EVENTS);
	const char *argv[] = { "EVENTS", "SINCE", ch->epoch, have, "CHANNEL",
		ch->name, "COUNT", count };
	return link_put(l, &how, sizeof(argv) / sizeof(*argv), argv);
}

bool
link_put_unsent(struct link *l, const struct link_request *how)
{
	const struct timeval now = { 0 };
	struct link_request *q = copy(how);

	if (!q)
		return false;
	/* A timer, so that who asks again at once can't starve the loop. */
	if (evtimer_add(&l->later, &now)) {
		free(q);
		return false;
	}
	append(&l->unsent, q);
	return true;
}

void
link_request_remove(struct link *l, struct link_request *q)
{
	struct link_request *before = NULL;

	for (struct link_request *at = l->sent.first; at != q; at = at->next)
		before = at;
	if (before) {
		before->next = q->next;
	} else {
		l->sent.first = q->next;
	}
	if (l->sent.last == q)
		l->sent.last = before;
	l->sent_count--;
	free(q);
}

/* Callbacks may ask again while it runs: the list is taken away first. */
static void
end_all(struct link_requests *all, uint64_t gone)
{
	struct link_request *q = all->first;

	*all = (struct link_requests){ 0 };
	while (q) {
		struct link_request *next = q->next;
		struct link_reply reply = {
			.verdict = q->start < gone ? LINK_UNKNOWN : LINK_UNSENT,
		};
		if (q->reply)
			q->reply(&reply, q->ctx);
		free(q);
		q = next;
	}
}

void
link_end_sent(struct link *l)
{
	uint64_t gone = l->gone;

	/* What was put and has not gone goes over no other connection. */
	l->put = 0;
	l->gone = 0;
	l->sent_count = 0;
	end_all(&l->sent, gone);
}

void
link_end_unsent(struct link *l)
{
	end_all(&l->unsent, 0);
}
