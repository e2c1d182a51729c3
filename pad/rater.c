#include "pad/rater.h"

#include <stdio.h>
#include <string.h>

#include "proto/link.h"
#include "ui/text.h"

enum {
	RATER_ASK
};

void
rater_release(struct rater *r)
{
	buf_release(&r->out);
	buf_release(&r->err);
}

static void
send_oldest(struct rater *r)
{
	const struct rating *first = &r->at[0];

	if (!r->up || r->sent || r->count == 0)
		return;
	r->sent = true;
	ask_put(&r->asks, RATER_ASK,
	    (const char *const[]){ "TICKET", "RATE", first->ticket,
		first->value, "RID", first->rid, NULL });
}

bool
rater_add(struct rater *r, const char *ticket, int value, const char *rid)
{
	if (value < 1 || value > 5 || r->count == RATER_MAX)
		return false;
	struct rating *last = &r->at[r->count++];
	*last = (struct rating){ 0 };
	strncpy(last->ticket, ticket, sizeof(last->ticket) - 1);
	strncpy(last->rid, rid, sizeof(last->rid) - 1);
	(void)snprintf(last->value, sizeof(last->value), "%d", value);
	send_oldest(r);
	return true;
}

void
rater_link(struct rater *r, bool up)
{
	r->up = up;
	r->sent = false;
	r->retry_ms = 0;
	if (up)
		send_oldest(r);
}

static void
drop_oldest(struct rater *r)
{
	r->count--;
	memmove(&r->at[0], &r->at[1], r->count * sizeof(r->at[0]));
	r->sent = false;
	send_oldest(r);
}

void
rater_reply(struct rater *r, const struct link_reply *reply, int64_t now_ms)
{
	switch (reply->verdict) {
	case LINK_REFUSED:
		text_put(&r->err, reply->word);
		buf_puts(&r->err, ": ");
		text_put(&r->err, reply->say);
		buf_putc(&r->err, '\n');
		drop_oldest(r);
		return;
	case LINK_OK:
		drop_oldest(r);
		return;
	case LINK_UNKNOWN:
	case LINK_UNSENT:
		r->retry_ms = now_ms + RATER_RETRY_MS;
		return;
	}
}

void
rater_time(struct rater *r, int64_t now_ms)
{
	if (r->retry_ms == 0 || now_ms < r->retry_ms)
		return;
	r->retry_ms = 0;
	r->sent = false;
	send_oldest(r);
}

int64_t
rater_deadline(const struct rater *r)
{
	return r->retry_ms > 0 ? r->retry_ms : -1;
}
