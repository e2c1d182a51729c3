#include "tests/crash/image.h"

#include <stdlib.h>
#include <string.h>

static void *
must(void *memory)
{
	if (!memory)
		abort();
	return memory;
}

static void
set_length(struct bytes *b, size_t len)
{
	if (len > b->cap) {
		b->cap = 2 * len;
		b->at = must(realloc(b->at, b->cap));
	}
	if (len > b->len)
		memset(b->at + b->len, 0, len - b->len);
	b->len = len;
}

static void
put(struct bytes *b, size_t at, const uint8_t *bytes, size_t len)
{
	if (at + len > b->len)
		set_length(b, at + len);
	if (len > 0)
		memcpy(b->at + at, bytes, len);
}

static void
forget_changes(struct image *i)
{
	for (size_t k = 0; k < i->count; k++)
		free(i->changes[k].bytes);
	i->count = 0;
}

void
image_release(struct image *i)
{
	forget_changes(i);
	free(i->changes);
	free(i->seen.at);
	free(i->kept.at);
	*i = (struct image){ 0 };
}

static struct change *
add_change(struct image *i)
{
	if (i->count == i->cap) {
		i->cap = i->cap ? 2 * i->cap : 16;
		i->changes = must(
		    realloc(i->changes, i->cap * sizeof(*i->changes)));
	}
	return &i->changes[i->count++];
}

void
image_write(struct image *i, size_t at, const void *bytes, size_t len)
{
	if (len == 0)
		return;
	struct change *c = add_change(i);
	*c = (struct change){ at, len, must(malloc(len)) };
	memcpy(c->bytes, bytes, len);
	put(&i->seen, at, c->bytes, len);
}

void
image_truncate(struct image *i, size_t len)
{
	*add_change(i) = (struct change){ .len = len };
	set_length(&i->seen, len);
}

size_t
image_read(const struct image *i, size_t at, void *bytes, size_t len)
{
	size_t there = at < i->seen.len ? i->seen.len - at : 0;

	if (there > len)
		there = len;
	memset(bytes, 0, len);
	if (there > 0)
		memcpy(bytes, i->seen.at + at, there);
	return there;
}

void
image_sync(struct image *i)
{
	for (size_t k = 0; k < i->count; k++) {
		const struct change *c = &i->changes[k];
		if (c->bytes) {
			put(&i->kept, c->at, c->bytes, c->len);
		} else {
			set_length(&i->kept, c->len);
		}
	}
	forget_changes(i);
}

/* Of COUNT changes so many come to be: all, none, or some, alike. */
static size_t
moment(const struct image_chance *chance, size_t count)
{
	switch (chance->below(chance->ctx, 3)) {
	case 0:
		return count;
	case 1:
		return 0;
	default:
		return chance->below(chance->ctx, count + 1);
	}
}

/* The part of the change that lies in SECTOR. */
static void
put_sector(struct bytes *to, const struct change *c, size_t sector)
{
	size_t from = sector * IMAGE_SECTOR, until = from + IMAGE_SECTOR;

	if (from < c->at)
		from = c->at;
	if (until > c->at + c->len)
		until = c->at + c->len;
	put(to, from, c->bytes + (from - c->at), until - from);
}

static void
keep_sectors(struct bytes *to, const struct change *c, const size_t *moments,
    size_t number)
{
	size_t last = (c->at + c->len - 1) / IMAGE_SECTOR;

	for (size_t k = c->at / IMAGE_SECTOR; k <= last; k++) {
		if (number < moments[k])
			put_sector(to, c, k);
	}
}

static size_t
end_of(const struct image *i)
{
	size_t end = i->seen.len > i->kept.len ? i->seen.len : i->kept.len;

	for (size_t k = 0; k < i->count; k++) {
		const struct change *c = &i->changes[k];
		if (c->at + c->len > end)
			end = c->at + c->len;
	}
	return end;
}

void
image_tear(struct image *i, const struct image_chance *chance)
{
	size_t sectors = end_of(i) / IMAGE_SECTOR + 1;
	size_t *moments = must(calloc(sectors, sizeof(*moments)));
	size_t length = moment(chance, i->count);

	for (size_t k = 0; i->count > 0 && k < sectors; k++)
		moments[k] = moment(chance, i->count);
	for (size_t n = 0; n < i->count; n++) {
		const struct change *c = &i->changes[n];
		if (c->bytes) {
			keep_sectors(&i->kept, c, moments, n);
		} else if (n < length) {
			set_length(&i->kept, c->len);
		}
	}
	free(moments);
	forget_changes(i);
}

void
image_find(struct image *i)
{
	forget_changes(i);
	set_length(&i->seen, 0);
	put(&i->seen, 0, i->kept.at, i->kept.len);
}
