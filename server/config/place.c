#include "server/config/place.h"

#include <stdlib.h>
#include <string.h>

#include "server/config/outline.h"

/* Paths are kept as offsets while the text grows, as pointers when sorted. */
struct config_place {
	size_t at;
	const char *path;
	unsigned int line;
};

void
config_place_add(struct config_outline *o, const char *path, unsigned int line)
{
	if (o->count == o->cap) {
		size_t cap = o->cap ? o->cap * 2 : 64;
		void *more = realloc(o->places, cap * sizeof(*o->places));
		if (!more) {
			o->failed = true;
			return;
		}
		o->places = more;
		o->cap = cap;
	}
	o->places[o->count].at = o->paths.len;
	o->places[o->count].line = line;
	buf_put(&o->paths, path, strlen(path) + 1);
	if (o->paths.failed) {
		o->failed = true;
	} else {
		o->count++;
	}
}

unsigned int
config_place_line(const struct config_outline *o, const char *path)
{
	for (size_t i = o->count; i-- > 0;) {
		if (strcmp(o->paths.at + o->places[i].at, path) == 0)
			return o->places[i].line;
	}
	return 0;
}

static int
by_path(const void *a, const void *b)
{
	const struct config_place *x = a, *y = b;

	return strcmp(x->path, y->path);
}

void
config_place_sort(struct config_outline *o)
{
	for (size_t i = 0; i < o->count; i++)
		o->places[i].path = o->paths.at + o->places[i].at;
	if (o->count > 0)
		qsort(o->places, o->count, sizeof(*o->places), by_path);
}

static const struct config_place *
find(const struct config_outline *o, const char *path)
{
	const struct config_place wanted = { .path = path };

	if (o->count == 0)
		return NULL;
	return bsearch(
	    &wanted, o->places, o->count, sizeof(*o->places), by_path);
}

bool
config_outline_has(const struct config_outline *o, const char *path)
{
	return find(o, path) != NULL;
}

unsigned int
config_outline_line(const struct config_outline *o, const char *path)
{
	char around[256];
	size_t len = strlen(path);

	if (len >= sizeof(around))
		return 1;
	memcpy(around, path, len + 1);
	for (;;) {
		const struct config_place *place = find(o, around);
		if (place)
			return place->line;
		if (len == 0)
			return 1;
		do {
			len--;
		} while (len > 0 && around[len] != '.' && around[len] != '[');
		around[len] = '\0';
	}
}

void
config_outline_release(struct config_outline *o)
{
	free(o->places);
	buf_release(&o->paths);
	buf_release(&o->clean);
	*o = (struct config_outline){ 0 };
}
