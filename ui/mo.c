#include "ui/mo.h"

#include <string.h>

#define MAGIC	   0x950412deU
#define ENTRY_SIZE 8U /* length and place of one string */

static uint32_t
word(const struct mo *mo, size_t at)
{
	uint32_t value;

	memcpy(&value, mo->bytes + at, sizeof(value));
	return value;
}

static const char *
string(const struct mo *mo, uint32_t table, uint32_t i, size_t *size)
{
	size_t entry = table + (size_t)i * ENTRY_SIZE;

	*size = word(mo, entry);
	return (const char *)mo->bytes + word(mo, entry + 4);
}

/* The whole of TABLE lies within, and each string ends with 0 within. */
static bool
is_whole(const struct mo *mo, uint32_t table)
{
	if (table > mo->size || (mo->size - table) / ENTRY_SIZE < mo->count)
		return false;
	for (uint32_t i = 0; i < mo->count; i++) {
		size_t entry = table + (size_t)i * ENTRY_SIZE;
		size_t length = word(mo, entry), place = word(mo, entry + 4);
		if (place >= mo->size || length >= mo->size - place ||
		    mo->bytes[place + length] != '\0')
			return false;
	}
	return true;
}

bool
mo_open(struct mo *mo, const void *bytes, size_t size)
{
	*mo = (struct mo){ .bytes = bytes, .size = size };
	if (size < 20 || word(mo, 0) != MAGIC || word(mo, 4) >> 16 != 0)
		return false;
	mo->count = word(mo, 8);
	mo->ids = word(mo, 12);
	mo->texts = word(mo, 16);
	return is_whole(mo, mo->ids) && is_whole(mo, mo->texts);
}

const char *
mo_id(const struct mo *mo, uint32_t i)
{
	size_t size;

	return string(mo, mo->ids, i, &size);
}

/* msgfmt sorts the ids. */
const char *
mo_find(const struct mo *mo, const char *id, size_t *size)
{
	uint32_t low = 0, high = mo->count;

	while (low < high) {
		uint32_t middle = low + (high - low) / 2;
		int order = strcmp(id, mo_id(mo, middle));
		if (order == 0)
			return string(mo, mo->texts, middle, size);
		if (order < 0) {
			high = middle;
		} else {
			low = middle + 1;
		}
	}
	return NULL;
}
