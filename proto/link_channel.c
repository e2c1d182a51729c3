#include "proto/link_channel.h"

#include <stdlib.h>
#include <string.h>

#include "proto/link.h"

/* What every message says about its place. */
struct mark {
	const char *type, *epoch;
	json_int_t seq, prev;
};

struct link_channel *
link_channel_create(const char *name)
{
	struct link_channel *ch = calloc(1, sizeof(*ch));

	if (ch)
		memcpy(ch->name, name, strlen(name) + 1);
	return ch;
}

static void
drop_snapshot(struct link_channel *ch)
{
	json_decref(ch->snapshot);
	ch->snapshot = NULL;
}

void
link_channel_destroy(struct link_channel *ch)
{
	if (!ch)
		return;
	drop_snapshot(ch);
	free(ch);
}

void
link_channel_cut(struct link_channel *ch)
{
	drop_snapshot(ch);
	ch->asked = false;
	ch->stale = false;
	ch->target = ch->have;
}

void
link_channel_leave(struct link_channel *ch)
{
	drop_snapshot(ch);
	ch->known = false;
	ch->stale = ch->asked;
	ch->left = true;
}

void
link_channel_join(struct link_channel *ch)
{
	ch->left = false;
}

static bool
read_mark(json_t *message, struct mark *mark)
{
	mark->prev = -1;
	if (json_unpack(message, "{s:s, s:s, s:I, s?I}", "type", &mark->type,
		"epoch", &mark->epoch, "seq", &mark->seq, "prev", &mark->prev))
		return false;
	return mark->seq >= 0 && strlen(mark->epoch) <= LINK_EPOCH_MAX;
}

static void
deliver(const struct link_channel *ch, json_t *message,
    const struct link_config *to)
{
	if (to->message)
		to->message(ch->name, message, to->ctx);
}

static enum link_want
settle(struct link_channel *ch)
{
	if (!ch->known || ch->asked)
		return LINK_SETTLED;
	if (ch->target > ch->have) {
		ch->asked = true;
		return LINK_ASK;
	}
	drop_snapshot(ch);
	return LINK_SETTLED;
}

static enum link_want
anew(struct link_channel *ch)
{
	drop_snapshot(ch);
	ch->known = false;
	ch->stale = ch->asked;
	return LINK_ANEW;
}

/* Begins again from what a snapshot says. */
static void
begin(struct link_channel *ch, json_t *snapshot, const struct mark *mark,
    const struct link_config *to)
{
	ch->known = true;
	ch->stale = ch->asked;
	memcpy(ch->epoch, mark->epoch, strlen(mark->epoch) + 1);
	ch->have = mark->seq;
	deliver(ch, snapshot, to);
}

static enum link_want
take_snapshot(struct link_channel *ch, json_t *message, const struct mark *mark,
    const struct link_config *to)
{
	bool same = ch->known && strcmp(ch->epoch, mark->epoch) == 0;

	/* One that lies behind what was delivered is a new truth as well. */
	if (!same || mark->seq < ch->have) {
		drop_snapshot(ch);
		ch->target = mark->seq;
		begin(ch, message, mark, to);
		return LINK_SETTLED;
	}
	if (mark->seq == ch->have)
		return LINK_SETTLED;
	drop_snapshot(ch);
	ch->snapshot = json_incref(message);
	if (ch->target < mark->seq)
		ch->target = mark->seq;
	return settle(ch);
}

enum link_want
link_channel_take(
    struct link_channel *ch, json_t *message, const struct link_config *to)
{
	struct mark mark;

	if (!read_mark(message, &mark))
		return LINK_BAD;
	if (ch->left)
		return LINK_SETTLED;
	if (strcmp(mark.type, "snapshot") == 0)
		return take_snapshot(ch, message, &mark, to);
	/* The snapshot that was subscribed for is still to come. */
	if (!ch->known)
		return LINK_SETTLED;
	if (strcmp(ch->epoch, mark.epoch) != 0)
		return anew(ch);
	if (mark.seq <= ch->have)
		return LINK_SETTLED;
	if (ch->target < mark.seq)
		ch->target = mark.seq;
	bool beat = strcmp(mark.type, "beat") == 0;
	if (!beat && mark.prev == ch->have) {
		ch->have = mark.seq;
		deliver(ch, message, to);
	}
	return settle(ch);
}

/* Delivers one of those that were asked for, unless it was before. */
static bool
take_missed(
    struct link_channel *ch, json_t *message, const struct link_config *to)
{
	struct mark mark;

	if (!read_mark(message, &mark) || strcmp(ch->epoch, mark.epoch) != 0)
		return false;
	if (mark.seq > ch->have) {
		ch->have = mark.seq;
		deliver(ch, message, to);
	}
	return true;
}

enum link_want
link_channel_events(
    struct link_channel *ch, json_t *events, const struct link_config *to)
{
	int64_t before = ch->have;
	size_t i;
	json_t *message;

	if (!json_is_array(events))
		return LINK_BAD;
	if (!ch->stale) {
		json_array_foreach(events, i, message)
		{
			if (!take_missed(ch, message, to))
				return LINK_BAD;
		}
		if (ch->have == before)
			return link_channel_refused(ch, to);
	}
	ch->asked = false;
	ch->stale = false;
	return settle(ch);
}

enum link_want
link_channel_refused(struct link_channel *ch, const struct link_config *to)
{
	json_t *snapshot = ch->snapshot;
	bool stale = ch->stale;
	struct mark mark;

	ch->asked = false;
	ch->stale = false;
	if (stale || ch->have >= ch->target)
		return settle(ch);
	if (!snapshot)
		return anew(ch);
	ch->snapshot = NULL;
	if (read_mark(snapshot, &mark) && mark.seq > ch->have)
		begin(ch, snapshot, &mark, to);
	json_decref(snapshot);
	return settle(ch);
}
