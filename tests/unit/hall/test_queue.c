/* The counting skip list, checked whole after each step. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>

#include <cmocka.h>

#include "server/hall/queue.h"

#define OPS  10000
#define MOST 400

/* What the queue should be: the same nodes, in an array kept in order. */
struct twin {
	struct queue queue;
	struct queue_node *sorted[MOST];
	size_t count;
	uint64_t rnd;
	int64_t ids;
};

static uint64_t
chance(struct twin *t, uint64_t below)
{
	t->rnd ^= t->rnd << 13;
	t->rnd ^= t->rnd >> 7;
	t->rnd ^= t->rnd << 17;
	return t->rnd % below;
}

static struct queue_node *
make_node(int64_t back, int64_t credited_ms, int64_t id)
{
	uint32_t levels = queue_levels(id);
	struct queue_node *n = calloc(1, queue_node_size(levels));

	assert_non_null(n);
	n->levels = levels;
	n->key = (struct queue_key){ back, 0, credited_ms, id };
	return n;
}

static void
check_level(const struct twin *t, uint32_t level)
{
	const struct queue_link *link = &t->queue.head[level];
	struct queue_tail tail = { 0 };
	int64_t span = 0;

	for (size_t i = 0; i < t->count; i++) {
		struct queue_node *n = t->sorted[i];
		span++;
		if (n->levels <= level)
			continue;
		assert_ptr_equal(link->next, n);
		assert_int_equal(link->span, span);
		link = &n->link[level];
		span = 0;
		tail = (struct queue_tail){ n, (int64_t)i + 1 };
	}
	assert_null(link->next);
	assert_int_equal(link->span, span);
	assert_ptr_equal(t->queue.tail[level].node, tail.node);
	if (tail.node)
		assert_int_equal(t->queue.tail[level].rank, tail.rank);
}

static void
check(const struct twin *t)
{
	assert_int_equal(t->queue.count, t->count);
	assert_ptr_equal(
	    queue_first(&t->queue), t->count ? t->sorted[0] : NULL);
	for (uint32_t level = 0; level < QUEUE_LEVELS; level++)
		check_level(t, level);
}

static size_t
place_of(const struct twin *t, const struct queue_key *key)
{
	size_t at = 0;

	while (at < t->count && queue_compare(&t->sorted[at]->key, key) < 0)
		at++;
	return at;
}

static void
add(struct twin *t, struct queue_node *n)
{
	size_t at = place_of(t, &n->key);

	for (size_t i = t->count++; i > at; i--)
		t->sorted[i] = t->sorted[i - 1];
	t->sorted[at] = n;
	queue_insert(&t->queue, n);
}

static void
drop(struct twin *t, size_t at)
{
	struct queue_node *n = t->sorted[at];

	queue_remove(&t->queue, n);
	t->count--;
	for (size_t i = at; i < t->count; i++)
		t->sorted[i] = t->sorted[i + 1];
	free(n);
}

static void
step(struct twin *t)
{
	int64_t credited_ms = (int64_t)chance(t, 200) - 50;
	int64_t back = chance(t, 20) > 0;

	if (t->count == 0 || (t->count < MOST && chance(t, 100) < 52)) {
		add(t, make_node(back, credited_ms, ++t->ids));
	} else {
		drop(t, chance(t, 3) ? chance(t, t->count) : 0);
	}
	struct queue_key key = { back, 0, credited_ms,
		(int64_t)chance(t, (uint64_t)t->ids + 2) };
	assert_int_equal(queue_ahead(&t->queue, &key), place_of(t, &key));
	check(t);
}

static void
random_steps_keep_the_order(void **state)
{
	struct twin t = { .rnd = 88172645463325252u };

	(void)state;
	check(&t);
	for (int i = 0; i < OPS; i++)
		step(&t);
	while (t.count) {
		drop(&t, chance(&t, t.count));
		check(&t);
	}
}

static void
ahead_of_each_is_its_place(void **state)
{
	struct twin t = { .rnd = 2463534242u };

	(void)state;
	for (int64_t id = 1; id <= MOST; id++)
		add(&t, make_node(1, (int64_t)chance(&t, 9), id));
	for (size_t i = 0; i < t.count; i++)
		assert_int_equal(queue_ahead(&t.queue, &t.sorted[i]->key), i);
	while (t.count)
		drop(&t, 0);
}

static void
front_tier_credit_id(void **state)
{
	static const struct queue_key order[] = { { 0, 0, 9, 9 },
		{ 1, -2, 9, 9 }, { 1, 0, -5, 9 }, { 1, 0, 1, 8 },
		{ 1, 0, 1, 9 }, { 1, 0, 2, 1 } };
	const int count = sizeof(order) / sizeof(*order);

	(void)state;
	for (int a = 0; a < count; a++) {
		for (int b = 0; b < count; b++) {
			int is = queue_compare(&order[a], &order[b]);
			assert_int_equal(
			    (is > 0) - (is < 0), (a > b) - (a < b));
		}
	}
}

static void
levels_are_a_quarter_each(void **state)
{
	const int64_t ids = 1 << 16;
	int64_t at_least[QUEUE_LEVELS + 1] = { 0 };

	(void)state;
	for (int64_t id = 1; id <= ids; id++) {
		uint32_t levels = queue_levels(id);
		assert_in_range(levels, 1, QUEUE_LEVELS);
		assert_int_equal(levels, queue_levels(id));
		for (uint32_t i = 1; i <= levels; i++)
			at_least[i]++;
	}
	assert_in_range(at_least[2], ids / 4 - ids / 40, ids / 4 + ids / 40);
	assert_in_range(at_least[3], ids / 16 - ids / 80, ids / 16 + ids / 80);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(random_steps_keep_the_order),
		cmocka_unit_test(ahead_of_each_is_its_place),
		cmocka_unit_test(front_tier_credit_id),
		cmocka_unit_test(levels_are_a_quarter_each),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
