/*
 * The bytes of a file on a disk: as programs see them, as they were synced,
 * and the changes between the two.
 */
#ifndef HAO_TEST_IMAGE_H
#define HAO_TEST_IMAGE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define IMAGE_SECTOR 512

struct bytes {
	uint8_t *at;
	size_t len, cap;
};

/* A write, or what was truncated: then there are no bytes. */
struct change {
	size_t at, len;
	uint8_t *bytes;
};

struct image {
	struct bytes seen, kept;
	struct change *changes;
	size_t count, cap;
};

/* A number by chance below BELOW, which is not 0. */
typedef uint64_t image_chance_fn(void *ctx, uint64_t below);
struct image_chance {
	image_chance_fn *below;
	void *ctx;
};

void image_release(struct image *i);
/* Out of memory ends the program: this is a test. */
void image_write(struct image *i, size_t at, const void *bytes, size_t len);
void image_truncate(struct image *i, size_t len);
/* How many of LEN bytes from AT there were; the others are 0. */
size_t image_read(const struct image *i, size_t at, void *bytes, size_t len);

/* All is kept. */
void image_sync(struct image *i);
/*
 * Each sector is kept as it was at some moment since the last sync, and no
 * change is pending any more. What is seen stays as it is.
 */
void image_tear(struct image *i, const struct image_chance *chance);
/* What is kept is seen: after the power came back. */
void image_find(struct image *i);

#endif
