/*
 * A message catalogue as msgfmt writes it, read where it lies. Pure; no byte
 * of it is believed before it was checked.
 */
#ifndef HAO_MO_H
#define HAO_MO_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct mo {
	const uint8_t *bytes; /* borrowed while the catalogue is in use */
	size_t size;
	uint32_t count, ids, texts; /* how many; where their tables are */
};

/* False: that is no catalogue of this machine's byte order. */
bool mo_open(struct mo *mo, const void *bytes, size_t size)
    __attribute__((warn_unused_result));

/*
 * What ID means, ended by 0; of a plural the forms in turn, each ended by 0,
 * SIZE bytes without the last 0. NULL: it has no such id.
 */
const char *mo_find(const struct mo *mo, const char *id, size_t *size);

/* The id at I, of `count`; of a plural, its singular. */
const char *mo_id(const struct mo *mo, uint32_t i);

#endif
