#include "kiosk/logo.h"

#include <string.h>

#include "proto/logo.h"

/* A PNG as it is read. */
struct source {
	uint8_t png[LOGO_BYTES_MAX];
	size_t size, at;
};

static cairo_status_t
take(void *closure, unsigned char *data, unsigned int length)
{
	struct source *s = closure;

	if (s->size - s->at < length)
		return CAIRO_STATUS_READ_ERROR;
	memcpy(data, s->png + s->at, length);
	s->at += length;
	return CAIRO_STATUS_SUCCESS;
}

cairo_surface_t *
logo_picture(const char *text)
{
	struct source s = { .at = 0 };

	if (*text == '\0' || logo_read(text, s.png, &s.size) != LOGO_WELL)
		return NULL;
	cairo_surface_t *picture = cairo_image_surface_create_from_png_stream(
	    take, &s);
	if (cairo_surface_status(picture) == CAIRO_STATUS_SUCCESS)
		return picture;
	cairo_surface_destroy(picture);
	return NULL;
}
