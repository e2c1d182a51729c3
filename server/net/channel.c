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

/* No larger than it must be: thousands are kept. False: out of memory. */
static bool
put_text(struct ring_slot *s, const char *text, size_t len)
{
	if (len > UINT32_MAX)
		return false;
	if (len > s->cap) {
		char *at = realloc(s->text, len);
		if (!at)
			return false;
		s->text = at;
		s->cap = (uint32_t)len;
	}
	if (len > 0)
		memcpy(s->text, text, len);
	s->len = (uint32_t)len;
	return true;
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
	char *own = to->text;
	uint32_t cap = to->cap;
	*to = *head;
	to->text = own;
	to->cap = cap;
	if (put_text(to, text, len))
		return;
	ring_hole(r, seq);
}

void
ring_hole(struct ring *r, int64_t seq)
{
	r->count = 0;
	r->before = seq;
}

void
ring_release(struct ring *r)
{
	for (size_t i = 0; r->slot && i < r->size; i++)
		free(r->slot[i].text);
	free(r->slot);
	*r = (struct ring){ 0 };
}
