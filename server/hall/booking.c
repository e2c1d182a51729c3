#include "server/hall/booking.h"

#include <assert.h>
#include <stdlib.h>
#include <string.h>

#include "server/hall/pool.h"

#define BUCKETS_MIN 64

/* No 0 and O, no 1 and I. */
static const char letters[] = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

static const char *const state_names[] = {
	[BOOKING_BOOKED] = "booked",
	[BOOKING_CHECKED_IN] = "checked_in",
	[BOOKING_LATE] = "late",
	[BOOKING_NOSHOW] = "noshow",
	[BOOKING_CANCELLED] = "cancelled",
};

const char *
booking_state_name(enum booking_state state)
{
	return state_names[state];
}

bool
booking_code_read(const char *text, uint64_t *value)
{
	int count = 0;

	*value = 0;
	for (; *text; text++) {
		char c = *text;
		if (c == '-')
			continue;
		if (c >= 'a' && c <= 'z')
			c = (char)(c - 'a' + 'A');
		const char *at = strchr(letters, c);
		if (!at || ++count > BOOKING_CODE)
			return false;
		*value = *value << 5 | (uint64_t)(at - letters);
	}
	return count == BOOKING_CODE;
}

void
booking_code_write(char out[BOOKING_CODE + 1], uint64_t value)
{
	for (int i = BOOKING_CODE - 1; i >= 0; i--) {
		out[i] = letters[value & 31];
		value >>= 5;
	}
	out[BOOKING_CODE] = '\0';
}

/* --- Looking ------------------------------------------------------------ */

static uint64_t
mix(uint64_t n)
{
	n *= 0x9e3779b97f4a7c15u;
	return n ^ (n >> 32);
}

static struct booking **
code_bucket(const struct booking_table *t, uint64_t value)
{
	return &t->code[mix(value) & (t->buckets - 1)];
}

static struct booking **
slot_bucket(
    const struct booking_table *t, const char *service, int64_t appointed_ms)
{
	uint64_t hash = hash_str(mix((uint64_t)appointed_ms), service);

	return &t->slot[mix(hash) & (t->buckets - 1)];
}

static uint64_t
value_of(const struct booking *b)
{
	return (uint64_t)b->node->key.id;
}

static struct booking *
find(const struct booking_table *t, uint64_t value)
{
	struct booking *b = t->count ? *code_bucket(t, value) : NULL;

	while (b && value_of(b) != value)
		b = b->by_code;
	return b;
}

struct booking *
booking_find(const struct booking_table *t, const char *code)
{
	uint64_t value;

	return code && booking_code_read(code, &value) ? find(t, value) : NULL;
}

struct booking *
booking_of_node(const struct booking_table *t, const struct queue_node *n)
{
	return n ? find(t, (uint64_t)n->key.id) : NULL;
}

static bool
is_at(const struct booking *b, const char *service, int64_t appointed_ms)
{
	return b->appointed_ms == appointed_ms &&
	    strcmp(b->service, service) == 0;
}

uint32_t
booking_count(
    const struct booking_table *t, const char *service, int64_t appointed_ms)
{
	uint32_t count = 0;

	if (t->count == 0)
		return 0;
	for (const struct booking *b = *slot_bucket(t, service, appointed_ms);
	     b; b = b->by_slot) {
		count += is_at(b, service, appointed_ms) &&
		    b->state != BOOKING_CANCELLED;
	}
	return count;
}

struct booking *
booking_of(const struct booking_table *t, const char *service,
    int64_t appointed_ms, uint64_t origin)
{
	if (t->count == 0)
		return NULL;
	struct booking *b = *slot_bucket(t, service, appointed_ms);
	while (b && (b->origin != origin || !is_at(b, service, appointed_ms)))
		b = b->by_slot;
	return b;
}

static struct queue_key
key_of(int64_t appointed_ms, uint64_t value)
{
	return (struct queue_key){
		.credited_ms = appointed_ms,
		.id = (int64_t)value,
	};
}

