/* What a screen would show, as a PNG file: no window, no display. */
#ifndef HAO_PICTURE_H
#define HAO_PICTURE_H

#include <cairo.h>
#include <stdbool.h>

struct picture {
	int width, height;
	void (*draw)(void *ctx, cairo_t *cr, int width, int height);
	void *ctx;
};

#define PICTURE_SIDE_MAX 8192

/* "1920x1080"; false: that is no size. */
bool picture_size(struct picture *p, const char *text)
    __attribute__((warn_unused_result));

/* Why it could not be written, for people; NULL: it was. */
const char *picture_write(const struct picture *p, const char *file)
    __attribute__((warn_unused_result));

#endif
