#include "server/hall/grow.h"

#include <stdlib.h>

void *
grow_one(void *at, size_t *cap, size_t count, size_t size)
{
	size_t wider = *cap > 0 ? 2 * *cap : GROW_FIRST;

	if (count < *cap)
		return at;
	void *to = realloc(at, wider * size);
	if (to)
		*cap = wider;
	return to;
}
