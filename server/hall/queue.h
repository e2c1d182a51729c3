/*
 * A queue of waiting tickets in their order: those put to the front first,
 * then by tier, credited arrival and id. A skip list that counts, so that
 * taking the first, inserting, removing and "how many are ahead" are all
 * O(log n); who comes last, and who goes first, is not searched for. The
 * nodes belong to the caller and are part of its tickets.
 */
#ifndef HAO_QUEUE_H
#define HAO_QUEUE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define QUEUE_LEVELS 14 /* 4^14 tickets before it slows down */

struct queue_key {
	int64_t back; /* 0: put to the front; 1: everybody else */
	int64_t
	    tier; /* the lower goes first; 0 where rank counts for nothing */
	int64_t credited_ms;
	int64_t id;
};

struct queue_link {
	struct queue_node *next;
	int64_t span; /* nodes that following `next` steps over */
};

struct queue_node {
	struct queue_key key;
	uint32_t levels;
	struct queue_link link[]; /* `levels` of them */
};

/* The last node of a level, and how many stand up to and with it. */
struct queue_tail {
	struct queue_node *node; /* NULL: none, the head is the last link */
	int64_t rank;
};

struct queue {
	int64_t count;
	struct queue_link head[QUEUE_LEVELS];
	struct queue_tail tail[QUEUE_LEVELS];
};

/* Levels a node of this id has: always the same, a quarter per level. */
uint32_t queue_levels(int64_t id);
size_t queue_node_size(uint32_t levels);

/* Negative, 0 or positive, like memcmp. */
int queue_compare(const struct queue_key *a, const struct queue_key *b);

void queue_insert(struct queue *q, struct queue_node *n);
void queue_remove(struct queue *q, struct queue_node *n);
/* NULL when empty. */
struct queue_node *queue_first(const struct queue *q);
/* The node with AT others before it; NULL: there are no more than AT. */
struct queue_node *queue_at(const struct queue *q, int64_t at);
/* How many nodes stand before KEY, whether or not KEY is in the queue. */
int64_t queue_ahead(const struct queue *q, const struct queue_key *key);

#endif
