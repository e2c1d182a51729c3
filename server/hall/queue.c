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

/*
 * Walks to KEY. LEFT gets, for each level, the last link before KEY; RANK how
 * many nodes stand up to and with the owner of that link.
 */
static void
find(struct queue *q, const struct queue_key *key,
    struct queue_link *left[QUEUE_LEVELS], int64_t rank[QUEUE_LEVELS])
{
	struct queue_link *links = q->head;
	int64_t at = 0;

	for (int i = QUEUE_LEVELS - 1; i >= 0; i--) {
		while (links[i].next &&
		    queue_compare(&links[i].next->key, key) < 0) {
			at += links[i].span;
			links = links[i].next->link;
		}
		left[i] = &links[i];
		rank[i] = at;
	}
}

void
queue_insert(struct queue *q, struct queue_node *n)
{
	struct queue_link *left[QUEUE_LEVELS];
	int64_t rank[QUEUE_LEVELS];

	find(q, &n->key, left, rank);
	for (uint32_t i = 0; i < QUEUE_LEVELS; i++) {
		if (i >= n->levels) {
			left[i]->span++;
			continue;
		}
		int64_t stepped = rank[0] - rank[i];
		n->link[i].next = left[i]->next;
		n->link[i].span = left[i]->span - stepped;
		left[i]->next = n;
		left[i]->span = stepped + 1;
	}
	q->count++;
}

void
queue_remove(struct queue *q, struct queue_node *n)
{
	struct queue_link *left[QUEUE_LEVELS];
	int64_t rank[QUEUE_LEVELS];

	find(q, &n->key, left, rank);
	assert(left[0]->next == n);
	for (uint32_t i = 0; i < QUEUE_LEVELS; i++) {
		if (i >= n->levels) {
			left[i]->span--;
			continue;
		}
		left[i]->span += n->link[i].span - 1;
		left[i]->next = n->link[i].next;
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

	for (int i = QUEUE_LEVELS - 1; i >= 0; i--) {
		while (links[i].next &&
		    queue_compare(&links[i].next->key, key) < 0) {
			at += links[i].span;
			links = links[i].next->link;
		}
	}
	return at;
}