static const struct queue_node *
seek(const struct queue *q, const struct queue_key *key)
{
	return queue_at(q, queue_ahead(q, key));
}

struct booking *
booking_seek(const struct booking_table *t, int64_t appointed_ms, uint64_t from)
{
	struct queue_key key = key_of(appointed_ms, from);
	const struct queue_node *open = seek(&t->open, &key);
	const struct queue_node *done = seek(&t->done, &key);

	if (!open || (done && queue_compare(&done->key, &open->key) < 0))
		open = done;
	return booking_of_node(t, open);
}

/* --- Changing ----------------------------------------------------------- */

static bool
make_buckets(struct booking_table *t, size_t most)
{
	size_t buckets = BUCKETS_MIN;

	if (t->buckets)
		return true;
	while (buckets < most)
		buckets *= 2;
	t->code = calloc(2 * buckets, sizeof(struct booking *));
	if (!t->code)
		return false;
	t->slot = t->code + buckets;
	t->buckets = buckets;
	return true;
}

bool
booking_reserve(struct booking_table *t, const char *code, size_t most)
{
	uint64_t value;
	bool is_code = booking_code_read(code, &value);

	assert(is_code);
	if (!make_buckets(t, most))
		return false;
	uint32_t levels = queue_levels((int64_t)value);
	free(t->spare);
	t->spare = calloc(1, sizeof(struct booking) + queue_node_size(levels));
	if (!t->spare)
		return false;
	void *node = t->spare + 1;
	t->spare->node = node;
	t->spare->node->levels = levels;
	booking_code_write(t->spare->code, value);
	return true;
}

static void
enter(struct booking_table *t, struct booking *b)
{
	struct booking **slot = slot_bucket(t, b->service, b->appointed_ms);
	bool open = b->state == BOOKING_BOOKED;

	b->by_slot = *slot;
	*slot = b;
	b->node->key = key_of(b->appointed_ms, value_of(b));
	queue_insert(open ? &t->open : &t->done, b->node);
}

static void
leave(struct booking_table *t, struct booking *b)
{
	struct booking **at = slot_bucket(t, b->service, b->appointed_ms);
	bool open = b->state == BOOKING_BOOKED;

	while (*at != b)
		at = &(*at)->by_slot;
	*at = b->by_slot;
	queue_remove(open ? &t->open : &t->done, b->node);
}

void
booking_put(struct booking_table *t)
{
	struct booking *b = t->spare;
	uint64_t value;
	bool is_code = b && booking_code_read(b->code, &value);

	assert(is_code);
	t->spare = NULL;
	b->node->key = key_of(0, value);
	struct booking **code = code_bucket(t, value);
	b->by_code = *code;
	*code = b;
	enter(t, b);
	t->count++;
}

void
booking_move(struct booking_table *t, struct booking *b, int64_t appointed_ms,
    int64_t until_ms)
{
	leave(t, b);
	b->appointed_ms = appointed_ms;
	b->until_ms = until_ms;
	enter(t, b);
}

void
booking_end(
    struct booking_table *t, struct booking *b, enum booking_state state)
{
	leave(t, b);
	b->state = state;
	enter(t, b);
}

static void
forget_in(struct booking_table *t, struct booking **at)
{
	while (*at) {
		struct booking *b = *at;
		if (b->state == BOOKING_BOOKED) {
			at = &b->by_code;
			continue;
		}
		leave(t, b);
		*at = b->by_code;
		free(b);
		t->count--;
	}
}

void
booking_forget(struct booking_table *t)
{
	for (size_t i = 0; i < t->buckets; i++)
		forget_in(t, &t->code[i]);
}

void
booking_release(struct booking_table *t)
{
	for (size_t i = 0; i < t->buckets; i++) {
		while (t->code[i]) {
			struct booking *b = t->code[i];
			t->code[i] = b->by_code;
			free(b);
		}
	}
	free(t->code);
	free(t->spare);
	*t = (struct booking_table){ 0 };
}
