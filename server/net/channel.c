#include "server/net/channel.h"

#include <stdlib.h>
#include <string.h>

struct channel *
channel_find(const struct feed *f, const char *name)
{
	struct channel *ch = f->channels;

	while (ch && strcmp(ch->name, name) != 0)
		ch = ch->next;
	return ch;
}

const struct ring_slot *
ring_at(const struct ring *r, size_t i)
{
	return &r->slot[(r->first + i) % r->size];
}

void
ring_keep(
    struct ring *r, const struct ring_slot *head, const char *text, size_t len)
{
	int64_t seq = head->seq;

	if (r->size == 0)
		return;
	if (!r->slot)
		r->slot = calloc(r->size, sizeof(*r->slot));
	if (!r->slot) {
		r->before = seq;
		return;
	}
	struct ring_slot *to = &r->slot[(r->first + r->count) % r->size];
	if (r->count == r->size) {
		r->before = to->seq;
		r->first = (r->first + 1) % r->size;
	} else {
		r->count++;
	}
	struct buf own = to->text;
	*to = *head;
	to->text = own;
	buf_clear(&to->text);
	buf_put(&to->text, text, len);
	if (!to->text.failed)
		return;
	/* A hole: nothing before it can be given any more. */
	r->count = 0;
	r->before = seq;
}

void
ring_release(struct ring *r)
{
	for (size_t i = 0; r->slot && i < r->size; i++)
		buf_release(&r->slot[i].text);
	free(r->slot);
	*r = (struct ring){ 0 };
}
