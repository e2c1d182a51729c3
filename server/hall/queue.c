#include "server/hall/queue.h"

#include <assert.h>

uint32_t
queue_levels(int64_t id)
{
	uint64_t h = (uint64_t)id * 0x9e3779b97f4a7c15u;
	uint32_t levels = 1;

	h ^= h >> 29;
	h *= 0xbf58476d1ce4e5b9u;
	h ^= h >> 32;
	while ((h & 3) == 0 && levels < QUEUE_LEVELS) {
		levels++;
		h >>= 2;
	}
	return levels;
}

size_t
queue_node_size(uint32_t levels)
{
	return sizeof(struct queue_node) + levels * sizeof(struct queue_link);
}

static int
compare(int64_t a, int64_t b)
{
	return (a > b) - (a < b);
}

int
queue_compare(const struct queue_key *a, const struct queue_key *b)
{
	if (a->back != b->back)
		return compare(a->back, b->back);
	if (a->tier != b->tier)
		return compare(a->tier, b->tier);
	if (a->credited_ms != b->credited_ms)
		return compare(a->credited_ms, b->credited_ms);
	return compare(a->id, b->id);
}

/* Whether KEY stands behind all there are. */
static bool
is_last(const struct queue *q, const struct queue_key *key)
{
	const struct queue_node *last = q->tail[0].node;

	return !last || queue_compare(&last->key, key) < 0;
}

/* The links before a place, one a level, and where their owners stand. */
struct way {
	struct queue_link *left[QUEUE_LEVELS];
	int64_t rank[QUEUE_LEVELS];		/* up to and with the owner */
	struct queue_node *owner[QUEUE_LEVELS]; /* NULL: the head */
};

/* Walks to KEY, from the front. */
static void
walk(struct queue *q, const struct queue_key *key, struct way *w)
{
	struct queue_link *links = q->head;
	struct queue_node *owner = NULL;
	int64_t at = 0;

	for (int i = QUEUE_LEVELS - 1; i >= 0; i--) {
		while (links[i].next &&
		    queue_compare(&links[i].next->key, key) < 0) {
			at += links[i].span;
			owner = links[i].next;
			links = owner->link;
		}
		w->left[i] = &links[i];
		w->rank[i] = at;
		w->owner[i] = owner;
	}
}

static void
go_last(struct queue *q, struct way *w)
{
	for (int i = 0; i < QUEUE_LEVELS; i++) {
		struct queue_node *n = q->tail[i].node;
		w->left[i] = n ? &n->link[i] : &q->head[i];
		w->rank[i] = n ? q->tail[i].rank : 0;
		w->owner[i] = n;
	}
}

static void
go_first(struct queue *q, struct way *w)
{
	for (int i = 0; i < QUEUE_LEVELS; i++) {
		w->left[i] = &q->head[i];
		w->rank[i] = 0;
		w->owner[i] = NULL;
	}
}

void
queue_insert(struct queue *q, struct queue_node *n)
{
	struct way w;

	if (is_last(q, &n->key)) {
		go_last(q, &w);
	} else {
		walk(q, &n->key, &w);
	}
	for (uint32_t i = 0; i < QUEUE_LEVELS; i++) {
		struct queue_tail *tail = &q->tail[i];
		bool last = !w.left[i]->next;
		if (!last)
			tail->rank++;
		if (i >= n->levels) {
			w.left[i]->span++;
			continue;
		}
		int64_t stepped = w.rank[0] - w.rank[i];
		n->link[i].next = w.left[i]->next;
		n->link[i].span = w.left[i]->span - stepped;
		w.left[i]->next = n;
		w.left[i]->span = stepped + 1;
		if (last)
			*tail = (struct queue_tail){ n, w.rank[0] + 1 };
	}
	q->count++;
}

void
queue_remove(struct queue *q, struct queue_node *n)
{
	struct way w;

	if (q->head[0].next == n) {
		go_first(q, &w);
	} else {
		walk(q, &n->key, &w);
	}
	assert(w.left[0]->next == n);
	for (uint32_t i = 0; i < QUEUE_LEVELS; i++) {
		if (q->tail[i].node == n) {
			q->tail[i] = (struct queue_tail){ w.owner[i],
				w.rank[i] };
		} else if (w.left[i]->next) {
			q->tail[i].rank--;
		}
		if (i >= n->levels) {
			w.left[i]->span--;
			continue;
		}
		w.left[i]->span += n->link[i].span - 1;
		w.left[i]->next = n->link[i].next;
	}
	q->count--;
}

struct queue_node *
queue_first(const struct queue *q)
{
	return q->head[0].next;
}

struct queue_node *
queue_at(const struct queue *q, int64_t at)
{
	const struct queue_link *links = q->head;
	struct queue_node *found = NULL;

	for (int i = QUEUE_LEVELS - 1; i >= 0; i--) {
		while (links[i].next && links[i].span <= at + 1) {
			at -= links[i].span;
			found = links[i].next;
			links = found->link;
		}
	}
	return at < 0 ? found : NULL;
}

int64_t
queue_ahead(const struct queue *q, const struct queue_key *key)
{
	const struct queue_link *links = q->head;
	int64_t at = 0;

	if (is_last(q, key))
		return q->count;
	for (int i = QUEUE_LEVELS - 1; i >= 0; i--) {
		while (links[i].next &&
		    queue_compare(&links[i].next->key, key) < 0) {
			at += links[i].span;
			links = links[i].next->link;
		}
	}
	return at;
}
