#include "haoctl/query.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "proto/link.h"
#include "proto/words.h"
#include "ui/field.h"
#include "ui/text.h"

#define WORDS(...) ((const char *const[]){ __VA_ARGS__, NULL })

void
query_release(struct query *q)
{
	json_decref(q->pages);
	buf_release(&q->out);
	buf_release(&q->err);
}

static void
fail(struct query *q, const char *say)
{
	text_put(&q->err, say);
	buf_putc(&q->err, '\n');
	q->failed = true;
	q->finished = true;
}

void
query_link(struct query *q, bool up, const char *why)
{
	if (!up) {
		buf_puts(&q->err, "haoctl: the server is away: ");
		text_put(&q->err, why);
		buf_putc(&q->err, '\n');
		return;
	}
	if (q->asked)
		return;
	q->asked = true;
	if (q->events) {
		ask_put(&q->asks, QUERY_ASK_EPOCH, WORDS("HALL", "STATE"));
		return;
	}
	ask_put(
	    &q->asks, q->page_key ? QUERY_ASK_PAGE : QUERY_ASK_ONLY, q->words);
}

static void
put_json(struct query *q, const json_t *document)
{
	char *text = json_dumps(
	    document, JSON_COMPACT | JSON_PRESERVE_ORDER | JSON_ENCODE_ANY);

	buf_puts(&q->out, text != NULL ? text : "null");
	buf_putc(&q->out, '\n');
	free(text);
}

static void
put_document(struct query *q, const json_t *document)
{
	if (q->json) {
		put_json(q, document);
		return;
	}
	q->show(&q->out, document);
}

static void
ask_events(struct query *q, int64_t from)
{
	(void)snprintf(q->from, sizeof(q->from), "%lld", (long long)from);
	ask_put(&q->asks, QUERY_ASK_EVENTS,
	    WORDS("EVENTS", "SINCE", q->epoch, q->from, "COUNT", "100"));
}

static void
epoch_reply(struct query *q, const json_t *state)
{
	int64_t from = q->since;

	(void)snprintf(
	    q->epoch, sizeof(q->epoch), "%s", field_text(state, "epoch"));
	q->kept = field_int(state, "kept", 0);
	q->seq = field_int(state, "seq", 0);
	if (from < 0) {
		from = q->seq - QUERY_LATEST;
		from = from > q->kept ? from : q->kept;
	}
	ask_events(q, from);
}

/* What was asked for is not there: which is, and how it is had. */
static void
say_gap(struct query *q)
{
	int64_t from = strtoll(q->from, NULL, 10);
	char say[240];

	if (from < q->kept) {
		(void)snprintf(say, sizeof(say),
		    "haoctl: the server keeps only what came after event"
		    " %" PRId64 ": say haoctl events %" PRId64 ", or no number"
		    " for the last ones; all are in the journal's file (-j)",
		    q->kept, q->kept);
	} else if (from > q->seq) {
		(void)snprintf(say, sizeof(say),
		    "haoctl: the last event is %" PRId64 ": say a smaller"
		    " number, or none for the last ones",
		    q->seq);
	} else {
		(void)snprintf(say, sizeof(say),
		    "haoctl: the server let go of events while they were"
		    " read: ask again");
	}
	fail(q, say);
}

/* A page; an empty one, or one that leads nowhere, is the last. */
static void
events_reply(struct query *q, const json_t *events)
{
	size_t count = json_array_size(events);
	const json_t *last = json_array_get(events, count - 1);
	int64_t seq = field_int(last, "seq", 0);

	if (count > 0)
		put_document(q, events);
	if (count == 0 || seq <= strtoll(q->from, NULL, 10)) {
		q->finished = true;
		return;
	}
	ask_events(q, seq);
}

/* An empty page is the last. */
static void
page_reply(struct query *q, json_t *page)
{
	size_t count = json_array_size(page);
	const json_t *last = json_array_get(page, count - 1);

	if (!q->pages)
		q->pages = json_array();
	if (json_array_extend(q->pages, page) != 0) {
		fail(q, "haoctl: no list came");
		return;
	}
	if (count == 0) {
		put_document(q, q->pages);
		q->finished = true;
		return;
	}
	ask_put(&q->asks, QUERY_ASK_PAGE,
	    WORDS(q->words[0], q->words[1], "AFTER",
		field_text(last, q->page_key)));
}

static void
answered(struct query *q, enum query_ask ask, json_t *value)
{
	switch (ask) {
	case QUERY_ASK_ONLY:
		put_document(q, value);
		q->finished = true;
		break;
	case QUERY_ASK_EPOCH:
		epoch_reply(q, value);
		break;
	case QUERY_ASK_EVENTS:
		events_reply(q, value);
		break;
	case QUERY_ASK_PAGE:
		page_reply(q, value);
		break;
	}
}

void
query_reply(struct query *q, enum query_ask ask, const struct link_reply *reply)
{
	switch (reply->verdict) {
	case LINK_OK:
		answered(q, ask, reply->value);
		return;
	case LINK_REFUSED:
		if (ask == QUERY_ASK_EVENTS &&
		    strcmp(reply->word, E_GAP) == 0) {
			say_gap(q);
			return;
		}
		buf_puts(&q->err, "haoctl: ");
		text_put(&q->err, reply->word);
		buf_puts(&q->err, ": ");
		fail(q, reply->say);
		return;
	case LINK_UNKNOWN:
	case LINK_UNSENT:
		fail(q, "haoctl: the server left before it answered");
		return;
	}
}

void
query_time(struct query *q, int64_t now_ms)
{
	if (now_ms < query_deadline(q))
		return;
	fail(q,
	    q->asked ? "haoctl: the server does not answer; what it was asked"
		       " may still be done"
		     : QUERY_AWAY);
}

int64_t
query_deadline(const struct query *q)
{
	return q->start_ms + QUERY_ANSWER_MS;
}
